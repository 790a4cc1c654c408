//! 登录: right and wrong passwords, by account and by the place they come from. When to lock is for the caller to say.

use serde_json::json;

use crate::{
    Act, Db, Error, Moment, PersonId, Result,
    db::{on, on_tx},
};

const PLACE: &str = "
    select failures, locked_until_ms, proven_ms from signin_place where person_id = $1 and address = $2";

/// After how many wrong passwords in a row to lock, and until when.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// From one place: locks the account for that place.
    pub here: i32,
    /// From all places together: locks it for every place from which nobody has signed in yet.
    pub anywhere: i32,
    /// Until when.
    pub until: Moment,
}

/// What a wrong password led to: the counts in a row, 0 when the last one locked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignInFailure {
    /// From this place.
    pub here: i32,
    /// From all places.
    pub anywhere: i32,
}

/// Where somebody signed in from, or tried to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct SignInPlace {
    /// Wrong passwords in a row.
    pub failures: i32,
    /// No sign-in from here before this.
    pub locked_until_ms: Option<Moment>,
    /// When it last went well.
    pub proven_ms: Option<Moment>,
}

impl SignInPlace {
    /// Until when nobody signs in from here, if so now; `everywhere` is the lock of the account, which spares a place from
    /// which it went well before.
    pub fn locked_until(&self, everywhere: Option<Moment>, now: Moment) -> Option<Moment> {
        let everywhere = everywhere.filter(|_| self.proven_ms.is_none());
        self.locked_until_ms.max(everywhere).filter(|until| *until > now)
    }
}

impl Db {
    /// What is known of an account at an address; `None` where nobody tried.
    pub async fn signin_place(&self, id: PersonId, address: &str) -> Result<Option<SignInPlace>> {
        Ok(on!(self, pool => sqlx::query_as(PLACE).bind(id).bind(address).fetch_optional(pool).await)?)
    }

    /// Until when a name that no account has is locked; `None` where it is not. Each name is an HMAC.
    pub async fn unknown_locked(&self, here: &[u8], anywhere: &[u8]) -> Result<Option<Moment>> {
        const SQL: &str = "select max(locked_until_ms) from signin_unknown where name in ($1, $2)";
        Ok(on!(self, pool => sqlx::query_scalar(SQL).bind(here).bind(anywhere).fetch_one(pool).await)?)
    }

    /// A wrong password for a name that no account has: counted as for one that has, by place and everywhere. No agency's
    /// record, so without a journal row; on the disk like one, so that it takes as long. Where it is locked already nothing is
    /// counted, and until when it is locked is said.
    pub async fn unknown_failed(
        &self,
        here: &[u8],
        anywhere: &[u8],
        at: Moment,
        bounds: Bounds,
    ) -> Result<Option<Moment>> {
        const TOUCH: &str = "
            insert into signin_unknown (name, failures, at_ms) values ($1, 0, $2)
            on conflict (name) do update set at_ms = excluded.at_ms returning locked_until_ms";
        const COUNT: &str = "
            update signin_unknown set
                locked_until_ms = case when failures + 1 >= $2 then $3 else locked_until_ms end,
                failures = case when failures + 1 >= $2 then 0 else failures + 1 end
            where name = $1";
        let mut tx = self.begin().await?;
        let mut locked: Option<Moment> = None;
        for name in [here, anywhere] {
            let until: Option<Moment> =
                on_tx!(&mut tx, c => sqlx::query_scalar(TOUCH).bind(name).bind(at).fetch_one(c).await)?;
            locked = locked.max(until.filter(|until| *until > at));
        }
        if locked.is_some() {
            return Ok(locked);
        }
        for (name, most) in [(here, bounds.here), (anywhere, bounds.anywhere)] {
            on_tx!(&mut tx, c => sqlx::query(COUNT).bind(name).bind(most).bind(bounds.until)
                .execute(c).await.map(|_| ()))?;
        }
        tx.commit().await?;
        Ok(None)
    }

    /// Forgets the names that no account has and nobody tried since before this; says how many.
    pub async fn purge_unknown_names(&self, before: Moment) -> Result<u64> {
        let mut tx = self.begin_passing().await?;
        let rows = on_tx!(&mut tx, c => sqlx::query("delete from signin_unknown where at_ms < $1").bind(before)
            .execute(c).await.map(|done| done.rows_affected()))?;
        tx.commit().await?;
        Ok(rows)
    }

    /// Forgets the places that nobody has come back to: those where it never went well, and those where it did; says how
    /// many.
    pub async fn purge_signin_places(&self, tried_before: Moment, proven_before: Moment) -> Result<u64> {
        const SQL: &str = "delete from signin_place where at_ms < case when proven_ms is null then $1 else $2 end";
        let mut tx = self.begin().await?;
        let rows = on_tx!(&mut tx, c => sqlx::query(SQL).bind(tried_before).bind(proven_before)
            .execute(c).await.map(|done| done.rows_affected()))?;
        tx.commit().await?;
        Ok(rows)
    }
}

impl Act {
    /// Until when an account is locked for an address, if it is. Every other sign-in to it waits until this act ends, so of
    /// many passwords sent at the same moment each is judged after the one before it was counted.
    pub async fn signin_locked(&mut self, id: PersonId, address: &str) -> Result<Option<Moment>> {
        const HOLD: &str = "update person set failures = failures where id = $1 returning locked_until_ms";
        let at = self.at();
        let tx = self.going_on();
        let everywhere: Option<Option<Moment>> =
            on_tx!(tx, c => sqlx::query_scalar(HOLD).bind(id).fetch_optional(c).await)?;
        let everywhere = everywhere.ok_or(Error::Missing("账号"))?;
        let tx = self.going_on();
        let place: Option<SignInPlace> =
            on_tx!(tx, c => sqlx::query_as(PLACE).bind(id).bind(address).fetch_optional(c).await)?;
        Ok(place.unwrap_or_default().locked_until(everywhere, at))
    }

