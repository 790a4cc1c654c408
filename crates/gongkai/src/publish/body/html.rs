//! A body as HTML. Whatever is typed is text; the only markup of a browser in it is what stands here.

use std::{collections::BTreeMap, fmt::Write as _};

use gongkai_report::write::escaped;
use gongkai_store::PublicationFile;

use super::{
    Block, Item, blocks,
    spans::{Span, host, spans},
};

/// 所在: where a body is shown: by what its pictures are fetched, and whether the site's own addresses lead anywhere.
#[derive(Clone, Debug, Default)]
pub struct Place {
    pictures: BTreeMap<String, String>,
    in_folder: bool,
}

impl Place {
    /// On the site; `at` is the address of each of its files.
    pub fn on_site(files: &[PublicationFile], at: impl Fn(i32) -> String) -> Self {
        let pictures = files.iter().filter(|file| is_picture(file));
        Self { pictures: pictures.map(|file| (file.name.clone(), at(file.n))).collect(), in_folder: false }
    }

    /// In a folder without a site: pictures by their names, each with its file there.
    pub fn in_folder(pictures: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { pictures: pictures.into_iter().collect(), in_folder: true }
    }
}

/// Whether a browser shows a file as a picture.
pub fn is_picture(file: &PublicationFile) -> bool {
    matches!(file.media.as_str(), "image/png" | "image/jpeg")
}

/// A body as HTML: chapters are headings of the second level.
///
/// ```
/// use gongkai::publish::body::{Place, html};
///
/// let shown = |body: &str| html(body, &Place::default());
/// assert_eq!(shown("# 第一章\n第一条　为了<b>"), "<h2>第一章</h2><p>第一条　为了&lt;b&gt;</p>");
/// assert_eq!(shown("**请带**[材料](/items/1)"), "<p><strong>请带</strong><a href=\"/items/1\">材料</a></p>");
/// ```
pub fn html(body: &str, place: &Place) -> String {
    let mut out = String::with_capacity(body.len() * 5 / 4);
    let line = |words: &str| inline(&spans(words), place);
    for block in blocks(body) {
        // writing to a string cannot fail
        let _ = match block {
            Block::Chapter(words) => write!(out, "<h2>{}</h2>", line(&words)),
            Block::Heading(words) => write!(out, "<h3>{}</h3>", line(&words)),
            Block::Paragraph(lines) => {
                let lines: Vec<_> = lines.iter().map(|words| line(words)).collect();
                write!(out, "<p>{}</p>", lines.join("<br>"))
            }
            Block::List(items) => write!(out, "{}", list(&items, place)),
            Block::Picture { words, file } => write!(out, "{}", picture(&words, &file, place)),
            Block::Table(rows) => write!(out, "{}", table(&rows, place)),
        };
    }
    out
}

fn inline(parts: &[Span], place: &Place) -> String {
    let one = |span: &Span| match span {
        Span::Words(words) => escaped(words),
        Span::Strong(inner) => format!("<strong>{}</strong>", inline(inner, place)),
        Span::Link { words, to } => link(words, to, place),
    };
    parts.iter().map(one).collect()
}

/// A link to another site says to which: words may promise anything.
fn link(words: &str, to: &str, place: &Place) -> String {
    let (shown, href) = (escaped(words), escaped(to));
    match host(to) {
        None if place.in_folder => format!("{shown}（{href}）"),
        None => format!("<a href=\"{href}\">{shown}</a>"),
        Some(_) if words == to => format!("<a href=\"{href}\" rel=\"noopener noreferrer\">{shown}</a>"),
        Some(host) => {
            let host = escaped(host);
            format!("<a href=\"{href}\" rel=\"noopener noreferrer\">{shown}</a><span class=\"muted\">（{host}）</span>")
        }
    }
}

/// Numbers stay those that were typed.
fn list(items: &[Item], place: &Place) -> String {
    let tag = if items.iter().any(|item| item.number.is_some()) { "ol" } else { "ul" };
    let one = |item: &Item| {
        let number = item.number.map(|number| format!(" value=\"{number}\"")).unwrap_or_default();
        format!("<li{number}>{}</li>", inline(&spans(&item.words), place))
    };
    let items: String = items.iter().map(one).collect();
    format!("<{tag}>{items}</{tag}>")
}

/// A picture of the publication's own files; its words alone where there is none.
fn picture(words: &str, file: &str, place: &Place) -> String {
    let words = escaped(words);
    match place.pictures.get(file) {
        None => format!("<p>（图：{words}）</p>"),
        Some(at) => {
            let at = escaped(at);
            format!(
                "<figure class=\"picture\"><img src=\"{at}\" alt=\"{words}\" loading=\"lazy\"><figcaption>{words}</figcaption></figure>"
            )
        }
    }
}

fn table(rows: &[Vec<String>], place: &Place) -> String {
    let row = |cells: &Vec<String>, tag: &str| {
        let cell = |cell: &String| format!("<{tag}>{}</{}>", inline(&spans(cell), place), bare(tag));
        format!("<tr>{}</tr>", cells.iter().map(cell).collect::<String>())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_to_another_site_says_to_which_and_nothing_typed_is_markup() {
        let shown = html("[水利厅](https://shui.example/a?b=\u{0026}c)、https://a.example/x", &Place::default());
        assert!(shown.contains("href=\"https://shui.example/a?b=&amp;c\""), "{shown}");
        assert!(shown.contains("（shui.example）") && shown.contains("</a>"), "{shown}");
        for typed in ["<img src=x onerror=a>", "[<script>](/a)", "![<b>](a.png)", "- <i>", "|<u>|", "**<s>**"] {
            let shown = html(typed, &Place::default());
            assert!(!["<img", "<script", "<b>", "<i>", "<u>", "<s>"].iter().any(|tag| shown.contains(tag)), "{shown}");
        }
    }

    #[test]
    fn a_picture_is_fetched_from_the_publications_own_files_and_from_nowhere_else() {
        let place = Place::in_folder([("现场 (1).png".to_owned(), "../files/a-0.png".to_owned())]);
        let shown = html("![施工现场](现场 (1).png)", &place);
        assert!(shown.contains("src=\"../files/a-0.png\" alt=\"施工现场\""), "{shown}");
        let other = html("![x](https://other.example/a.png)", &place);
        assert_eq!(other, "<p>（图：x）</p>");
    }
}
