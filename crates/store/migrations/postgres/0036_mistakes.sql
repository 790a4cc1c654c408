-- 找错: what somebody found wrong in what is published, and what they were answered
create table mistake (
    id          uuid    primary key,
    -- who answers
    organ_id    uuid    not null references organ (id),
    publication_id uuid not null references publication (id),
    number      text    not null unique,
    -- of the inquiry code, which is nowhere
    code_mac    bytea   not null,
    -- where in it, and what is wrong
    place       text    not null,
    words       text    not null,
    -- how to reach whoever found it; null where nothing was said, and once it was erased
    sealed      bytea,
    arrived     text    not null,
    registered_ms bigint  not null,
    -- 答复期限: the third working day
    due         text,
    provisional boolean not null,
    -- a word of the law crate; null while it is open
    outcome     text,
    answer      text    not null default '',
    answered    text,
    answered_ms bigint,
    answered_by text    not null default '',
    version     bigint  not null default 0
);
create index mistake_open on mistake (organ_id, due, id) where outcome is null;
create index mistake_due on mistake (due, id) where outcome is null;
create index mistake_newest on mistake (organ_id, id);
create index mistake_year on mistake (organ_id, arrived);
create index mistake_publication on mistake (publication_id, id);
create index mistake_contact on mistake (answered_ms, id) where sealed is not null;

-- 待发: besides staff and applicants whoever found a mistake, and whoever subscribed
create table outbox_anew (
    id          uuid    primary key,
    -- one of the staff, the applicant of a request, or somebody whom a word of the program names
    person_id   uuid    references person (id),
    request_id  uuid    references request (id),
    party       text,
    -- mail, text
    way         text    not null,
    -- what it is about, so that nothing is said twice
    about       text    not null,
    subject     text    not null,
    body        text    not null,
    born_ms     bigint  not null,
    -- when it is tried next; null when it was sent or given up
    next_ms     bigint,
    tries       integer not null default 0,
    sent_ms     bigint,
    -- why it did not go
    fault       text,
    check ((case when person_id is null then 0 else 1 end) + (case when request_id is null then 0 else 1 end)
        + (case when party is null then 0 else 1 end) = 1),
    unique (about, way)
);
insert into outbox_anew (id, person_id, request_id, way, about, subject, body, born_ms, next_ms, tries, sent_ms, fault)
    select id, person_id, request_id, way, about, subject, body, born_ms, next_ms, tries, sent_ms, fault from outbox;
drop table outbox;
alter table outbox_anew rename to outbox;
create index outbox_next on outbox (next_ms, id) where next_ms is not null;
create index outbox_request on outbox (request_id) where request_id is not null;
create index outbox_person on outbox (person_id) where person_id is not null;
