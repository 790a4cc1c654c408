//! 目录的维护: taking a spreadsheet in, and adding, mending or dropping one row. Everybody sees the catalogue at once, so it
//! is the head's to keep. Art. 4.

use gongkai_law::{article::Article, request::refusal::Refusal};
use gongkai_store::{Error, Moment, Organ, OrganId, PersonId, StandardRow};

use super::line::Line;
use crate::{
    office::Office,
    people::roles::{Duty, Hand},
    requests::take::NotTaken,
};

/// Whether somebody keeps the catalogue of their organ, and which organ that is.
///
/// # Errors
/// [`Refusal`] for everybody but the head.
pub fn may(hand: &Hand) -> Result<(OrganId, PersonId), Refusal> {
    match hand {
        Hand::Staff { id, organ: Some(organ), .. } if hand.is_any(Duty::Standard.roles()) => Ok((*organ, *id)),
        _ => Err(Refusal {
            why: "标准目录由公开工作机构负责人维护".to_owned(), article: Some(Article::regulation(4))
        }),
    }
}

/// 导入: makes these lines the catalogue of the fields that they name; `mac` is the fingerprint under which the spreadsheet was
/// kept, which is used up by it.
///
/// # Errors
/// [`Error::Stale`] where somebody took the same spreadsheet in before.
pub async fn import(office: &Office, hand: &Hand, organ: &Organ, mac: &[u8], lines: &[Line]) -> Result<(), NotTaken> {
    may(hand).map_err(NotTaken::Refused)?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    if !act.spend_draft(mac).await? {
        return Err(Error::Stale.into());
    }
    let mut fields: Vec<&str> = lines.iter().map(|line| line.field.as_str()).collect();
    fields.sort_unstable();
    fields.dedup();
    let rows: Vec<_> = lines.iter().map(Line::row).collect();
    act.import_standard(organ.id, &fields, &rows).await?;
    Ok(act.commit().await?)
}

/// 加一行 at the end of its field, or 改一行 where it stands.
///
/// # Errors
/// [`Error::Taken`] where the field has it already; [`Error::Stale`].
pub async fn keep(
    office: &Office,
    hand: &Hand,
    (before, version): (Option<&StandardRow>, i64),
    line: &Line,
) -> Result<(), NotTaken> {
    let (organ, _) = may(hand).map_err(NotTaken::Refused)?;
    let mut line = line.clone();
    line.place = match before {
        Some(row) if row.field == line.field => row.place,
        _ => office.db.standard_rows(organ, Some(&line.field)).await?.last().map_or(1, |row| row.place + 1),
    };
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    match before {
        Some(row) => act.write_standard_row((row.id, organ), version, (&row.field, &line.row())).await?,
        None => act.add_standard_row(organ, &line.row()).await?,
    }
    Ok(act.commit().await?)
}

/// 删一行: what was published for it stays public.
///
/// # Errors
/// The register.
pub async fn drop(office: &Office, hand: &Hand, row: &StandardRow) -> Result<(), NotTaken> {
    let (organ, _) = may(hand).map_err(NotTaken::Refused)?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.drop_standard_row((row.id, organ), (&row.field, &row.item)).await?;
    Ok(act.commit().await?)
}
