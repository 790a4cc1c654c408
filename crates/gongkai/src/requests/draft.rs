//! 未完成的申请: the answers of an application that is still being written, sealed, kept for the browser that writes it and,
//! once saved, under a code by which it is taken up again anywhere.

use std::collections::BTreeMap;

use gongkai_law::request::{
    application::{Applicant, Delivery, Supply},
    received::Channel,
};
use gongkai_store::{Actor, Error, Moment, Organ};
use serde::{Deserialize, Serialize};

use super::{
    papers::{self, Paper},
    register::{self, Application, Identity, Receipt, draw_code, plain_code},
};
use crate::{guard, office::Office};

/// Minutes that an unsaved draft waits for its browser.
pub const WAITS: i64 = 120;
/// Days that a saved draft waits for its code.
pub const DAYS: i64 = 30;
/// What sealed drafts are sealed for.
pub const RECORD: &str = "application_draft";

/// 未完成的申请
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// What was typed, by field.
    answers: BTreeMap<String, String>,
    /// The fingerprint under which it is saved, in hex; empty while it is not.
    saved: String,
}

impl Draft {
    /// What was typed into a field; empty when nothing was.
    pub fn get(&self, field: &str) -> &str {
        self.answers.get(field).map_or("", String::as_str)
    }

    /// Writes an answer down.
    pub fn set(&mut self, field: &str, value: String) {
        self.answers.insert(field.to_owned(), value);
    }

    /// Whether nothing was written yet.
    pub fn is_blank(&self) -> bool {
        self.answers.values().all(String::is_empty)
    }

    /// Whether it can be taken up again by a code.
    pub fn is_saved(&self) -> bool {
        !self.saved.is_empty()
    }

    /// 申请人类别, where it was chosen.
    pub fn applicant(&self) -> Option<Applicant> {
        Applicant::of_key(self.get("kind"))
    }

    /// What is asked, with the years it is about.
    pub fn wanted(&self) -> String {
        let years = match (self.get("from"), self.get("to")) {
            ("", "") => return self.get("wanted").to_owned(),
            (from, "") => format!("{from}年以来"),
            ("", to) => format!("{to}年以前"),
            (from, to) if from == to => format!("{from}年"),
            (from, to) => format!("{from}年至{to}年"),
        };
        format!("{}\n信息所属年份：{years}", self.get("wanted"))
    }

    /// The application that it makes, received today; `None` while an answer is missing that everything hangs on.
    pub fn application(&self, office: &Office) -> Option<Application> {
        let said = |field: &str| self.get(field).to_owned();
        Some(Application {
            applicant: self.applicant()?,
            identity: Identity {
                name: said("name"),
                number: said("number"),
                phone: said("phone"),
                email: said("email"),
                address: said("address"),
                agent: said("agent"),
                joint: said("joint"),
                former: Vec::new(),
            },
            wanted: self.wanted(),
            supply: Supply::of_key(self.get("supply"))?,
            delivery: Delivery::of_key(self.get("delivery"))?,
            channel: Channel::Internet,
            arrived: office.today(),
            // the receipt that the page hands out at once is the confirmation by both sides
            confirmed: Some(office.today()),
            proof: "网上提交，平台当场出具回执".to_owned(),
        })
    }

    fn sealed(&self, office: &Office) -> Vec<u8> {
        // words in a map always have a JSON
        office.vault.seal(RECORD, &serde_json::to_vec(self).unwrap_or_default())
    }
}

/// The draft under this fingerprint; `None` when there is none, or none that opens.
///
/// # Errors
/// The register.
pub async fn load(office: &Office, mac: &[u8]) -> Result<Option<Draft>, Error> {
    let Some(sealed) = office.db.draft(mac, Moment(office.now_ms())).await? else { return Ok(None) };
    let plain = office.vault.open_sealed(RECORD, &sealed).ok();
    Ok(plain.and_then(|plain| serde_json::from_slice(&plain).ok()))
}

/// Keeps the draft for its browser and, where it was saved, under its code.
///
/// # Errors
/// The register.
pub async fn keep(office: &Office, browser: &[u8], draft: &Draft) -> Result<(), Error> {
    let (sealed, now) = (draft.sealed(office), Moment(office.now_ms()));
    office.db.save_draft(browser, &sealed, now.plus_minutes(WAITS)).await?;
    match guard::unhex(&draft.saved) {
        Some(saved) => office.db.save_draft(&saved, &sealed, now.plus_days(DAYS)).await,
        None => Ok(()),
    }
}

/// Saves the draft under a new code, which is nowhere else; a code given before opens nothing any more.
///
/// # Errors
/// The register.
pub async fn save(office: &Office, browser: &[u8], mut draft: Draft) -> Result<String, Error> {
    let code = draw_code();
    if let Some(before) = guard::unhex(&draft.saved) {
        office.db.drop_draft(&before).await?;
    }
    draft.saved = guard::hex(&fingerprint(office, &code));
    keep(office, browser, &draft).await?;
    Ok(code)
}

/// Takes a saved draft up in this browser; `None` when no draft has this code.
///
/// # Errors
/// The register.
pub async fn take_up(office: &Office, browser: &[u8], code: &str) -> Result<Option<Draft>, Error> {
    let saved = fingerprint(office, code);
    let Some(mut draft) = load(office, &saved).await? else { return Ok(None) };
    draft.saved = guard::hex(&saved);
    keep(office, browser, &draft).await?;
    Ok(Some(draft))
}

/// Forgets what this browser has begun; a saved draft stays under its code.
///
/// # Errors
/// The register.
pub async fn forget(office: &Office, browser: &[u8]) -> Result<(), Error> {
    office.db.drop_draft(browser).await
}

/// 提交申请: makes a request of the draft, once: a second click finds it used up, which is [`Error::Stale`].
///
/// # Errors
/// The register; [`Error::Missing`] while answers are missing.
pub async fn submit(
    office: &Office,
    browser: &[u8],
    draft: &Draft,
    organ: &Organ,
    papers: &[Paper],
) -> Result<Receipt, Error> {
    let application = draft.application(office).ok_or(Error::Missing("答案"))?;
    let mut act = office.db.act(Actor::Public, Moment(office.now_ms())).await?;
    if !act.spend_draft(browser).await? {
        return Err(Error::Stale);
    }
    // saved and taken up in two browsers, it is still one application
    if let Some(saved) = guard::unhex(&draft.saved)
        && !act.spend_draft(&saved).await?
    {
        return Err(Error::Stale);
    }
    let receipt = register::register_in(office, &mut act, organ, &application).await?;
    papers::attach(&mut act, receipt.id, organ.id, papers).await?;
    act.commit().await?;
    Ok(receipt)
}

fn fingerprint(office: &Office, code: &str) -> Vec<u8> {
    office.vault.fingerprint("draft", &plain_code(code))
}
