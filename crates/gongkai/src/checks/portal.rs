//! `/checks`, `/checks/{code}`

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_report::{
    Severity,
    checks::{self, Check},
};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, Nav},
};

/// The families in the order of the catalogue: letter, name, what they look at.
const FAMILIES: [(char, &str, &str); 8] = [
    ('A', "表内勾稽", "数字之间的算术"),
    ('F', "格式", "章节、表头、引用"),
    ('N', "正文与表", "文字里的数对得上表"),
    ('P', "时间", "统计期与发布日期"),
    ('Y', "年与年", "前后两年衔接"),
    ('S', "安全", "不该出现的东西"),
    ('R', "读取", "乱码、歧义、空白"),
    ('H', "上下级", "汇总与下级相符"),
];

struct Family {
    letter: char,
    name: &'static str,
    about: &'static str,
    checks: Vec<&'static Check>,
}

#[derive(Template)]
#[template(path = "checks.html")]
struct Catalogue {
    chrome: Chrome,
    count: usize,
    families: Vec<Family>,
    paste_rows: u8,
}

#[derive(Template)]
#[template(path = "check.html")]
struct CheckPage {
    chrome: Chrome,
    check: &'static Check,
    family: &'static str,
    severity: &'static str,
    page: String,
    near: Vec<&'static Check>,
}

/// `GET /checks`
pub async fn list(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let families = FAMILIES.into_iter().map(|(letter, name, about)| Family { letter, name, about, checks: of(letter) });
    page::show(&Catalogue {
        chrome: Chrome::new(&office, &visitor, Nav::More),
        count: checks::ALL.len(),
        families: families.filter(|family| !family.checks.is_empty()).collect(),
        paste_rows: 4,
    })
}

/// `GET /checks/{code}`
pub async fn one(State(office): State<Office>, visitor: Visitor, Path(code): Path<String>) -> Result<Response, Error> {
    let check = checks::find(&code).ok_or(Error::NotFound)?;
    if check.code != code {
        return Ok(Redirect::permanent(&format!("/checks/{}", check.code)).into_response());
    }
    let letter = check.code.chars().next().unwrap_or_default();
    page::show(&CheckPage {
        chrome: Chrome::new(&office, &visitor, Nav::More),
        check,
        family: FAMILIES.iter().find(|(known, ..)| *known == letter).map_or("", |(_, name, _)| name),
        severity: match check.severity {
            Severity::Error => "错误",
            Severity::Warning => "不规范或存疑",
            Severity::Note => "提示",
        },
        page: html(check.page),
        near: of(letter).into_iter().filter(|other| other.code != check.code).collect(),
    })
}

fn of(letter: char) -> Vec<&'static Check> {
    checks::ALL.iter().copied().filter(|check| check.code.starts_with(letter)).collect()
}

/// A check's page as HTML: its own title left out, headings one level down at most, examples reachable by keyboard,
/// and no raw HTML.
fn html(markdown: &str) -> String {
    let mut in_title = false;
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).filter_map(|event| {
        match &event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => in_title = true,
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
                in_title = false;
                return None;
            }
            _ => {}
        }
        (!in_title).then_some(event)
    });
    let events = events.map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::CodeBlock(_)) => {
            Event::Html(CowStr::Borrowed("<pre class=\"source\" tabindex=\"0\" role=\"region\" aria-label=\"例子\">"))
        }
        Event::End(TagEnd::CodeBlock) => Event::Html(CowStr::Borrowed("</pre>\n")),
        Event::Start(Tag::BlockQuote(_)) => Event::Html(CowStr::Borrowed("<blockquote class=\"law\">")),
        other => other,
    });
    let mut out = String::with_capacity(markdown.len() * 2);
    pulldown_cmark::html::push_html(&mut out, events);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_cannot_bring_markup_of_its_own() {
        let page = html("# 题\n\n<script>x</script>\n\n## 查什么\n\n```\n1 < 2\n```\n");
        insta::assert_snapshot!(page, @r#"
        &lt;script&gt;x&lt;/script&gt;
        <h2>查什么</h2>
        <pre class="source" tabindex="0" role="region" aria-label="例子">1 &lt; 2
        </pre>
        "#);
    }
}
