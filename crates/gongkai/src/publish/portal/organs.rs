//! `/organs`, `/organs/{slug}`: the organs, and each one's own home.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use gongkai_store::{Civil, Organ, OrganId, ReleasedFilter, Sight, Wish};
use serde::Deserialize;

use super::{
    catalogue::{Catalogue, Row},
    lines::{KINDS, Line, link},
};
use crate::{
    columns::{arranged, portal::Entry},
    guard::Visitor,
    letters::head::Letterhead,
    office::Office,
    page::{self, Chrome, Error, Nav},
    requests::portal::organs::elsewhere,
    verify::grouped,
};

/// Organs of a page.
const ROWS: usize = 60;
/// The latest of an organ.
const LATEST: i64 = 10;
/// Special columns of an organ that its home lists.
const SPECIALS: i64 = 10;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    /// The last organ of the page before: its position and id.
    after: String,
}

#[derive(Template)]
#[template(path = "portal/organs.html")]
struct OrgansPage {
    chrome: Chrome,
    asked: Asked,
    organs: Vec<Organ>,
    count: i64,
    next: Option<String>,
}

/// `GET /organs`
pub async fn list(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let wish = Wish { named: asked.q.trim(), ..Wish::default() };
    let mut organs = office.db.organs(&wish, place(&asked.after), ROWS as i64 + 1).await?;
    let is_more = organs.len() > ROWS;
    organs.truncate(ROWS);
    let next = organs.last().filter(|_| is_more).map(|organ| format!("{}.{}", organ.position, organ.id));
    page::show(&OrgansPage {
        chrome: Chrome::new(&office, &visitor, Nav::Catalogue),
        count: office.db.organs_found(&wish).await?,
        next: next.map(|next| link("/organs", &[("q", &asked.q), ("after", &next)])),
        organs,
        asked,
    })
}

fn place(after: &str) -> Option<(i32, OrganId)> {
    let (position, id) = after.split_once('.')?;
    Some((position.parse().ok()?, id.parse().ok()?))
}

#[derive(Template)]
#[template(path = "portal/organ.html")]
struct OrganPage {
    chrome: Chrome,
    organ: Organ,
    head: Letterhead,
    /// Who answers for it now, where it was closed.
    heir: Option<Organ>,
    /// Why it takes no applications.
    elsewhere: Option<&'static str>,
    count: String,
    in_force: i64,
    lines: Vec<Line>,
    /// Categories of which something is public.
    rows: Vec<Row>,
    years: Vec<i16>,
    /// As the organ's editor arranged them.
    columns: Vec<arranged::Column>,
    /// 专题 that run.
    specials: Vec<Entry>,
}

/// `GET /organs/{slug}`
pub async fn one(State(office): State<Office>, visitor: Visitor, Path(slug): Path<String>) -> Result<Response, Error> {
    let catalogue = Catalogue::of(&office, &slug).await?;
    let Some(organ) = catalogue.organ else { return Err(Error::NotFound) };
    let own = ReleasedFilter { organ: Some(organ.id), ..ReleasedFilter::default() };
    let validities = office.db.released_validities(&ReleasedFilter { kinds: &KINDS, ..own }).await?;
    let heir = match organ.successor_id {
        Some(heir) => Some(office.db.organ(heir).await?),
        None => None,
    };
    let mut years: Vec<i16> = office.db.series(organ.id, Sight::Public).await?.iter().map(|year| year.year).collect();
    years.sort_unstable_by_key(|year| std::cmp::Reverse(*year));
    let rows = catalogue.parts.into_iter().flat_map(|part| part.rows).filter(|row| row.count > 0).collect();
    let specials = office.db.specials_running(Civil(office.today()), Some(organ.id), SPECIALS).await?;
    page::show(&OrganPage {
        chrome: Chrome::new(&office, &visitor, Nav::Catalogue),
        head: Letterhead::set_by(&office, &organ).await?,
        heir,
        elsewhere: elsewhere(&organ),
        count: grouped(&office.db.released_count(&own).await?.to_string()),
        in_force: in_force(&validities),
        lines: Line::of(&office, office.db.released_lines(&own, None, LATEST).await?).await?,
        rows,
        years,
        columns: arranged::columns(&office, &organ).await?,
        specials: specials.iter().map(Entry::of).collect(),
        organ,
    })
}

/// 现行有效: how many of them count at the end of a year. Table 2.
pub fn in_force(validities: &[(String, i64)]) -> i64 {
    use gongkai_law::proactive::validity::Validity;
    let counts = |key: &str| Validity::of_key(key).is_some_and(Validity::counts);
    validities.iter().filter(|(key, _)| counts(key)).map(|(_, count)| count).sum()
}
