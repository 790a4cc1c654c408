//! 各格数据: every figure of a kept report, a line a row of the form, written beside it. A page that shows a thousand reports
//! reads these and no report.

use serde_json::{Value, json};

use crate::{
    Act, Counts, Db, Digest, Filter, Moment, OrganId, ReportId, Result, Sight,
    db::{Tx, on, on_tx},
    reports::narrow,
};

/// 一年一份: how an organ's report of a year stands, as everybody may know it.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct ReportMark {
    /// Whose.
    pub organ_id: OrganId,
    /// The report year.
    pub year: i16,
    /// What was found in it.
    #[sqlx(flatten)]
    pub counts: Counts,
    /// 第几版: one, and one more for each time that everybody saw another file in its place.
    pub version: i64,
    /// 更正: how many of these times the figures were others too.
    pub corrections: i64,
    /// 撤回: when.
    pub withdrawn_ms: Option<Moment>,
}

/// 一份年报的数据: the figures of the report that counts, with where they are from.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KeptFigures {
    /// Whose.
    pub organ_id: OrganId,
    /// The organ's place in addresses.
    pub organ_slug: String,
    /// The organ's full name.
    pub organ_name: String,
    /// The report year.
    pub year: i16,
    /// `2021`, `2019` or `older`.
    pub edition: Option<String>,
    /// The source's name.
    pub source: String,
    /// The source's bytes.
    #[sqlx(try_from = "Vec<u8>")]
    pub file_sm3: Digest,
    /// When it was kept.
    pub kept_ms: Moment,
    /// 第几版, as in [`ReportMark`].
    pub version: i64,
    /// A line a row of the form: its address and its values parted by blanks, `-` for what is not known. The line
    /// `requests.columns` names the columns of those below `requests`.
    pub figures: String,
}

/// What everybody saw before a report, in its order, each with what came after it: one that is kept again as it is, changes
/// nothing, and one that comes back, is a change once more.
macro_rules! earlier {
    ($changed:literal) => {
        concat!(
            "(select count(*) from (select e.file_sm3 as file, lead(e.file_sm3, 1, r.file_sm3) over past as next_file, ",
            "h.figures as figures, lead(h.figures, 1, (select c.figures from report_figures c where c.report_id = r.id)) ",
            "over past as next_figures from report e left join report_figures h on h.report_id = e.id ",
            "where e.organ_id = r.organ_id and e.year = r.year and e.superseded_ms is not null and e.visibility = 'portal' ",
            "window past as (order by e.superseded_ms, e.id)) x where x.file <> x.next_file",
            $changed,
            ")"
        )
    };
}

/// One, and one more for each change of file.
macro_rules! version {
    () => {
        concat!("cast(1 + ", earlier!(""), " as bigint) as version")
    };
}

impl Db {
    /// How every report stands that everybody sees, or whose tombstone they see; in no order.
    pub async fn report_marks(&self) -> Result<Vec<ReportMark>> {
        const SQL: &str = concat!(
            "select r.organ_id, r.year, r.fails, r.slips, r.unsures, r.notes, r.unassessed, r.unread, r.withdrawn_ms, ",
            version!(),
            ", cast(",
            earlier!(" and x.figures <> x.next_figures"),
            " as bigint) as corrections from report r where r.superseded_ms is null and r.visibility = 'portal'"
        );
        Ok(on!(self, pool => sqlx::query_as(SQL).fetch_all(pool).await)?)
    }

