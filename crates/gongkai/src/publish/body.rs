//! 正文: the light markup that a body is written in, which reads well as it is typed: chapters and headings, paragraphs,
//! lists, tables, pictures of its own files, strong words and addresses.

mod html;
mod spans;

pub use html::{Place, html, is_picture};
use spans::{Span, spans};
pub use spans::{host, plain};

/// What a body is made of. Lines and cells are as they were typed: [`plain`] reads them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A chapter, from `# `.
    Chapter(String),
    /// A heading below it, from `## `.
    Heading(String),
    /// A paragraph; its lines stay lines.
    Paragraph(Vec<String>),
    /// Lines that begin with `- `, or with a number: `1. `.
    List(Vec<Item>),
    /// A line `![words](file)`.
    Picture {
        /// What is to be seen.
        words: String,
        /// The name of a file of the publication.
        file: String,
    },
    /// Rows of `| a | b |`; the first is the heading of the columns.
    Table(Vec<Vec<String>>),
}

/// One of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// As it was typed; `None` where a list has no numbers.
    pub number: Option<u32>,
    /// What it says.
    pub words: String,
}

impl Item {
    /// As it is read on paper.
    pub fn plain(&self) -> String {
        match self.number {
            Some(number) => format!("{number}. {}", plain(&self.words)),
            None => format!("· {}", plain(&self.words)),
        }
    }
}

/// The blocks of a body, in order.
pub fn blocks(body: &str) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut parted = true;
    for line in body.lines().map(str::trim_end) {
        let words = line.trim();
        if words.is_empty() {
            parted = true;
            continue;
        }
        match (out.last_mut(), block(words)) {
            (Some(Block::Paragraph(lines)), Block::Paragraph(more)) if !parted => lines.extend(more),
            (Some(Block::Table(rows)), Block::Table(more)) if !parted => rows.extend(more),
            (Some(Block::List(items)), Block::List(more)) if !parted && is_numbered(items) == is_numbered(&more) => {
                items.extend(more);
            }
            (_, block) => out.push(block),
        }
        parted = false;
    }
    out
}

fn is_numbered(items: &[Item]) -> bool {
    items.iter().any(|item| item.number.is_some())
}

/// What a line is by itself.
fn block(words: &str) -> Block {
    match (words.strip_prefix("## "), words.strip_prefix("# "), cells(words)) {
        (Some(heading), _, _) => Block::Heading(heading.trim().to_owned()),
        (_, Some(chapter), _) => Block::Chapter(chapter.trim().to_owned()),
        (_, _, Some(cells)) => Block::Table(vec![cells]),
        _ => match (picture(words), item(words)) {
            (Some((words, file)), _) => Block::Picture { words: words.to_owned(), file: file.to_owned() },
            (_, Some(item)) => Block::List(vec![item]),
            _ => Block::Paragraph(vec![words.to_owned()]),
        },
    }
}

/// `| a | b |`, taken apart.
fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.strip_prefix('|')?.strip_suffix('|')?;
    Some(inner.split('|').map(|cell| cell.trim().to_owned()).collect())
}

/// `![words](file)`, taken apart.
fn picture(line: &str) -> Option<(&str, &str)> {
    let (words, file) = line.strip_prefix("![")?.strip_suffix(')')?.split_once("](")?;
    (!words.trim().is_empty() && !file.trim().is_empty()).then_some((words.trim(), file.trim()))
}

/// `- words` or `12. words`, taken apart.
fn item(line: &str) -> Option<Item> {
    let (front, words) = line.split_once(' ')?;
    let number = match front {
        "-" => None,
        _ => Some(front.strip_suffix('.').filter(|digits| digits.bytes().all(|c| c.is_ascii_digit()))?.parse().ok()?),
    };
    Some(Item { number, words: words.trim().to_owned() })
}

