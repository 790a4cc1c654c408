//! `/desk/season/days` 镇街公布期限: the day by which those below publish whom the law sets none, for all of them at once.

use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::super::{
    days::{self, Town},
    who::collects,
};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error, FieldError},
    people::frame::{Desk, Place},
    requests::take::NotTaken,
    typed,
};

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// What was just done.
    done: String,
}

/// A row: who it is, its day as people say it, and where it is ticked.
struct Row {
    town: Town,
    day: String,
    sets: bool,
    clears: bool,
}

/// A form that came back.
#[derive(Default)]
struct Back {
    day: String,
    organs: Vec<String>,
    /// Whether it was the one that takes days back.
    clears: bool,
    errors: Vec<FieldError>,
}

#[derive(Template)]
#[template(path = "season/days.html")]
struct DaysPage {
    desk: Desk,
    year: i16,
    rows: Vec<Row>,
    day: String,
    done: String,
    errors: Vec<FieldError>,
}

impl DaysPage {
    /// Whether there is a day to be taken back.
    fn any_set(&self) -> bool {
        self.rows.iter().any(|row| !row.day.is_empty())
    }

    fn wrong(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }
}

/// `GET /desk/season/days`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    render(&office, &visitor, asked.done, Back::default()).await
}

async fn render(office: &Office, visitor: &Visitor, done: String, back: Back) -> Result<Response, Error> {
    let organ = collects(visitor.hand()?)?;
    let towns = days::towns(office, organ).await?;
    // those without a day are meant; whose day is taken back somebody says each time; a form that came back says whom it meant
    let row = |town: Town| {
        let (came_back, named) = (!back.errors.is_empty(), back.organs.contains(&town.slug));
        Row {
            sets: if came_back && !back.clears { named } else { town.day.is_empty() },
            clears: back.clears && named,
            day: town.day.split_once('-').map_or_else(String::new, |(month, day)| {
                format!("{}月{}日", month.trim_start_matches('0'), day.trim_start_matches('0'))
            }),
            town,
        }
    };
    page::show_as(
        page::form_status(back.errors.is_empty()),
        &DaysPage {
            desk: Desk::new(office, visitor, Place::Season).await?,
            year: office.today().year() - 1,
            rows: towns.into_iter().map(row).collect(),
            day: back.day,
            done,
            errors: back.errors,
        },
    )
}

/// `POST /desk/season/days`: sets the day of those that are ticked, or takes it back.
pub async fn settle(
    State(office): State<Office>,
    visitor: Visitor,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let all = |name: &'static str| sent.iter().filter(move |(field, _)| field == name).map(|(_, word)| word.trim());
    let word = |name: &'static str| all(name).next().unwrap_or_default();
    visitor.approve(&office, word("csrf"))?;
    let clears = word("do") == "clear";
    let day = typed::month_day(word("day"));
    let slugs: Vec<&str> = all("organ").collect();
    let done = days::settle(&office, visitor.hand()?, &slugs, (!clears).then_some(day.as_str())).await;
    match done {
        Ok(()) => {
            let done = if clears { "cleared" } else { "set" };
            Ok(Redirect::to(&format!("/desk/season/days?done={done}")).into_response())
        }
        Err(NotTaken::Refused(why)) => {
            // who may not see this page is told so by it
            let field = if clears {
                "clears"
            } else if slugs.is_empty() {
                "organ"
            } else {
                "day"
            };
            let organs = slugs.into_iter().map(str::to_owned).collect();
            let back = Back { day, organs, clears, errors: vec![FieldError::new(field, why)] };
            render(&office, &visitor, String::new(), back).await
        }
        Err(NotTaken::Store(error)) => Err(error.into()),
    }
}
