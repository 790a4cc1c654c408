//! 表二第一栏: regulations and normative documents of a year, counted from what is published, and which they are.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_law::proactive::kind::PublicationKind;
use gongkai_store::{Civil, DocumentCell, DocumentCount};
use jiff::civil::date;

use super::{
    MOST, ROWS,
    behind::{Behind, Cell, one_file},
};
use crate::{
    figures::view::{Asked, View},
    guard::Visitor,
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
    publish::portal::lines::{KINDS, Line},
    sheet::csv,
    verify::portal::as_attachment,
};

/// The columns, with their words in an address and in the form.
const COLUMNS: [(DocumentCell, &str, &str); 3] = [
    (DocumentCell::Issued, "issued", "本年制发件数"),
    (DocumentCell::Repealed, "repealed", "本年废止件数"),
    (DocumentCell::InForce, "in_force", "现行有效件数"),
];

/// A row of the block: its label, and each figure with where it leads.
pub struct RowView {
    /// 规章, 行政规范性文件
    pub label: &'static str,
    /// In the order of the columns; an address is empty where there is nothing to show.
    pub figures: Vec<(i64, String)>,
}

/// The heads of the columns.
pub fn heads() -> [&'static str; 3] {
    COLUMNS.map(|(_, _, label)| label)
}

/// Both rows of a view.
///
/// # Errors
/// The register.
pub async fn rows(office: &Office, view: &View) -> Result<Vec<RowView>, gongkai_store::Error> {
    let counts = office.db.document_counts(view.scope, &KINDS, days(office, view)).await?;
    let row = |kind: PublicationKind| {
        let count = counts.iter().find(|count| count.kind == kind.key()).cloned().unwrap_or_default();
        let figure = |(cell, column, _)| match figure(&count, cell) {
            0 => (0, String::new()),
            n => (n, format!("/desk/figures/documents?{}&row={}&column={column}", view.query(), kind.key())),
        };
        RowView { label: kind.label(), figures: COLUMNS.map(figure).into() }
    };
    Ok([PublicationKind::Regulation, PublicationKind::Normative].map(row).into())
}

fn figure(count: &DocumentCount, cell: DocumentCell) -> i64 {
    match cell {
        DocumentCell::Issued => count.issued,
        DocumentCell::Repealed => count.repealed,
        DocumentCell::InForce => count.in_force,
    }
}

/// From the year's first day to its last, or to today while it goes on.
fn days(office: &Office, view: &View) -> (Civil, Civil) {
    let last = date(view.year, 12, 31).min(office.today());
    (Civil(date(view.year, 1, 1)), Civil(last))
}

/// A figure of the block.
struct Picked {
    kind: PublicationKind,
    cell: DocumentCell,
    column: &'static str,
    label: &'static str,
}

impl Picked {
    fn of(asked: &Asked) -> Option<Self> {
        let kind = PublicationKind::of_key(&asked.row).filter(|kind| kind.has_validity())?;
        let (cell, column, label) = COLUMNS.into_iter().find(|(_, column, _)| *column == asked.column)?;
        Some(Self { kind, cell, column, label })
    }

    async fn found(&self, office: &Office, view: &View) -> Result<i64, Error> {
        let counts = office.db.document_counts(view.scope, &[self.kind.key()], days(office, view)).await?;
        Ok(counts.first().map_or(0, |count| figure(count, self.cell)))
    }

    async fn behind(&self, office: &Office, view: &View, part: (i64, i64)) -> Result<Vec<Line>, Error> {
        let place = (self.kind.key(), self.cell);
        let lines = office.db.documents_behind(view.scope, place, days(office, view), part).await?;
        Ok(Line::of(office, lines).await?)
    }
}

#[derive(Template)]
#[template(path = "desk/figures_documents.html")]
struct DocumentsPage {
    desk: Desk,
    list: Behind,
    lines: Vec<Line>,
}

/// `GET /desk/figures/documents`
pub async fn list(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Figures).await?;
    let view = View::of(&asked, visitor.hand()?, &office).await?;
    let picked = Picked::of(&asked).ok_or(Error::NotFound)?;
    let cell = Cell {
        name: format!("{}　{}", picked.kind.label(), picked.label),
        table: "表二",
        what: "文件",
        path: "documents",
        anchor: "t2".to_owned(),
    };
    let list = Behind::of(cell, (&view, &asked), picked.found(&office, &view).await?);
    let lines = picked.behind(&office, &view, (list.skipped(), ROWS)).await?;
    page::show(&DocumentsPage { desk, list, lines })
}

/// `GET /desk/figures/documents.csv`: all of a list in one file.
pub async fn download(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let view = View::of(&asked, visitor.hand()?, &office).await?;
    let picked = Picked::of(&asked).ok_or(Error::NotFound)?;
    one_file(picked.found(&office, &view).await?, "请按单位分别导出")?;
    let mut file = String::from(csv::MARK);
    csv::line(&mut file, ["索引号", "标题", "文号", "发布机构", "成文日期", "施行之日", "有效期至", "现在的效力"]);
    for line in picked.behind(&office, &view, (0, MOST)).await? {
        let validity = line.validity.map(|(_, words)| words).unwrap_or_default();
        let days = [line.formed, line.from, line.until];
        let values = [line.index_number, line.title, line.number, line.organ].into_iter().chain(days).chain([validity]);
        csv::line(&mut file, values.collect::<Vec<_>>().iter().map(String::as_str));
    }
    let name = format!("{}-{}-{}.csv", view.year, picked.kind.key(), picked.column);
    Ok(as_attachment("text/csv; charset=utf-8", &name, file.into_bytes()))
}
