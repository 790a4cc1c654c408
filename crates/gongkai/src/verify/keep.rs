//! 留存: a signed-in person puts an uploaded report into the library.

use gongkai_store::{
    Act, Error, ItemLine, Kept, Moment, NewOrgan, Organ, OrganId, ReportId, ReportLine, Result, Sight, Visibility,
};
use sm3::{Digest, Sm3};

use super::opened::Opened;
use crate::{guard, office::Office, signin::Person};

/// Whose library shelf an item may go to, as the page showed it.
pub struct Shelf {
    /// The organ's place in addresses; empty for the only one of its name, or one that the register does not know yet.
    pub organ: String,
    /// Where it is among organs of the same name; empty where there is one.
    pub among: String,
    /// The report that counts there: what a keeper sees and may replace.
    pub replaces: Option<ReportId>,
    /// The address of the report that counts, where it is this file with this result already.
    pub kept: Option<String>,
}

/// Keeps the `n`th item on the shelf that the page showed; gives the library's address of it.
/// The other files of the same drop go with the private link. What is kept there already stays as it is.
///
/// # Errors
/// `Missing` for what is no report or names neither organ nor year; `Stale` when somebody kept one meanwhile, or the
/// name has other organs by now.
pub async fn keep(
    office: &Office,
    person: &Person,
    opened: &Opened,
    n: usize,
    (organ, replaces): (&str, Option<ReportId>),
) -> Result<(String, i16)> {
    match try_to(office, person, opened, n, (organ, replaces)).await {
        // somebody added the same organ at the same moment: it is known now
        Err(Error::Taken(_)) => try_to(office, person, opened, n, (organ, replaces)).await,
        other => other,
    }
}

/// The shelves that an item may go to: one, or one for each organ of the name; none for what names no organ or year.
///
/// # Errors
/// As the register has them.
pub async fn shelves(office: &Office, item: &ItemLine) -> Result<Vec<Shelf>> {
    let (Some(agency), Some(year)) = (&item.agency, item.year) else { return Ok(Vec::new()) };
    let named = office.db.organs_named(agency).await?;
    let mut shelves = Vec::new();
    for organ in &named {
        let there = office.db.report_of(organ.id, year, Sight::Staff).await?.map(|report| report.line);
        let is_this = |line: &&ReportLine| {
            let is_open = line.withdrawn_ms.is_none() && line.visibility == Visibility::Portal;
            is_open && line.file_sm3 == item.file_sm3 && line.counts == item.counts
        };
        shelves.push(Shelf {
            organ: if named.len() > 1 { organ.slug.clone() } else { String::new() },
            among: if named.len() > 1 { among(office, organ).await? } else { String::new() },
            kept: there.as_ref().filter(is_this).map(|_| format!("/reports/{}/{year}", organ.slug)),
            replaces: there.map(|line| line.id),
        });
    }
    if named.is_empty() {
        shelves.push(Shelf { organ: String::new(), among: String::new(), replaces: None, kept: None });
    }
    Ok(shelves)
}

/// What tells an organ from others of its name: who is above it, its level, and its place in addresses.
async fn among(office: &Office, organ: &Organ) -> Result<String> {
    let level = match organ.level.as_str() {
        "province" => "省级",
        "city" => "市级",
        "county" => "县级",
        "township" => "乡级",
        other => other,
    };
    let above = match organ.parent_id {
        Some(id) => format!("{}，", office.db.organ(id).await?.short_name),
        None => String::new(),
    };
    Ok(format!("{above}{level}，地址{}", organ.slug))
}

async fn try_to(
    office: &Office,
    person: &Person,
    opened: &Opened,
    n: usize,
    (organ, replaces): (&str, Option<ReportId>),
) -> Result<(String, i16)> {
    let line = opened.lines.get(n).ok_or(Error::Missing("核验"))?;
    let (Some(agency), Some(year)) = (&line.agency, line.year) else { return Err(Error::Missing("单位和年度")) };
    let mut named = office.db.organs_named(agency).await?;
    if !organ.is_empty() {
        named.retain(|known| known.slug == organ);
    }
    let mut act = office.db.act(person.actor(), Moment(office.now_ms())).await?;
    let (organ, slug) = match (named.pop(), named.is_empty()) {
        (Some(known), true) => (known.id, known.slug),
        (None, _) if organ.is_empty() => add(&mut act, agency).await?,
        // which of them, the page has not asked yet
        _ => return Err(Error::Stale),
    };
    let kept = Kept { organ, year, visibility: Visibility::Portal, replaces };
    act.keep_item(opened.verification.id, line.n, &kept).await?;
    act.commit().await?;
    Ok((slug, year))
}

/// An organ that the register meets for the first time.
async fn add(act: &mut Act, name: &str) -> Result<(OrganId, String)> {
    let slug = format!("o{}", guard::hex(Sm3::digest(name.as_bytes()).get(..5).unwrap_or_default()));
    let (kind, level) = kind(name);
    let new = NewOrgan { slug: &slug, name, short_name: name, kind, level, position: 1000, ..NewOrgan::default() };
    Ok((act.add_organ(&new).await?, slug))
}

/// What a full name says of its bearer.
fn kind(name: &str) -> (&'static str, &'static str) {
    let is_township = ["乡", "镇", "街道"].iter().any(|word| name.contains(word));
    match (name.contains("人民政府"), is_township) {
        (true, true) => ("township", "township"),
        (true, false) if !name.ends_with("办公室") => ("government", "county"),
        _ if name.contains("街道办事处") => ("township", "township"),
        _ => ("department", "county"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_whether_it_is_a_government_a_department_or_a_township() {
        for (name, expected) in [
            ("青禾县人民政府", "government"),
            ("青禾县云渡镇人民政府", "township"),
            ("青禾县城关街道办事处", "township"),
            ("青禾县教育局", "department"),
            ("青禾县人民政府办公室", "department"),
        ] {
            assert_eq!(kind(name).0, expected, "{name}");
        }
    }
}
