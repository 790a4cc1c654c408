//! `/reports/region`: organs by years.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_law::organ::Level;
use serde::Deserialize;

use crate::{
    charts::Shares,
    guard::Visitor,
    library::{
        kept,
        region::{
            matrix::{Asked as Wish, Line, Shelves, Stand, Tally, Wanted, lines},
            tree::Tree,
        },
    },
    office::Office,
    page::{self, Chrome, Error, Nav},
    publish::portal::lines::link,
};

/// Organs on one page.
const ROWS: usize = 200;
/// Years side by side where nobody asks for all.
const YEARS: usize = 8;

/// The filters, as they came.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    level: String,
    year: String,
    state: String,
    p: String,
}

struct Row {
    name: String,
    /// 简称 of the organ above; empty for none.
    above: String,
    slug: String,
    class: &'static str,
    cells: Vec<Cell>,
}

/// How a report stands in words; without an address where there is none.
struct Cell {
    year: i16,
    href: String,
    class: &'static str,
    word: String,
    /// 更正过几次
    corrected: i64,
    /// 换过文件: the figures stayed as they were.
    exchanged: bool,
}

#[derive(Template)]
#[template(path = "library/region.html")]
struct RegionPage {
    chrome: Chrome,
    view: &'static str,
    asked: Asked,
    levels: Vec<Level>,
    states: [(Wanted, &'static str, &'static str); 5],
    /// The years that may be asked for, the latest first.
    known: Vec<i16>,
    /// The years of the table.
    years: Vec<i16>,
    found: usize,
    total: Tally,
    rows: Vec<Row>,
    chart: String,
    pages: (Option<String>, Option<String>),
}

/// `GET /reports/region`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let (tree, shelves) = (Tree::of(&office).await?, Shelves::of(&office).await?);
    let years = shown(&asked.year, &shelves.years);
    let wish = Wish { level: &asked.level, words: asked.q.trim(), wanted: Wanted::of(&asked.state), years: &years };
    let (all, tallies) = lines(&tree, &shelves, &wish, office.today());
    let found = all.len();
    let last = found.saturating_sub(1) / ROWS;
    let page = asked.p.parse().unwrap_or(0_usize).min(last);
    let rows = all.into_iter().skip(page * ROWS).take(ROWS).map(|line| row(&line, &years)).collect();
    page::show(&RegionPage {
        chrome: Chrome::new(&office, &visitor, Nav::Reports),
        view: "region",
        levels: tree.levels(),
        states: Wanted::ALL,
        known: shelves.years.iter().rev().copied().collect(),
        found,
        total: tallies.iter().fold(Tally::default(), summed),
        chart: chart(&years, &tallies)?,
        rows,
        pages: ((page > 0).then(|| turned(&asked, 0)), (page < last).then(|| turned(&asked, page + 1))),
        years,
        asked,
    })
}

/// The years that are shown: all, one, or the latest.
fn shown(asked: &str, known: &[i16]) -> Vec<i16> {
    match asked.parse().ok().filter(|year| known.contains(year)) {
        Some(year) => vec![year],
        None if asked == "all" => known.to_vec(),
        None => known.iter().skip(known.len().saturating_sub(YEARS)).copied().collect(),
    }
}

fn turned(asked: &Asked, page: usize) -> String {
    let page = if page == 0 { String::new() } else { page.to_string() };
    let Asked { q, level, year, state, .. } = asked;
    link("/reports/region", &[("q", q), ("level", level), ("year", year), ("state", state), ("p", &page)])
}

fn summed(mut all: Tally, one: &Tally) -> Tally {
    all.passed += one.passed;
    all.doubtful += one.doubtful;
    all.failed += one.failed;
    all.unread += one.unread;
    all.missing += one.missing;
    all.corrected += one.corrected;
    all
}

fn row(line: &Line<'_>, years: &[i16]) -> Row {
    let cell = |(year, stand): (&i16, &Stand)| {
        let (mut corrected, mut exchanged) = (0, false);
        let (class, word) = match stand {
            Stand::Kept(mark) => {
                corrected = mark.corrections;
                exchanged = mark.version > 1 && mark.corrections == 0;
                kept::standing(mark.counts)
            }
            Stand::Withdrawn => ("plain", stand.word().to_owned()),
            other => ("", other.word().to_owned()),
        };
        let is_there = matches!(stand, Stand::Kept(_) | Stand::Withdrawn);
        let href = if is_there { format!("/reports/{}/{year}", line.organ.slug) } else { String::new() };
        Cell { year: *year, href, class, word, corrected, exchanged }
    };
    Row {
        name: line.organ.short_name.clone(),
        above: line.above.to_owned(),
        slug: line.organ.slug.clone(),
        class: match line.depth {
            0 => "",
            1 => "deep",
            _ => "deep er",
        },
        cells: years.iter().zip(&line.stands).map(cell).collect(),
    }
}

/// The parts of each year's bar.
const PARTS: [&str; 5] = ["通过", "有存疑", "读不全", "有错误", "缺"];

fn chart(years: &[i16], tallies: &[Tally]) -> Result<String, Error> {
    let parts = |tally: &Tally| [tally.passed, tally.doubtful, tally.unread, tally.failed, tally.missing];
    let bar = |(year, tally): (&i16, &Tally)| (year.to_string(), parts(tally).map(Some).to_vec());
    let bars: Vec<_> = years.iter().zip(tallies).map(bar).collect();
    Ok(Shares::new("各年度应有的年报", "份，符合条件的单位", "年度", &PARTS, &bars).render()?)
}
