//! 随附材料: what goes out with an answer: added, given a title, taken away again, until the letter is handed in.

use std::collections::{BTreeMap, HashMap};

use axum::{
    Form,
    extract::{Multipart, Path, State},
    response::{IntoResponse, Redirect, Response},
};

use super::{
    Seen, file_of,
    letter::{self, Opened, Typed, open},
    not_taken,
};
use crate::{
    guard::Visitor,
    letters::draft,
    office::Office,
    page::Error,
    requests::{desk::sent::Sent, take::NotTaken},
};

/// The longest title, in characters.
const LONGEST: usize = 120;

/// `POST /desk/requests/{number}/letters/{id}/files`: material that goes out with the answer.
pub async fn add(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, id)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response, Error> {
    let sent = Sent::read_kindly(&office, &visitor, form).await?;
    let hand = visitor.hand()?;
    let opened = open(&office, &visitor, &number, &id).await?;
    if Seen::of(sent.word("version")).is_old(&opened.seen()) {
        return letter::late(&office, &visitor, opened, Typed::default()).await;
    }
    let papers = sent.papers("papers", "answer");
    let unfit = sent.refused("papers").next().map(|error| error.message);
    let nothing = || papers.is_empty().then(|| "没有选文件：请选要提供给申请人的材料".to_owned());
    if let Some(why) = unfit.or_else(nothing) {
        let NotTaken::Refused(refusal) = draft::refused(&why) else { return Err(Error::NotFound) };
        return letter::again(&office, &visitor, opened, &refusal, Typed::default()).await;
    }
    let done = draft::enclose(&office, hand, &opened.dossier, &opened.letter, &papers).await;
    led(&office, &visitor, opened, done, (&number, &id)).await
}

/// `POST /desk/requests/{number}/letters/{id}/files/list`: the titles, and which one is taken away.
pub async fn list(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, id)): Path<(String, String)>,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let word = |name: &str| sent.get(name).map_or("", String::as_str);
    visitor.approve(&office, word("csrf"))?;
    let hand = visitor.hand()?;
    let opened = open(&office, &visitor, &number, &id).await?;
    if Seen::of(word("version")).is_old(&opened.seen()) {
        return letter::late(&office, &visitor, opened, Typed::default()).await;
    }
    let titled = sent.iter().filter_map(|(name, title)| {
        let title: String = title.trim().chars().filter(|c| !c.is_control()).take(LONGEST).collect();
        Some((name.strip_prefix("title")?.parse().ok()?, title))
    });
    let titles: BTreeMap<i32, String> = titled.collect();
    let without = word("remove").parse().ok();
    let done = draft::list(&office, hand, &opened.dossier, &opened.letter, (titles, without)).await;
    led(&office, &visitor, opened, done, (&number, &id)).await
}

/// Back to the letter, with what was wrong where something was.
async fn led(
    office: &Office,
    visitor: &Visitor,
    opened: Opened,
    done: Result<(), NotTaken>,
    (number, id): (&str, &str),
) -> Result<Response, Error> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("{}/letters/{id}", file_of(number))).into_response()),
        Err(NotTaken::Refused(refusal)) => letter::again(office, visitor, opened, &refusal, Typed::default()).await,
        Err(NotTaken::Store(gongkai_store::Error::Stale)) => {
            let opened = open(office, visitor, number, id).await?;
            letter::late(office, visitor, opened, Typed::default()).await
        }
        Err(error) => Err(not_taken(error)),
    }
}
