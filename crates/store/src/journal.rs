//! 台账日志: who did what, when. Append only, gap-free, each row carrying the SM3 of the one before.
//!
//! A row's hash is SM3 over `previous` and then, each behind its length in bytes as eight big-endian bytes: seq and at
//! (decimal), organ (hyphenated or empty), actor, act, object, detail (as stored). Row 1 follows 32 zero bytes. Whoever
//! has a copy of the table, and the last hash written down elsewhere, can verify it without this program.

use serde_json::Value;
use sm3::Digest as _;
use uuid::Uuid;

use crate::{
    Db, Digest, Error, Moment, OrganId, Result,
    db::{Tx, on, on_tx},
    ids::storable,
};

/// A row that an act is about to append.
pub(crate) struct Entry {
    pub(crate) act: &'static str,
    pub(crate) organ: Option<OrganId>,
    pub(crate) object: String,
    pub(crate) detail: Value,
}

/// A row of the journal.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Row {
    /// 1, 2, 3 …
    pub seq: i64,
    /// When.
    pub at_ms: Moment,
    /// Whose record; `None` for the platform's own.
    pub organ_id: Option<OrganId>,
    /// `public`, `operator`, `system` or `person:` and the person's id.
    pub actor: String,
    /// What was done: `report.keep`.
    pub act: String,
    /// To what: an id or a name, as the act chooses.
    pub object: String,
    /// A JSON object, as written.
    pub detail: String,
    /// The hash of the row before.
    #[sqlx(try_from = "Vec<u8>")]
    pub previous: Digest,
    /// The hash of this one.
    #[sqlx(try_from = "Vec<u8>")]
    pub hash: Digest,
}

impl Row {
    fn reckon(&self) -> Digest {
        let organ = self.organ_id.map(|id| id.to_string()).unwrap_or_default();
        let mut sm3 = sm3::Sm3::new();
        sm3.update(self.previous.bytes());
        for part in [
            &self.seq.to_string(),
            &self.at_ms.0.to_string(),
            &organ,
            &self.actor,
            &self.act,
            &self.object,
            &self.detail,
        ] {
            sm3.update((part.len() as u64).to_be_bytes());
            sm3.update(part.as_bytes());
        }
        Digest(sm3.finalize().into())
    }
}

/// Appends rows. Moving the head first takes its lock, so writers stand in line on both databases.
pub(crate) async fn append(tx: &mut Tx, actor: &str, at: Moment, entries: Vec<Entry>) -> Result<()> {
    const MOVE: &str = "update journal_head set seq = seq + $1 where id = 1 returning seq - $1, hash";
    const HEAD: &str = "update journal_head set hash = $1 where id = 1";
    if entries.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let (seq, hash): (i64, Vec<u8>) = on_tx!(tx, c => sqlx::query_as(MOVE).bind(count).fetch_one(c).await)?;
    let mut end = Head { seq, hash: hash.try_into()? };
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let mut row = Row {
            seq: end.seq + 1,
            at_ms: at,
            organ_id: entry.organ,
            actor: actor.to_owned(),
            act: entry.act.to_owned(),
            object: entry.object,
            detail: entry.detail.to_string(),
            previous: end.hash,
            hash: end.hash,
        };
        row.hash = row.reckon();
        end = Head { seq: row.seq, hash: row.hash };
        rows.push(row);
    }
    for some in rows.chunks(PART) {
        insert(tx, some).await?;
    }
    on_tx!(tx, c => sqlx::query(HEAD).bind(end.hash.bytes()).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Rows a statement.
const PART: usize = 200;

async fn insert(tx: &mut Tx, rows: &[Row]) -> Result<()> {
    const SQL: &str = "insert into journal (seq, at_ms, organ_id, actor, act, object, detail, previous, hash) ";
    on_tx!(tx, c => {
        let mut query = sqlx::QueryBuilder::new(SQL);
        query.push_values(rows, |mut values, row| {
            values.push_bind(row.seq).push_bind(row.at_ms).push_bind(row.organ_id).push_bind(&row.actor);
            values.push_bind(&row.act).push_bind(&row.object).push_bind(&row.detail);
            values.push_bind(row.previous.bytes()).push_bind(row.hash.bytes());
        });
        // most acts have one row or two: those statements are kept, the others are not worth a place
        query.build().persistent(rows.len() <= 4).execute(c).await.map(|_| ())
    })?;
    Ok(())
}

/// Where a chain ends. Written down elsewhere, it also proves that nobody wrote the whole chain anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The last row; 0 when there is none.
    pub seq: i64,
    /// Its hash.
    pub hash: Digest,
}

/// The end of the chain as the register states it.
pub async fn head(db: &Db) -> Result<Head> {
    stated_head(db).await?.ok_or_else(|| Error::Corrupt("没有日志链尾记录".into()))
}

async fn stated_head(db: &Db) -> Result<Option<Head>> {
    const SQL: &str = "select seq, hash from journal_head where id = 1";
    let found: Option<(i64, Vec<u8>)> = on!(db, pool => sqlx::query_as(SQL).fetch_optional(pool).await)?;
    found.map(|(seq, hash)| Ok(Head { seq, hash: hash.try_into()? })).transpose()
}

/// Whether the chain still has, as its row `end.seq`, the one whose hash somebody wrote down.
pub async fn holds(db: &Db, end: Head) -> Result<bool> {
    const SQL: &str = "select count(*) from journal where seq = $1 and hash = $2";
    let found: i64 =
        on!(db, pool => sqlx::query_scalar(SQL).bind(end.seq).bind(end.hash.bytes()).fetch_one(pool).await)?;
    Ok(found == 1 || end == Head { seq: 0, hash: Digest([0; 32]) })
}

