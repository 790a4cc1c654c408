-- 依申请公开: requests, the steps taken, files, letters, numbers, saved applications; 复议诉讼 as linked cases.
-- What can be folded from the steps (stage, waits, due …) stands here a second time for lists and counts: written by the
-- act in the same transaction.

create table request (
    id          uuid    primary key,
    organ_id    uuid    not null references organ (id),
    -- QH-2026-0137
    number      text    not null unique,
    -- HMAC of the inquiry code under a key that is not in the register
    code_mac    bytea    not null,
    title       text    not null,
    -- what is asked, as the applicant put it
    wanted      text    not null,
    -- a column of table 3
    applicant   text    not null,
    -- HMAC of the identity number: finds the same applicant's other requests
    applicant_mac bytea,
    -- name, identity, contact: encrypted; null when erased at the end of retention
    sealed      bytea,
    channel     text    not null,
    supply      text    not null,
    delivery    text    not null,
    arrived     text    not null,
    registered_ms bigint not null,
    -- folded from the steps
    received    text,
    stage       text    not null,
    waits       text    not null,
    due         text,
    provisional boolean not null,
    extended    integer not null,
    decision    text,
    ended       text,
    served      text,
    archived    text,
    received_year integer,
    ended_year  integer,
    -- 经办人 and 内部期限
    officer_id  uuid    references person (id),
    internal_due text,
    steps       integer not null,
    -- counts saves; a stale writer loses
    version     bigint not null default 0
);
create index request_open on request (organ_id, due, id) where stage <> 'file';
create index request_officer on request (officer_id, due, id) where stage <> 'file';
create index request_counted on request (organ_id, received_year, ended_year, applicant, decision);
create index request_recent on request (organ_id, id);
create index request_applicant on request (applicant_mac, organ_id, received) where applicant_mac is not null;

create table request_step (
    request_id  uuid    not null references request (id),
    n           integer not null check (n >= 0),
    on_date     text    not null,
    -- a word of the law crate, or one of the office (assigned, noted …)
    kind        text    not null,
    -- JSON: what belongs to it
    detail      text    not null,
    actor       text    not null,
    at_ms       bigint not null,
    primary key (request_id, n)
);

create table request_file (
    request_id  uuid    not null references request (id),
    n           integer not null check (n >= 0),
    file_sm3    bytea    not null references file (sm3),
    name        text    not null,
    -- identity, application, opinion, search, proof, answer …
    kind        text    not null,
    -- whether the applicant may fetch it
    shown       boolean not null,
    actor       text    not null,
    at_ms       bigint not null,
    primary key (request_id, n)
);
create index request_file_file on request_file (file_sm3);

-- 文书: drafted, then signed with its number
create table letter (
    id          uuid    primary key,
    organ_id    uuid    not null references organ (id),
    request_id  uuid    not null references request (id),
    kind        text    not null,
    -- JSON: what was filled in
    fields      text    not null,
    -- 文号, at its signing
    number      text,
    dated       text,
    drafted_by  text    not null,
    drafted_ms  bigint not null,
    signed_by   text,
    signed_ms   bigint,
    version     bigint not null default 0,
    unique (organ_id, number)
);
create index letter_request on letter (request_id, id);

-- the last number given in a series; given out in the act that uses it, so none is lost or doubled
create table number_series (
    organ_id    uuid    not null references organ (id),
    kind        text    not null,
    year        integer not null,
    last        bigint not null check (last > 0),
    primary key (organ_id, kind, year)
);

-- 未完成的申请: encrypted, taken up again by its code
create table application_draft (
    code_mac    bytea    primary key,
    sealed      bytea    not null,
    expires_ms  bigint not null
);
create index application_draft_expiry on application_draft (expires_ms);

-- 复议、诉讼: cases of their own, most of them about a request
create table redress (
    id          uuid    primary key,
    organ_id    uuid    not null references organ (id),
    request_id  uuid    references request (id),
    number      text    not null unique,
    -- a block of table 4
    route       text    not null,
    -- who decides it
    forum       text    not null,
    notified    text    not null,
    -- until when we have to answer
    due         text,
    answered    text,
    -- a column of table 4; null while it is pending
    outcome     text,
    concluded   text,
    notified_year integer not null,
    concluded_year integer,
    version     bigint not null default 0
);
create index redress_counted on redress (organ_id, notified_year, concluded_year, route, outcome);
create index redress_request on redress (request_id) where request_id is not null;
create index redress_open on redress (organ_id, due, id) where outcome is null;

create table redress_step (
    redress_id  uuid    not null references redress (id),
    n           integer not null check (n >= 0),
    on_date     text    not null,
    kind        text    not null,
    detail      text    not null,
    actor       text    not null,
    at_ms       bigint not null,
    primary key (redress_id, n)
);
