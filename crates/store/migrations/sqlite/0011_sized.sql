-- What lists and counts ask for at the size of a large office, each from an index alone.

-- the work list, and how much of it presses in which way
drop index request_open;
create index request_open on request (organ_id, due, id, officer_id, stage, waits, provisional) where stage <> 'file';
-- table 3: what ended in a year
drop index request_counted;
create index request_ended on request (organ_id, ended_year, received_year, applicant, decision, id);
-- what is open, or went over the end of its year: little, however long the register
create index request_carried on request (organ_id, received_year, ended_year, applicant, decision, id)
where ended_year is null or ended_year > received_year;
-- what came in a year
create index request_came on request (organ_id, received_year, applicant, id);
