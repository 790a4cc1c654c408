//! 专题专栏: what belongs together for a time, and the latest of each kind of an organ.

use serde_json::json;

use crate::{
    Act, Civil, Db, Digest, Error, OrganId, PublicationId, ReleasedLine, Result, SpecialId,
    db::{on, on_tx},
    ids::storable,
    released::shown,
};

/// 专题; words are keys of the law crate.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Special {
    /// Its identity.
    pub id: SpecialId,
    /// Whose editor made it.
    pub organ_id: OrganId,
    /// Its name in addresses, never another's.
    pub slug: String,
    /// 标题.
    pub title: String,
    /// 导语: plain text.
    pub intro: String,
    /// The first day.
    pub first: Civil,
    /// The last day.
    pub last: Civil,
    /// 信息种类 that are in it by themselves, parted by blanks; may be empty.
    pub kinds: String,
    /// 主动公开类别 that is in it by itself; may be empty.
    pub topic: String,
    /// 检索词 that what is in it by itself has; may be empty.
    pub words: String,
    /// Whether only what the organ itself published is.
    pub own: bool,
    /// Counts saves.
    pub version: i64,
}

/// What an editor writes; fields as in [`Special`].
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the same fields as Special")]
pub struct SpecialWords<'a> {
    pub title: &'a str,
    pub intro: &'a str,
    pub first: Civil,
    pub last: Civil,
    pub kinds: &'a str,
    pub topic: &'a str,
    pub words: &'a str,
    pub own: bool,
    /// One by one, in their order.
    pub picks: &'a [PublicationId],
}

macro_rules! columns {
    () => {
        "select s.id, s.organ_id, s.slug, s.title, s.intro, s.first, s.last, s.kinds, s.topic, s.words, s.own, s.version \
         from special s where "
    };
}

impl Db {
    /// The special column at this address; [`Error::Missing`].
    pub async fn special_at(&self, slug: &str) -> Result<Special> {
        const SQL: &str = concat!(columns!(), "s.slug = $1");
        on!(self, pool => sqlx::query_as(SQL).bind(storable(slug)).fetch_optional(pool).await)?
            .ok_or(Error::Missing("专题"))
    }

    /// Up to `limit` that run on this day, of one organ or of all, the newest first.
    pub async fn specials_running(&self, today: Civil, organ: Option<OrganId>, limit: i64) -> Result<Vec<Special>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(columns!(), "s.last >= "));
            query.push_bind(today).push(" and s.first <= ").push_bind(today);
            if let Some(organ) = organ {
                query.push(" and s.organ_id = ").push_bind(organ);
            }
            query.push(" order by s.first desc, s.id desc limit ").push_bind(limit).build_query_as().fetch_all(pool).await
        })?)
    }

    /// Up to `limit` that were over before this day, the newest first.
    pub async fn specials_over(&self, today: Civil, limit: i64) -> Result<Vec<Special>> {
        const SQL: &str = concat!(columns!(), "s.last < $1 order by s.first desc, s.id desc limit $2");
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(today).bind(limit).fetch_all(pool).await)?)
    }

    /// Up to `limit` of an organ, whenever they run, the newest first.
    pub async fn specials_of(&self, organ: OrganId, limit: i64) -> Result<Vec<Special>> {
        const SQL: &str = concat!(columns!(), "s.organ_id = $1 order by s.first desc, s.id desc limit $2");
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(organ).bind(limit).fetch_all(pool).await)?)
    }

    /// What was put into it one by one and is public, in its order.
    pub async fn special_picks(&self, id: SpecialId) -> Result<Vec<ReleasedLine>> {
        const SQL: &str = concat!(
            shown!(),
            "special_item i join released r on r.publication_id = i.publication_id
             where i.special_id = $1 and r.state = 'public' order by i.n"
        );
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_all(pool).await)?)
    }

    /// The newest public ones of an organ, `each` of every one of these kinds, kind by kind in this order.
    pub async fn latest_of_kinds(&self, organ: OrganId, kinds: &[&str], each: i64) -> Result<Vec<ReleasedLine>> {
        if kinds.is_empty() {
            return Ok(Vec::new());
        }
        let mut found: Vec<ReleasedLine> = on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("");
            for (n, kind) in kinds.iter().enumerate() {
                query.push(if n == 0 { "select * from (" } else { " union all select * from (" });
                query.push(concat!(shown!(), "released r where r.state = 'public' and r.organ_id = ")).push_bind(organ);
                query.push(" and r.kind = ").push_bind(*kind);
                query.push(" order by r.released_ms desc, r.publication_id desc limit ").push_bind(each);
                query.push(") as part");
            }
            query.build_query_as().fetch_all(pool).await
        })?;
        let place = |kind: &str| kinds.iter().position(|known| *known == kind);
        found.sort_by_key(|line| (place(&line.kind), std::cmp::Reverse(line.released_ms)));
        Ok(found)
    }
}

