//! 核验: what somebody dropped to have it read, behind a private link, gone when it expires. What was kept from it stays in
//! the library.

use serde_json::json;

use crate::{
    Act, Counts, Db, Digest, Error, Moment, OrganId, Result, Upload, VerificationId,
    db::{Tx, on, on_tx},
    files,
    ids::storable,
};

/// A drop of files with what was read from them.
#[derive(Clone, Copy, Debug)]
pub struct NewVerification<'a> {
    /// The secret of its private link; the register keeps its SM3 only.
    pub token: &'a str,
    /// What came out, in the order of the sources.
    pub items: &'a [NewItem<'a>],
    /// When it goes.
    pub expires: Moment,
    /// 改后再验: the drop that this one mends.
    pub mends: Option<VerificationId>,
    /// The organ of the person who dropped it, when signed in.
    pub organ: Option<OrganId>,
}

/// One report found in a source, or one source that is no report.
#[derive(Clone, Copy, Debug)]
pub struct NewItem<'a> {
    /// Its name as the person gave it.
    pub source: &'a str,
    /// The source; two items of one source name the same bytes, and they are kept once.
    pub file: Upload<'a>,
    /// Whose report, as read.
    pub agency: Option<&'a str>,
    /// The report year.
    pub year: Option<i16>,
    /// `2021`, `2019`, `older`; `None` for what is no report.
    pub edition: Option<&'a str>,
    /// What was found.
    pub counts: Counts,
    /// `gongkai.report/1`, kept to the byte.
    pub report: &'a str,
}

/// A drop as kept.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Verification {
    /// Its identity; no secret, and opens nothing.
    pub id: VerificationId,
    /// The organ of the person who dropped it, when signed in.
    pub organ_id: Option<OrganId>,
    /// The drop that this one mends, while that is there.
    pub mends_id: Option<VerificationId>,
    /// When it was dropped.
    pub created_ms: Moment,
    /// When it goes.
    pub expires_ms: Moment,
}

/// An item without its report.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ItemLine {
    /// From 0.
    pub n: i32,
    /// The source's name.
    pub source: String,
    /// The source's bytes.
    #[sqlx(try_from = "Vec<u8>")]
    pub file_sm3: Digest,
    /// Whose report, as read.
    pub agency: Option<String>,
    /// The report year.
    pub year: Option<i16>,
    /// The form; `None` for what is no report.
    pub edition: Option<String>,
    /// What was found.
    #[sqlx(flatten)]
    pub counts: Counts,
}

/// An item with its report.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Item {
    /// The rest.
    #[sqlx(flatten)]
    pub line: ItemLine,
    /// `gongkai.report/1`, as it was given.
    pub report: String,
}

macro_rules! line {
    () => {
        "n, source, file_sm3, agency, year, edition, fails, slips, unsures, notes, unassessed, unread"
    };
}

impl Db {
    /// What a private link opens; [`Error::Missing`] for a wrong or expired one.
    pub async fn verification(&self, token: &str, now: Moment) -> Result<Verification> {
        const SQL: &str = "
            select id, organ_id, mends_id, created_ms, expires_ms from verification
            where token_sm3 = $1 and expires_ms > $2";
        let token = Digest::of(token.as_bytes());
        on!(self, pool => sqlx::query_as(SQL).bind(token.bytes()).bind(now).fetch_optional(pool).await)?
            .ok_or(Error::Missing("核验"))
    }

    /// The drop that another one mends. Whoever asks must have come by that one's link.
    pub async fn verification_mended(&self, by: &Verification, now: Moment) -> Result<Option<Verification>> {
        const SQL: &str = "
            select id, organ_id, mends_id, created_ms, expires_ms from verification
            where id = $1 and expires_ms > $2";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(by.mends_id).bind(now).fetch_optional(pool).await)?)
    }

    /// Up to `limit` items after number `after` (-1 for the first ones).
    pub async fn items(&self, of: VerificationId, after: i32, limit: i64) -> Result<Vec<ItemLine>> {
        const SQL: &str = concat!(
            "select ",
            line!(),
            " from verification_item where verification_id = $1 and n > $2 order by n limit $3"
        );
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(of).bind(after).bind(limit).fetch_all(pool).await)?)
    }

    /// One item with its report.
    pub async fn item(&self, of: VerificationId, n: i32) -> Result<Item> {
        on!(self, pool => sqlx::query_as(ITEM).bind(of).bind(n).fetch_optional(pool).await)?
            .ok_or(Error::Missing("核验"))
    }
}

const ITEM: &str = concat!("select ", line!(), ", report from verification_item where verification_id = $1 and n = $2");

/// An item as this transaction sees it.
pub(crate) async fn item(tx: &mut Tx, of: VerificationId, n: i32) -> Result<Item> {
    on_tx!(tx, c => sqlx::query_as(ITEM).bind(of).bind(n).fetch_optional(c).await)?.ok_or(Error::Missing("核验"))
}

