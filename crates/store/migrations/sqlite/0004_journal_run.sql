-- An act of many rows moves the head once, by their number; each row must still follow the one before.

drop trigger journal_next;
create trigger journal_next before insert on journal
when new.seq > (select seq from journal_head)
    or exists (select 1 from journal where seq = new.seq)
    or (new.seq > 1 and new.previous is not (select hash from journal where seq = new.seq - 1))
begin select raise(abort, '台账日志必须逐条追加'); end;

drop trigger journal_head_forward;
create trigger journal_head_forward before update on journal_head when new.seq < old.seq
begin select raise(abort, '台账日志不得倒退'); end;
