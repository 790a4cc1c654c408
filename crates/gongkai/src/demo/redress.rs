//! 演示的复议诉讼: cases on every route and in every state, each about one of the requests that were told before, and taken
//! through the same acts as anybody's.

use gongkai_law::{
    calendar::Calendar,
    redress::{
        Route,
        clock::Procedure,
        conclusion::Conclusion,
        step::{Side, Step, Taken, Verb},
    },
};
use gongkai_store::{Error, Moment, RedressFilter, RequestFilter, Scope};
use jiff::civil::Date;

use super::{
    course::{earlier, later},
    desk::at_hour,
    staff,
};
use crate::{
    letters::head::Letterhead,
    office::Office,
    redress::{
        case::Case,
        duties::roles_for,
        register::{Arrival, register},
        take::take,
    },
    requests::{record::Words, take::NotTaken},
};

/// How many of the cases are in the register: a demonstration that was stopped half way goes on there.
const SETTING: &str = "demo.redress";

/// Something that happens in a case; terms in working days from that day.
#[derive(Clone, Copy)]
enum Deed {
    Answered,
    /// 听证、开庭, so many working days later.
    Summoned(u16),
    Heard,
    Suspended,
    Concluded(Conclusion),
    /// 责令重新答复, within so many working days.
    Ordered(Conclusion, u16),
    Appealed,
    /// 登记重了
    Cancelled,
}

use Deed::{Answered, Appealed, Cancelled, Concluded, Heard, Ordered, Summoned, Suspended};

impl Deed {
    fn step(self, day: Date, calendar: &Calendar) -> Step {
        match self {
            Self::Answered => Step::Answered,
            Self::Summoned(workdays) => Step::Summoned { hearing: later(calendar, day, workdays) },
            Self::Heard => Step::Heard,
            Self::Suspended => Step::Suspended,
            Self::Concluded(conclusion) => Step::Concluded { conclusion, served: day, again: None },
            Self::Ordered(conclusion, workdays) => {
                Step::Concluded { conclusion, served: day, again: Some(later(calendar, day, workdays)) }
            }
            Self::Appealed => Step::Appealed { by: Side::Opponent },
            Self::Cancelled => Step::Cancelled,
        }
    }
}

/// One case: how many working days ago it came, about which request of which organ, and what became of it.
struct Story {
    ago: u16,
    organ: &'static str,
    about: &'static str,
    route: Route,
    procedure: Procedure,
    course: &'static [(u16, Deed)],
}

const fn story(
    ago: u16,
    (organ, about): (&'static str, &'static str),
    (route, procedure): (Route, Procedure),
    course: &'static [(u16, Deed)],
) -> Story {
    Story { ago, organ, about, route, procedure, course }
}

const SIMPLE: (Route, Procedure) = (Route::Review, Procedure::Simplified);
const REVIEW: (Route, Procedure) = (Route::Review, Procedure::Ordinary);
const DIRECT: (Route, Procedure) = (Route::Direct, Procedure::Ordinary);
const AFTER: (Route, Procedure) = (Route::AfterReview, Procedure::Ordinary);

/// The oldest first.
static STORIES: [Story; 12] = [
    story(
        82,
        ("qinghe", "公交线路调整方案历次讨论"),
        SIMPLE,
        &[(4, Answered), (14, Concluded(Conclusion::ReviewUpheld))],
    ),
    story(
        75,
        ("ziran", "邻居占用我家宅基地"),
        REVIEW,
        &[(8, Answered), (6, Heard), (14, Concluded(Conclusion::ReviewUpheld))],
    ),
    story(70, ("ziran", "桥头镇老街房屋征收"), DIRECT, &[(9, Answered), (20, Concluded(Conclusion::SuitWithdrawn))]),
    story(60, ("shuili", "禾丰建材取水许可"), REVIEW, &[(7, Answered), (18, Suspended)]),
    story(40, ("qinghe", "老城区停车收费方案"), REVIEW, &[(6, Answered), (18, Ordered(Conclusion::ReviewRevoked, 20))]),
    story(
        36,
        ("ziran", "邻居占用我家宅基地"),
        AFTER,
        &[(8, Answered), (3, Summoned(7)), (7, Heard), (8, Concluded(Conclusion::ClaimsRejected)), (7, Appealed)],
    ),
    story(30, ("shuili", "禾丰建材取水许可"), DIRECT, &[(9, Answered), (17, Ordered(Conclusion::Revoked, 30))]),
    story(15, ("qinghe", "城关镇农贸市场改造"), REVIEW, &[(7, Answered), (4, Summoned(9))]),
    story(12, ("ziran", "老砖窑地块1998年"), DIRECT, &[(8, Answered), (2, Summoned(11))]),
    story(8, ("ziran", "石梁乡茶场临时用地"), SIMPLE, &[]),
    story(7, ("ziran", "石梁乡茶场临时用地"), SIMPLE, &[(1, Cancelled)]),
    story(4, ("shuili", "去年第四季度的水质"), SIMPLE, &[]),
];

