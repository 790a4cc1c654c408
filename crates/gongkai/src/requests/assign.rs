//! 分派: who handles a request, and by which day inside the office.

use gongkai_law::request::{
    refusal::Refusal,
    step::{Step, Taken},
};
use gongkai_store::{Act, Civil, StaffLine};
use jiff::civil::Date;

use super::{
    dossier::Dossier,
    record::Words,
    take::{NotTaken, take},
};
use crate::{
    office::Office,
    people::roles::{Hand, Role},
};

/// Who may say who handles a request.
pub const ASSIGN: [Role; 2] = [Role::Officer, Role::Head];

/// Gives a request to an officer of its organ, in an open act; a note in the file says so.
///
/// # Errors
/// [`NotTaken::Refused`] where the hand is no officer's, or the officer of another organ;
/// [`gongkai_store::Error::Stale`] when somebody else wrote first.
pub async fn assign(
    office: &Office,
    act: &mut Act,
    hand: &Hand,
    dossier: &Dossier,
    to: &StaffLine,
    internal_due: Option<Date>,
) -> Result<(), NotTaken> {
    let refused = |why: &str| NotTaken::Refused(Refusal { why: why.to_owned(), article: None });
    if !hand.is_any(&ASSIGN) {
        return Err(refused("由经办人、公开工作机构负责人分派"));
    }
    let line = &dossier.request.line;
    if to.organ_id != Some(line.organ_id) || !is_officer(to) {
        return Err(refused("只能分派给本机关在岗的经办人"));
    }
    let until = internal_due.map(|day| format!("内部期限{day}")).unwrap_or_default();
    let words = Words { about: "assigned".to_owned(), who: to.full_name.clone(), why: until, ..Words::default() };
    let taken = Taken { on: office.today(), step: Step::Noted };
    take(office, act, hand, dossier, taken, &words).await?;
    // the note counted as a save
    act.assign_request(line.id, line.version + 1, Some(to.id), internal_due.map(Civil)).await?;
    Ok(())
}

/// Whether somebody of the staff may have requests to handle.
pub fn is_officer(person: &StaffLine) -> bool {
    person.disabled_ms.is_none() && person.roles.split(' ').filter_map(Role::of_key).any(|role| ASSIGN.contains(&role))
}
