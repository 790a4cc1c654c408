//! 向谁申请: the organs of the register that answer requests, and whose a thing may be.

use gongkai_law::organ::Kind;
use gongkai_store::{Organ, Wish};

use crate::{letters::head, office::Office};

/// Organs of one list.
const MOST: i64 = 200;

/// The organs whose names have these words; all of them without words.
pub async fn named(office: &Office, words: &str) -> Result<Vec<Organ>, gongkai_store::Error> {
    office.db.organs(&Wish { named: words, ..Wish::default() }, None, MOST).await
}

/// Whether the Regulation's procedure for requests binds it.
pub fn answers(organ: &Organ) -> bool {
    head::kind(organ).is_some_and(|(kind, _)| kind.answers_requests())
}

/// The organ at this address, if it answers requests and was not closed.
pub async fn addressed(office: &Office, slug: &str) -> Result<Option<Organ>, gongkai_store::Error> {
    match office.db.organ_at(slug).await {
        Ok(organ) => Ok(Some(organ).filter(|organ| answers(organ) && organ.successor_id.is_none())),
        Err(gongkai_store::Error::Missing(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Other organs that the applicant's words name: the information may be theirs. An organ elsewhere has to be named in
/// full: every county has a 教育局. Of one that was closed, who took over.
pub fn mentioned<'o>(organs: &'o [Organ], wanted: &str, chosen: &Organ) -> Vec<&'o Organ> {
    let near = |organ: &Organ| {
        chosen.parent_id == Some(organ.id) || [Some(chosen.id), chosen.parent_id].contains(&organ.parent_id)
    };
    let named = |organ: &&Organ| wanted.contains(&organ.name) || (near(organ) && wanted.contains(own_part(organ)));
    let mut found: Vec<&Organ> = Vec::new();
    for organ in organs.iter().filter(named).filter_map(|organ| successor(organs, organ)) {
        let known = organ.id == chosen.id || found.iter().any(|other| other.id == organ.id);
        if !known && answers(organ) && found.len() < 3 {
            found.push(organ);
        }
    }
    found
}

/// Who answers for an organ now: itself, or who took over when it was closed; `None` for one that is not in the list.
pub fn successor<'o>(organs: &'o [Organ], organ: &'o Organ) -> Option<&'o Organ> {
    let mut now = organ;
    // a chain of mergers, never a ring
    for _ in 0..8 {
        let Some(next) = now.successor_id else { return Some(now) };
        now = organs.iter().find(|organ| organ.id == next)?;
    }
    None
}

/// What tells an organ from the others of its county: 水利局 of 县水利局. A government's is the name of its place, which
/// says nothing of whose the information is.
fn own_part(organ: &Organ) -> &str {
    let short = organ.short_name.trim_start_matches(['县', '市', '区', '省']);
    let of_a_place = head::kind(organ).is_some_and(|(kind, _)| kind == Kind::Government);
    if short.chars().count() >= 3 && !of_a_place { short } else { &organ.name }
}
