-- 平台计数: what a release counts as besides its kind, so that a year is counted without reading what was published
alter table released add column topics text not null default '';
alter table released add column form text not null default '';
alter table released add column converted boolean not null default false;
update released set
    topics = coalesce((select string_agg(t.value, ' ')
        from json_array_elements_text(coalesce(content::json -> 'topics', '[]'::json)) t (value)), ''),
    form = substr(coalesce(content::json #>> '{fields,form}', ''), 1, 60),
    converted = content::json #>> '{converted}' is not null
where content like '{%';
create index released_first on released (organ_id, first_ms, state, kind, form, topics, converted);
-- who lacks a month is asked of every organ's sums
create index monthly_figure_organ on monthly_figure (organ_id, year) where current;
