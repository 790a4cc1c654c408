//! 去重: what the reports below count twice: what somebody takes off, and where the register shows such a thing.

use serde_json::json;

use crate::{
    Act, Civil, Db, DocumentCell, Error, Moment, OrganId, Result, Scope,
    db::{on, on_tx},
    documents::stands,
    ids::storable,
    scope::within,
};

/// 去重
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SeasonAdjustment {
    /// Which, from 1.
    pub n: i32,
    /// 编制范围 whose sum it is taken off.
    pub scope: String,
    /// The cell's address in the form.
    pub cell: String,
    /// What is taken off, below zero.
    pub amount: i64,
    /// 理由
    pub why: String,
    /// Identities of the organs that count the same, with a blank between; empty of what was noted before anybody was asked.
    pub organs: String,
    /// 文号、编号 of the documents or cases, one a line; empty as above.
    pub papers: String,
    /// By what the register proposed it; empty where somebody found it.
    pub mark: String,
    /// Who, as the journal names them.
    pub actor: String,
    /// When.
    pub at_ms: Moment,
    /// Who confirmed it; `None` while nobody has.
    pub confirmed_by: Option<String>,
    /// When.
    pub confirmed_ms: Option<Moment>,
}

impl SeasonAdjustment {
    /// The organs that count the same.
    pub fn concerned(&self) -> impl Iterator<Item = OrganId> {
        self.organs.split_ascii_whitespace().filter_map(|id| id.parse().ok())
    }
}

/// An adjustment to be made; fields as in [`SeasonAdjustment`].
#[derive(Clone, Copy, Debug, Default)]
#[allow(missing_docs, reason = "the same fields as SeasonAdjustment")]
pub struct NewSeasonAdjustment<'a> {
    pub scope: &'a str,
    pub cell: &'a str,
    pub amount: i64,
    pub why: &'a str,
    pub organs: &'a [OrganId],
    pub papers: &'a str,
    pub mark: &'a str,
}

/// A column of the first block of table 2 in which each organ of a joint paper has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JointCell {
    /// As the organs' own documents are counted.
    Document(DocumentCell),
    /// 本年新公开: first released within the time.
    Released,
    /// 对外公开总数: released until its end, and public.
    Public,
}

/// 联合制发: one organ's release of a 文号 that several released.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct JointDocument {
    /// 信息种类
    pub kind: String,
    /// 文号, without brackets and blanks.
    pub number_key: String,
    /// The year in which it was formed; empty where nobody wrote that down.
    pub year: String,
    /// Who released it.
    pub organ_id: OrganId,
    /// 文号
    pub number: String,
    /// Its title.
    pub title: String,
    /// Whether it stands in the first of the columns that were asked for: 1 or 0.
    pub in_first: i64,
    /// In the second.
    pub in_second: i64,
    /// In the third.
    pub in_third: i64,
}

/// 移交: what was open when it went over, requests of one kind of applicant or cases of one way of redress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transferred {
    /// From which closed organ.
    pub from_id: OrganId,
    /// To which successor.
    pub to_id: OrganId,
    /// 申请、案件: `request` or `redress`.
    pub kind: String,
    /// 申请人类型 of requests, the way of cases: a word of the law crate.
    pub class: String,
    /// How many.
    pub cases: i64,
    /// Their 编号, the first fifty.
    pub numbers: Vec<String>,
}

/// One of them, with how many are alike.
#[derive(sqlx::FromRow)]
struct Moved {
    from_id: OrganId,
    to_id: OrganId,
    kind: String,
    class: String,
    number: String,
    cases: i64,
}

/// Candidates of one kind at most.
const MOST: usize = 200;
/// 编号 of each at most.
const NUMBERS: usize = 50;

/// The year of a document.
macro_rules! formed {
    () => {
        "substr(coalesce(r.formed, r.valid_from, ''), 1, 4)"
    };
}

