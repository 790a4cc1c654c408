//! `/desk/publications/{id}/gate`: what was found before the release, and what somebody says to it.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use gongkai_gate::{Finding, Severity};
use gongkai_law::proactive::release::{Check, PublicationStage, PublicationVerb};

use super::opened;
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
    publish::{
        gate,
        take::{self, POINTS},
    },
};

/// Places of one finding that the page shows.
const SHOWN: usize = 5;

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
    /// Whether it may go out with a reason.
    may_stay: bool,
    /// Said before.
    fingerprint: String,
}

impl Found {
    fn of((n, finding): (usize, &Finding)) -> Self {
        let tone = match finding.severity() {
            Severity::Refused | Severity::Must => "bad",
            Severity::Confirm => "warn",
            Severity::Unread => "guess",
        };
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
            may_stay: gate::may_stay(finding),
            fingerprint: finding.fingerprint.clone(),
        }
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
    points: [(&'static str, &'static str); 4],
    /// Whether this hand decides now.
    decides: bool,
    /// Why not.
    barred: String,
}

/// `GET /desk/publications/{id}/gate`
pub async fn show(State(office): State<Office>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Error> {
    let manuscript = opened(&office, &visitor, &id).await?;
    let found = gate::look(&office, &manuscript).await?;
    let may = take::may(&office, visitor.hand()?, &manuscript, PublicationVerb::Pass);
    let here = manuscript.standing.stage == PublicationStage::Review(Check::Secrecy);
    let barred = match (&may, here) {
        (_, false) => format!("现在是“{}”，保密审查时才作结论", manuscript.standing.stage.label()),
        (Err(refusal), true) => refusal.to_string(),
        (Ok(()), true) => String::new(),
    };
    page::show(&GatePage {
        desk: Desk::new(&office, &visitor, Place::Publications).await?,
        id,
        title: manuscript.content.title.clone(),
        version: manuscript.publication.version,
        open: found.open.iter().enumerate().map(Found::of).collect(),
        mended: found.mended.iter().enumerate().map(Found::of).collect(),
        files: manuscript.files.len(),
        points: POINTS,
        decides: may.is_ok() && here,
        barred,
    })
}
