-- 没有写完、填齐的: what keeps a report back and is no error of the checks, counted apart from them with the next save.
alter table compilation add column gaps integer not null default 0;