/// Tells all cases that are not told yet.
///
/// # Errors
/// The register; a refusal where a story breaks the law.
pub async fn fill(office: &Office) -> Result<(), NotTaken> {
    let told = office.db.setting(SETTING).await?.and_then(|count| count.parse().ok()).unwrap_or(0);
    for (story, count) in STORIES.iter().zip(1_usize..).skip(told) {
        let mut day = earlier(&office.calendar, office.today(), story.ago);
        let number = at_hour(office, day, 9, async |past| come(&past, story, count).await).await?;
        for (workdays, deed) in story.course {
            day = later(&office.calendar, day, *workdays);
            if day > office.today() {
                break;
            }
            at_hour(office, day, 15, async |past| act(&past, story, &number, *deed).await).await?;
        }
    }
    Ok(())
}

/// The papers come in; gives the number of the case.
async fn come(office: &Office, story: &Story, count: usize) -> Result<String, NotTaken> {
    let organ = office.db.organ_at(story.organ).await?;
    let own = Scope::Organ(organ.id);
    let asked = RequestFilter { words: story.about, ..RequestFilter::default() };
    let found = office.db.requests(own, &asked, gongkai_store::Order::Newest, gongkai_store::Turn::First, 1).await?;
    let line = found.first().ok_or(Error::Missing("申请"))?;
    let earlier = RedressFilter { request: Some(line.id), ..RedressFilter::default() };
    let after = match story.route {
        Route::AfterReview => office.db.redress_cases(own, &earlier, 0, 1).await?.into_iter().next(),
        Route::Review | Route::Direct => None,
    };
    let head = Letterhead::of(office, &organ).await?;
    let (forum, year) = (if story.route.is_suit() { head.court } else { head.review }, office.today().year());
    let case_number = match story.route.is_suit() {
        true => format!("（{year}）禾0{count:02}行初{}号", 20 + count),
        false => format!("{}复〔{year}〕{}号", if story.organ == "qinghe" { "禾政" } else { "青政" }, 10 + count),
    };
    let arrival = Arrival {
        route: story.route,
        request: Some(office.db.request(line.id, own).await?),
        after,
        forum,
        case_number,
        title: line.title.clone(),
        notified: office.today(),
        procedure: story.procedure,
        accepted: Some(super::course::earlier(&office.calendar, office.today(), 3)),
        proof: "机要通道送达，收发室签收".to_owned(),
    };
    let hand = staff::hand(office, story.organ, roles_for(Verb::Notify)).await?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let (_, number) = register(office, &mut act, &hand, &organ, &arrival).await?;
    act.set(SETTING, &count.to_string()).await?;
    act.commit().await?;
    Ok(number)
}

async fn act(office: &Office, story: &Story, number: &str, deed: Deed) -> Result<(), NotTaken> {
    let case = Case::numbered(office, number, Scope::All).await?;
    let step = deed.step(office.today(), &office.calendar);
    let hand = staff::hand(office, story.organ, roles_for(step.verb())).await?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    take(office, &mut act, &hand, &case, Taken { on: office.today(), step }, &words(&case, deed)).await?;
    Ok(act.commit().await?)
}

/// What the office writes beside it.
fn words(case: &Case, deed: Deed) -> Words {
    let (why, proof) = match deed {
        Answered => ("答复书一份，证据七份，依据目录一份", "专人送达，对方签收"),
        Heard => ("负责人出庭，双方就答复的依据陈述了意见", ""),
        Suspended => ("等候有关机关对适用依据的解释", ""),
        Concluded(_) => ("认定事实清楚，程序合法", ""),
        Ordered(..) => ("理由没有说明，责令重新答复", ""),
        Cancelled => ("和前一天登记的是同一件，收发室重复登记", ""),
        Summoned(_) | Appealed => ("", ""),
    };
    let letter = match deed {
        Concluded(_) | Ordered(..) => case.line.case_number.clone(),
        _ => String::new(),
    };
    let who = if matches!(deed, Appealed) { "禾川市中级人民法院".to_owned() } else { String::new() };
    Words { who, why: why.to_owned(), proof: proof.to_owned(), letter, ..Words::default() }
}
