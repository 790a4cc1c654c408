-- 编制: an organ's report of a year in work
create table compilation (
    id          uuid    primary key,
    organ_id    uuid    not null references organ (id),
    year        smallint not null,
    -- the edition of the form: 2021 or 2019
    edition     text    not null,
    -- 编制范围: self, departments, region
    scope       text    not null,
    -- JSON: what was written and chosen
    content     text    not null,
    -- what its steps fold to: where the draft stands, how the whole stands, whether a version is public
    stage       text    not null,
    state       text    not null,
    published   boolean not null,
    revision    integer not null,
    -- who wrote at it in this round, as the journal names them, parted by blanks
    editors     text    not null,
    -- findings of the last check: certain ones that nobody let pass, and doubtful ones
    fails       integer not null,
    unsures     integer not null,
    created_ms  bigint  not null,
    changed_ms  bigint  not null,
    steps       integer not null,
    version     bigint not null default 0,
    unique (organ_id, year)
);
create index compilation_year on compilation (year, state, organ_id);

create table compilation_step (
    compilation_id uuid not null references compilation (id),
    n           integer not null,
    on_date     text    not null,
    kind        text    not null,
    detail      text    not null,
    actor       text    not null,
    at_ms       bigint  not null,
    primary key (compilation_id, n)
);

-- 定本: a version as it was handed in, from which every edition of it is written for ever
create table compilation_copy (
    compilation_id uuid not null references compilation (id),
    -- the step with which it was handed in: what was sent up and came back stays as it was
    n           integer not null,
    revision    integer not null,
    -- gongkai.report/1, kept to the byte
    report      text    not null,
    -- JSON: what each number is bound to, what was let pass and by whom, what was added up
    proof       text    not null,
    at_ms       bigint  not null,
    primary key (compilation_id, n)
);
