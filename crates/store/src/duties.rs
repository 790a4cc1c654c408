//! 职责: the roles of people, and 代签: roles for a while in another's stead. What a role may do is for the caller to say.

use serde_json::json;

use crate::{
    Act, Civil, Db, DelegationId, Error, Moment, OrganId, PersonId, Result, Scope,
    db::{on, on_tx},
    ids::storable,
    scope::within,
};

/// A person as lists name them, with their own roles.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StaffLine {
    /// Their identity.
    pub id: PersonId,
    /// Their organ; `None` for an administrator.
    pub organ_id: Option<OrganId>,
    /// 账号.
    pub name: String,
    /// 姓名.
    pub full_name: String,
    /// Their own roles, in the order of their words, with a blank between.
    pub roles: String,
    /// Since when they may not sign in at all.
    pub disabled_ms: Option<Moment>,
    /// When they last signed in.
    pub last_signin_ms: Option<Moment>,
    /// Whether they have an authenticator.
    pub has_totp: bool,
    /// Whether they are bound to an account at an identity provider.
    pub has_provider: bool,
    /// No sign-in before this from any place where it never went well.
    pub locked_until_ms: Option<Moment>,
    /// No sign-in before this from one place or another.
    pub locked_somewhere_ms: Option<Moment>,
    /// Counts saves.
    pub version: i64,
}

impl StaffLine {
    /// Until when the account is locked, for every new place or for one; `None` where it is not.
    pub fn locked_until(&self, now: Moment) -> Option<Moment> {
        self.locked_until_ms.max(self.locked_somewhere_ms).filter(|until| *until > now)
    }
}

/// 代签: a deputy does what a principal may do, for a while.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Delegation {
    /// Its identity.
    pub id: DelegationId,
    /// Whose staff both are.
    pub organ_id: OrganId,
    /// 委托人.
    pub principal_id: PersonId,
    /// 受托人.
    pub deputy_id: PersonId,
    /// In which role.
    pub role: String,
    /// The first day.
    pub from_date: Civil,
    /// The last day.
    pub until_date: Civil,
    /// 事由.
    pub why: String,
    /// When it was written down.
    pub noted_ms: Moment,
    /// When it was ended before its time.
    pub ended_ms: Option<Moment>,
}

/// A delegation to be written down; fields as in [`Delegation`].
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the same fields as Delegation")]
pub struct NewDelegation<'a> {
    pub organ: OrganId,
    pub principal: PersonId,
    pub deputy: PersonId,
    pub role: &'a str,
    pub from: Civil,
    pub until: Civil,
    pub why: &'a str,
}

macro_rules! line {
    () => {
        "select p.id, p.organ_id, p.name, p.full_name, \
            coalesce((select string_agg(r.role, ' ' order by r.role) from person_role r where r.person_id = p.id), '') \
            as roles, p.disabled_ms, p.last_signin_ms, p.totp is not null as has_totp, p.version, \
            p.locked_until_ms, (select max(s.locked_until_ms) from signin_place s where s.person_id = p.id) \
            as locked_somewhere_ms, \
            exists (select 1 from provider_account a where a.person_id = p.id) as has_provider from person p "
    };
}

macro_rules! delegation {
    () => {
        "select d.id, d.organ_id, d.principal_id, d.deputy_id, d.role, d.from_date, d.until_date, d.why, d.noted_ms, \
         d.ended_ms from delegation d "
    };
}

/// A delegation counts while both are of its organ, the principal has the role and is not disabled.
macro_rules! in_force {
    () => {
        "join person p on p.id = d.principal_id and p.organ_id = d.organ_id and p.disabled_ms is null \
         join person s on s.id = d.deputy_id and s.organ_id = d.organ_id \
         join person_role r on r.person_id = d.principal_id and r.role = d.role \
         where d.deputy_id = $1 and d.from_date <= $2 and d.until_date >= $2 and d.ended_ms is null"
    };
}

impl Db {
    /// What somebody may do on a day: their own roles, and those in which they stand in for others, each with whose it is.
    pub async fn roles_of(&self, id: PersonId, on: Civil) -> Result<Vec<(String, Option<PersonId>)>> {
        const SQL: &str = concat!(
            "select role, cast(null as uuid), cast(null as uuid) from person_role where person_id = $1 \
             union all select d.role, d.principal_id, d.id from delegation d ",
            in_force!(),
            " order by 3"
        );
        let all: Vec<(String, Option<PersonId>, Option<DelegationId>)> =
            on!(self, pool => sqlx::query_as(SQL).bind(id).bind(on).fetch_all(pool).await)?;
        Ok(all.into_iter().map(|(role, whose, _)| (role, whose)).collect())
    }

