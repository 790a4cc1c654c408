//! `/policies`: 政策文件库. Every regulation and normative document, each with whether it is in force today.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_law::proactive::{kind::PublicationKind, validity::Validity};
use gongkai_store::{Civil, Moment, Organ, PublicationId, ReleasedFilter};
use jiff::civil::{Date, date};
use serde::Deserialize;

use super::lines::{KINDS, Line, cut, link, place, sign, word};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, Nav},
};

/// Rows of a page.
const ROWS: usize = 20;
/// Documents that end soon, on one page.
const ENDING: i64 = 100;
/// Which order that is, as addresses have it.
const SOON: &str = "end";
/// They end before the year is over that is so many years ahead.
const SOON_YEARS: i16 = 2;
/// The longest theme that is looked for, in characters.
const THEME: usize = 40;

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// 有效性: a key of the law crate.
    v: String,
    /// 机关
    o: String,
    /// 种类
    k: String,
    /// 成文年份
    y: String,
    /// 主题分类
    t: String,
    /// 排序: `end` for those that end soon.
    s: String,
    /// The last of the page before.
    after: String,
}

impl Asked {
    /// This list with one of its fields changed, from its first page.
    fn with(&self, name: &str, value: &str) -> String {
        let all = [("v", &self.v), ("o", &self.o), ("k", &self.k), ("y", &self.y), ("t", &self.t), ("s", &self.s)];
        let mut fields: Vec<(&str, &str)> =
            all.into_iter().filter(|(key, _)| *key != name).map(|(key, value)| (key, value.as_str())).collect();
        fields.push((name, value));
        link("/policies", &fields)
    }

    /// What narrows a search to what this page shows: the names that the page of all searches has for it, which counts the
    /// year of release.
    fn within(&self) -> Vec<(&'static str, &str)> {
        let kinds = self.kinds().iter().map(|kind| ("k", *kind));
        let validity = self.validity().map(|validity| ("v", validity.key()));
        let year = self.year().map(|_| ("y", self.y.as_str()));
        let organ = (!self.o.is_empty()).then_some(("o", self.o.as_str()));
        kinds.chain(validity).chain(organ).chain(year).collect()
    }

    fn validity(&self) -> Option<Validity> {
        Validity::of_key(&self.v)
    }

    fn kinds(&self) -> &[&'static str] {
        match KINDS.iter().position(|kind| *kind == self.k) {
            Some(at) => KINDS.get(at..=at).unwrap_or(&KINDS),
            None => &KINDS,
        }
    }

    fn year(&self) -> Option<(Civil, Civil)> {
        let year: i16 = self.y.parse().ok().filter(|year| (1949..=9998).contains(year))?;
        Some((Civil(date(year, 1, 1)), Civil(date(year, 12, 31))))
    }

    fn filter(&self, organ: Option<&Organ>) -> ReleasedFilter<'_> {
        let short = self.t.char_indices().nth(THEME).map_or(self.t.len(), |(at, _)| at);
        ReleasedFilter {
            organ: organ.map(|organ| organ.id),
            kinds: self.kinds(),
            validity: self.validity().map(Validity::key),
            formed: self.year(),
            theme: self.t.get(..short).unwrap_or_default().trim(),
            ..ReleasedFilter::default()
        }
    }
}

/// A choice of a filter with how many it finds.
struct Chip {
    href: String,
    label: &'static str,
    sign: &'static str,
    count: i64,
    current: bool,
}

