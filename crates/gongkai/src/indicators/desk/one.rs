//! `/desk/months/{indicator}`: one indicator's year: its months with their source, evidence and corrections and the form for
//! those that are missing; of one that the platform counts, the list behind the number.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::annual_report::indicator::{Indicator, Origin};
use gongkai_store::{FirstReleasedLine, MonthlyFigure, PersonId, Scope};

use super::{
    Asked, Seen,
    year::{Square, squares},
};
use crate::{
    guard::Visitor,
    indicators::{
        counted, duties,
        month::{self, Month},
        number,
    },
    office::{Office, civil_date, civil_minute},
    page::{self, Error, FieldError},
    people::frame::{Desk, Place},
};

/// Rows of a page.
const ROWS: i64 = 50;

/// What stands in a month, or stood there.
struct Entered {
    value: String,
    source: String,
    note: String,
    /// Name and address of the file behind it.
    file: Option<(String, String)>,
    by: String,
    at: String,
}

/// A month that was entered.
struct MonthView {
    /// `2026-09`
    key: String,
    /// 9月
    label: String,
    now: Entered,
    /// What stood there before, the last first.
    before: Vec<Entered>,
    /// How often it was corrected.
    n: i32,
    /// Its form: number, source and reason.
    fields: [Fix; 3],
    /// The id of its field for a file.
    file: String,
    /// Whether its form came back.
    wrong: bool,
}

/// A field of a correction.
struct Fix {
    /// Of the field on the page; without the month where the form came back, so that the summary leads there.
    id: String,
    name: &'static str,
    label: &'static str,
    value: String,
    error: Option<String>,
}

/// A month that is to be entered.
struct Open {
    /// Of its field: `m-9`.
    id: String,
    label: String,
    typed: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "indicators/one.html")]
struct OnePage {
    desk: Desk,
    seen: Seen,
    /// The page's own address.
    here: String,
    indicator: &'static Indicator,
    unit: &'static str,
    whose: String,
    years: Vec<i16>,
    /// What keeps it from being entered, in words; empty where it is counted.
    closed: String,
    open: Vec<Open>,
    source: String,
    months: Vec<MonthView>,
    sum: String,
    saved: bool,
    errors: Vec<FieldError>,
    longest: usize,
}

impl OnePage {
    fn wrong(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }
}

#[derive(Template)]
#[template(path = "indicators/counted.html")]
struct CountedPage {
    desk: Desk,
    seen: Seen,
    /// The page's own address.
    here: String,
    indicator: &'static Indicator,
    whose: String,
    years: Vec<i16>,
    found: i64,
    lines: Vec<(FirstReleasedLine, String)>,
    page: i64,
    last: i64,
}

/// A form that came back.
#[derive(Default)]
pub(super) struct Back {
    /// Month by month: `m-9`.
    pub typed: BTreeMap<String, String>,
    /// 来源 of the months to be entered.
    pub source: String,
    /// The month that was to be corrected: number, source, reason.
    pub corrected: Option<(Month, [String; 3])>,
    pub errors: Vec<FieldError>,
    /// What is wrong with one month of the form.
    pub of_month: BTreeMap<String, String>,
}

/// `GET /desk/months/{indicator}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let indicator = Indicator::of_key(&key).ok_or(Error::NotFound)?;
    let seen = Seen::of(&office, visitor.hand()?, &asked).await?;
    match indicator.origin {
        Origin::Entered => {
            entered(&office, &visitor, (indicator, seen), (Back::default(), !asked.saved.is_empty())).await
        }
        Origin::Counted if counted::of_requests(indicator).is_some() => {
            let scope = if seen.organ == seen.own { String::new() } else { format!("&scope={}", seen.organ) };
            let to = format!("{}{scope}", counted::behind(indicator, seen.year));
            Ok(Redirect::to(&to).into_response())
        }
        Origin::Counted => platform(&office, &visitor, (indicator, seen), &asked.p).await,
    }
}

/// The page of an indicator that the organ enters.
pub(super) async fn entered(
    office: &Office,
    visitor: &Visitor,
    (indicator, seen): (&'static Indicator, Seen),
    (back, saved): (Back, bool),
) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Months).await?;
    let (duties, kept) = tokio::try_join!(
        duties::of(office, seen.organ),
        office.db.monthly_figures_kept(seen.organ, indicator.key, seen.year)
    )?;
    let duty = duties.get(indicator.key);
    let current: Vec<_> = kept.iter().filter(|one| one.current).collect();
    let over = Month::over_in(seen.year, office.today());
    let squares = squares(indicator, duty, &current, (seen.year, over));
    let missing = (1..).zip(&squares).filter(|(_, square)| matches!(square, Square::Missing));
    let open = missing.map(|(month, _)| open(month, &back)).collect();
    let closed = match duty {
        None => "还没有落实填报责任，不能填报".to_owned(),
        Some(duty) => duty.none_why.as_ref().map(|why| format!("已写明不涉及：{why}")).unwrap_or_default(),
    };
    let names = names(office, &kept).await?;
    let sum = current.iter().fold(0_i64, |sum, one| sum.saturating_add(one.value));
    let source = match current.last() {
        Some(last) if back.source.is_empty() => last.source.clone(),
        _ => back.source.clone(),
    };
    let status = page::form_status(back.errors.is_empty());
    page::show_as(
        status,
        &OnePage {
            whose: office.db.organ(seen.organ).await?.name,
            years: month::years(office.today().year()),
            unit: number::unit(indicator),
            closed,
            open,
            source,
            months: months(indicator, &kept, (&seen, &names), &back),
            sum: if current.is_empty() { String::new() } else { number::reported(indicator, sum) },
            saved,
            longest: crate::indicators::entering::LONGEST,
            errors: back.errors,
            here: format!("/desk/months/{}", indicator.key),
            indicator,
            desk,
            seen,
        },
    )
}

