//! 年报季: an organ collects the reports of a year from those below it: who stands where, who was asked for, since when it is
//! locked.

use serde_json::json;

use crate::{
    Act, Civil, CompilationCopy, CompilationId, Db, Error, Moment, OrganId, Result, Scope,
    db::{on, on_tx},
    ids::storable,
    scope::within,
};

/// 年报季
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Season {
    /// Who collects.
    pub organ_id: OrganId,
    /// The report year.
    pub year: i16,
    /// The day by which departments hand in.
    pub due: Civil,
    /// When it was opened.
    pub opened_ms: Moment,
    /// 锁定: since when nothing is handed in or taken back without being asked for; `None` while it is open.
    pub locked_ms: Option<Moment>,
    /// Counts saves.
    pub version: i64,
}

/// 报送情况: one organ below, with all that a list says of it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SeasonOrgan {
    /// Its identity.
    pub id: OrganId,
    /// In addresses.
    pub slug: String,
    /// 全称
    pub name: String,
    /// 简称
    pub short_name: String,
    /// 类别
    pub kind: String,
    /// 层级
    pub level: String,
    /// 上级机关 among those that are listed, the next one; the one that collects where none of those below it is.
    pub under: OrganId,
    /// 承继机关, where it was closed.
    pub successor_id: Option<OrganId>,
    /// 简称 of that one.
    pub successor: Option<String>,
    /// 撤并之日; `None` also where nobody wrote it down.
    pub closed_on: Option<Civil>,
    /// Its report in work; `None` where nobody began one.
    pub compilation_id: Option<CompilationId>,
    /// 编制范围
    pub scope: Option<String>,
    /// 报送状态
    pub state: Option<String>,
    /// 错误 of the last check.
    pub fails: Option<i32>,
    /// 存疑 of the last check.
    pub unsures: Option<i32>,
    /// 没有写完、填齐的 of the last check.
    pub gaps: Option<i32>,
    /// 报送之日, the last one.
    pub reported: Option<Civil>,
    /// What was written when it was last sent back from above: JSON.
    pub returned: Option<String>,
    /// Whether its library has a released report of the year.
    pub shelved: i64,
    /// Uploads that nobody has confirmed.
    pub uploads: i64,
    /// 已催N次
    pub calls: i64,
    /// The last day on which it was asked for.
    pub called: Option<Civil>,
}

/// 催报
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SeasonCall {
    /// Who asked.
    pub organ_id: OrganId,
    /// On which day.
    pub on_date: Civil,
    /// In which words.
    pub words: String,
    /// Who said so: an [`crate::Actor`] in words.
    pub actor: String,
    /// When.
    pub at_ms: Moment,
}

/// 定本 of an organ in a season: what it handed in.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct HandedIn {
    /// Whose.
    pub organ_id: OrganId,
    /// 报送状态
    pub state: String,
    /// Which version.
    pub revision: i32,
    /// `gongkai.report/1`.
    pub report: String,
    /// JSON: what was said of it when it was handed in.
    pub proof: String,
}

/// The number of the copy of `c` that counts: the last one before it went to the organ above, or to everybody, and did not
/// come back.
macro_rules! in_force {
    () => {
        "(select max(x.n) from compilation_copy x where x.compilation_id = c.id and x.n <= (\
            select max(t.n) from compilation_step t where t.compilation_id = c.id and (t.kind = 'published' \
                or t.kind in ('reported', 'accepted') and not exists (select 1 from compilation_step b \
                    where b.compilation_id = t.compilation_id and b.n > t.n and b.kind in ('returned', 'taken_back')))))"
    };
}

/// Organs whose calls are written in one statement.
const BATCH: usize = 500;

