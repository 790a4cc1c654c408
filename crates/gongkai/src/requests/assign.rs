//! 分派: who handles a request, and by which day inside the office.

use gongkai_law::{
    calendar::in_chinese,
    request::{
        refusal::Refusal,
        step::{Step, Taken},
    },
};
use gongkai_store::{Act, Civil, Recipient, StaffLine};
use jiff::civil::Date;

use super::{
    dossier::Dossier,
    record,
    take::{NotTaken, take},
};
use crate::{
    office::Office,
    people::roles::{Duty, Hand, Role},
    post::{self, Way, Words},
};

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
    if !hand.is_any(Duty::Assign.roles()) {
        return Err(refused("由经办人、公开工作机构负责人分派"));
    }
    let line = &dossier.request.line;
    if let Some(why) = unfit(office, dossier, internal_due) {
        return Err(refused(&why));
    }
    if to.organ_id != Some(line.organ_id) || !is_officer(to) {
        return Err(refused("只能分派给本机关在岗的经办人"));
    }
    let until = internal_due.map(|day| format!("内部期限{day}")).unwrap_or_default();
    let words = record::Words {
        about: "assigned".to_owned(),
        who: to.full_name.clone(),
        why: until,
        ..record::Words::default()
    };
    let taken = Taken { on: office.today(), step: Step::Noted };
    take(office, act, hand, dossier, taken, &words).await?;
    // the note counted as a save
    act.assign_request(line.id, line.version + 1, Some(to.id), internal_due.map(Civil)).await?;
    let own = matches!(hand, Hand::Staff { id, .. } if *id == to.id);
    if !own {
        tell_of(office, act, dossier, to, internal_due).await?;
    }
    Ok(())
}

/// Tells an officer who wants it that a request is theirs now.
async fn tell_of(
    office: &Office,
    act: &mut Act,
    dossier: &Dossier,
    to: &StaffLine,
    internal_due: Option<Date>,
) -> Result<(), gongkai_store::Error> {
    let ways: Vec<_> = office.db.reach(to.id).await?.wants.split(' ').filter_map(Way::of_key).collect();
    let line = &dossier.request.line;
    let days = [("答复期限", dossier.standing.due()), ("内部期限", internal_due)];
    let days: String = days.iter().filter_map(|(what, day)| Some(format!("，{what}{}", (*day)?))).collect();
    let subject = format!("申请{}分派给您{days}", line.number);
    let body = format!("{subject}。\n\n{}", office.post.look_at(&format!("/desk/requests/{}", line.number)));
    let about = format!("assigned:{}:{}", line.id, line.version);
    post::tell(
        &office.post,
        act,
        Recipient::Person(to.id),
        &ways,
        Words { about: &about, subject: &subject, body: &body, from: None },
    )
    .await
}

/// Why a day is no term inside the office; one that is kept may have passed. What is overdue may get any day to come.
fn unfit(office: &Office, dossier: &Dossier, until: Option<Date>) -> Option<String> {
    let (day, today) = (until?, office.today());
    let kept = dossier.request.line.internal_due.map(|kept| kept.0);
    match dossier.standing.due() {
        _ if kept == Some(day) => None,
        _ if day < today => Some("内部期限不能早于今天".to_owned()),
        Some(due) if due >= today && day > due => Some(format!("内部期限不能晚于答复期限{}", in_chinese(due))),
        _ => None,
    }
}

/// Whether somebody of the staff may have requests to handle.
pub fn is_officer(person: &StaffLine) -> bool {
    person.disabled_ms.is_none()
        && person.roles.split(' ').filter_map(Role::of_key).any(|role| Duty::Assign.roles().contains(&role))
}
