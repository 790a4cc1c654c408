//! 接口密钥: by which a program of an organ writes drafts; which drafts each began; and what was answered to requests that
//! may come again. The key itself is not here: only an HMAC of it.

use serde_json::json;

use crate::{
    Act, ApiKeyId, Db, Digest, Error, Moment, OrganId, PersonId, PublicationId, Result,
    db::{on, on_tx},
    ids::storable,
};

/// A key.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ApiKey {
    /// Its identity.
    pub id: ApiKeyId,
    /// For which organ it writes.
    pub organ_id: OrganId,
    /// What it is called at the desk.
    pub name: String,
    /// 权限: words that the caller knows, parted by blanks.
    pub scopes: String,
    /// Who made it, and answers for what is written by it.
    pub person_id: PersonId,
    /// When.
    pub made_ms: Moment,
    /// From when on it opens nothing.
    pub expires_ms: Moment,
    /// When it was last used, to the minute.
    pub used_ms: Option<Moment>,
    /// When it was revoked.
    pub revoked_ms: Option<Moment>,
}

/// A key to be made; fields as in [`ApiKey`].
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the same fields as ApiKey")]
pub struct NewApiKey<'a> {
    pub organ: OrganId,
    pub name: &'a str,
    pub scopes: &'a str,
    /// An HMAC of the key.
    pub mac: &'a [u8],
    pub person: PersonId,
    pub expires: Moment,
}

/// What was answered before to a request that came under the same name.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ApiAnswer {
    /// SM3 of what was asked.
    #[sqlx(try_from = "Vec<u8>")]
    pub asked: Digest,
    /// JSON, as it was given.
    pub answer: String,
}

macro_rules! columns {
    () => {
        "select k.id, k.organ_id, k.name, k.scopes, k.person_id, k.made_ms, k.expires_ms, k.used_ms, k.revoked_ms \
         from api_key k where "
    };
}

impl Db {
    /// The key of this fingerprint, whether it still opens anything or not.
    pub async fn api_key(&self, mac: &[u8]) -> Result<Option<ApiKey>> {
        const SQL: &str = concat!(columns!(), "k.mac = $1");
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(mac).fetch_optional(pool).await)?)
    }

    /// Up to `limit` keys of an organ, or of all, the newest first, after one of them.
    pub async fn api_keys(&self, organ: Option<OrganId>, after: Option<ApiKeyId>, limit: i64) -> Result<Vec<ApiKey>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(columns!(), "1 = 1"));
            if let Some(organ) = organ {
                query.push(" and k.organ_id = ").push_bind(organ);
            }
            if let Some(after) = after {
                query.push(" and k.id < ").push_bind(after);
            }
            query.push(" order by k.id desc limit ").push_bind(limit).build_query_as().fetch_all(pool).await
        })?)
    }

    /// How many keys of an organ open something at this moment.
    pub async fn api_keys_open(&self, organ: OrganId, now: Moment) -> Result<i64> {
        const SQL: &str = "select count(*) from api_key where organ_id = $1 and revoked_ms is null and expires_ms > $2";
        Ok(on!(self, pool => sqlx::query_scalar(SQL).bind(organ).bind(now).fetch_one(pool).await)?)
    }

    /// Notes that a key was used, once a minute. No agency's record, so without a journal row.
    pub async fn note_api_key_used(&self, key: &ApiKey, now: Moment) -> Result<()> {
        if key.used_ms.is_some_and(|used| used.plus_minutes(1) > now) {
            return Ok(());
        }
        let mut tx = self.begin_passing().await?;
        on_tx!(&mut tx, c => sqlx::query("update api_key set used_ms = $1 where id = $2")
            .bind(now).bind(key.id).execute(c).await.map(|_| ()))?;
        tx.commit().await
    }

    /// Which key began a draft; `None` where a person did.
    pub async fn api_key_of_draft(&self, draft: PublicationId) -> Result<Option<ApiKeyId>> {
        const SQL: &str = "select key_id from api_draft where publication_id = $1";
        Ok(on!(self, pool => sqlx::query_scalar(SQL).bind(draft).fetch_optional(pool).await)?)
    }

    /// What was answered to the request of this name.
    pub async fn api_answer(&self, key: ApiKeyId, name: Digest) -> Result<Option<ApiAnswer>> {
        const SQL: &str = "select asked, answer from api_answer where key_id = $1 and name = $2";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(key).bind(name.bytes()).fetch_optional(pool).await)?)
    }

    /// Forgets answers given before this; says how many.
    pub async fn purge_api_answers(&self, before: Moment) -> Result<u64> {
        let mut tx = self.begin_passing().await?;
        let rows = on_tx!(&mut tx, c => sqlx::query("delete from api_answer where at_ms <= $1").bind(before)
            .execute(c).await.map(|done| done.rows_affected()))?;
        tx.commit().await?;
        Ok(rows)
    }
}

