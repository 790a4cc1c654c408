-- 撤并: since when another organ answers for this one; null where nobody wrote the day down
alter table organ add column closed_ms integer;
update organ set closed_ms =
    (select cast(strftime('%s', min(h.on_date)) as integer) * 1000 from handover h where h.from_id = organ.id)
where successor_id is not null;

-- 编制范围 of a report that was made elsewhere, as whoever brought it says: self, departments, region
alter table season_upload add column scope text not null default 'self';

-- 去重 holds for the sum of one range: departments, region
alter table season_adjustment add column scope text not null default 'region';
-- what the register proposed is noted once
update season_adjustment set dropped_ms = at_ms where mark <> '' and dropped_ms is null and exists (
    select 1 from season_adjustment x where x.organ_id = season_adjustment.organ_id and x.year = season_adjustment.year
        and x.mark = season_adjustment.mark and x.dropped_ms is null and x.n < season_adjustment.n);
create unique index season_adjustment_mark on season_adjustment (organ_id, year, scope, mark)
    where mark <> '' and dropped_ms is null;
