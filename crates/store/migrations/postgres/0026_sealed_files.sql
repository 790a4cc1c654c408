-- 案卷文件加密: files of requests, matters and cases of redress stand sealed; `sm3` is then a name under a key that is not
-- in the register, and `size` that of what was sealed.

-- the number of the record that it is sealed for; null: a file that is not sealed
alter table file add column record text;
-- which key it is sealed under
alter table file add column vault_key integer check ((vault_key is null) = (record is null));
-- SM3 of the bytes as they stand here
alter table file add column sealed_sm3 bytea check ((sealed_sm3 is null) = (record is null));
create index file_sealed on file (sm3, vault_key) where vault_key is not null;

-- 到期销毁: archived requests whose applicant is still on record
create index request_kept on request (organ_id, archived, id) where archived is not null and sealed is not null;