#[derive(Template)]
#[template(path = "portal/policies.html")]
struct PoliciesPage {
    chrome: Chrome,
    asked: Asked,
    chips: Vec<Chip>,
    within: Vec<(&'static str, String)>,
    kinds: [(&'static str, &'static str); 2],
    facets: Arc<Facets>,
    list: Arc<Listed>,
    found: i64,
    newest: String,
    soonest: String,
    pages: (Option<String>, Option<String>),
    today: String,
}

/// How many there are of what.
struct Facets {
    validities: Vec<(String, i64)>,
    organs: Vec<(String, String, i64)>,
    years: Vec<(String, i64)>,
    found: i64,
    /// Those that end this year.
    ending: i64,
}

/// A page of the list.
struct Listed {
    lines: Vec<Line>,
    /// The last row, where more follow it.
    next: Option<String>,
}

/// `GET /policies`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let name = |what: &str, after: &str| {
        let Asked { v, o, k, y, t, s, .. } = &asked;
        // in quotes, so that nothing that is typed into one field reads as another
        format!("{what} {:?}", [v, o, k, y, t, s, after])
    };
    let facets = office.common(name("policies", ""), facets(&office, &asked)).await?;
    let after = after(&asked);
    let place = after.map_or("", |_| asked.after.as_str());
    let list = office.common(name("policies of", place), listed(&office, &asked)).await?;
    page::show(&PoliciesPage {
        chrome: Chrome::new(&office, &visitor, Nav::Policies),
        chips: chips(&asked, &facets.validities),
        within: asked.within().into_iter().map(|(name, value)| (name, value.to_owned())).collect(),
        kinds: [PublicationKind::Normative, PublicationKind::Regulation].map(|kind| (kind.key(), kind.label())),
        newest: asked.with("s", ""),
        soonest: asked.with("s", "end"),
        pages: (after.map(|_| asked.with("after", "")), list.next.as_ref().map(|next| asked.with("after", next))),
        today: office.today().to_string(),
        found: if asked.s == SOON { list.lines.len() as i64 } else { facets.found },
        facets,
        list,
        asked,
    })
}

async fn facets(office: &Office, asked: &Asked) -> Result<Facets, Error> {
    let organ = organ(office, asked).await?;
    let filter = asked.filter(organ.as_ref());
    let all = ReleasedFilter { kinds: &KINDS, ..ReleasedFilter::default() };
    Ok(Facets {
        validities: office.db.released_validities(&ReleasedFilter { validity: None, ..filter }).await?,
        organs: office.db.released_organs(&ReleasedFilter { organ: None, ..filter }).await?,
        years: office.db.released_years(&ReleasedFilter { formed: None, ..filter }).await?,
        found: office.db.released_count(&filter).await?,
        ending: office.db.released_count(&ReleasedFilter { until: ending(office.today(), 0), ..all }).await?,
    })
}

async fn listed(office: &Office, asked: &Asked) -> Result<Listed, Error> {
    let organ = organ(office, asked).await?;
    let filter = asked.filter(organ.as_ref());
    if asked.s == SOON {
        let soon = ReleasedFilter { until: ending(office.today(), SOON_YEARS), ..filter };
        let rows = office.db.released_ending(&soon, ENDING).await?;
        return Ok(Listed { lines: Line::of(office, rows).await?, next: None });
    }
    let mut rows = office.db.released_lines(&filter, after(asked), ROWS as i64 + 1).await?;
    let next = cut(&mut rows, ROWS);
    Ok(Listed { lines: Line::of(office, rows).await?, next })
}

/// The row that the page begins after; those that end soon have one page.
fn after(asked: &Asked) -> Option<(Moment, PublicationId)> {
    place(&asked.after).filter(|_| asked.s != SOON)
}

async fn organ(office: &Office, asked: &Asked) -> Result<Option<Organ>, Error> {
    Ok(match asked.o.as_str() {
        "" => None,
        slug => Some(office.db.organ_at(slug).await?),
    })
}

/// From today to the end of the year that is so many years ahead.
fn ending(today: Date, years: i16) -> Option<(Civil, Civil)> {
    Some((Civil(today), Civil(date(today.year().checked_add(years).filter(|year| *year <= 9999)?, 12, 31))))
}

fn chips(asked: &Asked, counts: &[(String, i64)]) -> Vec<Chip> {
    let all = Chip {
        href: asked.with("v", ""),
        label: "全部",
        sign: "",
        count: counts.iter().map(|(_, count)| count).sum(),
        current: asked.validity().is_none(),
    };
    let one = |validity: Validity| Chip {
        href: asked.with("v", validity.key()),
        label: word(validity),
        sign: sign(validity),
        count: counts.iter().find(|(key, _)| key == validity.key()).map_or(0, |(_, count)| *count),
        current: asked.validity() == Some(validity),
    };
    std::iter::once(all).chain(Validity::ALL.map(one)).collect()
}
