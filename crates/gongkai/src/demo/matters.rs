//! 演示的投诉与更正: some of each around today, taken through the same acts as anybody's.

use gongkai_law::matter::{Ground, Matter, MatterStep, Settled};
use gongkai_store::{Actor, Error, Moment, Scope};

use super::{
    course::{earlier, later},
    desk::{THEN, hour, then},
    staff,
};
use crate::{
    matters::{
        case::{Case, Words},
        raise::{self, Raised},
        take::{roles_for, take},
    },
    office::Office,
    requests::{register::Identity, take::NotTaken},
};

/// That they were told: a demonstration tells them once.
const SETTING: &str = "demo.matters";

/// One of them and what becomes of it: so many working days after the step before.
struct Story {
    kind: Matter,
    about: &'static str,
    ground: Option<Ground>,
    request: &'static str,
    who: &'static str,
    words: &'static str,
    /// Came so many working days ago.
    ago: u16,
    course: &'static [(u16, Deed)],
}

#[derive(Clone, Copy)]
enum Deed {
    Accept,
    Ask(&'static str),
    Account(&'static str),
    Settle(Settled, &'static str, &'static str),
}

const STORIES: [Story; 5] = [
    Story {
        kind: Matter::Complaint,
        about: "shuili",
        ground: Some(Ground::NotAnswered),
        request: "SHUILI-2026-0007",
        who: "宋知微",
        words: "我申请的灌区改造监理日志，过了答复的日子还没有回音，打电话说“再等等”。",
        ago: 26,
        course: &[
            (1, Deed::Accept),
            (1, Deed::Ask("灌区节水改造监理日志的申请为什么到期没有答复，打算什么时候答复？")),
            (4, Deed::Account("经办人外出培训，没有交接。已改派，一周内答复。")),
            (
                3,
                Deed::Settle(
                    Settled::Urged,
                    "",
                    "查明县水利局到期没有答复，已经督促它在5个工作日内答复您，并整改交接制度。",
                ),
            ),
        ],
    },
    Story {
        kind: Matter::Complaint,
        about: "ziran",
        ground: Some(Ground::NotPublished),
        request: "",
        who: "",
        words: "城关镇今年的征地补偿安置公告在网站上找不到，村里也没有贴。",
        ago: 6,
        course: &[(1, Deed::Accept), (1, Deed::Ask("今年城关镇征地补偿安置公告是否已经公开，在哪里公开？"))],
    },
    Story {
        kind: Matter::Complaint,
        about: "yundu",
        ground: Some(Ground::Outdated),
        request: "",
        who: "邓阿满",
        words: "云渡镇公开指南上的电话三年没有换，打过去是空号。",
        ago: 1,
        course: &[],
    },
    Story {
        kind: Matter::Correction,
        about: "ziran",
        ground: None,
        request: "",
        who: "蒋有田",
        words: "承包地台账里，我家二号地块面积写成3.2亩，应为5.2亩，有承包合同为证。",
        ago: 9,
        course: &[
            (1, Deed::Accept),
            (5, Deed::Settle(Settled::Corrected, "", "查对承包合同和实测图，已经改为5.2亩。")),
        ],
    },
    Story {
        kind: Matter::Correction,
        about: "shuili",
        ground: None,
        request: "",
        who: "潘石安",
        words: "用水户登记里，我家的户主姓名写错了一个字。",
        ago: 2,
        course: &[],
    },
];

/// Tells all of them, once.
///
/// # Errors
/// The register; a refusal where a story breaks the law.
pub async fn fill(office: &Office) -> Result<(), NotTaken> {
    if office.db.setting(SETTING).await?.is_some() {
        return Ok(());
    }
    for story in &STORIES {
        tell(office, story).await?;
    }
    let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await?;
    act.set(SETTING, "told").await?;
    Ok(act.commit().await?)
}

async fn tell(office: &Office, story: &Story) -> Result<(), NotTaken> {
    let past = Office { clock: then, ..office.clone() };
    let now = (office.clock)();
    let mut day = earlier(&office.calendar, office.today(), story.ago);
    let number = THEN.scope(hour(day, 9, now), come(&past, story)).await?;
    for (&(workdays, deed), nth) in story.course.iter().zip(1_i8..) {
        day = later(&office.calendar, day, workdays);
        if day > office.today() {
            break;
        }
        THEN.scope(hour(day, 9 + nth, now), act(&past, story, &number, deed)).await?;
    }
    Ok(())
}

async fn come(office: &Office, story: &Story) -> Result<String, Error> {
    let about = office.db.organ_at(story.about).await?;
    let handler = raise::handler(office, story.kind, &about).await?.ok_or(Error::Missing("单位"))?;
    let who = (!story.who.is_empty()).then(|| Identity {
        name: story.who.to_owned(),
        phone: "0000-555 0288".to_owned(),
        ..Identity::default()
    });
    let raised = Raised {
        kind: story.kind,
        about: &about,
        ground: story.ground,
        request_number: story.request.to_owned(),
        who,
        words: story.words.to_owned(),
        token: "",
    };
    Ok(raise::raise(office, &handler, &raised, &[]).await?.number)
}

async fn act(office: &Office, story: &Story, number: &str, deed: Deed) -> Result<(), NotTaken> {
    let case = Case::numbered(office, number, Scope::All).await?;
    let (step, why, who) = match deed {
        Deed::Accept => (MatterStep::Accepted, "", ""),
        Deed::Ask(why) => (MatterStep::AccountAsked { until: later(&office.calendar, office.today(), 10) }, why, ""),
        Deed::Account(why) => (MatterStep::Accounted, why, ""),
        Deed::Settle(settled, who, why) => (MatterStep::Settled(settled), why, who),
    };
    let organ = match deed {
        Deed::Account(_) => office.db.organ(case.matter.about_id).await?,
        _ => office.db.organ(case.matter.organ_id).await?,
    };
    let roles = step.verb().map_or(&[][..], |verb| roles_for(story.kind, verb));
    let hand = staff::hand(office, &organ.slug, roles).await?;
    let words = Words { why: why.to_owned(), who: who.to_owned() };
    take(office, &hand, &case, step, &words, &[]).await
}
