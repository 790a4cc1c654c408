-- 按期办结: whether a request ended within its term, extensions included; null while it has not, and where no clock says.
alter table request add column in_time boolean;
-- 用时、延期、按期: all that is asked of what ended in a year
drop index request_used;
create index request_used on request (organ_id, ended_year, used, extended, in_time, received_year)
where ended_year is not null;