/// Takes the row's lock, so that nobody else deletes it or takes something from it meanwhile; false when it is gone.
pub(crate) async fn lock(tx: &mut Tx, id: VerificationId) -> Result<bool> {
    const SQL: &str = "update verification set created_ms = created_ms where id = $1";
    Ok(on_tx!(tx, c => sqlx::query(SQL).bind(id).execute(c).await.map(|done| done.rows_affected()))? == 1)
}

impl Act {
    /// Keeps a drop of files with what was read from them.
    pub async fn add_verification(&mut self, new: &NewVerification<'_>) -> Result<VerificationId> {
        const SQL: &str = "
            insert into verification (id, token_sm3, organ_id, mends_id, created_ms, expires_ms, bytes)
            values ($1, $2, $3, $4, $5, $6, $7)";
        let (id, at) = (VerificationId::born(self.at()), self.at());
        let tx = self.write("verification.add", new.organ, id, json!({"items": new.items.len()}));
        let token = Digest::of(new.token.as_bytes());
        // several reports of one source stand one after the other
        let mut sources: Vec<&[u8]> = new.items.iter().map(|item| item.file.bytes).collect();
        sources.dedup_by_key(|bytes| bytes.as_ptr());
        let bytes = i64::try_from(sources.iter().map(|bytes| bytes.len()).sum::<usize>()).unwrap_or(i64::MAX);
        on_tx!(tx, c => sqlx::query(SQL)
            .bind(id).bind(token.bytes()).bind(new.organ).bind(new.mends).bind(at).bind(new.expires).bind(bytes)
            .execute(c).await.map(|_| ()))?;
        let sources: Vec<_> = new.items.iter().map(|item| item.file).collect();
        let files = files::keep(tx, at, &sources).await?;
        for (n, (item, file)) in (0..).zip(new.items.iter().zip(&files)) {
            add_item(tx, id, n, item, *file).await?;
        }
        self.amend("files", names(&files));
        self.finish();
        Ok(id)
    }

    /// Deletes a drop and the files nobody else holds; the journal keeps their SM3. [`Error::Missing`] when it is gone
    /// already. Reports kept from it stay in the library.
    pub async fn delete_verification(&mut self, id: VerificationId) -> Result<()> {
        let tx = self.write("verification.delete", None, id, json!({}));
        let files = erase(tx, id).await?.ok_or(Error::Missing("核验"))?;
        files::release(tx, &files).await?;
        self.amend("files", names(&files));
        self.finish();
        Ok(())
    }

    /// Deletes what has expired by the time of this act, the oldest first and at most `limit` drops; says how many.
    pub async fn purge_verifications(&mut self, limit: i64) -> Result<u64> {
        const SQL: &str = "select id from verification where expires_ms <= $1 order by expires_ms, id limit $2";
        let at = self.at();
        let tx = self.write("verification.purge", None, "", json!({}));
        let expired: Vec<VerificationId> =
            on_tx!(tx, c => sqlx::query_scalar(SQL).bind(at).bind(limit).fetch_all(c).await)?;
        let (mut gone, mut files) = (Vec::new(), Vec::new());
        for id in expired {
            // another machine may have been faster
            if let Some(erased) = erase(tx, id).await? {
                gone.push(id.to_string());
                files.extend(erased);
            }
        }
        files::release(tx, &files).await?;
        let count = gone.len() as u64;
        if count == 0 {
            self.retract();
        } else {
            self.amend("verifications", gone);
            self.amend("files", names(&files));
            self.finish();
        }
        Ok(count)
    }
}

async fn add_item(tx: &mut Tx, of: VerificationId, n: i32, new: &NewItem<'_>, file: Digest) -> Result<()> {
    const SQL: &str = "
        insert into verification_item (verification_id, n, source, file_sm3, agency, year, edition,
            fails, unsures, notes, unassessed, unread, report, slips)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let counts = new.counts;
    on_tx!(tx, c => sqlx::query(SQL)
        .bind(of).bind(n).bind(storable(new.source)).bind(file.bytes()).bind(new.agency.map(storable)).bind(new.year)
        .bind(new.edition).bind(counts.fails).bind(counts.unsures).bind(counts.notes).bind(counts.unassessed)
        .bind(counts.unread).bind(storable(new.report)).bind(counts.slips).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// The files it held, one for each item, to be released by the caller, all those of an act together; `None` when it was
/// gone already.
async fn erase(tx: &mut Tx, id: VerificationId) -> Result<Option<Vec<Digest>>> {
    const FILES: &str = "select file_sm3 from verification_item where verification_id = $1";
    const ERASE: &str = "delete from verification where id = $1";
    // of two who erase it only one releases the files
    if !lock(tx, id).await? {
        return Ok(None);
    }
    let held: Vec<Vec<u8>> = on_tx!(tx, c => sqlx::query_scalar(FILES).bind(id).fetch_all(c).await)?;
    let held = held.into_iter().map(Digest::try_from).collect::<Result<Vec<_>>>()?;
    on_tx!(tx, c => sqlx::query(ERASE).bind(id).execute(c).await.map(|_| ()))?;
    Ok(Some(held))
}

fn names(files: &[Digest]) -> Vec<String> {
    let mut names: Vec<String> = files.iter().map(Digest::to_string).collect();
    names.sort_unstable();
    names.dedup();
    names
}
