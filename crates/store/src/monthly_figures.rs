//! 月报: what organs count month by month and the registers of this platform do not have; and who has to count what.

use serde_json::json;

use crate::{
    Act, Db, Digest, Error, Moment, OrganId, Result, Scope, Upload,
    db::{on, on_tx},
    files,
    ids::storable,
    scope::within,
};

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

impl Act {
    /// 落实填报责任: whether an organ counts an indicator, from which month on, or why it has none of it.
    pub async fn settle_figure_duty(
        &mut self,
        organ: OrganId,
        indicator: &str,
        since: &str,
        none_why: Option<&str>,
    ) -> Result<()> {
        const SQL: &str = "
            insert into figure_duty (organ_id, indicator, none_why, since, actor, at_ms) values ($1, $2, $3, $4, $5, $6)
            on conflict (organ_id, indicator) do update set none_why = excluded.none_why, since = excluded.since,
                actor = excluded.actor, at_ms = excluded.at_ms";
        let (at, actor) = (self.at(), self.actor().to_string());
        let detail = json!({"indicator": indicator, "since": since, "none": none_why});
        let tx = self.write("figure.duty", Some(organ), organ, detail);
        on_tx!(tx, c => sqlx::query(SQL).bind(organ).bind(indicator).bind(none_why.map(storable)).bind(since)
            .bind(&actor).bind(at).execute(c).await.map(|_| ()))?;
        self.finish();
        Ok(())
    }

    /// 填报: enters a month, or corrects it. [`Error::Stale`] where somebody else entered it first, [`Error::TooLarge`].
    pub async fn enter_month(&mut self, new: &NewMonthlyFigure<'_>) -> Result<()> {
        const BEFORE: &str = "
            update monthly_figure set current = $1 where organ_id = $2 and indicator = $3 and year = $4 and month = $5
            and current and n = $6";
        const SQL: &str = "
            insert into monthly_figure (organ_id, indicator, year, month, n, current, value, source, note, file_sm3,
                file_name, actor, at_ms)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
        let (at, actor) = (self.at(), self.actor().to_string());
        let n = new.seen.map_or(0, |seen| seen.saturating_add(1));
        let detail = json!({"indicator": new.indicator, "month": format!("{}-{:02}", new.year, new.month), "n": n,
            "value": new.value});
        let tx = self.write("figure.enter", Some(new.organ), new.organ, detail);
        if let Some(seen) = new.seen {
            let rows = on_tx!(tx, c => sqlx::query(BEFORE).bind(false).bind(new.organ).bind(new.indicator)
                .bind(new.year).bind(new.month).bind(seen).execute(c).await.map(|done| done.rows_affected()))?;
            if rows != 1 {
                return Err(Error::Stale);
            }
        }
        let uploads: Vec<_> = new.file.iter().map(|(_, upload)| *upload).collect();
        let sm3 = files::keep(tx, at, &uploads).await?.first().copied();
        on_tx!(tx, c => sqlx::query(SQL).bind(new.organ).bind(new.indicator).bind(new.year).bind(new.month).bind(n)
            .bind(true).bind(new.value).bind(storable(new.source)).bind(storable(new.note))
            .bind(sm3.map(|sm3| sm3.bytes().to_vec())).bind(new.file.map_or_else(Default::default, |(name, _)| storable(name)))
            .bind(&actor).bind(at).execute(c).await.map(|_| ()))
        .map_err(|error| match Error::taken(error, "这个月的数") {
            Error::Taken(_) => Error::Stale,
            other => other,
        })?;
        if let Some(sm3) = sm3 {
            self.amend("file", sm3.to_string());
        }
        self.finish();
        Ok(())
    }
}
