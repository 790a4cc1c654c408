//! `/desk/bulk`: bringing an inventory with its files, or saved pages, and reading what would come of it.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Multipart, Path, State},
    response::Response,
};
use gongkai_store::{BulkImport, Organ};

use super::{keep::Upload, writer};
use crate::{
    calendar_view::spoken,
    guard::Visitor,
    office::{Office, civil_date},
    page::{self, Error, FieldError},
    people::frame::{Desk, Place},
    publish::{
        bulk::{
            columns::COLUMNS,
            look::{Looked, MOST},
            one::Item,
            pages::Cells,
            progress::Progress,
            take_in::{Brought, may_migrate},
            template,
        },
        write::drafts,
    },
    requests::desk::{list::export::sent, sent::Sent},
    sheet::table::{Column, Fault},
    verify::portal::as_attachment,
};

/// Rows that a page lists.
const LISTED: usize = 200;
/// Imports that the page lists.
const IMPORTS: i64 = 30;

#[derive(Template)]
#[template(path = "publish/bulk/bring.html")]
struct BringPage {
    desk: Desk,
    columns: &'static [Column],
    most: usize,
    may_write: bool,
    may_migrate: bool,
    migrates: bool,
    why: String,
    imports: Vec<ImportLine>,
    errors: Vec<FieldError>,
}

impl BringPage {
    fn wrong(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }
}

/// An import in the list.
struct ImportLine {
    href: String,
    name: String,
    items: i64,
    on: String,
    state: (&'static str, &'static str),
}

/// What became of an import: the class of its tag, and its words.
pub fn state(import: &BulkImport) -> (&'static str, &'static str) {
    match import.state.as_str() {
        "brought" => ("warn", "等负责人提请"),
        "waiting" => ("warn", "等签发人确认"),
        "released" => ("ok", "已迁移"),
        "refused" => ("bad", "不同意迁移"),
        _ => ("info", "成为草稿"),
    }
}

/// `GET /desk/bulk`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let (organ, _) = reader(&office, &visitor).await?;
    form(&office, &visitor, &organ, (&Brought { name: String::new(), why: String::new(), migrates: false }, Vec::new()))
        .await
}

/// Who may look at the list: whoever has a part in publishing; to bring something is the writers'.
async fn reader(office: &Office, visitor: &Visitor) -> Result<(Organ, bool), Error> {
    let hand = visitor.hand()?;
    match hand {
        crate::people::roles::Hand::Staff { organ: Some(organ), .. } if hand.is_any(&crate::publish::take::EDITORS) => {
            Ok((office.db.organ(*organ).await?, crate::publish::write::drafts(hand).is_ok()))
        }
        _ => Err(Error::Forbidden("批量导入由公开信息的工作人员使用".to_owned())),
    }
}

async fn form(
    office: &Office,
    visitor: &Visitor,
    organ: &Organ,
    (brought, errors): (&Brought, Vec<FieldError>),
) -> Result<Response, Error> {
    let line = |import: BulkImport| ImportLine {
        href: format!("/desk/bulk/imports/{}", import.id),
        on: spoken(civil_date(import.at_ms.timestamp())),
        state: state(&import),
        name: import.name,
        items: import.items,
    };
    let imports = office.db.bulk_imports(organ.id, IMPORTS).await?;
    let page = BringPage {
        desk: Desk::new(office, visitor, Place::Publications).await?,
        columns: COLUMNS,
        most: MOST,
        may_write: drafts(visitor.hand()?).is_ok(),
        may_migrate: may_migrate(visitor.hand()?).is_ok(),
        migrates: brought.migrates,
        why: brought.why.clone(),
        imports: imports.into_iter().map(line).collect(),
        errors,
    };
    page::show_as(page::form_status(page.errors.is_empty()), &page)
}

/// `GET /desk/bulk/template.xlsx`
pub async fn template(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    writer(&office, &visitor).await?;
    spreadsheet("清单.xlsx", Vec::new()).await
}

