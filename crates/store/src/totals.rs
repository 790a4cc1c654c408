//! 合计: what the reports of many organs come to together, year by year, summed where they lie.

use crate::{Db, Result, Sight, Wish, db::on, organs::wished};

/// One year's figures of all reports together; `None` where no report has them. A rest counts only the reports that
/// have both of its figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Totals {
    /// The report year.
    pub year: i16,
    /// 本年新收.
    pub received: Option<i64>,
    /// 予以公开.
    pub granted: Option<i64>,
    /// 部分公开.
    pub partial: Option<i64>,
    /// 不予公开.
    pub denied: Option<i64>,
    /// 无法提供.
    pub unable: Option<i64>,
    /// 不予处理 and 其他处理.
    pub rest: Option<i64>,
    /// 行政复议, all but 纠正.
    pub reviews_rest: Option<i64>,
    /// 行政复议纠正.
    pub reviews_corrected: Option<i64>,
    /// 行政诉讼, all but 纠正.
    pub lawsuits_rest: Option<i64>,
    /// 行政诉讼纠正.
    pub lawsuits_corrected: Option<i64>,
}

/// Name, column, and what is added to it or taken from it.
const SUMS: [(&str, &str, &str, &str); 10] = [
    ("received", "received", "", ""),
    ("granted", "granted", "", ""),
    ("partial", "partial", "", ""),
    ("denied", "denied", "", ""),
    ("unable", "unable", "", ""),
    ("rest", "rejected", "+", "other"),
    ("reviews_rest", "reviews", "-", "reviews_corrected"),
    ("reviews_corrected", "reviews_corrected", "", ""),
    ("lawsuits_rest", "lawsuits", "-", "lawsuits_corrected"),
    ("lawsuits_corrected", "lawsuits_corrected", "", ""),
];

/// A sum as a column. Figures past a billion are digits run together: one of them must not break the sum of all.
fn sum((name, column, sign, other): (&str, &str, &str, &str)) -> String {
    let sound = |column: &str| format!("r.{column} between 0 and 1000000000");
    let (when, then) = match other {
        "" => (sound(column), format!("r.{column}")),
        other => (format!("{} and {}", sound(column), sound(other)), format!("r.{column} {sign} r.{other}")),
    };
    format!(", cast(sum(case when {when} then {then} end) as bigint) as {name}")
}

impl Db {
    /// The years from `years.0` to `years.1` that have reports of the organs that the wish finds, the earliest first.
    pub async fn totals(&self, wish: &Wish<'_>, years: (i16, i16), sight: Sight) -> Result<Vec<Totals>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select r.year");
            for column in SUMS {
                query.push(sum(column));
            }
            query.push(" from report r join organ o on o.id = r.organ_id where r.superseded_ms is null");
            query.push(sight.condition());
            query.push(" and r.year between ").push_bind(years.0).push(" and ").push_bind(years.1);
            wished!(query, wish);
            query.push(" group by r.year order by r.year");
            query.build_query_as().fetch_all(pool).await
        })?)
    }
}
