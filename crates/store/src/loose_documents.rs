//! 对不上的文件: what the first block of table 2 does not count as it stands, or counts by a word that does not hold, and what
//! explains nothing that is public.

use crate::{Civil, Db, Moment, OrganId, PublicationId, Result, Scope, db::on, reports::words, scope::within};

words! {
    /// 为什么对不上
    Looseness {
        /// Public without 成文日期: no year counts it as issued.
        Undated = "undated",
        /// Formed in the year and not public yet.
        Unpublished = "unpublished",
        /// 规范性文件 without 文号.
        Unnumbered = "unnumbered",
        /// Its 文号 stands on another public document of the same organ.
        NumberTwice = "number_twice",
        /// Said to be repealed, and no day is known on which it was.
        RepealedUndated = "repealed_undated",
        /// Repeals or replaces what is not public here.
        RepealsUnknown = "repeals_unknown",
        /// Speaks of a repeal in its title and names nothing that it repeals.
        RepealsNothing = "repeals_nothing",
        /// Its term is over and its 有效性 says otherwise, or nothing.
        Lapsed = "lapsed",
        /// 解读 that is joined to no document.
        ExplainsNothing = "explains_nothing",
        /// 解读 whose documents are all not public, never were or were taken back.
        ExplainsWithdrawn = "explains_withdrawn",
    }
}

/// 对不上的文件, once for each reason.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LooseDocument {
    /// Its identity.
    pub id: PublicationId,
    /// Whose.
    pub organ_id: OrganId,
    /// Its title.
    pub title: String,
    /// 成文日期; `None` where nobody wrote it down.
    pub formed: Option<Civil>,
    /// Why it is here.
    #[sqlx(try_from = "String")]
    pub why: Looseness,
    /// How many rows there are in all, listed or not.
    pub found: i64,
}

/// 一年: of which time documents are looked at.
#[derive(Clone, Copy, Debug)]
pub struct YearOfDocuments {
    /// Its first day, and the last one that has come.
    pub days: (Civil, Civil),
    /// From when on until before when what was published for the first time belongs to it.
    pub span: (Moment, Moment),
}

/// What of the register can be loose, read once: `is_document` parts what table 2 counts from what only points to it.
const READ: &str = "select r.publication_id as id, r.organ_id, r.kind, r.title, r.formed, r.number_key, r.valid_until, \
    r.repealed, r.validity, cast(";

/// The reasons, over what was read and what is in work, each with its place in the list.
const REASONS: &str = "
    select 1 as place, 'undated' as why, d.id, d.organ_id, d.title, d.formed from d
    where d.is_document = 1 and d.formed is null
    union all select 2, 'unpublished', w.id, w.organ_id, w.title, w.formed from w
    union all select 3, 'unnumbered', d.id, d.organ_id, d.title, d.formed from d
    where d.kind = 'normative' and d.number_key = '' and d.formed >= d.first_day and d.formed <= d.last_day
    union all select 4, 'number_twice', d.id, d.organ_id, d.title, d.formed from d
    where d.is_document = 1 and d.number_key <> '' and (d.formed is null or d.formed <= d.last_day)
        and (d.organ_id, d.number_key) in (
            select s.organ_id, s.number_key from d s where s.is_document = 1 and s.number_key <> ''
            group by s.organ_id, s.number_key having count(*) > 1)
    union all select 5, 'repealed_undated', d.id, d.organ_id, d.title, d.formed from d
    where d.is_document = 1 and d.repealed is null and (d.validity = 'repealed' or exists (
        select 1 from released_relation l join released s on s.publication_id = l.from_id
        where l.to_id = d.id and l.kind in ('repeals', 'replaces') and s.state = 'public'
            and (s.valid_from is null or s.valid_from <= d.last_day)))
    union all select 6, 'repeals_unknown', d.id, d.organ_id, d.title, d.formed from d
    where d.kind <> 'interpretation' and d.formed >= d.first_day and d.formed <= d.last_day and exists (
        select 1 from released_relation l left join released t on t.publication_id = l.to_id where l.from_id = d.id
            and l.kind in ('repeals', 'replaces') and (t.publication_id is null or t.state <> 'public'))
    union all select 7, 'repeals_nothing', d.id, d.organ_id, d.title, d.formed from d
    where d.kind <> 'interpretation' and d.formed >= d.first_day and d.formed <= d.last_day and d.title like '%废止%'
        and not exists (
            select 1 from released_relation l where l.from_id = d.id and l.kind in ('repeals', 'replaces'))
    union all select 8, 'lapsed', d.id, d.organ_id, d.title, d.formed from d
    where d.is_document = 1 and d.repealed is null and d.valid_until < d.last_day
        and (d.validity is null or d.validity not in ('lapsed', 'repealed'))
    union all select 9, 'explains_nothing', d.id, d.organ_id, d.title, d.formed from d
    where d.kind = 'interpretation' and not exists (
        select 1 from released_relation l where l.from_id = d.id and l.kind = 'interprets')
    union all select 10, 'explains_withdrawn', d.id, d.organ_id, d.title, d.formed from d
    where d.kind = 'interpretation' and exists (
            select 1 from released_relation l where l.from_id = d.id and l.kind = 'interprets')
        and not exists (
            select 1 from released_relation l join released t on t.publication_id = l.to_id
            where l.from_id = d.id and l.kind = 'interprets' and t.state = 'public')";

impl Db {
    /// Up to `limit` documents of these kinds that are loose in a year, with the interpretations published in it, each once
    /// for every reason; every row says how many rows there are in all.
    pub async fn loose_documents(
        &self,
        scope: Scope,
        kinds: &[&str],
        YearOfDocuments { days: (first, last), span: (from, before) }: YearOfDocuments,
        limit: i64,
    ) -> Result<Vec<LooseDocument>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("with d as materialized (");
            query.push(READ).push_bind(first).push(" as text) as first_day, cast(").push_bind(last);
            query.push(" as text) as last_day, case when r.kind in (''");
            kinds.iter().for_each(|kind| { query.push(", ").push_bind(*kind); });
            query.push(") then 1 else 0 end as is_document from released r where r.state = 'public' and (r.kind in (''");
            kinds.iter().for_each(|kind| { query.push(", ").push_bind(*kind); });
            // who repeals by a notice repeals as well
            query.push(") or r.kind = 'notice' and r.formed >= ").push_bind(first).push(" and r.formed <= ");
            query.push_bind(last).push(" or r.kind = 'interpretation' and r.first_ms >= ").push_bind(from);
            query.push(" and r.first_ms < ").push_bind(before).push(")");
            within!(query, "r.organ_id", scope);
            query.push("), w as (select p.id, p.organ_id, p.title, p.formed from publication p where not p.public
                and p.stage not in ('discarded', 'retained', 'withdrawn', 'expired') and p.kind in (''");
            kinds.iter().for_each(|kind| { query.push(", ").push_bind(*kind); });
            query.push(") and p.formed >= ").push_bind(first).push(" and p.formed <= ").push_bind(last);
            within!(query, "p.organ_id", scope);
            query.push(") select x.id, x.organ_id, x.title, x.formed, x.why, cast(count(*) over () as bigint) as found from (");
            // of those without a day the two databases would not agree at which end they stand
            query.push(REASONS).push(") x order by x.place, coalesce(x.formed, ''), x.id limit ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await
        })?)
    }
}
