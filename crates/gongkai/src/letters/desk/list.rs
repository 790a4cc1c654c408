//! 文书目录: the letters of a request, drafted and signed, and those that its steps may still send out.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use gongkai_law::request::{letter::LetterKind, refusal::Refusal};

use super::{file_of, letter::state, notice, paper};
use crate::{
    guard::Visitor,
    letters::{by_hand, fields::Fields, notice::Notice},
    office::{Office, civil_date},
    page::{self, Error},
    people::{
        frame::{Desk, Place},
        roles::Hand,
    },
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

/// Letters and papers that somebody writes or prints when they are needed.
struct More {
    id: &'static str,
    title: &'static str,
    hint: &'static str,
    /// Address, name, and why not now.
    kinds: Vec<(String, &'static str, Option<String>)>,
}

#[derive(Template)]
#[template(path = "letters/list.html")]
struct ListPage {
    desk: Desk,
    number: String,
    file: String,
    letters: Vec<Line>,
    notices: Vec<Line>,
    /// What can be written besides.
    more: [More; 2],
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
    let more = more(&office, visitor.hand()?, &dossier, &file);
    page::show(&ListPage { desk, number, file, letters, notices, more })
}

/// What can be written or printed besides, and why not.
fn more(office: &Office, hand: &Hand, dossier: &Dossier, file: &str) -> [More; 2] {
    let why = |barred: Result<(), Refusal>| barred.err().map(|refusal| refusal.to_string());
    let letter = |kind: LetterKind| {
        let barred = why(by_hand::may(office, hand, dossier, kind));
        (format!("{file}/letters/new/{}", kind.key()), kind.title(), barred)
    };
    let paper = |kind: LetterKind| {
        let barred = why(kind.has_place(&dossier.standing));
        (format!("{file}/papers/{}", kind.key()), kind.title(), barred)
    };
    let (letters, papers) = (by_hand::kinds().map(letter).collect(), paper::kinds().map(paper).collect());
    [
        More { id: "t-own", title: "需要时另写的", hint: "编文号以后正文不再变化。", kinds: letters },
        More { id: "t-pap", title: "随卷的", hint: "取自台账，不编文号。", kinds: papers },
    ]
}
