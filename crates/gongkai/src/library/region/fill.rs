//! 整理: the figures of reports that were kept before the register had a place for them alone.

use gongkai_store::{Actor, Db, Error, Moment};

/// Reports of one act: each is read whole.
const PART: i64 = 50;

/// Writes down the figures that are still missing; nothing to do in a register that has them.
///
/// # Errors
/// The register.
pub async fn fill(db: &Db, at: Moment) -> Result<(), Error> {
    while db.lacks_report_figures().await? {
        let mut act = db.act(Actor::System, at).await?;
        act.fill_report_figures(PART).await?;
        act.commit().await?;
    }
    Ok(())
}
