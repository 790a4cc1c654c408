//! `/catalogue`: 法定主动公开内容, category by category: how much there is, how new the newest is, and what is missing.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_law::{
    numeral::numeral,
    organ::Level,
    proactive::catalogue::{self, Category},
};
use gongkai_store::{Organ, OrganId, ReleasedFilter, Scope, TopicCount, Wish};
use jiff::civil::Date;
use serde::Deserialize;

use super::lines::link;
use crate::{
    guard::Visitor,
    letters::head,
    office::{Office, civil_date},
    page::{self, Chrome, Error, Nav},
    verify::grouped,
};

/// Organs that the page offers; the others are found at `/organs`.
const ORGANS: i64 = 200;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// 单位: its place in addresses; empty for the whole site.
    pub organ: String,
}

/// 覆盖
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// 齐全: something was released within a year.
    Fresh,
    /// 超期未更新: nothing within a year.
    Stale,
    /// 空缺: nothing at all.
    Empty,
}

impl Coverage {
    fn of(newest: Option<Date>, today: Date) -> Self {
        let year = jiff::Span::new().years(1);
        match newest {
            None => Self::Empty,
            Some(day) if day.checked_add(year).is_ok_and(|until| until < today) => Self::Stale,
            Some(_) => Self::Fresh,
        }
    }

    /// The class of its tag.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Fresh => "ok",
            Self::Stale => "warn",
            Self::Empty => "bad",
        }
    }

    /// Its words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Fresh => "齐全",
            Self::Stale => "超期未更新",
            Self::Empty => "空缺",
        }
    }
}

/// One category with what there is of it.
pub struct Row {
    /// 类别
    pub category: &'static Category,
    /// Its number in the article: `（一）`; empty for art. 21, which counts them without.
    pub number: String,
    /// Where its list is.
    pub href: String,
    /// How many.
    pub count: i64,
    /// When the newest was released.
    pub newest: Option<Date>,
    /// 覆盖
    pub coverage: Coverage,
    /// 逾期: how many of them came out after their term.
    pub late: i64,
}

impl Row {
    fn said(&self) -> String {
        grouped(&self.count.to_string())
    }
}

/// 条: a part of the catalogue.
pub struct Part {
    /// In the page.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// 目录 of one organ or of all.
pub struct Catalogue {
    /// Whose; `None` for the whole site.
    pub organ: Option<Organ>,
    /// Its parts.
    pub parts: Vec<Part>,
}

impl Catalogue {
    /// As it stands now.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an organ that is none.
    pub async fn of(office: &Office, slug: &str) -> Result<Self, Error> {
        let organ = match slug {
            "" => None,
            slug => Some(office.db.organ_at(slug).await?),
        };
        let levels = levels(office, organ.as_ref()).await?;
        let counts = office.db.topic_counts(organ.as_ref().map(|organ| organ.id)).await?;
        let late = office.db.late_topics(organ.as_ref().map_or(Scope::All, |organ| Scope::Organ(organ.id))).await?;
        let mut parts = vec![Part { id: "a20", title: "第二十条：各级机关都要公开", rows: Vec::new() }];
        if levels.iter().any(|level| matches!(level, Level::City | Level::County)) {
            parts.push(Part { id: "a21", title: "第二十一条：市、县一级还要公开", rows: Vec::new() });
        }
        if levels.contains(&Level::Township) {
            parts.push(Part { id: "a21t", title: "第二十一条：乡镇还要公开", rows: Vec::new() });
        }
        for part in &mut parts {
            let beginning = match part.id {
                "a20" => "A20_",
                "a21" => "A21_C",
                _ => "A21_T",
            };
            let own = catalogue::ALL.iter().filter(|category| category.key.starts_with(beginning));
            part.rows = own.map(|category| row(category, slug, (&counts, &late), office.today())).collect();
        }
        Ok(Self { organ, parts })
    }

    /// All that is public, each once: art. 21's is counted in art. 20's as well.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.parts.iter().flat_map(|part| &part.rows)
    }
}

/// The levels whose duties are shown: the organ's own, or those of the site's organs.
async fn levels(office: &Office, organ: Option<&Organ>) -> Result<Vec<Level>, Error> {
    let level = |organ: &Organ| head::kind(organ).map(|(_, level)| level);
    if let Some(organ) = organ {
        return Ok(level(organ).into_iter().collect());
    }
    let first = office.db.organs(&Wish::default(), None, 1).await?;
    let mut levels: Vec<Level> = first.iter().filter_map(level).collect();
    if office.db.organ_count(Some("township")).await? > 0 {
        levels.push(Level::Township);
    }
    Ok(levels)
}

fn row(category: &'static Category, slug: &str, (counts, late): (&[TopicCount], &[(String, i64)]), today: Date) -> Row {
    let known = counts.iter().find(|count| count.topic == category.key);
    let newest = known.map(|count| civil_date(count.newest_ms.timestamp()));
    let nth = category.key.strip_prefix("A20_").and_then(|n| n.parse::<usize>().ok());
    let number = nth.map(|nth| format!("（{}）", numeral(nth))).unwrap_or_default();
    Row {
        category,
        number,
        href: link(&format!("/catalogue/{}", category.key), &[("organ", slug)]),
        count: known.map_or(0, |count| count.count),
        newest,
        coverage: Coverage::of(newest, today),
        late: late.iter().find(|(topic, _)| topic == category.key).map_or(0, |(_, count)| *count),
    }
}

#[derive(Template)]
#[template(path = "portal/catalogue.html")]
struct CataloguePage {
    chrome: Chrome,
    shown: Arc<Shown>,
    /// Whether the organ that is asked for is none of them.
    unlisted: bool,
    slug: String,
    files: [(&'static str, String); 2],
    feed: String,
}

/// What the page says to everybody.
struct Shown {
    catalogue: Catalogue,
    /// How many are public.
    all: String,
    /// Those that are stale or empty.
    stale: Vec<&'static str>,
    empty: Vec<&'static str>,
    organs: Vec<Organ>,
}

/// `GET /catalogue`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let shown = office.common(format!("catalogue {}", asked.organ), shown(&office, &asked.organ)).await?;
    page::show(&CataloguePage {
        chrome: Chrome::new(&office, &visitor, Nav::Catalogue),
        unlisted: !shown.organs.iter().any(|organ| organ.slug == asked.organ),
        files: [("目录 CSV", "/catalogue.csv"), ("目录 JSON", "/catalogue.json")]
            .map(|(label, path)| (label, link(path, &[("organ", &asked.organ)]))),
        feed: match &shown.catalogue.organ {
            Some(organ) => format!("/feeds/organs/{}.atom", organ.slug),
            None => "/feeds/latest.atom".to_owned(),
        },
        slug: asked.organ,
        shown,
    })
}

async fn shown(office: &Office, slug: &str) -> Result<Shown, Error> {
    let catalogue = Catalogue::of(office, slug).await?;
    let all = ReleasedFilter { organ: organ_id(&catalogue), ..ReleasedFilter::default() };
    let titles = |coverage: Coverage| {
        catalogue.rows().filter(|row| row.coverage == coverage).map(|row| row.category.title).collect()
    };
    Ok(Shown {
        all: grouped(&office.db.released_count(&all).await?.to_string()),
        organs: office.db.organs(&Wish::default(), None, ORGANS).await?,
        stale: titles(Coverage::Stale),
        empty: titles(Coverage::Empty),
        catalogue,
    })
}

fn organ_id(catalogue: &Catalogue) -> Option<OrganId> {
    catalogue.organ.as_ref().map(|organ| organ.id)
}
