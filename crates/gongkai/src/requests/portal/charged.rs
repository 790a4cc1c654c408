//! `/requests/follow/{number}/fee`: what is to be paid, how it was reckoned, how and until when to pay, and what follows if
//! nobody pays.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use gongkai_law::{
    calendar::in_chinese,
    request::{
        fee::{self, Tariff},
        step::Step,
    },
};
use tower_sessions::Session;

use super::follow::opened;
use crate::{
    fee::TariffView,
    guard::Visitor,
    letters::head::Letterhead,
    office::Office,
    page::{self, Chrome, Error, Nav},
    requests::dossier::Dossier,
};

#[derive(Template)]
#[template(path = "requests/charged.html")]
struct ChargedPage {
    chrome: Chrome,
    number: String,
    organ: String,
    yuan: String,
    /// 按件计收，本月第12件 …; empty where the office did not say.
    reckoning: String,
    /// 收费标准: the one by which it was reckoned, or both where the office did not say.
    tariffs: Vec<TariffView>,
    payment: String,
    contact: String,
    /// When the notice came.
    noticed: String,
    /// Until when to pay: ISO and in words.
    until: Option<(String, String)>,
    provisional: bool,
    over: bool,
    paid: bool,
}

/// `GET /requests/follow/{number}/fee`: 404 where no fee was asked for.
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    let dossier = match opened(&office, &session, &number).await? {
        Ok(dossier) => dossier,
        Err(form) => return Ok(form),
    };
    let organ = office.db.organ(dossier.request.line.organ_id).await?;
    let head = Letterhead::of(&office, &organ).await?;
    let page = page_of(&office, &visitor, &dossier, &head, organ.name).ok_or(Error::NotFound)?;
    page::show(&page)
}

fn page_of(
    office: &Office,
    visitor: &Visitor,
    dossier: &Dossier,
    head: &Letterhead,
    organ: String,
) -> Option<ChargedPage> {
    // as it is known now: a notice may have been struck out, or its day put right
    let (notice, noticed) = dossier.dated().filter(|(entry, _)| entry.taken.step == Step::FeeNotified).last()?;
    let term = fee::pay_by(noticed, &office.calendar);
    let payment = match head.payment.trim() {
        "" => format!("请向{organ}的公开工作机构询问缴纳方式。"),
        payment => payment.to_owned(),
    };
    Some(ChargedPage {
        chrome: Chrome::new(office, visitor, Nav::Requests).private(),
        number: dossier.request.line.number.clone(),
        organ,
        yuan: notice.words.yuan.map(|yuan| yuan.to_string()).unwrap_or_default(),
        tariffs: tariffs(&notice.words.why),
        reckoning: notice.words.why.clone(),
        payment,
        contact: head.contact_line(),
        noticed: in_chinese(noticed),
        provisional: term.as_ref().is_some_and(|term| term.provisional),
        over: term.as_ref().is_some_and(|term| term.date < office.today()),
        until: term.map(|term| (term.date.to_string(), in_chinese(term.date))),
        paid: dossier.standing.open_fee().is_none(),
    })
}

/// The reckoning begins with its tariff where the platform wrote it.
fn tariffs(reckoning: &str) -> Vec<TariffView> {
    let both = [(Tariff::ByItem, "按件"), (Tariff::ByPage, "按量")];
    let said: Vec<_> = both.iter().filter(|(_, word)| reckoning.starts_with(word)).collect();
    let which = if said.is_empty() { both.iter().collect() } else { said };
    which.into_iter().map(|(tariff, _)| TariffView::of(*tariff)).collect()
}
