-- 主动公开: publications as they are worked on, and apart from them what everybody sees. Nothing public is read from the
-- first three tables.
create table publication (
    id          blob    primary key,
    organ_id    blob    not null references organ (id),
    -- a word of the law crate
    kind        text    not null,
    title       text    not null,
    -- JSON: all that was written
    content     text    not null,
    -- 公开属性: a word of the law crate
    attribute   text    not null,
    -- 成文日期, from which the term runs
    formed      text,
    -- 公开期限; null once it is out
    due         text,
    provisional integer not null check (provisional in (0, 1)),
    -- what the steps fold to
    stage       text    not null,
    public      integer not null check (public in (0, 1)),
    -- 再评估: when it is to be looked at again. Art. 18
    reassess    text,
    -- who wrote at it in this round, as the journal names them, parted by blanks
    editors     text    not null,
    author_id   blob    references person (id),
    created_ms  integer not null,
    changed_ms  integer not null,
    steps       integer not null,
    version     integer not null default 0
) strict, without rowid;
create index publication_stage on publication (organ_id, stage, due, id);
create index publication_newest on publication (organ_id, id);
create index publication_due on publication (due, id) where due is not null;
create index publication_reassess on publication (reassess, id) where reassess is not null;

create table publication_step (
    publication_id blob not null references publication (id),
    n           integer not null check (n >= 0),
    on_date     text    not null,
    -- a word of the law crate
    kind        text    not null,
    -- JSON: what belongs to it
    detail      text    not null,
    actor       text    not null,
    at_ms       integer not null,
    primary key (publication_id, n)
) strict, without rowid;

create table publication_file (
    publication_id blob not null references publication (id),
    n           integer not null check (n >= 0),
    file_sm3    blob    not null references file (sm3),
    -- the same without what no reader sees: authors, comments, where a picture was taken. Null until it was looked through
    clean_sm3   blob    references file (sm3),
    name        text    not null,
    actor       text    not null,
    at_ms       integer not null,
    primary key (publication_id, n)
) strict, without rowid;
create index publication_file_file on publication_file (file_sm3);
create index publication_file_clean on publication_file (clean_sm3) where clean_sm3 is not null;

-- where the row of changes stands; a row that is counted up in the act, so that its order is that of the commits
create table released_head (
    id          integer primary key check (id = 1),
    position    integer not null
) strict;
insert into released_head (id, position) values (1, 0);

-- 公开信息: one row for each that was ever public
create table released (
    publication_id blob primary key references publication (id),
    organ_id    blob    not null references organ (id),
    -- 索引号, never used again
    index_number text   not null unique,
    kind        text    not null,
    title       text    not null,
    summary     text    not null,
    -- JSON: all of it, as it was reviewed
    content     text    not null,
    -- which release this is, from 1
    n           integer not null check (n >= 1),
    -- public, withdrawn, expired
    state       text    not null,
    -- why it is not public any more
    why         text    not null default '',
    formed      text,
    -- 文号, and what is left of it without its brackets and blanks
    number      text    not null,
    number_key  text    not null,
    -- 效力: the days it hangs on, and what they make today
    valid_from  text,
    valid_until text,
    amended     text,
    repealed    text,
    validity    text,
    -- the next day on which the validity changes by itself
    changes     text,
    -- 公示期满: the last day
    expires     text,
    first_ms    integer not null,
    released_ms integer not null,
    -- when it was withdrawn or expired
    ended_ms    integer,
    -- its place in the row of changes
    position    integer not null unique
) strict, without rowid;
create index released_newest on released (state, released_ms desc, publication_id desc);
create index released_organ on released (organ_id, state, released_ms desc, publication_id desc);
create index released_kind on released (kind, state, released_ms desc, publication_id desc);
create index released_number on released (number_key) where number_key <> '';
create index released_changes on released (changes) where changes is not null;
create index released_expires on released (expires) where expires is not null;

-- 版本: what each release said
create table released_past (
    publication_id blob not null references publication (id),
    n           integer not null,
    content     text    not null,
    released_ms integer not null,
    -- taken back: kept for the office, shown to nobody outside
    hidden      integer not null default 0 check (hidden in (0, 1)),
    primary key (publication_id, n)
) strict, without rowid;

-- 主动公开类别 of what is public
create table released_topic (
    topic       text    not null,
    organ_id    blob    not null references organ (id),
    released_ms integer not null,
    publication_id blob not null references released (publication_id),
    primary key (topic, organ_id, released_ms, publication_id)
) strict, without rowid;
create index released_topic_newest on released_topic (topic, released_ms, publication_id);
create index released_topic_of on released_topic (publication_id);

create table released_file (
    publication_id blob not null references released (publication_id),
    n           integer not null check (n >= 0),
    file_sm3    blob    not null references file (sm3),
    name        text    not null,
    primary key (publication_id, n)
) strict, without rowid;
create index released_file_file on released_file (file_sm3);

-- 关联: a document and its interpretations, what it amends, repeals, replaces
create table released_relation (
    from_id     blob    not null references released (publication_id),
    to_id       blob    not null references publication (id),
    -- a word of the law crate
    kind        text    not null,
    primary key (from_id, to_id, kind)
) strict, without rowid;
create index released_relation_to on released_relation (to_id, kind);
