//! 演示的工作台: requests around today in every state, each taken through the same acts as anybody's, with the clock
//! stopped at the day of each step.

use std::collections::BTreeMap;

use gongkai_law::request::{
    application::{Applicant, Delivery, Supply},
    decision::Decision,
    fee,
    letter::LetterKind,
    received::Channel,
    step::{Step, Taken, Verb},
};
use gongkai_store::{Actor, Error, Moment, RequestId, Scope};
use jiff::{Timestamp, civil::Date, tz::Offset};

use super::{
    answers,
    course::{Course, Deed, Open, earlier, later, to_the_end},
    staff,
    wishes::{APPLICANTS, ENDED, OPEN},
    year,
};
use crate::{
    letters::{
        draft,
        notice::{self, Notice},
        pass,
    },
    office::{self, Office},
    people::roles::{Hand, roles_for},
    requests::{
        desk::converted,
        dossier::Dossier,
        papers::Paper,
        record::Words,
        register::{Application, Identity, register_in},
        take::{NotTaken, take},
    },
};

/// How many of the stories are in the register: a demonstration that was stopped half way goes on there.
const SETTING: &str = "demo.requests";

/// The first of the requests that ended came so many working days ago, each before it some more.
const LATEST: u16 = 48;
const APART: u16 = 8;

tokio::task_local! {
    /// When what is being told happened.
    pub(super) static THEN: Timestamp;
}

/// The clock of a story; the machine's outside of one.
pub(super) fn then() -> Timestamp {
    THEN.try_with(|at| *at).unwrap_or_else(|_| office::now())
}

/// One request and what becomes of it.
struct Story {
    organ: &'static str,
    wanted: &'static str,
    applicant: (Applicant, &'static str),
    nth: u16,
    channel: Channel,
    came: Date,
    course: Course,
}

/// Tells all stories that are not told yet, the oldest first.
///
/// # Errors
/// The register; a refusal where a story breaks the law.
pub async fn fill(office: &Office) -> Result<(), NotTaken> {
    let told = office.db.setting(SETTING).await?.and_then(|count| count.parse().ok()).unwrap_or(0);
    for (story, count) in stories(office).iter().zip(1_usize..).skip(told) {
        tell(office, story, count).await?;
    }
    Ok(())
}

fn stories(office: &Office) -> Vec<Story> {
    let today = office.today();
    let ended = ENDED.iter().zip(0_u16..).map(|(&(decision, variant, organ, wanted), nth)| {
        let mut course = to_the_end(decision, variant, nth);
        if is_converted(decision, variant) {
            // others asked for the same lately, so that the draft of it is still in its term
            let took: u16 = course.iter().map(|(workdays, _)| workdays).sum();
            let since = LATEST + APART * nth - 2 - nth % 9;
            course.push((since.saturating_sub(took), Deed::Plain(Step::Converted)));
        }
        (LATEST + APART * nth, organ, wanted, Channel::ALL[usize::from(nth) % Channel::ALL.len()], course)
    });
    let open = OPEN.iter().zip(0_usize..).map(|(&(open, ago, organ, wanted), nth)| {
        let channel = match (open, nth % 2) {
            (Open::Unconfirmed, _) => Channel::OrdinaryPost,
            (_, 0) => Channel::Internet,
            _ => Channel::InPerson,
        };
        (ago, organ, wanted, channel, open.course())
    });
    let mut all: Vec<_> = ended.chain(open).collect();
    all.sort_by_key(|(ago, ..)| std::cmp::Reverse(*ago));
    let people = APPLICANTS.iter().cycle().zip(0_u16..);
    let told = all.into_iter().zip(people).map(|((ago, organ, wanted, channel, course), (&applicant, nth))| {
        let came = earlier(&office.calendar, today, ago);
        Story { organ, wanted, applicant, nth, channel, came, course }
    });
    told.collect()
}

/// 结转下年度: what was open at each desk at the end of a year, by the column of the applicants.
pub fn open_at_end(office: &Office, year: i16) -> BTreeMap<&'static str, year::Open> {
    let mut open: BTreeMap<&str, year::Open> =
        staff::STAFF.iter().filter_map(|clerk| Some((clerk.organ?, year::Open::new()))).collect();
    for story in stories(office) {
        let is_in = story.came.year() == year && !story.is_fresh();
        let crosses = is_in && story.ended(office).is_none_or(|ended| ended.year() > year);
        if let Some(organ) = open.get_mut(story.organ).filter(|_| crosses) {
            *organ.entry(story.applicant.0.key()).or_default() += 1;
        }
    }
    open
}

