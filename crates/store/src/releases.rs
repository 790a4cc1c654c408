//! 发布与撤下: what an act writes of what everybody sees. Each change has its place in one row of changes, counted up in the
//! act, so that whoever reads on from where it stood misses none.

use serde_json::json;

use crate::{
    Act, Civil, Digest, Error, Life, Moment, NewStep, OrganId, PublicationId, PublicationNow, Result,
    casework::kinds,
    db::{Tx, on_tx},
    files,
    ids::storable,
    tally,
};

/// 发布: what everybody is to see.
#[derive(Clone, Copy, Debug)]
pub struct Release<'a> {
    /// 索引号; that of the first release stays.
    pub index_number: &'a str,
    /// 信息种类.
    pub kind: &'a str,
    /// 标题.
    pub title: &'a str,
    /// 内容概述.
    pub summary: &'a str,
    /// JSON: all of it, as it was reviewed.
    pub content: &'a str,
    /// 成文日期.
    pub formed: Option<Civil>,
    /// 文号; may be empty.
    pub number: &'a str,
    /// What is left of it without its brackets and blanks.
    pub number_key: &'a str,
    /// 主动公开类别: keys of the law crate.
    pub topics: &'a [&'a str],
    /// 解读形式, as it was written; empty for what has none.
    pub form: &'a str,
    /// 由申请转为主动公开.
    pub converted: bool,
    /// 效力.
    pub life: Life<'a>,
    /// 公示期满.
    pub expires: Option<Civil>,
    /// Files that go out, with their names; they are kept already or come along.
    pub files: &'a [(&'a str, Digest)],
    /// 关联: whom it is joined to, by which word of the law crate.
    pub relations: &'a [(PublicationId, &'a str)],
}

impl Act {
    /// 发布: everybody sees it from the commit on; gives which release it is, from 1. [`Error::Stale`] when somebody else
    /// wrote first, [`Error::Taken`] when the 索引号 is another's.
    pub async fn release_publication(
        &mut self,
        (id, version): (PublicationId, i64),
        release: &Release<'_>,
        step: NewStep<'_>,
        now: &PublicationNow<'_>,
    ) -> Result<i32> {
        let detail = json!({"index": release.index_number, "steps": kinds(&[step])});
        self.write("publication.release", None, id, detail);
        let organ = self.stepped(id, version, step, now).await?;
        let at = self.at();
        let tx = self.going_on();
        let n = write_whole(tx, (id, organ), release, at).await?;
        self.amend("release", n);
        self.amend("sm3", Digest::of(storable(release.content).as_bytes()).to_string());
        self.about(organ);
        self.finish();
        Ok(n)
    }

    /// 撤下、期满: nobody sees it from the commit on, and its tombstone says why; `state` is a word of the law crate.
    /// [`Error::Stale`] when somebody else wrote first, or nothing was public.
    pub async fn end_publication(
        &mut self,
        (id, version): (PublicationId, i64),
        (state, why): (&str, &str),
        step: NewStep<'_>,
        now: &PublicationNow<'_>,
    ) -> Result<()> {
        const SQL: &str = "
            update released set state = $1, why = $2, ended_ms = $3, expires = null, changes = null, position = $4
            where publication_id = $5 and state = 'public'";
        const TOPICS: &str = "delete from released_topic where publication_id = $1";
        const PAST: &str = "update released_past set hidden = $2 where publication_id = $1";
        self.write("publication.end", None, id, json!({"state": state, "why": why, "steps": kinds(&[step])}));
        let organ = self.stepped(id, version, step, now).await?;
        let at = self.at();
        let tx = self.going_on();
        let position = next_position(tx).await?;
        tally::count(tx, id, -1).await?;
        let rows = on_tx!(tx, c => sqlx::query(SQL)
            .bind(state).bind(storable(why)).bind(at).bind(position).bind(id)
            .execute(c).await.map(|done| done.rows_affected()))?;
        if rows != 1 {
            return Err(Error::Stale);
        }
        on_tx!(tx, c => sqlx::query(TOPICS).bind(id).execute(c).await.map(|_| ()))?;
        on_tx!(tx, c => sqlx::query(PAST).bind(id).bind(true).execute(c).await.map(|_| ()))?;
        self.about(organ);
        self.finish();
        Ok(())
    }
}

/// All that everybody is to see, as released at an instant; gives which release it is.
pub(crate) async fn write_whole(
    tx: &mut Tx,
    (id, organ): (PublicationId, OrganId),
    release: &Release<'_>,
    at: Moment,
) -> Result<i32> {
    let position = next_position(tx).await?;
    tally::count(tx, id, -1).await?;
    let n = write(tx, (id, organ), release, (at.0, position)).await?;
    join(tx, (id, organ), release, at.0).await?;
    tally::count(tx, id, 1).await?;
    Ok(n)
}

