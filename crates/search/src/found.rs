//! 检索结果: what is answered.

use std::{collections::BTreeMap, ops::Range};

use crate::query::Facet;

/// 检索结果.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// How many there are, exactly.
    pub total: u64,
    /// The page that was asked for.
    pub hits: Vec<Hit>,
    /// Of each field, its values with their numbers, most first: counted under all filters but the field's own, so that
    /// a reader sees what another choice would give.
    pub counts: BTreeMap<Facet, Vec<(String, u64)>>,
    /// 同义词: what was looked for as well, with the word that was typed first.
    pub synonyms: Vec<(String, Vec<String>)>,
    /// No entry had all the words, so these have most of them, or half where nothing has most.
    pub relaxed: bool,
    /// 您要找的是不是: other words that would find something, where these find little.
    pub did_you_mean: Option<String>,
}

/// 一条结果.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The entry's identity.
    pub id: String,
    /// Larger is better; only to be compared within one answer. Nought where nothing was typed.
    pub score: f32,
    /// The title with what was found in it.
    pub title: Marked,
    /// The best piece of text, if asked for and if there is any text.
    pub snippet: Option<Snippet>,
}

/// 摘要.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// Where it stands.
    pub place: Place,
    /// Blanks and line ends folded to one blank, `…` where it was cut.
    pub text: Marked,
}

/// 出处: where a snippet stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// 正文.
    Body,
    /// 内容概述.
    Summary,
    /// 附件, by its name.
    Attachment(String),
}

/// 标亮文字: a text and what to mark in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// Plain text: it must be escaped in a page.
    pub text: String,
    /// Byte ranges of `text` between characters, in order, apart from each other.
    pub marks: Vec<Range<usize>>,
}
