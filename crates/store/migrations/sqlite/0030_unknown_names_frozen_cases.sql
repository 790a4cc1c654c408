-- 登录: wrong passwords for names that no account has, so that such a name is locked like any other and nobody learns which
-- accounts there are; the name is an HMAC, of the name alone and of it with the place

create table signin_unknown (
    name        blob    primary key,
    -- wrong passwords in a row
    failures    integer not null,
    locked_until_ms integer,
    at_ms       integer not null
) strict, without rowid;
create index signin_unknown_age on signin_unknown (at_ms);

-- 定稿: what each case of table 4 is counted as in a frozen year; years that were frozen before this have none
alter table frozen_year add column cases integer not null default 0 check (cases in (0, 1));
create table frozen_redress (
    organ_id    blob    not null,
    year        integer not null,
    redress_id  blob    not null references redress (id),
    -- a block of table 4
    route       text    not null,
    -- null where it was pending
    outcome     text,
    primary key (organ_id, year, redress_id),
    foreign key (organ_id, year) references frozen_year (organ_id, year)
) strict, without rowid;