    /// For whom somebody stands in on a day.
    pub async fn stands_in_for(&self, deputy: PersonId, on: Civil) -> Result<Vec<Delegation>> {
        const SQL: &str = concat!(delegation!(), in_force!(), " order by d.id");
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(deputy).bind(on).fetch_all(pool).await)?)
    }

    /// Delegations that the scope sees, the newest first, at most `limit`.
    pub async fn delegations(&self, scope: Scope, limit: i64) -> Result<Vec<Delegation>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(delegation!(), "where 1 = 1"));
            within!(query, "d.organ_id", scope);
            query.push(" order by d.id desc limit ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// The staff that the scope sees, in the order of their 账号, at most `limit` after this one. Administrators of the
    /// platform have no organ: only [`Scope::All`] sees them.
    pub async fn staff(&self, scope: Scope, after: &str, limit: i64) -> Result<Vec<StaffLine>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(line!(), "where p.name > "));
            query.push_bind(storable(after).into_owned());
            within!(query, "p.organ_id", scope);
            query.push(" order by p.name limit ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// One of the staff.
    pub async fn staff_line(&self, id: PersonId) -> Result<StaffLine> {
        const SQL: &str = concat!(line!(), "where p.id = $1");
        on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool).await)?.ok_or(Error::Missing("账号"))
    }

    /// The roles that somebody has who may sign in.
    pub async fn roles_held(&self) -> Result<Vec<String>> {
        const SQL: &str = "
            select distinct r.role from person_role r join person p on p.id = r.person_id where p.disabled_ms is null";
        Ok(on!(self, pool => sqlx::query_scalar(SQL).fetch_all(pool).await)?)
    }

    /// How many people who may sign in have a role of their own.
    pub async fn holders(&self, role: &str) -> Result<i64> {
        const SQL: &str = "
            select count(*) from person_role r join person p on p.id = r.person_id
            where r.role = $1 and p.disabled_ms is null";
        Ok(on!(self, pool => sqlx::query_scalar(SQL).bind(role).fetch_one(pool).await)?)
    }
}

impl Act {
    /// How many people who may sign in have a role of their own, besides this one. Whoever asks the same in another act
    /// waits until this one ends, so that two do not take away the last two of a kind at once.
    pub async fn holders_besides(&mut self, role: &str, person: PersonId) -> Result<i64> {
        const LOCK: &str = "update person_role set role = role where role = $1";
        const SQL: &str = "
            select count(*) from person_role r join person p on p.id = r.person_id
            where r.role = $1 and r.person_id <> $2 and p.disabled_ms is null";
        let tx = self.going_on();
        on_tx!(tx, c => sqlx::query(LOCK).bind(role).execute(c).await.map(|_| ()))?;
        let tx = self.going_on();
        Ok(on_tx!(tx, c => sqlx::query_scalar(SQL).bind(role).bind(person).fetch_one(c).await)?)
    }

    /// 授权: what somebody may do from now on; ends their sessions. [`Error::Stale`] when somebody else changed the
    /// account first.
    pub async fn set_roles(&mut self, id: PersonId, version: i64, roles: &[&str]) -> Result<()> {
        const SQL: &str = "update person set version = version + 1 where id = $1 and version = $2";
        let tx = self.write("person.set_roles", None, id, json!({"roles": roles}));
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(id).bind(version)
            .execute(c).await.map(|done| done.rows_affected()))?;
        if rows == 0 {
            return Err(Error::Stale);
        }
        let tx = self.going_on();
        on_tx!(tx, c => sqlx::query("delete from person_role where person_id = $1").bind(id)
            .execute(c).await.map(|_| ()))?;
        self.write_roles(id, roles).await?;
        self.finish();
        Ok(())
    }

    /// 委托: notes who stands in for whom.
    pub async fn delegate(&mut self, new: &NewDelegation<'_>) -> Result<DelegationId> {
        const SQL: &str = "
            insert into delegation (id, organ_id, principal_id, deputy_id, role, from_date, until_date, why, noted_by,
                noted_ms)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        let (id, at, actor) = (DelegationId::born(self.at()), self.at(), self.actor().to_string());
        let detail = json!({
            "principal": new.principal.to_string(), "deputy": new.deputy.to_string(), "role": new.role,
            "from": new.from.0.to_string(), "until": new.until.0.to_string(),
        });
        let tx = self.write("delegation.add", Some(new.organ), id, detail);
        on_tx!(tx, c => sqlx::query(SQL)
            .bind(id).bind(new.organ).bind(new.principal).bind(new.deputy).bind(new.role).bind(new.from).bind(new.until)
            .bind(storable(new.why)).bind(&actor).bind(at).execute(c).await.map(|_| ()))?;
        self.finish();
        Ok(id)
    }

    /// 收回: ends a delegation of an organ before its time.
    pub async fn end_delegation(&mut self, id: DelegationId, organ: OrganId) -> Result<()> {
        const SQL: &str = "update delegation set ended_ms = $1 where id = $2 and organ_id = $3 and ended_ms is null";
        let at = self.at();
        let tx = self.write("delegation.end", Some(organ), id, json!({}));
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(at).bind(id).bind(organ)
            .execute(c).await.map(|done| done.rows_affected()))?;
        if rows == 0 {
            return Err(Error::Missing("委托"));
        }
        self.finish();
        Ok(())
    }

    /// After [`Act::write`], before [`Act::finish`].
    pub(crate) async fn write_roles(&mut self, id: PersonId, roles: &[&str]) -> Result<()> {
        const SQL: &str = "insert into person_role (person_id, role) values ($1, $2) on conflict do nothing";
        let tx = self.going_on();
        for role in roles {
            on_tx!(tx, c => sqlx::query(SQL).bind(id).bind(*role).execute(c).await.map(|_| ()))?;
        }
        Ok(())
    }
}
