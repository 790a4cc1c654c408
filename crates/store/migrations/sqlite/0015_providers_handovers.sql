-- 统一认证: who of the staff is whom at the identity provider; 承继: what went to the successor of a closed organ.

create table provider_account (
    issuer      text    not null check (issuer <> ''),
    subject     text    not null check (subject <> ''),
    person_id   blob    not null references person (id),
    bound_ms    integer not null,
    primary key (issuer, subject)
) strict, without rowid;
-- a person is one there
create unique index provider_account_person on provider_account (person_id, issuer);

-- 移交: by it the closed organ counts a case until that year, and the successor from then on
create table handover (
    -- of a request, a case of redress or a matter
    case_id     blob    not null,
    from_id     blob    not null references organ (id),
    to_id       blob    not null references organ (id),
    kind        text    not null check (kind in ('request', 'redress', 'matter')),
    on_date     text    not null,
    year        integer not null,
    primary key (case_id, from_id)
) strict, without rowid;
create index handover_from on handover (from_id, kind, year);
create index handover_to on handover (to_id, kind, year);
-- whom an organ succeeds
create index organ_successor on organ (successor_id) where successor_id is not null;
