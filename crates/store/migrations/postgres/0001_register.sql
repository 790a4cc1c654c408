-- 台账: organs, files, verifications, kept reports, people, sessions, notices. One text with ../sqlite but for types.
-- Ids are UUIDv7 (UUID here, 16 bytes there: byte order is order of birth). Instants are UTC
-- milliseconds, dates ISO text.
-- JSON is TEXT, kept to the byte and never looked into by SQL; what is searched or counted has a column of its own.

create table organ (
    id          uuid    primary key,
    -- in addresses: /organs/{slug}, /reports/{slug}/{year}
    slug        text    not null unique check (slug <> ''),
    name        text    not null check (name <> ''),
    short_name  text    not null check (short_name <> ''),
    -- government, department, township …: a key of the law crate
    kind        text    not null check (kind <> ''),
    -- province, city, county, township …: a key of the law crate
    level       text    not null check (level <> ''),
    -- 统一社会信用代码
    uscc        text    unique check (length(uscc) = 18),
    -- 上级机关
    parent_id   uuid    references organ (id),
    -- its place in lists
    position    integer not null,
    -- counts saves; a stale writer loses
    version     bigint  not null default 0
);
create unique index organ_listed on organ (position, id);
create index organ_named on organ (name);

-- bytes by their SM3; `refs` counts the rows that point here, and at 0 the bytes go
create table file (
    sm3         bytea   primary key check (length(sm3) = 32),
    size        bigint  not null check (size between 0 and 20971520),
    media       text    not null,
    refs        bigint  not null check (refs >= 0),
    stored_ms   bigint not null,
    bytes       bytea   not null
);
create index file_unheld on file (sm3) where refs = 0;

-- 核验: one drop of files behind one private link
create table verification (
    id          uuid    primary key,
    -- SM3 of the link's secret: the register itself opens no link
    token_sm3   bytea   not null unique,
    organ_id    uuid    references organ (id),
    -- checked again after mending: the drop before
    mends_id    uuid    references verification (id) on delete set null,
    created_ms  bigint not null,
    -- null: somebody signed in kept it
    expires_ms  bigint
);
create index verification_expiry on verification (expires_ms, id) where expires_ms is not null;
create index verification_mends on verification (mends_id) where mends_id is not null;

-- what came out of it: a row a report found, or a row a source that is no report
create table verification_item (
    verification_id uuid not null references verification (id) on delete cascade,
    -- from 0, in the order of the sources
    n           integer not null check (n >= 0),
    source      text    not null,
    file_sm3    bytea   not null references file (sm3),
    agency      text,
    year        smallint,
    edition     text,
    fails       integer not null,
    unsures     integer not null,
    notes       integer not null,
    unassessed  integer not null,
    unread      integer not null,
    -- gongkai.report/1
    report      text    not null,
    primary key (verification_id, n)
);
create index verification_item_file on verification_item (file_sm3);

-- 年报: one row a revision; `superseded_ms` is null on the one that counts
create table report (
    id          uuid    primary key,
    organ_id    uuid    not null references organ (id),
    year        smallint not null,
    edition     text,
    -- pass, note, unsure, fail: the worst thing found, as the caller judged it
    verdict     text    not null check (verdict in ('pass', 'note', 'unsure', 'fail')),
    fails       integer not null,
    unsures     integer not null,
    notes       integer not null,
    unassessed  integer not null,
    unread      integer not null,
    source      text    not null,
    file_sm3    bytea   not null references file (sm3),
    -- desk: staff only; portal: released to everybody
    visibility  text    not null check (visibility in ('desk', 'portal')),
    kept_by     text    not null,
    kept_ms     bigint not null,
    superseded_ms bigint,
    -- a tombstone has its reason
    withdrawn_ms  bigint,
    withdrawn_why text  check ((withdrawn_ms is null) = (withdrawn_why is null)),
    version     bigint  not null default 0,
    -- projections of `report`, for charts over years: written with it, rebuilt by Act::rebuild_series
    received    bigint,
    carried_in  bigint,
    handled     bigint,
    granted     bigint,
    partial     bigint,
    denied      bigint,
    unable      bigint,
    rejected    bigint,
    other       bigint,
    carried_out bigint,
    reviews     bigint,
    reviews_corrected   bigint,
    lawsuits    bigint,
    lawsuits_corrected  bigint,
    -- gongkai.report/1
    report      text    not null
);
create unique index report_current on report (organ_id, year) where superseded_ms is null;
create index report_by_year on report (year, id) where superseded_ms is null;
create index report_by_verdict on report (verdict, year, id) where superseded_ms is null;
create index report_file on report (file_sm3);

-- a person's confirm or dismiss of a finding; outlives re-reading because it hangs on the fingerprint
create table ruling (
    organ_id    uuid    not null references organ (id),
    year        smallint not null,
    fingerprint text    not null,
    code        text    not null,
    ruling      text    not null check (ruling in ('confirmed', 'dismissed')),
    why         text    not null,
    ruled_by    text    not null,
    ruled_ms    bigint not null,
    primary key (organ_id, year, fingerprint)
);

create table person (
    id          uuid    primary key,
    organ_id    uuid    references organ (id),
    -- 账号
    name        text    not null unique check (name <> ''),
    full_name   text    not null,
    role        text    not null,
    -- a PHC string; never the password
    password    text    not null,
    must_change boolean not null,
    failures    integer not null default 0,
    locked_until_ms bigint,
    last_signin_ms  bigint,
    disabled_ms bigint,
    created_ms  bigint not null,
    version     bigint  not null default 0
);

-- technical state, not a record of the office: no journal rows
create table session (
    -- SM3 of the cookie's secret
    id_sm3      bytea   primary key,
    data        bytea   not null,
    expires_ms  bigint not null
);
create index session_expiry on session (expires_ms);

-- 放假通知: a year's notice, and later versions of it
create table notice (
    year        smallint not null,
    published   text    not null check (published like '____-__-__'),
    text        text    not null,
    loaded_ms   bigint not null,
    primary key (year, published)
);

-- facts about this register itself
create table setting (
    key         text    primary key,
    value       text    not null
);
