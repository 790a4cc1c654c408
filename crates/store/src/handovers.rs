//! 承继: what was open at an organ that was closed goes to its successor, and who of the two counts it in which year.

use serde_json::json;

use crate::{
    Act, Civil, Db, Group, OrganId, RedressGroup, Result, Scope,
    casework::year,
    db::{on, on_tx},
    scope::within,
};

/// How much went over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandedOver {
    /// Requests, with their unsigned letters.
    pub requests: i64,
    /// Cases of redress.
    pub cases: i64,
    /// Complaints and corrections.
    pub matters: i64,
}

/// What is open of a request: not filed yet, or under a review or lawsuit.
const REQUESTS: &str = "
    update request set organ_id = $1, officer_id = null, version = version + 1
    where organ_id = $2 and (stage <> 'file'
        or exists (select 1 from redress c where c.request_id = request.id and c.phase <> 'concluded'))
    returning id, number";
const CASES: &str = "
    update redress set organ_id = $1, version = version + 1 where organ_id = $2 and phase <> 'concluded'
    returning id, number";
const MATTERS: &str = "
    update matter set organ_id = $1, version = version + 1 where organ_id = $2 and ended is null returning id, number";
/// Drafts get their number from the successor; what was signed keeps the one it has.
const DRAFTS: &str = "
    update letter set organ_id = $1 where organ_id = $2 and number is null
        and (request_id in (select id from request where organ_id = $1)
            or redress_id in (select id from redress where organ_id = $1))";
/// Rows of one statement.
const BATCH: usize = 500;

impl Act {
    /// Hands over on a day whatever is open of one organ to another, each with its own journal row; numbers and steps stay.
    pub async fn hand_over(&mut self, from: OrganId, to: OrganId, on: Civil) -> Result<HandedOver> {
        let requests = self.move_all(("request", "request.hand_over", REQUESTS), from, to, on).await?;
        let cases = self.move_all(("redress", "redress.hand_over", CASES), from, to, on).await?;
        let matters = self.move_all(("matter", "matter.hand_over", MATTERS), from, to, on).await?;
        if requests + cases > 0 {
            let tx = self.write("letter.hand_over", Some(to), from, json!({"to": to.to_string()}));
            let drafts = on_tx!(tx, c => sqlx::query(DRAFTS).bind(to).bind(from).execute(c).await
                .map(|done| done.rows_affected()))?;
            self.amend("drafts", drafts);
            self.finish();
        }
        Ok(HandedOver { requests, cases, matters })
    }

    async fn move_all(
        &mut self,
        (kind, act, sql): (&'static str, &'static str, &'static str),
        from: OrganId,
        to: OrganId,
        on: Civil,
    ) -> Result<i64> {
        let tx = self.write("organ.hand_over", Some(from), from, json!({"kind": kind, "to": to.to_string()}));
        let moved: Vec<(uuid::Uuid, String)> =
            on_tx!(tx, c => sqlx::query_as(sql).bind(to).bind(from).fetch_all(c).await)?;
        for batch in moved.chunks(BATCH) {
            let tx = self.going_on();
            on_tx!(tx, c => {
                let mut query = sqlx::QueryBuilder::new(
                    "insert into handover (case_id, from_id, to_id, kind, on_date, year) ",
                );
                query.push_values(batch, |mut row, (id, _)| {
                    row.push_bind(*id).push_bind(from).push_bind(to).push_bind(kind).push_bind(on).push_bind(year(Some(on)));
                });
                query.build().execute(c).await.map(|_| ())
            })?;
        }
        if moved.is_empty() {
            self.retract();
            return Ok(0);
        }
        self.amend("count", moved.len());
        self.finish();
        for (id, number) in &moved {
            self.record(act, Some(to), id, json!({"number": number, "from": from.to_string(), "to": to.to_string()}));
        }
        Ok(i64::try_from(moved.len()).unwrap_or(i64::MAX))
    }
}

/// A side of the border of a scope, which a handover crosses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Came,
}

/// Adds the condition that a handover crosses the border of a scope to this side.
macro_rules! crossing {
    ($query:ident, $side:expr, $scope:expr) => {
        match $side {
            Side::Left => {
                within!($query, "h.from_id", $scope);
                $query.push(" and not (1 = 1");
                within!($query, "h.to_id", $scope);
            }
            Side::Came => {
                within!($query, "h.to_id", $scope);
                $query.push(" and not (1 = 1");
                within!($query, "h.from_id", $scope);
            }
        }
        $query.push(")");
    };
}

