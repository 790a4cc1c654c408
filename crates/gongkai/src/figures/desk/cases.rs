//! 一格: a figure of table 4 and the cases that it counts, as a list and as a file.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_law::{
    annual_report::{Figures, form},
    redress::{Outcome, Route},
};
use gongkai_store::{Column, Redress};

use super::{
    MOST, ROWS,
    behind::{Behind, Cell, one_file},
};
use crate::{
    figures::{
        count, export,
        view::{Asked, View},
    },
    guard::Visitor,
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
    redress::desk::list::{Row, rows},
    verify::portal::as_attachment,
};

/// A figure of table 4.
struct Picked {
    cell: &'static form::Cell,
    route: Route,
    column: Column<'static>,
}

impl Picked {
    /// The figure at the block and column that the address asks for; `None` where table 4 has none there.
    fn of(asked: &Asked, view: &View) -> Option<Self> {
        let form = form::Form::of(view.edition);
        let id = form.cell(&format!("redress.{}.{}", asked.row, asked.column))?;
        let column = match Outcome::of_key(&asked.column) {
            None => Column::Total,
            Some(Outcome::Pending) => Column::Pending,
            Some(outcome) => Column::Outcome(outcome.key()),
        };
        Some(Self { cell: form.known(id)?, route: Route::of_key(&asked.row)?, column })
    }

    async fn behind(&self, office: &Office, view: &View, skip: i64, limit: i64) -> Result<Vec<Redress>, Error> {
        let cell = (self.route.key(), self.column);
        Ok(office.db.redress_behind(view.scope, view.year, cell, skip, limit).await?)
    }

    async fn found(&self, office: &Office, view: &View) -> Result<i64, Error> {
        let mut figures = Figures::unknown(view.edition);
        count::table_4(&office.db, view.scope, view.year, &mut figures).await?;
        Ok(figures.at(&self.cell.address).unwrap_or(0))
    }
}

#[derive(Template)]
#[template(path = "redress/behind.html")]
struct BehindPage {
    desk: Desk,
    list: Behind,
    /// Whether this person may open what other organs have: of one's own organ's, what went over is the successor's.
    opens: bool,
    rows: Vec<Row>,
}

/// `GET /desk/figures/cases`
pub async fn list(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Figures).await?;
    let view = View::of(&asked, visitor.hand()?, &office).await?;
    let picked = Picked::of(&asked, &view).ok_or(Error::NotFound)?;
    let cell = Cell {
        name: picked.cell.name.to_string(),
        table: "表四",
        what: "案件",
        path: "cases",
        anchor: picked.cell.address.to_string(),
    };
    let list = Behind::of(cell, (&view, &asked), picked.found(&office, &view).await?);
    let lines = picked.behind(&office, &view, list.skipped(), ROWS).await?;
    page::show(&BehindPage { desk, opens: view.supervises, rows: rows(&office, &lines, view.own).await?, list })
}

/// `GET /desk/figures/cases.csv`: all of a list in one file.
pub async fn download(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Figures).await?;
    let view = View::of(&asked, visitor.hand()?, &office).await?;
    let picked = Picked::of(&asked, &view).ok_or(Error::NotFound)?;
    one_file(picked.found(&office, &view).await?, "请选一列，或者按单位分别导出")?;
    let lines = picked.behind(&office, &view, 0, MOST).await?;
    let file = export::cases_csv(&rows(&office, &lines, view.own).await?, &desk.organ);
    Ok(as_attachment("text/csv; charset=utf-8", &format!("{}-{}.csv", view.year, picked.cell.address), file))
}
