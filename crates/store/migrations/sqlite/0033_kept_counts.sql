-- 计数: how much is public of what, counted up and down in the acts that change it, so that no page counts a million rows
create table released_tally (
    organ_id    blob    not null references organ (id),
    kind        text    not null,
    -- empty for a kind that has none
    validity    text    not null,
    -- of 成文日期; empty where there is none
    year        text    not null,
    count       integer not null,
    primary key (kind, validity, year, organ_id)
) strict, without rowid;
insert into released_tally (organ_id, kind, validity, year, count)
select organ_id, kind, coalesce(validity, ''), coalesce(substr(formed, 1, 4), ''), count(*) from released
where state = 'public' group by 1, 2, 3, 4;

create table released_topic_tally (
    topic       text    not null,
    organ_id    blob    not null references organ (id),
    count       integer not null,
    primary key (topic, organ_id)
) strict, without rowid;
insert into released_topic_tally (topic, organ_id, count)
select topic, organ_id, count(*) from released_topic group by 1, 2;

-- what ends soon is counted and listed from the index alone
create index released_ending on released (kind, state, valid_until);

-- counted up by every act that may change what visitors see: whoever keeps pages asks for this one row
create table public_head (
    id          integer primary key check (id = 1),
    version     integer not null
) strict;
insert into public_head (id, version) values (1, 0);
