-- 订阅: somebody's address, sealed, and what they want to hear of. Nobody is told before they said yes by the mail
create table subscriber (
    id          uuid    primary key,
    -- of the address, by which it is found and not read
    mac         bytea    not null unique,
    sealed      bytea    not null,
    -- what was public before this was told
    told_ms     bigint not null
);
create index subscriber_told on subscriber (told_ms, id);

create table subscription (
    subscriber_id uuid not null references subscriber (id),
    -- topic, organ, search; the key of a category, the address of an organ, the words of a search
    kind        text    not null,
    what        text    not null,
    asked_ms    bigint not null,
    confirmed_ms bigint,
    primary key (subscriber_id, kind, what)
);
create index subscription_open on subscription (asked_ms) where confirmed_ms is null;
