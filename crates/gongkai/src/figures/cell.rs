//! 一格: a figure of table 3 and the requests that it counts.

use gongkai_law::{
    annual_report::form,
    request::{application::Applicant, decision::Decision},
};
use gongkai_store::{Cell, Db, Error, RequestLine};

use super::view::{Asked, View};

/// A figure of table 3.
pub struct Picked {
    cell: &'static form::Cell,
    /// The decisions that its row counts; none where it is no row of decisions.
    decisions: Vec<&'static str>,
    /// Its column; `None` for the total.
    applicant: Option<Applicant>,
}

impl Picked {
    /// The figure at the row and column that the address asks for; `None` where table 3 has none there.
    pub fn of(asked: &Asked, view: &View) -> Option<Self> {
        let form = form::Form::of(view.edition);
        let id = form.cell(&format!("requests.{}.{}", asked.row, asked.column))?;
        let decisions = Decision::ALL.into_iter().filter(|decision| decision.key_in(view.edition) == asked.row);
        Some(Self {
            cell: form.cells().get(usize::from(id))?,
            decisions: decisions.map(Decision::key).collect(),
            applicant: Applicant::of_key(&asked.column),
        })
    }

    /// The labels of row and column.
    pub fn name(&self) -> &'static str {
        &self.cell.name
    }

    /// Its address, a file's name where that is wanted: `requests.granted.total`.
    pub fn address(&self) -> &'static str {
        &self.cell.address
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
        match row_and_column(self.cell) {
            Some(("new", _)) => Cell::New,
            Some(("carried_in", _)) => Cell::CarriedIn,
            Some(("total", _)) => Cell::AllEnded,
            Some(("carried_out", _)) => Cell::CarriedOut,
            _ => Cell::Ended(&self.decisions),
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
