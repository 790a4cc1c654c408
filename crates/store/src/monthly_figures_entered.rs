//! 填报: months entered and corrected, one or many at once, and who has to count what. A month is never overwritten.

use serde_json::{Value, json};
use sqlx::QueryBuilder;

use crate::{
    Act, Digest, Error, Moment, NewMonthlyFigure, OrganId, Result, Upload,
    db::{Tx, on_tx},
    files,
    ids::storable,
};

/// Rows a statement, by what one may bind: PostgreSQL's 65,535 and SQLite's 32,766.
const PART: usize = 500;
/// Months that a row in the journal names; of more it has the digest of all.
const NAMED: usize = 24;

/// A month of an organ to be entered, or corrected, beside others; fields as in [`NewMonthlyFigure`].
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the same fields as NewMonthlyFigure")]
pub struct NewMonth<'a> {
    pub indicator: &'a str,
    pub year: i16,
    pub month: i16,
    pub value: i64,
    pub source: &'a str,
    pub note: &'a str,
    /// How many corrections there were when it was read; `None` where the month had nothing.
    pub seen: Option<i32>,
}

impl NewMonth<'_> {
    fn n(&self) -> i32 {
        self.seen.map_or(0, |seen| seen.saturating_add(1))
    }

    fn told(&self) -> Value {
        json!({"indicator": self.indicator, "month": format!("{}-{:02}", self.year, self.month), "n": self.n(),
            "value": self.value})
    }
}

