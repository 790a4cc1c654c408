-- 政府信息查阅场所: where anybody reads what is public without a computer of their own (art. 25)
create table reading_place (
    id          blob    primary key,
    organ_id    blob    not null references organ (id),
    -- a word of the law crate
    kind        text    not null,
    name        text    not null,
    address     text    not null,
    hours       text    not null,
    phone       text    not null,
    -- what is there besides; may be empty
    note        text    not null,
    version     integer not null default 0
) strict, without rowid;
create index reading_place_name on reading_place (name, id);
create index reading_place_organ on reading_place (organ_id, name, id);
