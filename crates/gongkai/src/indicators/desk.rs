//! `/desk/months`: what an organ counts month by month: the year as a grid, one indicator, who has to count what, who lacks
//! what, and files in and out.

mod below;
mod duties;
mod evidence;
mod form;
mod import;
mod one;
mod template;
mod year;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::map_response,
    routing::{get, post},
};
use gongkai_law::annual_report::Edition;
use gongkai_store::{OrganId, Scope};
use serde::Deserialize;

use super::{entering, month::Month};
use crate::{
    guard::{headers, limit},
    office::Office,
    page::Error,
    people::roles::{Hand, Role},
    requests::desk::list::eyes,
};

/// The addresses of these pages.
pub fn routes() -> Router<Office> {
    let files = Router::new()
        .route("/desk/months/import", get(import::show).post(import::try_out))
        .route("/desk/months/{indicator}", get(one::show).post(form::enter))
        .route("/desk/months/{indicator}/{month}", post(form::correct))
        .layer(DefaultBodyLimit::max(limit::UPLOAD));
    Router::new()
        .route("/desk/months", get(year::show))
        .route("/desk/months/duties", get(duties::show).post(duties::keep))
        .route("/desk/months/below", get(below::show))
        .route("/desk/months/below.csv", get(below::download))
        .route("/desk/months/template.xlsx", get(template::download))
        .route("/desk/months/import/{id}", post(import::confirm))
        .route("/desk/months/{indicator}/{month}/{n}", get(evidence::download))
        .merge(files)
        .layer(map_response(headers::keep_private))
}

/// What the address asks for.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `2026`; the year of the last month that is over where it is empty.
    year: String,
    /// An organ below, by its id; the own where it is empty.
    organ: String,
    /// How many months were just entered.
    saved: String,
    /// Of the view over all organs below: `lacks`, those alone that lack something; `all`.
    v: String,
    /// Of a list: a page, from 1.
    p: String,
}

/// Whose months, of which year, and who looks.
pub struct Seen {
    /// The year.
    year: i16,
    /// Whose.
    organ: OrganId,
    /// The person's own.
    own: OrganId,
    /// All that the person sees.
    scope: Scope,
    /// Whether organs below may be asked for.
    supervises: bool,
    /// Whether this person enters months here.
    enters: bool,
}

impl Seen {
    /// What the address asks for, as far as this hand sees.
    ///
    /// # Errors
    /// [`Error::Garbled`] for a year without a form or yet to come; [`Error::Forbidden`] where somebody but a supervisor
    /// asks for another organ; [`Error::NotFound`] for one that does not stand below.
    async fn of(office: &Office, hand: &Hand, asked: &Asked) -> Result<Self, Error> {
        let (scope, _, own) = eyes(hand)?;
        let supervises = matches!(scope, Scope::Subtree(_));
        let organ = match asked.organ.as_str() {
            "" => own,
            one => one.parse().map_err(|_| Error::Garbled)?,
        };
        if organ != own && !supervises {
            return Err(Error::Forbidden(format!("下级机关的月报由{}查看", Role::Supervisor.label())));
        }
        if organ != own && !office.db.is_above(own, organ).await? {
            return Err(Error::NotFound);
        }
        let enters = organ == own && entering::may(hand).is_ok();
        Ok(Self { year: year(office, &asked.year)?, organ, own, scope, supervises, enters })
    }

    /// The same in an address: `year=2026&organ=…`.
    fn query(&self) -> String {
        self.query_of(self.year)
    }

    fn query_of(&self, year: i16) -> String {
        let organ = if self.organ == self.own { String::new() } else { format!("&organ={}", self.organ) };
        format!("year={year}{organ}")
    }
}

fn year(office: &Office, written: &str) -> Result<i16, Error> {
    let today = office.today();
    match written {
        "" => Ok(Month::last_over(today).year),
        year => {
            let year = year.parse().ok().filter(|year| *year <= today.year());
            year.filter(|year| Edition::for_year(*year).is_some()).ok_or(Error::Garbled)
        }
    }
}
