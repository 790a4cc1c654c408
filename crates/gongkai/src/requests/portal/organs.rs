//! 向谁申请: the organs of the register that answer requests, and whose a thing may be.

use gongkai_law::organ::Kind;
use gongkai_store::{Organ, Wish};

use crate::{letters::head, office::Office};

/// Organs of one list; with more, words have to narrow it.
pub const MOST: usize = 100;

/// The first organs whose names have these words, one more than [`MOST`] where there are more; without words the first
/// of all.
pub async fn named(office: &Office, words: &str) -> Result<Vec<Organ>, gongkai_store::Error> {
    office.db.organs(&Wish { named: words, ..Wish::default() }, None, MOST as i64 + 1).await
}

/// Whether the Regulation's procedure for requests binds it.
pub fn answers(organ: &Organ) -> bool {
    head::kind(organ).is_some_and(|(kind, _)| kind.answers_requests())
}

/// The organ at this address or of this full name, if there is one such, it answers requests and was not closed.
///
/// # Errors
/// Those of the register.
pub async fn meant(office: &Office, words: &str) -> Result<Option<Organ>, gongkai_store::Error> {
    if let Some(organ) = addressed(office, words).await? {
        return Ok(Some(organ));
    }
    let mut found = office.db.organs_named(words).await?;
    found.retain(|organ| answers(organ) && organ.successor_id.is_none());
    Ok(found.pop().filter(|_| found.is_empty()))
}

/// Why an organ of the register takes no request, and where to turn instead; `None` for one that does.
pub fn elsewhere(organ: &Organ) -> Option<&'static str> {
    match head::kind(organ) {
        Some((Kind::Village, _)) => {
            Some("村务由村民委员会向村民公布（《村民委员会组织法》第三十条）；乡镇掌握的材料，请向乡镇人民政府申请")
        }
        _ if answers(organ) => None,
        _ => Some(
            "公共企事业单位按本行业的规定公开信息，请直接向它索取；不给的，向它的主管部门申诉（《条例》第五十五条）",
        ),
    }
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
///
/// # Errors
/// Those of the register.
pub async fn mentioned(office: &Office, wanted: &str, chosen: &Organ) -> Result<Vec<Organ>, gongkai_store::Error> {
    let near = |organ: &Organ| {
        chosen.parent_id == Some(organ.id) || [Some(chosen.id), chosen.parent_id].contains(&organ.parent_id)
    };
    let mut named = office.db.organs_in_text(wanted, chosen, MOST as i64).await?;
    named.retain(|organ| wanted.contains(&organ.name) || (near(organ) && wanted.contains(own_part(organ))));
    let closed: Vec<_> = named.iter().filter(|organ| organ.successor_id.is_some()).map(|organ| organ.id).collect();
    let took = office.db.successors(&closed).await?;
    let mut found: Vec<Organ> = Vec::new();
    for organ in named {
        let now = match organ.successor_id {
            None => Some(&organ),
            Some(_) => took.iter().find(|(closed, _)| *closed == organ.id).map(|(_, now)| now),
        };
        let new = now.filter(|now| now.id != chosen.id && found.iter().all(|other| other.id != now.id));
        found.extend(new.filter(|now| answers(now)).cloned());
    }
    found.truncate(3);
    Ok(found)
}

/// What tells an organ from the others of its county: 水利局 of 县水利局. A government's is the name of its place, which
/// says nothing of whose the information is.
fn own_part(organ: &Organ) -> &str {
    let short = organ.short_name.trim_start_matches(['县', '市', '区', '省']);
    let of_a_place = head::kind(organ).is_some_and(|(kind, _)| kind == Kind::Government);
    if short.chars().count() >= 3 && !of_a_place { short } else { &organ.name }
}
