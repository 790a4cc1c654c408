-- An act of many rows moves the head once, by their number; each row must still follow the one before.

create or replace function journal_next() returns trigger language plpgsql as
$$ begin
    if new.seq > (select seq from journal_head)
        or (new.seq > 1 and new.previous is distinct from (select hash from journal where seq = new.seq - 1)) then
        raise exception '台账日志必须逐条追加';
    end if;
    return new;
end $$;

drop trigger journal_head_forward on journal_head;
create trigger journal_head_forward before update on journal_head for each row
when (new.seq < old.seq) execute function journal_refuse();