impl Story {
    /// What was done up to today, each with its day.
    fn deeds<'a>(&'a self, office: &'a Office) -> impl Iterator<Item = (Date, Deed)> + 'a {
        let done = |day: &mut Date, &(workdays, deed): &(u16, Deed)| {
            *day = later(&office.calendar, *day, workdays);
            Some((*day, deed)).filter(|(day, _)| *day <= office.today())
        };
        self.course.iter().scan(self.came, done)
    }

    /// The day on which it was answered or taken back; `None` while it is open.
    fn ended(&self, office: &Office) -> Option<Date> {
        let ends = |deed: Deed| matches!(deed, Deed::Pass(Verb::Send) | Deed::Plain(Step::Withdrawn));
        self.deeds(office).find(|(_, deed)| ends(*deed)).map(|(day, _)| day)
    }

    /// Whether it is a letter that nobody has opened yet: its term has not begun.
    fn is_fresh(&self) -> bool {
        self.channel == Channel::OrdinaryPost && self.course.is_empty()
    }
}

/// What was given whole, and may be for everybody.
fn is_converted(decision: Decision, variant: usize) -> bool {
    decision == Decision::Granted && variant == 0
}

/// What goes out with such an answer; fictional like everything.
fn supplied(wanted: &str) -> Paper {
    let words = format!("{wanted}\n\n（演示用的材料，内容是虚构的。）\n\n一、基本情况\n全文附后，共1页。\n");
    Paper { name: format!("{wanted}.txt"), bytes: words.into_bytes(), kind: "answer" }
}

async fn tell(office: &Office, story: &Story, count: usize) -> Result<(), NotTaken> {
    let past = Office { clock: then, ..office.clone() };
    let now = (office.clock)();
    let number = THEN.scope(hour(story.came, 9, now), come(&past, story, count)).await?;
    for ((day, deed), nth) in story.deeds(office).zip(1_i8..) {
        let done = THEN.scope(hour(day, 9 + nth % 8, now), act(&past, story, &number, deed)).await;
        // past the last notice of holidays nobody can say that a term is over: the story waits there as anybody's would
        if matches!(done, Err(NotTaken::Refused(_))) && office.calendar.day(day).provisional {
            return Ok(());
        }
        done?;
    }
    Ok(())
}

/// This hour of that day in Qinghe, never later than now.
pub(super) fn hour(day: Date, hour: i8, now: Timestamp) -> Timestamp {
    Offset::constant(8).to_timestamp(day.at(hour, 20, 0, 0)).map_or(now, |at| at.min(now))
}

/// Does something in the office as it was at this hour of that day.
pub async fn at_hour<T>(office: &Office, day: Date, of: i8, doing: impl AsyncFnOnce(Office) -> T) -> T {
    let past = Office { clock: then, ..office.clone() };
    THEN.scope(hour(day, of, (office.clock)()), doing(past)).await
}

/// The application comes in; gives its number.
async fn come(office: &Office, story: &Story, count: usize) -> Result<String, Error> {
    let organ = office.db.organ_at(story.organ).await?;
    let confirmed = (story.channel.needs_confirmation() && !story.is_fresh()).then_some(story.came);
    let (applicant, name) = story.applicant;
    let who = story.nth % u16::try_from(APPLICANTS.len()).unwrap_or(1);
    let identity = Identity {
        name: name.to_owned(),
        number: format!("DEMO{who:014}"),
        phone: format!("0000-555 {:04}", 200 + who),
        address: format!("青禾县城关镇桂花巷{}号", 3 + who),
        ..Identity::default()
    };
    let nth = usize::from(story.nth);
    let application = Application {
        applicant,
        identity,
        wanted: format!("{}。", story.wanted),
        supply: Supply::ALL[nth % Supply::ALL.len()],
        delivery: Delivery::ALL[nth % Delivery::ALL.len()],
        channel: story.channel,
        arrived: story.came,
        confirmed,
        proof: String::new(),
    };
    let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await?;
    let receipt = register_in(office, &mut act, &organ, &application).await?;
    act.set(SETTING, &count.to_string()).await?;
    act.commit().await?;
    Ok(receipt.number)
}

