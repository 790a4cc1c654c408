//! 演示: a fictional county with its organs and seven years of reports, made by our own model and writers.

use crate::office::Office;

/// The register's mark of a demonstration.
pub const SETTING: &str = "demo";

/// Fills an empty register.
///
/// # Errors
/// As the register has them.
pub async fn fill(office: &Office) -> Result<(), gongkai_store::Error> {
    let mut act = office.db.act(gongkai_store::Actor::System, gongkai_store::Moment(office.now_ms())).await?;
    act.set(SETTING, "1").await?;
    act.commit().await
}
