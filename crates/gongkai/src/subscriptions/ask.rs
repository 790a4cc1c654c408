//! 申请订阅: somebody types an address; the mail with the link goes there, and nothing else before the link was used.

use gongkai_store::{Actor, Error, Moment, Recipient};

use super::{place, record, topic::Topic};
use crate::{
    office::Office,
    post::{self, Way, Words},
};

/// Subscriptions of one address.
pub const MOST: i64 = 20;

/// Keeps what somebody asked for and sends the mail with the link, once a day; false where the address has enough
/// subscriptions. Whoever asks is not told whether the address is known.
///
/// # Errors
/// The register.
pub async fn ask(office: &Office, address: &str, topic: &Topic) -> Result<bool, Error> {
    let address = address.trim().to_lowercase();
    let mac = office.vault.fingerprint("subscriber address", &address);
    let sealed = office.vault.seal(&record(&mac), address.as_bytes());
    let (kind, what) = topic.key();
    let mut act = office.db.act(Actor::Public, Moment(office.now_ms())).await?;
    let (id, count) = act.subscribe((&mac, &sealed), (kind, what)).await?;
    if count > MOST {
        // dropped with all that it wrote
        return Ok(false);
    }
    let subject = format!("请确认订阅{}", office.site.read().name);
    let about = format!("subscribe:{id}:{kind}:{what}:{}", office.today());
    let body = format!(
        "您好：\n\n有人用这个邮箱订阅了“{}”的新信息。是您本人的，请打开下面的链接，点“确认订阅”：\n\n{}\n\
         不是您，或者不想订了，什么都不用做：不确认就不会再收到，7天后自动删除这个邮箱。\n\n\
         本邮件由{}自动发出，请勿回复。\n",
        quoted(topic),
        office.post.look_at(&place(office, id)),
        office.site.read().name,
    );
    let words = Words { about: &about, subject: &subject, body: &body, from: None };
    post::tell(&office.post, &mut act, Recipient::Subscriber(id), &[Way::Mail], words).await?;
    act.commit().await?;
    Ok(true)
}
/// The longest search that the first mail names, in characters.
const NAMED: usize = 12;

/// As the first mail names it. Somebody who has not said yes gets nothing of a stranger that leads somewhere: a few Chinese
/// characters are no address and no telephone number.
fn quoted(topic: &Topic) -> String {
    match topic {
        Topic::Search(words) if is_plain(words) => format!("检索：{words}"),
        Topic::Search(_) => "一项检索".to_owned(),
        topic => topic.label(),
    }
}

fn is_plain(words: &str) -> bool {
    let is_chinese = |c: char| matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | ' ');
    words.chars().all(is_chinese) && words.chars().count() <= NAMED
}
