//! 正文与表: holds what running text claims against the cells that hold the same number.

use gongkai_law::annual_report::Figures;

use super::{Case, NotAssessable, claims::Claim, meaning::Meaning, scope::Part, sums::no_tables};
use crate::finding::{Finding, Severity, Verdict};

/// A claim that the tables do not bear out.
struct Gap {
    verdict: Verdict,
    table: i64,
    why: &'static str,
}

/// What all claims together say, a bit for each meaning.
#[derive(Default)]
struct Others {
    /// One of them agrees with the table.
    confirmed: u32,
    /// One of them speaks of a single organ.
    of_organs: u32,
}

impl Others {
    fn of(claims: &[Claim], figures: &Figures) -> Self {
        let mut others = Self::default();
        for claim in claims {
            let bit = 1 << claim.meaning as u32;
            if !claim.denied && claim.meaning.value(figures) == Some(claim.says) {
                others.confirmed |= bit;
            }
            if claim.part == Some(Part::Organ) {
                others.of_organs |= bit;
            }
        }
        others
    }
}

/// Tells the claims of one check (those that deny, or those that state a number) that differ from the tables.
pub(super) fn walk(
    case: &Case<'_>,
    code: &'static str,
    concerns: fn(&Claim) -> bool,
    findings: &mut Vec<Finding>,
) -> Result<(), NotAssessable> {
    let Some(figures) = &case.reading.report.figures else { return no_tables() };
    let (before, mut unknown) = (findings.len(), None);
    let claims = case.claims();
    let others = Others::of(claims, figures);
    for claim in claims.iter().filter(|claim| concerns(claim)) {
        match claim.meaning.value(figures) {
            // the trial form does not ask for everything that a report may tell
            None if claim.meaning.cells(figures.edition()).is_empty() => {}
            None => unknown = Some(claim.meaning),
            Some(table) if claim.part.is_some() => {
                findings.extend(gap_of_parts(claims, claim, table, &others).map(|gap| tell(case, code, claim, &gap)));
            }
            Some(table) => {
                findings.extend(gap(claim, figures, table, &others).map(|gap| tell(case, code, claim, &gap)));
            }
        }
    }
    match unknown {
        Some(meaning) if findings.len() == before => {
            NotAssessable::because(format!("正文写了数字，{}读不出，无法比较", meaning.name()))
        }
        _ => Ok(()),
    }
}

fn gap(claim: &Claim, figures: &Figures, table: i64, others: &Others) -> Option<Gap> {
    let sum = |meanings: &[Meaning]| meanings.iter().try_fold(0_i64, |sum, m| sum.checked_add(m.value(figures)?));
    if claim.says == table || claim.also.iter().any(|meanings| sum(meanings) == Some(claim.says)) {
        return None;
    }
    let unsure = |why| Some(Gap { verdict: Verdict::Unsure, table, why });
    let coincidences: &[(&[Meaning], &str)] = match claim.meaning {
        _ if claim.denied => &[],
        Meaning::New => &[
            (&[Meaning::New, Meaning::CarriedIn], "正好是新收与上年结转之和，可能把结转也算作收到"),
            (&[Meaning::Handled], "正好是办理结果总计，可能说的是办结"),
        ],
        Meaning::Handled => &[
            (&[Meaning::New], "正好是本年新收，可能说的是收到"),
            (&[Meaning::New, Meaning::CarriedIn], "正好是新收与上年结转之和，可能把没有办结的也算在内"),
        ],
        _ => &[],
    };
    if let Some((_, why)) = coincidences.iter().find(|(meanings, _)| sum(meanings) == Some(claim.says)) {
        return unsure(why);
    }
    let also_said = 1 << claim.meaning as u32;
    match (claim.doubtful || others.of_organs & also_said != 0, others.confirmed & also_said != 0) {
        (true, _) => unsure("正文的范围或者说法可能与表不同"),
        (_, true) => unsure("正文另一处的数字与表一致，这一处可能另有所指"),
        _ => Some(Gap { verdict: Verdict::Fail, table, why: "" }),
    }
}

/// Months and organs are parts: their sum is held against the table, and told once, at the first of them.
fn gap_of_parts(claims: &[Claim], claim: &Claim, table: i64, others: &Others) -> Option<Gap> {
    let alike = || claims.iter().filter(|c| c.meaning == claim.meaning);
    let parts = || alike().filter(|c| c.part.is_some());
    if parts().next() != Some(claim) {
        return None;
    }
    let (all, sum) = (total(alike())?, total(parts())?);
    let confirmed = others.confirmed & (1 << claim.meaning as u32) != 0;
    let less = sum < table && (confirmed || parts().all(|c| c.part == Some(Part::Period)));
    let why = "正文说的是一部分月份或者一部分单位，各处相加与表不同，可能没有列全";
    (!less && sum != table && all != table).then_some(Gap { verdict: Verdict::Unsure, table, why })
}

fn total<'a>(mut claims: impl Iterator<Item = &'a Claim>) -> Option<i64> {
    claims.try_fold(0_i64, |sum, claim| sum.checked_add(claim.says))
}

fn tell(case: &Case<'_>, code: &'static str, claim: &Claim, gap: &Gap) -> Finding {
    let edition = case.reading.report.figures.as_ref().map(Figures::edition);
    let cells = edition.map(|edition| claim.meaning.cells(edition)).unwrap_or_default();
    let passage = case.clues().passages.get(claim.passage);
    let words = passage.map_or("", |passage| passage.text(claim.start, claim.end));
    let why = if gap.why.is_empty() { String::new() } else { format!("；{}", gap.why) };
    let severity = if gap.verdict == Verdict::Fail { Severity::Error } else { Severity::Warning };
    let message = format!("正文写“{words}”，{}是{}{why}", claim.meaning.name(), gap.table);
    let address = edition.map_or("", |edition| claim.meaning.address(edition));
    let mend = if claim.denied {
        "按台账核对：确实没有的改表；上年的案件本年才有结果的，正文写明"
    } else {
        "按台账核对，改正文或者改表，使两处一致；说的不是同一件事的，正文写清楚范围"
    };
    let mut finding = Finding::new(code, gap.verdict, severity, message)
        .at(address)
        .sides(format!("narrative = {address}"), claim.says, gap.table)
        .shown(passage.map(|passage| passage.span(claim.start, claim.end)))
        .mark(words)
        .mend(mend);
    finding.spans.extend(cells.iter().filter(|_| cells.len() <= 3).filter_map(|&cell| case.reading.cell_span(cell)));
    finding
}
