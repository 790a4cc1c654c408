//! 工作人员: the people who sign in. Whether a password fits, and when to lock, is for the caller to say.

use serde_json::json;

use crate::{
    Act, Db, Error, Moment, OrganId, PersonId, Result,
    db::{on, on_tx},
    ids::storable,
};

/// A person.
#[derive(Clone, sqlx::FromRow)]
pub struct Person {
    /// Their identity.
    pub id: PersonId,
    /// Their organ; `None` for the platform's administrator.
    pub organ_id: Option<OrganId>,
    /// 账号.
    pub name: String,
    /// 姓名.
    pub full_name: String,
    /// The hash of their password: a PHC string.
    pub password: String,
    /// They must choose another password before anything else.
    pub must_change: bool,
    /// Wrong passwords in a row.
    pub failures: i32,
    /// No sign-in before this.
    pub locked_until_ms: Option<Moment>,
    /// When they last signed in.
    pub last_signin_ms: Option<Moment>,
    /// Since when they may not sign in at all.
    pub disabled_ms: Option<Moment>,
    /// Since when they are here.
    pub created_ms: Moment,
    /// Counts saves of password, roles and standing: a session that knows an older one is over.
    pub version: i64,
    /// 动态码: the sealed secret of their authenticator, if they have one.
    pub totp: Option<Vec<u8>>,
    /// When they chose their password.
    pub password_ms: Moment,
    /// From which address they last signed in.
    pub last_signin_from: Option<String>,
    /// 简称 of their organ.
    pub organ_name: Option<String>,
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Person").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

/// A person to be added; fields as in [`Person`].
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the same fields as Person")]
pub struct NewPerson<'a> {
    pub organ: Option<OrganId>,
    pub name: &'a str,
    pub full_name: &'a str,
    /// Words the caller knows: `officer`, `system` …
    pub roles: &'a [&'a str],
    pub password: &'a str,
    pub must_change: bool,
}

macro_rules! columns {
    () => {
        "id, organ_id, name, full_name, password, must_change, failures, locked_until_ms, last_signin_ms, disabled_ms, \
         created_ms, version, totp, password_ms, last_signin_from, \
         (select short_name from organ where organ.id = person.organ_id) as organ_name"
    };
}

impl Db {
    /// One person. [`Error::Missing`] when there is none.
    pub async fn person(&self, id: PersonId) -> Result<Person> {
        const SQL: &str = concat!("select ", columns!(), " from person where id = $1");
        on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool).await)?.ok_or(Error::Missing("账号"))
    }

    /// The person with this 账号, if there is one.
    pub async fn person_named(&self, name: &str) -> Result<Option<Person>> {
        const SQL: &str = concat!("select ", columns!(), " from person where name = $1");
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(storable(name)).fetch_optional(pool).await)?)
    }

    /// 姓名 of several people.
    pub async fn full_names(&self, ids: &[PersonId]) -> Result<Vec<(PersonId, String)>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select id, full_name from person where id in (");
            let mut list = query.separated(", ");
            ids.iter().for_each(|id| { list.push_bind(*id); });
            query.push(")").build_query_as().fetch_all(pool).await
        })?)
    }

    /// Up to `limit` people in the order of their 账号, after this one.
    pub async fn people(&self, after: &str, limit: i64) -> Result<Vec<Person>> {
        const SQL: &str = concat!("select ", columns!(), " from person where name > $1 order by name limit $2");
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(storable(after)).bind(limit).fetch_all(pool).await)?)
    }

    /// The hashes of a person's last passwords before the one they have, the newest first.
    pub async fn passwords_before(&self, id: PersonId, limit: i64) -> Result<Vec<String>> {
        const SQL: &str = "select password from person_password where person_id = $1 order by set_ms desc limit $2";
        Ok(on!(self, pool => sqlx::query_scalar(SQL).bind(id).bind(limit).fetch_all(pool).await)?)
    }
}

impl Act {
    /// Adds a person. [`Error::Taken`] when the 账号 is.
    pub async fn add_person(&mut self, new: &NewPerson<'_>) -> Result<PersonId> {
        const SQL: &str = "
            insert into person (id, organ_id, name, full_name, password, must_change, created_ms, password_ms)
            values ($1, $2, $3, $4, $5, $6, $7, $7)";
        let (id, at) = (PersonId::born(self.at()), self.at());
        let tx = self.write("person.add", new.organ, id, json!({"name": new.name, "roles": new.roles}));
        on_tx!(tx, c => sqlx::query(SQL)
            .bind(id).bind(new.organ).bind(storable(new.name)).bind(storable(new.full_name)).bind(new.password)
            .bind(new.must_change).bind(at).execute(c).await.map(|_| ()))
        .map_err(|error| Error::taken(error, "账号"))?;
        self.write_roles(id, new.roles).await?;
        self.finish();
        Ok(id)
    }

    /// Sets a password (its PHC string), unlocks, and ends older sessions by raising the version. The one before is
    /// remembered.
    pub async fn set_password(&mut self, id: PersonId, password: &str, must_change: bool) -> Result<()> {
        const BEFORE: &str = "
            insert into person_password (person_id, set_ms, password)
            select id, password_ms, password from person where id = $1 on conflict do nothing";
        const SQL: &str = "
            update person set password = $1, must_change = $2, password_ms = $3, failures = 0, locked_until_ms = null,
                version = version + 1
            where id = $4";
        let at = self.at();
        let tx = self.write("person.set_password", None, id, json!({"must_change": must_change}));
        on_tx!(tx, c => sqlx::query(BEFORE).bind(id).execute(c).await.map(|_| ()))?;
        let tx = self.going_on();
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(password).bind(must_change).bind(at).bind(id)
            .execute(c).await.map(|done| done.rows_affected()))?;
        self.one_person(rows)
    }

    /// Lets a person sign in no more, or again.
    pub async fn disable_person(&mut self, id: PersonId, disabled: bool) -> Result<()> {
        const SQL: &str = "update person set disabled_ms = $1, version = version + 1 where id = $2";
        let since = disabled.then(|| self.at());
        let tx = self.write("person.disable", None, id, json!({"disabled": disabled}));
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(since).bind(id)
            .execute(c).await.map(|done| done.rows_affected()))?;
        self.one_person(rows)
    }

    /// The last write was about one person, who has to be there.
    pub(crate) fn one_person(&mut self, rows: u64) -> Result<()> {
        if rows == 0 {
            return Err(Error::Missing("账号"));
        }
        self.finish();
        Ok(())
    }
}
