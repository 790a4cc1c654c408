//! 联系方式: how one of the staff can be reached, sealed, and by which ways they want to be reminded.

use serde_json::json;

use crate::{
    Act, Civil, Db, Error, OrganId, PersonId, Result,
    db::{on, on_tx},
};

/// How somebody can be reached.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub struct Reach {
    /// Addresses, encrypted.
    pub reach: Option<Vec<u8>>,
    /// The ways by which they want to be reminded, words of the caller with a blank between.
    pub wants: String,
}

/// Somebody who wants to be reminded.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Reachable {
    /// Who.
    pub id: PersonId,
    /// Whose staff.
    pub organ_id: OrganId,
    /// By which ways.
    pub wants: String,
    /// Their roles and those that they have in others' stead, with a blank between.
    pub roles: String,
}

impl Db {
    /// How somebody can be reached.
    pub async fn reach(&self, id: PersonId) -> Result<Reach> {
        const SQL: &str = "select reach, wants from person where id = $1";
        on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool).await)?.ok_or(Error::Missing("账号"))
    }

    /// The staff of all organs who want to be reminded, with what they may do on a day, at most `limit` after this one.
    pub async fn reachable(&self, on: Civil, after: Option<PersonId>, limit: i64) -> Result<Vec<Reachable>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "select p.id, p.organ_id, p.wants, coalesce((select string_agg(x.role, ' ') from ( \
                 select r.role from person_role r where r.person_id = p.id union \
                 select d.role from delegation d \
                 join person q on q.id = d.principal_id and q.organ_id = d.organ_id and q.disabled_ms is null \
                 join person_role h on h.person_id = d.principal_id and h.role = d.role \
                 where d.deputy_id = p.id and d.organ_id = p.organ_id and d.ended_ms is null and d.from_date <= ",
            );
            query.push_bind(on).push(" and d.until_date >= ").push_bind(on);
            query.push(
                ") x), '') as roles from person p \
                 where p.wants <> '' and p.disabled_ms is null and p.organ_id is not null",
            );
            if let Some(after) = after {
                query.push(" and p.id > ").push_bind(after);
            }
            query.push(" order by p.id limit ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await
        })?)
    }
}

impl Act {
    /// Sets how somebody can be reached. Their sessions go on.
    pub async fn set_reach(&mut self, id: PersonId, reach: Option<&[u8]>, wants: &str) -> Result<()> {
        const SQL: &str = "update person set reach = $1, wants = $2 where id = $3";
        let tx = self.write("person.set_reach", None, id, json!({"wants": wants, "known": reach.is_some()}));
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(reach).bind(wants).bind(id)
            .execute(c).await.map(|done| done.rows_affected()))?;
        self.one_person(rows)
    }
}
