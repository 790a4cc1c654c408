//! 文件: bytes by their SM3, in the database: one backup holds everything, and every machine sees every file.

use crate::{
    Db, Digest, Error, Moment, Result,
    db::{Tx, on, on_tx},
    ids::storable,
};

/// The largest file the register keeps, in bytes: 20 MB. The tables hold to it as well.
pub const MAX_FILE: usize = 20 * 1024 * 1024;

/// A file to be kept.
#[derive(Clone, Copy, Debug)]
pub struct Upload<'a> {
    /// All of it.
    pub bytes: &'a [u8],
    /// Its type as found by looking at it: `application/pdf`.
    pub media: &'a str,
}

/// What is known of a kept file without opening it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FileInfo {
    /// Its SM3.
    #[sqlx(try_from = "Vec<u8>")]
    pub sm3: Digest,
    /// In bytes.
    pub size: i64,
    /// Its type.
    pub media: String,
}

impl Db {
    /// What is known of a file; [`Error::Missing`] when it is not kept.
    pub async fn file(&self, sm3: Digest) -> Result<FileInfo> {
        const SQL: &str = "select sm3, size, media from file where sm3 = $1";
        on!(self, pool => sqlx::query_as(SQL).bind(sm3.bytes()).fetch_optional(pool).await)?
            .ok_or(Error::Missing("文件"))
    }

    /// The bytes of a file. Whoever asks must have come by a record that names it.
    pub async fn file_bytes(&self, sm3: Digest) -> Result<Vec<u8>> {
        const SQL: &str = "select bytes from file where sm3 = $1";
        on!(self, pool => sqlx::query_scalar(SQL).bind(sm3.bytes()).fetch_optional(pool).await)?
            .ok_or(Error::Missing("文件"))
    }
}

/// Keeps each of these for one more record, as often as it is named, and gives their digests in the order asked.
pub(crate) async fn keep(tx: &mut Tx, at: Moment, files: &[Upload<'_>]) -> Result<Vec<Digest>> {
    const SQL: &str = "
        insert into file (sm3, size, media, refs, stored_ms, bytes) values ($1, $2, $3, 1, $4, $5)
        on conflict (sm3) do update set refs = file.refs + 1";
    if let Some(large) = files.iter().find(|file| file.bytes.len() > MAX_FILE) {
        return Err(Error::TooLarge(large.bytes.len()));
    }
    let digests: Vec<_> = files.iter().map(|file| Digest::of(file.bytes)).collect();
    for (sm3, file) in in_order(digests.iter().copied().zip(files)) {
        let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
        on_tx!(tx, c => sqlx::query(SQL)
            .bind(sm3.bytes()).bind(size).bind(storable(file.media)).bind(at).bind(file.bytes)
            .execute(c).await.map(|_| ()))?;
    }
    Ok(digests)
}

/// Rows of files are always taken in the order of their digests, so that on PostgreSQL no two acts wait for each other.
fn in_order<T>(files: impl Iterator<Item = (Digest, T)>) -> Vec<(Digest, T)> {
    let mut files: Vec<_> = files.collect();
    files.sort_by_key(|&(sm3, _)| sm3);
    files
}

/// Keeps a file that is there already for one more record.
pub(crate) async fn keep_too(tx: &mut Tx, sm3: Digest) -> Result<()> {
    const SQL: &str = "update file set refs = refs + 1 where sm3 = $1";
    let rows = on_tx!(tx, c => sqlx::query(SQL).bind(sm3.bytes()).execute(c).await.map(|done| done.rows_affected()))?;
    if rows == 1 { Ok(()) } else { Err(Error::Missing("文件")) }
}

/// One record fewer points to each of these, as often as it is named; what nobody points to is gone.
pub(crate) async fn release(tx: &mut Tx, files: &[Digest]) -> Result<()> {
    const LESS: &str = "update file set refs = refs - 1 where sm3 = $1";
    const GONE: &str = "delete from file where sm3 = $1 and refs = 0";
    for (sm3, ()) in in_order(files.iter().map(|&sm3| (sm3, ()))) {
        on_tx!(tx, c => sqlx::query(LESS).bind(sm3.bytes()).execute(c).await.map(|_| ()))?;
        on_tx!(tx, c => sqlx::query(GONE).bind(sm3.bytes()).execute(c).await.map(|_| ()))?;
    }
    Ok(())
}
