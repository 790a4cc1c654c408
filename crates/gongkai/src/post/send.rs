//! 发送: the loop's turn: what waits is taken, the address is looked up, and it goes out. Who takes a message has it for a
//! while; what nobody reported by then is due again, so nothing is lost, and nothing is sent twice while it is known to have
//! gone.

use gongkai_store::{Error, Message, Moment, Recipient};

use super::{Way, applicant, reach};
use crate::{mistakes::answer, office::Office, requests::register::identity, subscriptions};

/// Messages that are taken at once.
const BATCH: i64 = 20;
/// Minutes for which they are ours: longer than all of them may take.
const OURS: i64 = 15;
/// Minutes after which a message is tried again, the first time, the second time, and so on.
const WAITS: [i64; 9] = [1, 5, 15, 60, 180, 360, 720, 1440, 1440];

/// Why a message did not go out, in words without an address.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSent {
    /// It may go another time.
    #[error("{0}")]
    Later(String),
    /// It will not.
    #[error("{0}")]
    Never(String),
}

/// What a turn did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// Went out.
    pub sent: u32,
    /// Wait for another turn.
    pub waiting: u32,
    /// Will not be tried again; the register keeps why.
    pub given_up: u32,
}

/// Sends what is due now.
///
/// # Errors
/// The register.
pub async fn turn(office: &Office) -> Result<Turn, Error> {
    let mut turn = Turn::default();
    if !office.post.is_open() {
        return Ok(turn);
    }
    loop {
        let now = Moment(office.now_ms());
        let taken = office.db.take_messages(now, now.plus_minutes(OURS), BATCH).await?;
        for message in &taken {
            match send(office, message).await? {
                Ok(()) => {
                    office.db.message_sent(message.id, Moment(office.now_ms())).await?;
                    turn.sent += 1;
                }
                Err(fault) => again(office, message, &fault, &mut turn).await?,
            }
        }
        if taken.len() < usize::try_from(BATCH).unwrap_or(0) {
            return Ok(turn);
        }
    }
}

async fn again(office: &Office, message: &Message, fault: &NotSent, turn: &mut Turn) -> Result<(), Error> {
    let tried = usize::try_from(message.tries.max(1)).unwrap_or(1);
    let wait = match fault {
        NotSent::Later(_) => WAITS.get(tried - 1),
        NotSent::Never(_) => None,
    };
    let next = wait.map(|minutes| Moment(office.now_ms()).plus_minutes(*minutes));
    match next {
        Some(_) => turn.waiting += 1,
        None => turn.given_up += 1,
    }
    tracing::warn!(message = %message.id, way = message.way, tries = message.tries, %fault, "a message did not go out");
    office.db.message_failed(message.id, &fault.to_string(), next).await
}

async fn send(office: &Office, message: &Message) -> Result<Result<(), NotSent>, Error> {
    let Some(way) = Way::of_key(&message.way) else {
        return Ok(Err(NotSent::Never("没有这种寄送方式".to_owned())));
    };
    let to = match address(office, message, way).await {
        Ok(to) if to.is_empty() => return Ok(Err(NotSent::Never("没有可用的地址".to_owned()))),
        Ok(to) => to,
        Err(Error::Missing(_)) => return Ok(Err(NotSent::Never("收件人已经不在".to_owned()))),
        Err(error) => return Err(error),
    };
    let (id, at) = (message.id.to_string(), (office.clock)());
    let ends = match message.to() {
        Some(Recipient::Subscriber(id)) => Some(format!("{}{}", office.post.site, subscriptions::place(office, id))),
        _ => None,
    };
    Ok(match (way, &office.post.mail, &office.post.text) {
        (Way::Mail, Some(mail), _) => {
            mail.send_ending(&to, &message.subject, &message.body, (&id, at), ends.as_deref()).await
        }
        (Way::Text, _, Some(text)) => text.send(&to, &message.body).await,
        _ => Err(NotSent::Later(format!("{}还没有配置", way.label()))),
    })
}

/// Where somebody is reached now: an address that was changed since is the one that counts.
async fn address(office: &Office, message: &Message, way: Way) -> Result<String, Error> {
    match message.to() {
        Some(Recipient::Person(person)) => {
            let known = reach::known(office, person).await?;
            Ok(if known.wants(way) { known.at(way).to_owned() } else { String::new() })
        }
        Some(Recipient::Applicant(request)) => {
            let request = office.db.request(request, gongkai_store::Scope::All).await?;
            let who = identity(office, &request).ok().flatten().unwrap_or_default();
            Ok(applicant::reached(&who, &message.about, way))
        }
        Some(Recipient::Finder(mistake)) => {
            let who = answer::contact(office, &office.db.mistake(mistake).await?).ok().flatten().unwrap_or_default();
            Ok(match way {
                Way::Mail => who.email,
                Way::Text => who.phone,
            })
        }
        Some(Recipient::Subscriber(subscriber)) => {
            let subscriber = office.db.subscriber(subscriber).await?;
            Ok(subscriptions::address(office, &subscriber).unwrap_or_default())
        }
        None => Ok(String::new()),
    }
}
