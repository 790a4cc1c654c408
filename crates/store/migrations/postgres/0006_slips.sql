-- Of the certain findings, those that are slips of form and leave every figure as it is.

alter table report add column slips integer not null default 0;
alter table verification_item add column slips integer not null default 0;
