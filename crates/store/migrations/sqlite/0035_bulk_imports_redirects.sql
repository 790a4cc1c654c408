-- 批量导入: what was brought in at once, by whom and why, and what came of it.
create table bulk_import (
    id          blob    primary key,
    organ_id    blob    not null references organ (id),
    -- the file's name
    name        text    not null,
    why         text    not null,
    items       integer not null,
    -- drafts; of an archive brought, waiting for a second person, released, refused
    state       text    not null,
    actor       text    not null,
    at_ms       integer not null,
    ended_by    text,
    ended_ms    integer,
    ended_why   text    not null default ''
) strict, without rowid;
create index bulk_import_newest on bulk_import (organ_id, id);

create table bulk_item (
    import_id   blob    not null references bulk_import (id),
    n           integer not null,
    publication_id blob not null references publication (id),
    -- 原发布日期, 原索引号
    released_on text,
    index_number text   not null,
    -- how often it was saved when it was brought: what was saved again is another text
    version     integer not null,
    primary key (import_id, n)
) strict, without rowid;
create index bulk_item_of on bulk_item (publication_id);

-- 旧地址: where a publication was on an old site
create table redirect (
    old         text    primary key,
    publication_id blob not null references publication (id),
    actor       text    not null,
    at_ms       integer not null
) strict, without rowid;
create index redirect_of on redirect (publication_id);
