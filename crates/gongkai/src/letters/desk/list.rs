//! 文书目录: the letters of a request, drafted and signed, and those that its steps may still send out.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use gongkai_law::request::letter::LetterKind;

use super::{file_of, letter::state};
use crate::{
    guard::Visitor,
    letters::fields::Fields,
    office::{Office, civil_date},
    page::{self, Error},
    people::frame::{Desk, Place},
    requests::dossier::Dossier,
};

/// One letter, as a row.
struct Line {
    href: String,
    title: &'static str,
    state: (&'static str, String),
    number: String,
    day: String,
}

#[derive(Template)]
#[template(path = "letters/list.html")]
struct ListPage {
    desk: Desk,
    number: String,
    file: String,
    letters: Vec<Line>,
    notices: Vec<Line>,
}

/// `GET /desk/requests/{number}/letters`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    let dossier = Dossier::numbered(&office, &number, visitor.hand()?.scope()?).await?;
    let file = file_of(&number);
    let (mut letters, mut issued) = (Vec::new(), Vec::new());
    for letter in office.db.letters_of(dossier.request.line.id).await? {
        let fields = Fields::read(&letter)?;
        let Some(kind) = LetterKind::of_key(&letter.kind) else { continue };
        issued.extend(fields.step);
        letters.push(Line {
            href: match fields.step {
                Some(n) => format!("{file}/notices/{n}"),
                None => format!("{file}/letters/{}", letter.id),
            },
            title: kind.title(),
            state: match fields.step {
                Some(_) => ("ok", "已编文号".to_owned()),
                None => state(&dossier, &letter, &fields),
            },
            number: letter.number.clone().unwrap_or_default(),
            day: civil_date(letter.drafted_ms.timestamp()).to_string(),
        });
    }
    let open = dossier.entries.iter().filter(|entry| !issued.contains(&entry.row.n));
    let notices = open.filter_map(|entry| {
        let kind = LetterKind::of_step(entry.taken.step)?;
        Some(Line {
            href: format!("{file}/notices/{}", entry.row.n),
            title: kind.title(),
            state: ("plain", "还没有编文号".to_owned()),
            number: String::new(),
            day: entry.taken.on.to_string(),
        })
    });
    let notices = notices.collect();
    let desk = Desk::new(&office, &visitor, Place::Requests).await?;
    page::show(&ListPage { desk, number, file, letters, notices })
}
