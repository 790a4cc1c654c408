//! `/reports/compare`: the organs of a year, or an organ through the years, by measures of one's choice.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_law::organ::Level;
use gongkai_store::{Organ, Sight};

use crate::{
    charts::{Bars, Columns, Said},
    guard::Visitor,
    library::region::{
        compared::{self, Copy, Line, Order},
        matrix::{Shelves, Stand},
        measures::{Measure, Value, groups},
        tree::Tree,
    },
    office::Office,
    page::{self, Chrome, Error, Nav},
    publish::portal::lines::link,
};

/// Measures side by side at most.
const MOST: usize = 6;
/// Organs on one page.
const ROWS: usize = 200;
/// Bars of one chart: more of them nobody reads.
const BARS: usize = 20;
/// Years of one chart: more of them have no room for their numbers. The table has all.
const DRAWN: usize = 8;
/// What is compared where nobody chooses.
const USUAL: [&str; 4] = ["received", "handled", "open_share", "reviews"];

/// What was asked for.
#[derive(Clone, Debug, Default)]
struct Asked {
    organ: String,
    q: String,
    level: String,
    year: String,
    sort: String,
    page: usize,
    measures: Vec<&'static Measure>,
}

impl Asked {
    fn of(pairs: Vec<(String, String)>) -> Self {
        let mut asked = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "organ" => asked.organ = value,
                "q" => asked.q = value.trim().to_owned(),
                "level" => asked.level = value,
                "year" => asked.year = value,
                "sort" => asked.sort = value,
                "p" => asked.page = value.parse().unwrap_or(0),
                "m" => {
                    let fresh = Measure::find(&value).filter(|new| asked.measures.iter().all(|m| m.key != new.key));
                    asked.measures.extend(fresh);
                }
                _ => {}
            }
        }
        asked
    }

    /// Keeps to the measures that fit beside each other; says whether there were more.
    fn narrowed(&mut self) -> bool {
        if self.measures.is_empty() {
            self.measures = USUAL.iter().filter_map(|key| Measure::find(key)).collect();
        }
        let more = self.measures.len() > MOST;
        self.measures.truncate(MOST);
        more
    }

    fn order(&self) -> Order {
        match self.sort.as_str() {
            "name" => Order::Name,
            key => self.measures.iter().position(|measure| measure.key == key).map_or(Order::Tree, Order::Measure),
        }
    }

    /// The same with another organ, order or page.
    fn link(&self, organ: &str, sort: &str, page: usize) -> String {
        let page = if page == 0 { String::new() } else { page.to_string() };
        let mut fields = vec![("organ", organ), ("year", &self.year), ("level", &self.level), ("q", &self.q)];
        fields.extend(self.measures.iter().map(|measure| ("m", measure.key)));
        fields.extend([("sort", sort), ("p", &page)]);
        link("/reports/compare", &fields)
    }
}

/// 一格: what is shown, and where it stands in the report.
struct Cell {
    head: String,
    words: String,
    href: String,
    known: bool,
}

struct Row {
    name: String,
    /// Where the name leads; empty for nowhere.
    href: String,
    /// 旧格式
    old: bool,
    cells: Vec<Cell>,
    copy: Option<Copy>,
    /// Why there is no copy, and where that is said; empty for nowhere.
    gap: (&'static str, String),
}

/// The head of a column: its words, the address that orders by it, and whether it does.
struct Head {
    words: String,
    href: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "library/compare.html")]
struct ComparePage {
    chrome: Chrome,
    view: &'static str,
    asked: Asked,
    more: bool,
    /// The organ whose years are shown; `None` for the organs of a year.
    organ: Option<Organ>,
    year: i16,
    known: Vec<i16>,
    levels: Vec<Level>,
    groups: Vec<(&'static str, Vec<&'static Measure>)>,
    heads: Vec<Head>,
    rows: Vec<Row>,
    found: usize,
    there: usize,
    missing: usize,
    charts: Vec<String>,
    pages: (Option<String>, Option<String>),
}

impl ComparePage {
    fn is_chosen(&self, measure: &Measure) -> bool {
        self.asked.measures.iter().any(|chosen| chosen.key == measure.key)
    }
}

