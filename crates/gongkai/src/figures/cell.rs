//! 一格: a figure of table 3, or an indicator of the same requests, and which of them it counts.

use gongkai_law::{
    annual_report::{form, indicator::Indicator},
    request::{application::Applicant, decision::Decision},
};
use gongkai_store::{Cell, Db, Error, RequestLine};

use super::view::{Asked, View};
use crate::indicators::counted::{TOTAL, of_requests};

/// What counts.
enum Figure {
    /// A cell of table 3, with the decisions that its row counts; none where it is no row of decisions.
    Cell(&'static form::Cell, Vec<&'static str>),
    /// 指标 of the requests that ended in the year.
    Indicator(&'static Indicator, Cell<'static>),
}

/// A figure of requests.
pub struct Picked {
    figure: Figure,
    /// Its column; `None` for the total.
    applicant: Option<Applicant>,
}

impl Picked {
    /// The figure at the row and column that the address asks for; `None` where table 3 has none there. A row may be an
    /// indicator, which knows all applicants together alone.
    pub fn of(asked: &Asked, view: &View) -> Option<Self> {
        let indicator = Indicator::of_key(&asked.row).filter(|_| asked.column == TOTAL);
        if let Some((indicator, cell)) = indicator.and_then(|it| Some((it, of_requests(it)?))) {
            return Some(Self { figure: Figure::Indicator(indicator, cell), applicant: None });
        }
        let form = form::Form::of(view.edition);
        let id = form.cell(&format!("requests.{}.{}", asked.row, asked.column))?;
        let decisions = Decision::ALL.into_iter().filter(|decision| decision.key_in(view.edition) == asked.row);
        Some(Self {
            figure: Figure::Cell(form.known(id)?, decisions.map(Decision::key).collect()),
            applicant: Applicant::of_key(&asked.column),
        })
    }

    /// The labels of row and column.
    pub fn name(&self) -> String {
        match &self.figure {
            Figure::Cell(cell, _) => cell.name.clone(),
            Figure::Indicator(indicator, _) => indicator.name(),
        }
    }

    /// Of what it is: 表三.
    pub fn table(&self) -> &'static str {
        match &self.figure {
            Figure::Cell(..) => "表三",
            Figure::Indicator(indicator, _) => indicator.said(),
        }
    }

    /// Its address, a file's name where that is wanted: `requests.granted.total`.
    pub fn address(&self) -> String {
        match &self.figure {
            Figure::Cell(cell, _) => cell.address.clone(),
            Figure::Indicator(indicator, _) => format!("requests.{}.{TOTAL}", indicator.key),
        }
    }

    /// The cell on the page of figures that it stands at; an indicator is a part of what ended.
    pub fn anchor(&self) -> String {
        match &self.figure {
            Figure::Cell(cell, _) => cell.address.clone(),
            Figure::Indicator(..) => format!("requests.{TOTAL}.{TOTAL}"),
        }
    }

    /// How many it counts.
    ///
    /// # Errors
    /// The register.
    pub async fn count(&self, db: &Db, view: &View) -> Result<i64, Error> {
        db.cell_count(view.scope, view.year, self.row(), self.applicant.map(Applicant::key)).await
    }

    /// Up to `limit` of the requests that it counts after the first `skip`, the oldest first.
    ///
    /// # Errors
    /// The register.
    pub async fn behind(&self, db: &Db, view: &View, skip: i64, limit: i64) -> Result<Vec<RequestLine>, Error> {
        let applicant = self.applicant.map(Applicant::key);
        db.requests_behind(view.scope, view.year, self.row(), applicant, skip, limit).await
    }

    fn row(&self) -> Cell<'_> {
        let (cell, decisions) = match &self.figure {
            Figure::Indicator(_, cell) => return *cell,
            Figure::Cell(cell, decisions) => (cell, decisions),
        };
        match row_and_column(cell) {
            Some(("new", _)) => Cell::New,
            Some(("carried_in", _)) => Cell::CarriedIn,
            Some(("total", _)) => Cell::AllEnded,
            Some(("carried_out", _)) => Cell::CarriedOut,
            _ => Cell::Ended(decisions),
        }
    }
}

/// Where the list of what a cell of tables 3 and 4 counts is; empty for a cell of another table.
pub fn href(cell: &form::Cell, view: &View) -> String {
    let (list, place) = match row_and_column(cell) {
        Some(place) => ("list", Some(place)),
        None => ("cases", cell.address.strip_prefix("redress.").and_then(|rest| rest.split_once('.'))),
    };
    place
        .map(|(row, column)| format!("/desk/figures/{list}?{}&row={row}&column={column}", view.query()))
        .unwrap_or_default()
}

fn row_and_column(cell: &form::Cell) -> Option<(&str, &str)> {
    cell.address.strip_prefix("requests.")?.split_once('.')
}
