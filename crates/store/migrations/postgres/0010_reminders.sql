-- 提醒: what the night found, what waits to be sent, whom it reaches, and the same applicant's requests by their day.

drop index request_applicant;
create index request_applicant on request (applicant_mac, organ_id, arrived, id) where applicant_mac is not null;
create index request_in_work on request (id) where stage <> 'file';
create index request_internal on request (organ_id, internal_due, id) where stage <> 'file' and internal_due is not null;

-- 夜间办理: one run a day and set of notices, whichever machine begins first
create table night (
    -- in Asia/Shanghai
    day         text    not null,
    -- the holiday notices that it reckoned with
    notices     text    not null,
    -- when it began, or went on; one that is silent for long is taken over
    begun_ms    bigint not null,
    ended_ms    bigint,
    -- JSON: how much it found and did
    found       text    not null default '{}',
    primary key (day, notices)
);

-- 待发: written in the act that is the reason for it, sent by a loop. It has no address: that is looked up when it is sent
create table outbox (
    id          uuid    primary key,
    -- one of the staff, or the applicant of a request
    person_id   uuid    references person (id),
    request_id  uuid    references request (id),
    -- mail, text
    way         text    not null,
    -- what it is about, so that nothing is said twice
    about       text    not null,
    subject     text    not null,
    body        text    not null,
    born_ms     bigint not null,
    -- when it is tried next; null when it was sent or given up
    next_ms     bigint,
    tries       integer not null default 0,
    sent_ms     bigint,
    -- why it did not go
    fault       text,
    check ((person_id is null) <> (request_id is null)),
    unique (about, way)
);
create index outbox_next on outbox (next_ms, id) where next_ms is not null;
create index outbox_request on outbox (request_id) where request_id is not null;
create index outbox_person on outbox (person_id) where person_id is not null;

-- 联系方式: sealed, and by which ways somebody wants to be reminded
alter table person add column reach bytea;
alter table person add column wants text not null default '';
create index person_wants on person (id) where wants <> '';
