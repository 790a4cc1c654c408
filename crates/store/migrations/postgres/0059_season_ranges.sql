-- 撤并之日: since which day another organ answers for this one; null where nobody wrote it down
alter table organ add column closed_on text;
update organ set closed_on = (select min(h.on_date) from handover h where h.from_id = organ.id)
where successor_id is not null;

-- 编制范围 of a report that was made elsewhere, as whoever brought it says: self, departments, region
alter table season_upload add column scope text not null default 'self';

-- 去重 holds for the sum of one range: departments, region
alter table season_adjustment add column scope text not null default 'region';
-- what the register proposed is noted once: what somebody confirmed before what nobody did, and then the first
update season_adjustment set dropped_ms = at_ms where mark <> '' and dropped_ms is null and exists (
    select 1 from season_adjustment x where x.organ_id = season_adjustment.organ_id and x.year = season_adjustment.year
        and x.mark = season_adjustment.mark and x.dropped_ms is null
        and ((x.confirmed_ms is not null and season_adjustment.confirmed_ms is null)
            or ((x.confirmed_ms is null) = (season_adjustment.confirmed_ms is null) and x.n < season_adjustment.n)));
-- until now it was taken off both sums, and so it stays until somebody drops it from one of them
insert into season_adjustment
    (organ_id, year, n, scope, cell, amount, why, mark, actor, at_ms, confirmed_by, confirmed_ms)
select organ_id, year, n + top, 'departments', cell, amount, why, mark, actor, at_ms, confirmed_by, confirmed_ms
from (select a.*, max(a.n) over (partition by a.organ_id, a.year) as top from season_adjustment a) as known
where dropped_ms is null;
create unique index season_adjustment_mark on season_adjustment (organ_id, year, scope, mark)
    where mark <> '' and dropped_ms is null;