/// Requests that are alike in everything that table 3 and a handover ask.
#[derive(sqlx::FromRow)]
struct Over {
    #[sqlx(flatten)]
    group: Group,
    /// Whether they had ended when they went over: then they are the closed organ's for good.
    ended_before: bool,
    /// The year in which they went over.
    over_year: i32,
}

impl Over {
    /// As the closed organ counts them: until the year in which they went over, at whose end they were not done.
    fn left(self, year: i32) -> Vec<Group> {
        let Self { group, ended_before, over_year } = self;
        match () {
            () if ended_before => vec![group],
            () if year <= over_year => vec![Group { ended_year: None, decision: None, ..group }],
            () => Vec::new(),
        }
    }

    /// What changes of the count of the successor, where they stand now: nothing before the year in which they came, and
    /// in that year they were carried in, whenever they were received.
    fn came(self, year: i32) -> Vec<Group> {
        let Self { group, ended_before, over_year } = self;
        let less = Group { count: -group.count, ..group.clone() };
        match () {
            () if ended_before || year < over_year => vec![less],
            () if year == over_year && group.received_year == year => {
                vec![less, Group { received_year: year - 1, ..group }]
            }
            () => Vec::new(),
        }
    }
}

impl Db {
    /// How much an organ handed over so far.
    pub async fn handed_over(&self, from: OrganId) -> Result<HandedOver> {
        const SQL: &str = "select kind, count(*) from handover where from_id = $1 group by kind";
        let counts: Vec<(String, i64)> = on!(self, pool => sqlx::query_as(SQL).bind(from).fetch_all(pool).await)?;
        let of = |kind: &str| counts.iter().find(|(known, _)| known == kind).map_or(0, |(_, count)| *count);
        Ok(HandedOver { requests: of("request"), cases: of("redress"), matters: of("matter") })
    }

    /// What handovers change in the count of a year's requests, each of which stands where it is now.
    pub(crate) async fn requests_over(&self, scope: Scope, year: i32) -> Result<Vec<Group>> {
        let mut groups = Vec::new();
        for side in sides(scope) {
            let over: Vec<Over> = on!(self, pool => {
                let mut query = sqlx::QueryBuilder::new(match side {
                    Side::Left => "select h.from_id as organ_id",
                    Side::Came => "select h.to_id as organ_id",
                });
                query.push(
                    ", r.received_year, r.ended_year, r.applicant, r.decision, count(*) as count,
                        coalesce(r.ended <= h.on_date, false) as ended_before, h.year as over_year
                    from handover h join request r on r.id = h.case_id
                    where h.kind = 'request' and r.received_year <= ",
                );
                query.push_bind(year).push(" and (r.ended_year is null or r.ended_year >= ").push_bind(year).push(")");
                crossing!(query, *side, scope);
                query.push(" group by 1, 2, 3, 4, 5, 7, 8").build_query_as().fetch_all(pool).await
            })?;
            groups.extend(over.into_iter().flat_map(|over| match side {
                Side::Left => over.left(year),
                Side::Came => over.came(year),
            }));
        }
        Ok(groups)
    }

    /// The same for the cases of table 4: before the year in which they went over the closed organ counts them.
    pub(crate) async fn cases_over(&self, scope: Scope, year: i32) -> Result<Vec<RedressGroup>> {
        let mut groups = Vec::new();
        for side in sides(scope) {
            let over: Vec<RedressGroup> = on!(self, pool => {
                let mut query = sqlx::QueryBuilder::new(
                    "select r.route, r.notified_year, r.concluded_year, r.outcome, count(*) as count
                    from handover h join redress r on r.id = h.case_id
                    where h.kind = 'redress' and r.notified_year <= ",
                );
                query.push_bind(year).push(" and (r.concluded_year is null or r.concluded_year >= ").push_bind(year);
                query.push(") and h.year > ").push_bind(year);
                crossing!(query, *side, scope);
                query.push(" group by r.route, r.notified_year, r.concluded_year, r.outcome");
                query.build_query_as().fetch_all(pool).await
            })?;
            let sign = if *side == Side::Left { 1 } else { -1 };
            groups.extend(over.into_iter().map(|group| RedressGroup { count: sign * group.count, ..group }));
        }
        Ok(groups)
    }
}

/// Nothing crosses the border of everything.
fn sides(scope: Scope) -> &'static [Side] {
    match scope {
        Scope::All => &[],
        Scope::Organ(_) | Scope::Subtree(_) => &[Side::Left, Side::Came],
    }
}
