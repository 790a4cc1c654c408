//! From a number in a clause to what it counts.

use super::{
    claims::{Claim, Clause},
    clues::{Hit, Words},
    count::{Count, Unit as Measure},
    meaning::Meaning,
    scope,
    words::{self, Word::*},
};

const NOUNS: Words = Words::of(words::NOUNS);
const OUTCOMES: Words = Words::of(&[Granted, Partial, Denied, Unable, Rejected, OtherOutcome]);
const VERBS: Words =
    Words::of(&[Receive, Accept, Handle, Answer, Carry, LastYear, NextYear, Issue, Publish, Repeal, InForce, Case]);
/// What makes a number a change, a part of the year, or a count of something else.
const OTHER_MATTERS: Words = Words::of(&[Change, OtherTime, Complaint, Aside, Overdue, Instance, Hear]);
const PARTS: Words = Words::of(&[Channel, Applicant, Rest]);

const WITH_CARRIED_IN: &[&[Meaning]] = &[&[Meaning::New, Meaning::CarriedIn]];
const ANY_INTAKE: &[&[Meaning]] = &[&[Meaning::New, Meaning::CarriedIn], &[Meaning::Handled], &[Meaning::New]];
const GRANTED_IN_FULL_OR_PART: &[&[Meaning]] = &[&[Meaning::Granted, Meaning::Partial]];

/// What a number claims. `window` holds the clause's words between the number before and this one, `index` is the unit's
/// place among the clause's words.
pub(super) fn claim(clause: &Clause<'_>, passage: usize, count: &Count, window: &[Hit], index: usize) -> Option<Claim> {
    let following = clause.hits.get(index + 1..).unwrap_or_default();
    let carried = carried(clause, count, window, following).filter(|_| !clause.context.elsewhere);
    if carried.is_none() && (clause.of_another_year() || clause.before(count.start, OTHER_MATTERS)) {
        return None;
    }
    let noun_before =
        window.iter().rev().find(|hit| hit.is(NOUNS)).filter(|hit| is_filler(clause, hit.end, count.start, window));
    let noun_after = following.first().filter(|hit| hit.is(NOUNS) && joins(clause.passage.text(count.end, hit.start)));
    if noun_after.is_none() && carried.is_none() && counts_something_else(clause.passage.text(count.end, clause.end)) {
        return None;
    }
    let (meaning, also, doubtful) = match carried {
        Some(meaning) => (meaning, &[] as &[&[Meaning]], false),
        None => match noun_before.or(noun_after) {
            Some(noun) => named(clause, count, window, noun)?,
            None => unnamed(clause, count, window)?,
        },
    };
    let told = meaning <= Meaning::Other || count.unit == Measure::Item || meaning < Meaning::Review;
    let first = window.iter().find(|hit| hit.is(NOUNS) || hit.is(VERBS)).map_or(count.start, |hit| hit.start);
    told.then_some(Claim {
        meaning,
        says: count.value,
        denied: false,
        part: clause.context.part,
        doubtful: doubtful || clause.before(count.start, Words::of(&[Region])),
        also,
        passage,
        number: count.start,
        start: first.min(count.start),
        end: noun_after.map_or(count.end, |hit| hit.end),
    })
}

type Link = (Meaning, &'static [&'static [Meaning]], bool);

/// 上年结转1件, 1件为去年结转, 结转下年度2件.
fn carried(clause: &Clause<'_>, count: &Count, window: &[Hit], following: &[Hit]) -> Option<Meaning> {
    let next = following.iter().position(|hit| hit.is(Words::of(&[Item, Unit]))).unwrap_or(following.len());
    let close = following.get(..next)?.iter().find(|hit| hit.word == Carry);
    let close = close.filter(|hit| {
        let between = clause.passage.text(count.end, hit.start);
        between.chars().count() <= 8 && between.trim_start().starts_with(['为', '系', '是', '属', '由', '从'])
    });
    let own = window.iter().rev().find(|hit| hit.word == Carry).or(close)?;
    let around = || window.iter().chain(following.get(..next).unwrap_or_default());
    if own.start < count.start && !is_filler(clause, own.end, count.start, window) {
        return None;
    }
    let mut years = around().filter(|hit| hit.word == Year).filter_map(|hit| {
        let digits = clause.passage.text(hit.start.saturating_sub(4), hit.start);
        Some(digits.parse::<i16>().ok()? - clause.context.year?)
    });
    match (around().any(|hit| hit.word == LastYear), around().any(|hit| hit.word == NextYear)) {
        (true, false) => Some(Meaning::CarriedIn),
        (false, true) => Some(Meaning::CarriedOut),
        (true, true) => None,
        (false, false) => match years.next_back() {
            Some(-1) => Some(Meaning::CarriedIn),
            Some(1) => Some(Meaning::CarriedOut),
            _ => None,
        },
    }
}

