//! 成文: a model with its contents in place, and what is missing of what the letter must say.

use std::collections::BTreeMap;

use gongkai_law::request::{
    application::Delivery,
    letter::{Content, LetterKind},
};
use serde::{Deserialize, Serialize};

/// 段落
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// 一级标题
    Heading(String),
    /// 正文
    Paragraph(String),
}

impl Block {
    /// Whether it is a heading, and its words.
    pub fn part(&self) -> (bool, &str) {
        match self {
            Self::Heading(words) => (true, words),
            Self::Paragraph(words) => (false, words),
        }
    }
}

/// 正文: a letter without its number, its date and the name that it is addressed to, which the register keeps sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// 发文机关
    pub from: String,
    /// 标题
    pub heading: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// 附件
    pub attached: Vec<String>,
    /// 联系方式, at the foot.
    pub contact: String,
}

/// What goes where in a model.
pub type Contents = BTreeMap<Content, String>;

/// Fills a model; `you` addresses the reader.
pub fn fill(model: &str, contents: &Contents, you: &str) -> Vec<Block> {
    let lines = model.lines().filter_map(|line| filled(line, contents, you));
    let blocks: Vec<Block> = lines
        .flat_map(|line| line.split('\n').map(str::to_owned).collect::<Vec<_>>())
        .filter(|line| !line.trim().is_empty())
        .map(|line| match line.strip_prefix("# ") {
            Some(heading) => Block::Heading(heading.to_owned()),
            None => Block::Paragraph(line),
        })
        .collect();
    blocks
}

/// One line; `None` where one of its contents is empty.
fn filled(line: &str, contents: &Contents, you: &str) -> Option<String> {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        out += before;
        match name {
            "称谓" => out += you,
            _ => out += value(contents, Content::of_label(name)?)?,
        }
        rest = after;
    }
    Some(out + rest)
}

/// A content without the stop that the model sets itself.
fn value(contents: &Contents, content: Content) -> Option<&str> {
    let words = contents.get(&content)?.trim();
    let sentence = matches!(
        content,
        Content::Paused
            | Content::Remedy
            | Content::Until
            | Content::Due
            | Content::Silence
            | Content::Consequence
            | Content::Withheld
    );
    let words = if sentence { words } else { words.trim_end_matches(['。', '；', '.', ';']) };
    (!words.is_empty()).then_some(words)
}

/// What a letter must say, in the order of the table. One that the applicant gets on line names the way to a review on
/// line (《行政复议法》 art. 22).
pub fn needs(kind: LetterKind, delivery: Option<Delivery>) -> Vec<Content> {
    let online =
        kind.needs().contains(&Content::Remedy) && kind.is_to_applicant() && delivery.is_some_and(Delivery::is_on_line);
    kind.needs().iter().copied().chain(online.then_some(Content::Online)).collect()
}

/// What of it is not there.
pub fn missing(needs: &[Content], contents: &Contents) -> Vec<Content> {
    needs.iter().copied().filter(|content| value(contents, *content).is_none()).collect()
}
