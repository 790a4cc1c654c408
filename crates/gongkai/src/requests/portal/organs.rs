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

/// The organ at this address, if it answers requests.
pub async fn addressed(office: &Office, slug: &str) -> Result<Option<Organ>, gongkai_store::Error> {
    match office.db.organ_at(slug).await {
        Ok(organ) => Ok(Some(organ).filter(answers)),
        Err(gongkai_store::Error::Missing(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Other organs that the applicant's words name: the information may be theirs.
pub fn mentioned<'o>(organs: &'o [Organ], wanted: &str, chosen: &str) -> Vec<&'o Organ> {
    let named = |organ: &&Organ| wanted.contains(&organ.name) || wanted.contains(own_part(organ));
    organs.iter().filter(|organ| organ.slug != chosen && answers(organ)).filter(named).take(3).collect()
}

/// What tells an organ from the others of its county: 水利局 of 县水利局. A government's is the name of its place, which
/// says nothing of whose the information is.
fn own_part(organ: &Organ) -> &str {
    let short = organ.short_name.trim_start_matches(['县', '市', '区', '省']);
    let of_a_place = head::kind(organ).is_some_and(|(kind, _)| kind == Kind::Government);
    if short.chars().count() >= 3 && !of_a_place { short } else { &organ.name }
}
