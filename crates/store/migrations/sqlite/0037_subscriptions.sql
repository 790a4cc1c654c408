-- 订阅: somebody's address, sealed, and what they want to hear of. Nobody is told before they said yes by the mail
create table subscriber (
    id          blob    primary key,
    -- of the address, by which it is found and not read
    mac         blob    not null unique,
    sealed      blob    not null,
    -- what was public before this was told
    told_ms     integer not null
) strict, without rowid;
create index subscriber_told on subscriber (told_ms, id);

create table subscription (
    subscriber_id blob not null references subscriber (id),
    -- topic, organ, search; the key of a category, the address of an organ, the words of a search
    kind        text    not null,
    what        text    not null,
    asked_ms    integer not null,
    confirmed_ms integer,
    primary key (subscriber_id, kind, what)
) strict, without rowid;
create index subscription_open on subscription (asked_ms) where confirmed_ms is null;