    /// A right password from an address, or the word of an identity provider (`by`, for the journal): the counts start anew
    /// there. What went with it is used up by
    /// [`Act::use_totp`] or [`Act::use_recovery_code`] in the same act.
    pub async fn signed_in(&mut self, id: PersonId, address: &str, by: &str) -> Result<()> {
        const SQL: &str = "update person set failures = 0, last_signin_ms = $1, last_signin_from = $2 where id = $3";
        const PLACE: &str = "
            insert into signin_place (person_id, address, failures, proven_ms, at_ms) values ($1, $2, 0, $3, $3)
            on conflict (person_id, address) do update
            set failures = 0, locked_until_ms = null, proven_ms = excluded.proven_ms, at_ms = excluded.at_ms";
        let at = self.at();
        let tx = self.write("person.signin", None, id, json!({"from": address, "by": by}));
        on_tx!(tx, c => sqlx::query(PLACE).bind(id).bind(address).bind(at).execute(c).await.map(|_| ()))?;
        let tx = self.going_on();
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(at).bind(address).bind(id)
            .execute(c).await.map(|done| done.rows_affected()))?;
        self.one_person(rows)
    }

    /// A wrong password, or a wrong code, from an address.
    pub async fn signin_failed(&mut self, id: PersonId, address: &str, bounds: Bounds) -> Result<SignInFailure> {
        const PLACE: &str = "
            insert into signin_place (person_id, address, failures, at_ms) values ($1, $2, 1, $3)
            on conflict (person_id, address) do update set at_ms = excluded.at_ms,
                failures = signin_place.failures + 1
            returning failures";
        const LOCK_PLACE: &str = "
            update signin_place set failures = 0, locked_until_ms = $1 where person_id = $2 and address = $3";
        const SQL: &str = "update person set failures = failures + 1 where id = $1 returning failures";
        const LOCK: &str = "update person set failures = 0, locked_until_ms = $1 where id = $2";
        let (at, until) = (self.at(), bounds.until);
        let tx = self.write("person.signin_failed", None, id, json!({"from": address}));
        let anywhere: Option<i32> = on_tx!(tx, c => sqlx::query_scalar(SQL).bind(id).fetch_optional(c).await)?;
        let mut anywhere = anywhere.ok_or(Error::Missing("账号"))?;
        let tx = self.going_on();
        let mut here: i32 =
            on_tx!(tx, c => sqlx::query_scalar(PLACE).bind(id).bind(address).bind(at).fetch_one(c).await)?;
        if here >= bounds.here {
            here = 0;
            let tx = self.going_on();
            on_tx!(tx, c => sqlx::query(LOCK_PLACE).bind(until).bind(id).bind(address).execute(c).await.map(|_| ()))?;
        }
        if anywhere >= bounds.anywhere {
            anywhere = 0;
            let tx = self.going_on();
            on_tx!(tx, c => sqlx::query(LOCK).bind(until).bind(id).execute(c).await.map(|_| ()))?;
        }
        self.amend("here", here);
        self.amend("anywhere", anywhere);
        self.finish();
        Ok(SignInFailure { here, anywhere })
    }

    /// 解锁: every count starts anew, everywhere.
    pub async fn unlock_person(&mut self, id: PersonId) -> Result<()> {
        const SQL: &str = "update person set failures = 0, locked_until_ms = null where id = $1";
        const PLACES: &str = "update signin_place set failures = 0, locked_until_ms = null where person_id = $1";
        // the person first, as every sign-in holds them: two who hold both in another order wait for each other
        let tx = self.write("person.unlock", None, id, json!({}));
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(id).execute(c).await.map(|done| done.rows_affected()))?;
        let tx = self.going_on();
        on_tx!(tx, c => sqlx::query(PLACES).bind(id).execute(c).await.map(|_| ()))?;
        self.one_person(rows)
    }

    /// 绑定、解绑: the sealed secret of an authenticator, or none; ends older sessions.
    pub async fn set_totp(&mut self, id: PersonId, sealed: Option<&[u8]>, step: i64) -> Result<()> {
        const SQL: &str = "update person set totp = $1, totp_used = $2, version = version + 1 where id = $3";
        let tx = self.write("person.set_totp", None, id, json!({"bound": sealed.is_some()}));
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(sealed).bind(step).bind(id)
            .execute(c).await.map(|done| done.rows_affected()))?;
        self.one_person(rows)?;
        // without an authenticator there is nothing that they could stand in for
        match sealed {
            None => self.set_recovery_codes(id, &[]).await,
            Some(_) => Ok(()),
        }
    }

    /// Uses up the authenticator's step of 30 seconds; [`Error::Stale`] when it, or a later one, was used before.
    pub async fn use_totp(&mut self, id: PersonId, step: i64) -> Result<()> {
        const SQL: &str = "update person set totp_used = $1 where id = $2 and totp is not null and totp_used < $1";
        let tx = self.write("person.use_totp", None, id, json!({}));
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(step).bind(id)
            .execute(c).await.map(|done| done.rows_affected()))?;
        if rows == 0 {
            return Err(Error::Stale);
        }
        self.finish();
        Ok(())
    }
}
