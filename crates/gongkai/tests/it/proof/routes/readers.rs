//! What readers left at an organ, and a special column and a reading place made for them.

use gongkai::{
    Office,
    mistakes::found,
    requests::{once::Handed, register::Identity},
    subscriptions::{ask::ask, place, topic::Topic},
};
use gongkai_store::{Actor, Civil, MistakeSpot, Moment, OrganId, ReadingPlaceWords, SpecialWords};

use crate::web::house::noon;

/// What is there of readers and for them.
pub struct Left {
    /// A mistake in a publication, with a code.
    pub mistake: Handed,
    /// Who subscribed, with the token of their page.
    pub subscriber: (String, String),
    /// Where they read in person.
    pub reading: String,
}

pub async fn read(office: &Office, organ: OrganId, item: &str) -> Left {
    special(office, organ, item).await;
    Left {
        mistake: found_wrong(office, item).await,
        subscriber: subscribed(office).await,
        reading: reading_place(office, organ).await,
    }
}

async fn reading_place(office: &Office, organ: OrganId) -> String {
    let words = ReadingPlaceWords {
        kind: "library",
        name: "县图书馆",
        address: "书香路8号",
        hours: "周二至周日",
        phone: "",
        note: "",
    };
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let id = act.add_reading_place(organ, &words).await.unwrap();
    act.commit().await.unwrap();
    id.to_string()
}

/// Something that a reader found wrong in it, with how to reach them.
async fn found_wrong(office: &Office, item: &str) -> Handed {
    let item = office.db.released_at(item).await.unwrap();
    let organ = office.db.organ(item.organ_id).await.unwrap();
    let found = found::Found {
        spot: MistakeSpot::Publication(item.publication_id),
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
