//! 按时发布与撤下: what is approved for a day goes out on it, what is shown for a time is taken down after it, and a validity
//! that hangs on a day changes with it.

use gongkai_law::proactive::{attribute::Attribute, release::PublicationStage};
use gongkai_store::{Civil, Publication, Released, Scope};

use super::{effects, manuscript::Manuscript, out};
use crate::{office::Office, people::roles::Hand, requests::take::NotTaken};

/// Publications looked at together.
const BATCH: i64 = 32;

/// One look at what is due. What cannot be done is logged and tried again next time; it keeps nothing else from its turn.
///
/// # Errors
/// The register.
pub async fn turn(office: &Office) -> Result<(), NotTaken> {
    send_out(office).await?;
    let today = Civil(office.today());
    loop {
        let due = office.db.released_due(today, BATCH).await?;
        let mut moved = 0;
        for released in &due {
            moved += usize::from(told(released.index_number.as_str(), see_to(office, released, today).await));
        }
        // what would not move is there again; whoever is last in line must not wait for it for ever
        if moved == 0 {
            return Ok(());
        }
    }
}

async fn send_out(office: &Office) -> Result<(), NotTaken> {
    let mut after = None;
    loop {
        let approved = office.db.approved_publications(after, BATCH).await?;
        let Some(last) = approved.last() else { return Ok(()) };
        after = Some(last.id);
        for publication in &approved {
            told(&publication.title, release(office, publication).await);
        }
    }
}

/// Whether it was done; why not is for the log.
fn told(what: &str, done: Result<(), NotTaken>) -> bool {
    if let Err(why) = &done {
        tracing::warn!(what, %why, "not published or taken down on its day");
    }
    done.is_ok()
}

async fn release(office: &Office, publication: &Publication) -> Result<(), NotTaken> {
    let manuscript = Manuscript::of(office, publication.id, Scope::All).await?;
    let come = manuscript.standing.from.is_some_and(|from| from <= office.today());
    match (manuscript.standing.stage == PublicationStage::Approved && come, manuscript.content.attribute()) {
        (false, _) => Ok(()),
        (true, Attribute::Proactive) => out::release(office, &Hand::Platform, &manuscript).await,
        // signed, and the program ended before it was put away
        (true, _) => out::retain(office, &Hand::Platform, &manuscript).await,
    }
}

async fn see_to(office: &Office, released: &Released, today: Civil) -> Result<(), NotTaken> {
    if released.expires.is_some_and(|last| last < today) {
        let manuscript = Manuscript::of(office, released.publication_id, Scope::All).await?;
        return out::expire(office, &manuscript).await;
    }
    effects::renew(office, released).await
}