/// The number stands beside a noun.
fn named(clause: &Clause<'_>, count: &Count, window: &[Hit], noun: &Hit) -> Option<Link> {
    let coordinated = joined_before(clause, window, noun);
    match noun.word {
        Request => handled(clause, count, window),
        Application if clause.context.disclosure && scope::is_plain(clause, noun) => handled(clause, count, window),
        word if noun.is(OUTCOMES) && clause.context.requests && !clause.context.elsewhere && coordinated.is_none() => {
            Some(match word {
                Granted => (Meaning::Granted, GRANTED_IN_FULL_OR_PART, false),
                Partial => (Meaning::Partial, &[], false),
                Denied => (Meaning::Denied, &[], true),
                Unable => (Meaning::Unable, &[], true),
                Rejected => (Meaning::Rejected, &[], true),
                _ => (Meaning::Other, &[], true),
            })
        }
        Normative | Regulation => documents(clause, count, noun.word),
        Review | Litigation
            if clause.context.disclosure
                && !window.iter().any(|hit| hit.word == Lost)
                && !clause.before(count.start, Words::of(&[LastYear]))
                && !scope::has_another_cause(clause, noun) =>
        {
            // who handles or accepts a review may be the organ that decides it
            let decides = !clause.passage.text(clause.start, noun.start).contains('因')
                && window.iter().any(|hit| hit.start < noun.start && hit.is(Words::of(&[Accept, Handle, Answer])));
            Some((redress(noun, coordinated)?, &[], decides))
        }
        _ => None,
    }
}

/// 行政复议、行政诉讼2件 counts both.
fn redress(noun: &Hit, coordinated: Option<&Hit>) -> Option<Meaning> {
    match (noun.word, coordinated.map(|hit| hit.word)) {
        (Review, None) => Some(Meaning::Review),
        (Litigation, None) => Some(Meaning::Litigation),
        (Litigation, Some(Review)) | (Review, Some(Litigation)) => Some(Meaning::Redress),
        _ => None,
    }
}

/// The noun that stands just before another, joined by 、 or 和.
fn joined_before<'h>(clause: &Clause<'_>, window: &'h [Hit], noun: &Hit) -> Option<&'h Hit> {
    let before = window.iter().rev().find(|hit| hit.end <= noun.start && hit.is(NOUNS))?;
    let between = clause.passage.text(before.end, noun.start).trim();
    let joints = [
        "、",
        "和",
        "或",
        "及",
        "与",
        "以及",
        "或者",
        "案件和",
        "案件、",
        "案件及",
        "/",
        "和被提起",
        "、提起",
        "和提起",
        "或提起",
    ];
    joints.contains(&between).then_some(before)
}

/// Only a verb stands before the number; what it is about was said before.
fn unnamed(clause: &Clause<'_>, count: &Count, window: &[Hit]) -> Option<Link> {
    let verb = window.iter().rev().find(|hit| hit.is(VERBS))?;
    if !is_filler(clause, verb.end, count.start, window) || count.unit != Measure::Item {
        return None;
    }
    match verb.word {
        Receive | Accept | Handle | Answer if clause.context.requests && !clause.context.elsewhere => {
            handled(clause, count, window)
        }
        // the same thing again, of the next organ: 县政府制发规范性文件6件，县政府办制发4件
        Issue if clause.context.part.is_some() => documents(clause, count, clause.context.documents?),
        Repeal | InForce => documents(clause, count, clause.context.documents?),
        _ => None,
    }
}

