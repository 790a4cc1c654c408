//! 待发: what is to be told to somebody outside the desk. It is written in the act that is the reason for it, so that no
//! act is lost to them, and carries no address: that is looked up when it is sent. The reason's row in the journal speaks
//! for both.

use crate::{
    Act, Db, MessageId, MistakeId, Moment, PersonId, RequestId, Result, SubscriberId,
    db::{on, on_tx},
    ids::storable,
};

/// 收件人: whom a message is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// One of the staff.
    Person(PersonId),
    /// The applicant of a request.
    Applicant(RequestId),
    /// Whoever found a mistake.
    Finder(MistakeId),
    /// Whoever subscribed.
    Subscriber(SubscriberId),
}

/// What names whoever found a mistake, before its identity.
const FINDER: &str = "mistake:";
/// The same of whoever subscribed.
const SUBSCRIBER: &str = "subscriber:";

/// A message to be sent.
#[derive(Clone, Copy, Debug)]
pub struct NewMessage<'a> {
    /// For whom.
    pub to: Recipient,
    /// By which way, a word of the caller.
    pub way: &'a str,
    /// What it is about: of two messages about the same by the same way the first one stands.
    pub about: &'a str,
    /// Its subject.
    pub subject: &'a str,
    /// Plain text.
    pub body: &'a str,
    /// Not before this moment; `None` for at once.
    pub from: Option<Moment>,
}

/// A message that waits to be sent.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Message {
    /// Its identity.
    pub id: MessageId,
    /// One of the staff, or
    pub person_id: Option<PersonId>,
    /// the applicant of this request, or
    pub request_id: Option<RequestId>,
    /// somebody of whom neither is true: [`Message::to`] says who.
    pub party: Option<String>,
    /// By which way.
    pub way: String,
    /// What it is about.
    pub about: String,
    /// Its subject.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// How often it was tried.
    pub tries: i32,
}

impl Message {
    /// 收件人; `None` where this program does not know such a one.
    pub fn to(&self) -> Option<Recipient> {
        let person = self.person_id.map(Recipient::Person);
        let applicant = self.request_id.map(Recipient::Applicant);
        let party = || {
            let party = self.party.as_deref()?;
            match (party.strip_prefix(FINDER), party.strip_prefix(SUBSCRIBER)) {
                (Some(id), _) => id.parse().ok().map(Recipient::Finder),
                (_, Some(id)) => id.parse().ok().map(Recipient::Subscriber),
                (None, None) => None,
            }
        };
        person.or(applicant).or_else(party)
    }
}

impl Db {
    /// Takes up to `limit` messages that are due, those waiting longest first, until `until`: whoever takes them sends
    /// them meanwhile, and what nobody reported by then is due again.
    pub async fn take_messages(&self, now: Moment, until: Moment, limit: i64) -> Result<Vec<Message>> {
        const SQL: &str = "
            update outbox set next_ms = $1, tries = tries + 1
            where id in (select id from outbox where next_ms <= $2 order by next_ms, id limit $3) and next_ms <= $2
            returning id, person_id, request_id, party, way, about, subject, body, tries";
        let mut tx = self.begin().await?;
        let taken = on_tx!(&mut tx, c => sqlx::query_as(SQL).bind(until).bind(now).bind(limit).fetch_all(c).await)?;
        tx.commit().await?;
        Ok(taken)
    }

    /// A message went out.
    pub async fn message_sent(&self, id: MessageId, at: Moment) -> Result<()> {
        const SQL: &str = "update outbox set sent_ms = $1, next_ms = null, fault = null where id = $2";
        let mut tx = self.begin().await?;
        on_tx!(&mut tx, c => sqlx::query(SQL).bind(at).bind(id).execute(c).await.map(|_| ()))?;
        tx.commit().await
    }

    /// A message did not go: why, and when it is tried again; `None` gives it up.
    pub async fn message_failed(&self, id: MessageId, fault: &str, next: Option<Moment>) -> Result<()> {
        const SQL: &str = "update outbox set next_ms = $1, fault = $2 where id = $3";
        let mut tx = self.begin().await?;
        on_tx!(&mut tx, c => sqlx::query(SQL).bind(next).bind(storable(fault)).bind(id).execute(c).await.map(|_| ()))?;
        tx.commit().await
    }

    /// How many messages wait, and how many were given up.
    pub async fn messages_waiting(&self) -> Result<(i64, i64)> {
        const SQL: &str = "
            select count(next_ms), count(case when next_ms is null and sent_ms is null then 1 end) from outbox
            where sent_ms is null";
        Ok(on!(self, pool => sqlx::query_as(SQL).fetch_one(pool).await)?)
    }

    /// Deletes what was sent or given up before this; says how many.
    pub async fn purge_messages(&self, before: Moment) -> Result<u64> {
        const SQL: &str = "delete from outbox where next_ms is null and born_ms < $1";
        let mut tx = self.begin().await?;
        let rows = on_tx!(&mut tx, c => sqlx::query(SQL).bind(before)
            .execute(c).await.map(|done| done.rows_affected()))?;
        tx.commit().await?;
        Ok(rows)
    }
}

impl Act {
    /// Puts a message into the outbox, due at once or from its moment on; nothing to do when one about the same is there.
    pub async fn post(&mut self, new: &NewMessage<'_>) -> Result<()> {
        const SQL: &str = "
            insert into outbox (id, person_id, request_id, party, way, about, subject, body, born_ms, next_ms)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (about, way) do nothing";
        let (id, at) = (MessageId::born(self.at()), self.at());
        let (person, request, party) = match new.to {
            Recipient::Person(id) => (Some(id), None, None),
            Recipient::Applicant(id) => (None, Some(id), None),
            Recipient::Finder(id) => (None, None, Some(format!("{FINDER}{id}"))),
            Recipient::Subscriber(id) => (None, None, Some(format!("{SUBSCRIBER}{id}"))),
        };
        let tx = self.going_on();
        on_tx!(tx, c => sqlx::query(SQL)
            .bind(id).bind(person).bind(request).bind(party).bind(new.way).bind(storable(new.about)).bind(storable(new.subject))
            .bind(storable(new.body)).bind(at).bind(new.from.unwrap_or(at)).execute(c).await.map(|_| ()))?;
        Ok(())
    }
}