impl Act {
    /// 签发密钥
    pub async fn add_api_key(&mut self, new: &NewApiKey<'_>) -> Result<ApiKeyId> {
        const SQL: &str = "
            insert into api_key (id, organ_id, name, scopes, mac, person_id, made_ms, expires_ms)
            values ($1, $2, $3, $4, $5, $6, $7, $8)";
        let (id, at) = (ApiKeyId::born(self.at()), self.at());
        let detail = json!({"name": new.name, "scopes": new.scopes, "expires_ms": new.expires.0});
        let tx = self.write("api_key.add", Some(new.organ), id, detail);
        on_tx!(tx, c => sqlx::query(SQL).bind(id).bind(new.organ).bind(storable(new.name)).bind(new.scopes)
            .bind(new.mac).bind(new.person).bind(at).bind(new.expires).execute(c).await.map(|_| ()))?;
        self.finish();
        Ok(id)
    }

    /// 吊销密钥: a key of an organ, or of any, opens nothing from now on. [`Error::Missing`] where there is none, or it was
    /// revoked before.
    pub async fn revoke_api_key(&mut self, id: ApiKeyId, organ: Option<OrganId>) -> Result<()> {
        let at = self.at();
        let tx = self.write("api_key.revoke", None, id, json!({}));
        let whose: Option<OrganId> = on_tx!(tx, c => {
            let mut query = sqlx::QueryBuilder::new("update api_key set revoked_ms = ");
            query.push_bind(at).push(" where revoked_ms is null and id = ").push_bind(id);
            if let Some(organ) = organ {
                query.push(" and organ_id = ").push_bind(organ);
            }
            query.push(" returning organ_id").build_query_scalar().fetch_optional(c).await
        })?;
        self.about(whose.ok_or(Error::Missing("密钥"))?);
        self.finish();
        Ok(())
    }

    /// Notes in the act that begins a draft by which key that is done.
    pub async fn begin_by_api_key(&mut self, key: &ApiKey, draft: PublicationId) -> Result<()> {
        let detail = json!({"key": key.id.to_string(), "name": key.name});
        let tx = self.write("api_key.begin", Some(key.organ_id), draft, detail);
        on_tx!(tx, c => sqlx::query("insert into api_draft (publication_id, key_id) values ($1, $2)")
            .bind(draft).bind(key.id).execute(c).await.map(|_| ()))?;
        self.finish();
        Ok(())
    }

    /// Notes in the act that changes a draft by which key that is done.
    pub fn write_by_api_key(&mut self, key: &ApiKey, draft: PublicationId) {
        let detail = json!({"key": key.id.to_string(), "name": key.name});
        self.record("api_key.write", Some(key.organ_id), draft, detail);
    }

    /// Notes in the act that enters months by which key that is done.
    pub fn enter_by_api_key(&mut self, key: &ApiKey) {
        let detail = json!({"key": key.id.to_string(), "name": key.name});
        self.record("api_key.enter", Some(key.organ_id), key.organ_id, detail);
    }

    /// Takes the name of a request, in the act that it asks for and before anything else in it: whoever comes under the same
    /// name meanwhile waits until this act is over. False where the name was used before: the act must be dropped then, and
    /// the answer is that of [`Db::api_answer`].
    pub async fn claim_api_answer(&mut self, key: ApiKeyId, name: Digest, asked: Digest) -> Result<bool> {
        const SQL: &str = "
            insert into api_answer (key_id, name, asked, answer, at_ms) values ($1, $2, $3, '', $4)
            on conflict (key_id, name) do nothing";
        let at = self.at();
        let tx = self.going_on();
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(key).bind(name.bytes()).bind(asked.bytes()).bind(at)
            .execute(c).await.map(|done| done.rows_affected()))?;
        Ok(rows == 1)
    }

    /// Keeps what is answered under a name that this act took.
    pub async fn keep_api_answer(&mut self, key: ApiKeyId, name: Digest, answer: &str) -> Result<()> {
        const SQL: &str = "update api_answer set answer = $1 where key_id = $2 and name = $3";
        let tx = self.going_on();
        on_tx!(tx, c => sqlx::query(SQL).bind(storable(answer)).bind(key).bind(name.bytes()).execute(c).await
            .map(|_| ()))?;
        Ok(())
    }
}
