//! 统一认证: who of the staff is whom at an identity provider. Whether to believe it is for the caller to say.

use serde_json::json;

use crate::{
    Act, Db, Error, Person, PersonId, Result,
    db::{on, on_tx},
    ids::storable,
};

impl Db {
    /// The person bound to this subject of this issuer, if there is one.
    pub async fn person_at_provider(&self, issuer: &str, subject: &str) -> Result<Option<Person>> {
        const SQL: &str = "select person_id from provider_account where issuer = $1 and subject = $2";
        let id: Option<PersonId> = on!(self, pool => sqlx::query_scalar(SQL)
            .bind(storable(issuer)).bind(storable(subject)).fetch_optional(pool).await)?;
        match id {
            Some(id) => self.person(id).await.map(Some),
            None => Ok(None),
        }
    }
}

impl Act {
    /// Binds a person to a subject of an issuer. [`Error::Taken`] where either is bound already.
    pub async fn bind_provider(&mut self, id: PersonId, issuer: &str, subject: &str) -> Result<()> {
        const SQL: &str = "
            insert into provider_account (issuer, subject, person_id, bound_ms) values ($1, $2, $3, $4)";
        let at = self.at();
        let tx = self.write("person.bind_provider", None, id, json!({"issuer": issuer, "subject": subject}));
        on_tx!(tx, c => sqlx::query(SQL).bind(storable(issuer)).bind(storable(subject)).bind(id).bind(at)
            .execute(c).await.map(|_| ()))
        .map_err(|error| Error::taken(error, "统一认证的账号"))?;
        self.finish();
        Ok(())
    }

    /// Lets go of whom a person is at every provider, and ends their sessions; no row where they are nobody there.
    pub async fn unbind_provider(&mut self, id: PersonId) -> Result<()> {
        const ENDS: &str = "update person set version = version + 1 where id = $1";
        let tx = self.write("person.unbind_provider", None, id, json!({}));
        let rows = on_tx!(tx, c => sqlx::query("delete from provider_account where person_id = $1").bind(id)
            .execute(c).await.map(|done| done.rows_affected()))?;
        if rows == 0 {
            self.retract();
            return Ok(());
        }
        let tx = self.going_on();
        let rows = on_tx!(tx, c => sqlx::query(ENDS).bind(id).execute(c).await.map(|done| done.rows_affected()))?;
        self.one_person(rows)
    }
}
