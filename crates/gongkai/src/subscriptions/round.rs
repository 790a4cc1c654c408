//! 每日一信: what became public since the last mail, in one mail to each who wants to hear of any of it.
//!
//! Each subscriber's row says up to which moment they were told; it moves in the act that puts the mail into the outbox, so
//! that nothing is told twice and nothing is passed over, wherever the program was stopped.

use std::collections::{HashMap, HashSet};

use gongkai_store::{Actor, Error, Moment, Recipient, ReleasedLine, Subscriber, SubscriberId, Subscription};
use jiff::tz::Offset;

use super::{is_open, news::News, place};
use crate::{
    office::Office,
    post::{self, Way, Words},
    publish::portal::lines::address,
};

/// 发信的钟点: until then what was released is in today's mail.
const HOUR: i8 = 7;
/// Minutes after it: what was being released then is written down by now, and found by the search.
const SETTLED: i64 = 10;
/// Subscribers who are told in one act.
const BATCH: i64 = 100;
/// Lines of one subscription in a mail.
const LINES: usize = 20;
/// Days in which a subscription has to be confirmed.
const CONFIRM: i64 = 7;

/// What a mail says of one subscription.
type Part<'a> = (&'a Subscription, Vec<&'a ReleasedLine>);

/// Puts today's mails into the outbox, where it is time and they are not there yet; to how many. Deletes what was not
/// confirmed.
///
/// # Errors
/// The register.
pub async fn turn(office: &Office) -> Result<u32, Error> {
    let now = Moment(office.now_ms());
    let mut act = office.db.act(Actor::System, now).await?;
    act.purge_subscriptions(now.plus_days(-CONFIRM)).await?;
    act.commit().await?;
    let Some(until) = until(office).filter(|until| now >= until.plus_minutes(SETTLED)) else { return Ok(0) };
    let mut told = 0;
    while is_open(office) {
        let some = office.db.subscribers_untold(until, BATCH).await?;
        if some.is_empty() {
            break;
        }
        told += tell(office, &some, until).await?;
    }
    Ok(told)
}

/// The moment of today's mail in Asia/Shanghai.
fn until(office: &Office) -> Option<Moment> {
    Offset::constant(8).to_timestamp(office.today().at(HOUR, 0, 0, 0)).ok().map(Moment::from)
}

/// Tells these subscribers, in one act; how many had something to be told.
async fn tell(office: &Office, some: &[Subscriber], until: Moment) -> Result<u32, Error> {
    let ids: Vec<SubscriberId> = some.iter().map(|subscriber| subscriber.id).collect();
    let mut wishes = office.db.subscriptions_of(&ids).await?;
    wishes.retain(|wish| wish.confirmed_ms.is_some());
    let from = some.iter().map(|subscriber| subscriber.told_ms).min().unwrap_or(until);
    let news = News::gathered(office, &wishes, (from, until)).await?;
    let mut of: HashMap<SubscriberId, Vec<&Subscription>> = HashMap::new();
    wishes.iter().for_each(|wish| of.entry(wish.subscriber_id).or_default().push(wish));
    let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await?;
    let mut told = 0;
    for subscriber in some {
        let own = of.get(&subscriber.id).map(Vec::as_slice).unwrap_or_default();
        let parts = own.iter().map(|wish| (*wish, news.of(wish, subscriber.told_ms)));
        let parts: Vec<Part<'_>> = parts.filter(|(_, lines)| !lines.is_empty()).collect();
        if parts.is_empty() {
            continue;
        }
        let all = parts.iter().flat_map(|(_, lines)| lines.iter().map(|line| line.publication_id));
        let count = all.collect::<HashSet<_>>().len();
        let subject = format!("{}：您订阅的有{count}条新信息", office.site.read().name);
        let about = format!("subscription:{}:{}", until.0, subscriber.id);
        let body = body(office, subscriber.id, &parts, &news);
        let words = Words { about: &about, subject: &subject, body: &body, from: None };
        post::tell(&office.post, &mut act, Recipient::Subscriber(subscriber.id), &[Way::Mail], words).await?;
        told += 1;
    }
    act.told_subscribers(&ids, until).await?;
    act.record("subscription.post", None, office.today(), serde_json::json!({"looked_at": ids.len(), "told": told}));
    act.commit().await?;
    Ok(told)
}

fn body(office: &Office, id: SubscriberId, parts: &[Part<'_>], news: &News) -> String {
    let mut body = String::from("您好：\n\n您订阅的有新信息：\n");
    for (wish, lines) in parts {
        body += &format!("\n【{}】\n", news.label(wish));
        for line in lines.iter().take(LINES) {
            body += &format!("{}\n{}", line.title, office.post.look_at(&address(&line.index_number)));
        }
        if lines.len() > LINES {
            body += &format!("……共{}条，其余请到网站上看\n", lines.len());
        }
    }
    body += &format!(
        "\n不想再收到，或者改订阅的内容，请打开：\n{}\n本邮件由{}自动发出，请勿回复。\n",
        office.post.look_at(&place(office, id)),
        office.site.read().name,
    );
    body
}
