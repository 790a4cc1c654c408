-- 暂存: files that an import has put into the register and that no record names yet; each is counted in file.refs
create table file_hold (
    -- one import
    hold        blob    not null,
    n           integer not null,
    file_sm3    blob    not null references file (sm3),
    at_ms       integer not null,
    primary key (hold, n)
) strict, without rowid;
create index file_hold_of on file_hold (file_sm3);
create index file_hold_at on file_hold (at_ms);
