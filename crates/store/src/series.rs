//! 历年数据: the few figures of a report that charts over years need, taken from its JSON and written beside it.

use serde_json::{Value, json};

use crate::{
    Act, Db, OrganId, ReportId, Result, Sight,
    db::{on, on_tx},
    report_figures,
};

/// One report's figures in the total column; `None` where the report does not say or could not be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Series {
    /// 本年新收.
    pub received: Option<i64>,
    /// 上年结转.
    pub carried_in: Option<i64>,
    /// 办理结果总计.
    pub handled: Option<i64>,
    /// 予以公开.
    pub granted: Option<i64>,
    /// 部分公开.
    pub partial: Option<i64>,
    /// 不予公开, all rows.
    pub denied: Option<i64>,
    /// 无法提供, all rows.
    pub unable: Option<i64>,
    /// 不予处理, all rows.
    pub rejected: Option<i64>,
    /// 其他处理, all rows.
    pub other: Option<i64>,
    /// 结转下年度.
    pub carried_out: Option<i64>,
    /// 行政复议总计.
    pub reviews: Option<i64>,
    /// 行政复议纠正.
    pub reviews_corrected: Option<i64>,
    /// 行政诉讼总计, both kinds.
    pub lawsuits: Option<i64>,
    /// 行政诉讼纠正, both kinds.
    pub lawsuits_corrected: Option<i64>,
}

impl Series {
    /// From `gongkai.report/1`; anything else has no figures. A sum past `i64` is `None`: somebody's digits run together.
    pub fn of(report: &str) -> Self {
        let report: Value = serde_json::from_str(report).unwrap_or_default();
        let rows = |prefix: &str| {
            let rows = report.pointer("/requests/rows")?.as_object()?;
            let mut named = rows.iter().filter(|(key, _)| key.starts_with(prefix)).peekable();
            named.peek()?;
            named.try_fold(0_i64, |sum, (_, row)| sum.checked_add(row.as_array()?.last()?.as_i64()?))
        };
        let redress = |kind: &str, outcome: &str| report.pointer(&format!("/redress/{kind}/{outcome}"))?.as_i64();
        let lawsuits =
            |outcome| redress("litigation_direct", outcome)?.checked_add(redress("litigation_after_review", outcome)?);
        Self {
            received: rows("new"),
            carried_in: rows("carried_in"),
            handled: rows("total"),
            granted: rows("granted"),
            partial: rows("partial"),
            denied: rows("denied_"),
            unable: rows("unable_"),
            rejected: rows("rejected_"),
            other: rows("other"),
            carried_out: rows("carried_out"),
            reviews: redress("review", "total"),
            reviews_corrected: redress("review", "corrected"),
            lawsuits: lawsuits("total"),
            lawsuits_corrected: lawsuits("corrected"),
        }
    }
}

/// A point of an organ's series.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SeriesYear {
    /// The report year.
    pub year: i16,
    /// The form; figures of two forms may not compare.
    pub edition: Option<String>,
    /// The figures.
    #[sqlx(flatten)]
    pub series: Series,
}

macro_rules! columns {
    () => {
        "received, carried_in, handled, granted, partial, denied, unable, rejected, other, carried_out, \
         reviews, reviews_corrected, lawsuits, lawsuits_corrected"
    };
}
pub(crate) use columns;

/// A report with what was worked out of it, and the rest of the question.
macro_rules! rebuilt {
    ($rest:literal) => {
        concat!(
            "select r.id, r.report, f.figures, ",
            columns!(),
            " from report r left join report_figures f on f.report_id = r.id",
            $rest
        )
    };
}

impl Db {
    /// An organ's figures over the years, from the report that counts in each, the earliest first.
    pub async fn series(&self, organ: OrganId, sight: Sight) -> Result<Vec<SeriesYear>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(
                "select year, edition, ", columns!(), " from report r where superseded_ms is null and organ_id = "
            ));
            query.push_bind(organ).push(sight.condition()).push(" order by year");
            query.build_query_as().fetch_all(pool).await
        })?)
    }
}

impl Act {
    /// Works out every report's figures anew from its JSON; says how many had to be mended.
    pub async fn rebuild_series(&mut self) -> Result<u64> {
        const NEXT: &str = rebuilt!(" where r.id > $1 order by r.id limit 1");
        const FIRST: &str = rebuilt!(" order by r.id limit 1");
        const MEND: &str = "
            update report set received = $2, carried_in = $3, handled = $4, granted = $5, partial = $6, denied = $7,
                unable = $8, rejected = $9, other = $10, carried_out = $11, reviews = $12, reviews_corrected = $13,
                lawsuits = $14, lawsuits_corrected = $15
            where id = $1";
        let tx = self.write("report.rebuild_series", None, "", json!({}));
        let (mut last, mut mended): (Option<ReportId>, u64) = (None, 0);
        loop {
            let next: Option<Rebuilt> = match last {
                None => on_tx!(tx, c => sqlx::query_as(FIRST).fetch_optional(c).await)?,
                Some(id) => on_tx!(tx, c => sqlx::query_as(NEXT).bind(id).fetch_optional(c).await)?,
            };
            let Some(found) = next else { break };
            last = Some(found.id);
            let s = Series::of(&found.report);
            let figures = report_figures::lines(&found.report);
            if s != found.series || found.figures.as_ref() != Some(&figures) {
                mended += 1;
                report_figures::keep(tx, found.id, &found.report).await?;
                on_tx!(tx, c => sqlx::query(MEND).bind(found.id)
                    .bind(s.received).bind(s.carried_in).bind(s.handled).bind(s.granted).bind(s.partial).bind(s.denied)
                    .bind(s.unable).bind(s.rejected).bind(s.other).bind(s.carried_out).bind(s.reviews)
                    .bind(s.reviews_corrected).bind(s.lawsuits).bind(s.lawsuits_corrected)
                    .execute(c).await.map(|_| ()))?;
            }
        }
        self.amend("mended", mended);
        self.finish();
        Ok(mended)
    }
}

#[derive(sqlx::FromRow)]
struct Rebuilt {
    id: ReportId,
    report: String,
    figures: Option<String>,
    #[sqlx(flatten)]
    series: Series,
}
