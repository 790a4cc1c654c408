//! 人工认定: a person's confirm or dismiss of a finding. It hangs on organ, year and the finding's fingerprint, so that it
//! survives reading the report again, and a revision that still has the fault.

use serde_json::json;

use crate::{
    Act, Db, Moment, OrganId, Result,
    db::{on, on_tx},
    ids::storable,
    reports::words,
};

words! {
    /// What a person says of a finding.
    RulingKind {
        /// 属实.
        Confirmed = "confirmed",
        /// 误报.
        Dismissed = "dismissed",
    }
}

/// A person's word on one finding.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Ruling {
    /// The finding's.
    pub fingerprint: String,
    /// The check: `A001`.
    pub code: String,
    /// What was said.
    #[sqlx(try_from = "String", rename = "ruling")]
    pub kind: RulingKind,
    /// Why.
    pub why: String,
    /// Who: an [`crate::Actor`] in words.
    pub ruled_by: String,
    /// When.
    pub ruled_ms: Moment,
}

impl Db {
    /// All rulings on an organ's report of a year.
    pub async fn rulings(&self, organ: OrganId, year: i16) -> Result<Vec<Ruling>> {
        const SQL: &str = "
            select fingerprint, code, ruling, why, ruled_by, ruled_ms from ruling
            where organ_id = $1 and year = $2 order by fingerprint";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(organ).bind(year).fetch_all(pool).await)?)
    }
}

impl Act {
    /// Rules on a finding (fingerprint and code); a later ruling takes the place of an earlier one, the journal has both.
    pub async fn rule(
        &mut self,
        (organ, year): (OrganId, i16),
        (fingerprint, code): (&str, &str),
        kind: RulingKind,
        why: &str,
    ) -> Result<()> {
        const SQL: &str = "
            insert into ruling (organ_id, year, fingerprint, code, ruling, why, ruled_by, ruled_ms)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (organ_id, year, fingerprint) do update set
                ruling = excluded.ruling, why = excluded.why, ruled_by = excluded.ruled_by, ruled_ms = excluded.ruled_ms";
        let (by, at) = (self.actor().to_string(), self.at());
        let detail = json!({"year": year, "code": code, "ruling": kind.key(), "why": why});
        let tx = self.write("finding.rule", Some(organ), fingerprint, detail);
        on_tx!(tx, c => sqlx::query(SQL)
            .bind(organ).bind(year).bind(storable(fingerprint)).bind(storable(code)).bind(kind.key())
            .bind(storable(why)).bind(by).bind(at).execute(c).await.map(|_| ()))?;
        self.finish();
        Ok(())
    }

    /// Takes a ruling back; nothing happens when there is none.
    pub async fn unrule(&mut self, organ: OrganId, year: i16, fingerprint: &str) -> Result<()> {
        const SQL: &str = "delete from ruling where organ_id = $1 and year = $2 and fingerprint = $3";
        let tx = self.write("finding.unrule", Some(organ), fingerprint, json!({"year": year}));
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(organ).bind(year).bind(storable(fingerprint))
            .execute(c).await.map(|done| done.rows_affected()))?;
        if rows == 0 {
            self.retract();
        } else {
            self.finish();
        }
        Ok(())
    }
}
