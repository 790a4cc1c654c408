//! 补录: cases of a register from before, taken in many at a time.

use serde_json::json;

use crate::{Act, Db, OrganId, PastRequest, RequestId, Result, casework::kinds, content, db::on, ids::storable};

/// Numbers that are looked up at once.
const PART: usize = 500;

impl Db {
    /// Those of these old numbers that an organ has taken in already, with the request that has each.
    pub async fn old_numbers(&self, organ: OrganId, numbers: &[&str]) -> Result<Vec<(String, String)>> {
        let mut found = Vec::new();
        for part in numbers.chunks(PART) {
            let some: Vec<(String, String)> = on!(self, pool => {
                let mut query = sqlx::QueryBuilder::new("select old_number, number from request where organ_id = ");
                query.push_bind(organ).push(" and old_number in (");
                let mut list = query.separated(", ");
                part.iter().for_each(|number| { list.push_bind(storable(number).into_owned()); });
                query.push(")").build_query_as().fetch_all(pool).await
            })?;
            found.extend(some);
        }
        Ok(found)
    }
}

impl Act {
    /// Takes cases in; each has its row in the journal. [`Error::Taken`] when a number is.
    ///
    /// [`Error::Taken`]: crate::Error::Taken
    pub async fn add_old_requests(&mut self, all: &[PastRequest<'_>]) -> Result<()> {
        let ids: Vec<_> = all.iter().map(|old| RequestId::born(old.at)).collect();
        for (old, id) in all.iter().zip(&ids) {
            let steps: Vec<_> = old.steps.iter().map(|past| past.step).collect();
            let new = &old.request;
            let content: Vec<_> = (0..)
                .zip(old.steps)
                .map(|(n, past)| content::of_step(id.0, n, &past.step, (&past.actor.to_string(), past.at)).to_string())
                .collect();
            let detail = json!({
                "number": new.number, "old_number": old.old_number, "steps": kinds(&steps), "content": content, "from": 0,
            });
            self.finish();
            self.write("request.add_old", Some(new.organ), id, detail);
        }
        self.load(&ids, all).await?;
        self.finish();
        Ok(())
    }
}
