//! 上传件: reports of organs without the platform, as our reader filled them in, until somebody confirms them.

use serde_json::json;

use crate::{
    Act, Db, Digest, Error, Moment, OrganId, Result, Upload,
    db::{on, on_tx},
    files,
    ids::storable,
};

/// 上传件
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SeasonUpload {
    /// Whose report it is.
    pub organ_id: OrganId,
    /// The report year.
    pub year: i16,
    /// Which upload, from 1; the last one counts.
    pub n: i32,
    /// SM3 of the file.
    #[sqlx(try_from = "Vec<u8>")]
    pub file_sm3: Digest,
    /// Its name.
    pub file_name: String,
    /// `gongkai.report/1`, as our reader filled it in.
    pub report: String,
    /// 错误 of its checks.
    pub fails: i32,
    /// 编制范围, as whoever brought it says.
    pub scope: String,
    /// Who uploaded it, as the journal names them.
    pub actor: String,
    /// When.
    pub at_ms: Moment,
    /// Who confirmed it; `None` while nobody has.
    pub confirmed_by: Option<String>,
    /// When it was confirmed.
    pub confirmed_ms: Option<Moment>,
    /// 来源, where somebody above confirmed it.
    pub source: String,
}

/// A report to be confirmed; fields as in [`SeasonUpload`].
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the same fields as SeasonUpload")]
pub struct NewSeasonUpload<'a> {
    pub organ: OrganId,
    pub year: i16,
    pub file_name: &'a str,
    pub file: Upload<'a>,
    pub report: &'a str,
    pub fails: i32,
    pub scope: &'a str,
}

impl Db {
    /// The last upload of an organ's report of a year; `None` where there is none.
    pub async fn season_upload(&self, organ: OrganId, year: i16) -> Result<Option<SeasonUpload>> {
        const SQL: &str = "
            select organ_id, year, n, file_sm3, file_name, report, fails, scope, actor, at_ms, confirmed_by, confirmed_ms, source
            from season_upload where organ_id = $1 and year = $2 order by n desc limit 1";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(organ).bind(year).fetch_optional(pool).await)?)
    }
}

impl Act {
    /// 上传 of a report that was made elsewhere. [`Error::Taken`] when another came at the same moment.
    pub async fn add_season_upload(&mut self, new: &NewSeasonUpload<'_>) -> Result<()> {
        const SQL: &str = "
            insert into season_upload (organ_id, year, n, file_sm3, file_name, report, fails, scope, actor, at_ms)
            values ($1, $2, (select coalesce(max(n), 0) + 1 from season_upload where organ_id = $1 and year = $2),
                $3, $4, $5, $6, $7, $8, $9)";
        let (at, actor) = (self.at(), self.actor().to_string());
        let detail = json!({"year": new.year, "name": new.file_name, "scope": new.scope});
        let tx = self.write("season.upload", Some(new.organ), new.organ, detail);
        let kept = files::keep(tx, at, &[new.file]).await?;
        let sm3 = kept.first().copied().ok_or(Error::Missing("文件"))?;
        on_tx!(tx, c => sqlx::query(SQL).bind(new.organ).bind(new.year).bind(sm3.bytes())
            .bind(storable(new.file_name)).bind(storable(new.report)).bind(new.fails).bind(new.scope).bind(&actor).bind(at)
            .execute(c).await.map(|_| ()))
        .map_err(|error| Error::taken(error, "上传件"))?;
        self.amend("file", sm3.to_string());
        self.finish();
        Ok(())
    }

    /// 确认 of an upload as it is now filled in. [`Error::Stale`] when somebody else did so first, or another came.
    pub async fn confirm_season_upload(&mut self, upload: &SeasonUpload, report: &str, source: &str) -> Result<()> {
        const SQL: &str = "
            update season_upload set report = $1, confirmed_by = $2, confirmed_ms = $3, source = $4
            where organ_id = $5 and year = $6 and n = $7 and confirmed_ms is null
                and n = (select max(x.n) from season_upload x where x.organ_id = $5 and x.year = $6)";
        let (at, actor, report) = (self.at(), self.actor().to_string(), storable(report));
        let detail = json!({"year": upload.year, "n": upload.n, "source": source,
            "sm3": Digest::of(report.as_bytes()).to_string()});
        let tx = self.write("season.confirm", Some(upload.organ_id), upload.organ_id, detail);
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(report).bind(&actor).bind(at).bind(storable(source))
            .bind(upload.organ_id).bind(upload.year).bind(upload.n).execute(c).await
            .map(|done| done.rows_affected()))?;
        if rows == 0 {
            return Err(Error::Stale);
        }
        self.finish();
        Ok(())
    }
}