    /// Figures of up to `limit` reports that everybody sees, the latest year first and each year's organs in their order,
    /// after the one of (year, organ).
    pub async fn kept_figures(
        &self,
        filter: &Filter,
        after: Option<(i16, OrganId)>,
        limit: i64,
    ) -> Result<Vec<KeptFigures>> {
        const SELECT: &str = concat!(
            "select r.organ_id, o.slug as organ_slug, o.name as organ_name, r.year, r.edition, r.source, r.file_sm3, ",
            "r.kept_ms, coalesce(f.figures, '') as figures, ",
            version!(),
            " from report r join organ o on o.id = r.organ_id left join report_figures f on f.report_id = r.id ",
            "where r.superseded_ms is null",
        );
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(SELECT);
            query.push(Sight::Public.condition());
            narrow!(query, filter);
            if let Some((year, organ)) = after {
                query.push(" and (r.year < ").push_bind(year).push(" or (r.year = ").push_bind(year);
                query.push(" and (o.position, o.id) > ((select position from organ where id = ").push_bind(organ);
                query.push("), ").push_bind(organ).push(")))");
            }
            query.push(" order by r.year desc, o.position, o.id limit ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// Whether a report was kept before there was a place for its figures alone.
    pub async fn lacks_report_figures(&self) -> Result<bool> {
        const SQL: &str = "select exists (select 1 from report r where not exists (select 1 from report_figures f where f.report_id = r.id))";
        Ok(on!(self, pool => sqlx::query_scalar(SQL).fetch_one(pool).await)?)
    }
}

impl Act {
    /// Writes down the figures of up to `most` reports after one that were kept before there was a place for them; says of
    /// how many, and which was the last.
    pub async fn fill_report_figures(&mut self, after: Option<ReportId>, most: i64) -> Result<(u64, Option<ReportId>)> {
        const NEXT: &str = "
            select r.id, r.report from report r
            where r.id > $1 and not exists (select 1 from report_figures f where f.report_id = r.id)
            order by r.id limit $2";
        // none is born before the first
        let after = after.unwrap_or(ReportId(uuid::Uuid::nil()));
        let tx = self.write("report.fill_figures", None, "", json!({}));
        let found: Vec<(ReportId, String)> =
            on_tx!(tx, c => sqlx::query_as(NEXT).bind(after).bind(most).fetch_all(c).await)?;
        if found.is_empty() {
            self.retract();
            return Ok((0, None));
        }
        on_tx!(tx, c => {
            let mut query = sqlx::QueryBuilder::new("insert into report_figures (report_id, figures) ");
            query.push_values(&found, |mut row, (id, report)| { row.push_bind(*id).push_bind(lines(report)); });
            // another machine may have been here
            query.push(" on conflict (report_id) do nothing").build().execute(c).await.map(|_| ())
        })?;
        let count = found.len() as u64;
        self.amend("count", count);
        self.finish();
        Ok((count, found.last().map(|(id, _)| *id)))
    }
}

/// Writes down the figures of one report, in the act that keeps it or works it out anew.
pub(crate) async fn keep(tx: &mut Tx, id: ReportId, report: &str) -> Result<()> {
    const SQL: &str = "
        insert into report_figures (report_id, figures) values ($1, $2)
        on conflict (report_id) do update set figures = excluded.figures";
    on_tx!(tx, c => sqlx::query(SQL).bind(id).bind(lines(report)).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// The figures of `gongkai.report/1`, a line a row. Empty for anything else, and where every figure is unknown.
pub(crate) fn lines(report: &str) -> String {
    let report: Value = serde_json::from_str(report).unwrap_or_default();
    let mut lines = Lines { text: String::new(), any: false };
    lines.below("proactive", &report["proactive"]);
    lines.line("requests.columns", &report["requests"]["columns"]);
    lines.below("requests", &report["requests"]["rows"]);
    lines.below("redress", &report["redress"]);
    if lines.any { lines.text } else { String::new() }
}

struct Lines {
    text: String,
    /// Whether any figure is known.
    any: bool,
}

impl Lines {
    fn below(&mut self, address: &str, value: &Value) {
        match value {
            Value::Object(inner) => {
                inner.iter().for_each(|(key, value)| self.below(&format!("{address}.{key}"), value));
            }
            value => {
                self.any |= match value {
                    Value::Array(values) => values.iter().any(|value| figure(value).is_some()),
                    value => figure(value).is_some(),
                };
                self.line(address, value);
            }
        }
    }

    fn line(&mut self, address: &str, value: &Value) {
        let one = std::slice::from_ref(value);
        let values = match value {
            Value::Null => return,
            Value::Array(values) => values.as_slice(),
            _ => one,
        };
        self.text.push_str(&address.replace(char::is_whitespace, ""));
        for value in values {
            self.text.push(' ');
            self.text.push_str(figure(value).as_deref().unwrap_or("-"));
        }
        self.text.push('\n');
    }
}

/// A number, or a word without blanks: a decimal, the name of a column.
fn figure(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => number.as_i64().map(|number| number.to_string()),
        Value::String(word) if !word.is_empty() && !word.contains(char::is_whitespace) => Some(word.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn each_row_has_its_line_and_what_is_not_known_is_no_zero() {
        let report = r#"{"schema":"gongkai.report/1","source":"a","proactive":{"licences":7,"fees_wan":"1.5","penalties":null},
            "requests":{"columns":["natural_person","total"],"rows":{"new":[3,3],"total":[null,0]}},"redress":{"review":{"total":0}}}"#;
        let expected = "proactive.fees_wan 1.5\nproactive.licences 7\nrequests.columns natural_person total\n\
                        requests.new 3 3\nrequests.total - 0\nredress.review.total 0\n";
        assert_eq!(lines(report), expected);
    }

    #[test]
    fn what_is_no_report_or_has_no_figure_has_no_line() {
        let unknown = r#"{"proactive":{"licences":null},"requests":{"columns":["total"],"rows":{"new":[null]}}}"#;
        for nothing in ["", "{}", "[1]", "{\"requests\":{\"rows\":[[1]]}", unknown] {
            assert_eq!(lines(nothing), "", "{nothing}");
        }
    }
}
