//! `/desk/months/import`: months by a file: looked through whole, then taken in whole.

use askama::Template;
use axum::{
    Form,
    extract::{Multipart, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_store::{Digest, Error as StoreError, Moment, PersonId};
use serde::Deserialize;

use super::{Asked, Seen};
use crate::{
    guard::Visitor,
    indicators::{
        columns::COLUMNS,
        entering::{self, Entry, Turn},
        look::{self, Looked, MOST, Whose},
        number,
        proof::Proof,
    },
    office::Office,
    page::{self, Error, FieldError},
    people::frame::{Desk, Place},
    requests::desk::{list::eyes, sent::Sent},
    sheet::{
        kept::Kept,
        table::{Column, Fault},
    },
};

/// A file that was looked through.
const KEPT: Kept = Kept { purpose: "figures", done: "这份月报已经导入过了" };
/// What a file is called that was looked through before.
const AGAIN: &str = "刚才的表";
/// Faults and corrections that a page lists.
const LISTED: usize = 200;

#[derive(Template)]
#[template(path = "indicators/import.html")]
struct ImportPage {
    desk: Desk,
    seen: Seen,
    columns: &'static [Column],
    most: usize,
    errors: Vec<FieldError>,
}

/// A month that gets another number.
struct Changed {
    organ: String,
    name: String,
    month: String,
    before: String,
    after: String,
    note: String,
}

#[derive(Template)]
#[template(path = "indicators/look.html")]
struct LookPage {
    desk: Desk,
    name: String,
    rows: usize,
    blank: usize,
    fresh: usize,
    same: usize,
    changed: Vec<Changed>,
    /// Corrections beyond those listed.
    more_changed: usize,
    faults: Vec<Fault>,
    more: usize,
    /// Under which the file is kept; `None` where it has to be mended first.
    id: Option<String>,
    /// Whether what it does is another thing than was shown before.
    moved: bool,
}

async fn keeper(office: &Office, visitor: &Visitor) -> Result<(Whose, PersonId), Error> {
    let hand = visitor.hand()?;
    let (own, me) = entering::may(hand)?;
    let (scope, ..) = eyes(hand)?;
    Ok((Whose::of(office, own, scope).await?, me))
}

/// `GET /desk/months/import`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    entering::may(visitor.hand()?)?;
    form(&office, &visitor, Vec::new()).await
}

async fn form(office: &Office, visitor: &Visitor, errors: Vec<FieldError>) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Months).await?;
    let seen = Seen::of(office, visitor.hand()?, &Asked::default()).await?;
    let status = page::form_status(errors.is_empty());
    page::show_as(status, &ImportPage { desk, seen, columns: COLUMNS, most: MOST, errors })
}

/// `POST /desk/months/import`: looks a file through; nothing is written but its sealed copy.
pub async fn try_out(State(office): State<Office>, visitor: Visitor, form_sent: Multipart) -> Result<Response, Error> {
    let (whose, me) = keeper(&office, &visitor).await?;
    let sheets = Sent::read_with(&office, &visitor, form_sent, |bytes| !bytes.is_empty()).await?.papers("file", "");
    let Some(sheet) = sheets.into_iter().next() else {
        return form(&office, &visitor, vec![FieldError::new("file", "请选一个XLSX或者CSV文件")]).await;
    };
    let (whose, looked) = match looked(&office, whose, sheet.bytes.clone()).await? {
        Ok(looked) => looked,
        Err(why) => return form(&office, &visitor, vec![FieldError::new("file", why)]).await,
    };
    shown(&office, &visitor, (&whose, me), (sheet.name, &sheet.bytes, looked), false).await
}

/// Shows what a file does; one that can be taken in is kept with what was shown of it.
async fn shown(
    office: &Office,
    visitor: &Visitor,
    (whose, me): (&Whose, PersonId),
    (name, bytes, looked): (String, &[u8], Looked),
    moved: bool,
) -> Result<Response, Error> {
    let id = match ready(&looked) {
        true => Some(KEPT.keep(office, me, &[&looked.mark().0, bytes].concat()).await?),
        false => None,
    };
    result(office, visitor, whose, (name, looked), (id, moved)).await
}