impl Db {
    /// An organ's season of a year; `None` where it opened none.
    pub async fn season(&self, organ: OrganId, year: i16) -> Result<Option<Season>> {
        const SQL: &str =
            "select organ_id, year, due, opened_ms, locked_ms, version from season where organ_id = $1 and year = $2";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(organ).bind(year).fetch_optional(pool).await)?)
    }

    /// The years of which an organ opened a season, the last first.
    pub async fn season_years(&self, organ: OrganId) -> Result<Vec<i16>> {
        const SQL: &str = "select year from season where organ_id = $1 order by year desc";
        Ok(on!(self, pool => sqlx::query_scalar(SQL).bind(organ).fetch_all(pool).await)?)
    }

    /// The seasons of a year that the organs above one have opened.
    pub async fn seasons_over(&self, organ: OrganId, year: i16) -> Result<Vec<Season>> {
        const SQL: &str = "
            with recursive up (id) as (
                select parent_id from organ where id = $1 and parent_id is not null
                union select o.parent_id from organ o join up on o.id = up.id where o.parent_id is not null
            )
            select s.organ_id, s.year, s.due, s.opened_ms, s.locked_ms, s.version
            from season s join up on up.id = s.organ_id where s.year = $2 and s.organ_id <> $1 order by s.due";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(organ).bind(year).fetch_all(pool).await)?)
    }

    /// 报送情况 of every organ below one, at most `limit`, in their order. Who makes no report by itself, 公共企事业单位 and
    /// 村民委员会, is there only with one; what stands below it then stands under the next one that is there.
    pub async fn season_organs(&self, above: OrganId, year: i16, limit: i64) -> Result<Vec<SeasonOrgan>> {
        const SQL: &str = "
            with recursive below (id, under, listed) as (
                select o.id, o.parent_id, o.kind not in ('public_service', 'village')
                    or exists (select 1 from compilation x where x.organ_id = o.id and x.year = $2)
                from organ o where o.parent_id = $1
                union select o.id, case when b.listed then b.id else b.under end, o.kind not in ('public_service', 'village')
                    or exists (select 1 from compilation x where x.organ_id = o.id and x.year = $2)
                from organ o join below b on o.parent_id = b.id
            )
            select o.id, o.slug, o.name, o.short_name, o.kind, o.level, below.under, o.successor_id,
                s.short_name as successor, o.closed_on, c.id as compilation_id, c.scope, c.state, c.fails, c.unsures, c.gaps,
                (select max(t.on_date) from compilation_step t where t.compilation_id = c.id and t.kind = 'reported')
                    as reported,
                (select t.detail from compilation_step t where t.compilation_id = c.id and t.kind = 'returned'
                    order by t.n desc limit 1) as returned,
                (select count(*) from report r where r.organ_id = o.id and r.year = $2 and r.superseded_ms is null
                    and r.visibility = 'portal' and r.withdrawn_ms is null) as shelved,
                (select count(*) from season_upload u where u.organ_id = o.id and u.year = $2 and u.confirmed_ms is null
                    and u.n = (select max(v.n) from season_upload v where v.organ_id = o.id and v.year = $2)) as uploads,
                (select count(*) from season_call k where k.child_id = o.id and k.year = $2 and k.organ_id = $1) as calls,
                (select max(k.on_date) from season_call k where k.child_id = o.id and k.year = $2 and k.organ_id = $1)
                    as called
            from organ o join below on below.id = o.id
            left join organ s on s.id = o.successor_id
            left join compilation c on c.organ_id = o.id and c.year = $2
            where o.id <> $1 and below.listed
            order by o.position, o.id limit $3";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(above).bind(year).bind(limit).fetch_all(pool).await)?)
    }

    /// 催报 of an organ's report of a year, the last first.
    pub async fn season_calls(&self, child: OrganId, year: i16) -> Result<Vec<SeasonCall>> {
        const SQL: &str = "
            select organ_id, on_date, words, actor, at_ms from season_call where child_id = $1 and year = $2
            order by at_ms desc, organ_id limit 200";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(child).bind(year).fetch_all(pool).await)?)
    }

    /// What organs below one handed in of a year, at most `limit` after this organ: the version that is with the organ above
    /// or public, never one that is in work, came back, or was signed and went nowhere.
    pub async fn handed_in(
        &self,
        above: OrganId,
        year: i16,
        after: Option<OrganId>,
        limit: i64,
    ) -> Result<Vec<HandedIn>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "with recursive below (id) as (select id from organ where parent_id = ",
            );
            query.push_bind(above).push(
                " union select o.id from organ o join below on o.parent_id = below.id)
                select c.organ_id, c.state, k.revision, k.report, k.proof from compilation c
                join below on below.id = c.organ_id
                join compilation_copy k on k.compilation_id = c.id and k.n = ",
            ).push(in_force!()).push(
                " where c.state in ('reported', 'accepted', 'published') and c.year = ",
            );
            query.push_bind(year);
            if let Some(after) = after {
                query.push(" and c.organ_id > ").push_bind(after);
            }
            query.push(" order by c.organ_id limit ").push_bind(limit).build_query_as().fetch_all(pool).await
        })?)
    }

    /// 报送的定本: the version of a report that is with the organ above or public; `None` while nothing is.
    pub async fn copy_in_force(&self, id: CompilationId) -> Result<Option<CompilationCopy>> {
        const SQL: &str = concat!(
            "select k.revision, k.report, k.proof, k.at_ms from compilation c join compilation_copy k ",
            "on k.compilation_id = c.id and k.n = ",
            in_force!(),
            " where c.id = $1 and c.state in ('reported', 'accepted', 'published')"
        );
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool).await)?)
    }

    /// Who of a scope has a report of a year with the organ above, or public, that came as a file: identity and 简称, in order.
    pub async fn came_as_files(&self, scope: Scope, year: i16) -> Result<Vec<(OrganId, String)>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(
                "select o.id, o.short_name from compilation c join organ o on o.id = c.organ_id ",
                "join compilation_copy k on k.compilation_id = c.id and k.n = ",
                in_force!(),
                // a copy that came as a file was kept at the moment at which the file was confirmed
                " where exists (select 1 from season_upload u where u.organ_id = c.organ_id and u.year = c.year ",
                "and u.confirmed_ms = k.at_ms) and c.state in ('reported', 'accepted', 'published') and c.year = "
            ));
            query.push_bind(year);
            within!(query, "c.organ_id", scope);
            query.push(" order by o.position, o.id").build_query_as().fetch_all(pool).await
        })?)
    }

    /// Which of these organs have a record that a year may count: a request, a case of redress, something released, a month.
    pub async fn with_records(&self, organs: &[OrganId], year: i16) -> Result<Vec<OrganId>> {
        let condition = format!(
            "exists (select 1 from released d where d.organ_id = o.id)
            or exists (select 1 from handover h where h.from_id = o.id and h.kind <> 'matter' and h.year >= {year})
            or exists (select 1 from request r where r.organ_id = o.id and (r.ended_year is null or r.ended_year >= {year}))
            or exists (select 1 from redress c where c.organ_id = o.id
                and (c.concluded_year is null or c.concluded_year >= {year}))
            or exists (select 1 from monthly_figure m where m.organ_id = o.id and m.year = {year})"
        );
        self.having(organs, &condition).await
    }

    /// Which of these organs did something in a year, as far as the register knows: had or ended a request or a case of
    /// redress, released what was formed in it, entered a month of it.
    pub async fn at_work_in(&self, organs: &[OrganId], year: i16) -> Result<Vec<OrganId>> {
        let condition = format!(
            "exists (select 1 from released d where d.organ_id = o.id and d.formed like '{year:04}-%')
            or exists (select 1 from handover h where h.from_id = o.id and h.kind <> 'matter' and h.year = {year})
            or exists (select 1 from request r where r.organ_id = o.id and (r.received_year = {year} or r.ended_year = {year}))
            or exists (select 1 from redress c where c.organ_id = o.id
                and (c.notified_year = {year} or c.concluded_year = {year}))
            or exists (select 1 from monthly_figure m where m.organ_id = o.id and m.year = {year})"
        );
        self.having(organs, &condition).await
    }

    /// Which of these organs the register had a request or a case of redress of in a year, their own or handed over since.
    pub async fn with_cases(&self, organs: &[OrganId], year: i16) -> Result<Vec<OrganId>> {
        let condition = format!(
            "exists (select 1 from request r where r.organ_id = o.id and r.received_year <= {year}
                and (r.ended_year is null or r.ended_year >= {year}))
            or exists (select 1 from redress c where c.organ_id = o.id and c.notified_year <= {year}
                and (c.concluded_year is null or c.concluded_year >= {year}))
            or exists (select 1 from handover h where h.from_id = o.id and h.kind <> 'matter' and h.year >= {year})"
        );
        self.having(organs, &condition).await
    }

    /// Of which of these organs the report of a year that everybody reads has requests or redress in it; what could not be
    /// read there is not none.
    pub async fn told_of_cases(&self, organs: &[OrganId], year: i16) -> Result<Vec<OrganId>> {
        let condition = format!(
            "exists (select 1 from report r where r.organ_id = o.id and r.year = {year} and r.superseded_ms is null
                and r.visibility = 'portal' and r.withdrawn_ms is null and (coalesce(r.received, 1) > 0
                    or coalesce(r.carried_in, 1) > 0 or coalesce(r.reviews, 1) > 0 or coalesce(r.lawsuits, 1) > 0))"
        );
        self.having(organs, &condition).await
    }

    /// The reports of a year below an organ in which the head let errors pass and which are with the organ above or public:
    /// whose, and all that was written and chosen of each, at most `limit`. What is in work, a correction as well, or came back
    /// is the organ's own.
    pub async fn let_pass(&self, above: OrganId, year: i16, limit: i64) -> Result<Vec<(OrganId, String)>> {
        const SQL: &str = r#"
            with recursive below (id) as (
                select id from organ where parent_id = $1
                union select o.id from organ o join below on o.parent_id = below.id
            )
            select c.organ_id, c.content from compilation c join below on below.id = c.organ_id
            where c.year = $2 and c.stage = 'signed' and c.state in ('reported', 'accepted', 'published')
                and c.content like '%"passed":{%' order by c.organ_id limit $3"#;
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(above).bind(year).bind(limit).fetch_all(pool).await)?)
    }

    /// Which of these organs a condition on `o` finds; it is made of nothing that anybody typed.
    async fn having(&self, organs: &[OrganId], condition: &str) -> Result<Vec<OrganId>> {
        let mut found = Vec::new();
        for some in organs.chunks(BATCH) {
            found.extend(on!(self, pool => {
                let mut query = sqlx::QueryBuilder::new("select o.id from organ o where o.id in (");
                let mut list = query.separated(", ");
                some.iter().for_each(|id| { list.push_bind(*id); });
                query.push(") and (").push(condition).push(")");
                query.build_query_scalar::<OrganId>().fetch_all(pool).await
            })?);
        }
        Ok(found)
    }

    /// How many of an organ's staff write its reports: 经办人 and 负责人 whose accounts are open.
    pub async fn writers_of(&self, organ: OrganId) -> Result<i64> {
        const SQL: &str = "
            select count(distinct p.id) from person p join person_role r on r.person_id = p.id
            where p.organ_id = $1 and p.disabled_ms is null and r.role in ('officer', 'head')";
        Ok(on!(self, pool => sqlx::query_scalar(SQL).bind(organ).fetch_one(pool).await)?)
    }
}

