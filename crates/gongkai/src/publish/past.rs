//! 从前发布的: publications that came out before there was this register, taken in as they are. Who reviewed them then is not
//! known here, so nothing is said of it: they were begun and released, on their days.

use gongkai_law::proactive::{kind::PublicationKind, release::PublicationStep, validity::Life};
use gongkai_store::{
    Act, Actor, Civil, Error, Moment, NewStep, OrganId, PastPublication, PastStep, PublicationId, PublicationNow,
    Release, Writing,
};
use jiff::{
    civil::Date,
    tz::{Offset, TimeZone},
};

use super::{
    content::{Content, number_key},
    effects::as_kept,
};

/// One that came out before.
#[derive(Clone, Debug)]
pub struct Past {
    /// 发布机构
    pub organ: OrganId,
    /// 信息种类
    pub kind: PublicationKind,
    /// What it says.
    pub content: Content,
    /// 索引号
    pub index_number: String,
    /// 发布日期
    pub on: Date,
    /// 效力期间, with what other documents did to it.
    pub life: Life,
}

/// Takes them in, all by one act; their identities, in this order.
///
/// # Errors
/// [`Error::Taken`] where an 索引号 is another's; the register.
pub async fn load(act: &mut Act, all: &[Past], today: Date) -> Result<Vec<PublicationId>, Error> {
    let steps: Vec<[PastStep<'_>; 2]> = all.iter().map(steps).collect();
    let said: Vec<Said> = all.iter().map(Said::of).collect();
    let rows: Vec<_> =
        all.iter().zip(&steps).zip(&said).map(|((one, steps), said)| said.row(one, steps, today)).collect();
    act.load_publications(&rows).await
}

/// What a row of the register borrows.
struct Said {
    json: String,
    number_key: String,
    topics: Vec<&'static str>,
    relations: Vec<(PublicationId, &'static str)>,
}

impl Said {
    fn of(one: &Past) -> Self {
        let content = &one.content;
        Self {
            json: content.json(),
            number_key: number_key(&content.number),
            topics: content.categories(one.kind).into_iter().map(|category| category.key).collect(),
            relations: content.relations().map(|(to, relation)| (to, relation.key())).collect(),
        }
    }

    fn row<'a>(&'a self, one: &'a Past, steps: &'a [PastStep<'a>], today: Date) -> PastPublication<'a> {
        let (content, formed) = (&one.content, one.content.formed.map(Civil));
        let (kind, title) = (one.kind.key(), content.title.as_str());
        let (due, due_ms, provisional, json) = (None, None, false, self.json.as_str());
        PastPublication {
            organ: one.organ,
            author: None,
            writing: Writing { kind, title, content: json, attribute: "proactive", formed, due, due_ms, provisional },
            steps,
            now: PublicationNow {
                stage: "public",
                public: true,
                due,
                due_ms,
                provisional,
                reassess: None,
                anew: false,
            },
            release: Release {
                index_number: &one.index_number,
                kind,
                title,
                summary: &content.summary,
                content: json,
                formed,
                number: &content.number,
                number_key: &self.number_key,
                topics: &self.topics,
                form: content.form(),
                converted: false,
                life: as_kept(one.kind, one.life, today),
                expires: content.expires.filter(|_| one.kind.may_expire()).map(Civil),
                files: &[],
                relations: &self.relations,
            },
            begun: at(one.on, 9),
            at: at(one.on, 15),
        }
    }
}

fn steps(one: &Past) -> [PastStep<'static>; 2] {
    [(PublicationStep::Begun, 9), (PublicationStep::Released, 15)].map(|(step, hour)| PastStep {
        step: NewStep { on: Civil(one.on), kind: step.key(), detail: "{}" },
        actor: Actor::Operator,
        at: at(one.on, hour),
    })
}

/// Twenty past this hour of that day in Qinghe.
fn at(day: Date, hour: i8) -> Moment {
    let zone = TimeZone::fixed(Offset::constant(8));
    day.at(hour, 20, 0, 0).to_zoned(zone).map_or(Moment(0), |at| Moment::from(at.timestamp()))
}
