-- 更正与注销: a case that was registered wrongly is put right or struck, and one case is registered once; and what the office
-- writes to those who hear it.

-- who decides it and under which number, as two registrations of one case have it alike; null once the case is struck,
-- and of those that were registered twice before there was this rule: they wait for somebody who strikes one of them
alter table redress add column docket text;
update redress set docket = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(forum || '|' || case_number, ' ', ''), '　', ''), '（', '('), '）', ')'), '〔', '('), '〕', ')'), '【', '('), '】', ')'), '［', '('), '］', ')'), '[', '('), ']', ')')
where number in (select min(number) from redress group by organ_id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(forum || '|' || case_number, ' ', ''), '　', ''), '（', '('), '）', ')'), '〔', '('), '〕', ')'), '【', '('), '】', ')'), '［', '('), '］', ')'), '[', '('), ']', ')'));
create unique index redress_docket on redress (organ_id, docket);

drop index redress_open;
create index redress_open on redress (organ_id, due, id) where phase <> 'concluded' and phase <> 'cancelled';
drop index redress_counted;
create index redress_counted on redress (organ_id, notified_year, concluded_year, route, outcome)
    where phase <> 'cancelled';

-- 行政复议答复书, 行政诉讼答辩状: a letter is about a request or about a case
create table letter_anew (
    id          uuid    primary key,
    organ_id    uuid    not null references organ (id),
    request_id  uuid    references request (id),
    redress_id  uuid    references redress (id),
    kind        text    not null,
    -- JSON: what was filled in
    fields      text    not null,
    -- 文号, at its signing
    number      text,
    dated       text,
    drafted_by  text    not null,
    drafted_ms  bigint not null,
    signed_by   text,
    signed_ms   bigint,
    version     bigint not null default 0,
    unique (organ_id, number),
    check ((request_id is null) <> (redress_id is null))
);
insert into letter_anew (id, organ_id, request_id, kind, fields, number, dated, drafted_by, drafted_ms, signed_by,
        signed_ms, version)
    select id, organ_id, request_id, kind, fields, number, dated, drafted_by, drafted_ms, signed_by, signed_ms, version
    from letter;
drop table letter;
alter table letter_anew rename to letter;
create index letter_request on letter (request_id, id) where request_id is not null;
create index letter_redress on letter (redress_id, id) where redress_id is not null;
