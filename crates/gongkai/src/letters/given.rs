//! 给申请人的文书: the letters that have gone out to the applicant. No copy of them is kept: the register has their words
//! without a name, and each is set anew, for the one whose name is sealed, whenever it is opened.

use gongkai_law::request::{letter::LetterKind, step::Step};
use gongkai_store::Letter;

use super::{fields::Fields, notice::Notice, text::Text};
use crate::{office::Office, requests::dossier::Dossier};

/// 给申请人的文书: one letter that the applicant may open.
#[derive(Clone, Debug)]
pub struct Given {
    /// With its number and its date.
    pub letter: Letter,
    /// What it says.
    pub text: Text,
    /// Whether it is the answer that was sent last.
    pub answers: bool,
    /// The place of the step that it goes with; `None` for an answer and for a letter by hand.
    pub step: Option<i32>,
}

/// The letters for the applicant, the newest first: answers once they were sent, other letters once they have their
/// number. What went with a step that was struck out is none any more.
///
/// # Errors
/// The register.
pub async fn all(office: &Office, dossier: &Dossier) -> Result<Vec<Given>, gongkai_store::Error> {
    let sent = dossier.dated().filter(|(entry, _)| entry.taken.step == Step::Sent);
    let sent: Vec<&str> = sent.map(|(entry, _)| entry.words.letter.as_str()).collect();
    let notices: Vec<Notice> = Notice::all(dossier).map(|(notice, _)| notice).collect();
    let mut out = Vec::new();
    for letter in office.db.letters_of(dossier.request.line.id).await? {
        let fields = Fields::read(&letter)?;
        let kind = LetterKind::of_key(&letter.kind).filter(|kind| kind.is_to_applicant());
        let (Some(kind), Some(number), Some(text)) = (kind, letter.number.as_deref(), fields.text) else { continue };
        let gone = match fields.step {
            Some(n) => notices.contains(&Notice { n, kind }),
            None => fields.by_hand || sent.contains(&number),
        };
        if gone {
            let answers = fields.step.is_none() && sent.last() == Some(&number);
            out.push(Given { letter, text, answers, step: fields.step });
        }
    }
    out.sort_by_key(|given| std::cmp::Reverse(given.letter.dated));
    Ok(out)
}
