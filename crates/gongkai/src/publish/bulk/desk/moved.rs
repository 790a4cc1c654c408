//! `/desk/moved`: the addresses of an old site, and to what each leads; the administrator's.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Multipart, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_store::{Moment, OldAddress, PublicationId};
use serde::Deserialize;

use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error, FieldError},
    people::{
        frame::{Desk, Place},
        roles::Role,
    },
    publish::{bulk::moved::address, portal::lines},
    requests::desk::sent::Sent,
    sheet::table::{Fault, Table},
};

const OLD: &str = "旧地址";
const INDEX: &str = "索引号";
/// Rows of one table, of a page, and faults of a page.
const MOST: usize = 50_000;
const ROWS: i64 = 100;
const LISTED: usize = 200;

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    after: String,
    kept: Option<usize>,
}

/// An old address in the list.
struct Row {
    old: String,
    /// Where it leads and what that is called; `None` where it is not public yet.
    to: Option<(String, String)>,
    gone: bool,
}

#[derive(Template)]
#[template(path = "publish/bulk/moved.html")]
struct MovedPage {
    desk: Desk,
    asked: Asked,
    count: i64,
    most: usize,
    rows: Vec<Row>,
    next: Option<String>,
    faults: Vec<Fault>,
    /// Faults that are not listed.
    more: usize,
    errors: Vec<FieldError>,
}

fn administrator(visitor: &Visitor) -> Result<(), Error> {
    match visitor.hand()?.is_any(&[Role::System]) {
        true => Ok(()),
        false => Err(Error::Forbidden(format!("旧地址由{}维护", Role::System.label()))),
    }
}

/// `GET /desk/moved`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    administrator(&visitor)?;
    render(&office, &visitor, asked, (Vec::new(), Vec::new())).await
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    asked: Asked,
    (mut faults, errors): (Vec<Fault>, Vec<FieldError>),
) -> Result<Response, Error> {
    let mut found = office.db.old_addresses(asked.q.trim(), &asked.after, ROWS + 1).await?;
    let more_rows = found.len() as i64 > ROWS;
    found.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let next = if more_rows { found.last().map(|last| last.old.clone()) } else { None };
    let row = |one: OldAddress| Row {
        to: one.index_number.zip(one.title).map(|(index, title)| (lines::address(&index), title)),
        gone: one.state.is_some_and(|state| state != "public"),
        old: one.old,
    };
    let more = faults.len().saturating_sub(LISTED);
    let sound = faults.is_empty() && errors.is_empty();
    faults.truncate(LISTED);
    let page = MovedPage {
        desk: Desk::new(office, visitor, Place::Setup).await?,
        asked,
        count: office.db.old_address_count().await?,
        most: MOST,
        rows: found.into_iter().map(row).collect(),
        next,
        faults,
        more,
        errors,
    };
    page::show_as(page::form_status(sound), &page)
}

/// `POST /desk/moved`: takes a table of old addresses in, all of it or nothing, or forgets one address.
pub async fn keep(State(office): State<Office>, visitor: Visitor, body: Multipart) -> Result<Response, Error> {
    administrator(&visitor)?;
    let sent = Sent::read_with(&office, &visitor, body, |bytes| !bytes.is_empty()).await?;
    let actor = visitor.hand()?.actor();
    if !sent.word("drop").is_empty() {
        let mut act = office.db.act(actor, Moment(office.now_ms())).await?;
        act.drop_redirect(sent.word("drop")).await?;
        act.commit().await?;
        return Ok(Redirect::to("/desk/moved").into_response());
    }
    let Some(sheet) = sent.papers("file", "").into_iter().next() else {
        let errors = vec![FieldError::new("file", "请选一个XLSX或者CSV文件")];
        return render(&office, &visitor, Asked::default(), (Vec::new(), errors)).await;
    };
    let bytes = sheet.bytes;
    let read = tokio::task::spawn_blocking(move || Table::read(&bytes, &[(OLD, true), (INDEX, true)], MOST));
    let table = match read.await.map_err(|fault| Error::broken(&fault))? {
        Ok(table) => table,
        Err(why) => {
            return render(&office, &visitor, Asked::default(), (Vec::new(), vec![FieldError::new("file", why)])).await;
        }
    };
    let (moved, faults) = understood(&office, &table).await?;
    if !faults.is_empty() {
        return render(&office, &visitor, Asked::default(), (faults, Vec::new())).await;
    }
    let all: Vec<_> = moved.iter().map(|(old, to)| (old.as_str(), *to)).collect();
    let mut act = office.db.act(actor, Moment(office.now_ms())).await?;
    act.add_redirects(None, &all).await?;
    act.commit().await?;
    Ok(Redirect::to(&format!("/desk/moved?kept={}", all.len())).into_response())
}

/// The rows of a table, found by one question; what is wrong with each.
async fn understood(
    office: &Office,
    table: &Table,
) -> Result<(Vec<(String, PublicationId)>, Vec<Fault>), gongkai_store::Error> {
    let rows: Vec<_> = table.rows().collect();
    let meant = |said: &str| said.split_once("/items/").map_or(said, |(_, index)| index).trim().to_owned();
    let numbers: Vec<String> = rows.iter().map(|row| meant(row.get(INDEX))).filter(|one| !one.is_empty()).collect();
    let numbers: Vec<_> = numbers.iter().map(String::as_str).collect();
    let known: HashMap<String, PublicationId> = office.db.ever_released_under(&numbers).await?.into_iter().collect();
    let (mut moved, mut faults) = (Vec::new(), Vec::new());
    let mut seen: HashMap<String, usize> = HashMap::new();
    for row in &rows {
        let old = match address(row.get(OLD)) {
            Ok(old) => Some(old),
            Err(why) => {
                faults.push(row.fault(OLD, why, "写成旧网站上的路径，如 /art/2021/3/10/art_1_23.html"));
                None
            }
        };
        if let Some(before) = old.as_ref().and_then(|old| seen.insert(old.clone(), row.nth)) {
            faults.push(row.fault(OLD, format!("和第{before}行相同"), "一个旧地址只转到一处，删掉一行"));
        }
        match (old, known.get(&meant(row.get(INDEX)))) {
            (Some(old), Some(to)) => moved.push((old, *to)),
            (_, Some(_)) => {}
            (_, None) => {
                let what = format!("没有发布过“{}”", row.get(INDEX));
                faults.push(row.fault(INDEX, what, "填已经发布的信息的索引号，或者它的新地址"));
            }
        }
    }
    Ok((moved, faults))
}
