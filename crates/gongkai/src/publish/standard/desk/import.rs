//! `/desk/standard/import`: looking a catalogue through, and making it the organ's.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Form,
    extract::{Multipart, Path, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_store::{MOST_STANDARD_ROWS, Organ, PersonId};
use serde::Deserialize;

use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error, FieldError},
    people::frame::{Desk, Place},
    publish::standard::{
        acts::{self, may},
        line::COLUMNS,
        look::{Change, Looked, change, look},
    },
    requests::desk::{list::refused, sent::Sent},
    sheet::{
        kept::Kept,
        table::{Column, Fault},
    },
};

/// A catalogue that was looked through.
const KEPT: Kept = Kept { purpose: "standard", done: "这份目录已经导入过了" };
/// Faults that a page lists.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "publish/standard/import.html")]
struct ImportPage {
    desk: Desk,
    columns: &'static [Column],
    most: usize,
    errors: Vec<FieldError>,
}

#[derive(Template)]
#[template(path = "publish/standard/look.html")]
struct LookPage {
    desk: Desk,
    name: String,
    rows: usize,
    faults: Vec<Fault>,
    /// Faults that are not listed.
    more: usize,
    change: Change,
    errors: Vec<FieldError>,
    /// Under which the spreadsheet is kept; `None` where it has to be mended first.
    id: Option<String>,
}

impl LookPage {
    /// Whether somebody has to agree to something before it is taken in.
    fn asks(&self) -> bool {
        !self.change.gone.is_empty() || !self.change.own.is_empty()
    }
}

async fn keeper(office: &Office, visitor: &Visitor) -> Result<(Organ, PersonId), Error> {
    let (organ, me) = may(visitor.hand()?)?;
    Ok((office.db.organ(organ).await?, me))
}

/// `GET /desk/standard/import`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    keeper(&office, &visitor).await?;
    form(&office, &visitor, Vec::new()).await
}

async fn form(office: &Office, visitor: &Visitor, errors: Vec<FieldError>) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Publications).await?;
    let status = page::form_status(errors.is_empty());
    page::show_as(status, &ImportPage { desk, columns: COLUMNS, most: MOST_STANDARD_ROWS, errors })
}

/// `POST /desk/standard/import`: looks a spreadsheet through; nothing is written but its sealed copy.
pub async fn try_out(State(office): State<Office>, visitor: Visitor, form_sent: Multipart) -> Result<Response, Error> {
    let (organ, me) = keeper(&office, &visitor).await?;
    let sheets = Sent::read_with(&office, &visitor, form_sent, |bytes| !bytes.is_empty()).await?.papers("file", "");
    let Some(sheet) = sheets.into_iter().next() else {
        return form(&office, &visitor, vec![FieldError::new("file", "请选一个XLSX或者CSV文件")]).await;
    };
    let looked = match looked(sheet.bytes.clone()).await? {
        Ok(looked) => looked,
        Err(why) => return form(&office, &visitor, vec![FieldError::new("file", why)]).await,
    };
    let id = match looked.faults.is_empty() && looked.rows > 0 {
        true => Some(KEPT.keep(&office, me, &sheet.bytes).await?),
        false => None,
    };
    result(&office, &visitor, &organ, (sheet.name, looked), (id, Vec::new())).await
}

async fn looked(bytes: Vec<u8>) -> Result<Result<Looked, String>, Error> {
    tokio::task::spawn_blocking(move || look(&bytes)).await.map_err(|fault| Error::broken(&fault))
}

async fn result(
    office: &Office,
    visitor: &Visitor,
    organ: &Organ,
    (name, looked): (String, Looked),
    (id, errors): (Option<String>, Vec<FieldError>),
) -> Result<Response, Error> {
    let before = office.db.standard_rows(organ.id, None).await?;
    let counts = office.db.standard_counts(organ.id).await?;
    let counts: HashMap<_, _> = counts.into_iter().map(|one| (one.row_id, one.count)).collect();
    let change = change(&looked.lines, &before, |row| counts.get(&row.id).copied().unwrap_or(0));
    let Looked { mut faults, rows, .. } = looked;
    let more = faults.len().saturating_sub(MOST);
    faults.truncate(MOST);
    let status = page::form_status(id.is_some() && errors.is_empty());
    let desk = Desk::new(office, visitor, Place::Publications).await?;
    page::show_as(status, &LookPage { desk, name, rows, faults, more, change, errors, id })
}

/// What the form of a spreadsheet that can be taken in sends.
#[derive(Deserialize)]
pub struct Agreed {
    csrf: String,
    /// Ticked where rows go, or fields are the organ's own.
    #[serde(default)]
    agreed: Option<String>,
}

/// `POST /desk/standard/import/{id}`: makes what was looked through the organ's catalogue.
pub async fn confirm(
    State(office): State<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(form_sent): Form<Agreed>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form_sent.csrf)?;
    let (organ, me) = keeper(&office, &visitor).await?;
    let bytes = match KEPT.again(&office, me, &id).await? {
        Ok(bytes) => bytes,
        Err(gone) => return form(&office, &visitor, vec![gone]).await,
    };
    let looked = match looked(bytes).await? {
        Ok(looked) if looked.faults.is_empty() => looked,
        Ok(looked) => {
            return result(&office, &visitor, &organ, ("刚才的表".to_owned(), looked), (None, Vec::new())).await;
        }
        Err(why) => return form(&office, &visitor, vec![FieldError::new("file", why)]).await,
    };
    let before = office.db.standard_rows(organ.id, None).await?;
    let change = change(&looked.lines, &before, |_| 0);
    if (!change.gone.is_empty() || !change.own.is_empty()) && form_sent.agreed.is_none() {
        let unread = FieldError::new("agreed", "要删去的行、自有的领域，请先核对，再勾选确认");
        return result(&office, &visitor, &organ, ("刚才的表".to_owned(), looked), (Some(id), vec![unread])).await;
    }
    acts::import(&office, visitor.hand()?, &organ, &KEPT.mac(&office, me, &id), &looked.lines)
        .await
        .map_err(refused)?;
    Ok(Redirect::to("/desk/standard").into_response())
}
