//! Corrections of an applicant's own record: one that is asked for, and one that was told by letter. A key of a program.

use gongkai::{
    Office,
    letters::head::Letterhead,
    matters::{
        case::{Case, Words},
        letter,
        raise::{Raised, raise},
        take::take,
    },
    people::roles::Hand,
    requests::{once::Handed, papers::Paper, register::Identity},
};
use gongkai_law::{
    matter::{Matter, MatterStep, Settled},
    request::letter::Content,
};
use gongkai_store::{Actor, Moment, NewApiKey, OrganId, PersonId, Scope};

use crate::web::house::noon;

/// Asked for, with its paper.
pub async fn brought(office: &Office, token: &str) -> Handed {
    let organ = office.db.organ_at("ben").await.unwrap();
    let who = Identity {
        name: "白石溪".to_owned(),
        number: "11010519491231002X".to_owned(),
        phone: "13800005678".to_owned(),
        ..Identity::default()
    };
    let raised = Raised {
        kind: Matter::Correction,
        about: &organ,
        ground: None,
        request_number: String::new(),
        who: Some(who),
        words: "记错了的门牌，应当是青柳巷十七号".to_owned(),
        token,
    };
    let papers = [Paper { name: "意见.txt".to_owned(), bytes: "内部研究的意见".into(), kind: "evidence" }];
    raise(office, &organ, &raised, &papers).await.unwrap()
}

/// Put right, and told by letter.
pub async fn ended(office: &Office, handed: Handed) -> Handed {
    let organ = office.db.organ_at("ben").await.unwrap();
    let head = Letterhead { word: "青水公".to_owned(), phone: "0000-5550166".to_owned(), ..Letterhead::default() };
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    head.keep(&mut act, &organ).await.unwrap();
    act.commit().await.unwrap();
    for step in [MatterStep::Accepted, MatterStep::Settled(Settled::Corrected)] {
        let case = Case::numbered(office, &handed.number, Scope::All).await.unwrap();
        let words = Words { why: "门牌改为青柳巷十七号".to_owned(), ..Words::default() };
        take(office, &Hand::Platform, &case, step, &words, &[]).await.unwrap();
    }
    let case = Case::numbered(office, &handed.number, Scope::All).await.unwrap();
    let mut fields = letter::begun(&case);
    fields.typed.insert(Content::Fact.key().to_owned(), "查对过登记簿".to_owned());
    letter::issue(office, &Hand::Platform, &case, fields).await.unwrap();
    handed
}

/// A key by which a program of the organ writes.
pub async fn handed_out(office: &Office, organ: OrganId, person: PersonId) -> String {
    let moment = Moment::from(noon());
    let mut act = office.db.act(Actor::Person(person), moment).await.unwrap();
    let (name, scopes, expires) = ("公文系统", "items:write", moment.plus_days(90));
    let new = NewApiKey { organ, name, scopes, mac: &[7; 32], person, expires };
    let id = act.add_api_key(&new).await.unwrap();
    act.commit().await.unwrap();
    id.to_string()
}