/// Up to `limit` rows after row `after`, in order.
pub async fn rows(db: &Db, after: i64, limit: i64) -> Result<Vec<Row>> {
    const SQL: &str = "
        select seq, at_ms, organ_id, actor, act, object, detail, previous, hash
        from journal where seq > $1 order by seq limit $2";
    Ok(on!(db, pool => sqlx::query_as(SQL).bind(after).bind(limit).fetch_all(pool).await)?)
}

/// What was done to one object (an id or a name), newest first.
pub async fn about(db: &Db, object: &str, limit: i64) -> Result<Vec<Row>> {
    const SQL: &str = "
        select seq, at_ms, organ_id, actor, act, object, detail, previous, hash
        from journal where object = $1 order by seq desc limit $2";
    Ok(on!(db, pool => sqlx::query_as(SQL).bind(object).bind(limit).fetch_all(pool).await)?)
}

/// Up to `limit` rows up to row `until`, the newest first; with an actor theirs alone.
pub async fn latest(db: &Db, actor: Option<&str>, until: i64, limit: i64) -> Result<Vec<Row>> {
    Ok(on!(db, pool => {
        let mut query = sqlx::QueryBuilder::new(
            "select seq, at_ms, organ_id, actor, act, object, detail, previous, hash from journal where seq <= ",
        );
        query.push_bind(until);
        if let Some(actor) = actor {
            query.push(" and actor = ").push_bind(storable(actor).into_owned());
        }
        query.push(" order by seq desc limit ").push_bind(limit);
        query.build_query_as().fetch_all(pool).await
    })?)
}

/// 编号 of the requests, cases and matters among these ids.
pub async fn numbers(db: &Db, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(on!(db, pool => {
        let mut query = sqlx::QueryBuilder::new("");
        for (at, table) in ["request", "redress", "matter"].into_iter().enumerate() {
            query.push(if at > 0 { " union all select id, number from " } else { "select id, number from " });
            query.push(table).push(" where id in (");
            let mut list = query.separated(", ");
            ids.iter().for_each(|id| { list.push_bind(*id); });
            query.push(")");
        }
        query.build_query_as().fetch_all(pool).await
    })?)
}

/// The id of the request, case or matter of this number.
pub async fn id_of(db: &Db, number: &str) -> Result<Option<Uuid>> {
    const SQL: &str = "select id from request where number = $1 union all select id from redress where number = $1
        union all select id from matter where number = $1 limit 1";
    Ok(on!(db, pool => sqlx::query_scalar(SQL).bind(storable(number)).fetch_optional(pool).await)?)
}

/// What is wrong with the first row that is not as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    /// A row is not there.
    #[error("第{0}条缺失")]
    Gap(i64),
    /// A row does not follow from the one before.
    #[error("第{0}条与上一条接不上")]
    Unlinked(i64),
    /// A row's content is not what was hashed.
    #[error("第{0}条的内容被改动过")]
    Changed(i64),
    /// The record of where the chain ends is not there.
    #[error("链尾记录缺失，第{0}条以后有没有少，看不出来")]
    Headless(i64),
    /// The chain ends elsewhere than its head says.
    #[error("第{0}条与链尾记录不符")]
    Head(i64),
}

/// 校验: what a walk along the chain found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The end of the chain up to which it holds.
    pub sound: Head,
    /// The first fault; `None` when there is none.
    pub broken: Option<Break>,
}

/// Rows in memory at a time.
const PAGE: i64 = 500;

/// Walks the chain from the first row to the last; others may go on writing meanwhile. Memory is that of one page.
pub async fn verify(db: &Db) -> Result<Verified> {
    let mut sound = Head { seq: 0, hash: Digest([0; 32]) };
    let mut at_once = PAGE;
    let Some(mut stated) = stated_head(db).await? else {
        return Ok(Verified { sound, broken: Some(Break::Headless(0)) });
    };
    loop {
        let page = match rows(db, sound.seq, at_once).await {
            // a row that nobody can read is one that we did not write; one at a time they say which
            Err(Error::Database(sqlx::Error::ColumnDecode { .. })) if at_once > 1 => {
                at_once = 1;
                continue;
            }
            Err(Error::Database(sqlx::Error::ColumnDecode { .. })) => {
                return Ok(Verified { sound, broken: Some(Break::Changed(sound.seq + 1)) });
            }
            page => page?,
        };
        if page.is_empty() {
            break;
        }
        for row in &page {
            if let Some(fault) = fault(row, sound) {
                return Ok(Verified { sound, broken: Some(fault) });
            }
            sound = Head { seq: row.seq, hash: row.hash };
            if sound.seq == stated.seq && sound != stated {
                return Ok(Verified { sound, broken: Some(Break::Head(sound.seq)) });
            }
        }
        if sound.seq > stated.seq {
            stated = head(db).await?;
        }
    }
    let broken = if sound.seq < stated.seq {
        Some(Break::Gap(sound.seq + 1))
    } else {
        (sound.seq > stated.seq || sound.hash != stated.hash).then_some(Break::Head(sound.seq))
    };
    Ok(Verified { sound, broken })
}

fn fault(row: &Row, last: Head) -> Option<Break> {
    if row.seq != last.seq + 1 {
        Some(Break::Gap(last.seq + 1))
    } else if row.previous != last.hash {
        Some(Break::Unlinked(row.seq))
    } else if row.hash != row.reckon() {
        Some(Break::Changed(row.seq))
    } else {
        None
    }
}
