//! 转为主动公开: what an applicant was given becomes the draft of a publication: what it is, and the files. Whoever asked, what
//! they wrote and what they were answered is not theirs alone to tell, and stays in the file of the request. Art. 44.

use gongkai_law::{
    proactive::{attribute::Attribute, kind::PublicationKind},
    request::refusal::Refusal,
};
use gongkai_store::{Act, PublicationId, Scope, Upload};

use crate::{
    case_files,
    letters::{
        draft::{Enclosure, enclosed},
        fields::Fields,
    },
    office::Office,
    people::roles::Hand,
    publish::{
        content::Content,
        secret,
        write::{self, MOST_FILES},
    },
    requests::{dossier::Dossier, register::identity, shown::Shown, take::NotTaken},
};

/// Begins the draft in the act of the step; its term runs from today.
///
/// # Errors
/// The register; [`NotTaken::Refused`] where a file that was supplied does not open.
pub async fn draft(
    office: &Office,
    act: &mut Act,
    hand: &Hand,
    dossier: &Dossier,
    about: &str,
) -> Result<PublicationId, NotTaken> {
    let organ = dossier.request.line.organ_id;
    let who = covered(office, dossier);
    let uncovered = |words: &str| if who.is_blind() { words.to_owned() } else { who.words(words) };
    let content = Content {
        title: uncovered(about),
        attribute: Attribute::Proactive.key().to_owned(),
        converted: Some(office.today()),
        ..Content::default()
    };
    let author = match hand {
        Hand::Staff { id, .. } => Some(*id),
        Hand::Applicant | Hand::Platform => None,
    };
    let id = write::begin(office, act, (organ, author), PublicationKind::General, &content).await?;
    let all = office.db.request_files(dossier.request.line.id).await?;
    for supplied in supplied(office, dossier).await? {
        let Some(file) = all.iter().find(|file| file.n == supplied.n) else { continue };
        let bytes = case_files::open(office, file.file_sm3).await.map_err(|_| unopened(&file.name))?;
        secret::upload(&supplied.name, &bytes).await.map_err(NotTaken::Refused)?;
        let upload = Upload { bytes: &bytes, media: &file.media };
        act.attach_to_publication(id, organ, (&uncovered(&supplied.name), upload)).await?;
    }
    Ok(id)
}

/// Who asked, and who was asked about it: nobody reads their names in what comes of it.
fn covered(office: &Office, dossier: &Dossier) -> Shown {
    let who = identity(office, &dossier.request).ok().flatten();
    let shown = Shown::over(false, who.as_ref(), dossier.applicant().is_person());
    dossier
        .entries
        .iter()
        .filter(|entry| !entry.words.who.is_empty())
        .fold(shown, |shown, entry| shown.but(&entry.words.who))
}

/// The files that went out with the answer.
async fn supplied(office: &Office, dossier: &Dossier) -> Result<Vec<Enclosure>, NotTaken> {
    let Some(id) = dossier.last_letter() else { return Ok(Vec::new()) };
    let letter = office.db.letter(id, Scope::Organ(dossier.request.line.organ_id)).await?;
    let mut all = enclosed(office, dossier, &Fields::read(&letter)?).await?;
    all.truncate(MOST_FILES);
    Ok(all)
}

fn unopened(name: &str) -> NotTaken {
    let why = format!("随答复提供的“{name}”打不开，草稿没有起成");
    NotTaken::Refused(Refusal { why, article: None })
}
