-- 找错: on any public page, and not in what is published alone
create table mistake_anew (
    id          blob    primary key,
    -- who answers
    organ_id    blob    not null references organ (id),
    publication_id blob references publication (id),
    -- the path within the site, where it is on a page that is no publication
    page        text,
    number      text    not null unique,
    -- of the inquiry code, which is nowhere
    code_mac    blob    not null,
    -- where in it, and what is wrong
    place       text    not null,
    words       text    not null,
    -- how to reach whoever found it; null where nothing was said, and once it was erased
    sealed      blob,
    arrived     text    not null,
    registered_ms integer not null,
    -- 答复期限: the third working day
    due         text,
    provisional integer not null check (provisional in (0, 1)),
    -- a word of the law crate; null while it is open
    outcome     text,
    answer      text    not null default '',
    answered    text,
    answered_ms integer,
    answered_by text    not null default '',
    version     integer not null default 0,
    check ((publication_id is null) <> (page is null))
) strict, without rowid;
insert into mistake_anew (id, organ_id, publication_id, number, code_mac, place, words, sealed, arrived, registered_ms, due,
        provisional, outcome, answer, answered, answered_ms, answered_by, version)
    select id, organ_id, publication_id, number, code_mac, place, words, sealed, arrived, registered_ms, due,
        provisional, outcome, answer, answered, answered_ms, answered_by, version from mistake;
drop table mistake;
alter table mistake_anew rename to mistake;
create index mistake_open on mistake (organ_id, due, id) where outcome is null;
create index mistake_due on mistake (due, id) where outcome is null;
create index mistake_newest on mistake (organ_id, id);
create index mistake_year on mistake (organ_id, arrived);
create index mistake_publication on mistake (publication_id, id);
create index mistake_contact on mistake (answered_ms, id) where sealed is not null;
