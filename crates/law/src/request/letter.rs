//! 文书: the letters of a request as data: their titles, their number series, what each must say, and when each has its
//! place. The list is that of the model sets in use; the Regulation demands letters, not their form.

mod asks;
mod content;
mod kind;
mod occasion;

pub use asks::{Ask, asks, written};
pub use content::Content;
pub use kind::LetterKind;
pub use occasion::Occasion;

use super::decision::Decision;
use crate::{
    article::{Article, Instrument},
    exempt::Exemption,
};

/// 法律依据 of an answer, to article, paragraph and item. `withheld` are the grounds of a partial answer's parts. Empty
/// where no instrument speaks of the case at all.
pub fn bases(decision: Decision, variant: usize, withheld: &[Exemption]) -> Vec<Article> {
    let letter = decision.letters().get(variant).or(decision.letters().first());
    let own = letter.and_then(|letter| letter.article);
    let mut all = match decision {
        Decision::Partial => vec![Article::regulation(36).item(2)],
        // no article of the Regulation names it: the form of the report does
        Decision::RejectedReconfirm => vec![Article::of(Instrument::ReportForm2021, 0)],
        _ => Vec::new(),
    };
    let grounds = withheld.iter().copied().chain(Exemption::behind(decision));
    for ground in grounds {
        all.push(ground.article());
        if ground == Exemption::ThirdParty {
            all.push(Article::regulation(32));
        }
    }
    all.extend(own);
    let mut seen = Vec::new();
    all.retain(|article| {
        !seen.contains(article) && {
            seen.push(*article);
            true
        }
    });
    all
}
