//! 正文: the light markup that a body is written in, as HTML. Whatever is typed is text; nothing of it is ever markup of a
//! browser.

use std::fmt::Write as _;

use gongkai_report::write::escaped;

/// What a body is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A chapter, from `# `.
    Chapter(String),
    /// A heading below it, from `## `.
    Heading(String),
    /// A paragraph; its lines stay lines.
    Paragraph(Vec<String>),
    /// Rows of `| a | b |`; the first is the heading of the columns.
    Table(Vec<Vec<String>>),
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
        let block = match (words.strip_prefix("## "), words.strip_prefix("# "), cells(words)) {
            (Some(heading), _, _) => Block::Heading(heading.trim().to_owned()),
            (_, Some(chapter), _) => Block::Chapter(chapter.trim().to_owned()),
            (_, _, Some(cells)) => Block::Table(vec![cells]),
            _ => Block::Paragraph(vec![words.to_owned()]),
        };
        match (out.last_mut(), block) {
            (Some(Block::Paragraph(lines)), Block::Paragraph(more)) if !parted => lines.extend(more),
            (Some(Block::Table(rows)), Block::Table(more)) if !parted => rows.extend(more),
            (_, block) => out.push(block),
        }
        parted = false;
    }
    out
}

/// `| a | b |`, taken apart.
fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.strip_prefix('|')?.strip_suffix('|')?;
    Some(inner.split('|').map(|cell| cell.trim().to_owned()).collect())
}

/// A body as HTML: chapters are headings of the second level.
///
/// ```
/// use gongkai::publish::body::html;
///
/// assert_eq!(html("# 第一章\n第一条　为了<b>"), "<h2>第一章</h2><p>第一条　为了&lt;b&gt;</p>");
/// ```
pub fn html(body: &str) -> String {
    let mut out = String::with_capacity(body.len() * 5 / 4);
    for block in blocks(body) {
        // writing to a string cannot fail
        let _ = match block {
            Block::Chapter(words) => write!(out, "<h2>{}</h2>", escaped(&words)),
            Block::Heading(words) => write!(out, "<h3>{}</h3>", escaped(&words)),
            Block::Paragraph(lines) => {
                let lines: Vec<_> = lines.iter().map(|line| escaped(line)).collect();
                write!(out, "<p>{}</p>", lines.join("<br>"))
            }
            Block::Table(rows) => {
                out.push_str(&table(&rows));
                Ok(())
            }
        };
    }
    out
}

fn table(rows: &[Vec<String>]) -> String {
    let row = |cells: &Vec<String>, tag: &str| {
        let cells: String = cells.iter().map(|cell| format!("<{tag}>{}</{}>", escaped(cell), bare(tag))).collect();
        format!("<tr>{cells}</tr>")
    };
    let head = rows.first().map(|cells| row(cells, "th scope=\"col\"")).unwrap_or_default();
    let rest: String = rows.iter().skip(1).map(|cells| row(cells, "td")).collect();
    format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"正文中的表\"><table class=\"table\"><thead>{head}</thead><tbody>{rest}</tbody></table></div>"
    )
}

fn bare(tag: &str) -> &str {
    tag.split(' ').next().unwrap_or(tag)
}

/// A body as plain text, for an index and for looking through.
pub fn text(body: &str) -> String {
    let line = |block: Block| match block {
        Block::Chapter(words) | Block::Heading(words) => words,
        Block::Paragraph(lines) => lines.join("\n"),
        Block::Table(rows) => rows.iter().map(|row| row.join("　")).collect::<Vec<_>>().join("\n"),
    };
    blocks(body).into_iter().map(line).collect::<Vec<_>>().join("\n")
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
        let shown = html("|<i>|\n|&|");
        assert!(shown.contains("<th scope=\"col\">&lt;i&gt;</th>") && shown.contains("<td>&amp;</td>"), "{shown}");
    }
}
