//! `/desk/season/{year}/of/{organ}/confirm`: what our reader found in a report that was made elsewhere, cell by cell.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    Form,
    extract::{Multipart, Path, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_store::{Organ, SeasonUpload};
use serde::Deserialize;

use super::{
    super::{
        confirm::{self, Stopped},
        upload, who,
    },
    cells::{self, Part},
    one::{self, Back, Seen},
};
use crate::{
    compile::range::Range,
    guard::Visitor,
    office::{Office, civil_minute},
    page::{self, Error, FieldError},
    people::{
        frame::{Desk, Place},
        roles::{Duty, Hand},
    },
    requests::{desk::sent::Sent, take::NotTaken},
    verify::portal::as_attachment,
};

#[derive(Template)]
#[template(path = "season/confirm.html")]
struct ConfirmPage {
    desk: Desk,
    year: i16,
    organ: Organ,
    part: who::Part,
    n: i32,
    file: String,
    at: String,
    agency: String,
    /// 编制范围
    range: Range,
    /// 错误: check and words.
    fails: Vec<(String, String)>,
    /// Whether this person may let them pass.
    may_pass: bool,
    pass: String,
    /// How many cells have no number yet.
    unread: usize,
    parts: Vec<Part>,
    /// 谁签发的
    signed: String,
    source: String,
    /// Where the file says another number than was read.
    fixed: String,
    longest: usize,
    /// Why this person cannot confirm it; empty where they can.
    refused: String,
    /// What is said where the checks broke off; empty where they were run.
    unweighed: &'static str,
    errors: Vec<FieldError>,
}

impl ConfirmPage {
    fn wrong(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }
}

/// `POST /desk/season/{year}/of/{organ}/upload`
pub async fn bring(
    State(office): State<Office>,
    visitor: Visitor,
    Path((year, slug)): Path<(i16, String)>,
    form: Multipart,
) -> Result<Response, Error> {
    let sent = Sent::read_with(&office, &visitor, form, |_| true).await?;
    let hand = visitor.hand()?;
    let seen = Seen::of(&office, hand, (year, &slug)).await?;
    upload::may(seen.part, seen.work.as_ref())?;
    let key = sent.word("range");
    let range = match upload::range_of(&seen.organ, Range::of_key(key)) {
        Ok(range) => range,
        Err(why) => return again(&office, &visitor, seen, (key, "range", why.to_string())).await,
    };
    let Some(paper) = sent.papers("file", "report").into_iter().next() else {
        let why = sent.refused("file").next().map_or_else(|| "选一份文件".to_owned(), |error| error.message);
        return again(&office, &visitor, seen, (key, "file", why)).await;
    };
    let brought = upload::bring(&office, hand, (&seen.organ, seen.year, range), (&paper.name, paper.bytes)).await;
    read(&office, &visitor, seen, (key, "file", brought)).await
}

/// What is sent to take a report out of the library.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Shelved {
    csrf: String,
    range: String,
}

/// `POST /desk/season/{year}/of/{organ}/shelved`: the file that the library has.
pub async fn bring_shelved(
    State(office): State<Office>,
    visitor: Visitor,
    Path((year, slug)): Path<(i16, String)>,
    Form(sent): Form<Shelved>,
) -> Result<Response, Error> {
    visitor.approve(&office, &sent.csrf)?;
    let hand = visitor.hand()?;
    let seen = Seen::of(&office, hand, (year, &slug)).await?;
    // without it the page has no such form to come back to
    upload::may_take(&office, (&seen.organ, seen.part), seen.year, seen.work.as_ref()).await??;
    let key = sent.range.as_str();
    let range = match upload::range_of(&seen.organ, Range::of_key(key)) {
        Ok(range) => range,
        Err(why) => return again(&office, &visitor, seen, (key, "shelved", why.to_string())).await,
    };
    let brought = upload::bring_shelved(&office, hand, (&seen.organ, seen.part), (seen.year, range)).await;
    read(&office, &visitor, seen, (key, "shelved", brought)).await
}

