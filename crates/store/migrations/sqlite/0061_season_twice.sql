-- 去重: which organs below count the same, identities with a blank between, and which documents or cases that is, 文号 or 编号
-- one a line; both empty of what was noted before anybody was asked
alter table season_adjustment add column organs text not null default '';
alter table season_adjustment add column papers text not null default '';
