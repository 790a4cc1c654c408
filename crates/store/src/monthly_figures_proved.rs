//! 补佐证: a file put behind a month that was entered without one. What stands there stays as it was entered.

use serde_json::json;

use crate::{Act, Digest, Error, OrganId, Result, Upload, db::on_tx, files, ids::storable};

impl Act {
    /// Puts a file behind the current entry of a month, which has none. [`Error::Stale`] where it was corrected, or somebody
    /// else put one there first; [`Error::TooLarge`].
    pub async fn prove_month(
        &mut self,
        (organ, indicator): (OrganId, &str),
        (year, month, n): (i16, i16, i32),
        (name, upload): (&str, Upload<'_>),
    ) -> Result<()> {
        const SQL: &str = "
            update monthly_figure set file_sm3 = $1, file_name = $2 where organ_id = $3 and indicator = $4 and year = $5
                and month = $6 and n = $7 and current and file_sm3 is null";
        let (at, sm3) = (self.at(), Digest::of(upload.bytes));
        let detail = json!({"indicator": indicator, "month": format!("{year}-{month:02}"), "n": n,
            "file": sm3.to_string()});
        let tx = self.write("figure.prove", Some(organ), organ, detail);
        files::keep(tx, at, &[upload]).await?;
        let rows = on_tx!(tx, c => sqlx::query(SQL)
            .bind(sm3.bytes()).bind(storable(name)).bind(organ).bind(indicator).bind(year).bind(month).bind(n)
            .execute(c).await.map(|done| done.rows_affected()))?;
        if rows != 1 {
            return Err(Error::Stale);
        }
        self.finish();
        Ok(())
    }
}