impl Act {
    /// Opens an organ's season, or says another day for it. [`Error::Stale`] when somebody else did so first: `seen` is the
    /// version that was changed, `None` for a season that is new.
    pub async fn open_season(&mut self, organ: OrganId, year: i16, due: Civil, seen: Option<i64>) -> Result<()> {
        const OPEN: &str = "
            insert into season (organ_id, year, due, opened_ms) values ($1, $2, $3, $4) on conflict do nothing";
        const CHANGE: &str = "
            update season set due = $3, version = version + 1 where organ_id = $1 and year = $2 and version = $4";
        let at = self.at();
        let detail = json!({"year": year, "due": due.0.to_string()});
        let tx = self.write("season.open", Some(organ), organ, detail);
        let rows = match seen {
            None => on_tx!(tx, c => sqlx::query(OPEN).bind(organ).bind(year).bind(due).bind(at).execute(c).await
                .map(|done| done.rows_affected()))?,
            Some(version) => on_tx!(tx, c => sqlx::query(CHANGE).bind(organ).bind(year).bind(due).bind(version)
                .execute(c).await.map(|done| done.rows_affected()))?,
        };
        self.one_season(rows)
    }

    /// 锁定、解锁. [`Error::Stale`] when somebody else wrote first.
    pub async fn lock_season(&mut self, season: &Season, locked: bool) -> Result<()> {
        const SQL: &str = "
            update season set locked_ms = $1, version = version + 1
            where organ_id = $2 and year = $3 and version = $4";
        let since = locked.then_some(self.at());
        let detail = json!({"year": season.year, "locked": locked});
        let tx = self.write("season.lock", Some(season.organ_id), season.organ_id, detail);
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(since).bind(season.organ_id).bind(season.year)
            .bind(season.version).execute(c).await.map(|done| done.rows_affected()))?;
        self.one_season(rows)
    }

    fn one_season(&mut self, rows: u64) -> Result<()> {
        if rows == 0 {
            return Err(Error::Stale);
        }
        self.finish();
        Ok(())
    }

    /// 催报 of these organs, those apart that were asked for this day already; says which were asked for.
    pub async fn call_in(
        &mut self,
        (organ, year): (OrganId, i16),
        children: &[OrganId],
        on: Civil,
        words: &str,
    ) -> Result<Vec<OrganId>> {
        let (at, actor, words) = (self.at(), self.actor().to_string(), storable(words).into_owned());
        let tx = self.write("season.call", Some(organ), organ, json!({"year": year, "words": words}));
        let mut called = Vec::new();
        for batch in children.chunks(BATCH) {
            let some: Vec<OrganId> = on_tx!(tx, c => {
                let mut query = sqlx::QueryBuilder::new(
                    "insert into season_call (organ_id, year, child_id, on_date, words, actor, at_ms) ",
                );
                query.push_values(batch, |mut row, child| {
                    row.push_bind(organ).push_bind(year).push_bind(*child).push_bind(on).push_bind(&words);
                    row.push_bind(&actor).push_bind(at);
                });
                query.push(" on conflict do nothing returning child_id").build_query_scalar().fetch_all(c).await
            })?;
            called.extend(some);
        }
        if called.is_empty() {
            self.retract();
            return Ok(called);
        }
        self.amend("organs", called.len());
        self.finish();
        Ok(called)
    }
}
