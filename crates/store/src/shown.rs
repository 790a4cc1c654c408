//! 变动: whether what visitors see may have changed. Whoever keeps pages asks for a number that every act counts up which may
//! change one of them, here and on other machines of the same register.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use crate::{
    Db, Result,
    db::{Tx, on, on_tx},
};

/// Acts that change no page of a visitor, by how their names begin. Whatever is not among them may: an act that is
/// forgotten here costs a page that is made anew, never one that is out of date.
const INWARD: [&str; 29] = [
    "api_key.",
    "compilation.",
    "delegation.",
    "figure.",
    "key.",
    "letter.",
    "matter.",
    "mistake.",
    "night.",
    "number.",
    "person.",
    "publication.add",
    "publication.attach",
    "publication.clean",
    "publication.detach",
    "publication.export",
    "publication.file",
    "publication.step",
    "publication.write",
    "redress.",
    "reminder.",
    "request.",
    "season.",
    "subscription.",
    "verification.",
    "view.",
    "year.freeze",
    "files.",
    "audit.",
];

/// How often something that visitors see was changed by this program; shared by all who have its register open.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes(Arc<AtomicU64>);

impl Changes {
    pub(crate) fn count_up(&self) {
        self.0.fetch_add(1, Ordering::AcqRel);
    }
}

/// Whether an act may change a page that visitors see.
pub(crate) fn is_outward(act: &str) -> bool {
    !INWARD.iter().any(|inward| act.starts_with(inward))
}

/// In the act, before it is committed.
pub(crate) async fn count_up(tx: &mut Tx) -> Result<()> {
    const SQL: &str = "update public_head set version = version + 1 where id = 1";
    on_tx!(tx, c => sqlx::query(SQL).execute(c).await.map(|_| ()))?;
    Ok(())
}

impl Db {
    /// How often what visitors see may have changed, on whichever machine.
    pub async fn public_version(&self) -> Result<i64> {
        const SQL: &str = "select version from public_head where id = 1";
        Ok(on!(self, pool => sqlx::query_scalar(SQL).fetch_one(pool).await)?)
    }

    /// How often this program changed it since it started: known without asking the database, and counted up before anybody
    /// hears that the act is done.
    #[must_use]
    pub fn public_changes(&self) -> u64 {
        self.1.0.load(Ordering::Acquire)
    }

    /// Something that stands on every page was changed beside the register.
    pub fn note_public_change(&self) {
        self.1.count_up();
    }
}
