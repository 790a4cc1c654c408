//! 案卷文件: files of requests, matters and cases of redress, sealed under a key beside the register. They are kept under a
//! name that only the key can make, so that it stays when keys change and tells nobody which paper it is.

use serde_json::json;
use uuid::Uuid;

use crate::{
    Act, Db, Digest, Error, MAX_FILE, Moment, Result,
    db::{Tx, on, on_tx},
    files::release,
    ids::storable,
};

/// What a seal adds: the key's number, the nonce and the tag, in bytes.
pub(crate) const SEAL: i64 = 2 + 12 + 16;

/// A sealed file to be kept.
#[derive(Clone, Copy, Debug)]
pub struct SealedUpload<'a> {
    /// What it is kept under.
    pub name: Digest,
    /// The number of the record that it is sealed for.
    pub record: &'a str,
    /// Of what was sealed, in bytes.
    pub size: usize,
    /// As it stands: the number of the key in two bytes, the nonce, the rest.
    pub bytes: &'a [u8],
    /// The type of what was sealed: `application/pdf`.
    pub media: &'a str,
}

/// A kept file with its bytes.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StoredFile {
    /// What it is kept under.
    #[sqlx(try_from = "Vec<u8>")]
    pub sm3: Digest,
    /// The number of the record that it is sealed for; `None` when it is not sealed.
    pub record: Option<String>,
    /// As it stands.
    pub bytes: Vec<u8>,
}

/// Whose file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseKind {
    /// 依申请公开
    Request,
    /// 投诉、更正
    Matter,
    /// 复议、诉讼
    Redress,
}

impl CaseKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Request, Self::Matter, Self::Redress];

    fn sealing(self) -> (&'static str, &'static str) {
        match self {
            Self::Request => (
                "request.seal_file",
                "update request_file set file_sm3 = $1 where request_id = $2 and n = $3 and file_sm3 = $4",
            ),
            Self::Matter => (
                "matter.seal_file",
                "update matter_file set file_sm3 = $1 where matter_id = $2 and n = $3 and file_sm3 = $4",
            ),
            Self::Redress => (
                "redress.seal_file",
                "update redress_file set file_sm3 = $1 where redress_id = $2 and n = $3 and file_sm3 = $4",
            ),
        }
    }
}

/// Takes turns with whoever else puts a paper into the same file: each place there is given once. On a shared register the
/// row of the case is what one waits for.
pub(crate) async fn in_turn(tx: &mut Tx, kind: CaseKind, id: Uuid) -> Result<()> {
    let (sql, what) = match kind {
        CaseKind::Request => ("update request set version = version where id = $1", "申请"),
        CaseKind::Matter => ("update matter set version = version where id = $1", "事项"),
        CaseKind::Redress => ("update redress set version = version where id = $1", "案件"),
    };
    let rows = on_tx!(tx, c => sqlx::query(sql).bind(id).execute(c).await.map(|done| done.rows_affected()))?;
    if rows == 1 { Ok(()) } else { Err(Error::Missing(what)) }
}

/// A paper of a case that stands in the register as it came.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OpenPaper {
    /// The case.
    pub case_id: Uuid,
    /// Its place there.
    pub n: i32,
    /// Its number.
    pub number: String,
    /// Its bytes.
    #[sqlx(try_from = "Vec<u8>")]
    pub sm3: Digest,
}

impl Db {
    /// A file with its bytes. Whoever asks must have come by a record that names it.
    pub async fn stored_file(&self, sm3: Digest) -> Result<StoredFile> {
        const SQL: &str = "select sm3, record, bytes from file where sm3 = $1";
        on!(self, pool => sqlx::query_as(SQL).bind(sm3.bytes()).fetch_optional(pool).await)?
            .ok_or(Error::Missing("文件"))
    }

