//! 联合制发: a paper that several organs released under one 文号 stands in the figures of each: once as issued, every year as
//! in force until it is repealed, and then as repealed. In a sum it counts once in each of these.

use std::collections::{BTreeSet, HashMap, HashSet};

use gongkai_law::annual_report::Edition;
use gongkai_store::{Civil, DocumentCell, Error, JointCell, JointDocument, Organ, OrganId};
use jiff::civil::date;

use super::{
    super::roll_up::{By, Counted, RollUp, organs_of},
    Candidate,
};
use crate::{indicators::counted::span, office::Office, publish::portal::lines::KINDS};

/// Releases of joint papers that are looked at, at most.
const COPIES: i64 = 5_000;

/// A column: its word in an address, what stands in it, and in Chinese.
type Column = (&'static str, JointCell, &'static str);

const OF_2019: [Column; 3] = [
    ("made", JointCell::Document(DocumentCell::Issued), "新制作"),
    ("published", JointCell::Released, "新公开"),
    ("total_published", JointCell::Public, "对外公开总数"),
];
const OF_2021: [Column; 3] = [
    ("issued", JointCell::Document(DocumentCell::Issued), "制发"),
    ("repealed", JointCell::Document(DocumentCell::Repealed), "废止"),
    ("in_force", JointCell::Document(DocumentCell::InForce), "现行有效"),
];

/// Joint papers that the sum has more than once, column by column; whether there are more than were looked at.
pub(super) async fn candidates(
    office: &Office,
    organ: &Organ,
    (sum, edition): (&RollUp, Edition),
) -> Result<(Vec<Candidate>, bool), Error> {
    let columns = match edition {
        Edition::Of2019 => OF_2019,
        Edition::Of2021 => OF_2021,
    };
    // the days of the organs' own figures
    let last = date(sum.year, 12, 31).min(office.today());
    let time = ((Civil(date(sum.year, 1, 1)), Civil(last)), span(sum.year));
    let what = (&KINDS[..], columns.map(|(_, cell, _)| cell));
    let mut copies = office.db.joint_documents(sum.range.scope(organ.id), what, time, COPIES).await?;
    let more = i64::try_from(copies.len()).map_or(true, |len| len >= COPIES);
    if more && let Some(last) = copies.pop() {
        // of the last paper some releases may not be here
        let whole = copies.iter().rposition(|copy| !is_one_paper(copy, &last)).map_or(0, |at| at + 1);
        copies.truncate(whole);
    }
    let whose = Whose::of(office, organ, sum, &copies).await?;
    let papers = copies.chunk_by(is_one_paper);
    Ok((papers.flat_map(|paper| of_paper(paper, &columns, &whose)).collect(), more))
}

fn is_one_paper(one: &JointDocument, other: &JointDocument) -> bool {
    (&one.year, &one.kind, &one.number_key) == (&other.year, &other.kind, &other.number_key)
}

/// One paper: what is too many of it in each column.
fn of_paper(copies: &[JointDocument], columns: &[Column; 3], whose: &Whose<'_>) -> Vec<Candidate> {
    let Some(paper) = copies.first() else { return Vec::new() };
    let row = match paper.kind.as_str() {
        "normative" => "normative_documents",
        "regulation" => "regulations",
        _ => return Vec::new(),
    };
    let stands: [fn(&JointDocument) -> i64; 3] = [|copy| copy.in_first, |copy| copy.in_second, |copy| copy.in_third];
    let of = |((column, cell, name), stands): (&Column, fn(&JointDocument) -> i64)| {
        let address = format!("proactive.{row}.{column}");
        let there = copies.iter().filter(|copy| stands(copy) > 0);
        let parts: BTreeSet<OrganId> = there.filter_map(|copy| whose.counts(copy.organ_id, &address)).collect();
        let n = i64::try_from(parts.len()).ok().filter(|n| *n > 1)?;
        let JointDocument { kind, number_key, year, number, title, .. } = paper;
        Some(Candidate {
            // a mark stays as it is, for it says what was settled before
            mark: match cell {
                JointCell::Document(DocumentCell::Issued) => format!("document:{number_key}"),
                _ => format!("document:{number_key}:{year}:{kind}:{column}"),
            },
            cell: address,
            amount: 1 - n,
            why: format!("{number}《{title}》{n}家都公开了，是联合制发的一件，{name}只算一次"),
            organs: parts.into_iter().collect(),
            papers: vec![number.clone()],
        })
    };
    columns.iter().zip(stands).filter_map(of).collect()
}

/// By whose figures an organ's papers are in the sum.
struct Whose<'a> {
    counted: HashMap<OrganId, &'a Counted>,
    /// 上级机关 of those that are there and not by themselves: a report above them may have them in.
    under: HashMap<OrganId, OrganId>,
}

impl<'a> Whose<'a> {
    async fn of(office: &Office, organ: &Organ, sum: &'a RollUp, copies: &[JointDocument]) -> Result<Self, Error> {
        let counted: HashMap<_, _> = sum.counted.iter().map(|one| (one.organ, one)).collect();
        if copies.iter().all(|copy| counted.contains_key(&copy.organ_id)) {
            return Ok(Self { counted, under: HashMap::new() });
        }
        let missing: HashSet<_> = sum.missing.iter().map(|one| one.organ).collect();
        let (organs, _) = organs_of(office, organ.id, sum.year).await?;
        let there = organs.into_iter().filter(|one| one.successor_id.is_none() && !missing.contains(&one.id));
        Ok(Self { counted, under: there.map(|one| (one.id, one.under)).collect() })
    }

    /// The part of the sum that has what an organ released; `None` where none has, or where it has nothing in this cell.
    fn counts(&self, organ: OrganId, cell: &str) -> Option<OrganId> {
        let part = self.part(organ)?;
        part.figures.at(cell).filter(|n| *n > 0).map(|_| part.organ)
    }

    fn part(&self, organ: OrganId) -> Option<&'a Counted> {
        let mut at = organ;
        for _ in 0..=self.under.len() {
            if let Some(part) = self.counted.get(&at) {
                // what is counted from the register is of one organ alone
                let has_others = matches!(part.by, By::Report { .. });
                return (at == organ || has_others).then_some(*part);
            }
            at = *self.under.get(&at)?;
        }
        None
    }
}
