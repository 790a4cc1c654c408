//! 文书模板: an organ's own words for its letters, with every version of them.

use serde_json::json;

use crate::{
    Act, Db, Error, Moment, OrganId, Result,
    db::{on, on_tx},
    ids::storable,
};

/// 文书模板: one version of an organ's words for a letter.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LetterModel {
    /// Which letter: a key of the caller.
    pub model: String,
    /// From 1.
    pub version: i64,
    /// The words; `None` where the built-in ones were restored.
    pub words: Option<String>,
    /// Who wrote them: an [`crate::Actor`] in words.
    pub actor: String,
    /// When.
    pub at_ms: Moment,
}

impl Db {
    /// What an organ's letters say now, where it ever changed them, by their keys.
    pub async fn letter_models(&self, organ: OrganId) -> Result<Vec<LetterModel>> {
        const SQL: &str = "
            select m.model, m.version, m.words, m.actor, m.at_ms from letter_model m
            where m.organ_id = $1 and m.version = (
                select max(l.version) from letter_model l where l.organ_id = m.organ_id and l.model = m.model)
            order by m.model";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(organ).fetch_all(pool).await)?)
    }

    /// The versions of one letter's words, the last first.
    pub async fn letter_model_versions(&self, organ: OrganId, model: &str, limit: i64) -> Result<Vec<LetterModel>> {
        const SQL: &str = "
            select model, version, words, actor, at_ms from letter_model
            where organ_id = $1 and model = $2 order by version desc limit $3";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(organ).bind(model).bind(limit).fetch_all(pool).await)?)
    }
}

impl Act {
    /// Writes the next version of a letter's words; `None` restores the built-in ones. [`Error::Stale`] when `seen` is not
    /// the last version any more; 0 stands for none yet.
    pub async fn set_letter_model(
        &mut self,
        organ: OrganId,
        model: &str,
        seen: i64,
        words: Option<&str>,
    ) -> Result<()> {
        const SQL: &str = "
            insert into letter_model (organ_id, model, version, words, actor, at_ms)
            select $1, $2, $3, $4, $5, $6 where $7 = coalesce(
                (select max(version) from letter_model where organ_id = $8 and model = $9), 0)
            on conflict do nothing";
        let (at, actor) = (self.at(), self.actor().to_string());
        let detail = json!({"version": seen + 1, "words": words});
        let tx = self.write("letter.set_model", Some(organ), model, detail);
        let rows = on_tx!(tx, c => sqlx::query(SQL)
            .bind(organ).bind(model).bind(seen + 1).bind(words.map(storable)).bind(&actor).bind(at)
            .bind(seen).bind(organ).bind(model)
            .execute(c).await.map(|done| done.rows_affected()))?;
        if rows == 0 {
            return Err(Error::Stale);
        }
        self.finish();
        Ok(())
    }
}
