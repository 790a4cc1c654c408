-- 年报季: an organ collects the reports of a year from those below
create table season (
    organ_id    blob    not null references organ (id),
    year        integer not null,
    -- the day by which departments hand in
    due         text    not null,
    opened_ms   integer not null,
    -- 锁定: since when nothing is handed in or taken back without being asked for
    locked_ms   integer,
    version     integer not null default 0,
    primary key (organ_id, year)
) strict, without rowid;

-- 催报: once a day at most for each organ
create table season_call (
    organ_id    blob    not null references organ (id),
    year        integer not null,
    child_id    blob    not null references organ (id),
    on_date     text    not null,
    words       text    not null,
    actor       text    not null,
    at_ms       integer not null,
    primary key (organ_id, year, child_id, on_date)
) strict, without rowid;
create index season_call_child on season_call (child_id, year);

-- 上传件: a report that was made elsewhere, as it was read, until somebody confirms it
create table season_upload (
    -- whose report it is
    organ_id    blob    not null references organ (id),
    year        integer not null,
    n           integer not null,
    file_sm3    blob    not null references file (sm3),
    file_name   text    not null,
    -- gongkai.report/1, as our reader filled it in
    report      text    not null,
    -- findings of its checks that are certain
    fails       integer not null,
    actor       text    not null,
    at_ms       integer not null,
    -- 确认: who did, when, and on whose word where the organ has nobody of its own
    confirmed_by text,
    confirmed_ms integer,
    source      text    not null default '',
    primary key (organ_id, year, n)
) strict, without rowid;

-- 去重: what is counted twice among those below, taken off one cell
create table season_adjustment (
    organ_id    blob    not null references organ (id),
    year        integer not null,
    n           integer not null,
    -- the cell's address in the form
    cell        text    not null,
    amount      integer not null check (amount < 0),
    why         text    not null,
    -- by what the register proposed it; empty where somebody found it
    mark        text    not null,
    actor       text    not null,
    at_ms       integer not null,
    confirmed_by text,
    confirmed_ms integer,
    -- 撤销: since when it does not count
    dropped_ms  integer,
    primary key (organ_id, year, n)
) strict, without rowid;
