//! 锁定: once an organ above has locked its season, nothing is handed in or taken back without being asked for.

use gongkai_law::{annual_report::compilation::CompileStep, request::refusal::Refusal};
use gongkai_store::{Error, OrganId};

use super::who::no;
use crate::{compile::work::Entry, office::Office};

/// Whether a lock keeps this step back: 报送 and 撤回报送 in a season that is locked, unless the organ above sent the report
/// back or asked for it since.
///
/// # Errors
/// The register; inside, the reason why not.
pub async fn allows(
    office: &Office,
    (organ, year): (OrganId, i16),
    entries: &[Entry],
    step: CompileStep,
) -> Result<Result<(), Refusal>, Error> {
    if !matches!(step, CompileStep::Reported | CompileStep::TakenBack) {
        return Ok(Ok(()));
    }
    let seasons = office.db.seasons_over(organ, year).await?;
    let Some(locked) = seasons.iter().filter_map(|season| season.locked_ms).max() else { return Ok(Ok(())) };
    if step == CompileStep::TakenBack {
        return Ok(Err(no("上级已经锁定这一年的年报，不能撤回；要改请上级退回")));
    }
    let sent_back = entries.iter().rev().find(|entry| entry.step == CompileStep::Returned);
    if sent_back.is_some_and(|entry| entry.row.at_ms >= locked) {
        return Ok(Ok(()));
    }
    let calls = office.db.season_calls(organ, year).await?;
    Ok(match calls.iter().any(|call| call.at_ms >= locked) {
        true => Ok(()),
        false => Err(no("上级已经锁定这一年的年报，不再收件；要补报请上级先催报或者退回")),
    })
}