/// The row that everybody sees, and the copy of this release that stays.
async fn write(
    tx: &mut Tx,
    (id, organ): (PublicationId, OrganId),
    release: &Release<'_>,
    (at, position): (i64, i64),
) -> Result<i32> {
    const SQL: &str = "
        insert into released (publication_id, organ_id, index_number, kind, title, summary, content, n, state, formed,
            number, number_key, valid_from, valid_until, amended, repealed, validity, changes, expires, first_ms,
            released_ms, position, topics, form, converted)
        values ($1, $2, $3, $4, $5, $6, $7, 1, 'public', $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18, $19,
            $20, $21, $22)
        on conflict (publication_id) do update set kind = excluded.kind, title = excluded.title,
            summary = excluded.summary, content = excluded.content, n = released.n + 1, state = 'public', why = '',
            formed = excluded.formed, number = excluded.number, number_key = excluded.number_key,
            valid_from = excluded.valid_from, valid_until = excluded.valid_until, amended = excluded.amended,
            repealed = excluded.repealed, validity = excluded.validity, changes = excluded.changes,
            expires = excluded.expires, released_ms = excluded.released_ms, ended_ms = null, position = excluded.position,
            topics = excluded.topics, form = excluded.form, converted = excluded.converted
        returning n";
    const PAST: &str = "insert into released_past (publication_id, n, content, released_ms) values ($1, $2, $3, $4)";
    let life = &release.life;
    let n: i32 = on_tx!(tx, c => sqlx::query_scalar(SQL)
        .bind(id).bind(organ).bind(storable(release.index_number)).bind(release.kind).bind(storable(release.title))
        .bind(storable(release.summary)).bind(storable(release.content)).bind(release.formed)
        .bind(storable(release.number)).bind(storable(release.number_key)).bind(life.from).bind(life.until)
        .bind(life.amended).bind(life.repealed).bind(life.validity).bind(life.changes).bind(release.expires).bind(at)
        .bind(position).bind(release.topics.join(" ")).bind(storable(release.form)).bind(release.converted)
        .fetch_one(c).await)
    .map_err(|error| Error::taken(error, "索引号"))?;
    on_tx!(tx, c => sqlx::query(PAST)
        .bind(id).bind(n).bind(storable(release.content)).bind(at).execute(c).await.map(|_| ()))?;
    Ok(n)
}

/// What hangs on it: categories, files, relations, those of the release before taken away.
async fn join(tx: &mut Tx, (id, organ): (PublicationId, OrganId), release: &Release<'_>, at: i64) -> Result<()> {
    const TOPIC: &str =
        "insert into released_topic (topic, organ_id, released_ms, publication_id) values ($1, $2, $3, $4)";
    const FILE: &str = "insert into released_file (publication_id, n, file_sm3, name) values ($1, $2, $3, $4)";
    const RELATION: &str = "insert into released_relation (from_id, to_id, kind) values ($1, $2, $3)";
    const FILES: &str = "delete from released_file where publication_id = $1 returning file_sm3";
    let gone: Vec<Vec<u8>> = on_tx!(tx, c => sqlx::query_scalar(FILES).bind(id).fetch_all(c).await)?;
    for sql in
        ["delete from released_topic where publication_id = $1", "delete from released_relation where from_id = $1"]
    {
        on_tx!(tx, c => sqlx::query(sql).bind(id).execute(c).await.map(|_| ()))?;
    }
    for topic in release.topics {
        on_tx!(tx, c => sqlx::query(TOPIC).bind(*topic).bind(organ).bind(at).bind(id).execute(c).await.map(|_| ()))?;
    }
    for (n, (name, sm3)) in (0_i32..).zip(release.files) {
        files::keep_too(tx, *sm3).await?;
        on_tx!(tx, c => sqlx::query(FILE)
            .bind(id).bind(n).bind(sm3.bytes()).bind(storable(name)).execute(c).await.map(|_| ()))?;
    }
    for (to, kind) in release.relations {
        on_tx!(tx, c => sqlx::query(RELATION).bind(id).bind(*to).bind(*kind).execute(c).await.map(|_| ()))?;
    }
    let gone = gone.into_iter().map(Digest::try_from).collect::<std::result::Result<Vec<_>, _>>()?;
    files::release(tx, &gone).await
}

/// The next place in the row of changes; others wait for this act from here on.
pub(crate) async fn next_position(tx: &mut Tx) -> Result<i64> {
    const SQL: &str = "update released_head set position = position + 1 where id = 1 returning position";
    Ok(on_tx!(tx, c => sqlx::query_scalar(SQL).fetch_one(c).await)?)
}
