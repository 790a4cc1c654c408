//! 找错: somebody points at what is wrong in what was published, or on any page of the site; the organ whose it is answers within three working days
//! and mends it. How to reach them is sealed, and forgotten a while after the answer.
//!
//! [`found`] is how one comes in, [`answer`] how it ends, [`page`] on which page it is.

pub mod answer;
pub mod desk;
pub mod found;
pub mod page;
pub mod portal;

use gongkai_store::{Actor, Error, Moment};

use crate::office::Office;

/// 联系方式留存: days after the answer, in which a message may still have to be sent again.
const KEPT: i64 = 90;
/// Forgotten in one act.
const BATCH: u64 = 100;

/// Forgets how to reach those who were answered long ago.
///
/// # Errors
/// The register.
pub async fn forget(office: &Office) -> Result<(), Error> {
    let now = Moment(office.now_ms());
    loop {
        let mut act = office.db.act(Actor::System, now).await?;
        let gone = act.forget_finders(now.plus_days(-KEPT), i64::try_from(BATCH).unwrap_or(i64::MAX)).await?;
        act.commit().await?;
        if gone < BATCH {
            return Ok(());
        }
    }
}
