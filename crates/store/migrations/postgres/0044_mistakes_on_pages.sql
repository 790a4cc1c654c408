-- 找错: on any public page, and not in what is published alone
alter table mistake alter column publication_id drop not null;
-- the path within the site, where it is on a page that is no publication
alter table mistake add column page text;
alter table mistake add constraint mistake_spot check ((publication_id is null) <> (page is null));
