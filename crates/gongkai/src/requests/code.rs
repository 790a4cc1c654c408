//! 重置查询码: who lost the code proves at the office who they are and gets another; the old one opens nothing any more.

use gongkai_law::request::{
    refusal::Refusal,
    step::{Step, Taken},
};
use gongkai_store::Moment;

use super::{
    dossier::Dossier,
    record::Words,
    register::{Receipt, code_mac, draw_code},
    reveal,
    take::{self, NotTaken},
};
use crate::{
    office::Office,
    people::roles::{Duty, Hand},
};

/// What the note of it is about.
pub const CODE: &str = "code";

/// Whether this hand may give a request another code.
///
/// # Errors
/// The reason why not.
pub fn may(hand: &Hand, dossier: &Dossier) -> Result<(), Refusal> {
    reveal::may(hand, dossier)?;
    match hand.is_any(Duty::GiveCode.roles()) {
        true => Ok(()),
        false => Err(Refusal { why: "由经办人、公开工作机构负责人办理".to_owned(), article: None }),
    }
}

/// Another code for this request; `how` says by what the applicant was known.
///
/// # Errors
/// [`NotTaken`]
pub async fn anew(office: &Office, hand: &Hand, dossier: &Dossier, how: &str) -> Result<Receipt, NotTaken> {
    may(hand, dossier).map_err(NotTaken::Refused)?;
    let line = &dossier.request.line;
    let code = draw_code();
    let words = Words {
        why: "申请人遗失查询码，核实身份后重置".to_owned(),
        about: CODE.to_owned(),
        proof: how.to_owned(),
        ..Words::default()
    };
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    take::take(office, &mut act, hand, dossier, Taken { on: office.today(), step: Step::Noted }, &words).await?;
    // the note counted as a save
    act.change_code(line.id, line.version + 1, &code_mac(office, &line.number, &code)).await?;
    act.commit().await?;
    Ok(Receipt { id: line.id, number: line.number.clone(), code })
}
