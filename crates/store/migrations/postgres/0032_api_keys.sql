-- 接口密钥: by which a program of an organ writes drafts. Of the key itself there is a fingerprint only.
create table api_key (
    id          uuid    primary key,
    organ_id    uuid    not null references organ (id),
    name        text    not null,
    -- words that the caller knows, parted by blanks
    scopes      text    not null,
    -- an HMAC of the key
    mac        bytea   not null unique,
    -- who made it, and answers for what is written by it
    person_id   uuid    not null references person (id),
    made_ms     bigint not null,
    expires_ms  bigint not null,
    -- to the minute
    used_ms     bigint,
    revoked_ms  bigint
);
create index api_key_organ on api_key (organ_id, id);

-- which drafts a key began: it changes no others
create table api_draft (
    publication_id uuid primary key references publication (id),
    key_id      uuid    not null references api_key (id)
);

-- what was answered to a request that may come again
create table api_answer (
    key_id      uuid    not null references api_key (id),
    -- SM3 of the request's Idempotency-Key
    name       bytea   not null,
    -- SM3 of what was asked
    asked      bytea   not null,
    -- JSON
    answer      text    not null,
    at_ms       bigint not null,
    primary key (key_id, name)
);
create index api_answer_at on api_answer (at_ms);
