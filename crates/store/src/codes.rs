//! 查询码: opening by a code, wrong codes counted, and a code or a way of delivery given anew.
//!
//! Wrong codes are no agency's record: they are counted without a journal row, under an HMAC of where they came from.

use serde_json::json;

use crate::{
    Act, Db, Error, Moment, OrganId, Request, RequestId, Result,
    db::{on, on_tx},
    ids::storable,
    requests::{line, whole},
};

/// 试错: how many wrong codes are heard under one name, and for how long one is remembered.
#[derive(Clone, Copy, Debug)]
pub struct Chances<'a> {
    /// An HMAC of an address, or of an address and a number.
    pub name: &'a [u8],
    /// Wrong codes that are heard.
    pub most: i32,
}

impl Db {
    /// The request of a number that this fingerprint of a code opens. An unknown number and a wrong code cost the same:
    /// one look into the index.
    pub async fn request_by_code(&self, number: &str, code_mac: &[u8]) -> Result<Option<Request>> {
        const SQL: &str = concat!(whole!(), "r.number = $1 and r.code_mac = $2");
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(storable(number)).bind(code_mac).fetch_optional(pool).await)?)
    }

    /// The fingerprint of the code that opens the request of a number now; `None` where there is no such request.
    pub async fn request_code(&self, number: &str) -> Result<Option<Vec<u8>>> {
        const SQL: &str = "select code_mac from request where number = $1";
        Ok(on!(self, pool => sqlx::query_scalar(SQL).bind(storable(number)).fetch_optional(pool).await)?)
    }

    /// Takes a chance under each of these names, before the code is looked at, so that many at once get no more than
    /// one after the other. `None`: it is heard; else the moment since which the used-up name has been counted.
    pub async fn take_chance(&self, names: &[Chances<'_>], now: Moment, forgotten: Moment) -> Result<Option<Moment>> {
        const SQL: &str = "
            insert into wrong_code (name, wrong, since_ms) values ($1, 1, $2)
            on conflict (name) do update
            set wrong = case when wrong_code.since_ms <= $3 then 1 else wrong_code.wrong + 1 end,
                since_ms = case when wrong_code.since_ms <= $3 then $2 else wrong_code.since_ms end
            returning wrong, since_ms";
        let mut tx = self.begin_passing().await?;
        for chances in names {
            let (wrong, since): (i32, Moment) = on_tx!(&mut tx, c => sqlx::query_as(SQL)
                .bind(chances.name).bind(now).bind(forgotten).fetch_one(c).await)?;
            if wrong > chances.most {
                // undone with the transaction: whoever waits is not made to wait longer
                return Ok(Some(since));
            }
        }
        tx.commit().await?;
        Ok(None)
    }

    /// Gives the chance back: the code was right.
    pub async fn give_chance_back(&self, names: &[Chances<'_>]) -> Result<()> {
        const SQL: &str = "update wrong_code set wrong = wrong - 1 where name = $1 and wrong > 0";
        let mut tx = self.begin_passing().await?;
        for chances in names {
            on_tx!(&mut tx, c => sqlx::query(SQL).bind(chances.name).execute(c).await.map(|_| ()))?;
        }
        tx.commit().await
    }

    /// Forgets wrong codes counted since before this; says how many names.
    pub async fn purge_wrong_codes(&self, before: Moment) -> Result<u64> {
        let mut tx = self.begin_passing().await?;
        let rows = on_tx!(&mut tx, c => sqlx::query("delete from wrong_code where since_ms <= $1").bind(before)
            .execute(c).await.map(|done| done.rows_affected()))?;
        tx.commit().await?;
        Ok(rows)
    }
}

impl Act {
    /// 重置查询码: another code opens the request from now on. [`Error::Stale`] when somebody else wrote first.
    pub async fn change_code(&mut self, id: RequestId, version: i64, code_mac: &[u8]) -> Result<()> {
        const SQL: &str = "
            update request set code_mac = $1, version = version + 1 where id = $2 and version = $3 returning organ_id";
        let tx = self.write("request.code", None, id, json!({}));
        let organ: Option<OrganId> = on_tx!(tx, c => sqlx::query_scalar(SQL)
            .bind(code_mac).bind(id).bind(version).fetch_optional(c).await)?;
        self.about(organ.ok_or(Error::Stale)?);
        self.finish();
        Ok(())
    }

    /// 变更联系方式、获取途径: what is sealed of the applicant, and how the answer is given. The journal has that it
    /// changed, not what. [`Error::Stale`] when somebody else wrote first.
    pub async fn change_contact(&mut self, id: RequestId, version: i64, sealed: &[u8], delivery: &str) -> Result<()> {
        const SQL: &str = "
            update request set sealed = $1, delivery = $2, version = version + 1
            where id = $3 and version = $4 and sealed is not null returning organ_id";
        let tx = self.write("request.contact", None, id, json!({"delivery": delivery}));
        let organ: Option<OrganId> = on_tx!(tx, c => sqlx::query_scalar(SQL)
            .bind(sealed).bind(delivery).bind(id).bind(version).fetch_optional(c).await)?;
        self.about(organ.ok_or(Error::Stale)?);
        self.finish();
        Ok(())
    }
}
