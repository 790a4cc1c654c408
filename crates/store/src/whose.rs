//! 各计各的: of what went over from a closed organ to its successor, which of the two counts it in which year. Counts and
//! lists are queries with these tables before them, so that a figure has as many rows behind it as it says.

/// Begins a query with `crossed`: what went over the border of a scope, out of it (`n` = 1, which the place where it
/// stands now does not count) or into it (`n` = -1). Nothing crosses the border of everything.
macro_rules! crossed {
    ($query:ident, $kind:literal, $scope:expr) => {
        for (n, side, other) in [("1", "h.from_id", "h.to_id"), ("-1", "h.to_id", "h.from_id")] {
            $query.push(match n {
                "1" => "with crossed (case_id, organ_id, on_date, year, n) as (select ",
                _ => " union all select ",
            });
            $query.push("h.case_id, ").push(side).push(", h.on_date, h.year, ").push(n);
            $query.push(concat!(" from handover h where h.kind = '", $kind, "'"));
            $crate::scope::within!($query, side, $scope);
            $query.push(" and not (1 = 1");
            $crate::scope::within!($query, other, $scope);
            $query.push(")");
        }
        $query.push(")");
    };
}
pub(crate) use crossed;

/// Begins a query with `over` as well: what handovers change in the count of a year's requests, each of which stands where
/// it is now. What had ended before it went over stays with the closed organ. Anything else is the closed organ's until the
/// year in which it went over, at whose end it was not done; the successor has nothing before that year, and in it what was
/// carried in, whenever it was received.
macro_rules! over {
    ($query:ident, $scope:expr, $year:expr) => {
        $crate::whose::crossed!($query, "request", $scope);
        $query.push(
            ", over (id, organ_id, received_year, ended_year, applicant, decision, extended, in_time, n) as (
            select r.id, c.organ_id, r.received_year, r.ended_year, r.applicant, r.decision, r.extended, r.in_time, c.n
            from crossed c join request r on r.id = c.case_id where r.ended <= c.on_date
            union all
            select r.id, c.organ_id, r.received_year, null, r.applicant, null, r.extended, r.in_time, 1
            from crossed c join request r on r.id = c.case_id
            where c.n = 1 and (r.ended is null or r.ended > c.on_date) and c.year >= ",
        );
        $query.push_bind($year).push(
            " union all
            select r.id, c.organ_id, r.received_year, r.ended_year, r.applicant, r.decision, r.extended, r.in_time, -1
            from crossed c join request r on r.id = c.case_id
            where c.n = -1 and (r.ended is null or r.ended > c.on_date) and (c.year > ",
        );
        $query
            .push_bind($year)
            .push(" or (c.year = ")
            .push_bind($year)
            .push(" and r.received_year = ")
            .push_bind($year);
        $query.push(
            ")) union all
            select r.id, c.organ_id, r.received_year - 1, r.ended_year, r.applicant, r.decision, r.extended, r.in_time, 1
            from crossed c join request r on r.id = c.case_id
            where c.n = -1 and (r.ended is null or r.ended > c.on_date) and c.year = ",
        );
        $query.push_bind($year).push(" and r.received_year = ").push_bind($year).push(")");
    };
}
pub(crate) use over;

/// Begins a query with `counted` as well: an organ's requests of a year one by one, each with whether it counts, whether
/// as new (`fresh`), and whether as ended (`done`), all of them more than nothing for yes.
macro_rules! counted {
    ($query:ident, $scope:expr, $year:expr) => {
        $crate::whose::over!($query, $scope, $year);
        $query.push(
            ", counted (id, n, fresh, done) as (
            select id, sum(n), sum(case when received_year = ",
        );
        $query.push_bind($year).push(" then n else 0 end), sum(case when ended_year = ").push_bind($year);
        $query.push(
            " then n else 0 end) from (select r.id, r.received_year, r.ended_year, 1 as n from request r where 1 = 1",
        );
        $crate::scope::within!($query, "r.organ_id", $scope);
        for rest in [" union all select r.id, r.received_year, r.ended_year, r.n from over r where 1 = 1", ""] {
            $query.push(" and r.received_year <= ").push_bind($year);
            $query.push(" and (r.ended_year is null or r.ended_year >= ").push_bind($year).push(")").push(rest);
        }
        $query.push(") as found group by id)");
    };
}
pub(crate) use counted;

/// Begins a query with `placed`: the cases that had reached a scope by the end of a year, those that stand there now and
/// those that handovers of a later year add (`n` = 1) or take away (`n` = -1).
macro_rules! placed {
    ($query:ident, $scope:expr, $year:expr) => {
        $crate::whose::crossed!($query, "redress", $scope);
        $query.push(
            ", placed (id, n) as (select r.id, 1 from redress r where r.phase <> 'cancelled' and r.notified_year <= ",
        );
        $query.push_bind($year);
        $crate::scope::within!($query, "r.organ_id", $scope);
        $query.push(
            " union all select r.id, c.n from crossed c join redress r on r.id = c.case_id
            where r.phase <> 'cancelled' and r.notified_year <= ",
        );
        $query.push_bind($year).push(" and c.year > ").push_bind($year).push(")");
    };
}
pub(crate) use placed;