fn open(month: i16, back: &Back) -> Open {
    let id = format!("m-{month}");
    Open {
        label: format!("{month}月"),
        typed: back.typed.get(&id).cloned().unwrap_or_default(),
        error: back.of_month.get(&id).cloned(),
        id,
    }
}

/// Who entered what, by how the journal names them.
async fn names(office: &Office, kept: &[MonthlyFigure]) -> Result<BTreeMap<String, String>, gongkai_store::Error> {
    let mut ids: Vec<PersonId> =
        kept.iter().filter_map(|one| one.actor.strip_prefix("person:")?.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    let names = office.db.full_names(&ids).await?;
    Ok(names.into_iter().map(|(id, name)| (format!("person:{id}"), name)).collect())
}

fn months(
    indicator: &Indicator,
    kept: &[MonthlyFigure],
    (seen, names): (&Seen, &BTreeMap<String, String>),
    back: &Back,
) -> Vec<MonthView> {
    let view = |one: &MonthlyFigure| Entered {
        value: number::shown(indicator, one.value),
        source: one.source.clone(),
        note: one.note.clone(),
        file: (!one.file_name.is_empty()).then(|| {
            let place = format!("{}/{}-{:02}/{}", indicator.key, one.year, one.month, one.n);
            (one.file_name.clone(), format!("/desk/months/{place}?{}", seen.query()))
        }),
        by: names.get(&one.actor).cloned().unwrap_or_else(|| "平台".to_owned()),
        at: civil_minute(one.at_ms.timestamp()),
    };
    let of_month = |now: &&MonthlyFigure| {
        let key = format!("{}-{:02}", now.year, now.month);
        let before = kept.iter().rev().filter(|one| !one.current && one.month == now.month);
        let came = back.corrected.as_ref().filter(|(month, _)| month.to_string() == key);
        let end = if came.is_some() { String::new() } else { format!("-{key}") };
        let stands = [number::typed(indicator, now.value), now.source.clone(), String::new()];
        let typed = came.map_or(stands, |(_, typed)| typed.clone());
        MonthView {
            label: format!("{}月", now.month),
            now: view(now),
            before: before.map(view).collect(),
            n: now.n,
            fields: fixes(typed, &end, came.map(|_| back.errors.as_slice())),
            file: format!("fix-file{end}"),
            wrong: came.is_some(),
            key,
        }
    };
    kept.iter().filter(|one| one.current).collect::<Vec<_>>().iter().map(of_month).collect()
}

/// The fields of a correction, with what is wrong with them where it came back.
fn fixes([value, source, note]: [String; 3], end: &str, errors: Option<&[FieldError]>) -> [Fix; 3] {
    let fields = [("value", "正确的数", value), ("source", "来源", source), ("note", "更正理由", note)];
    fields.map(|(name, label, value)| {
        let id = format!("fix-{name}");
        let error = errors.into_iter().flatten().find(|error| error.field == id).map(|error| error.message.clone());
        Fix { id: format!("{id}{end}"), name, label, value, error }
    })
}

/// The list behind a number that the platform counts.
async fn platform(
    office: &Office,
    visitor: &Visitor,
    (indicator, seen): (&'static Indicator, Seen),
    asked: &str,
) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Months).await?;
    let (scope, span) = (Scope::Organ(seen.organ), counted::span(seen.year));
    let groups = counted::of_groups(indicator, &office.db.first_released(scope, span).await?)?;
    let found = groups.iter().map(|group| group.count).sum();
    let (page, last) = page::turned(found, ROWS, asked);
    let lines = office.db.first_released_lines(scope, span, &groups, ((page - 1) * ROWS, ROWS)).await?;
    page::show(&CountedPage {
        whose: office.db.organ(seen.organ).await?.name,
        years: month::years(office.today().year()),
        lines: lines.into_iter().map(dated).collect(),
        here: format!("/desk/months/{}", indicator.key),
        desk,
        seen,
        indicator,
        found,
        page,
        last,
    })
}

/// A line with the day on which it was published for the first time.
fn dated(line: FirstReleasedLine) -> (FirstReleasedLine, String) {
    let day = civil_date(line.first_ms.timestamp()).to_string();
    (line, day)
}
