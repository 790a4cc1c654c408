//! 整理: the figures of reports that were kept before the register had a place for them alone.

use gongkai_store::{Actor, Db, Error, Moment};

/// Reports of one act: each is read whole.
const PART: i64 = 50;

/// Writes down the figures that are still missing, and says once of how many; nothing to do in a register that has them.
///
/// # Errors
/// The register.
pub async fn fill(db: &Db, at: Moment) -> Result<u64, Error> {
    if !db.lacks_report_figures().await? {
        return Ok(0);
    }
    let (mut filled, mut after) = (0, None);
    loop {
        let mut act = db.act(Actor::System, at).await?;
        let (count, last) = act.fill_report_figures(after, PART).await?;
        act.commit().await?;
        filled += count;
        if last.is_none() {
            break;
        }
        after = last;
    }
    tracing::info!(filled, "the figures of older reports are written down");
    Ok(filled)
}
