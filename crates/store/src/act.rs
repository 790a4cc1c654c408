//! 办理: an act of the office, its writes and its journal rows in one transaction.

use std::fmt;

use serde_json::Value;

use crate::{
    Db, Error, Moment, OrganId, PersonId, Result,
    db::Tx,
    ids::storable,
    journal::{self, Entry},
    shown::{self, Changes},
};

/// Who does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// 公众: somebody who is not signed in.
    Public,
    /// Somebody who is.
    Person(PersonId),
    /// Whoever runs commands on the machine.
    Operator,
    /// The platform itself, by its clock.
    System,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::Person(id) => write!(f, "person:{id}"),
            Self::Operator => f.write_str("operator"),
            Self::System => f.write_str("system"),
        }
    }
}

/// An open act. Its methods, one file a noun, are the only way to write an agency's records; each notes its own journal
/// row. Nothing is there for others until [`Act::commit`], and dropping it undoes everything.
#[must_use = "an act that is not committed is undone"]
pub struct Act {
    tx: Tx,
    actor: Actor,
    at: Moment,
    entries: Vec<Entry>,
    unfinished: bool,
    /// A write began after one that did not finish: nothing that follows can make the act whole.
    broken: bool,
    changes: Changes,
}

impl Db {
    /// Begins an act: who, and when (UTC).
    pub async fn act(&self, actor: Actor, at: Moment) -> Result<Act> {
        let (tx, changes) = (self.begin().await?, self.1.clone());
        Ok(Act { tx, actor, at, entries: Vec::new(), unfinished: false, broken: false, changes })
    }
}

impl Act {
    /// Makes it last: the journal rows, then everything at once. An act that wrote nothing leaves no row; one of whose
    /// writes failed cannot be committed ([`Error::HalfDone`]).
    ///
    /// The end of the chain is locked last, so acts stand in line for it only while they commit.
    pub async fn commit(mut self) -> Result<()> {
        if self.unfinished || self.broken {
            return Err(Error::HalfDone);
        }
        let outward = self.entries.iter().any(|entry| shown::is_outward(entry.act));
        if outward {
            shown::count_up(&mut self.tx).await?;
        }
        journal::append(&mut self.tx, &self.actor.to_string(), self.at, self.entries).await?;
        let done = self.tx.commit().await;
        // also where nobody knows whether it went through
        if outward {
            self.changes.count_up();
        }
        done
    }

    /// Notes something that changes no record but must be on record: a sign-in, an export.
    pub fn record(&mut self, act: &'static str, organ: Option<OrganId>, object: impl fmt::Display, detail: Value) {
        self.write(act, organ, object, detail);
        self.finish();
    }

    /// The only way to the connection: at the price of a journal row. Until [`Act::finish`] the act cannot be committed,
    /// so a write that fails half way takes the whole act with it.
    pub(crate) fn write(
        &mut self,
        act: &'static str,
        organ: Option<OrganId>,
        object: impl fmt::Display,
        detail: Value,
    ) -> &mut Tx {
        let object = storable(&object.to_string()).into_owned();
        self.entries.push(Entry { act, organ, object, detail });
        self.broken |= self.unfinished;
        self.unfinished = true;
        &mut self.tx
    }

    /// The connection once more, for a write that takes several statements.
    pub(crate) fn going_on(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// The last write went through.
    pub(crate) fn finish(&mut self) {
        self.unfinished = false;
    }

    /// What the last write turned out to be.
    pub(crate) fn amend(&mut self, key: &str, value: impl Into<Value>) {
        if let Some(Value::Object(detail)) = self.entries.last_mut().map(|entry| &mut entry.detail) {
            detail.insert(key.to_owned(), value.into());
        }
    }

    /// What the last write turned out to be, a JSON object.
    pub(crate) fn amend_all(&mut self, detail: Value) {
        if let Some(entry) = self.entries.last_mut() {
            entry.detail = detail;
        }
    }

    /// Whose record the last write turned out to be about.
    pub(crate) fn about(&mut self, organ: OrganId) {
        if let Some(entry) = self.entries.last_mut() {
            entry.organ = Some(organ);
        }
    }

    /// The last write found nothing to change: no row.
    pub(crate) fn retract(&mut self) {
        self.entries.pop();
        self.finish();
    }

    pub(crate) fn at(&self) -> Moment {
        self.at
    }

    pub(crate) fn actor(&self) -> Actor {
        self.actor
    }
}
