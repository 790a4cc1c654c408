//! 今日事项 of publications: which wait for whom, and which are late, for the page and the message of the morning.

use gongkai_law::proactive::{
    kind::PublicationKind,
    release::{PublicationStage, PublicationVerb},
};
use gongkai_store::{Error, PersonId, Publication, PublicationFilter, Scope};

use super::{
    desk::{list::OPEN, waits::stage_of},
    take::{roles_for, roles_of},
};
use crate::{
    office::Office,
    people::roles::Role::{self, Head, Officer, Supervisor},
    requests::pressing::Press,
};

/// Those in work of this scope, and those that are to be taken down, with the nearest term first.
///
/// # Errors
/// The register.
pub async fn open(office: &Office, scope: Scope, most: i64) -> Result<Vec<Publication>, Error> {
    let filter = PublicationFilter { stages: &OPEN, or_to_take_down: true, ..PublicationFilter::default() };
    office.db.publications(scope, &filter, 0, most).await
}

/// What of a publication presses for somebody of these roles: that it is late, or that it waits for them. Of another organ's,
/// what is late concerns who supervises it, and the rest nobody.
pub fn of(line: &Publication, office: &Office, own_organ: bool, (me, roles): (PersonId, &[Role])) -> Option<Press> {
    let has = |role| roles.contains(&role);
    let waits = own_organ && waits_for(line, me, roles);
    let concerns = waits || has(Supervisor) || (own_organ && (has(Head) || line.author_id == Some(me)));
    match is_late(line, office) {
        true if concerns => Some(Press::PublicationLate),
        _ if waits => Some(Press::Publication),
        _ => None,
    }
}

/// Whether somebody may take the next step: a check that is theirs of what they did not write, their own draft, or the
/// withdrawal of a decision that fell.
fn waits_for(line: &Publication, me: PersonId, roles: &[Role]) -> bool {
    match stage_of(&line.stage) {
        Some(PublicationStage::Review(check)) => {
            line.author_id != Some(me) && roles_of(check).iter().any(|role| roles.contains(role))
        }
        // nothing else that is public has a term
        Some(PublicationStage::Public) if line.due.is_some() => {
            roles_for(PublicationVerb::Withdraw, PublicationStage::Public).iter().any(|role| roles.contains(role))
        }
        Some(PublicationStage::Draft) => line.author_id.map_or(roles.contains(&Officer), |author| author == me),
        _ => false,
    }
}

fn is_late(line: &Publication, office: &Office) -> bool {
    match line.due_ms {
        Some(over) => over.0 < office.now_ms(),
        None => line.due.is_some_and(|due| due.0 < office.today()),
    }
}

/// What it is called where its title must not be told yet: 通知公告的稿件.
pub fn called(line: &Publication) -> String {
    let kind = PublicationKind::of_key(&line.kind).map_or("公开信息", PublicationKind::label);
    format!("{kind}的稿件")
}
