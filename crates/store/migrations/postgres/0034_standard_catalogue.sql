-- 基层政务公开标准目录: the rows of an organ's catalogue, and what is published for each.
create table standard_row (
    id          uuid    primary key,
    organ_id    uuid    not null references organ (id),
    -- a word of the law crate, or the organ's own name of a field
    field       text    not null,
    -- its place in the field, from 1
    place       integer not null check (place >= 1),
    -- 一级事项, 二级事项
    matter      text    not null,
    item        text    not null,
    -- 公开内容（要素）
    content     text    not null,
    basis       text    not null,
    -- 公开时限, as it is written
    term        text    not null,
    -- 公开主体
    owner       text    not null,
    -- 渠道和载体: words of the law crate, parted by blanks
    outlets     text    not null,
    -- 公开对象: empty for everybody
    audience    text    not null,
    -- 公开方式: words of the law crate, parted by blanks
    ways        text    not null,
    -- 公开层级: words of the law crate, parted by blanks
    levels      text    not null,
    changed_ms  bigint not null,
    version     bigint not null default 0,
    unique (organ_id, field, matter, item)
);
create index standard_row_place on standard_row (organ_id, field, place, id);

-- what is in work for a row; nothing public is read from here
create table standard_work (
    row_id      uuid    not null references standard_row (id) on delete cascade,
    publication_id uuid not null references publication (id),
    primary key (row_id, publication_id)
);
create index standard_work_of on standard_work (publication_id);

-- what is out for a row
create table standard_released (
    row_id      uuid    not null references standard_row (id) on delete cascade,
    publication_id uuid not null references released (publication_id),
    primary key (row_id, publication_id)
);
create index standard_released_of on standard_released (publication_id);