impl Act {
    /// 新建专题. [`Error::Taken`] when its address is.
    pub async fn add_special(&mut self, organ: OrganId, slug: &str, words: &SpecialWords<'_>) -> Result<SpecialId> {
        const SQL: &str = "
            insert into special (id, organ_id, slug, title, intro, first, last, kinds, topic, words, own)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        let id = SpecialId::born(self.at());
        let tx = self.write("special.add", Some(organ), id, json!({"slug": slug, "sm3": sm3_of(words)}));
        on_tx!(tx, c => sqlx::query(SQL)
            .bind(id).bind(organ).bind(storable(slug)).bind(storable(words.title)).bind(storable(words.intro))
            .bind(words.first).bind(words.last).bind(words.kinds).bind(words.topic).bind(storable(words.words))
            .bind(words.own).execute(c).await.map(|_| ()))
        .map_err(|error| Error::taken(error, "专题地址"))?;
        self.pick(id, words.picks).await?;
        self.finish();
        Ok(id)
    }

    /// Writes a special column anew; its address stays. [`Error::Stale`] when somebody else wrote first.
    pub async fn write_special(&mut self, id: SpecialId, version: i64, words: &SpecialWords<'_>) -> Result<()> {
        const SQL: &str = "
            update special set title = $1, intro = $2, first = $3, last = $4, kinds = $5, topic = $6, words = $7,
                own = $8, version = version + 1
            where id = $9 and version = $10 returning organ_id";
        let tx = self.write("special.write", None, id, json!({"sm3": sm3_of(words)}));
        let organ: Option<OrganId> = on_tx!(tx, c => sqlx::query_scalar(SQL)
            .bind(storable(words.title)).bind(storable(words.intro)).bind(words.first).bind(words.last)
            .bind(words.kinds).bind(words.topic).bind(storable(words.words)).bind(words.own).bind(id).bind(version)
            .fetch_optional(c).await)?;
        let organ = organ.ok_or(Error::Stale)?;
        self.pick(id, words.picks).await?;
        self.about(organ);
        self.finish();
        Ok(())
    }

    /// The picks, in the place of those before.
    async fn pick(&mut self, id: SpecialId, picks: &[PublicationId]) -> Result<()> {
        let tx = self.going_on();
        on_tx!(tx, c => sqlx::query("delete from special_item where special_id = $1").bind(id)
            .execute(c).await.map(|_| ()))?;
        if picks.is_empty() {
            return Ok(());
        }
        on_tx!(tx, c => {
            let mut query = sqlx::QueryBuilder::new("insert into special_item (special_id, n, publication_id) ");
            query.push_values((0_i32..).zip(picks), |mut row, (n, pick)| {
                row.push_bind(id).push_bind(n).push_bind(*pick);
            });
            query.build().execute(c).await.map(|_| ())
        })?;
        Ok(())
    }
}

/// What the journal keeps of what was written.
fn sm3_of(words: &SpecialWords<'_>) -> String {
    let picks: Vec<String> = words.picks.iter().map(PublicationId::to_string).collect();
    let parts = [words.title, words.intro, words.kinds, words.topic, words.words, &picks.join(" ")];
    let days = format!("{} {} {}", words.first.0, words.last.0, words.own);
    Digest::of(format!("{}\0{days}", parts.join("\0")).as_bytes()).to_string()
}