/// `GET /reports/compare`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let mut asked = Asked::of(pairs);
    let more = asked.narrowed();
    let (tree, shelves) = (Tree::of(&office).await?, Shelves::of(&office).await?);
    let mut known = office.db.report_years(Sight::Public).await?;
    // of the future there are no reports, whatever they are dated
    known.retain(|year| *year <= office.today().year());
    let year = asked.year.parse().ok().filter(|year| known.contains(year)).or(known.first().copied()).unwrap_or(0);
    let organ = match asked.organ.as_str() {
        "" => None,
        slug => Some(office.db.organ_at(slug).await?),
    };
    let lines = match &organ {
        Some(organ) => compared::years(&office, (&tree, &shelves), organ, &asked.measures).await?,
        None if known.is_empty() => Vec::new(),
        None => {
            let found = (asked.level.as_str(), asked.q.as_str());
            compared::organs(&office, (&tree, &shelves), found, (year, &asked.measures, asked.order())).await?
        }
    };
    let found = lines.len();
    let there = lines.iter().filter(|line| line.copy.is_some()).count();
    let missing = lines.iter().filter(|line| line.copy.is_none() && line.stand.is_wanting()).count();
    let last = found.saturating_sub(1) / ROWS;
    let page = asked.page.min(last);
    let lines: Vec<Line> = lines.into_iter().skip(page * ROWS).take(ROWS).collect();
    let charts = drawn(&asked, organ.as_ref(), year, &lines)?;
    let turned = |page: usize| asked.link(&asked.organ, &asked.sort, page);
    page::show(&ComparePage {
        chrome: Chrome::new(&office, &visitor, Nav::Reports),
        view: "compare",
        more,
        year,
        known,
        levels: tree.levels(),
        groups: groups(),
        heads: heads(&asked, organ.is_some()),
        rows: lines.into_iter().map(|line| row(&asked, organ.is_some(), line)).collect(),
        found,
        there,
        missing,
        charts,
        pages: ((page > 0).then(|| turned(0)), (page < last).then(|| turned(page + 1))),
        organ,
        asked,
    })
}

fn heads(asked: &Asked, through_years: bool) -> Vec<Head> {
    let head = |measure: &&'static Measure| Head {
        words: measure.headed(),
        href: if through_years { String::new() } else { asked.link("", measure.key, 0) },
        current: asked.sort == measure.key,
    };
    asked.measures.iter().map(head).collect()
}

fn row(asked: &Asked, through_years: bool, line: Line) -> Row {
    let cell = |(measure, value): (&&'static Measure, &Value)| Cell {
        head: measure.headed(),
        words: line.words(measure, *value),
        href: if value.known().is_some() { line.place(measure) } else { String::new() },
        known: value.known().is_some(),
    };
    Row {
        cells: asked.measures.iter().zip(&line.values).map(cell).collect(),
        href: if through_years { String::new() } else { asked.link(&line.slug, "", 0) },
        old: line.copy.as_ref().and_then(|copy| copy.edition).is_some_and(|edition| edition.key() == "2019"),
        name: line.name,
        copy: line.copy,
        gap: (gap(&line.stand), line.tombstone),
    }
}

/// Why there is no report, in the column of sources.
fn gap(stand: &Stand) -> &'static str {
    match stand {
        Stand::Kept(_) | Stand::Missing => "没有公布年报",
        Stand::Withdrawn => "已经撤回",
        Stand::NotDue => "还没到公布期限",
        Stand::Closed => "单位已经撤并",
        Stand::NotOwed => "没有年报，不算缺",
    }
}

/// A chart for each measure that any report knows: bars of organs, or columns of years.
fn drawn(asked: &Asked, organ: Option<&Organ>, year: i16, lines: &[Line]) -> Result<Vec<String>, Error> {
    let mut charts = Vec::new();
    for (nth, measure) in asked.measures.iter().enumerate() {
        let point = |line: &Line| {
            let value = line.values.get(nth).copied().unwrap_or(Value::NoReport);
            (line.name.clone(), value.known(), line.words(measure, value))
        };
        let points: Vec<Said> = match organ {
            Some(_) => lines.iter().skip(lines.len().saturating_sub(DRAWN)).map(point).collect(),
            // who has no report is in the table
            None => lines.iter().filter(|line| line.copy.is_some()).map(point).collect(),
        };
        if points.iter().all(|(_, value, _)| value.is_none()) {
            continue;
        }
        charts.push(match organ {
            Some(organ) => {
                let cut = if lines.len() > DRAWN { format!("，最近{DRAWN}年") } else { String::new() };
                let small = format!("{}，{}{cut}", organ.short_name, measure.unit);
                Columns::said(measure.name, small, measure.unit, "年度", &points).render()?
            }
            None => bars(measure, year, &points).render()?,
        });
    }
    Ok(charts)
}

fn bars(measure: &Measure, year: i16, points: &[Said]) -> Bars {
    let shown = points.get(..BARS).unwrap_or(points);
    let cut = if points.len() > BARS {
        format!("，这一页前{BARS}个有年报的单位")
    } else {
        "，有年报的单位".to_owned()
    };
    Bars::new(measure.name, format!("{year}年，{}{cut}", measure.unit), shown)
}
