//! 文件: bytes by their SM3, in the database: one backup holds everything, and every machine sees every file.

use sqlx::AssertSqlSafe;

use crate::{
    Db, Digest, Error, Moment, Result, StoredFile,
    db::{Pools, Tx, on, on_tx},
    ids::storable,
    sealed_files::SEAL,
};

/// The largest file the register keeps, in bytes: 20 MB. The tables hold to it as well.
pub const MAX_FILE: usize = 20 * 1024 * 1024;

/// A file to be kept as it came, one that everybody may see or one behind a private link; those of cases are
/// [`crate::SealedUpload`].
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

/// What is wrong with a file that is kept, or should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// Its bytes are not those that it is kept under.
    #[error("文件{0}的内容被改动过")]
    Changed(Digest),
    /// Its size is not that of its bytes.
    #[error("文件{0}登记的大小被改动过")]
    Resized(Digest),
    /// It is named by more or fewer records than it is kept for.
    #[error("文件{0}登记的引用次数与实际不符")]
    Recounted(Digest),
    /// A record names it, and it is not there.
    #[error("文件{0}缺失")]
    Gone(Digest),
}

/// What a key says of a sealed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// It opens, and is what it is kept under.
    Sound,
    /// It was changed, or is another one.
    Spoiled,
    /// Its key is not at hand: only what is sealed can be compared.
    NoKey,
}

/// 校验: what a look at every kept file found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifiedFiles {
    /// How many are sound.
    pub sound: i64,
    /// How many of these are sealed and were not opened.
    pub unopened: i64,
    /// The first fault; `None` when there is none.
    pub broken: Option<FileFault>,
}

impl Db {
    /// Compares every kept file with the digest it is kept under, a sealed one by what `opens` says of it, one at a time in
    /// memory, and with the records that name it; then whether every file that a record names is there.
    pub async fn verify_files(&self, opens: impl Fn(&StoredFile) -> Opened) -> Result<VerifiedFiles> {
        let namers = self.namers().await?;
        let mut found = VerifiedFiles { sound: 0, unopened: 0, broken: None };
        let mut last = Vec::new();
        while let Some(file) = self.file_after(&last, &namers).await? {
            last = file.file.sm3.0.to_vec();
            let opened = file.file.record.as_ref().map(|_| opens(&file.file));
            found.broken = file.fault(opened);
            if found.broken.is_some() {
                return Ok(found);
            }
            found.sound += 1;
            found.unopened += i64::from(opened == Some(Opened::NoKey));
        }
        for (table, column) in namers {
            let sql = format!(
                "select n.{column} from {table} n left join file f on f.sm3 = n.{column} where f.sm3 is null and n.{column} is not null limit 1"
            );
            let gone: Option<Vec<u8>> =
                on!(self, pool => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_optional(pool).await)?;
            if let Some(gone) = gone {
                found.broken = Some(FileFault::Gone(gone.try_into()?));
                return Ok(found);
            }
        }
        Ok(found)
    }

    /// Tables and columns that name files, as the database itself knows them: whoever adds one need not think of us.
    async fn namers(&self) -> Result<Vec<(String, String)>> {
        const SQLITE: &str = "
            select m.name, k.\"from\" from sqlite_master m, pragma_foreign_key_list(m.name) k
            where m.type = 'table' and k.\"table\" = 'file' order by 1, 2";
        const POSTGRES: &str = "
            select c.conrelid::regclass::text, a.attname::text from pg_constraint c
            join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
            where c.contype = 'f' and c.confrelid = 'file'::regclass order by 1, 2";
        Ok(match &self.0 {
            Pools::Sqlite { read, .. } => sqlx::query_as(SQLITE).fetch_all(read).await?,
            Pools::Postgres(pool) => sqlx::query_as(POSTGRES).fetch_all(pool).await?,
        })
    }

    async fn file_after(&self, last: &[u8], namers: &[(String, String)]) -> Result<Option<Kept>> {
        let count = |(table, column): &(String, String)| {
            format!(" + (select count(*) from {table} n where n.{column} = f.sm3)")
        };
        let named: String = namers.iter().map(count).collect();
        let sql = format!(
            "select f.sm3, f.record, f.sealed_sm3, f.size, f.refs, f.bytes, cast(0{named} as bigint) as named from file f
            where f.sm3 > $1 order by f.sm3 limit 1"
        );
        Ok(on!(self, pool => sqlx::query_as(AssertSqlSafe(sql)).bind(last).fetch_optional(pool).await)?)
    }
}

/// A file to be looked at.
#[derive(sqlx::FromRow)]
struct Kept {
    #[sqlx(flatten)]
    file: StoredFile,
    sealed_sm3: Option<Vec<u8>>,
    size: i64,
    refs: i64,
    named: i64,
}

impl Kept {
    fn fault(&self, opened: Option<Opened>) -> Option<FileFault> {
        let sm3 = self.file.sm3;
        let is = Digest::of(&self.file.bytes);
        let (changed, more) = match opened {
            None => (is != sm3, 0),
            Some(opened) => (self.sealed_sm3.as_deref() != Some(is.bytes()) || opened == Opened::Spoiled, SEAL),
        };
        if changed {
            Some(FileFault::Changed(sm3))
        } else if i64::try_from(self.file.bytes.len()) != Ok(self.size.saturating_add(more)) {
            Some(FileFault::Resized(sm3))
        } else {
            (self.refs != self.named).then_some(FileFault::Recounted(sm3))
        }
    }
}

/// Keeps each of these for one more record, as often as it is named, and gives their digests in the order asked.
pub(crate) async fn keep(tx: &mut Tx, at: Moment, files: &[Upload<'_>]) -> Result<Vec<Digest>> {
    let digests = digests(files)?;
    keep_under(tx, at, &digests, files).await?;
    Ok(digests)
}

/// What these are kept under.
pub(crate) fn digests(files: &[Upload<'_>]) -> Result<Vec<Digest>> {
    match files.iter().find(|file| file.bytes.len() > MAX_FILE) {
        Some(large) => Err(Error::TooLarge(large.bytes.len())),
        None => Ok(files.iter().map(|file| Digest::of(file.bytes)).collect()),
    }
}

/// Keeps each under its digest.
pub(crate) async fn keep_under(tx: &mut Tx, at: Moment, digests: &[Digest], files: &[Upload<'_>]) -> Result<()> {
    const SQL: &str = "
        insert into file (sm3, size, media, refs, stored_ms, bytes) values ($1, $2, $3, 1, $4, $5)
        on conflict (sm3) do update set refs = file.refs + 1";
    for (sm3, file) in in_order(digests.iter().copied().zip(files)) {
        let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
        on_tx!(tx, c => sqlx::query(SQL)
            .bind(sm3.bytes()).bind(size).bind(storable(file.media)).bind(at).bind(file.bytes)
            .execute(c).await.map(|_| ()))?;
    }
    Ok(())
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
