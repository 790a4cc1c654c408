//! `/desk/bulk/runs/{id}`: taking in what was looked through, how far it is, and stopping it.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_store::{Error as StoreError, Organ};
use serde::Deserialize;

use super::{
    bring::result,
    keep::{KEPT, Upload},
    writer,
};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error},
    people::{
        frame::{Desk, Place},
        roles::Hand,
    },
    publish::bulk::{
        progress::{self, Outcome, Progress},
        take_in::{Unfinished, take_in},
    },
    requests::take::NotTaken,
};

/// What the form sends.
#[derive(Deserialize)]
pub struct Agreed {
    csrf: String,
}

/// `POST /desk/bulk/{id}`: begins to take in what was looked through.
pub async fn confirm(
    State(office): State<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(sent): Form<Agreed>,
) -> Result<Response, Error> {
    visitor.approve(&office, &sent.csrf)?;
    let (organ, me) = writer(&office, &visitor).await?;
    let Some(upload) = Upload::kept(&office, me, &id).await? else {
        // pressed twice, or its hour is over
        progress::of(&id, me).ok_or(Error::NotFound)?;
        return Ok(Redirect::to(&format!("/desk/bulk/runs/{id}")).into_response());
    };
    let unwatched = Arc::new(Progress::unwatched(None));
    let (looked, bundle) = upload.look(&office, &organ, unwatched).await?.map_err(Error::Unreadable)?;
    if !looked.faults.is_empty() || looked.rows == 0 {
        return result(&office, &visitor, &upload.brought, (looked, None)).await;
    }
    let (mac, hand) = (KEPT.mac(&office, me, &id), visitor.hand()?.clone());
    progress::begin(&id, me, |progress| async move {
        let brought = (&upload.brought, Some(mac.as_slice()));
        told(take_in(&office, (&hand, &organ), brought, (&looked, bundle), &progress).await)
    });
    Ok(Redirect::to(&format!("/desk/bulk/runs/{id}")).into_response())
}

/// Where to read on, or why nothing was written.
fn told(done: Result<gongkai_store::BulkImportId, Unfinished>) -> Outcome {
    match done {
        Ok(id) => Ok(format!("/desk/bulk/imports/{id}")),
        Err(Unfinished::Stopped) => Err("已经停下，一条也没有写入。".to_owned()),
        Err(Unfinished::Unread(why)) => Err(format!("{why}。一条也没有写入。")),
        Err(Unfinished::Not(why)) => Err(unwritten(why)),
    }
}

/// Why an act did not take place, in a sentence for who waits for it.
pub fn unwritten(why: NotTaken) -> String {
    match why {
        NotTaken::Refused(refusal) => format!("{refusal}。一条也没有写入。"),
        NotTaken::Store(StoreError::Stale) => "这一批已经办过了，这一次没有再写。".to_owned(),
        NotTaken::Store(StoreError::Taken(what)) => format!("{what}已经被别的信息用了。一条也没有写入。"),
        NotTaken::Store(error) => {
            tracing::error!(%error, "a bulk act was not written");
            "台账写不进去，原因在日志里。一条也没有写入。".to_owned()
        }
    }
}

#[derive(Template)]
#[template(path = "publish/bulk/run.html")]
struct RunPage {
    desk: Desk,
    here: String,
    done: usize,
    all: usize,
    percent: usize,
    stopping: bool,
    /// Why it ended without anything written.
    ended: Option<String>,
}

/// `GET /desk/bulk/runs/{id}`
pub async fn show(State(office): State<Office>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Error> {
    let me = own(visitor.hand()?)?;
    let desk = Desk::new(&office, &visitor, Place::Publications).await?;
    let here = format!("/desk/bulk/runs/{id}");
    let progress = progress::of(&id, me).ok_or(Error::NotFound)?;
    let ended = match progress.outcome() {
        Some(Ok(place)) => return Ok(Redirect::to(&place).into_response()),
        Some(Err(why)) => Some(why),
        None => None,
    };
    let (done, all) = progress.far();
    let stopping = progress.is_stopping();
    let runs = ended.is_none();
    let mut page = page::show(&RunPage { desk, here, done, all, percent: done * 100 / all.max(1), stopping, ended })?;
    if runs {
        page.headers_mut().insert(header::REFRESH, HeaderValue::from_static("2"));
    }
    Ok(page)
}

fn own(hand: &Hand) -> Result<gongkai_store::PersonId, Error> {
    match hand {
        Hand::Staff { id, organ: Some(_), .. } if hand.is_any(&crate::publish::take::EDITORS) => Ok(*id),
        _ => Err(Error::Forbidden("批量导入由公开信息的工作人员使用".to_owned())),
    }
}

/// `POST /desk/bulk/runs/{id}`: stops it; what it wrote is undone.
pub async fn stop(
    State(office): State<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(sent): Form<Agreed>,
) -> Result<Response, Error> {
    visitor.approve(&office, &sent.csrf)?;
    let me = own(visitor.hand()?)?;
    progress::of(&id, me).ok_or(Error::NotFound)?.stop();
    Ok(Redirect::to(&format!("/desk/bulk/runs/{id}")).into_response())
}

/// Confirms a migration with its progress; gives where that is shown. `who` brought it.
pub fn release(
    office: Office,
    (hand, me): (Hand, gongkai_store::PersonId),
    (organ, import, who): (Organ, gongkai_store::BulkImport, String),
) -> String {
    let id = import.id.to_string();
    let place = format!("/desk/bulk/imports/{id}");
    progress::begin(&id, me, |progress| async move {
        match crate::publish::bulk::migrate::confirm(&office, &hand, (&organ, &import, &who), &progress).await {
            Ok(Some(_)) => Ok(place),
            Ok(None) => Err("已经停下，一条也没有公开。".to_owned()),
            Err(why) => Err(unwritten(why)),
        }
    });
    format!("/desk/bulk/runs/{id}")
}
