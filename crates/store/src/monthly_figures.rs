//! 月报: what organs count month by month and the registers of this platform do not have; and who has to count what.

use crate::{Civil, Db, Digest, Moment, OrganId, Result, Scope, Upload, db::on, scope::within};

/// 填报责任 of an organ for an indicator, a word of the law crate.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FigureDuty {
    /// Whose.
    pub organ_id: OrganId,
    /// 指标.
    pub indicator: String,
    /// 不涉及: why it has none; `None` where it counts.
    pub none_why: Option<String>,
    /// The first month that it counts: `2026-01`.
    pub since: String,
    /// Who said so, as the journal names them.
    pub actor: String,
    /// When.
    pub at_ms: Moment,
}

/// 月报: what an organ counted in a month.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct MonthlyFigure {
    /// Whose.
    pub organ_id: OrganId,
    /// 指标.
    pub indicator: String,
    /// The year.
    pub year: i16,
    /// 1 to 12.
    pub month: i16,
    /// Counts its corrections, from 0.
    pub n: i32,
    /// Whether no later correction took its place.
    pub current: bool,
    /// A count, or an amount in millionths of 万元.
    pub value: i64,
    /// 来源.
    pub source: String,
    /// Why it was corrected; empty for the first.
    pub note: String,
    /// 佐证.
    #[sqlx(rename = "file_sm3")]
    file: Option<Vec<u8>>,
    /// Its name; empty without one.
    pub file_name: String,
    /// Who entered it, as the journal names them.
    pub actor: String,
    /// When.
    pub at_ms: Moment,
}

/// A month to be entered, or corrected; fields as in [`MonthlyFigure`].
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the same fields as MonthlyFigure")]
pub struct NewMonthlyFigure<'a> {
    pub organ: OrganId,
    pub indicator: &'a str,
    pub year: i16,
    pub month: i16,
    pub value: i64,
    pub source: &'a str,
    pub note: &'a str,
    pub file: Option<(&'a str, Upload<'a>)>,
    /// How many corrections there were when it was read; `None` where the month had nothing.
    pub seen: Option<i32>,
}

/// 合计: a year of one organ and indicator.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct YearOfFigures {
    /// Whose.
    pub organ_id: OrganId,
    /// 指标.
    pub indicator: String,
    /// The sum of its months.
    pub sum: i64,
    /// Its months as bits, January the lowest: which of them are there.
    pub months: i64,
}

/// 计数的机关: one of those whose months a year has, also where it was closed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FigureOrgan {
    /// Its identity.
    pub id: OrganId,
    /// 简称
    pub short_name: String,
    /// 全称
    pub name: String,
    /// 承继机关, where it was closed.
    pub successor_id: Option<OrganId>,
    /// 撤并之日; `None` also where nobody wrote it down.
    pub closed_on: Option<Civil>,
}

impl MonthlyFigure {
    /// SM3 of the file behind it; `None` where it has none.
    pub fn file_sm3(&self) -> Result<Option<Digest>> {
        self.file.clone().map(Digest::try_from).transpose()
    }
}

const COLUMNS: &str = "
    select m.organ_id, m.indicator, m.year, m.month, m.n, m.current, m.value, m.source, m.note, m.file_sm3,
        m.file_name, m.actor, m.at_ms from monthly_figure m where 1 = 1";

impl Db {
    /// Who counts in a scope: its organs that were not closed, with 简称 and 全称, in their order; at most `limit`.
    pub async fn counting_organs(&self, scope: Scope, limit: i64) -> Result<Vec<(OrganId, String, String)>> {
        Ok(on!(self, pool => {
            let mut query =
                sqlx::QueryBuilder::new("select o.id, o.short_name, o.name from organ o where o.successor_id is null");
            within!(query, "o.id", scope);
            query.push(" order by o.position, o.id limit ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// Whose months a year of a scope has: its organs with those that were closed, in their order; at most `limit`.
    pub async fn figure_organs(&self, scope: Scope, limit: i64) -> Result<Vec<FigureOrgan>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "select o.id, o.short_name, o.name, o.successor_id, o.closed_on from organ o where 1 = 1",
            );
            within!(query, "o.id", scope);
            query.push(" order by o.position, o.id limit ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// 填报责任 of the organs of this scope, by organ and indicator.
    pub async fn figure_duties(&self, scope: Scope) -> Result<Vec<FigureDuty>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "select d.organ_id, d.indicator, d.none_why, d.since, d.actor, d.at_ms from figure_duty d where 1 = 1",
            );
            within!(query, "d.organ_id", scope);
            query.push(" order by d.organ_id, d.indicator").build_query_as().fetch_all(pool).await
        })?)
    }

