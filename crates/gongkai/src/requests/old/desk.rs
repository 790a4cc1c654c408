//! `/desk/import`: the template, looking a spreadsheet through, and taking it in.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::{
    Form, Router,
    extract::{Multipart, Path, State},
    http::StatusCode,
    middleware::map_response,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use gongkai_law::request::standing::Standing;
use gongkai_store::{Organ, OrganId, PersonId};
use serde::Deserialize;

use super::{
    columns::{COLUMNS, Column, NUMBER},
    look::{Fault, Looked, look},
    take_in::{Given, may, take_in},
    template,
};
use crate::{
    guard::{Visitor, headers},
    office::Office,
    page::{self, Error, FieldError},
    people::frame::{Desk, Place},
    requests::desk::{
        list::{export::sent, eyes, refused},
        sent::Sent,
    },
    sheet::kept::Kept,
    verify::portal::as_attachment,
};

/// A spreadsheet that was looked through.
const KEPT: Kept = Kept { purpose: "import", done: "这份表已经补录过了" };
/// Faults that a page lists.
const MOST: usize = 200;

/// The addresses of these pages.
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/desk/import", get(show).post(try_out))
        .route("/desk/import/template.csv", get(template_csv))
        .route("/desk/import/template.xlsx", get(template_xlsx))
        .route("/desk/import/{id}", post(confirm))
        .layer(map_response(headers::keep_private))
}

#[derive(Template)]
#[template(path = "desk/import.html")]
struct ImportPage {
    desk: Desk,
    columns: &'static [Column],
    errors: Vec<FieldError>,
}

/// 试读的结果: what was found, before anything is written.
#[derive(Template)]
#[template(path = "desk/import_look.html")]
struct LookPage {
    desk: Desk,
    name: String,
    rows: usize,
    faults: Vec<Fault>,
    /// Faults that are not listed.
    more: usize,
    remarks: Vec<Fault>,
    more_remarks: usize,
    /// 推定: the column, what was taken for it, and the rows.
    assumed: Vec<(&'static str, String, String)>,
    more_assumed: usize,
    errors: Vec<FieldError>,
    /// Of each year: received, ended, still open from it.
    years: Vec<(i16, usize, usize)>,
    open: usize,
    /// Under which the spreadsheet is kept; `None` where it has to be mended first.
    id: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/import_done.html")]
struct DonePage {
    desk: Desk,
    count: usize,
    given: Given,
}

/// Whoever takes in for their organ.
async fn registrar(office: &Office, visitor: &Visitor) -> Result<(Organ, PersonId), Error> {
    let hand = visitor.hand()?;
    let (_, me, organ) = eyes(hand)?;
    may(hand).map_err(|refusal| Error::Forbidden(refusal.to_string()))?;
    Ok((office.db.organ(organ).await?, me))
}

/// `GET /desk/import`
async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    registrar(&office, &visitor).await?;
    form(&office, &visitor, Vec::new()).await
}

async fn form(office: &Office, visitor: &Visitor, errors: Vec<FieldError>) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Requests).await?;
    page::show_as(page::form_status(errors.is_empty()), &ImportPage { desk, columns: COLUMNS, errors })
}

/// `GET /desk/import/template.csv`
async fn template_csv(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    registrar(&office, &visitor).await?;
    Ok(as_attachment("text/csv; charset=utf-8", "template.csv", template::csv_file()))
}

/// `GET /desk/import/template.xlsx`
async fn template_xlsx(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    registrar(&office, &visitor).await?;
    let file = template::xlsx_file().map_err(|fault| Error::broken(&fault))?;
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let mut response = as_attachment(media, "template.xlsx", Vec::new());
    *response.body_mut() = sent(file);
    response.headers_mut().remove(axum::http::header::CONTENT_LENGTH);
    Ok(response)
}

/// `POST /desk/import`: looks a spreadsheet through; nothing is written but its sealed copy.
async fn try_out(State(office): State<Office>, visitor: Visitor, form_sent: Multipart) -> Result<Response, Error> {
    let (organ, me) = registrar(&office, &visitor).await?;
    let sheets = Sent::read_with(&office, &visitor, form_sent, |bytes| !bytes.is_empty()).await?.papers("file", "");
    let Some(sheet) = sheets.into_iter().next() else {
        return form(&office, &visitor, vec![FieldError::new("file", "请选一个XLSX或者CSV文件")]).await;
    };
    let looked = match looked(&office, &organ, sheet.bytes.clone()).await? {
        Ok(looked) => looked,
        Err(why) => return form(&office, &visitor, vec![FieldError::new("file", why)]).await,
    };
    let id = match looked.faults.is_empty() && looked.rows > 0 {
        true => Some(KEPT.keep(&office, me, &sheet.bytes).await?),
        false => None,
    };
    result(&office, &visitor, sheet.name, looked, id, Vec::new()).await
}