/// A number of requests, by what was done with them.
fn handled(clause: &Clause<'_>, count: &Count, window: &[Hit]) -> Option<Link> {
    let (said, words) = (|word| clause.before(count.start, Words::of(&[word])), Words::of(&[LastYear]));
    let (received, answered) = (said(Receive), said(Answer));
    if count.unit != Measure::Item
        || clause.context.among
        || window.iter().any(|hit| hit.is(PARTS)) && !by_anyone(clause, count, window)
        || said(Channel)
        || clause.before(count.start, words)
    {
        return None;
    }
    match (received, said(Accept), said(Handle), answered) {
        (true, false, false, false) if clause.context.with_carried_in => Some((Meaning::New, WITH_CARRIED_IN, false)),
        (true, false, false, false) => Some((Meaning::New, &[], false)),
        (true, ..) | (_, true, ..) => Some((Meaning::New, ANY_INTAKE, true)),
        (.., true) => Some((Meaning::Handled, &[], false)),
        (_, _, true, _) => Some((Meaning::Handled, ANY_INTAKE, true)),
        _ => None,
    }
}

/// 公民、法人和其他组织提出的申请 are all of them, not those of one kind of applicant.
fn by_anyone(clause: &Clause<'_>, count: &Count, window: &[Hit]) -> bool {
    let mut applicants = window.iter().filter(|hit| hit.word == Applicant);
    let (first, second) = (applicants.next(), applicants.next());
    let words = first.map_or("", |first| clause.passage.text(first.end, count.start));
    second.is_some() && ["提出", "提交"].iter().any(|word| words.contains(word))
}

fn documents(clause: &Clause<'_>, count: &Count, noun: crate::checks::words::Word) -> Option<Link> {
    let done = Words::of(&[Issue, Publish, Repeal, InForce, OtherWork]);
    let verb = clause.hits.iter().rev().find(|hit| hit.end <= count.start && hit.is(done))?;
    let of_rules = noun == Regulation;
    if clause.context.among {
        return None;
    }
    match verb.word {
        Issue if of_rules => Some((Meaning::RegulationsIssued, &[], false)),
        Issue => Some((Meaning::DocumentsIssued, &[], false)),
        // what is made public need not be this year's
        Publish if !of_rules => Some((Meaning::DocumentsIssued, &[&[Meaning::DocumentsInForce]], true)),
        Repeal if of_rules => Some((Meaning::RegulationsRepealed, &[], false)),
        Repeal => Some((Meaning::DocumentsRepealed, &[], false)),
        InForce if of_rules => Some((Meaning::RegulationsInForce, &[], false)),
        InForce => Some((Meaning::DocumentsInForce, &[], false)),
        _ => None,
    }
}

/// Whether nothing but verbs and small words stands between a word and a number.
fn is_filler(clause: &Clause<'_>, from: usize, to: usize, window: &[Hit]) -> bool {
    const SMALL: [&str; 26] = [
        "数量", "总数", "总量", "件数", "共计", "合计", "总计", "事项", "信息", "情况", "继续", "并", "数", "量", "为",
        "共", "计", "案", "的", "类", "有", "了", "达", "至", "件", "总",
    ];
    let mut at = from;
    while at < to {
        let rest = clause.passage.text(at, to);
        if let Some(verb) = window.iter().find(|hit| hit.start == at && hit.is(VERBS)) {
            at = verb.end;
        } else if let Some(small) = SMALL.iter().find(|small| rest.starts_with(**small)) {
            at += small.len();
        } else if let Some(year) = rest.get(..4).filter(|year| rest[4..].starts_with('年') && year.starts_with("20")) {
            at += year.len() + '年'.len_utf8();
        } else if rest.starts_with([' ', '\u{3000}']) {
            at += rest.chars().next().map_or(1, char::len_utf8);
        } else {
            return rest.is_empty();
        }
    }
    true
}

fn joins(between: &str) -> bool {
    matches!(between.trim(), "" | "的" | "关于" | "涉及" | "新")
}

/// A word right behind the unit says what is counted: 315件信件.
fn counts_something_else(after: &str) -> bool {
    let next = after.trim_start().chars().next();
    next.is_some_and(|c| c.is_alphanumeric() && !"都均已全并皆其为是属系由占和及与次者数".contains(c))
}
