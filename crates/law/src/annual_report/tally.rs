//! 实时统计: a year of requests and of redress → tables 3 and 4. Nothing is typed; the sums hold by construction.

use super::{Edition, Figures};
use crate::{
    redress::{Outcome, Route},
    request::{application::Applicant, decision::Decision},
};

/// Requests that are alike in everything that table 3 asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requests {
    /// The year of receipt.
    pub received: i16,
    /// The year in which it ended, and how; `None` while it has not.
    pub ended: Option<(i16, Decision)>,
    /// Whose.
    pub applicant: Applicant,
    /// How many.
    pub count: i64,
}

/// Cases of review or litigation that are alike in everything that table 4 asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cases {
    /// By which route.
    pub route: Route,
    /// The year in which we were told of it.
    pub notified: i16,
    /// The year in which it was concluded, and how; `None` while it is pending.
    pub concluded: Option<(i16, Outcome)>,
    /// How many.
    pub count: i64,
}

/// Fills table 3 of a year and leaves the other tables alone. What was received later, or had ended before the year
/// began, has no part in it.
///
/// ```
/// use gongkai_law::annual_report::{Edition, Figures, tally::{Requests, count_requests}};
/// use gongkai_law::request::{application::Applicant, decision::Decision};
///
/// let mut figures = Figures::unknown(Edition::Of2021);
/// let ended = Some((2026, Decision::Granted));
/// let group = Requests { received: 2025, ended, applicant: Applicant::Research, count: 3 };
/// count_requests(&mut figures, 2026, [group]);
/// let at = |address| figures.at(address).unwrap();
/// assert_eq!((at("requests.carried_in.research"), at("requests.granted.total")), (3, 3));
/// assert_eq!((at("requests.new.total"), at("requests.carried_out.total")), (0, 0));
/// ```
pub fn count_requests(figures: &mut Figures, year: i16, groups: impl IntoIterator<Item = Requests>) {
    let edition = figures.edition();
    zero(figures, "requests");
    for group in groups {
        let ended = group.ended.filter(|(on, _)| *on <= year);
        if group.received > year || ended.is_some_and(|(on, _)| on < year) {
            continue;
        }
        let came = if group.received == year { "new" } else { "carried_in" };
        add_row(figures, came, group);
        match ended {
            Some((_, decision)) => {
                add_row(figures, decision.key_in(edition), group);
                add_row(figures, "total", group);
            }
            None => add_row(figures, "carried_out", group),
        }
    }
}

/// Fills table 4 of a year and leaves the other tables alone. 尚未审结 is a stock on 31 December: such a case counts
/// there, and in the year of its conclusion once more.
pub fn count_redress(figures: &mut Figures, year: i16, groups: impl IntoIterator<Item = Cases>) {
    zero(figures, "redress");
    for group in groups {
        let concluded = group.concluded.filter(|(on, _)| *on <= year);
        if group.notified > year || concluded.is_some_and(|(on, _)| on < year) {
            continue;
        }
        let outcome = concluded.map_or(Outcome::Pending, |(_, outcome)| outcome);
        add(figures, &outcome.address(group.route), group.count);
        add(figures, &format!("redress.{}.total", group.route.key()), group.count);
    }
}

/// A year's tables 3 and 4, the others unknown.
pub fn of(
    edition: Edition,
    year: i16,
    requests: impl IntoIterator<Item = Requests>,
    cases: impl IntoIterator<Item = Cases>,
) -> Figures {
    let mut figures = Figures::unknown(edition);
    count_requests(&mut figures, year, requests);
    count_redress(&mut figures, year, cases);
    figures
}

fn zero(figures: &mut Figures, table: &str) {
    let cells: Vec<_> = figures.form().cells_under(table).collect();
    cells.into_iter().for_each(|cell| figures.set(cell, Some(0)));
}

fn add_row(figures: &mut Figures, row: &str, group: Requests) {
    add(figures, &format!("requests.{row}.{}", group.applicant.key()), group.count);
    add(figures, &format!("requests.{row}.total"), group.count);
}

fn add(figures: &mut Figures, address: &str, count: i64) {
    if let Some(cell) = figures.form().cell(address) {
        let before = figures.get(cell).unwrap_or(0);
        figures.set(cell, Some(before.saturating_add(count)));
    }
}
