//! 暂存: files are put into the register by short acts of their own before the act that names them, which then only inserts:
//! nobody waits while they are unpacked. Until then no record names them and no journal speaks of them; what an act that
//! never came has left behind is let go.

use sqlx::QueryBuilder;
use uuid::Uuid;

use crate::{
    Act, Db, Digest, Error, Moment, Result, Upload,
    db::{Tx, on, on_tx},
    files,
};

/// 暂存: the files that are held for one act.
#[derive(Debug)]
pub struct FileHold {
    id: Uuid,
    at: Moment,
    held: i32,
}

/// Files that are let go together: each may be large, and its place is overwritten.
const PART: i64 = 4;
/// Acts whose files are let go in one round.
const ACTS: i64 = 100;

impl FileHold {
    /// An empty one, begun at this moment.
    pub fn begun(at: Moment) -> Self {
        Self { id: at.uuid(), at, held: 0 }
    }

    async fn note(&mut self, tx: &mut Tx, digests: &[Digest]) -> Result<()> {
        if digests.is_empty() {
            return Ok(());
        }
        let (id, at) = (self.id, self.at);
        on_tx!(tx, c => {
            let mut query = QueryBuilder::new("insert into file_hold (hold, n, file_sm3, at_ms) ");
            query.push_values((self.held..).zip(digests), |mut row, (n, sm3)| {
                row.push_bind(id).push_bind(n).push_bind(sm3.bytes()).push_bind(at);
            });
            query.build().execute(c).await.map(|_| ())
        })?;
        self.held += i32::try_from(digests.len()).unwrap_or(i32::MAX);
        Ok(())
    }
}

impl Db {
    /// Puts these files into the register and holds them, each as often as it is named; gives their digests in this order.
    /// A few megabytes at a time keep it short. [`Error::TooLarge`].
    pub async fn hold_files(&self, hold: &mut FileHold, uploads: &[Upload<'_>]) -> Result<Vec<Digest>> {
        let digests = files::digests(uploads)?;
        let mut tx = self.begin().await?;
        files::keep_under(&mut tx, hold.at, &digests, uploads).await?;
        hold.note(&mut tx, &digests).await?;
        tx.commit().await?;
        Ok(digests)
    }

    /// Holds files that are in the register already, each as often as it is named. [`Error::Missing`].
    pub async fn hold_kept_files(&self, hold: &mut FileHold, digests: &[Digest]) -> Result<()> {
        let mut sorted = digests.to_vec();
        sorted.sort_unstable();
        let mut tx = self.begin().await?;
        for sm3 in sorted {
            files::keep_too(&mut tx, sm3).await?;
        }
        hold.note(&mut tx, digests).await?;
        tx.commit().await
    }

    /// Lets go what is held for an act that does not come; what nobody else names is gone.
    pub async fn let_go(&self, hold: &FileHold) -> Result<()> {
        self.let_go_all(hold.id).await
    }

    /// Lets go what was held before a moment, for acts that never came.
    pub async fn let_go_before(&self, before: Moment) -> Result<()> {
        const SQL: &str = "select distinct hold from file_hold where at_ms < $1 limit $2";
        let old: Vec<Uuid> = on!(self, pool => sqlx::query_scalar(SQL).bind(before).bind(ACTS).fetch_all(pool).await)?;
        for hold in old {
            self.let_go_all(hold).await?;
        }
        Ok(())
    }

    async fn let_go_all(&self, hold: Uuid) -> Result<()> {
        const SQL: &str = "
            delete from file_hold where hold = $1
                and n in (select n from file_hold where hold = $1 order by n limit $2) returning file_sm3";
        loop {
            let mut tx = self.begin().await?;
            let gone: Vec<Vec<u8>> =
                on_tx!(&mut tx, c => sqlx::query_scalar(SQL).bind(hold).bind(PART).fetch_all(c).await)?;
            let gone = gone.into_iter().map(Digest::try_from).collect::<std::result::Result<Vec<_>, _>>()?;
            files::release(&mut tx, &gone).await?;
            tx.commit().await?;
            if gone.is_empty() {
                return Ok(());
            }
        }
    }
}

impl Act {
    /// The records of this act name from now on what was held for it, so many times; inside a write that has begun.
    /// [`Error::Missing`] where it was let go meanwhile.
    pub(crate) async fn take_held(&mut self, hold: &FileHold, named: usize) -> Result<()> {
        let id = hold.id;
        let tx = self.going_on();
        let rows = on_tx!(tx, c => sqlx::query("delete from file_hold where hold = $1").bind(id)
            .execute(c).await.map(|done| done.rows_affected()))?;
        if u64::try_from(named) == Ok(rows) { Ok(()) } else { Err(Error::Missing("附件")) }
    }
}
