-- 台账: organs, files, verifications, kept reports, people, sessions, notices. One text with ../postgres but for types.
-- Ids are UUIDv7 (16 bytes here, UUID there: byte order is order of birth). Instants are UTC
-- milliseconds, dates ISO text.
-- JSON is TEXT, kept to the byte and never looked into by SQL; what is searched or counted has a column of its own.

create table organ (
    id          blob    primary key,
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
    parent_id   blob    references organ (id),
    -- its place in lists
    position    integer not null,
    -- counts saves; a stale writer loses
    version     integer not null default 0
) strict, without rowid;
create unique index organ_listed on organ (position, id);
create index organ_named on organ (name);

-- bytes by their SM3; `refs` counts the rows that point here, and at 0 the bytes go
create table file (
    sm3         blob    primary key check (length(sm3) = 32),
    size        integer not null check (size between 0 and 20971520),
    media       text    not null,
    refs        integer not null check (refs >= 0),
    stored_ms   integer not null,
    bytes       blob    not null
) strict;
create index file_unheld on file (sm3) where refs = 0;

-- 核验: one drop of files behind one private link
create table verification (
    id          blob    primary key,
    -- SM3 of the link's secret: the register itself opens no link
    token_sm3   blob    not null unique,
    organ_id    blob    references organ (id),
    -- checked again after mending: the drop before
    mends_id    blob    references verification (id) on delete set null,
    created_ms  integer not null,
    -- null: somebody signed in kept it
    expires_ms  integer
) strict, without rowid;
create index verification_expiry on verification (expires_ms, id) where expires_ms is not null;
create index verification_mends on verification (mends_id) where mends_id is not null;

-- what came out of it: a row a report found, or a row a source that is no report
create table verification_item (
    verification_id blob not null references verification (id) on delete cascade,
    -- from 0, in the order of the sources
    n           integer not null check (n >= 0),
    source      text    not null,
    file_sm3    blob    not null references file (sm3),
    agency      text,
    year        integer,
    edition     text,
    fails       integer not null,
    unsures     integer not null,
    notes       integer not null,
    unassessed  integer not null,
    unread      integer not null,
    -- gongkai.report/1
    report      text    not null,
    primary key (verification_id, n)
) strict;
create index verification_item_file on verification_item (file_sm3);

-- 年报: one row a revision; `superseded_ms` is null on the one that counts
create table report (
    id          blob    primary key,
    organ_id    blob    not null references organ (id),
    year        integer not null,
    edition     text,
    -- pass, note, unsure, fail: the worst thing found, as the caller judged it
    verdict     text    not null check (verdict in ('pass', 'note', 'unsure', 'fail')),
    fails       integer not null,
    unsures     integer not null,
    notes       integer not null,
    unassessed  integer not null,
    unread      integer not null,
    source      text    not null,
    file_sm3    blob    not null references file (sm3),
    -- desk: staff only; portal: released to everybody
    visibility  text    not null check (visibility in ('desk', 'portal')),
    kept_by     text    not null,
    kept_ms     integer not null,
    superseded_ms integer,
    -- a tombstone has its reason
    withdrawn_ms  integer,
    withdrawn_why text  check ((withdrawn_ms is null) = (withdrawn_why is null)),
    version     integer not null default 0,
    -- projections of `report`, for charts over years: written with it, rebuilt by Act::rebuild_series
    received    integer,
    carried_in  integer,
    handled     integer,
    granted     integer,
    partial     integer,
    denied      integer,
    unable      integer,
    rejected    integer,
    other       integer,
    carried_out integer,
    reviews     integer,
    reviews_corrected   integer,
    lawsuits    integer,
    lawsuits_corrected  integer,
    -- gongkai.report/1
    report      text    not null
) strict;
create unique index report_current on report (organ_id, year) where superseded_ms is null;
create index report_by_year on report (year, id) where superseded_ms is null;
create index report_by_verdict on report (verdict, year, id) where superseded_ms is null;
create index report_file on report (file_sm3);

-- a person's confirm or dismiss of a finding; outlives re-reading because it hangs on the fingerprint
create table ruling (
    organ_id    blob    not null references organ (id),
    year        integer not null,
    fingerprint text    not null,
    code        text    not null,
    ruling      text    not null check (ruling in ('confirmed', 'dismissed')),
    why         text    not null,
    ruled_by    text    not null,
    ruled_ms    integer not null,
    primary key (organ_id, year, fingerprint)
) strict, without rowid;

create table person (
    id          blob    primary key,
    organ_id    blob    references organ (id),
    -- 账号
    name        text    not null unique check (name <> ''),
    full_name   text    not null,
    role        text    not null,
    -- a PHC string; never the password
    password    text    not null,
    must_change integer not null check (must_change in (0, 1)),
    failures    integer not null default 0,
    locked_until_ms integer,
    last_signin_ms  integer,
    disabled_ms integer,
    created_ms  integer not null,
    version     integer not null default 0
) strict, without rowid;

-- technical state, not a record of the office: no journal rows
create table session (
    -- SM3 of the cookie's secret
    id_sm3      blob    primary key,
    data        blob    not null,
    expires_ms  integer not null
) strict, without rowid;
create index session_expiry on session (expires_ms);

-- 放假通知: a year's notice, and later versions of it
create table notice (
    year        integer not null,
    published   text    not null check (published like '____-__-__'),
    text        text    not null,
    loaded_ms   integer not null,
    primary key (year, published)
) strict, without rowid;

-- facts about this register itself
create table setting (
    key         text    primary key,
    value       text    not null
) strict, without rowid;
