//! `/policies`: 政策文件库. Every regulation and normative document, each with whether it is in force today.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_law::proactive::{kind::PublicationKind, validity::Validity};
use gongkai_store::{Civil, Organ, ReleasedFilter};
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
    kinds: [(&'static str, &'static str); 2],
    organs: Vec<(String, String, i64)>,
    years: Vec<(String, i64)>,
    found: i64,
    /// Those that end this year.
    ending: i64,
    lines: Vec<Line>,
    newest: String,
    soonest: String,
    pages: (Option<String>, Option<String>),
    today: String,
}

/// `GET /policies`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let organ = match asked.o.as_str() {
        "" => None,
        slug => Some(office.db.organ_at(slug).await?),
    };
    let (filter, today) = (asked.filter(organ.as_ref()), office.today());
    let soon = asked.s == "end";
    let after = place(&asked.after).filter(|_| !soon);
    let mut rows = match soon {
        true => office.db.released_ending(&ReleasedFilter { until: ending(today, 2), ..filter }, ENDING).await?,
        false => office.db.released_lines(&filter, after, ROWS as i64 + 1).await?,
    };
    let next = if soon { None } else { cut(&mut rows, ROWS) };
    let base = ReleasedFilter { kinds: &KINDS, ..ReleasedFilter::default() };
    let validities = office.db.released_validities(&ReleasedFilter { validity: None, ..filter }).await?;
    page::show(&PoliciesPage {
        chrome: Chrome::new(&office, &visitor, Nav::Policies),
        chips: chips(&asked, &validities),
        kinds: [PublicationKind::Normative, PublicationKind::Regulation].map(|kind| (kind.key(), kind.label())),
        organs: office.db.released_organs(&ReleasedFilter { organ: None, ..filter }).await?,
        years: office.db.released_years(&ReleasedFilter { formed: None, ..filter }).await?,
        found: if soon { rows.len() as i64 } else { office.db.released_count(&filter).await? },
        ending: office.db.released_count(&ReleasedFilter { until: ending(today, 0), ..base }).await?,
        lines: Line::of(&office, rows).await?,
        newest: asked.with("s", ""),
        soonest: asked.with("s", "end"),
        pages: (after.map(|_| asked.with("after", "")), next.map(|next| asked.with("after", &next))),
        today: today.to_string(),
        asked,
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
