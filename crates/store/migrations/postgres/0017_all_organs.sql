-- What the year's figures of many organs together ask for, each from an index alone.

-- 用时: the year of receipt as well, which the count asks for
drop index request_used;
create index request_used on request (organ_id, ended_year, used, received_year) where ended_year is not null;
-- the requests behind a figure, the oldest of all organs first
create index request_ended_all on request (ended_year, id, organ_id, received_year, applicant, decision)
where ended_year is not null;
create index request_came_all on request (received_year, id, organ_id, applicant) where received_year is not null;
