//! 加密数据: everything in the register that is sealed under a key beside it, so that a new key can take the place of an
//! old one.

use serde_json::json;

use crate::{
    Act, Db, MatterId, PersonId, RequestId, Result,
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
}

/// Something sealed.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// What.
    pub what: SealedFor,
    /// As it stands there: the key's number in two bytes, then the rest.
    pub bytes: Vec<u8>,
}

/// Of a table with sealed data: what is not sealed under a key, up to so many.
macro_rules! stale {
    ($db:expr, $sql:expr, $key:expr, $limit:expr) => {
        on!($db, pool => sqlx::query_as($sql).bind($key.as_slice()).bind($limit).fetch_all(pool).await)?
    };
}

impl Db {
    /// Up to `limit` of what is sealed under another key than the one of this number.
    pub async fn sealed_otherwise(&self, key: u16, limit: i64) -> Result<Vec<Sealed>> {
        const REQUESTS: &str = "
            select id, number, sealed from request
            where sealed is not null and substr(sealed, 1, 2) <> $1 order by id limit $2";
        const MATTERS: &str = "
            select id, number, sealed from matter
            where sealed is not null and substr(sealed, 1, 2) <> $1 order by id limit $2";
        const DRAFTS: &str = "
            select code_mac, sealed from application_draft where substr(sealed, 1, 2) <> $1 limit $2";
        const PEOPLE: &str = "select id, totp from person where totp is not null and substr(totp, 1, 2) <> $1 limit $2";
        const REACH: &str =
            "select id, reach from person where reach is not null and substr(reach, 1, 2) <> $1 limit $2";
        let key = key.to_be_bytes();
        let found: Vec<(RequestId, String, Vec<u8>)> = stale!(self, REQUESTS, key, limit);
        let requests = found.into_iter().map(|(id, number, bytes)| (SealedFor::Request(id, number), bytes));
        let found: Vec<(MatterId, String, Vec<u8>)> = stale!(self, MATTERS, key, limit);
        let matters = found.into_iter().map(|(id, number, bytes)| (SealedFor::Matter(id, number), bytes));
        let found: Vec<(Vec<u8>, Vec<u8>)> = stale!(self, DRAFTS, key, limit);
        let drafts = found.into_iter().map(|(mac, bytes)| (SealedFor::Draft(mac), bytes));
        let found: Vec<(PersonId, Vec<u8>)> = stale!(self, PEOPLE, key, limit);
        let people = found.into_iter().map(|(id, bytes)| (SealedFor::Authenticator(id), bytes));
        let found: Vec<(PersonId, Vec<u8>)> = stale!(self, REACH, key, limit);
        let reach = found.into_iter().map(|(id, bytes)| (SealedFor::Reach(id), bytes));
        let all = requests.chain(matters).chain(drafts).chain(people).chain(reach);
        let all = all.map(|(what, bytes)| Sealed { what, bytes });
        Ok(all.take(usize::try_from(limit).unwrap_or(0)).collect())
    }

    /// Something sealed, if there is anything: to try a key on.
    pub async fn anything_sealed(&self) -> Result<Option<Sealed>> {
        // no key has this number
        Ok(self.sealed_otherwise(u16::MAX, 1).await?.pop())
    }
}

impl Act {
    /// 换钥: puts what was sealed anew in the place of what was read; what somebody has written meanwhile stays. Gives how
    /// many took their place.
    pub async fn reseal(&mut self, key: u16, fresh: &[(Sealed, Vec<u8>)]) -> Result<u64> {
        const REQUEST: &str = "update request set sealed = $1 where id = $2 and sealed = $3";
        const MATTER: &str = "update matter set sealed = $1 where id = $2 and sealed = $3";
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
