-- 申请人一侧: wrong codes, counted; 投诉举报 and 更正申请, which are cases of their own and no requests: table 3 never
-- counts them.

-- wrong codes of the last minutes; the name is an HMAC of where they came from
create table wrong_code (
    name        bytea   primary key,
    wrong       integer not null,
    since_ms    bigint not null
);
create index wrong_code_age on wrong_code (since_ms);

-- 事项
create table matter (
    id          uuid    primary key,
    -- who handles it
    organ_id    uuid    not null references organ (id),
    -- complaint or correction
    kind        text    not null,
    -- QINGHE-TS-2026-0003
    number      text    not null unique,
    -- HMAC of the inquiry code under a key that is not in the register
    code_mac    bytea   not null,
    -- whom a complaint is about; of a correction the organ whose record is wrong
    about_id    uuid    not null references organ (id),
    -- what a complaint is about, a word of the law crate; empty for a correction
    ground      text    not null,
    -- the request that it is about, as somebody typed its number; may be empty
    request_number text not null,
    title       text    not null,
    -- what somebody says, as they put it
    words       text    not null,
    -- who, and how to reach them: encrypted; null when they gave no name, or when erased
    sealed      bytea,
    arrived     text    not null,
    registered_ms bigint not null,
    -- folded from the steps
    stage       text    not null,
    due         text,
    outcome     text,
    ended       text,
    -- whether the organ complained about was asked: from then on it sees what it was asked
    asked       boolean not null,
    steps       integer not null,
    -- counts saves; a stale writer loses
    version     bigint not null default 0
);
create index matter_open on matter (organ_id, due, id) where ended is null;
create index matter_recent on matter (organ_id, id);
create index matter_asked on matter (about_id, id) where asked;

create table matter_step (
    matter_id   uuid    not null references matter (id),
    n           integer not null check (n >= 0),
    on_date     text    not null,
    -- a word of the law crate
    kind        text    not null,
    -- JSON: what belongs to it
    detail      text    not null,
    actor       text    not null,
    at_ms       bigint not null,
    primary key (matter_id, n)
);

create table matter_file (
    matter_id   uuid    not null references matter (id),
    n           integer not null check (n >= 0),
    file_sm3    bytea   not null references file (sm3),
    name        text    not null,
    -- evidence, account
    kind        text    not null,
    shown       boolean not null,
    actor       text    not null,
    at_ms       bigint not null,
    primary key (matter_id, n)
);
create index matter_file_file on matter_file (file_sm3);
