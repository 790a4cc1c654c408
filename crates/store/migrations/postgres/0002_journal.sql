-- 台账日志: who did what, when. Append only; each row carries the hash of the one before.

create table journal (
    seq         bigint  primary key,
    at_ms       bigint  not null,
    organ_id    uuid,
    actor       text    not null,
    act         text    not null,
    object      text    not null,
    detail      text    not null,
    previous    bytea   not null check (length(previous) = 32),
    hash        bytea   not null unique check (length(hash) = 32)
);
create index journal_object on journal (object, seq);

-- where the chain ends: cutting off its tail shows
create table journal_head (
    id          integer primary key check (id = 1),
    seq         bigint  not null,
    hash        bytea   not null
);
insert into journal_head (id, seq, hash) values (1, 0, decode(repeat('00', 32), 'hex'));

create function journal_refuse() returns trigger language plpgsql as
$$ begin raise exception '台账日志只能逐条追加，不得修改、删除或倒退'; end $$;

-- the head is moved first, and that row's lock is what puts writers in line
create function journal_next() returns trigger language plpgsql as
$$ begin
    if new.seq <> (select seq from journal_head) then
        raise exception '台账日志必须逐条追加';
    end if;
    return new;
end $$;

create trigger journal_next before insert on journal for each row execute function journal_next();
create trigger journal_fixed before update or delete on journal for each row execute function journal_refuse();
create trigger journal_whole before truncate on journal for each statement execute function journal_refuse();
create trigger journal_head_stays before delete on journal_head for each row execute function journal_refuse();
create trigger journal_head_whole before truncate on journal_head for each statement execute function journal_refuse();
create trigger journal_head_forward before update on journal_head for each row
when (new.seq < old.seq or new.seq > old.seq + 1) execute function journal_refuse();