/// Somebody whose duty it is does the deed.
async fn act(office: &Office, story: &Story, number: &str, deed: Deed) -> Result<(), NotTaken> {
    let hand = match deed.verb() {
        Verb::Withdraw => Hand::Applicant,
        verb => staff::hand(office, story.organ, roles_for(verb)).await?,
    };
    let dossier = Dossier::numbered(office, number, Scope::All).await?;
    match deed {
        Deed::Draft(decision, variant) => {
            let id =
                draft::draft(office, &hand, &dossier, answers::fields(decision, variant, office.today()), None).await?;
            let letter = office.db.letter(id, Scope::All).await?;
            let letter = match is_converted(decision, variant) {
                false => letter,
                true => {
                    draft::enclose(office, &hand, &dossier, &letter, &[supplied(story.wanted)]).await?;
                    office.db.letter(id, Scope::All).await?
                }
            };
            draft::hand_in(office, &hand, &dossier, &letter).await
        }
        Deed::Pass(verb) => {
            let id = draft::handed_in(&dossier).ok_or(Error::Missing("文书"))?;
            let letter = office.db.letter(id, Scope::All).await?;
            let why = if verb == Verb::Return { "请写清查找了哪些地方、用了哪些词" } else { "" };
            let said = pass::Said { why: why.to_owned(), ..pass::Said::default() };
            pass::pass(office, &hand, &dossier, &letter, verb, &said).await
        }
        _ => step(office, &hand, &dossier, (deed, story.wanted)).await,
    }
}

async fn step(office: &Office, hand: &Hand, dossier: &Dossier, (deed, wanted): (Deed, &str)) -> Result<(), NotTaken> {
    let on = office.today();
    let Some(step) = deed.step(on, &office.calendar) else { return Ok(()) };
    let line = &dossier.request.line;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let words = match step {
        Step::Converted => Words { about: wanted.to_owned(), ..words(step) },
        _ => words(step),
    };
    take(office, &mut act, hand, dossier, Taken { on, step }, &words).await?;
    if step == Step::Converted {
        converted::draft(office, &mut act, hand, dossier, wanted).await?;
    }
    if let (Step::Accepted, Hand::Staff { id, .. }) = (step, hand) {
        // the step counted as a save
        act.assign_request(line.id, line.version + 1, Some(*id), None).await?;
    }
    act.commit().await?;
    letters(office, hand, line.id, step).await
}

/// The letters of the step that was taken last.
async fn letters(office: &Office, hand: &Hand, id: RequestId, step: Step) -> Result<(), NotTaken> {
    if LetterKind::demanded(step).is_empty() {
        return Ok(());
    }
    let n = Dossier::open(office, id, Scope::All).await?.entries.last().map_or(0, |entry| entry.row.n);
    for kind in LetterKind::of_step(step) {
        let dossier = Dossier::open(office, id, Scope::All).await?;
        notice::issue(office, hand, &dossier, &Notice { n, kind: *kind }.place(step)).await?;
    }
    Ok(())
}

/// Which of its month a request is that is charged.
const CHARGED: u32 = 33;

/// What the office writes beside it.
fn words(step: Step) -> Words {
    let why = match step {
        Step::ClarifyAsked { .. } => "没有写明所要信息的年份、名称，也没有便于查找的其他特征",
        Step::ReasonsAsked { .. } => "近期提交的申请件数明显偏多，内容大体相同",
        Step::ExtensionAsked { .. } | Step::Extended { .. } => "材料涉及多个年度，需要到乡镇调取原件核对",
        Step::Converted => "近来多人问到同一件事",
        Step::Consulted { .. } => "与该企业有关的比选材料和分项报价",
        Step::Opined { .. } => "书面回复，原件随卷",
        Step::Noted => "已到档案室调卷",
        _ => "",
    };
    let who = if matches!(step, Step::Consulted { .. }) { "青禾县禾丰建材有限公司" } else { "" };
    let proof = match step {
        Step::Served => "送达回证随卷",
        Step::Reached { .. } => "邮件跟踪记录显示已签收",
        _ => "",
    };
    let about = match step {
        Step::Noted => "searched",
        _ => "",
    };
    let fee = fee::of_item(CHARGED).ok().filter(|_| step == Step::FeeNotified);
    let yuan = fee.as_ref().map(|fee| fee.total);
    let reckoned = fee.map(|fee| format!("按件计收，申请人当月第{CHARGED}件；{}", fee.in_words()));
    let why = reckoned.as_deref().unwrap_or(why);
    let [why, who, proof, about] = [why, who, proof, about].map(str::to_owned);
    Words { why, who, proof, about, yuan, ..Words::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_answer_is_told_and_asks_only_for_what_its_officers_wrote() {
        for decision in Decision::ALL {
            assert!(ENDED.iter().any(|(of, ..)| *of == decision), "{decision:?}");
        }
        for (decision, variant, ..) in ENDED {
            let on = jiff::civil::date(2026, 10, 12);
            assert!(draft::unsaid(&answers::fields(decision, variant, on), on).is_empty(), "{decision:?} {variant}");
        }
    }
}
