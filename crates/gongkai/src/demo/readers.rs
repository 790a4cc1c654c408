//! 演示的读者: mistakes that they found, answered, open and late, and a subscription that somebody confirmed.

use gongkai_law::proactive::{kind::PublicationKind as Kind, mistake::MistakeAnswer as Answer};
use gongkai_store::{Actor, Error, MistakeSpot, Moment, ReleasedFilter, Scope};

use super::{
    course::{earlier, later},
    desk::at_hour,
    staff,
};
use crate::{
    mistakes::{answer, found},
    office::Office,
    people::roles::Duty,
    requests::{register::Identity, take::NotTaken},
    subscriptions::{ask, topic::Topic},
};

/// That they were told: a demonstration tells them once.
const SETTING: &str = "demo.readers";

/// A mistake that somebody found in the latest of a kind, and what the organ answered, so many working days later.
struct Story {
    organ: &'static str,
    kind: Kind,
    place: &'static str,
    words: &'static str,
    phone: &'static str,
    ago: u16,
    answered: Option<(u16, Answer, &'static str)>,
}

const STORIES: [Story; 7] = [
    Story {
        organ: "qinghe",
        kind: Kind::Meeting,
        place: "第一段",
        words: "开会的日期写的是星期六，和日历对不上，是不是写错了一天？",
        phone: "0000-555 0261",
        ago: 30,
        answered: Some((2, Answer::Right, "核对了会议记录：那天调休上班，日期没有写错。谢谢您看得这样细。")),
    },
    Story {
        organ: "shuili",
        kind: Kind::Fee,
        place: "表格第二行",
        words: "单位写“每立方米”，去年的清单写“每吨”，是一回事吗？请写成一样的。",
        phone: "",
        ago: 21,
        answered: Some((3, Answer::Mending, "两种写法说的是一回事。已经改成“每立方米”，审查以后换上新的一版。")),
    },
    Story {
        organ: "ziran",
        kind: Kind::Welfare,
        place: "“到哪里办”",
        words: "不动产登记大厅已经搬到新的地方，写的还是老地址，我白跑了一趟。",
        phone: "0000-555 0274",
        ago: 14,
        answered: Some((
            1,
            Answer::Mending,
            "让您白跑了，对不起。老地址门口已经贴了告示；地址正在改，审查以后换上新的一版。",
        )),
    },
    Story {
        organ: "ziran",
        kind: Kind::Notice,
        place: "",
        words: "里面说的路灯不亮，修了没有？",
        phone: "",
        ago: 9,
        answered: Some((2, Answer::NotOurs, "路灯由县住房和城乡建设局管护，已经把您的话转过去，也可以拨打12345。")),
    },
    Story {
        organ: "shuili",
        kind: Kind::Notice,
        place: "标题",
        words: "通知写的是“二〇二五年”，正文都是今年的事，年份是不是忘了改？",
        phone: "0000-555 0283",
        ago: 6,
        answered: None,
    },
    Story {
        organ: "qinghe",
        kind: Kind::Plan,
        place: "第三部分",
        words: "“健全”打成了“建全”。",
        phone: "",
        ago: 1,
        answered: None,
    },
    Story {
        organ: "ziran",
        kind: Kind::Normative,
        place: "第五条",
        words: "附件里的表格在手机上打不开，能不能也放一份PDF？",
        phone: "0000-555 0296",
        ago: 0,
        answered: None,
    },
];

/// A mailbox that wants to hear, and of what.
const MAILBOX: &str = "reader@qinghe.example";
const WATCHED: [(&str, &str); 2] = [("organ", "shuili"), ("search", "农村供水 水价")];

/// Tells all of it, once.
///
/// # Errors
/// The register; a refusal where a story breaks the rules.
pub async fn fill(office: &Office) -> Result<(), NotTaken> {
    if office.db.setting(SETTING).await?.is_some() {
        return Ok(());
    }
    for story in &STORIES {
        tell(office, story).await?;
    }
    subscribed(office).await?;
    let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await?;
    act.set(SETTING, "told").await?;
    Ok(act.commit().await?)
}

async fn tell(office: &Office, story: &Story) -> Result<(), NotTaken> {
    let organ = office.db.organ_at(story.organ).await?;
    let filter = ReleasedFilter { organ: Some(organ.id), kinds: &[story.kind.key()], ..ReleasedFilter::default() };
    let Some(line) = office.db.released_lines(&filter, None, 1).await?.pop() else { return Ok(()) };
    let came = earlier(&office.calendar, office.today(), story.ago);
    let who = Identity { phone: story.phone.to_owned(), ..Identity::default() };
    let found = found::Found {
        spot: MistakeSpot::Publication(line.publication_id),
        place: story.place,
        words: story.words,
        who,
        token: "",
    };
    let handed = at_hour(office, came, 9, async |past| found::register(&past, &organ, &found).await).await?;
    let Some((days, outcome, words)) = story.answered else { return Ok(()) };
    at_hour(office, later(&office.calendar, came, days), 15, async |past| {
        let hand = staff::hand(&past, story.organ, Duty::AnswerMistake.roles()).await?;
        let mistake = past.db.mistake_numbered(&handed.number, Scope::All).await?;
        answer::answer(&past, &hand, &mistake, (outcome, words)).await
    })
    .await
}

async fn subscribed(office: &Office) -> Result<(), Error> {
    for (kind, what) in WATCHED {
        let Some(topic) = Topic::of(office, kind, what).await? else { continue };
        ask::ask(office, MAILBOX, &topic).await?;
        // nobody else has subscribed to anything yet
        for subscriber in office.db.subscribers_untold(Moment(office.now_ms() + 1), 1).await? {
            let mut act = office.db.act(Actor::Public, Moment(office.now_ms())).await?;
            act.confirm_subscription(subscriber.id, topic.key()).await?;
            act.commit().await?;
        }
    }
    Ok(())
}
