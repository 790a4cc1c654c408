//! 到期销毁: what of an archived request is taken off the record once its term has passed.

use serde_json::json;

use crate::{
    Act, Civil, Db, Digest, Error, OrganId, RequestId, RequestLine, Result, Upload,
    db::{on, on_tx},
    files,
    requests::line,
};

impl Db {
    /// Requests of an organ that were archived before a day and whose applicant is still on record, the oldest first, at
    /// most `limit` of those after one of them.
    pub async fn archived_before(
        &self,
        organ: OrganId,
        day: Civil,
        after: Option<&RequestLine>,
        limit: i64,
    ) -> Result<Vec<RequestLine>> {
        const SQL: &str = concat!(
            "select ",
            line!(),
            " from request r where r.organ_id = $1 and r.archived < $2 and r.archived is not null and r.sealed is not null \
             and (r.archived, r.id) > ($3, $4) order by r.archived, r.id limit $5"
        );
        let (since, id) = match after.and_then(|last| Some((last.archived?, last.id))) {
            Some((archived, id)) => (archived.0.to_string(), id.0),
            None => (String::new(), uuid::Uuid::nil()),
        };
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(organ).bind(day).bind(&since).bind(id).bind(limit)
            .fetch_all(pool).await)?)
    }
}

impl Act {
    /// 销毁: name, identity and contact go, and in the place of each paper stands `remains`. The journal keeps the names
    /// that the papers had. [`Error::Stale`] when somebody else wrote first, or nothing is there any more.
    pub async fn erase_request(&mut self, id: RequestId, version: i64, remains: Upload<'_>) -> Result<()> {
        const REQUEST: &str = "
            update request set sealed = null, applicant_mac = null, version = version + 1
            where id = $1 and version = $2 and sealed is not null returning organ_id";
        // the names go first: whoever is sealing one of these papers waits, or has sealed it before they are counted
        const NAMES: &str = "update request_file set name = $1, shown = $2 where request_id = $3";
        const FILES: &str = "select file_sm3 from request_file where request_id = $1 order by n";
        const STONE: &str = "update request_file set file_sm3 = $1 where request_id = $2";
        let at = self.at();
        let tx = self.write("request.erase", None, id, json!({}));
        let organ: Option<OrganId> =
            on_tx!(tx, c => sqlx::query_scalar(REQUEST).bind(id).bind(version).fetch_optional(c).await)?;
        let organ = organ.ok_or(Error::Stale)?;
        on_tx!(tx, c => sqlx::query(NAMES).bind("已销毁").bind(false).bind(id).execute(c).await.map(|_| ()))?;
        let gone: Vec<Vec<u8>> = on_tx!(tx, c => sqlx::query_scalar(FILES).bind(id).fetch_all(c).await)?;
        let gone = gone.into_iter().map(Digest::try_from).collect::<Result<Vec<_>>>()?;
        if let Some(stone) = files::keep(tx, at, &vec![remains; gone.len()]).await?.first() {
            on_tx!(tx, c => sqlx::query(STONE).bind(stone.bytes()).bind(id).execute(c).await.map(|_| ()))?;
            files::release(tx, &gone).await?;
        }
        self.amend("files", gone.iter().map(Digest::to_string).collect::<Vec<_>>());
        self.about(organ);
        self.finish();
        Ok(())
    }
}
