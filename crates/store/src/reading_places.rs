//! 政府信息查阅场所: where anybody reads what is public without a computer of their own.

use serde_json::json;

use crate::{
    Act, Db, Digest, Error, OrganId, ReadingPlaceId, Result,
    db::{on, on_tx},
    ids::storable,
};

/// 查阅场所
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ReadingPlace {
    /// Its identity.
    pub id: ReadingPlaceId,
    /// Who keeps its entry.
    pub organ_id: OrganId,
    /// 种类: a word of the law crate.
    pub kind: String,
    /// 名称.
    pub name: String,
    /// 地址.
    pub address: String,
    /// 开放时间.
    pub hours: String,
    /// 电话; may be empty.
    pub phone: String,
    /// What is there besides: plain text, may be empty.
    pub note: String,
    /// Counts saves.
    pub version: i64,
}

/// What an office says of one; fields as in [`ReadingPlace`].
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the same fields as ReadingPlace")]
pub struct ReadingPlaceWords<'a> {
    pub kind: &'a str,
    pub name: &'a str,
    pub address: &'a str,
    pub hours: &'a str,
    pub phone: &'a str,
    pub note: &'a str,
}

macro_rules! places {
    () => {
        "select id, organ_id, kind, name, address, hours, phone, note, version from reading_place where "
    };
}

impl Db {
    /// Up to `limit` of an organ or of all, by name.
    pub async fn reading_places(&self, organ: Option<OrganId>, limit: i64) -> Result<Vec<ReadingPlace>> {
        const ALL: &str = concat!(places!(), "1 = 1 order by name, id limit $1");
        const OWN: &str = concat!(places!(), "organ_id = $2 order by name, id limit $1");
        Ok(match organ {
            Some(organ) => on!(self, pool => sqlx::query_as(OWN).bind(limit).bind(organ).fetch_all(pool).await)?,
            None => on!(self, pool => sqlx::query_as(ALL).bind(limit).fetch_all(pool).await)?,
        })
    }

    /// One of an organ; [`Error::Missing`].
    pub async fn reading_place(&self, id: ReadingPlaceId, organ: OrganId) -> Result<ReadingPlace> {
        const SQL: &str = concat!(places!(), "id = $1 and organ_id = $2");
        on!(self, pool => sqlx::query_as(SQL).bind(id).bind(organ).fetch_optional(pool).await)?
            .ok_or(Error::Missing("查阅场所"))
    }
}

impl Act {
    /// 登记一处.
    pub async fn add_reading_place(&mut self, organ: OrganId, words: &ReadingPlaceWords<'_>) -> Result<ReadingPlaceId> {
        const SQL: &str = "
            insert into reading_place (id, organ_id, kind, name, address, hours, phone, note)
            values ($1, $2, $3, $4, $5, $6, $7, $8)";
        let id = ReadingPlaceId::born(self.at());
        let tx = self.write("reading_place.add", Some(organ), id, said(words));
        on_tx!(tx, c => sqlx::query(SQL)
            .bind(id).bind(organ).bind(words.kind).bind(storable(words.name)).bind(storable(words.address))
            .bind(storable(words.hours)).bind(storable(words.phone)).bind(storable(words.note))
            .execute(c).await.map(|_| ()))?;
        self.finish();
        Ok(id)
    }

    /// 改一处. [`Error::Stale`] when somebody else wrote first.
    pub async fn write_reading_place(
        &mut self,
        (id, organ): (ReadingPlaceId, OrganId),
        version: i64,
        words: &ReadingPlaceWords<'_>,
    ) -> Result<()> {
        const SQL: &str = "
            update reading_place set kind = $1, name = $2, address = $3, hours = $4, phone = $5, note = $6,
                version = version + 1
            where id = $7 and organ_id = $8 and version = $9";
        let tx = self.write("reading_place.write", Some(organ), id, said(words));
        let rows = on_tx!(tx, c => sqlx::query(SQL)
            .bind(words.kind).bind(storable(words.name)).bind(storable(words.address)).bind(storable(words.hours))
            .bind(storable(words.phone)).bind(storable(words.note)).bind(id).bind(organ).bind(version)
            .execute(c).await.map(|done| done.rows_affected()))?;
        if rows != 1 {
            return Err(Error::Stale);
        }
        self.finish();
        Ok(())
    }

    /// 注销一处: nobody sees it any more; the journal says what it was. [`Error::Stale`] when somebody else wrote first.
    pub async fn drop_reading_place(&mut self, place: &ReadingPlace) -> Result<()> {
        const SQL: &str = "delete from reading_place where id = $1 and version = $2";
        let detail = json!({"name": place.name, "address": place.address});
        let tx = self.write("reading_place.drop", Some(place.organ_id), place.id, detail);
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(place.id).bind(place.version)
            .execute(c).await.map(|done| done.rows_affected()))?;
        if rows != 1 {
            return Err(Error::Stale);
        }
        self.finish();
        Ok(())
    }
}

/// As the journal has it.
fn said(words: &ReadingPlaceWords<'_>) -> serde_json::Value {
    json!({"name": words.name, "sm3": Digest::of(format!("{words:?}").as_bytes()).to_string()})
}