/// What a joint paper must be to stand in a column.
macro_rules! counts {
    ($query:ident, $cell:expr, $days:expr, $span:expr) => {
        match $cell {
            JointCell::Document(cell) => {
                stands!($query, cell, $days.0, $days.1);
            }
            JointCell::Released => {
                $query.push("r.first_ms >= ").push_bind($span.0).push(" and r.first_ms < ").push_bind($span.1);
            }
            JointCell::Public => {
                $query.push("r.first_ms < ").push_bind($span.1);
            }
        }
    };
}

impl Db {
    /// 去重 of an organ's roll-up of a year that were not dropped.
    pub async fn season_adjustments(&self, organ: OrganId, year: i16) -> Result<Vec<SeasonAdjustment>> {
        const SQL: &str = "
            select n, scope, cell, amount, why, organs, papers, mark, actor, at_ms, confirmed_by, confirmed_ms
            from season_adjustment where organ_id = $1 and year = $2 and dropped_ms is null order by n";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(organ).bind(year).fetch_all(pool).await)?)
    }

    /// 联合制发 among organs: what several released under one 文号 of one year, a row for each of them, at most `limit`, the
    /// latest first; one that stands in none of the columns is left out.
    pub async fn joint_documents(
        &self,
        scope: Scope,
        (kinds, cells): (&[&str], [JointCell; 3]),
        (days, span): ((Civil, Civil), (Moment, Moment)),
        limit: i64,
    ) -> Result<Vec<JointDocument>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(
                "with joint (kind, number_key, year) as (select r.kind, r.number_key, ", formed!(),
                " from released r where r.state = 'public' and r.number_key <> '' and r.kind in (''",
            ));
            kinds.iter().for_each(|kind| { query.push(", ").push_bind(*kind); });
            for (cell, before) in cells.into_iter().zip([") and ((", ") or (", ") or ("]) {
                query.push(before);
                counts!(query, cell, days, span);
            }
            query.push("))");
            within!(query, "r.organ_id", scope);
            query.push(" group by 1, 2, 3 having count(distinct r.organ_id) > 1)
                select r.kind, r.number_key, j.year, r.organ_id, min(r.number) as number, min(r.title) as title");
            for (cell, name) in cells.into_iter().zip(["in_first", "in_second", "in_third"]) {
                query.push(", cast(max(case when ");
                counts!(query, cell, days, span);
                query.push(" then 1 else 0 end) as bigint) as ").push(name);
            }
            query.push(concat!(
                " from released r join joint j on j.kind = r.kind and j.number_key = r.number_key and j.year = ",
                formed!(), " where r.state = 'public'",
            ));
            within!(query, "r.organ_id", scope);
            query.push(" group by r.kind, r.number_key, j.year, r.organ_id
                order by j.year desc, r.kind, r.number_key, r.organ_id limit ");
            query.push_bind(limit).build_query_as().fetch_all(pool).await
        })?)
    }

    /// 移交 of a year between an organ and those below it: the one may count it to the end, and the other from then on.
    pub async fn transferred(&self, above: OrganId, year: i16) -> Result<Vec<Transferred>> {
        let rows: Vec<Moved> = on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select from_id, to_id, kind, class, number, cases from (");
            for (kind, class, table, open) in [
                ("request", "r.applicant", "request", "(r.ended is null or r.ended > h.on_date)"),
                ("redress", "r.route", "redress", "r.phase <> 'cancelled'"),
            ] {
                if kind == "redress" {
                    query.push(" union all ");
                }
                query.push("select h.from_id, h.to_id, h.kind, ").push(class).push(" as class, r.number");
                for (window, order, name) in [("count(*)", "", "cases"), ("row_number()", " order by r.number", "nth")] {
                    query.push(", ").push(window).push(" over (partition by h.from_id, h.to_id, h.kind, ").push(class);
                    query.push(order).push(") as ").push(name);
                }
                query.push(" from handover h join ").push(table).push(" r on r.id = h.case_id where h.kind = '");
                query.push(kind).push("' and ").push(open);
                query.push(" and h.year = ").push_bind(year);
                within!(query, "h.from_id", Scope::Subtree(above));
                within!(query, "h.to_id", Scope::Subtree(above));
            }
            query.push(format!(
                ") as found where nth <= {NUMBERS} order by from_id, to_id, kind, class, nth limit {}",
                MOST * NUMBERS
            ));
            query.build_query_as().fetch_all(pool).await
        })?;
        let is_one = |one: &Moved, other: &Moved| {
            (one.from_id, one.to_id, &one.kind, &one.class) == (other.from_id, other.to_id, &other.kind, &other.class)
        };
        Ok(rows.chunk_by(is_one).take(MOST).filter_map(Transferred::of).collect())
    }
}

