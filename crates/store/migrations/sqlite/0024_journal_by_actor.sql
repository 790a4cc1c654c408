-- the auditor asks what one person did
create index journal_actor on journal (actor, seq);
