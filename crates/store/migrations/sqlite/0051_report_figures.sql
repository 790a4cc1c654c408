-- 各格数据: the figures of a kept report alone, so that a page of a thousand reports reads no thousand reports. Written with the
-- report; those kept before are filled in by Act::fill_report_figures
create table report_figures (
    report_id   blob    primary key references report (id),
    -- a line a row of the form: its address and its values; `-` for what is not known. Empty where nothing is
    figures     text    not null
) strict, without rowid;

-- who has a report of which year, and how it stands, from the index alone: a row of `report` is as long as the report
create index report_shelf on report (organ_id, year, id, file_sm3, fails, slips, unsures, notes, unassessed, unread, withdrawn_ms,
    visibility, superseded_ms) where superseded_ms is null and visibility = 'portal';
-- what everybody saw before, in its order
create index report_earlier on report (organ_id, year, visibility, superseded_ms, id, file_sm3) where superseded_ms is not null;
