-- 暂存的额度: what may be brought without signing in; and copies of letters go that bore the applicant's name in clear.

-- 额度: files and bytes that came from one address; the name is its HMAC
create table room (
    name        blob    primary key,
    files       integer not null,
    bytes       integer not null,
    since_ms    integer not null
) strict, without rowid;
create index room_age on room (since_ms);

-- how much a drop holds, so that all of them are summed without looking at the files
alter table verification add column bytes integer not null default 0;
update verification set bytes = coalesce(
    (select sum(f.size) from verification_item i join file f on f.sm3 = i.file_sm3 where i.verification_id = verification.id), 0);

-- 文书的副本: letters are set anew from their text and from the name that is sealed, so no copy of them is kept
update file set refs = refs - (select count(*) from request_file r where r.file_sm3 = file.sm3 and r.kind = 'letter')
    where sm3 in (select file_sm3 from request_file where kind = 'letter');
delete from request_file where kind = 'letter';
delete from file where refs = 0;
