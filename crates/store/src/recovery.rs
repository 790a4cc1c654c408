//! 恢复码: what opens the door once in place of an authenticator's code. Only fingerprints are kept.

use serde_json::json;

use crate::{
    Act, Db, PersonId, Result,
    db::{on, on_tx},
};

impl Db {
    /// How many of a person's recovery codes are not used yet.
    pub async fn recovery_codes_left(&self, id: PersonId) -> Result<i64> {
        const SQL: &str = "select count(*) from recovery_code where person_id = $1 and used_ms is null";
        Ok(on!(self, pool => sqlx::query_scalar(SQL).bind(id).fetch_one(pool).await)?)
    }
}

impl Act {
    /// Gives a person these codes in place of all that they had; none takes them away.
    pub async fn set_recovery_codes(&mut self, id: PersonId, macs: &[Vec<u8>]) -> Result<()> {
        let tx = self.write("person.set_recovery_codes", None, id, json!({"count": macs.len()}));
        on_tx!(tx, c => sqlx::query("delete from recovery_code where person_id = $1").bind(id)
            .execute(c).await.map(|_| ()))?;
        if !macs.is_empty() {
            let tx = self.going_on();
            on_tx!(tx, c => {
                let mut query = sqlx::QueryBuilder::new("insert into recovery_code (person_id, mac) ");
                query.push_values(macs, |mut row, mac| {
                    row.push_bind(id).push_bind(mac.clone());
                });
                query.build().execute(c).await.map(|_| ())
            })?;
        }
        self.finish();
        Ok(())
    }

    /// Uses a code up; false where the person has none such, or used it before.
    pub async fn use_recovery_code(&mut self, id: PersonId, mac: &[u8]) -> Result<bool> {
        const SQL: &str = "
            update recovery_code set used_ms = $1 where person_id = $2 and mac = $3 and used_ms is null";
        let at = self.at();
        let tx = self.write("person.use_recovery_code", None, id, json!({}));
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(at).bind(id).bind(mac)
            .execute(c).await.map(|done| done.rows_affected()))?;
        match rows {
            0 => self.retract(),
            _ => self.finish(),
        }
        Ok(rows == 1)
    }
}
