//! 办理步骤: the steps of a request, or of a case, as they were written down.

use jiff::civil::Date;

use crate::{Civil, Db, Moment, RequestId, Result, db::on};

/// Between the parts of a step and between steps, where a database hands out many as one text: neither stands in JSON.
pub(crate) const PART: char = '\u{1f}';
pub(crate) const END: char = '\u{1e}';

/// The steps of several records, those of one together and in order: one query, on the table of each kind. A row for
/// each record, not for each step, since what a row costs is far more than what is in it.
macro_rules! steps_in {
    ($db:ident, $id:ty, $table:literal, $owner:literal, $ids:ident) => {{
        if $ids.is_empty() {
            return Ok(Vec::new());
        }
        let found: Vec<($id, String)> = on!($db, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!("select ", $owner, ", string_agg(cast(n as text)"));
            for column in ["on_date", "kind", "actor", "cast(at_ms as text)", "detail"] {
                query.push(" || ").push_bind($crate::steps::PART.to_string()).push(" || ").push(column);
            }
            query.push(", ").push_bind($crate::steps::END.to_string());
            query.push(concat!(" order by n) from ", $table, " where ", $owner, " in ("));
            let mut list = query.separated(", ");
            for id in $ids {
                list.push_bind(*id);
            }
            query.push(concat!(") group by ", $owner, " order by ", $owner));
            query.build_query_as().fetch_all(pool).await
        })?;
        let mut all = Vec::new();
        for (owner, steps) in found {
            all.extend(steps.split($crate::steps::END).map(|step| (owner, $crate::steps::StepRow::apart(step))));
        }
        Ok(all)
    }};
}
pub(crate) use steps_in;

/// One step as it was written down.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StepRow {
    /// Its place, from 0.
    pub n: i32,
    /// The day it happened on.
    pub on_date: Civil,
    /// A word of the law crate, or one of the office.
    pub kind: String,
    /// JSON.
    pub detail: String,
    /// An [`crate::Actor`] in words.
    pub actor: String,
    /// When it was written down.
    pub at_ms: Moment,
}

impl StepRow {
    /// A step that was handed out as one text. What is none becomes a step of no kind, which nobody can read: it is that
    /// one record's fault and must not hide the others.
    pub(crate) fn apart(text: &str) -> Self {
        let part = || {
            let mut parts = text.splitn(6, PART);
            let mut next = || parts.next();
            Some(Self {
                n: next()?.parse().ok()?,
                on_date: Civil(next()?.parse().ok()?),
                kind: next()?.to_owned(),
                actor: next()?.to_owned(),
                at_ms: Moment(next()?.parse().ok()?),
                detail: next()?.to_owned(),
            })
        };
        part().unwrap_or_else(|| Self {
            n: 0,
            on_date: Civil(Date::MIN),
            kind: String::new(),
            actor: String::new(),
            at_ms: Moment(0),
            detail: String::new(),
        })
    }
}

impl Db {
    /// The steps of a request, in the order in which they were written down.
    pub async fn steps(&self, id: RequestId) -> Result<Vec<StepRow>> {
        const SQL: &str = "
            select n, on_date, kind, detail, actor, at_ms from request_step where request_id = $1 order by n";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_all(pool).await)?)
    }

    /// The steps of several requests, those of one together and in order.
    pub async fn steps_of(&self, ids: &[RequestId]) -> Result<Vec<(RequestId, StepRow)>> {
        steps_in!(self, RequestId, "request_step", "request_id", ids)
    }
}
