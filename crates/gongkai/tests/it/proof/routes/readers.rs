//! What readers left at an organ, and a special column made for them.

use gongkai::{
    Office,
    mistakes::found,
    requests::{once::Handed, register::Identity},
    subscriptions::{ask::ask, place, topic::Topic},
};
use gongkai_store::{Actor, Civil, Moment, OrganId, SpecialWords};

use crate::web::house::noon;

/// A mistake in a publication, with a code; and who subscribed, with the token of their page.
pub async fn read(office: &Office, organ: OrganId, item: &str) -> (Handed, (String, String)) {
    special(office, organ, item).await;
    (found_wrong(office, item).await, subscribed(office).await)
}

/// Something that a reader found wrong in it, with how to reach them.
async fn found_wrong(office: &Office, item: &str) -> Handed {
    let item = office.db.released_at(item).await.unwrap();
    let organ = office.db.organ(item.organ_id).await.unwrap();
    let found = found::Found {
        publication: item.publication_id,
        place: "第一行",
        words: "值班电话印错了",
        who: Identity { phone: "13800005678".to_owned(), ..Identity::default() },
        token: "mistake",
    };
    found::register(office, &organ, &found).await.unwrap()
}

/// Somebody who wants to hear of an organ; gives who it is, and the token of their page.
async fn subscribed(office: &Office) -> (String, String) {
    let topic = Topic::of(office, "organ", "ben").await.unwrap().unwrap();
    assert!(ask(office, "lin@yundu.example", &topic).await.unwrap());
    let later = Moment(office.now_ms()).plus_days(1);
    let id = office.db.subscribers_untold(later, 1).await.unwrap()[0].id;
    let place = place(office, id);
    (id.to_string(), place.rsplit('/').next().unwrap().to_owned())
}

/// A special column with it.
async fn special(office: &Office, organ: OrganId, item: &str) {
    let item = office.db.released_at(item).await.unwrap().publication_id;
    let words = SpecialWords {
        title: "防汛值班",
        intro: "",
        first: Civil(office.today()),
        last: Civil(office.today()),
        kinds: "",
        topic: "",
        words: "",
        own: true,
        picks: &[item],
    };
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    act.add_special(organ, "fangxun", &words).await.unwrap();
    act.commit().await.unwrap();
}
