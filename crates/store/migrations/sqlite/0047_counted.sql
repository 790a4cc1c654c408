-- 平台计数: what a release counts as besides its kind, so that a year is counted without reading what was published
alter table released add column topics text not null default '';
alter table released add column form text not null default '';
alter table released add column converted integer not null default 0 check (converted in (0, 1));
update released set
    topics = coalesce((select group_concat(t.value, ' ') from json_each(released.content, '$.topics') t), ''),
    form = substr(coalesce(json_extract(content, '$.fields.form'), ''), 1, 60),
    converted = json_extract(content, '$.converted') is not null
where json_valid(content);
create index released_first on released (organ_id, first_ms, state, kind, form, topics, converted);
-- who lacks a month is asked of every organ's sums
create index monthly_figure_organ on monthly_figure (organ_id, year) where current;
