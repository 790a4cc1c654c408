//! 更正申请人的登记: the kind, the name, the number and the contact as they should have been written down, sealed like what
//! stood there before, which is kept beside it.

use gongkai_law::request::{
    application::Applicant,
    refusal::Refusal,
    step::{Step, Taken},
};
use gongkai_store::Act;

use super::{
    dossier::Dossier,
    record::Words,
    register::{Corrected, Identity, applicant_mac, identity, sealed},
    take::{NotTaken, take},
};
use crate::{office::Office, people::roles::Hand};

/// Parts that are kept as they stood: nobody errs more often.
const MOST: usize = 60;

/// Who applied, as it is written down now.
///
/// # Errors
/// It was erased, or does not open.
pub fn registered(office: &Office, dossier: &Dossier) -> Result<Identity, NotTaken> {
    let found = identity(office, &dossier.request).map_err(|error| no(&error.to_string()))?;
    found.ok_or_else(|| no("申请人的个人信息已经按期清除，不能更正"))
}

/// Puts right who applied, in an open act: the step with what was changed and not from what to what, the column of
/// table 3, and by what the same applicant is known again.
///
/// # Errors
/// [`NotTaken::Refused`] where nothing changes; as [`take`].
pub async fn amend(
    office: &Office,
    act: &mut Act,
    hand: &Hand,
    dossier: &Dossier,
    (kind, after): (Applicant, Identity),
    words: &Words,
) -> Result<(), NotTaken> {
    let (before, was) = (registered(office, dossier)?, dossier.applicant());
    let mut about: Vec<String> = changed(&before, &after).map(|(_, label, _)| label.to_owned()).collect();
    if kind != was {
        about.insert(0, format!("类别（{was}更正为{kind}）"));
    }
    if about.is_empty() {
        return Err(no("没有要更正的内容：填的与登记的一样"));
    }
    let words = Words { about: about.join("、"), ..words.clone() };
    take(office, act, hand, dossier, Taken { on: office.today(), step: Step::Amended }, &words).await?;
    keep(office, act, dossier, (kind, before, after)).await
}

/// Adds the number of a proof of identity that came with the correction of an application that came without, in the act
/// that takes the correction down.
///
/// # Errors
/// The register; what is sealed does not open.
pub async fn prove(office: &Office, act: &mut Act, dossier: &Dossier, number: String) -> Result<(), NotTaken> {
    let before = registered(office, dossier)?;
    let after = Identity { number, ..before.clone() };
    keep(office, act, dossier, (dossier.applicant(), before, after)).await
}

/// Seals it anew; the step of the same act counted as a save.
async fn keep(
    office: &Office,
    act: &mut Act,
    dossier: &Dossier,
    (kind, before, mut after): (Applicant, Identity, Identity),
) -> Result<(), NotTaken> {
    let (line, step) = (&dossier.request.line, dossier.entries.len());
    let stood = changed(&before, &after).filter(|(.., was)| !was.is_empty());
    let stood: Vec<_> =
        stood.map(|(part, _, was)| Corrected { step, part: part.to_owned(), was: was.to_owned() }).collect();
    if after.corrected.len() + stood.len() > MOST {
        return Err(no("更正的次数太多，请先核实清楚，再与系统管理员联系"));
    }
    after.corrected.extend(stood);
    let (mac, sealed) = (applicant_mac(office, &after), sealed(office, &line.number, &after));
    Ok(act.amend_applicant(line.id, line.version + 1, kind.key(), mac.as_deref(), &sealed).await?)
}

/// What was put right, each as it stood before, for whoever may see who applied.
pub fn stood(identity: &Identity) -> impl Iterator<Item = (String, String)> + '_ {
    identity.corrected.iter().filter_map(|corrected| {
        let (_, label, _) = identity.parts().into_iter().find(|(part, ..)| *part == corrected.part)?;
        Some((format!("更正以前的{label}"), corrected.was.clone()))
    })
}

/// The parts that differ, as they stood before.
fn changed<'a>(
    before: &'a Identity,
    after: &'a Identity,
) -> impl Iterator<Item = (&'static str, &'static str, &'a str)> {
    before.parts().into_iter().zip(after.parts()).filter(|(was, now)| was.2 != now.2).map(|(was, _)| was)
}

fn no(why: &str) -> NotTaken {
    NotTaken::Refused(Refusal { why: why.to_owned(), article: None })
}
