-- 填报责任: what an organ counts month by month, and what it has nothing to count of; what nobody settled is neither
create table figure_duty (
    organ_id    uuid    not null references organ (id),
    -- a word of the law crate
    indicator   text    not null,
    -- 不涉及: why the organ has none of it; null where it counts
    none_why    text,
    -- the first month that it counts: 2026-01
    since       text    not null,
    actor       text    not null,
    at_ms       bigint  not null,
    primary key (organ_id, indicator)
);

-- 月报: what an organ counted in a month; a correction leaves what was there before
create table monthly_figure (
    organ_id    uuid    not null references organ (id),
    indicator   text    not null,
    year        smallint not null,
    month       smallint not null check (month between 1 and 12),
    -- counts its corrections, from 0
    n           integer not null,
    current     boolean not null,
    -- a count, or an amount in millionths of 万元
    value       bigint not null,
    -- 来源: the system or paper that it is from
    source      text    not null,
    -- why it was corrected; empty for the first
    note        text    not null,
    -- 佐证
    file_sm3    bytea references file (sm3),
    file_name   text    not null,
    actor       text    not null,
    at_ms       bigint  not null,
    primary key (organ_id, indicator, year, month, n)
);
create unique index monthly_figure_current on monthly_figure (year, indicator, organ_id, month) where current;
create index monthly_figure_file on monthly_figure (file_sm3) where file_sm3 is not null;
