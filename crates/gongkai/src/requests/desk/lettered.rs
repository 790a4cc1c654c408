//! 文书所在: where the letter of a step is read, for its line in the timeline.

use std::collections::HashMap;

use gongkai_law::request::{letter::LetterKind, step::Step};

use crate::{letters::notice::Notice, requests::dossier::Dossier};

/// 文书链接: a letter of a step.
#[derive(Clone)]
pub struct Link {
    /// Its page.
    pub href: String,
    /// What it is called.
    pub title: &'static str,
}

/// The letters of each step, by the step's place: those that a step sends out, written or not, and the answer from its
/// draft to its sending.
pub fn links(dossier: &Dossier) -> HashMap<usize, Vec<Link>> {
    let file = format!("/desk/requests/{}", dossier.request.line.number);
    let mut links: HashMap<usize, Vec<Link>> = HashMap::new();
    let notices: Vec<_> = Notice::all(dossier).collect();
    for (notice, entry) in &notices {
        let href = format!("{file}/notices/{}", notice.place(entry.taken.step));
        let Ok(at) = usize::try_from(notice.n) else { continue };
        links.entry(at).or_default().push(Link { href, title: notice.kind.title() });
    }
    let mut draft = "";
    for (at, entry) in dossier.entries.iter().enumerate() {
        let link = match entry.taken.step {
            Step::Drafted { .. } | Step::Returned | Step::Reviewed | Step::Signed | Step::Sent => {
                if !entry.words.draft.is_empty() {
                    draft = &entry.words.draft;
                }
                (!draft.is_empty()).then(|| Link { href: format!("{file}/letters/{draft}"), title: "答复" })
            }
            Step::Issued { step, letter } => Some(issued(&file, &notices, (step, letter))),
            // written by hand, without a step of its own
            _ if !entry.words.letter.is_empty() => Some(Link { href: format!("{file}/letters"), title: "文书" }),
            _ => None,
        };
        links.entry(at).or_default().extend(link);
    }
    links
}

/// 还没有出具的文书: the letters that steps demand and nobody numbered, the oldest first. Nothing is sent before they are.
pub fn wanting(dossier: &Dossier) -> Vec<Link> {
    let file = format!("/desk/requests/{}", dossier.request.line.number);
    let notices: Vec<_> = Notice::all(dossier).collect();
    // nobody is told any more who has withdrawn
    let withdrawn = dossier.standing.endings.last().is_some_and(|ending| !ending.letter);
    let wanting = dossier.standing.unissued().filter(|_| !withdrawn);
    wanting.map(|of| issued(&file, &notices, of)).collect()
}

/// The letter that got its number: that of a step, or one by hand, which the list has.
fn issued(
    file: &str,
    notices: &[(Notice, &crate::requests::dossier::Entry)],
    (step, letter): (usize, LetterKind),
) -> Link {
    let of = notices.iter().find(|(notice, _)| usize::try_from(notice.n) == Ok(step) && notice.kind == letter);
    let href = match of {
        Some((notice, entry)) => format!("{file}/notices/{}", notice.place(entry.taken.step)),
        None => format!("{file}/letters"),
    };
    Link { href, title: letter.title() }
}
