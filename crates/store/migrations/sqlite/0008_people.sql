-- 职责: what somebody may do is a set of roles, some of them for a while in another's stead; a second proof at sign-in;
-- wrong passwords counted by the place they come from.

create table person_role (
    person_id   blob    not null references person (id),
    -- a word of the office: officer, signer, system …
    role        text    not null check (role <> ''),
    primary key (person_id, role)
) strict, without rowid;
-- the local administrator of a register from before
insert into person_role (person_id, role) select id, 'system' from person;
alter table person drop column role;

-- 动态码: the authenticator's secret, encrypted; `totp_used` is the last step of 30 seconds that was taken
alter table person add column totp blob;
alter table person add column totp_used integer not null default 0;
-- when the password was chosen, and from where they last signed in
alter table person add column password_ms integer not null default 0;
alter table person add column last_signin_from text;
update person set password_ms = created_ms;

-- passwords from before, so that none comes back
create table person_password (
    person_id   blob    not null references person (id),
    set_ms      integer not null,
    password    text    not null,
    primary key (person_id, set_ms)
) strict, without rowid;

-- where somebody signed in from, or tried to
create table signin_place (
    person_id   blob    not null references person (id),
    address     text    not null,
    failures    integer not null,
    locked_until_ms integer,
    -- when it last went well; such a place stays open while the account is locked elsewhere
    proven_ms   integer,
    at_ms       integer not null,
    primary key (person_id, address)
) strict, without rowid;

-- 代签: who may do what of whom, and for how long
create table delegation (
    id          blob    primary key,
    -- 委托人 and 受托人, both of this organ
    organ_id    blob    not null references organ (id),
    principal_id blob   not null references person (id),
    deputy_id   blob    not null references person (id) check (deputy_id <> principal_id),
    role        text    not null,
    from_date   text    not null,
    until_date  text    not null,
    why         text    not null,
    noted_by    text    not null,
    noted_ms    integer not null,
    -- ended before its time
    ended_ms    integer
) strict, without rowid;
create index delegation_deputy on delegation (deputy_id, until_date);
create index delegation_organ on delegation (organ_id, id);

-- 公开工作机构, and the organ that took over
alter table organ add column office text not null default '';
alter table organ add column successor_id blob references organ (id);
