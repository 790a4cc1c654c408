//! 加密数据: everything in the register that is sealed under a key beside it, so that a new key can take the place of an
//! old one.

use serde_json::json;
use uuid::Uuid;

use crate::{
    Act, Db, MatterId, MistakeId, PersonId, RequestId, Result,
    db::{on, on_tx},
};

/// What is sealed, and for which record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealedFor {
    /// 申请人身份: by the number of the request.
    Request(RequestId, String),
    /// 投诉人、更正申请人身份: by the number of the matter.
    Matter(MatterId, String),
    /// 未完成的申请, by its fingerprint.
    Draft(Vec<u8>),
    /// 动态码的密钥
    Authenticator(PersonId),
    /// 联系方式
    Reach(PersonId),
    /// 找错人的联系方式: by the number of what they found.
    Mistake(MistakeId, String),
    /// 订阅人的邮箱, by its fingerprint.
    Subscriber(Vec<u8>),
}

impl SealedFor {
    /// Its place among the kinds.
    fn kind(&self) -> usize {
        match self {
            Self::Request(..) => 0,
            Self::Matter(..) => 1,
            Self::Draft(_) => 2,
            Self::Authenticator(_) => 3,
            Self::Reach(_) => 4,
            Self::Mistake(..) => 5,
            Self::Subscriber(_) => 6,
        }
    }

    /// By what its kind is ordered.
    fn key(&self) -> &[u8] {
        match self {
            Self::Request(RequestId(id), _) | Self::Matter(MatterId(id), _) | Self::Mistake(MistakeId(id), _) => {
                id.as_bytes()
            }
            Self::Authenticator(PersonId(id)) | Self::Reach(PersonId(id)) => id.as_bytes(),
            Self::Draft(mac) | Self::Subscriber(mac) => mac,
        }
    }
}

/// Something sealed.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// What.
    pub what: SealedFor,
    /// As it stands there: the key's number in two bytes, then the rest.
    pub bytes: Vec<u8>,
}

/// Of a table with sealed data: what is not sealed under a key, after one of its rows, up to so many.
macro_rules! stale {
    ($db:expr, $sql:expr, $after:expr, $key:expr, $limit:expr) => {
        on!($db, pool => sqlx::query_as($sql).bind($key.as_slice()).bind($after).bind($limit).fetch_all(pool).await)?
    };
}

