-- 专题专栏: what belongs together for a time, picked one by one and by rule. Its address stays when it is over
create table special (
    id          blob    primary key,
    organ_id    blob    not null references organ (id),
    slug        text    not null unique,
    title       text    not null,
    intro       text    not null,
    -- the first and the last day
    first       text    not null,
    last        text    not null,
    -- by rule: words of the law crate parted by blanks, a category, words that are looked for; all empty for no rule
    kinds       text    not null,
    topic       text    not null,
    words       text    not null,
    -- whether only what the organ itself published
    own         integer not null check (own in (0, 1)),
    version     integer not null default 0
) strict, without rowid;
create index special_running on special (last, first, id);
create index special_newest on special (first, id);
create index special_organ on special (organ_id, first, id);

create table special_item (
    special_id  blob    not null references special (id),
    n           integer not null check (n >= 0),
    publication_id blob not null references publication (id),
    primary key (special_id, n)
) strict, without rowid;
create index special_item_publication on special_item (publication_id);

-- the latest of each kind of an organ, for its home
create index released_organ_kind on released (organ_id, kind, state, released_ms desc, publication_id desc);

-- 访问量: how often the page of a publication was opened; written in batches
create table visit (
    publication_id blob primary key references released (publication_id),
    views       integer not null
) strict, without rowid;
