-- 更正告知书, 转送告知书, 投诉举报处理告知书: a letter is about a request, a case, or a complaint or correction
create table letter_anew (
    id          blob    primary key,
    organ_id    blob    not null references organ (id),
    request_id  blob    references request (id),
    redress_id  blob    references redress (id),
    matter_id   blob    references matter (id),
    kind        text    not null,
    -- JSON: what was filled in
    fields      text    not null,
    -- 文号, at its signing
    number      text,
    dated       text,
    drafted_by  text    not null,
    drafted_ms  integer not null,
    signed_by   text,
    signed_ms   integer,
    version     integer not null default 0,
    unique (organ_id, number),
    check ((case when request_id is null then 0 else 1 end) + (case when redress_id is null then 0 else 1 end)
        + (case when matter_id is null then 0 else 1 end) = 1)
) strict, without rowid;
insert into letter_anew (id, organ_id, request_id, redress_id, kind, fields, number, dated, drafted_by, drafted_ms,
        signed_by, signed_ms, version)
    select id, organ_id, request_id, redress_id, kind, fields, number, dated, drafted_by, drafted_ms, signed_by, signed_ms,
        version
    from letter;
drop table letter;
alter table letter_anew rename to letter;
create index letter_request on letter (request_id, id) where request_id is not null;
create index letter_redress on letter (redress_id, id) where redress_id is not null;
-- how a matter ended is told once
create unique index letter_matter on letter (matter_id) where matter_id is not null;
