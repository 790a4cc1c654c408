//! 转为主动公开: what an applicant was given becomes the draft of a publication, without whoever asked for it. Art. 44.

use gongkai_law::proactive::{attribute::Attribute, kind::PublicationKind};
use gongkai_store::{Act, Scope};
use jiff::civil::Date;

use crate::{
    letters::fields::Fields,
    office::Office,
    people::roles::Hand,
    publish::{content::Content, write},
    requests::{dossier::Dossier, register::identity, shown::Shown, take::NotTaken},
};

/// Begins the draft in the act of the step: the answer's words without its addressee, and with the applicant covered
/// wherever they stand in it. Where nobody knows any more who applied, the body is left to be written.
///
/// # Errors
/// The register.
pub(super) async fn draft(
    office: &Office,
    act: &mut Act,
    hand: &Hand,
    dossier: &Dossier,
    about: &str,
) -> Result<(), NotTaken> {
    let organ = dossier.request.line.organ_id;
    let (body, formed) = match dossier.last_letter() {
        Some(id) => answer(office, dossier, office.db.letter(id, Scope::Organ(organ)).await?)?,
        None => (String::new(), None),
    };
    let content = Content {
        title: about.to_owned(),
        body,
        formed,
        attribute: Attribute::Proactive.key().to_owned(),
        ..Content::default()
    };
    let author = match hand {
        Hand::Staff { id, .. } => Some(*id),
        Hand::Applicant | Hand::Platform => None,
    };
    write::begin(office, act, (organ, author), PublicationKind::General, &content).await?;
    Ok(())
}

/// What an answer says, as a body, and its day.
fn answer(
    office: &Office,
    dossier: &Dossier,
    letter: gongkai_store::Letter,
) -> Result<(String, Option<Date>), NotTaken> {
    let Some(text) = Fields::read(&letter)?.text else { return Ok((String::new(), None)) };
    let who = identity(office, &dossier.request).ok().flatten();
    let covered = Shown::over(false, who.as_ref(), dossier.applicant().is_person());
    let blocks = text.blocks.iter().map(|block| match block.part() {
        (true, words) => format!("# {}", covered.words(words)),
        (false, words) => covered.words(words),
    });
    let body = if covered.is_blind() { String::new() } else { blocks.collect::<Vec<_>>().join("\n\n") };
    Ok((body, letter.dated.map(|day| day.0)))
}