/// A body as plain text, for an index and for looking through; tabs part the cells of a row.
pub fn text(body: &str) -> String {
    let row = |row: &Vec<String>| row.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join("\t");
    let lines = |lines: &[String]| lines.iter().map(|line| plain(line)).collect::<Vec<_>>().join("\n");
    let block = |block: Block| match block {
        Block::Chapter(words) | Block::Heading(words) => plain(&words),
        Block::Paragraph(words) => lines(&words),
        Block::List(items) => items.iter().map(Item::plain).collect::<Vec<_>>().join("\n"),
        // its name is printed where the picture itself cannot be
        Block::Picture { words, file } => format!("{words}\t{file}"),
        Block::Table(rows) => rows.iter().map(row).collect::<Vec<_>>().join("\n"),
    };
    blocks(body).into_iter().map(block).collect::<Vec<_>>().join("\n")
}

/// 指向: what a body leads to or shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// An address of the web or of the site.
    Link(String),
    /// A picture, by the name of a file.
    Picture(String),
}

/// All that a body refers to, in order, each with its line in [`text`], from 1.
pub fn references(body: &str) -> Vec<(u32, Reference)> {
    let line = |words: &[String]| words.iter().flat_map(|words| spans(words)).flat_map(links).collect::<Vec<_>>();
    let one = |words: String| line(&[words]);
    let lines: Vec<Vec<Reference>> = blocks(body)
        .into_iter()
        .flat_map(|block| match block {
            Block::Chapter(words) | Block::Heading(words) => vec![one(words)],
            Block::Paragraph(lines) => lines.into_iter().map(one).collect(),
            Block::List(items) => items.into_iter().map(|item| one(item.words)).collect(),
            Block::Table(rows) => rows.iter().map(|row| line(row)).collect(),
            Block::Picture { file, .. } => vec![vec![Reference::Picture(file)]],
        })
        .collect();
    (1..).zip(lines).flat_map(|(n, found)| found.into_iter().map(move |one| (n, one))).collect()
}

fn links(span: Span) -> Vec<Reference> {
    match span {
        Span::Words(_) => Vec::new(),
        Span::Strong(inner) => inner.into_iter().flat_map(links).collect(),
        Span::Link { to, .. } => vec![Reference::Link(to)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_and_the_lines_of_a_paragraph_stay_what_they_are() {
        let found = blocks("各乡镇：\n收文后办理。\n\n|项目|标准|\n|水费|1.8元|\n## 第二节\n完");
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let expected = [
            Block::Paragraph(vec!["各乡镇：".to_owned(), "收文后办理。".to_owned()]),
            Block::Table(vec![row(["项目", "标准"]), row(["水费", "1.8元"])]),
            Block::Heading("第二节".to_owned()),
            Block::Paragraph(vec!["完".to_owned()]),
        ];
        assert_eq!(found, expected);
        let shown = html("|<i>|\n|&|", &Place::default());
        assert!(shown.contains("<th scope=\"col\">&lt;i&gt;</th>") && shown.contains("<td>&amp;</td>"), "{shown}");
    }

    #[test]
    fn what_is_enumerated_keeps_its_numbers_on_the_page_and_on_paper() {
        let body = "办理要带：\n- 身份证\n- **原件**\n\n3. 受理\n4. 送达\n5.不是一项";
        let shown = html(body, &Place::default());
        assert!(shown.contains("<ul><li>身份证</li><li><strong>原件</strong></li></ul>"), "{shown}");
        assert!(
            shown.contains("<ol><li value=\"3\">受理</li><li value=\"4\">送达</li></ol><p>5.不是一项</p>"),
            "{shown}"
        );
        assert_eq!(text(body), "办理要带：\n· 身份证\n· 原件\n3. 受理\n4. 送达\n5.不是一项");
    }

    #[test]
    fn what_a_body_refers_to_has_the_line_on_which_it_is_read() {
        let body = "# 通知\n\n见[目录](/catalogue)。\n**[办法](/items/1)**\n\n| a | [b](/c) |\n![图](a.png)\n- [d](/d)";
        let link = |to: &str| Reference::Link(to.to_owned());
        let found = [
            (2, link("/catalogue")),
            (3, link("/items/1")),
            (4, link("/c")),
            (5, Reference::Picture("a.png".to_owned())),
            (6, link("/d")),
        ];
        assert_eq!(references(body), found);
    }
}
