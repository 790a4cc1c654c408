//! 订阅: who wants to hear by mail of what is newly public, and of what. An address is sealed, and gone with its last
//! subscription.

use serde_json::json;

use crate::{
    Act, Db, Error, Moment, PublicationId, Result, SubscriberId,
    db::{on, on_tx},
    ids::storable,
};

/// 订阅人: an address.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Subscriber {
    /// Its identity.
    pub id: SubscriberId,
    /// By which the address is found.
    pub mac: Vec<u8>,
    /// The address, encrypted.
    pub sealed: Vec<u8>,
    /// What was released before this moment was told.
    pub told_ms: Moment,
}

/// 订阅: one thing that somebody wants to hear of.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Subscription {
    /// Whose.
    pub subscriber_id: SubscriberId,
    /// `topic`, `organ` or `search`.
    pub kind: String,
    /// Which category or organ, or the words.
    pub what: String,
    /// When it was asked for.
    pub asked_ms: Moment,
    /// When the reader of the mailbox said yes; `None` until then.
    pub confirmed_ms: Option<Moment>,
}

impl Db {
    /// The subscriber of this identity; [`Error::Missing`].
    pub async fn subscriber(&self, id: SubscriberId) -> Result<Subscriber> {
        const SQL: &str = "select id, mac, sealed, told_ms from subscriber where id = $1";
        on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool).await)?.ok_or(Error::Missing("订阅"))
    }

    /// What these subscribers asked for, confirmed or not, in the order in which it was asked.
    pub async fn subscriptions_of(&self, ids: &[SubscriberId]) -> Result<Vec<Subscription>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "select subscriber_id, kind, what, asked_ms, confirmed_ms from subscription where subscriber_id in (",
            );
            let mut list = query.separated(", ");
            ids.iter().for_each(|id| { list.push_bind(*id); });
            query.push(") order by subscriber_id, asked_ms, kind, what").build_query_as().fetch_all(pool).await
        })?)
    }

    /// Up to `limit` subscribers who were told of nothing since before this moment, those waiting longest first.
    pub async fn subscribers_untold(&self, until: Moment, limit: i64) -> Result<Vec<Subscriber>> {
        const SQL: &str = "
            select id, mac, sealed, told_ms from subscriber where told_ms < $1 order by told_ms, id limit $2";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(until).bind(limit).fetch_all(pool).await)?)
    }

    /// 主动公开类别 of these publications.
    pub async fn topics_of(&self, ids: &[PublicationId]) -> Result<Vec<(PublicationId, String)>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "select publication_id, topic from released_topic where publication_id in (",
            );
            let mut list = query.separated(", ");
            ids.iter().for_each(|id| { list.push_bind(*id); });
            query.push(")").build_query_as().fetch_all(pool).await
        })?)
    }
}

impl Act {
    /// 申请订阅: keeps what somebody asked for, unconfirmed; what was there already stays as it is. Gives whose it
    /// is, and how many they have.
    pub async fn subscribe(
        &mut self,
        (mac, sealed): (&[u8], &[u8]),
        (kind, what): (&str, &str),
    ) -> Result<(SubscriberId, i64)> {
        const SUBSCRIBER: &str = "
            insert into subscriber (id, mac, sealed, told_ms) values ($1, $2, $3, $4) on conflict (mac) do nothing";
        const KNOWN: &str = "select id from subscriber where mac = $1";
        const COUNT: &str = "select count(*) from subscription where subscriber_id = $1";
        const SQL: &str = "
            insert into subscription (subscriber_id, kind, what, asked_ms) values ($1, $2, $3, $4)
            on conflict (subscriber_id, kind, what) do nothing";
        let (born, at) = (SubscriberId::born(self.at()), self.at());
        let tx = self.write("subscription.ask", None, "", json!({"kind": kind, "what": storable(what)}));
        on_tx!(tx, c => sqlx::query(SUBSCRIBER).bind(born).bind(mac).bind(sealed).bind(at).execute(c).await.map(|_| ()))?;
        let id: SubscriberId = on_tx!(tx, c => sqlx::query_scalar(KNOWN).bind(mac).fetch_one(c).await)?;
        on_tx!(tx, c => sqlx::query(SQL).bind(id).bind(kind).bind(storable(what)).bind(at)
            .execute(c).await.map(|_| ()))?;
        let count: i64 = on_tx!(tx, c => sqlx::query_scalar(COUNT).bind(id).fetch_one(c).await)?;
        self.amend("subscriber", id.to_string());
        self.finish();
        Ok((id, count))
    }