    /// The next file, by its name, that is sealed under another key than the one of this number.
    pub async fn file_sealed_otherwise(&self, key: u16, after: Option<Digest>) -> Result<Option<StoredFile>> {
        const SQL: &str = "
            select sm3, record, bytes from file
            where vault_key is not null and vault_key <> $1 and sm3 > $2 order by sm3 limit 1";
        let after = after.map(|last| last.0.to_vec()).unwrap_or_default();
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(i32::from(key)).bind(&after).fetch_optional(pool).await)?)
    }

    /// Up to `limit` papers of cases of one kind that are not sealed, after one of them, in the order of their cases.
    pub async fn open_papers(&self, kind: CaseKind, after: Option<(Uuid, i32)>, limit: i64) -> Result<Vec<OpenPaper>> {
        const REQUESTS: &str = "
            select a.request_id as case_id, a.n, c.number, a.file_sm3 as sm3
            from request_file a join request c on c.id = a.request_id
            where (a.request_id, a.n) > ($1, $2)
                and not exists (select 1 from file f where f.sm3 = a.file_sm3 and f.vault_key is not null)
            order by a.request_id, a.n limit $3";
        const MATTERS: &str = "
            select a.matter_id as case_id, a.n, c.number, a.file_sm3 as sm3
            from matter_file a join matter c on c.id = a.matter_id
            where (a.matter_id, a.n) > ($1, $2)
                and not exists (select 1 from file f where f.sm3 = a.file_sm3 and f.vault_key is not null)
            order by a.matter_id, a.n limit $3";
        const REDRESS: &str = "
            select a.redress_id as case_id, a.n, c.number, a.file_sm3 as sm3
            from redress_file a join redress c on c.id = a.redress_id
            where (a.redress_id, a.n) > ($1, $2)
                and not exists (select 1 from file f where f.sm3 = a.file_sm3 and f.vault_key is not null)
            order by a.redress_id, a.n limit $3";
        let sql = match kind {
            CaseKind::Request => REQUESTS,
            CaseKind::Matter => MATTERS,
            CaseKind::Redress => REDRESS,
        };
        let (id, n) = after.unwrap_or((Uuid::nil(), -1));
        Ok(on!(self, pool => sqlx::query_as(sql).bind(id).bind(n).bind(limit).fetch_all(pool).await)?)
    }
}

impl Act {
    /// 补加密: a paper of a case takes its sealed form; what it was is erased, unless another record names it. False when
    /// somebody else did so first.
    pub async fn seal_paper(&mut self, kind: CaseKind, paper: &OpenPaper, sealed: SealedUpload<'_>) -> Result<bool> {
        let (act, sql) = kind.sealing();
        let (at, was) = (self.at(), paper.sm3);
        let tx = self.write(act, None, paper.case_id, json!({"was": was.to_string(), "file": sealed.name.to_string()}));
        keep_sealed(tx, at, sealed).await?;
        let rows = on_tx!(tx, c => sqlx::query(sql).bind(sealed.name.bytes()).bind(paper.case_id).bind(paper.n)
            .bind(was.bytes()).execute(c).await.map(|done| done.rows_affected()))?;
        release(tx, &[if rows == 1 { was } else { sealed.name }]).await?;
        match rows {
            1 => self.finish(),
            _ => self.retract(),
        }
        Ok(rows == 1)
    }

    /// 换钥: files sealed anew, by what they are kept under. Gives how many took their place.
    pub async fn reseal_files(&mut self, key: u16, fresh: &[(Digest, Vec<u8>)]) -> Result<u64> {
        const SQL: &str = "
            update file set bytes = $1, sealed_sm3 = $2, vault_key = $3
            where sm3 = $4 and vault_key is not null and vault_key <> $3";
        let mut changed = 0;
        let tx = self.write("key.reseal_files", None, key, json!({}));
        for (name, bytes) in fresh {
            changed += on_tx!(tx, c => sqlx::query(SQL).bind(bytes).bind(Digest::of(bytes).bytes()).bind(i32::from(key))
                .bind(name.bytes()).execute(c).await.map(|done| done.rows_affected()))?;
        }
        self.amend("count", changed);
        self.finish();
        Ok(changed)
    }
}

/// Keeps a sealed file for one more record; the same paper in the same record stands once.
pub(crate) async fn keep_sealed(tx: &mut Tx, at: Moment, file: SealedUpload<'_>) -> Result<Digest> {
    const SQL: &str = "
        insert into file (sm3, size, media, refs, stored_ms, bytes, record, vault_key, sealed_sm3)
        values ($1, $2, $3, 1, $4, $5, $6, $7, $8)
        on conflict (sm3) do update set refs = file.refs + 1";
    if file.size > MAX_FILE {
        return Err(Error::TooLarge(file.size));
    }
    let key = file.bytes.first_chunk::<2>().map(|key| i32::from(u16::from_be_bytes(*key)));
    let size = i64::try_from(file.size).unwrap_or(i64::MAX);
    on_tx!(tx, c => sqlx::query(SQL)
        .bind(file.name.bytes()).bind(size).bind(storable(file.media)).bind(at).bind(file.bytes)
        .bind(storable(file.record)).bind(key).bind(Digest::of(file.bytes).bytes())
        .execute(c).await.map(|_| ()))?;
    Ok(file.name)
}