/// `GET /desk/bulk/{id}/list.xlsx`: what saved pages gave, to be mended and brought again with the same bundle.
pub async fn list(State(office): State<Office>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Error> {
    let (organ, me) = writer(&office, &visitor).await?;
    let upload = Upload::kept(&office, me, &id).await?.ok_or(Error::NotFound)?;
    let progress = Arc::new(Progress::unwatched(None));
    let (looked, _) = upload.look(&office, &organ, progress).await?.map_err(Error::Unreadable)?;
    spreadsheet("清单.xlsx", looked.pages).await
}

async fn spreadsheet(name: &str, rows: Vec<Cells>) -> Result<Response, Error> {
    let made =
        tokio::task::spawn_blocking(move || template::file(&rows)).await.map_err(|fault| Error::broken(&fault))?;
    let file = made.map_err(|fault| Error::broken(&fault))?;
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let mut response = as_attachment(media, name, Vec::new());
    *response.body_mut() = sent(file);
    response.headers_mut().remove(axum::http::header::CONTENT_LENGTH);
    Ok(response)
}

/// `POST /desk/bulk`: looks it through; nothing is written but its sealed copy.
pub async fn try_out(State(office): State<Office>, visitor: Visitor, body: Multipart) -> Result<Response, Error> {
    let (organ, me) = writer(&office, &visitor).await?;
    let sent = Sent::read_with(&office, &visitor, body, |bytes| !bytes.is_empty()).await?;
    let (sheet, zip) = (sent.papers("file", "").into_iter().next(), sent.papers("files", "").into_iter().next());
    let name = sheet.as_ref().or(zip.as_ref()).map_or(String::new(), |paper| paper.name.clone());
    let brought = Brought { name, why: sent.word("why").to_owned(), migrates: sent.word("way") == "migrate" };
    let mut errors: Vec<_> = sent.refused("files").collect();
    if sheet.is_none() && zip.is_none() && errors.is_empty() {
        errors.push(FieldError::new("file", "请选一份清单，或者一包旧网页"));
    }
    if brought.migrates {
        may_migrate(visitor.hand()?)?;
        if brought.why.is_empty() {
            errors.push(FieldError::new("why", "请写明理由：从哪个系统来，原来怎样审查公开的"));
        }
    }
    if brought.why.chars().count() > 500 {
        errors.push(FieldError::new("why", "理由最多500字"));
    }
    if !errors.is_empty() {
        return form(&office, &visitor, &organ, (&brought, errors)).await;
    }
    let upload = Upload {
        brought,
        sheet: sheet.map(|paper| paper.bytes),
        zip: zip.map(|paper| paper.bytes).unwrap_or_default(),
    };
    let looked = match upload.look(&office, &organ, Arc::new(Progress::unwatched(None))).await? {
        Ok((looked, _)) => looked,
        Err(why) => {
            return form(&office, &visitor, &organ, (&upload.brought, vec![FieldError::new("file", why)])).await;
        }
    };
    // pages that have to be mended are mended in the list that they gave
    let id = match looked.rows > 0 && (looked.faults.is_empty() || !looked.pages.is_empty()) {
        true => Some(upload.keep(&office, me).await?),
        false => None,
    };
    result(&office, &visitor, &upload.brought, (looked, id)).await
}

/// A publication in the preview.
struct Shown {
    nth: usize,
    title: String,
    kind: &'static str,
    number: String,
    formed: String,
    released: String,
    files: usize,
    begins: String,
}

#[derive(Template)]
#[template(path = "publish/bulk/look.html")]
struct LookPage {
    desk: Desk,
    brought: Brought,
    rows: usize,
    files: usize,
    faults: Vec<Fault>,
    /// Faults that are not listed.
    more: usize,
    passed: Vec<(String, String)>,
    more_passed: usize,
    shown: Vec<Shown>,
    more_shown: usize,
    /// Whether they are saved pages, whose list can be had.
    pages: bool,
    id: Option<String>,
}

pub(super) async fn result(
    office: &Office,
    visitor: &Visitor,
    brought: &Brought,
    (looked, id): (Looked, Option<String>),
) -> Result<Response, Error> {
    let Looked { items, mut faults, mut passed, rows, pages } = looked;
    let fit: Vec<&Item> = items.iter().filter(|item| !faults.iter().any(|fault| fault.row == item.nth)).collect();
    let (more, more_passed) = (faults.len().saturating_sub(LISTED), passed.len().saturating_sub(LISTED));
    let sound = faults.is_empty() && rows > 0;
    faults.truncate(LISTED);
    passed.truncate(LISTED);
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let shown = |item: &Item| Shown {
        nth: item.nth,
        title: item.content.title.clone(),
        kind: item.kind.label(),
        number: item.content.number.clone(),
        formed: day(item.content.formed),
        released: day(item.released),
        files: item.files.len(),
        begins: item.content.body.chars().take(60).collect(),
    };
    let page = LookPage {
        desk: Desk::new(office, visitor, Place::Publications).await?,
        brought: brought.clone(),
        rows,
        files: items.iter().map(|item| item.files.len()).sum(),
        faults,
        more,
        passed,
        more_passed,
        shown: fit.iter().take(LISTED).map(|item| shown(item)).collect(),
        more_shown: fit.len().saturating_sub(LISTED),
        pages: !pages.is_empty(),
        id,
    };
    page::show_as(page::form_status(sound), &page)
}
