-- 台账日志: who did what, when. Append only; each row carries the hash of the one before.

create table journal (
    seq         integer primary key,
    at_ms       integer not null,
    organ_id    blob,
    actor       text    not null,
    act         text    not null,
    object      text    not null,
    detail      text    not null,
    previous    blob    not null check (length(previous) = 32),
    hash        blob    not null unique check (length(hash) = 32)
) strict;
create index journal_object on journal (object, seq);

-- where the chain ends: cutting off its tail shows
create table journal_head (
    id          integer primary key check (id = 1),
    seq         integer not null,
    hash        blob    not null
) strict;
insert into journal_head (id, seq, hash) values (1, 0, zeroblob(32));

create trigger journal_next before insert on journal
when new.seq <> (select seq from journal_head) or exists (select 1 from journal where seq = new.seq)
begin select raise(abort, '台账日志必须逐条追加'); end;
create trigger journal_no_update before update on journal
begin select raise(abort, '台账日志不得修改'); end;
create trigger journal_no_delete before delete on journal
begin select raise(abort, '台账日志不得删除'); end;
create trigger journal_head_stays before delete on journal_head
begin select raise(abort, '台账日志不得删除'); end;
create trigger journal_head_forward before update on journal_head when new.seq < old.seq or new.seq > old.seq + 1
begin select raise(abort, '台账日志不得倒退'); end;
