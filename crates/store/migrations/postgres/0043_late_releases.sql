-- 逾期发布: by when a publication had to be out that came out after it, and by how many working days; null for all others.

alter table publication add column missed text;
alter table publication add column late_days integer;

create index publication_missed on publication (organ_id, missed, id) where missed is not null;