async fn result(
    office: &Office,
    visitor: &Visitor,
    name: String,
    looked: Looked,
    id: Option<String>,
    errors: Vec<FieldError>,
) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Requests).await?;
    let Looked { mut faults, mut remarks, assumed, cases, rows } = looked;
    let mut assumed = by_words(assumed);
    let more_assumed = assumed.len().saturating_sub(MOST);
    assumed.truncate(MOST);
    let (more, more_remarks) = (faults.len().saturating_sub(MOST), remarks.len().saturating_sub(MOST));
    faults.truncate(MOST);
    remarks.truncate(MOST);
    let standings: Vec<_> = cases.iter().map(|case| &case.standing).collect();
    let open = standings.iter().filter(|standing| !standing.is_over()).count();
    let status = page::form_status(id.is_some() && errors.is_empty());
    let years = years(&standings);
    page::show_as(
        status,
        &LookPage {
            desk,
            name,
            rows,
            faults,
            more,
            remarks,
            more_remarks,
            assumed,
            more_assumed,
            errors,
            years,
            open,
            id,
        },
    )
}

/// What was taken as usual, each once with its rows: `第2、3行` and, of many, how many more.
fn by_words(assumed: Vec<Fault>) -> Vec<(&'static str, String, String)> {
    const NAMED: usize = 12;
    let mut rows: BTreeMap<(&'static str, String), Vec<usize>> = BTreeMap::new();
    for one in assumed {
        rows.entry((one.column, one.what)).or_default().push(one.row);
    }
    let told = |rows: Vec<usize>| {
        let named: Vec<_> = rows.iter().take(NAMED).map(usize::to_string).collect();
        match rows.len() > NAMED {
            true => format!("第{}行等{}行", named.join("、"), rows.len()),
            false => format!("第{}行", named.join("、")),
        }
    };
    rows.into_iter().map(|((column, what), rows)| (column, what, told(rows))).collect()
}

/// What the form of a spreadsheet that can be taken in sends.
#[derive(Deserialize)]
struct Agreed {
    csrf: String,
    /// Ticked where something was taken as usual.
    #[serde(default)]
    assumed: Option<String>,
}

/// What each year receives and ends.
fn years(standings: &[&Standing]) -> Vec<(i16, usize, usize)> {
    let mut years: BTreeMap<i16, (usize, usize)> = BTreeMap::new();
    for standing in standings {
        if let Some(received) = standing.received {
            years.entry(received.year()).or_default().0 += 1;
        }
        if let Some(ending) = standing.counted() {
            years.entry(ending.on.year()).or_default().1 += 1;
        }
    }
    years.into_iter().map(|(year, (came, ended))| (year, came, ended)).collect()
}

/// Looks through, and tells which old numbers the register has already.
async fn looked(office: &Office, organ: &Organ, bytes: Vec<u8>) -> Result<Result<Looked, String>, Error> {
    let (today, calendar) = (office.today(), office.calendar.clone());
    let looked = tokio::task::spawn_blocking(move || look(&bytes, today, &calendar)).await;
    let mut looked = match looked.map_err(|fault| Error::broken(&fault))? {
        Ok(looked) => looked,
        Err(why) => return Ok(Err(why)),
    };
    let twice = twice(office, organ.id, &looked).await?;
    looked.faults.extend(twice);
    looked.faults.sort_by_key(|fault| fault.row);
    Ok(Ok(looked))
}

async fn twice(office: &Office, organ: OrganId, looked: &Looked) -> Result<Vec<Fault>, gongkai_store::Error> {
    let rows: HashMap<&str, usize> = looked.cases.iter().map(|case| (case.old_number.as_str(), case.row)).collect();
    let numbers: Vec<_> = rows.keys().copied().collect();
    let known = office.db.old_numbers(organ, &numbers).await?;
    let fault = |(old, number): (String, String)| Fault {
        row: rows.get(old.as_str()).copied().unwrap_or(0),
        column: NUMBER,
        what: format!("原编号“{old}”已经补录过，现在的编号是{number}"),
        mend: "删掉这一行".to_owned(),
        article: None,
    };
    Ok(known.into_iter().map(fault).collect())
}

/// `POST /desk/import/{id}`: takes in what was looked through.
async fn confirm(
    State(office): State<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(form_sent): Form<Agreed>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form_sent.csrf)?;
    let (organ, me) = registrar(&office, &visitor).await?;
    let bytes = match KEPT.again(&office, me, &id).await? {
        Ok(bytes) => bytes,
        Err(gone) => return form(&office, &visitor, vec![gone]).await,
    };
    let looked = match looked(&office, &organ, bytes).await? {
        Ok(looked) if looked.faults.is_empty() => looked,
        Ok(looked) => return result(&office, &visitor, "刚才的表".to_owned(), looked, None, Vec::new()).await,
        Err(why) => return form(&office, &visitor, vec![FieldError::new("file", why)]).await,
    };
    if !looked.assumed.is_empty() && form_sent.assumed.is_none() {
        let unread = FieldError::new("assumed", "表里没有写、按惯例推定的，请先核对，再勾选确认");
        return result(&office, &visitor, "刚才的表".to_owned(), looked, Some(id), vec![unread]).await;
    }
    let given =
        take_in(&office, visitor.hand()?, &organ, &KEPT.mac(&office, me, &id), &looked.cases).await.map_err(refused)?;
    let desk = Desk::new(&office, &visitor, Place::Requests).await?;
    let page = DonePage { desk, count: looked.cases.len(), given };
    Ok((StatusCode::CREATED, page::show(&page)?).into_response())
}
