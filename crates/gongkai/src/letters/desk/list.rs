//! 文书目录: the letters of a request, drafted and signed, and those that its steps may still send out.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use gongkai_law::request::letter::LetterKind;

use super::{file_of, letter::state, notice};
use crate::{
    guard::Visitor,
    letters::{fields::Fields, notice::Notice},
    office::{Office, civil_date},
    page::{self, Error},
    people::frame::{Desk, Place},
    requests::dossier::{Dossier, Entry},
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
    let mut notices: Vec<(Notice, &Entry)> = Notice::all(&dossier).collect();
    let (mut letters, mut issued) = (Vec::new(), Vec::new());
    for letter in office.db.letters_of(dossier.request.line.id).await? {
        let fields = Fields::read(&letter)?;
        let Some(kind) = LetterKind::of_key(&letter.kind) else { continue };
        let step = fields.step.and_then(|n| dossier.entries.iter().find(|entry| entry.row.n == n));
        let notice = step.map(|entry| (Notice { n: entry.row.n, kind }, entry.taken.step));
        letters.push(Line {
            href: match notice {
                Some((notice, step)) => format!("{file}/notices/{}", notice.place(step)),
                None => format!("{file}/letters/{}", letter.id),
            },
            title: kind.title(),
            state: match notice {
                Some((issued, _)) => notice::state(true, notices.iter().any(|(notice, _)| *notice == issued)),
                None => state(&dossier, &letter, &fields),
            },
            number: letter.number.clone().unwrap_or_default(),
            day: civil_date(letter.drafted_ms.timestamp()).to_string(),
        });
        issued.extend(notice.map(|(notice, _)| notice));
    }
    notices.retain(|(notice, _)| !issued.contains(notice));
    let line = |(notice, entry): &(Notice, &Entry)| Line {
        href: format!("{file}/notices/{}", notice.place(entry.taken.step)),
        title: notice.kind.title(),
        state: notice::state(false, true),
        number: String::new(),
        day: entry.taken.on.to_string(),
    };
    let notices = notices.iter().map(line).collect();
    let desk = Desk::new(&office, &visitor, Place::Requests).await?;
    page::show(&ListPage { desk, number, file, letters, notices })
}
