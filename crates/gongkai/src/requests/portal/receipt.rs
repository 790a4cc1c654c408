//! `/requests/receipt`: what the applicant keeps: the number, the code, the due date with its proof.

use askama::Template;
use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{
    calendar::in_chinese,
    request::{application::Applicant, clarify},
};
use tower_sessions::Session;

use super::{
    memory,
    progress::{Clock, Contents},
    qr::{self, Qr},
};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, Nav},
    requests::{dossier::Dossier, mask, register},
    site_map,
};

#[derive(Template)]
#[template(path = "requests/receipt.html")]
struct ReceiptPage {
    chrome: Chrome,
    number: String,
    /// 查询码, while it may be shown.
    code: Option<String>,
    minutes: i64,
    qr: Option<Qr>,
    received: String,
    received_iso: String,
    clock: Option<Clock>,
    clarify_by: String,
    contents: Contents,
    applicant: String,
}

/// `GET /requests/receipt`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let Some(given) = memory::given(&office, &session).await else {
        return Ok(Redirect::to("/requests/follow").into_response());
    };
    let Some(dossier) = memory::opened(&office, &session, &given.number).await? else {
        return Ok(Redirect::to("/requests/follow").into_response());
    };
    let organ = office.db.organ(dossier.request.line.organ_id).await?;
    let received = dossier.standing.received;
    let clarify_by = received.and_then(|day| clarify::ask_by(day, &office.calendar));
    page::show(&ReceiptPage {
        chrome: Chrome::new(&office, &visitor, Nav::Requests).private(),
        qr: address(&office, &headers, &given.number).and_then(|address| qr::draw(&address)),
        minutes: memory::SHOWN,
        received: received.map(in_chinese).unwrap_or_default(),
        received_iso: received.map(|day| day.to_string()).unwrap_or_default(),
        clock: dossier.standing.clock.as_ref().map(|clock| Clock::of(clock, office.today())),
        clarify_by: clarify_by.map(|term| in_chinese(term.date)).unwrap_or_default(),
        applicant: applicant(&office, &dossier),
        contents: Contents::of(&dossier, &organ),
        number: given.number,
        code: given.code,
    })
}

/// 林*舟（公民）
fn applicant(office: &Office, dossier: &Dossier) -> String {
    let kind = dossier.applicant();
    let name = register::identity(office, &dossier.request).ok().flatten().map(|identity| identity.name);
    let shown = name.map(|name| if kind == Applicant::NaturalPerson { mask::name(&name) } else { name });
    format!("{}（{}）", shown.unwrap_or_default(), kind.label())
}

/// The address of the progress page by the name under which this browser reached us, for a telephone to scan.
fn address(office: &Office, headers: &HeaderMap, number: &str) -> Option<String> {
    let base = site_map::base(office, headers);
    (!base.is_empty()).then(|| format!("{base}/requests/follow?n={number}"))
}