/// Whether a file can be taken in, and does anything.
fn ready(looked: &Looked) -> bool {
    looked.faults.is_empty() && looked.turns.iter().any(|turn| *turn != Turn::Same)
}

async fn looked(office: &Office, whose: Whose, bytes: Vec<u8>) -> Result<Result<(Whose, Looked), String>, Error> {
    let read = tokio::task::spawn_blocking(move || look::read(&bytes, &whose).map(|looked| (whose, looked)));
    match read.await.map_err(|fault| Error::broken(&fault))? {
        Ok((whose, looked)) => {
            let looked = look::weigh(office, &whose, looked).await?;
            Ok(Ok((whose, looked)))
        }
        Err(why) => Ok(Err(why)),
    }
}

async fn result(
    office: &Office,
    visitor: &Visitor,
    whose: &Whose,
    (name, looked): (String, Looked),
    (id, moved): (Option<String>, bool),
) -> Result<Response, Error> {
    let Looked { entries, turns, mut faults, rows, blank, .. } = looked;
    let count = |wanted: &Turn| turns.iter().filter(|turn| *turn == wanted).count();
    let mut changed: Vec<_> = entries.iter().zip(&turns).filter_map(|pair| correction(pair, whose)).collect();
    let (more, more_changed) = (faults.len().saturating_sub(LISTED), changed.len().saturating_sub(LISTED));
    faults.truncate(LISTED);
    changed.truncate(LISTED);
    let desk = Desk::new(office, visitor, Place::Months).await?;
    let (fresh, same) = (count(&Turn::New), count(&Turn::Same));
    let page = LookPage { desk, name, rows, blank, fresh, same, changed, more_changed, faults, more, id, moved };
    let status = if moved { StatusCode::CONFLICT } else { page::form_status(page.id.is_some()) };
    page::show_as(status, &page)
}

fn correction((entry, turn): (&Entry, &Turn), whose: &Whose) -> Option<Changed> {
    let Turn::Correction { before, .. } = turn else { return None };
    Some(Changed {
        organ: whose.name(entry.organ).to_owned(),
        name: entry.indicator.name(),
        month: entry.month.said(),
        before: number::shown(entry.indicator, *before),
        after: number::shown(entry.indicator, entry.value),
        note: entry.note.clone(),
    })
}

/// What the button of a file that can be taken in sends.
#[derive(Deserialize)]
pub struct Agreed {
    csrf: String,
}

/// `POST /desk/months/import/{id}`: takes in what was looked through, all of it or nothing, and only as it was shown.
pub async fn confirm(
    State(office): State<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(form_sent): Form<Agreed>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form_sent.csrf)?;
    let (whose, me) = keeper(&office, &visitor).await?;
    let kept = match KEPT.again(&office, me, &id).await? {
        Ok(kept) => kept,
        Err(gone) => return form(&office, &visitor, vec![gone]).await,
    };
    let (mark, bytes) = kept.split_first_chunk().ok_or_else(|| StoreError::Corrupt("试读的月报".to_owned()))?;
    let (whose, looked) = match looked(&office, whose, bytes.to_vec()).await? {
        Ok(looked) => looked,
        Err(why) => return form(&office, &visitor, vec![FieldError::new("file", why)]).await,
    };
    // somebody entered a month since it was shown: it would do another thing now
    if !ready(&looked) || looked.mark() != Digest(*mark) {
        return shown(&office, &visitor, (&whose, me), (AGAIN.to_owned(), bytes, looked), true).await;
    }
    let mut act = office.db.act(visitor.hand()?.actor(), Moment(office.now_ms())).await?;
    if !act.spend_draft(&KEPT.mac(&office, me, &id)).await? {
        return Err(StoreError::Stale.into());
    }
    let proof = Proof::of(bytes, &looked, &whose);
    entering::write(&mut act, &looked.entries, &looked.turns, |organ| proof.behind(organ)).await?;
    act.commit().await?;
    let year = looked.entries.iter().map(|entry| entry.month.year).max();
    Ok(Redirect::to(&format!("/desk/months?year={}", year.unwrap_or_default())).into_response())
}
