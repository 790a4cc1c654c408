//! `/reports/{organ}/{year}/pictures`, and each card as SVG and PNG.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use gongkai_report::Reading;
use gongkai_store::{Organ, Sight};
use tokio::sync::Semaphore;

use super::{
    cards::{Card, Of, cards},
    png::png,
};
use crate::{
    guard::Visitor,
    library::{
        kept,
        overview::{Measure, Series},
    },
    office::Office,
    page::{self, Chrome, Error, Nav},
    verify::portal::as_attachment,
};

/// PNGs that are drawn at once: each takes a core and some megabytes.
static ROOM: Semaphore = Semaphore::const_new(1);

/// The addresses of these pages.
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/reports/{organ}/{year}/pictures", get(show))
        .route("/reports/{organ}/{year}/pictures/{card}", get(one))
}

#[derive(Template)]
#[template(path = "report_pictures.html")]
struct PicturesPage {
    chrome: Chrome,
    organ: Organ,
    year: i16,
    cards: Vec<Card>,
}

/// Every card of the report that everybody sees; [`Error::NotFound`] where it has no tables.
async fn drawn(office: &Office, slug: &str, year: &str) -> Result<(Organ, i16, Vec<Card>), Error> {
    let year: i16 = year.parse().map_err(|_| Error::NotFound)?;
    let organ = office.db.organ_at(slug).await?;
    let report = office.db.report_of(organ.id, year, Sight::Public).await?.ok_or(Error::NotFound)?;
    let (_, read) = kept::read(office, &organ, &report.line).await?;
    let found = read.found.get(kept::position(&read, &report.line)).and_then(|checked| checked.reading());
    let figures = found.and_then(|reading: &Reading| reading.report.figures.as_ref()).ok_or(Error::NotFound)?;
    let series = Series::of(&office.db, organ.clone()).await?;
    let known: Vec<i16> = series.years.iter().map(|one| one.year).filter(|one| *one <= year).collect();
    let years = series.points(Measure::Received, &known);
    let drawn = cards(&Of { organ: &organ.name, year, figures, years: &years });
    Ok((organ, year, drawn))
}

/// `GET /reports/{organ}/{year}/pictures`
async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path((slug, year)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (organ, year, cards) = drawn(&office, &slug, &year).await?;
    page::show(&PicturesPage { chrome: Chrome::new(&office, &visitor, Nav::Reports), organ, year, cards })
}

/// `GET /reports/{organ}/{year}/pictures/{n}.svg` and `.png`: the n-th card, from 1.
async fn one(
    State(office): State<Office>,
    Path((slug, year, card)): Path<(String, String, String)>,
) -> Result<Response, Error> {
    let (n, ending) = card.split_once('.').ok_or(Error::NotFound)?;
    let n: usize = n.parse().map_err(|_| Error::NotFound)?;
    let (_, year, mut cards) = drawn(&office, &slug, &year).await?;
    let at = n.checked_sub(1).filter(|at| *at < cards.len()).ok_or(Error::NotFound)?;
    let svg = cards.swap_remove(at).svg;
    match ending {
        "svg" => Ok(([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response()),
        "png" => {
            let room = ROOM.acquire().await.map_err(|error| Error::Broken(error.to_string()))?;
            // not on the threads that answer; the room is held until it is done, also where nobody waits any more
            let draw = move || (png(&svg), drop(room)).0;
            let drawn = tokio::task::spawn_blocking(draw).await.map_err(|error| Error::Broken(error.to_string()))?;
            Ok(as_attachment("image/png", &format!("{slug}-{year}-{n}.png"), drawn.map_err(Error::Unmade)?))
        }
        _ => Err(Error::NotFound),
    }
}
