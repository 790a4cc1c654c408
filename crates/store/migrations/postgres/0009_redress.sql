-- 行政复议、行政诉讼: the cases anew, with what lists, the month and table 4 ask for. Nothing could write the tables of
-- 0007, so nothing is lost with them.

drop table redress_step;
drop table redress;

create table redress (
    id          uuid    primary key,
    organ_id    uuid    not null references organ (id),
    -- the request that it is about, where there is one
    request_id  uuid    references request (id),
    -- 复议后起诉: the review before it
    after_id    uuid    references redress (id),
    -- QH-FY-2026-0003
    number      text    not null unique,
    -- a block of table 4
    route       text    not null,
    -- who decides it, and under which number
    forum       text    not null,
    case_number text    not null,
    title       text    not null,
    registered_ms bigint not null,
    -- folded from the steps
    notified    text    not null,
    phase       text    not null,
    -- until when we have to answer; null when nothing is asked of us
    due         text,
    provisional boolean not null,
    answered    text,
    hearing     text,
    -- when the decision may be expected
    expected    text,
    -- how it ended last; a word of the law crate
    conclusion  text,
    -- the column and year of table 4 that count it; null while it is 尚未审结
    outcome     text,
    concluded_year integer,
    notified_year integer not null,
    steps       integer not null,
    -- counts saves; a stale writer loses
    version     bigint not null default 0
);
create index redress_open on redress (organ_id, due, id) where phase <> 'concluded';
create index redress_recent on redress (organ_id, id);
create index redress_counted on redress (organ_id, notified_year, concluded_year, route, outcome);
create index redress_request on redress (request_id) where request_id is not null;
create index redress_after on redress (after_id) where after_id is not null;

create table redress_step (
    redress_id  uuid    not null references redress (id),
    n           integer not null check (n >= 0),
    on_date     text    not null,
    -- a word of the law crate
    kind        text    not null,
    -- JSON: what belongs to it
    detail      text    not null,
    actor       text    not null,
    at_ms       bigint not null,
    primary key (redress_id, n)
);

create table redress_file (
    redress_id  uuid    not null references redress (id),
    n           integer not null check (n >= 0),
    file_sm3    bytea    not null references file (sm3),
    name        text    not null,
    -- the step that it came with: a word of the law crate
    kind        text    not null,
    actor       text    not null,
    at_ms       bigint not null,
    primary key (redress_id, n)
);
create index redress_file_file on redress_file (file_sm3);