/// What an organ says of an indicator.
#[derive(Clone, Copy, Debug)]
pub struct NewFigureDuty<'a> {
    /// 指标.
    pub indicator: &'a str,
    /// The first month that it counts: `2026-01`.
    pub since: &'a str,
    /// 不涉及: why it has none; `None` where it counts.
    pub none_why: Option<&'a str>,
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
        self.settle_figure_duties(organ, &[NewFigureDuty { indicator, since, none_why }]).await
    }

    /// The same of several, each indicator once.
    pub async fn settle_figure_duties(&mut self, organ: OrganId, duties: &[NewFigureDuty<'_>]) -> Result<()> {
        const SQL: &str = "insert into figure_duty (organ_id, indicator, none_why, since, actor, at_ms) ";
        const AGAIN: &str = "
            on conflict (organ_id, indicator) do update set none_why = excluded.none_why, since = excluded.since,
                actor = excluded.actor, at_ms = excluded.at_ms";
        let (at, actor) = (self.at(), self.actor().to_string());
        let told =
            |duty: &NewFigureDuty<'_>| json!({"indicator": duty.indicator, "since": duty.since, "none": duty.none_why});
        let detail = match duties {
            [] => return Ok(()),
            [one] => told(one),
            all => json!({"duties": all.iter().map(told).collect::<Vec<_>>()}),
        };
        let tx = self.write("figure.duty", Some(organ), organ, detail);
        for part in duties.chunks(PART) {
            on_tx!(tx, c => {
                let mut query = QueryBuilder::new(SQL);
                query.push_values(part, |mut row, duty| {
                    row.push_bind(organ).push_bind(duty.indicator).push_bind(duty.none_why.map(storable));
                    row.push_bind(duty.since).push_bind(&actor).push_bind(at);
                });
                query.push(AGAIN).build().execute(c).await.map(|_| ())
            })?;
        }
        self.finish();
        Ok(())
    }

    /// 填报: enters a month, or corrects it. [`Error::Stale`] where somebody else entered it first, [`Error::TooLarge`].
    pub async fn enter_month(&mut self, new: &NewMonthlyFigure<'_>) -> Result<()> {
        let NewMonthlyFigure { organ, indicator, year, month, value, source, note, file, seen } = *new;
        self.enter_months(organ, &[NewMonth { indicator, year, month, value, source, note, seen }], file).await
    }

    /// The same of several months of an organ, each indicator's month once, with one file behind all of them.
    pub async fn enter_months(
        &mut self,
        organ: OrganId,
        months: &[NewMonth<'_>],
        file: Option<(&str, Upload<'_>)>,
    ) -> Result<()> {
        let (at, actor) = (self.at(), self.actor().to_string());
        let detail = match months {
            [] => return Ok(()),
            [one] => one.told(),
            all => {
                let told: Vec<_> = all.iter().map(NewMonth::told).collect();
                let sm3 = Digest::of(Value::from(told.clone()).to_string().as_bytes()).to_string();
                json!({"count": all.len(), "sm3": sm3, "months": told.get(..NAMED).unwrap_or(&told)})
            }
        };
        let tx = self.write("figure.enter", Some(organ), organ, detail);
        let sm3 = kept(tx, at, months.len(), file).await?;
        for part in months.chunks(PART) {
            replace(tx, organ, part).await?;
            insert(tx, organ, part, (sm3, file.map_or("", |(name, _)| name)), (&actor, at)).await?;
        }
        if let Some(sm3) = sm3 {
            self.amend("file", sm3.to_string());
        }
        self.finish();
        Ok(())
    }
}

/// Keeps the file for as many records.
async fn kept(tx: &mut Tx, at: Moment, records: usize, file: Option<(&str, Upload<'_>)>) -> Result<Option<Digest>> {
    const MORE: &str = "update file set refs = refs + $1 where sm3 = $2";
    let Some((_, upload)) = file else { return Ok(None) };
    let sm3 = files::keep(tx, at, &[upload]).await?.first().copied();
    let more = i64::try_from(records.saturating_sub(1)).unwrap_or(i64::MAX);
    if let (Some(sm3), true) = (sm3, more > 0) {
        on_tx!(tx, c => sqlx::query(MORE).bind(more).bind(sm3.bytes()).execute(c).await.map(|_| ()))?;
    }
    Ok(sm3)
}

/// What these correct is in force no more.
async fn replace(tx: &mut Tx, organ: OrganId, part: &[NewMonth<'_>]) -> Result<()> {
    let before: Vec<_> = part.iter().filter_map(|new| Some((new, new.seen?))).collect();
    if before.is_empty() {
        return Ok(());
    }
    let rows = on_tx!(tx, c => {
        let mut query = QueryBuilder::new("update monthly_figure set current = ");
        query.push_bind(false).push(" where organ_id = ").push_bind(organ);
        query.push(" and current and (indicator, year, month, n) in (");
        query.push_values(&before, |mut row, (new, seen)| {
            row.push_bind(new.indicator).push_bind(new.year).push_bind(new.month).push_bind(*seen);
        });
        query.push(")").build().execute(c).await.map(|done| done.rows_affected())
    })?;
    if usize::try_from(rows).is_ok_and(|rows| rows == before.len()) { Ok(()) } else { Err(Error::Stale) }
}

async fn insert(
    tx: &mut Tx,
    organ: OrganId,
    part: &[NewMonth<'_>],
    (sm3, name): (Option<Digest>, &str),
    (actor, at): (&str, Moment),
) -> Result<()> {
    const SQL: &str = "
        insert into monthly_figure (organ_id, indicator, year, month, n, current, value, source, note, file_sm3,
            file_name, actor, at_ms) ";
    on_tx!(tx, c => {
        let mut query = QueryBuilder::new(SQL);
        query.push_values(part, |mut row, new| {
            row.push_bind(organ).push_bind(new.indicator).push_bind(new.year).push_bind(new.month).push_bind(new.n());
            row.push_bind(true).push_bind(new.value).push_bind(storable(new.source)).push_bind(storable(new.note));
            row.push_bind(sm3.map(|sm3| sm3.bytes().to_vec())).push_bind(storable(name)).push_bind(actor).push_bind(at);
        });
        query.build().execute(c).await.map(|_| ())
    })
    .map_err(|error| match Error::taken(error, "这个月的数") {
        Error::Taken(_) => Error::Stale,
        other => other,
    })
}
