//! 移交的结转: the requests that a report carries in and last year's did not carry out, because the organ took over what was
//! open at a closed one; and those that it carried out and handed over since.

use std::collections::HashMap;

use gongkai_law::annual_report::{CellId, Edition, Form};
use gongkai_store::{CarriedAcross, Error, Organ, OrganId, Scope};
use jiff::civil::Date;

use super::range::Range;
use crate::office::Office;

/// The column of all kinds of applicants.
const TOTAL: &str = "total";

/// 一次移交, of one kind of applicant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Across {
    /// 简称 of who handed over.
    pub from: String,
    /// 简称 of who goes on.
    pub to: String,
    /// When.
    pub on: Date,
    /// The applicant's column.
    pub column: String,
    /// How many came; below zero how many went.
    pub count: i64,
}

/// What went over the border of a scope and is carried in by its report of a year, or no more.
///
/// # Errors
/// The register.
pub async fn across(office: &Office, scope: Scope, year: i16) -> Result<Vec<Across>, Error> {
    let rows = office.db.carried_across(scope, year).await?;
    let mut ids: Vec<OrganId> = rows.iter().flat_map(|row| [row.from_id, row.to_id]).collect();
    ids.sort_unstable();
    ids.dedup();
    let names: HashMap<_, _> = office.db.short_names(&ids).await?.into_iter().collect();
    let name = |id: OrganId| names.get(&id).cloned().unwrap_or_default();
    let of = |row: CarriedAcross| Across {
        from: name(row.from_id),
        to: name(row.to_id),
        on: row.on_date.0,
        column: row.applicant,
        count: row.count,
    };
    Ok(rows.into_iter().map(of).collect())
}

/// The same of a report that is out, as check Y001 takes it. An organ reports for itself alone; of a government's report only
/// its compilation says whose figures are in it, and without one nothing is known.
///
/// # Errors
/// The register.
pub async fn of_published(office: &Office, organ: &Organ, year: i16) -> Result<Vec<(CellId, i64)>, Error> {
    let range = match organ.kind.as_str() {
        "government" => {
            let compilation = office.db.compilation_of(organ.id, year, Scope::Organ(organ.id)).await?;
            compilation.and_then(|compilation| Range::of_key(&compilation.scope))
        }
        _ => Some(Range::Own),
    };
    let (Some(range), Some(edition)) = (range, Edition::for_year(year)) else { return Ok(Vec::new()) };
    taken_over(office, range.scope(organ.id), (year, edition)).await
}

/// The same by cell, as check Y001 takes it: whose it was does not matter there.
///
/// # Errors
/// The register.
pub async fn taken_over(
    office: &Office,
    scope: Scope,
    (year, edition): (i16, Edition),
) -> Result<Vec<(CellId, i64)>, Error> {
    let rows = office.db.carried_across(scope, year).await?;
    Ok(cells(edition, rows.iter().map(|row| (row.applicant.as_str(), row.count))))
}

/// Columns of applicants by cell, each in its own column and in the total.
pub fn cells<'a>(edition: Edition, columns: impl Iterator<Item = (&'a str, i64)>) -> Vec<(CellId, i64)> {
    let cell = |column: &str| Form::of(edition).cell(&format!("requests.carried_in.{column}"));
    let both = |(own, count)| [own, TOTAL].into_iter().filter_map(move |column| Some((cell(column)?, count)));
    columns.flat_map(both).collect()
}

impl Across {
    /// Whether it counts in a column.
    pub fn is_in(&self, column: &str) -> bool {
        column == TOTAL || self.column == column
    }
}
