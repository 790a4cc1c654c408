//! 找错: what somebody found wrong in what is published, and what the office answered.

use serde_json::json;

use crate::{
    Act, Civil, Db, Error, MistakeId, Moment, OrganId, PublicationId, Result, Scope,
    db::{on, on_tx},
    ids::storable,
    scope::within,
};

/// A mistake that somebody found; words are keys of the law crate.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Mistake {
    /// Its identity.
    pub id: MistakeId,
    /// Who answers.
    pub organ_id: OrganId,
    /// What it is in; `None` where it is on another page.
    pub publication_id: Option<PublicationId>,
    /// 页面: the path within the site of the page that it is on, where that is no publication.
    pub page: Option<String>,
    /// 编号: `QINGHE-ZC-2026-0003`.
    pub number: String,
    /// Where in it; may be empty.
    pub place: String,
    /// What is wrong, as they put it.
    pub words: String,
    /// How to reach whoever found it, encrypted; `None` where nothing was said, or erased.
    pub sealed: Option<Vec<u8>>,
    /// When it came.
    pub arrived: Civil,
    /// When it was written down.
    pub registered_ms: Moment,
    /// 答复期限.
    pub due: Option<Civil>,
    /// Whether no notice settles that day yet.
    pub provisional: bool,
    /// 答复; `None` while it is open.
    pub outcome: Option<String>,
    /// The answer in words.
    pub answer: String,
    /// 答复之日.
    pub answered: Option<Civil>,
    /// Who answered, as the journal names them.
    pub answered_by: String,
    /// Counts saves.
    pub version: i64,
}

/// Where a mistake is.
#[derive(Clone, Copy, Debug)]
pub enum MistakeSpot<'a> {
    /// 公开信息: in a publication.
    Publication(PublicationId),
    /// 页面: on another page, by its path within the site.
    Page(&'a str),
}

impl MistakeSpot<'_> {
    fn publication(self) -> Option<PublicationId> {
        match self {
            Self::Publication(id) => Some(id),
            Self::Page(_) => None,
        }
    }

    fn page(&self) -> Option<&str> {
        match self {
            Self::Publication(_) => None,
            Self::Page(path) => Some(path),
        }
    }
}

/// A mistake to be registered; fields as in [`Mistake`].
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the same fields as Mistake")]
pub struct NewMistake<'a> {
    pub organ: OrganId,
    pub spot: MistakeSpot<'a>,
    pub number: &'a str,
    pub code_mac: &'a [u8],
    pub place: &'a str,
    pub words: &'a str,
    pub sealed: Option<&'a [u8]>,
    pub arrived: Civil,
    pub due: Option<Civil>,
    pub provisional: bool,
}

/// 答复情况: how many came in a year, how many of them are answered, and how many were or are answered late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct MistakeTotals {
    /// 收到.
    pub all: i64,
    /// 已经答复.
    pub answered: i64,
    /// 逾期, answered or not.
    pub late: i64,
}

macro_rules! columns {
    () => {
        "select m.id, m.organ_id, m.publication_id, m.page, m.number, m.place, m.words, m.sealed, m.arrived, m.registered_ms, \
         m.due, m.provisional, m.outcome, m.answer, m.answered, m.answered_by, m.version from mistake m where "
    };
}

