-- 工作台: saved views, old registers taken in, frozen years, recovery codes.

-- 保存的视图: a filter and an order of the work list under a name
create table saved_view (
    id          uuid    primary key,
    organ_id    uuid    not null references organ (id),
    person_id   uuid    not null references person (id),
    name        text    not null check (name <> ''),
    -- as it stands in the address of the list
    query       text    not null,
    -- whether the whole organ sees it
    shared      boolean not null,
    at_ms       bigint not null,
    unique (person_id, name)
);
create index saved_view_organ on saved_view (organ_id, name) where shared;

-- what is due first, first, by key; what stands comes last
drop index request_open;
create index request_open on request
    (organ_id, coalesce(due, '9999-12-31'), id, due, officer_id, stage, waits, provisional) where stage <> 'file';

-- 原编号: the number that a case had in the register from before
alter table request add column old_number text;
create unique index request_old_number on request (organ_id, old_number) where old_number is not null;
-- 用了几个工作日: from receipt to the ending that the year counts, without the days on which the clock stood
alter table request add column used integer;
create index request_used on request (organ_id, ended_year, used) where ended_year is not null;

-- 定稿: table 3 of a year as it was reported
create table frozen_year (
    organ_id    uuid    not null references organ (id),
    year        integer not null,
    edition     text    not null,
    -- JSON: the figures by the address of their cell
    figures     text    not null,
    actor       text    not null,
    at_ms       bigint not null,
    primary key (organ_id, year)
);
-- and what each request was counted as
create table frozen_request (
    organ_id    uuid    not null,
    year        integer not null,
    request_id  uuid    not null references request (id),
    applicant   text    not null,
    -- received in the year, not carried in
    is_new      boolean not null,
    -- null where it was carried out
    decision    text,
    primary key (organ_id, year, request_id),
    foreign key (organ_id, year) references frozen_year (organ_id, year)
);

-- 恢复码: each opens the door once in place of a code of the authenticator; only its fingerprint is kept
create table recovery_code (
    person_id   uuid    not null references person (id),
    mac         bytea   not null,
    used_ms     bigint,
    primary key (person_id, mac)
);
