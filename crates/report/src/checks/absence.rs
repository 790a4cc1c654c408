//! What running text denies: 未收到…申请, 未发生…行政复议、行政诉讼, 行政复议为零.

use super::{
    claims::{Claim, Clause},
    clues::{Hit, Words},
    meaning::Meaning,
    words::Word::*,
};

const DENIALS: Words = Words::of(&[NotReceived, NotHappened, Without]);
const REDRESS: Words = Words::of(&[Review, Litigation]);
const REQUESTS: Words = Words::of(&[Request, Application]);
/// Only one kind of outcome, or something else, is denied.
const NARROWED: Words =
    Words::of(&[Lost, Complaint, Overdue, Instance, Hear, AnyFee, ProcessingFee, LastYear, OtherTime]);

/// Adds what a clause denies.
pub(super) fn read(clause: &Clause<'_>, passage: usize, out: &mut Vec<Claim>) {
    if clause.hits.iter().any(|hit| hit.is(NARROWED)) || clause.of_another_year() || clause.context.part.is_some() {
        return;
    }
    let mut deny = |meaning: Meaning, start: usize, end: usize| {
        let doubtful = clause.before(end, Words::of(&[Region]));
        let number = start;
        out.push(Claim {
            meaning,
            says: 0,
            denied: true,
            doubtful,
            part: None,
            also: &[],
            passage,
            number,
            start,
            end,
        });
    };
    if clause.context.disclosure
        && let Some((start, end)) = denied_redress(clause)
    {
        for (word, meaning) in [(Review, Meaning::Review), (Litigation, Meaning::Litigation)] {
            if clause.hits.iter().any(|hit| hit.word == word) {
                deny(meaning, start, end);
            }
        }
    }
    if let Some((start, end)) = denied_requests(clause) {
        deny(Meaning::New, start, end);
    }
}

/// 未发生行政复议 or 行政复议、行政诉讼均未发生.
fn denied_redress(clause: &Clause<'_>) -> Option<(usize, usize)> {
    let last = clause.hits.iter().rev().find(|hit| hit.is(REDRESS))?;
    let first = clause.hits.iter().find(|hit| hit.is(REDRESS))?;
    if clause.hits.iter().any(|hit| hit.is(Words::of(&[Item, Unit])) && hit.start > first.end) && counted(clause, first)
    {
        return None;
    }
    if let Some(denial) = clause.hits.iter().find(|hit| hit.is(DENIALS) && hit.end <= first.start) {
        return Some((denial.start, last.end));
    }
    let ends = |hit: &&Hit| clause.passage.text(hit.end, clause.end).chars().count() <= 4;
    let after = Words::of(&[NotHappened, Without, IsZero]);
    let denial = clause.hits.iter().find(|hit| hit.is(after) && hit.start >= last.end).filter(ends)?;
    Some((first.start, denial.end))
}

/// Whether a digit follows a noun in its clause, so that a number and not a denial is stated.
fn counted(clause: &Clause<'_>, noun: &Hit) -> bool {
    clause.passage.text(noun.end, clause.end).contains(|c: char| c.is_ascii_digit())
}

/// 未收到政府信息公开申请, 无依申请公开事项; not 未收到…举报, which names no request.
fn denied_requests(clause: &Clause<'_>) -> Option<(usize, usize)> {
    if clause.hits.iter().any(|hit| hit.is(Words::of(&[Channel, Among]))) {
        return None;
    }
    let denial = clause.hits.iter().find(|hit| hit.is(Words::of(&[NotReceived, Without])))?;
    let noun = clause.hits.iter().find(|hit| hit.is(REQUESTS) && hit.start >= denial.end)?;
    let own = noun.word == Request || clause.context.disclosure;
    let between = clause.passage.text(denial.end, noun.start);
    let rest = clause.passage.text(noun.end, clause.end).chars().count();
    let plain = denial.word == NotReceived || matches!(between.trim(), "" | "任何" | "收到" | "新收" | "收到任何");
    (own && plain && rest <= 8).then_some((denial.start, noun.end))
}
