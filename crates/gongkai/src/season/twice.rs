//! 去重: what the reports below count twice, papers that several organs made together and requests that went from one to
//! another: proposed where the register shows it, written down with a reason, and in force once the head confirms it.

use std::collections::HashMap;

use gongkai_law::{
    annual_report::{Edition, Figures, Form, figures::parse},
    article::Article,
    request::refusal::Refusal,
};
use gongkai_store::{Civil, Error, JointDocument, Moment, NewSeasonAdjustment, OrganId, SeasonAdjustment, Transferred};
use jiff::civil::date;

use super::{
    roll_up::{By, RollUp},
    who::{collects, no},
};
use crate::{
    office::Office,
    people::roles::{Hand, Role},
    publish::portal::lines::KINDS,
    requests::take::NotTaken,
};

/// The longest reason, in characters.
pub const LONGEST: usize = 200;

/// 可能重复: what the register shows, as an adjustment that nobody has made yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// By what it is known again.
    pub mark: String,
    /// The cell's address.
    pub cell: String,
    /// What would be taken off, below zero.
    pub amount: i64,
    /// Why.
    pub why: String,
}

/// What the register shows of a roll-up and nobody has settled.
///
/// # Errors
/// The register.
pub async fn candidates(
    office: &Office,
    organ: OrganId,
    year: i16,
    (roll_up, known): (&RollUp, &[SeasonAdjustment]),
) -> Result<Vec<Candidate>, Error> {
    let Some(edition) = Edition::for_year(year).filter(|_| roll_up.range.is_wide()) else { return Ok(Vec::new()) };
    let days = (Civil(date(year, 1, 1)), Civil(date(year, 12, 31)));
    let (joint, moved) =
        tokio::try_join!(office.db.joint_documents(organ, days, &KINDS), office.db.transferred(organ, year))?;
    let mut all: Vec<Candidate> = joint.iter().filter_map(|document| of_document(edition, document)).collect();
    all.extend(moved.iter().flat_map(|moved| of_transfer(roll_up, moved)));
    all.retain(|candidate| {
        let form = Form::of(edition);
        form.cell(&candidate.cell).is_some() && !known.iter().any(|one| one.mark == candidate.mark)
    });
    Ok(all)
}

/// A paper that several organs released under one number counts once.
fn of_document(edition: Edition, document: &JointDocument) -> Option<Candidate> {
    let row = match document.kind.as_str() {
        "normative" => "normative_documents",
        "regulation" => "regulations",
        _ => return None,
    };
    let column = if edition == Edition::Of2019 { "made" } else { "issued" };
    Some(Candidate {
        mark: format!("document:{}", document.number_key),
        cell: format!("proactive.{row}.{column}"),
        amount: 1 - document.organs,
        why: format!("{}《{}》{}家都公开了，是联合制发的一件", document.number, document.title, document.organs),
    })
}

/// A request that was open when its organ was closed is carried out by that one and in by its successor.
fn of_transfer(roll_up: &RollUp, moved: &Transferred) -> Vec<Candidate> {
    let names: HashMap<_, _> = roll_up.counted.iter().map(|one| (one.organ, one)).collect();
    let both = (names.get(&moved.from_id), names.get(&moved.to_id));
    let (Some(from), Some(to)) = both else { return Vec::new() };
    let counts_twice = from.by != By::Own;
    let cell = |row: &str, column: &str| Candidate {
        mark: format!("handover:{}:{}:{row}:{}:{column}", moved.from_id, moved.to_id, moved.applicant),
        cell: format!("requests.{row}.{column}"),
        amount: -moved.requests,
        why: format!("{}移交{}的{}件申请，两家都计了结转", from.name, to.name, moved.requests),
    };
    let columns = [moved.applicant.as_str(), "total"];
    let of_row = |row: &'static str| columns.map(|column| cell(row, column));
    match counts_twice {
        true => ["carried_in", "carried_out"].into_iter().flat_map(of_row).collect(),
        false => Vec::new(),
    }
}

/// An adjustment as it was typed: the cell, how much is taken off, and why.
///
/// # Errors
/// The field and what is wrong with it.
pub fn typed(
    edition: Edition,
    (cell, amount, why): (&str, &str, &str),
) -> Result<(String, i64, String), (&'static str, String)> {
    let figures = Figures::unknown(edition);
    let id = figures.form().cell(cell.trim());
    let kind = id.and_then(|id| figures.form().cells().get(usize::from(id))).map(|cell| cell.kind);
    let kind = kind.ok_or_else(|| ("cell", "选一格".to_owned()))?;
    let digits = amount.trim().trim_start_matches(['-', '－', '−']);
    let value = parse(digits, kind).filter(|value| *value > 0);
    let value = value.ok_or_else(|| ("amount", "多计了多少，写大于零的数".to_owned()))?;
    match why.trim() {
        "" => Err(("why", "写明为什么是重复的".to_owned())),
        why if why.chars().count() > LONGEST => Err(("why", format!("理由{LONGEST}字以内"))),
        why => Ok((cell.trim().to_owned(), -value, why.to_owned())),
    }
}

/// Writes adjustments down, to be confirmed by the head.
///
/// # Errors
/// [`NotTaken::Refused`]; the register.
pub async fn propose(
    office: &Office,
    hand: &Hand,
    year: i16,
    adjustments: &[NewSeasonAdjustment<'_>],
) -> Result<(), NotTaken> {
    let organ = collects(hand).map_err(NotTaken::Refused)?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    for adjustment in adjustments {
        act.add_season_adjustment(organ, year, adjustment).await?;
    }
    Ok(act.commit().await?)
}

/// 确认、撤销: the head's word. What was signed into a report stays in that version of it.
///
/// # Errors
/// [`NotTaken::Refused`]; [`Error::Stale`] when that was done before.
pub async fn settle(office: &Office, hand: &Hand, (year, n): (i16, i32), counts: bool) -> Result<(), NotTaken> {
    let organ = collects(hand).map_err(NotTaken::Refused)?;
    if !hand.is_any(&[Role::Head]) {
        let why = format!("去重由{}确认", Role::Head.label());
        return Err(NotTaken::Refused(Refusal { why, article: Some(Article::regulation(50)) }));
    }
    let known = office.db.season_adjustments(organ, year).await?;
    if !known.iter().any(|adjustment| adjustment.n == n) {
        return Err(NotTaken::Refused(no("没有这一条，或者已经撤销")));
    }
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.settle_season_adjustment((organ, year, n), counts).await?;
    Ok(act.commit().await?)
}