impl Transferred {
    /// Of rows that are alike.
    fn of(rows: &[Moved]) -> Option<Self> {
        let Moved { from_id, to_id, kind, class, cases, .. } = rows.first()?;
        let numbers = rows.iter().map(|row| row.number.clone()).collect();
        Some(Self {
            from_id: *from_id,
            to_id: *to_id,
            kind: kind.clone(),
            class: class.clone(),
            cases: *cases,
            numbers,
        })
    }
}

impl Act {
    /// 去重 of an organ's roll-up, to be confirmed. [`Error::Taken`] where the same proposal of the register is noted already.
    pub async fn add_season_adjustment(
        &mut self,
        organ: OrganId,
        year: i16,
        new: &NewSeasonAdjustment<'_>,
    ) -> Result<()> {
        const SQL: &str = "
            insert into season_adjustment (organ_id, year, n, scope, cell, amount, why, mark, actor, at_ms, organs, papers)
            values ($1, $2, (select coalesce(max(n), 0) + 1 from season_adjustment where organ_id = $1 and year = $2),
                $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        let (at, actor) = (self.at(), self.actor().to_string());
        let organs: Vec<String> = new.organs.iter().map(OrganId::to_string).collect();
        let papers: Vec<&str> = new.papers.lines().collect();
        let detail = json!({
            "year": year, "scope": new.scope, "cell": new.cell, "amount": new.amount, "why": new.why, "organs": organs,
            "papers": papers,
        });
        let organs = organs.join(" ");
        let tx = self.write("season.adjust", Some(organ), organ, detail);
        on_tx!(tx, c => sqlx::query(SQL).bind(organ).bind(year).bind(new.scope).bind(storable(new.cell)).bind(new.amount)
            .bind(storable(new.why)).bind(storable(new.mark)).bind(&actor).bind(at).bind(&organs)
            .bind(storable(new.papers)).execute(c).await.map(|_| ()))
        .map_err(|error| Error::taken(error, "去重"))?;
        self.finish();
        Ok(())
    }

    /// Confirms an adjustment, or drops it. [`Error::Stale`] when that was done before.
    pub async fn settle_season_adjustment(
        &mut self,
        (organ, year, n): (OrganId, i16, i32),
        counts: bool,
    ) -> Result<()> {
        const CONFIRM: &str = "
            update season_adjustment set confirmed_by = $1, confirmed_ms = $2
            where organ_id = $3 and year = $4 and n = $5 and confirmed_ms is null and dropped_ms is null";
        const DROP: &str = "
            update season_adjustment set dropped_ms = $2
            where organ_id = $3 and year = $4 and n = $5 and dropped_ms is null and $1 <> ''";
        let (at, actor) = (self.at(), self.actor().to_string());
        let detail = json!({"year": year, "n": n, "counts": counts});
        let tx = self.write("season.settle", Some(organ), organ, detail);
        let sql = if counts { CONFIRM } else { DROP };
        let rows = on_tx!(tx, c => sqlx::query(sql).bind(&actor).bind(at).bind(organ).bind(year).bind(n)
            .execute(c).await.map(|done| done.rows_affected()))?;
        if rows == 0 {
            return Err(Error::Stale);
        }
        self.finish();
        Ok(())
    }
}
