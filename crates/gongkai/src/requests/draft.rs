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
    once::{self, Handed},
    papers::{self, Paper},
    register::{self, Application, Identity, Receipt, draw_code, plain_code},
};
use crate::{guard, office::Office, page::FieldError};

/// Minutes that an unsaved draft waits for its browser.
pub const WAITS: i64 = 120;
/// Days that a saved draft waits for its code.
pub const DAYS: i64 = 30;
/// What sealed drafts, and what has become of them, are sealed for.
pub const RECORD: &str = "application_draft";

/// 未完成的申请
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// What was typed and is well, by field.
    answers: BTreeMap<String, String>,
    /// What was typed and cannot be used yet, by field: it is shown again and changes no answer.
    unfinished: BTreeMap<String, String>,
    /// The fingerprint under which it is saved, in hex; empty while it is not.
    saved: String,
    /// The fingerprint under which it was saved first, in hex: by it all copies of it are one application.
    first: String,
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

    /// The draft as it was typed, with what cannot be used yet.
    pub fn as_typed(&self) -> Self {
        let mut typed = self.clone();
        typed.answers.append(&mut typed.unfinished);
        typed
    }

    /// Takes what was typed as answers where nothing is wrong with it; else keeps it beside them. What is wrong, `faults`
    /// says.
    pub fn take(
        &mut self,
        typed: Vec<(&'static str, String)>,
        faults: impl Fn(&Self) -> Vec<FieldError>,
    ) -> Vec<FieldError> {
        let mut after = self.clone();
        for (field, value) in &typed {
            after.unfinished.remove(*field);
            after.set(field, value.clone());
        }
        let faults = faults(&after);
        match faults.is_empty() {
            true => *self = after,
            false => self.unfinished.extend(typed.into_iter().map(|(field, value)| (field.to_owned(), value))),
        }
        faults
    }

    /// Leaves what was typed into these fields and cannot be used.
    pub fn leave(&mut self, fields: &[&str]) {
        self.unfinished.retain(|field, _| !fields.contains(&field.as_str()));
    }

    /// The same answers as a draft of its own, which no code opens yet.
    pub fn apart(self) -> Self {
        Self { saved: String::new(), first: String::new(), ..self }
    }

    /// Whether nothing was written yet.
    pub fn is_blank(&self) -> bool {
        self.answers.values().chain(self.unfinished.values()).all(String::is_empty)
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
                ..Identity::default()
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

    /// Under which it is marked as submitted; `None` for a draft of one browser.
    fn mark(&self, office: &Office) -> Option<Vec<u8>> {
        let first = if self.first.is_empty() { &self.saved } else { &self.first };
        (!first.is_empty()).then(|| office.vault.fingerprint("submitted draft", first))
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
        // a code that was used up opens nothing any more
        Some(saved) if submitted(office, draft).await?.is_none() => {
            office.db.save_draft(&saved, &sealed, now.plus_days(DAYS)).await
        }
        _ => Ok(()),
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
        draft.first = if draft.first.is_empty() { draft.saved } else { draft.first };
    }
    draft.saved = guard::hex(&fingerprint(office, &code));
    if draft.first.is_empty() {
        draft.first.clone_from(&draft.saved);
    }
    keep(office, browser, &draft).await?;
    Ok(code)
}

/// The number of the request that another copy of this draft has become; `None` while none has.
///
/// # Errors
/// The register.
pub async fn submitted(office: &Office, draft: &Draft) -> Result<Option<String>, Error> {
    match draft.mark(office) {
        Some(mark) => Ok(once::find(office, &mark).await?.map(|handed| handed.number)),
        None => Ok(None),
    }
}

/// The number of the request that the draft of this code has become; `None` where no such is known.
///
/// # Errors
/// The register.
pub async fn submitted_under(office: &Office, code: &str) -> Result<Option<String>, Error> {
    let saved = guard::hex(&fingerprint(office, code));
    submitted(office, &Draft { saved, ..Draft::default() }).await
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

/// What a browser submits.
#[derive(Clone, Copy, Debug)]
pub struct Submission<'a> {
    /// The fingerprint of the browser.
    pub browser: &'a [u8],
    /// The token of its form; may be empty.
    pub token: &'a str,
    /// All answers.
    pub draft: &'a Draft,
    /// To whom.
    pub organ: &'a Organ,
    /// What goes with it.
    pub papers: &'a [Paper],
}

/// 提交申请: makes a request of the draft, once: a second click, or a second copy of a saved draft, finds it used up, which
/// is [`Error::Stale`].
///
/// # Errors
/// The register; [`Error::Missing`] while answers are missing.
pub async fn submit(office: &Office, submission: Submission<'_>) -> Result<Receipt, Error> {
    let Submission { browser, token, draft, organ, papers } = submission;
    let application = draft.application(office).ok_or(Error::Missing("答案"))?;
    let mut act = office.db.act(Actor::Public, Moment(office.now_ms())).await?;
    if !act.spend_draft(browser).await? {
        return Err(Error::Stale);
    }
    if let Some(saved) = guard::unhex(&draft.saved) {
        act.spend_draft(&saved).await?;
    }
    let receipt = register::register_in(office, &mut act, organ, &application).await?;
    let handed = Handed { number: receipt.number.clone(), code: receipt.code.clone(), at_ms: office.now_ms() };
    // saved and taken up in two browsers, it is still one application: the mark outlives every copy, without the code
    if let Some(mark) = draft.mark(office)
        && !once::keep(office, &mut act, &mark, &Handed { code: String::new(), ..handed.clone() }, DAYS).await?
    {
        return Err(Error::Stale);
    }
    if !token.is_empty() && !once::keep(office, &mut act, &once::form(office, token), &handed, 1).await? {
        return Err(Error::Stale);
    }
    papers::attach(office, &mut act, (receipt.id, &receipt.number), organ.id, papers).await?;
    act.commit().await?;
    Ok(receipt)
}

fn fingerprint(office: &Office, code: &str) -> Vec<u8> {
    office.vault.fingerprint("draft", &plain_code(code))
}
