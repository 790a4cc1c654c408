//! `/desk/season`: who has handed in and who has not, one organ's report with what was said of it, what is brought from
//! outside, and what all come to together.

mod cells;
mod copy;
mod days;
mod list;
mod note;
mod one;
mod sum;
mod uploaded;

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    middleware::map_response,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use gongkai_law::annual_report::Edition;

use super::who::collects;
use crate::{
    guard::{Visitor, headers, limit},
    office::Office,
    page::Error,
    people::roles::{Hand, WORK},
};

/// The addresses of these pages.
pub fn routes() -> Router<Office> {
    let files = Router::new()
        .route("/desk/season/{year}/of/{organ}/upload", post(uploaded::bring))
        .layer(DefaultBodyLimit::max(limit::UPLOAD));
    Router::new()
        .route("/desk/season", get(enter))
        .route("/desk/season/days", get(days::show).post(days::settle))
        .route("/desk/season/{year}", get(list::show))
        .route("/desk/season/{year}/organs.csv", get(list::download))
        .route("/desk/season/{year}/open", post(list::open))
        .route("/desk/season/{year}/lock", post(list::lock))
        .route("/desk/season/{year}/call", post(list::call))
        .route("/desk/season/{year}/sum", get(sum::show))
        .route("/desk/season/{year}/sum/twice", post(note::propose))
        .route("/desk/season/{year}/sum/twice/{n}", post(note::settle))
        .route("/desk/season/{year}/of/{organ}", get(one::show))
        .route("/desk/season/{year}/of/{organ}/answer", post(one::answer))
        .route("/desk/season/{year}/of/{organ}/copy", get(copy::show))
        .route("/desk/season/{year}/of/{organ}/shelved", post(uploaded::bring_shelved))
        .route("/desk/season/{year}/of/{organ}/confirm", get(uploaded::show).post(uploaded::sure))
        .route("/desk/season/{year}/of/{organ}/confirm/file", get(uploaded::file))
        .merge(files)
        .layer(map_response(headers::keep_private))
}

/// `GET /desk/season`: the last year that is over.
async fn enter(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let hand = visitor.hand()?;
    if !hand.is_any(&WORK) {
        return Err(Error::Forbidden("年报季由办理年报的人员使用".to_owned()));
    }
    let year = office.today().year() - 1;
    Ok(Redirect::to(&home(&office, hand, year).await?).into_response())
}

/// Where somebody's season of a year begins: the list of those below, or the own organ's report.
async fn home(office: &Office, hand: &Hand, year: i16) -> Result<String, Error> {
    let Hand::Staff { organ: Some(own), .. } = hand else { return Err(Error::NotFound) };
    let has_below = collects(hand).is_ok() && !office.db.organs_below(*own, 1).await?.is_empty();
    match has_below {
        true => Ok(format!("/desk/season/{year}")),
        false => Ok(format!("/desk/season/{year}/of/{}", office.db.organ(*own).await?.slug)),
    }
}

/// The years of which reports may be collected, the last first.
fn years(office: &Office) -> Vec<i16> {
    let today = office.today().year();
    (2019..=today).rev().filter(|year| Edition::for_year(*year).is_some()).take(12).collect()
}

/// A year of an address.
fn year(office: &Office, year: i16) -> Result<i16, Error> {
    let known = Edition::for_year(year).is_some() && year <= office.today().year();
    if known { Ok(year) } else { Err(Error::NotFound) }
}
