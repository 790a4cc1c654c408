//! `/desk/publications/{id}/gate`: what was found before the release, what somebody chooses for each finding, and what comes
//! of it: the review passes, or the publication goes back.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Multipart, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_gate::{Finding, Severity, Way};
use gongkai_law::proactive::release::{Check, PublicationStage, PublicationStep, PublicationVerb};
use gongkai_store::Error as StoreError;
use tower_sessions::Session;

use super::{acts::said, one, opened};
use crate::{
    guard::{Visitor, kept},
    office::Office,
    page::{self, Error},
    people::{
        frame::{Desk, Place},
        roles::Hand,
    },
    publish::{
        gate,
        manuscript::Manuscript,
        points,
        record::Words,
        settle::{self, Settled},
        take,
    },
    requests::{
        desk::{list::refused, sent::Sent},
        take::NotTaken,
    },
};

/// Places of one finding that the page shows.
const SHOWN: usize = 5;
/// Findings that a reason for sending back names; more are counted.
const NAMED: usize = 10;

/// A way that may be chosen.
struct Choice {
    key: &'static str,
    label: &'static str,
    checked: bool,
}

/// One finding as the page shows it.
struct Found {
    id: String,
    code: &'static str,
    title: &'static str,
    tone: &'static str,
    word: &'static str,
    place: String,
    /// Place and words.
    hits: Vec<(String, String)>,
    more: usize,
    basis: &'static str,
    mend: &'static str,
    ways: Vec<Choice>,
    /// Whether it may go out with a reason.
    may_stay: bool,
    /// What was typed.
    why: String,
    /// What the review that passed chose for it, and why.
    chosen: String,
    fingerprint: String,
}

impl Found {
    fn of((n, finding): (usize, &Finding), sent: &Sent, settled: &[Settled]) -> Self {
        let tone = match finding.severity() {
            Severity::Refused | Severity::Must => "bad",
            Severity::Confirm => "warn",
            Severity::Unread => "guess",
        };
        let chosen = sent.word(&format!("way.{}", finding.fingerprint));
        let choice = |way: Way| Choice { key: way.key(), label: spoken(way), checked: chosen == way.key() };
        let hits = finding.hits.iter().take(SHOWN).map(|hit| (hit.at.label(), hit.excerpt.words.clone())).collect();
        Self {
            id: format!("f{}", n + 1),
            code: finding.check.code,
            title: finding.check.title,
            tone,
            word: finding.severity().label(),
            place: gate::place(finding),
            hits,
            more: finding.count.saturating_sub(SHOWN.min(finding.hits.len())),
            basis: finding.check.basis,
            mend: finding.check.mend,
            ways: settle::ways(finding).into_iter().map(choice).collect(),
            may_stay: gate::may_stay(finding),
            chosen: settled.iter().find(|one| one.is_for(finding)).map(Settled::chosen).unwrap_or_default(),
            why: sent.word(&format!("just.{}", finding.fingerprint)).to_owned(),
            fingerprint: finding.fingerprint.clone(),
        }
    }
}

/// A way as the form says it.
fn spoken(way: Way) -> &'static str {
    match way {
        Way::Mask => "遮盖中间几位",
        Way::Remove => "删去隐藏的内容",
        Way::Replace => "退回起草人改",
        Way::Strip | Way::Justify => way.label(),
    }
}

#[derive(Template)]
#[template(path = "publish/gate.html")]
struct GatePage {
    desk: Desk,
    id: String,
    title: String,
    version: i64,
    /// What a person has to settle.
    open: Vec<Found>,
    /// What the platform takes out itself.
    mended: Vec<Found>,
    files: usize,
    /// Whether the organ named no domain of its own: then every link of the web counts as outside.
    homeless: bool,
    /// Key, words, ticked.
    points: Vec<(&'static str, &'static str, bool)>,
    why: String,
    /// Whether the review passed in this round: then what was chosen is done.
    passed: bool,
    /// Whether this hand decides now.
    decides: bool,
    /// Why not.
    barred: String,
    /// Why the form came back.
    banner: String,
}

/// How the page comes.
#[derive(Default)]
struct Came {
    status: StatusCode,
    sent: Sent,
    banner: String,
}

/// `GET /desk/publications/{id}/gate`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let manuscript = opened(&office, &visitor, &id).await?;
    let kept: Option<BTreeMap<String, String>> = kept::back(&office, &visitor, &session, &path(&id)).await;
    let came = kept.map(|typed| Came {
        sent: Sent::again(typed),
        banner: "这是登录过期前填的，还没有登记。".to_owned(),
        ..Came::default()
    });
    render(&office, &visitor, &manuscript, came.unwrap_or_default()).await
}

fn path(id: &str) -> String {
    format!("{}/gate", one::path(id))
}

