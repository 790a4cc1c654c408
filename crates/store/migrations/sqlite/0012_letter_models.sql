-- 文书模板: an organ's own words for a letter, every version of them; no words are the built-in ones restored
create table letter_model (
    organ_id    blob    not null references organ (id),
    model       text    not null,
    version     integer not null,
    words       text,
    actor       text    not null,
    at_ms       integer not null,
    primary key (organ_id, model, version)
) strict, without rowid;

-- past decisions of an organ, the last first
create index request_decided on request (organ_id, ended desc, id desc) where decision is not null;
