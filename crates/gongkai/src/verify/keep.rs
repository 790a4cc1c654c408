//! 留存: a signed-in person puts an uploaded report into the library.

use gongkai_store::{Act, Error, Kept, Moment, NewOrgan, OrganId, ReportId, Result, Sight, Visibility};
use sm3::{Digest, Sm3};

use super::opened::Opened;
use crate::{guard, office::Office, signin::Person};

/// Keeps the `n`th item in the place of the report that the page showed; gives the library's address of it.
/// The other files of the same drop go with the private link.
///
/// # Errors
/// `Missing` for what is no report or names neither organ nor year; `Stale` when somebody kept one meanwhile.
pub async fn keep(
    office: &Office,
    person: &Person,
    opened: &Opened,
    n: usize,
    replaces: Option<ReportId>,
) -> Result<(String, i16)> {
    match try_to(office, person, opened, n, replaces).await {
        // somebody added the same organ at the same moment: it is known now
        Err(Error::Taken(_)) => try_to(office, person, opened, n, replaces).await,
        other => other,
    }
}

/// The report that counts for an organ of this name and year: what a keeper sees and may replace.
///
/// # Errors
/// As the register has them.
pub async fn current(office: &Office, agency: &str, year: i16) -> Result<Option<ReportId>> {
    let Some(organ) = office.db.organs_named(agency).await?.into_iter().next() else { return Ok(None) };
    Ok(office.db.report_of(organ.id, year, Sight::Staff).await?.map(|report| report.line.id))
}

async fn try_to(
    office: &Office,
    person: &Person,
    opened: &Opened,
    n: usize,
    replaces: Option<ReportId>,
) -> Result<(String, i16)> {
    let line = opened.lines.get(n).ok_or(Error::Missing("核验"))?;
    let (Some(agency), Some(year)) = (&line.agency, line.year) else { return Err(Error::Missing("单位和年度")) };
    let known = office.db.organs_named(agency).await?.into_iter().next();
    let mut act = office.db.act(person.actor(), Moment(office.now_ms())).await?;
    let (organ, slug) = match known {
        Some(organ) => (organ.id, organ.slug),
        None => add(&mut act, agency).await?,
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