async fn render(office: &Office, visitor: &Visitor, manuscript: &Manuscript, came: Came) -> Result<Response, Error> {
    let found = gate::look(office, manuscript).await?;
    let may = take::may(office, visitor.hand()?, manuscript, PublicationVerb::Pass);
    let here = manuscript.standing.stage == PublicationStage::Review(Check::Secrecy);
    let barred = match (&may, here) {
        (_, false) => format!("现在是“{}”，保密审查时才作结论", manuscript.standing.stage.label()),
        (Err(refusal), true) => refusal.to_string(),
        (Ok(()), true) => String::new(),
    };
    let (sent, ticked) = (&came.sent, |key: &str| !came.sent.word(&format!("point.{key}")).is_empty());
    let review = settle::review(manuscript);
    let settled = review.map(|words| words.settled.as_slice()).unwrap_or_default();
    let page = GatePage {
        desk: Desk::new(office, visitor, Place::Publications).await?,
        id: manuscript.publication.id.to_string(),
        title: manuscript.content.title.clone(),
        version: manuscript.publication.version,
        open: found.open.iter().enumerate().map(|found| Found::of(found, sent, settled)).collect(),
        passed: review.is_some(),
        mended: found.mended.iter().enumerate().map(|found| Found::of(found, sent, settled)).collect(),
        files: manuscript.files.len(),
        homeless: manuscript.settings.own_hosts.trim().is_empty() && office.post.site.is_empty(),
        points: points::of(&manuscript.content).iter().map(|(key, words)| (*key, *words, ticked(key))).collect(),
        why: sent.word("why").to_owned(),
        decides: may.is_ok() && here,
        barred,
        banner: came.banner,
    };
    page::show_as(came.status, &page)
}

/// `POST /desk/publications/{id}/gate`: done as chosen; the page comes back as it was filled in where it cannot be.
pub async fn settle(
    State(office): State<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Response, Error> {
    let sent = Sent::read_patiently(&office, &visitor, form).await?;
    if visitor.person.is_none() {
        return kept::ask(&office, &visitor, &path(&id), sent.typed());
    }
    let manuscript = opened(&office, &visitor, &id).await?;
    take::duty(visitor.hand()?, &manuscript, PublicationVerb::Pass)?;
    if sent.word("version").parse() != Ok(manuscript.publication.version) {
        return late(&office, &visitor, &manuscript, sent).await;
    }
    match decided(&office, visitor.hand()?, &manuscript, &sent).await {
        Ok(()) => Ok(Redirect::to(&one::path(&id)).into_response()),
        Err(NotTaken::Refused(refusal)) => {
            let came = Came { status: StatusCode::UNPROCESSABLE_ENTITY, sent, banner: format!("{refusal}。") };
            render(&office, &visitor, &manuscript, came).await
        }
        Err(NotTaken::Store(StoreError::Stale)) => {
            let manuscript = opened(&office, &visitor, &id).await?;
            late(&office, &visitor, &manuscript, sent).await
        }
        Err(other) => Err(refused(other)),
    }
}

async fn late(office: &Office, visitor: &Visitor, manuscript: &Manuscript, sent: Sent) -> Result<Response, Error> {
    let banner = "刚被别人改过，还没有登记。请看过现在的情况再决定。".to_owned();
    render(office, visitor, manuscript, Came { status: StatusCode::CONFLICT, sent, banner }).await
}

/// The review passes as chosen; or the publication goes back, where that was chosen for anything, or altogether.
async fn decided(office: &Office, hand: &Hand, manuscript: &Manuscript, sent: &Sent) -> Result<(), NotTaken> {
    let ways: BTreeMap<String, Way> = sent
        .typed()
        .iter()
        .filter_map(|(name, way)| Some((name.strip_prefix("way.")?.to_owned(), Way::of_key(way)?)))
        .collect();
    // the form of a review asks for nothing that can be missing
    let words = said(hand, manuscript, PublicationVerb::Pass, sent).map(|(_, words)| words).unwrap_or_default();
    let sends_back = !sent.word("back").is_empty() || ways.values().any(|way| *way == Way::Replace);
    if !sends_back {
        return gate::pass(office, hand, manuscript, (&words, &ways)).await;
    }
    let found = gate::look(office, manuscript).await?;
    let why = reason(&found.open, &ways, &words);
    let step = PublicationStep::Returned { check: Check::Secrecy };
    take::take(office, hand, manuscript, step, &Words { why, instead: words.instead, ..Words::default() }).await
}

/// Why it goes back: what is to be changed, with what was written beside it.
fn reason(open: &[Finding], ways: &BTreeMap<String, Way>, words: &Words) -> String {
    let back: Vec<_> = open.iter().filter(|it| ways.get(&it.fingerprint) == Some(&Way::Replace)).collect();
    let named = back.iter().take(NAMED).map(|finding| {
        let why = words.justified.get(&finding.fingerprint).map(|why| format!("：{why}")).unwrap_or_default();
        format!("{}，{}（{}）{why}", gongkai_gate::mask(&gate::place(finding)), finding.check.title, finding.check.code)
    });
    let more = back.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| format!("另有{more}处"));
    let all: Vec<String> =
        Some(words.why.clone()).filter(|why| !why.is_empty()).into_iter().chain(named).chain(more).collect();
    all.join("；")
}