    /// The current months of an organ's year, by indicator and month.
    pub async fn monthly_figures(&self, organ: OrganId, year: i16) -> Result<Vec<MonthlyFigure>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(COLUMNS);
            query.push(" and m.current and m.organ_id = ").push_bind(organ).push(" and m.year = ").push_bind(year);
            query.push(" order by m.indicator, m.month").build_query_as().fetch_all(pool).await
        })?)
    }

    /// 修改记录 of one month: what stood there, the first first.
    pub async fn monthly_figure_history(
        &self,
        organ: OrganId,
        indicator: &str,
        (year, month): (i16, i16),
    ) -> Result<Vec<MonthlyFigure>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(COLUMNS);
            query.push(" and m.organ_id = ").push_bind(organ).push(" and m.indicator = ").push_bind(indicator);
            query.push(" and m.year = ").push_bind(year).push(" and m.month = ").push_bind(month);
            query.push(" order by m.n").build_query_as().fetch_all(pool).await
        })?)
    }

    /// One entry of a month, in force or corrected since; `None` where there is none.
    pub async fn monthly_figure(
        &self,
        (organ, indicator): (OrganId, &str),
        (year, month, n): (i16, i16, i32),
    ) -> Result<Option<MonthlyFigure>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(COLUMNS);
            query.push(" and m.organ_id = ").push_bind(organ).push(" and m.indicator = ").push_bind(indicator);
            query.push(" and m.year = ").push_bind(year).push(" and m.month = ").push_bind(month);
            query.push(" and m.n = ").push_bind(n).build_query_as().fetch_optional(pool).await
        })?)
    }

    /// 修改记录 of one indicator's year: what stood in each month, the first first.
    pub async fn monthly_figures_kept(&self, organ: OrganId, indicator: &str, year: i16) -> Result<Vec<MonthlyFigure>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(COLUMNS);
            query.push(" and m.organ_id = ").push_bind(organ).push(" and m.indicator = ").push_bind(indicator);
            query.push(" and m.year = ").push_bind(year).push(" order by m.month, m.n");
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// How many current months of one indicator there are in a scope.
    pub async fn monthly_figures_found(&self, scope: Scope, (indicator, year): (&str, i16)) -> Result<i64> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select count(*) from monthly_figure m where m.current and m.year = ");
            query.push_bind(year).push(" and m.indicator = ").push_bind(indicator);
            within!(query, "m.organ_id", scope);
            query.build_query_scalar().fetch_one(pool).await
        })?)
    }

    /// The current months of these organs in these years.
    pub async fn months_of_organs(&self, organs: &[OrganId], years: &[i16]) -> Result<Vec<MonthlyFigure>> {
        if organs.is_empty() || years.is_empty() {
            return Ok(Vec::new());
        }
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(COLUMNS);
            query.push(" and m.current and m.year in (");
            let mut list = query.separated(", ");
            years.iter().for_each(|year| { list.push_bind(*year); });
            query.push(") and m.organ_id in (");
            let mut list = query.separated(", ");
            organs.iter().for_each(|organ| { list.push_bind(*organ); });
            query.push(")").build_query_as().fetch_all(pool).await
        })?)
    }

    /// The current months of one indicator of the organs of a scope, by organ and month, at most `limit` after `skip`: what
    /// is behind a cell of table 2.
    pub async fn monthly_figures_behind(
        &self,
        scope: Scope,
        (indicator, year): (&str, i16),
        skip: i64,
        limit: i64,
    ) -> Result<Vec<MonthlyFigure>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(COLUMNS);
            query.push(" and m.current and m.year = ").push_bind(year).push(" and m.indicator = ").push_bind(indicator);
            within!(query, "m.organ_id", scope);
            query.push(" order by m.organ_id, m.month limit ").push_bind(limit).push(" offset ").push_bind(skip);
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// 合计 of a year: each organ of the scope and indicator that has a month, with which months it has.
    pub async fn year_of_figures(&self, scope: Scope, year: i16) -> Result<Vec<YearOfFigures>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "select m.organ_id, m.indicator, cast(sum(m.value) as bigint) as sum,
                 cast(sum(1 << (m.month - 1)) as bigint) as months from monthly_figure m where m.current and m.year = ",
            );
            query.push_bind(year);
            within!(query, "m.organ_id", scope);
            query.push(" group by m.organ_id, m.indicator order by m.organ_id, m.indicator");
            query.build_query_as().fetch_all(pool).await
        })?)
    }
}