impl Db {
    /// The mistake of this identity; [`Error::Missing`].
    pub async fn mistake(&self, id: MistakeId) -> Result<Mistake> {
        const SQL: &str = concat!(columns!(), "m.id = $1");
        on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool).await)?.ok_or(Error::Missing("找错"))
    }

    /// The mistake of a number that this fingerprint of a code opens.
    pub async fn mistake_by_code(&self, number: &str, code_mac: &[u8]) -> Result<Option<Mistake>> {
        const SQL: &str = concat!(columns!(), "m.number = $1 and m.code_mac = $2");
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(storable(number)).bind(code_mac).fetch_optional(pool).await)?)
    }

    /// The mistake of this number, if an organ of this scope answers; [`Error::Missing`].
    pub async fn mistake_numbered(&self, number: &str, scope: Scope) -> Result<Mistake> {
        let found = on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(columns!(), "m.number = "));
            query.push_bind(storable(number).into_owned());
            within!(query, "m.organ_id", scope);
            query.build_query_as().fetch_optional(pool).await
        })?;
        found.ok_or(Error::Missing("找错"))
    }

    /// Up to `limit` mistakes that organs of this scope answer: the open ones with the nearest term first, or all with the
    /// newest first.
    pub async fn mistakes(&self, scope: Scope, open: bool, skip: i64, limit: i64) -> Result<Vec<Mistake>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(columns!(), "1 = 1"));
            within!(query, "m.organ_id", scope);
            query.push(match open {
                true => " and m.outcome is null order by m.due, m.id",
                false => " order by m.id desc",
            });
            query.push(" limit ").push_bind(limit).push(" offset ").push_bind(skip);
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// How many of them there are.
    pub async fn mistake_count(&self, scope: Scope, open: bool) -> Result<i64> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select count(*) from mistake m where 1 = 1");
            within!(query, "m.organ_id", scope);
            if open {
                query.push(" and m.outcome is null");
            }
            query.build_query_scalar().fetch_one(pool).await
        })?)
    }

    /// 答复情况 of what came from the first day to the last, as it stands on `today`.
    pub async fn mistake_totals(
        &self,
        scope: Scope,
        (from, to): (Civil, Civil),
        today: Civil,
    ) -> Result<MistakeTotals> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "select count(*) as \"all\", count(m.answered) as answered, \
                 count(case when coalesce(m.answered, ",
            );
            query.push_bind(today).push(") > m.due then 1 end) as late from mistake m where m.arrived >= ");
            query.push_bind(from).push(" and m.arrived <= ").push_bind(to);
            within!(query, "m.organ_id", scope);
            query.build_query_as().fetch_one(pool).await
        })?)
    }

    /// Up to `limit` open ones of all organs that are to be answered by this day, the nearest term first.
    pub async fn mistakes_due(&self, by: Civil, limit: i64) -> Result<Vec<Mistake>> {
        const SQL: &str = concat!(columns!(), "m.outcome is null and m.due <= $1 order by m.due, m.id limit $2");
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(by).bind(limit).fetch_all(pool).await)?)
    }
}

impl Act {
    /// 登记: a mistake that somebody found. [`Error::Taken`] when its number is.
    pub async fn add_mistake(&mut self, new: &NewMistake<'_>) -> Result<MistakeId> {
        const SQL: &str = "
            insert into mistake (id, organ_id, publication_id, number, code_mac, place, words, sealed, arrived,
                registered_ms, due, provisional, page)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
        let (id, at) = (MistakeId::born(self.at()), self.at());
        let detail = match new.spot {
            MistakeSpot::Publication(id) => json!({"number": new.number, "publication": id.to_string()}),
            MistakeSpot::Page(path) => json!({"number": new.number, "page": path}),
        };
        let tx = self.write("mistake.add", Some(new.organ), id, detail);
        on_tx!(tx, c => sqlx::query(SQL)
            .bind(id).bind(new.organ).bind(new.spot.publication()).bind(new.number).bind(new.code_mac)
            .bind(storable(new.place)).bind(storable(new.words)).bind(new.sealed).bind(new.arrived).bind(at)
            .bind(new.due).bind(new.provisional).bind(new.spot.page().map(storable)).execute(c).await.map(|_| ()))
        .map_err(|error| Error::taken(error, "找错编号"))?;
        self.finish();
        Ok(id)
    }

    /// 答复: what the office found, in a word and in words. [`Error::Stale`] when somebody else wrote first.
    pub async fn answer_mistake(
        &mut self,
        (id, version): (MistakeId, i64),
        (outcome, answer): (&str, &str),
        on: Civil,
    ) -> Result<()> {
        const SQL: &str = "
            update mistake set outcome = $1, answer = $2, answered = $3, answered_ms = $4, answered_by = $5,
                version = version + 1
            where id = $6 and version = $7 and outcome is null returning organ_id";
        let (at, actor) = (self.at(), self.actor().to_string());
        let sm3 = crate::Digest::of(answer.as_bytes()).to_string();
        let tx = self.write("mistake.answer", None, id, json!({"outcome": outcome, "sm3": sm3}));
        let organ: Option<OrganId> = on_tx!(tx, c => sqlx::query_scalar(SQL)
            .bind(outcome).bind(storable(answer)).bind(on).bind(at).bind(&actor).bind(id).bind(version)
            .fetch_optional(c).await)?;
        self.about(organ.ok_or(Error::Stale)?);
        self.finish();
        Ok(())
    }

    /// 销毁联系方式: of up to `limit` that were answered before this moment; says of how many. An idle turn leaves no row.
    pub async fn forget_finders(&mut self, before: Moment, limit: i64) -> Result<u64> {
        const SQL: &str = "
            update mistake set sealed = null where id in (
                select id from mistake where sealed is not null and answered_ms < $1 order by answered_ms, id limit $2)";
        let tx = self.write("mistake.forget", None, "", json!({}));
        let gone = on_tx!(tx, c => sqlx::query(SQL).bind(before).bind(limit)
            .execute(c).await.map(|done| done.rows_affected()))?;
        match gone {
            0 => self.retract(),
            _ => {
                self.amend("count", gone);
                self.finish();
            }
        }
        Ok(gone)
    }
}
