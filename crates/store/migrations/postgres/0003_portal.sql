-- What everybody may see is listed and counted from the index alone.

create index report_portal on report (year, id)
where superseded_ms is null and visibility = 'portal' and withdrawn_ms is null;
create index report_portal_by_verdict on report (verdict, year, id)
where superseded_ms is null and visibility = 'portal' and withdrawn_ms is null;
