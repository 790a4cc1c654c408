//! `/standards`: whose catalogues there are, an organ's catalogue field by field, and what is public for one row.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use gongkai_law::proactive::standard::StandardCoverage;
use gongkai_store::{Organ, StandardRow};

use super::{
    board::{Covered, FieldLine, covered, fields},
    line::field_title,
};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, Nav},
    publish::portal::lines::Line,
};

/// What is listed of one row.
const LISTED: i64 = 200;

/// The addresses of these pages.
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/standards", get(list))
        .route("/standards/rows/{id}", get(row))
        .route("/standards/{organ}", get(organ))
        .route("/standards/{organ}/{field}", get(field))
}

#[derive(Template)]
#[template(path = "publish/standard/organs.html")]
struct OrgansPage {
    chrome: Chrome,
    organs: Vec<(String, String, i64)>,
}

/// `GET /standards`
async fn list(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let organs = office.db.standard_organs().await?;
    page::show(&OrgansPage { chrome: Chrome::new(&office, &visitor, Nav::Catalogue), organs })
}

#[derive(Template)]
#[template(path = "publish/standard/organ.html")]
struct OrganPage {
    chrome: Chrome,
    organ: Organ,
    rows: usize,
    fields: Vec<FieldLine>,
}

/// `GET /standards/{organ}`
async fn organ(State(office): State<Office>, visitor: Visitor, Path(slug): Path<String>) -> Result<Response, Error> {
    let organ = office.db.organ_at(&slug).await?;
    let all = covered(&office, organ.id, None, false).await?;
    let chrome = Chrome::new(&office, &visitor, Nav::Catalogue);
    page::show(&OrganPage { chrome, rows: all.len(), fields: fields(&all), organ })
}

#[derive(Template)]
#[template(path = "publish/standard/field.html")]
struct FieldPage {
    chrome: Chrome,
    organ: Organ,
    title: String,
    rows: Vec<Covered>,
}

/// `GET /standards/{organ}/{field}`
async fn field(
    State(office): State<Office>,
    visitor: Visitor,
    Path((slug, key)): Path<(String, String)>,
) -> Result<Response, Error> {
    let organ = office.db.organ_at(&slug).await?;
    let rows = covered(&office, organ.id, Some(&key), false).await?;
    if rows.is_empty() {
        return Err(Error::NotFound);
    }
    let chrome = Chrome::new(&office, &visitor, Nav::Catalogue);
    page::show(&FieldPage { chrome, organ, title: field_title(&key).to_owned(), rows })
}

#[derive(Template)]
#[template(path = "publish/standard/items.html")]
struct ItemsPage {
    chrome: Chrome,
    organ: Organ,
    title: String,
    row: StandardRow,
    lines: Vec<Line>,
}

/// `GET /standards/rows/{id}`
async fn row(State(office): State<Office>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Error> {
    let row = office.db.standard_row(id.parse().map_err(|_| Error::NotFound)?).await?;
    let organ = office.db.organ(row.organ_id).await?;
    let lines = Line::of(&office, office.db.standard_lines(row.id, LISTED).await?).await?;
    let chrome = Chrome::new(&office, &visitor, Nav::Catalogue);
    page::show(&ItemsPage { chrome, organ, title: field_title(&row.field).to_owned(), row, lines })
}
