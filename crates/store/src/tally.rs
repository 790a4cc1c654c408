//! 计数: how much is public of what. Kept beside the rows by the acts that change them, in the same transaction, so that a
//! page that says how many there are does not count them.

use crate::{
    Civil, Db, OrganId, PublicationId, ReleasedFilter, Result, TopicCount,
    db::{Tx, on, on_tx},
    ids::storable,
};

/// Counts a publication in (1) or out (-1), as it stands in this moment of the act: before and after each change.
pub(crate) async fn count(tx: &mut Tx, id: PublicationId, times: i64) -> Result<()> {
    const KINDS: &str = "
        insert into released_tally (organ_id, kind, validity, year, count)
        select organ_id, kind, coalesce(validity, ''), coalesce(substr(formed, 1, 4), ''), $2 from released
        where publication_id = $1 and state = 'public'
        on conflict (kind, validity, year, organ_id) do update set count = released_tally.count + excluded.count";
    const TOPICS: &str = "
        insert into released_topic_tally (topic, organ_id, count)
        select topic, organ_id, $2 from released_topic where publication_id = $1
        on conflict (topic, organ_id) do update set count = released_topic_tally.count + excluded.count";
    for sql in [KINDS, TOPICS] {
        on_tx!(tx, c => sqlx::query(sql).bind(id).bind(times).execute(c).await.map(|_| ()))?;
    }
    Ok(())
}

/// Counts in what is new between two places in the row of changes, all of it public. It is found by its place alone: asked
/// for the state as well, SQLite without statistics looks at all that is public, with every part of a load again.
pub(crate) async fn count_between(tx: &mut Tx, (after, last): (i64, i64)) -> Result<()> {
    const KINDS: &str = "
        insert into released_tally (organ_id, kind, validity, year, count)
        select organ_id, kind, coalesce(validity, ''), coalesce(substr(formed, 1, 4), ''), count(*) from released
        where position > $1 and position <= $2 group by 1, 2, 3, 4
        on conflict (kind, validity, year, organ_id) do update set count = released_tally.count + excluded.count";
    const TOPICS: &str = "
        insert into released_topic_tally (topic, organ_id, count)
        select t.topic, t.organ_id, count(*) from released r
        join released_topic t on t.publication_id = r.publication_id
        where r.position > $1 and r.position <= $2 group by 1, 2
        on conflict (topic, organ_id) do update set count = released_topic_tally.count + excluded.count";
    for sql in [KINDS, TOPICS] {
        on_tx!(tx, c => sqlx::query(sql).bind(after).bind(last).execute(c).await.map(|_| ()))?;
    }
    Ok(())
}

/// Whether the kept counts know the answer: of organ, kind, validity and whole years of 成文日期 they do.
pub(crate) fn knows(filter: &ReleasedFilter<'_>) -> bool {
    let ReleasedFilter { organ: _, kinds: _, validity: _, topic, from, before, formed, until, theme } = filter;
    topic.is_none()
        && from.is_none()
        && before.is_none()
        && formed.is_none_or(whole)
        && until.is_none()
        && theme.is_empty()
}

/// Whether it is from the beginning of a year to the end of one.
fn whole((first, last): (Civil, Civil)) -> bool {
    first.0.day_of_year() == 1 && last.0.day_of_year() == last.0.days_in_year() && first.0.year() >= 0
}

/// The year of a day as the kept counts have it.
pub(crate) fn year(day: Civil) -> String {
    format!("{:04}", day.0.year())
}

impl Db {
    /// How much is public of each category, of one organ or of all.
    pub async fn topic_counts(&self, organ: Option<OrganId>) -> Result<Vec<TopicCount>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "select y.topic, cast(sum(y.count) as bigint) as count, \
                 (select max(t.released_ms) from released_topic t where t.topic = y.topic",
            );
            if let Some(organ) = organ {
                query.push(" and t.organ_id = ").push_bind(organ);
            }
            query.push(") as newest_ms from released_topic_tally y where y.count > 0");
            if let Some(organ) = organ {
                query.push(" and y.organ_id = ").push_bind(organ);
            }
            query.push(" group by y.topic order by y.topic").build_query_as().fetch_all(pool).await
        })?)
    }

    /// How much is public of a category, by 发布机构: its address, 简称 and how many, the most first.
    pub async fn topic_organs(&self, topic: &str) -> Result<Vec<(String, String, i64)>> {
        const SQL: &str = "
            select o.slug, o.short_name, y.count from released_topic_tally y join organ o on o.id = y.organ_id
            where y.topic = $1 and y.count > 0 order by y.count desc, o.slug";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(storable(topic)).fetch_all(pool).await)?)
    }
}