impl Db {
    /// Up to `limit` of one kind that are sealed under another key than the one of this number: what comes after `after`
    /// in the order of kinds and, within one, of keys; from the first without one. Nothing once all were seen.
    pub async fn sealed_otherwise(&self, key: u16, after: Option<&SealedFor>, limit: i64) -> Result<Vec<Sealed>> {
        for kind in after.map_or(0, SealedFor::kind)..7 {
            let last = after.filter(|after| after.kind() == kind).map_or(&[][..], SealedFor::key);
            let found = self.sealed_of(kind, key, last, limit).await?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    async fn sealed_of(&self, kind: usize, key: u16, last: &[u8], limit: i64) -> Result<Vec<Sealed>> {
        const REQUESTS: &str = "
            select id, number, sealed from request
            where id > $2 and sealed is not null and substr(sealed, 1, 2) <> $1 order by id limit $3";
        const MATTERS: &str = "
            select id, number, sealed from matter
            where id > $2 and sealed is not null and substr(sealed, 1, 2) <> $1 order by id limit $3";
        const MISTAKES: &str = "
            select id, number, sealed from mistake
            where id > $2 and sealed is not null and substr(sealed, 1, 2) <> $1 order by id limit $3";
        const DRAFTS: &str = "
            select code_mac, sealed from application_draft
            where code_mac > $2 and substr(sealed, 1, 2) <> $1 order by code_mac limit $3";
        const SUBSCRIBERS: &str = "
            select mac, sealed from subscriber
            where mac > $2 and substr(sealed, 1, 2) <> $1 order by mac limit $3";
        const PEOPLE: &str = "
            select id, totp from person
            where id > $2 and totp is not null and substr(totp, 1, 2) <> $1 order by id limit $3";
        const REACH: &str = "
            select id, reach from person
            where id > $2 and reach is not null and substr(reach, 1, 2) <> $1 order by id limit $3";
        let key = key.to_be_bytes();
        let id = Uuid::from_slice(last).unwrap_or(Uuid::nil());
        let found: Vec<(SealedFor, Vec<u8>)> = match kind {
            0 | 1 | 5 => {
                let sql = [REQUESTS, MATTERS].get(kind).copied().unwrap_or(MISTAKES);
                let found: Vec<(Uuid, String, Vec<u8>)> = stale!(self, sql, id, key, limit);
                let what = |id, number| match kind {
                    0 => SealedFor::Request(RequestId(id), number),
                    5 => SealedFor::Mistake(MistakeId(id), number),
                    _ => SealedFor::Matter(MatterId(id), number),
                };
                found.into_iter().map(|(id, number, bytes)| (what(id, number), bytes)).collect()
            }
            2 | 6 => {
                let (sql, what): (_, fn(Vec<u8>) -> SealedFor) = match kind {
                    2 => (DRAFTS, SealedFor::Draft),
                    _ => (SUBSCRIBERS, SealedFor::Subscriber),
                };
                let found: Vec<(Vec<u8>, Vec<u8>)> = stale!(self, sql, last, key, limit);
                found.into_iter().map(|(mac, bytes)| (what(mac), bytes)).collect()
            }
            _ => {
                let sql = if kind == 3 { PEOPLE } else { REACH };
                let found: Vec<(Uuid, Vec<u8>)> = stale!(self, sql, id, key, limit);
                let what = |id| if kind == 3 { SealedFor::Authenticator(id) } else { SealedFor::Reach(id) };
                found.into_iter().map(|(id, bytes)| (what(PersonId(id)), bytes)).collect()
            }
        };
        Ok(found.into_iter().map(|(what, bytes)| Sealed { what, bytes }).collect())
    }
}

impl Act {
    /// 换钥: puts what was sealed anew in the place of what was read; what somebody has written meanwhile stays. Gives how
    /// many took their place.
    pub async fn reseal(&mut self, key: u16, fresh: &[(Sealed, Vec<u8>)]) -> Result<u64> {
        const REQUEST: &str = "update request set sealed = $1 where id = $2 and sealed = $3";
        const MATTER: &str = "update matter set sealed = $1 where id = $2 and sealed = $3";
        const MISTAKE: &str = "update mistake set sealed = $1 where id = $2 and sealed = $3";
        const SUBSCRIBER: &str = "update subscriber set sealed = $1 where mac = $2 and sealed = $3";
        const DRAFT: &str = "update application_draft set sealed = $1 where code_mac = $2 and sealed = $3";
        const PERSON: &str = "update person set totp = $1 where id = $2 and totp = $3";
        const REACH: &str = "update person set reach = $1 where id = $2 and reach = $3";
        let mut changed = 0;
        self.write("key.reseal", None, key, json!({}));
        for (old, new) in fresh {
            let tx = self.going_on();
            changed += match &old.what {
                SealedFor::Request(id, _) => on_tx!(tx, c => sqlx::query(REQUEST).bind(new).bind(id).bind(&old.bytes)
                    .execute(c).await.map(|done| done.rows_affected()))?,
                SealedFor::Matter(id, _) => on_tx!(tx, c => sqlx::query(MATTER).bind(new).bind(id).bind(&old.bytes)
                    .execute(c).await.map(|done| done.rows_affected()))?,
                SealedFor::Mistake(id, _) => on_tx!(tx, c => sqlx::query(MISTAKE).bind(new).bind(id).bind(&old.bytes)
                    .execute(c).await.map(|done| done.rows_affected()))?,
                SealedFor::Subscriber(mac) => on_tx!(tx, c => sqlx::query(SUBSCRIBER).bind(new).bind(mac)
                    .bind(&old.bytes).execute(c).await.map(|done| done.rows_affected()))?,
                SealedFor::Draft(mac) => on_tx!(tx, c => sqlx::query(DRAFT).bind(new).bind(mac).bind(&old.bytes)
                    .execute(c).await.map(|done| done.rows_affected()))?,
                SealedFor::Authenticator(id) => on_tx!(tx, c => sqlx::query(PERSON).bind(new).bind(id).bind(&old.bytes)
                    .execute(c).await.map(|done| done.rows_affected()))?,
                SealedFor::Reach(id) => on_tx!(tx, c => sqlx::query(REACH).bind(new).bind(id).bind(&old.bytes)
                    .execute(c).await.map(|done| done.rows_affected()))?,
            };
        }
        self.amend("count", changed);
        self.finish();
        Ok(changed)
    }
}
