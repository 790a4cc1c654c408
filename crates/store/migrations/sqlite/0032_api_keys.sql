-- 接口密钥: by which a program of an organ writes drafts. Of the key itself there is a fingerprint only.
create table api_key (
    id          blob    primary key,
    organ_id    blob    not null references organ (id),
    name        text    not null,
    -- words that the caller knows, parted by blanks
    scopes      text    not null,
    -- an HMAC of the key
    mac         blob    not null unique,
    -- who made it, and answers for what is written by it
    person_id   blob    not null references person (id),
    made_ms     integer not null,
    expires_ms  integer not null,
    -- to the minute
    used_ms     integer,
    revoked_ms  integer
) strict, without rowid;
create index api_key_organ on api_key (organ_id, id);

-- which drafts a key began: it changes no others
create table api_draft (
    publication_id blob primary key references publication (id),
    key_id      blob    not null references api_key (id)
) strict, without rowid;

-- what was answered to a request that may come again
create table api_answer (
    key_id      blob    not null references api_key (id),
    -- SM3 of the request's Idempotency-Key
    name        blob    not null,
    -- SM3 of what was asked
    asked       blob    not null,
    -- JSON
    answer      text    not null,
    at_ms       integer not null,
    primary key (key_id, name)
) strict, without rowid;
create index api_answer_at on api_answer (at_ms);
