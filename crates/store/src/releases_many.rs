//! 成批发布: what everybody is to see of publications that were never out here, many at once; the rows are those that one
//! release after the other would have written.

use sqlx::QueryBuilder;

use crate::{
    Error, Moment, OrganId, PublicationId, Release, Result,
    db::{Tx, on_tx},
    ids::storable,
    tally,
};

/// One of them, as released at an instant.
pub(crate) struct Out<'a> {
    pub(crate) id: PublicationId,
    pub(crate) organ: OrganId,
    pub(crate) release: &'a Release<'a>,
    pub(crate) at: Moment,
}

/// Publications a statement, by what one may bind: PostgreSQL's 65,535 and SQLite's 32,766.
const PART: usize = 400;
/// What hangs on them.
const JOINED: usize = 2_000;

/// Everybody sees these from the commit on. Their files are counted for them already.
pub(crate) async fn write_many(tx: &mut Tx, rows: &[Out<'_>]) -> Result<()> {
    for part in rows.chunks(PART) {
        let places = write_heads(tx, part).await?;
        write_topics(tx, part).await?;
        write_files(tx, part).await?;
        write_relations(tx, part).await?;
        tally::count_between(tx, places).await?;
    }
    Ok(())
}

/// Gives the places in the row of changes between which they are.
async fn write_heads(tx: &mut Tx, rows: &[Out<'_>]) -> Result<(i64, i64)> {
    const HEAD: &str = "update released_head set position = position + $1 where id = 1 returning position";
    const SQL: &str = "
        insert into released (publication_id, organ_id, index_number, kind, title, summary, content, n, state, formed,
            number, number_key, valid_from, valid_until, amended, repealed, validity, changes, expires, first_ms,
            released_ms, position, topics, form, converted) ";
    const PAST: &str = "insert into released_past (publication_id, n, content, released_ms) ";
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let last: i64 = on_tx!(tx, c => sqlx::query_scalar(HEAD).bind(count).fetch_one(c).await)?;
    on_tx!(tx, c => {
        let mut query = QueryBuilder::new(SQL);
        query.push_values(rows.iter().zip(last - count + 1..), |mut row, (one, position)| {
            let (out, life) = (one.release, one.release.life);
            row.push_bind(one.id).push_bind(one.organ).push_bind(storable(out.index_number)).push_bind(out.kind);
            row.push_bind(storable(out.title)).push_bind(storable(out.summary)).push_bind(storable(out.content));
            row.push_bind(1_i32).push_bind("public").push_bind(out.formed).push_bind(storable(out.number));
            row.push_bind(storable(out.number_key)).push_bind(life.from).push_bind(life.until);
            row.push_bind(life.amended).push_bind(life.repealed).push_bind(life.validity).push_bind(life.changes);
            row.push_bind(out.expires).push_bind(one.at).push_bind(one.at).push_bind(position);
            row.push_bind(out.topics.join(" ")).push_bind(storable(out.form)).push_bind(out.converted);
        });
        query.build().execute(c).await.map(|_| ())
    })
    .map_err(|error| Error::taken(error, "索引号"))?;
    on_tx!(tx, c => {
        let mut query = QueryBuilder::new(PAST);
        query.push_values(rows, |mut row, one| {
            row.push_bind(one.id).push_bind(1_i32).push_bind(storable(one.release.content)).push_bind(one.at);
        });
        query.build().execute(c).await.map(|_| ())
    })?;
    Ok((last - count, last))
}

async fn write_topics(tx: &mut Tx, rows: &[Out<'_>]) -> Result<()> {
    const SQL: &str = "insert into released_topic (topic, organ_id, released_ms, publication_id) ";
    let topics: Vec<_> =
        rows.iter().flat_map(|one| one.release.topics.iter().map(move |topic| (*topic, one))).collect();
    for some in topics.chunks(JOINED) {
        on_tx!(tx, c => {
            let mut query = QueryBuilder::new(SQL);
            query.push_values(some, |mut row, (topic, one)| {
                row.push_bind(*topic).push_bind(one.organ).push_bind(one.at).push_bind(one.id);
            });
            query.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

async fn write_files(tx: &mut Tx, rows: &[Out<'_>]) -> Result<()> {
    const SQL: &str = "insert into released_file (publication_id, n, file_sm3, name) ";
    let files: Vec<_> = rows
        .iter()
        .flat_map(|one| (0_i32..).zip(one.release.files).map(|(n, (name, sm3))| (one.id, n, *sm3, *name)))
        .collect();
    for some in files.chunks(JOINED) {
        on_tx!(tx, c => {
            let mut query = QueryBuilder::new(SQL);
            query.push_values(some, |mut row, (id, n, sm3, name)| {
                row.push_bind(*id).push_bind(*n).push_bind(sm3.bytes()).push_bind(storable(name));
            });
            query.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

async fn write_relations(tx: &mut Tx, rows: &[Out<'_>]) -> Result<()> {
    const SQL: &str = "insert into released_relation (from_id, to_id, kind) ";
    let joined: Vec<_> =
        rows.iter().flat_map(|one| one.release.relations.iter().map(|(to, kind)| (one.id, *to, *kind))).collect();
    for some in joined.chunks(JOINED) {
        on_tx!(tx, c => {
            let mut query = QueryBuilder::new(SQL);
            query.push_values(some, |mut row, (from, to, kind)| {
                row.push_bind(*from).push_bind(*to).push_bind(*kind);
            });
            query.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}