/// To what was read, or back to the form with the reason.
async fn read(
    office: &Office,
    visitor: &Visitor,
    seen: Seen,
    (range, field, brought): (&str, &'static str, Result<(), NotTaken>),
) -> Result<Response, Error> {
    match brought {
        Ok(()) => Ok(Redirect::to(&format!("{}/confirm", seen.href())).into_response()),
        Err(NotTaken::Refused(why)) => again(office, visitor, seen, (range, field, why.to_string())).await,
        Err(NotTaken::Store(error)) => Err(error.into()),
    }
}

async fn again(
    office: &Office,
    visitor: &Visitor,
    seen: Seen,
    (range, field, why): (&str, &'static str, String),
) -> Result<Response, Error> {
    let back = Back { range: range.to_owned(), errors: vec![FieldError::new(field, why)], ..Back::default() };
    one::render(office, visitor, seen, back).await
}

/// `GET /desk/season/{year}/of/{organ}/confirm`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path((year, slug)): Path<(i16, String)>,
) -> Result<Response, Error> {
    let hand = visitor.hand()?;
    let seen = Seen::of(&office, hand, (year, &slug)).await?;
    let upload = waiting(&office, hand, &seen).await?;
    render(&office, &visitor, (seen, upload), (&BTreeMap::new(), Vec::new(), &[])).await
}

/// `GET /desk/season/{year}/of/{organ}/confirm/file`: the very file, to be held beside what was read, and once it is handed in
/// beside what was confirmed.
pub async fn file(
    State(office): State<Office>,
    visitor: Visitor,
    Path((year, slug)): Path<(i16, String)>,
) -> Result<Response, Error> {
    let hand = visitor.hand()?;
    let seen = Seen::of(&office, hand, (year, &slug)).await?;
    let upload = match confirm::waiting(&office, hand, (&seen.organ, seen.part), seen.year).await? {
        Some(upload) => upload,
        None => confirm::behind(&office, seen.work.as_ref()).await?.ok_or(Error::NotFound)?,
    };
    let (info, bytes) = tokio::try_join!(office.db.file(upload.file_sm3), office.db.file_bytes(upload.file_sm3))?;
    Ok(as_attachment(&info.media, &upload.file_name, bytes))
}

/// The upload that waits for somebody's word.
async fn waiting(office: &Office, hand: &Hand, seen: &Seen) -> Result<SeasonUpload, Error> {
    confirm::waiting(office, hand, (&seen.organ, seen.part), seen.year).await?.ok_or(Error::NotFound)
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    (seen, upload): (Seen, SeasonUpload),
    (typed, errors, wrong): (&BTreeMap<String, String>, Vec<FieldError>, &[String]),
) -> Result<Response, Error> {
    let report = upload::read(&upload)?;
    let agency = report.agency.clone().unwrap_or_default();
    let filled = upload::filled(&report, typed).unwrap_or_else(|_| report.clone());
    let weighed = confirm::weigh(office, &seen.organ, &upload, &filled).await?;
    let refused = confirm::may_confirm(office, seen.part, &seen.organ).await?;
    let refused = refused.err().map(|why| why.to_string()).unwrap_or_default();
    // who typed something finds it where it was, whatever became of the checks
    let unweighed = if weighed.is_none() { confirm::UNWEIGHED } else { "" };
    let word = |name: &str| typed.get(name).cloned().unwrap_or_default();
    page::show_as(
        page::form_status(errors.is_empty()),
        &ConfirmPage {
            desk: Desk::new(office, visitor, Place::Season).await?,
            year: seen.year,
            part: seen.part,
            n: upload.n,
            at: civil_minute(upload.at_ms.timestamp()),
            agency,
            range: Range::of_key(&upload.scope).unwrap_or_default(),
            fails: weighed.unwrap_or_default().fails.into_iter().map(|(_, code, message)| (code, message)).collect(),
            may_pass: visitor.hand()?.is_any(Duty::PassFindings.roles()),
            pass: word("pass"),
            unread: upload::unread(&filled).len(),
            parts: cells::parts((&report, &filled), (typed, wrong)),
            signed: word("signed"),
            source: word("source"),
            fixed: word("fixed"),
            longest: confirm::LONGEST,
            refused,
            unweighed,
            file: upload.file_name,
            organ: seen.organ,
            errors,
        },
    )
}

/// `POST /desk/season/{year}/of/{organ}/confirm`
pub async fn sure(
    State(office): State<Office>,
    visitor: Visitor,
    Path((year, slug)): Path<(i16, String)>,
    Form(typed): Form<BTreeMap<String, String>>,
) -> Result<Response, Error> {
    let word = |name: &str| typed.get(name).map_or("", String::as_str);
    visitor.approve(&office, word("csrf"))?;
    let hand = visitor.hand()?;
    let seen = Seen::of(&office, hand, (year, &slug)).await?;
    let upload = waiting(&office, hand, &seen).await?;
    if upload.n.to_string() != word("n") {
        return Err(Error::Stale);
    }
    let report = match upload::filled(&upload::read(&upload)?, &typed) {
        Ok(report) => report,
        Err(wrong) => {
            let errors = vec![FieldError::new("cells", "补填、改正的要写数，除了增减都不小于零，写错的格已经标出")];
            return render(&office, &visitor, (seen, upload), (&typed, errors, &wrong)).await;
        }
    };
    if word("do") == "check" {
        return render(&office, &visitor, (seen, upload), (&typed, Vec::new(), &[])).await;
    }
    let said =
        confirm::Said { signed: word("signed"), source: word("source"), fixed: word("fixed"), pass: word("pass") };
    match confirm::confirm(&office, hand, (&seen.organ, seen.part), (&upload, &report), said).await {
        Ok(()) => Ok(Redirect::to(&format!("{}?done=confirmed", seen.href())).into_response()),
        Err(Stopped { field, why: NotTaken::Refused(why) }) => {
            let errors = vec![FieldError::new(field, why)];
            render(&office, &visitor, (seen, upload), (&typed, errors, &[])).await
        }
        Err(Stopped { why: NotTaken::Store(error), .. }) => Err(error.into()),
    }
}