    /// 确认订阅. [`Error::Missing`] where nobody asked for it, or it ran out.
    pub async fn confirm_subscription(&mut self, id: SubscriberId, (kind, what): (&str, &str)) -> Result<()> {
        const SQL: &str = "
            update subscription set confirmed_ms = coalesce(confirmed_ms, $1)
            where subscriber_id = $2 and kind = $3 and what = $4";
        let at = self.at();
        let tx = self.write("subscription.confirm", None, id, json!({"kind": kind, "what": storable(what)}));
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(at).bind(id).bind(kind).bind(storable(what))
            .execute(c).await.map(|done| done.rows_affected()))?;
        if rows == 0 {
            return Err(Error::Missing("订阅"));
        }
        self.finish();
        Ok(())
    }

    /// 退订: one thing, or everything; with the last one the address goes. What is not there is no fault.
    pub async fn unsubscribe(&mut self, id: SubscriberId, what: Option<(&str, &str)>) -> Result<()> {
        const ONE: &str = "delete from subscription where subscriber_id = $1 and kind = $2 and what = $3";
        const ALL: &str = "delete from subscription where subscriber_id = $1";
        const ADDRESS: &str = "
            delete from subscriber where id = $1 and not exists (select 1 from subscription where subscriber_id = $1)";
        let detail = what.map_or(json!({}), |(kind, what)| json!({"kind": kind, "what": storable(what)}));
        let tx = self.write("subscription.drop", None, id, detail);
        let gone = match what {
            Some((kind, what)) => on_tx!(tx, c => sqlx::query(ONE).bind(id).bind(kind).bind(storable(what))
                .execute(c).await.map(|done| done.rows_affected()))?,
            None => on_tx!(tx, c => sqlx::query(ALL).bind(id).execute(c).await.map(|done| done.rows_affected()))?,
        };
        on_tx!(tx, c => sqlx::query(ADDRESS).bind(id).execute(c).await.map(|_| ()))?;
        if gone == 0 {
            self.retract()
        } else {
            self.finish()
        }
        Ok(())
    }

    /// Deletes what was asked for before this moment and never confirmed, with the addresses that nothing is left of; says
    /// how many. An idle turn leaves no row.
    pub async fn purge_subscriptions(&mut self, before: Moment) -> Result<u64> {
        const SQL: &str = "delete from subscription where confirmed_ms is null and asked_ms < $1";
        const LEFT: &str = "
            delete from subscriber where not exists (
                select 1 from subscription s where s.subscriber_id = subscriber.id)";
        let tx = self.write("subscription.purge", None, "", json!({}));
        let gone = on_tx!(tx, c => sqlx::query(SQL).bind(before).execute(c).await.map(|done| done.rows_affected()))?;
        if gone == 0 {
            self.retract();
            return Ok(0);
        }
        on_tx!(tx, c => sqlx::query(LEFT).execute(c).await.map(|_| ()))?;
        self.amend("count", gone);
        self.finish();
        Ok(gone)
    }

    /// These were told of all that was released before this moment. The reason's row in the journal speaks for it.
    pub async fn told_subscribers(&mut self, ids: &[SubscriberId], until: Moment) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let tx = self.going_on();
        on_tx!(tx, c => {
            let mut query = sqlx::QueryBuilder::new("update subscriber set told_ms = ");
            query.push_bind(until).push(" where told_ms < ").push_bind(until).push(" and id in (");
            let mut list = query.separated(", ");
            ids.iter().for_each(|id| { list.push_bind(*id); });
            query.push(")").build().execute(c).await.map(|_| ())
        })?;
        Ok(())
    }
}
