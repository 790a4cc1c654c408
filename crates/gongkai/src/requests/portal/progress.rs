//! 办理进度: where a request stands, in words for its applicant. What is the office's own business stays there.

use gongkai_law::{
    calendar::{Calendar, in_chinese},
    request::{
        application::{Delivery, Supply},
        deadline::{self, Deadline, Kind},
        decision::{Class, Decision},
        fee,
        standing::{Ending, Standing, Waits},
        step::{Opinion, Stage, Step},
        third_party::{self, Asked},
    },
};
use gongkai_store::{Actor, Organ, Request};
use jiff::civil::Date;

use super::letters::LetterView;
use crate::{
    calendar_view::{self, Bar, MonthView, weekday},
    requests::{
        by_applicant::CONTACT,
        dossier::{Dossier, Entry},
        mask,
        record::Words,
    },
};

/// 答复期限 with its proof.
pub struct Clock {
    /// Due: as a date, in words, and which day of the week; `None` while the clock stands.
    pub due: Option<(String, String, &'static str)>,
    /// What it stands for, in big letters: 等您补正; empty while it runs.
    pub stands: &'static str,
    /// 暂定
    pub provisional: bool,
    /// Working days in all.
    pub working_days: u16,
    /// Working days left; `None` past the due date.
    pub left: Option<usize>,
    /// The bar of working days.
    pub bar: Bar,
    /// What the calendar proves.
    pub proves: String,
    /// The calendar.
    pub months: Vec<MonthView>,
    /// The calendar in sentences.
    pub text: Vec<String>,
    /// Whether some days do not count because the clock stood.
    pub stopped: bool,
    /// Where the count begins.
    pub hint: String,
}

impl Clock {
    /// Of a deadline, as it looks today.
    pub fn of(deadline: &Deadline, today: Date) -> Self {
        let stopped = deadline.days.iter().filter(|day| day.kind == Kind::Stopped).count();
        let ahead = deadline.days.iter().filter(|day| day.n.is_some() && day.date > today).count();
        let start = match deadline.clock_start == deadline.received {
            true => format!("{}收到，从第二天起数工作日", in_chinese(deadline.received)),
            false => format!("{}重新起算，从第二天起数工作日", in_chinese(deadline.clock_start)),
        };
        let stood =
            if stopped > 0 { format!("中间有{stopped}个工作日依法不计入。") } else { String::new() };
        let twentieth = deadline.days.iter().find(|day| day.n == Some(deadline::REPLY_WORKDAYS)).map(|day| day.date);
        let end = match twentieth.filter(|_| deadline.working_days > deadline::REPLY_WORKDAYS) {
            Some(day) => format!(
                "数满20个是{}，依法延长{}个工作日（{}）",
                in_chinese(day),
                deadline.working_days - deadline::REPLY_WORKDAYS,
                deadline::BASIS
            ),
            None => format!("数满{}个就是期限（《条例》第三十三条）", deadline.working_days),
        };
        Self {
            due: deadline.due.map(|due| (due.to_string(), in_chinese(due), weekday(due))),
            stands: "",
            provisional: deadline.provisional,
            working_days: deadline.working_days,
            left: deadline.due.filter(|due| *due >= today).map(|_| ahead),
            bar: calendar_view::bar(deadline, today),
            proves: "这个日子是怎么算的".to_owned(),
            months: calendar_view::months(&deadline.days, today),
            text: calendar_view::text(&deadline.days),
            stopped: stopped > 0,
            hint: format!("{start}，{end}。{stood}"),
        }
    }

    /// Of a request. While it stands: for whom, until when, and the day that it would be if they answered today.
    pub fn of_request(standing: &Standing, calendar: &Calendar, today: Date) -> Option<Self> {
        let clock = standing.clock.as_ref()?;
        if clock.due.is_some() {
            return Some(Self::of(clock, today));
        }
        let then = standing.clock_if_answered(today, calendar)?;
        let due = in_chinese(then.due?);
        let (stands, hint) = if standing.open_clarify().is_some() {
            let hint = format!("收到补正以后，答复期限重新起算（《条例》第三十条）。您今天补正，最迟{due}答复。");
            ("等您补正", hint)
        } else if standing.open_fee().is_some() {
            let hint = format!("缴费以后，答复期限重新起算（{}）。您今天缴费，最迟{due}答复。", fee::BASIS);
            ("等您缴费", hint)
        } else {
            let asked = standing.open_consults().next();
            let until = asked.and_then(|consult| third_party::answer_by(consult.reached?, calendar));
            let until = until.map(|term| format!("对方最迟{}答复；", in_chinese(term.date))).unwrap_or_default();
            let basis = deadline::PAUSE_BASIS;
            ("期限暂停", format!("征求意见的时间不计入期限（{basis}）。{until}今天收到意见的话，最迟{due}给您答复。"))
        };
        Some(Self { due: None, stands, hint, proves: format!("{due}是怎么算的"), ..Self::of(&then, today) })
    }
}

/// What was asked, of whom, and how it is to be given.
pub struct Contents {
    /// 编号
    pub number: String,
    /// 答复机关
    pub organ: String,
    /// 所需信息, by lines.
    pub wanted: Vec<String>,
    /// 电子文件，网上领取
    pub supply: String,
}

impl Contents {
    /// Of a request.
    pub fn of(dossier: &Dossier, organ: &Organ) -> Self {
        let request = &dossier.request;
        let supply = Supply::of_key(&request.supply).map_or("", Supply::label);
        Self {
            number: request.line.number.clone(),
            organ: organ.name.clone(),
            wanted: wanted(dossier),
            supply: format!("{supply}，{}", way(request)),
        }
    }
}

/// The way of delivery, as one says it.
fn way(request: &Request) -> &'static str {
    match Delivery::of_key(&request.delivery) {
        Some(Delivery::Online) => "在本站领取",
        Some(Delivery::Email) => "发到您的电子邮箱",
        Some(Delivery::Post) => "邮寄给您",
        Some(Delivery::InPerson) => "当面领取",
        None => "",
    }
}

/// What is asked, by lines, as everybody sees it who has the code: personal numbers are covered.
pub fn wanted(dossier: &Dossier) -> Vec<String> {
    mask::numbers(&dossier.request.wanted).lines().map(str::to_owned).collect()
}

/// One of the five stages of art. 45.
pub struct StageView {
    /// 登记, 审核 …
    pub label: &'static str,
    /// `done`, `now` or nothing.
    pub state: &'static str,
}

impl StageView {
    /// All five, by what really happened: a request that was withdrawn never comes to an answer.
    pub fn all(dossier: &Dossier) -> Vec<Self> {
        let standing = &dossier.standing;
        let ending = standing.endings.last().filter(|_| standing.is_over());
        let answered = ending.is_some_and(|ending| ending.letter);
        let served = answered && ending.is_some_and(|ending| ending.served.is_some());
        let drafted = answered || standing.draft.is_some();
        let accepted = standing.accepted.is_some();
        let done = [standing.received.is_some(), accepted, drafted, served, standing.archived.is_some()];
        let now = done.iter().position(|done| !done).filter(|_| ending.is_none() || answered);
        let state = |at: usize, done: bool| match (Some(at) == now, done) {
            (true, _) => "now",
            (false, true) => "done",
            (false, false) => "",
        };
        let stages = Stage::ALL.into_iter().zip(done).enumerate();
        stages.map(|(at, (stage, done))| Self { label: stage.label(), state: state(at, done) }).collect()
    }
}

/// 今天的状态: in plain words, the article after.
pub struct Said {
    /// 您的申请正在办理
    pub title: String,
    /// What happens now, and whether there is something to do.
    pub lede: String,
}

impl Said {
    /// Where the request stands today.
    pub fn of(dossier: &Dossier, organ: &Organ, calendar: &Calendar, today: Date) -> Self {
        let (title, lede) = said(dossier, organ, calendar, today);
        Self { title, lede }
    }
}

const NOTHING_TO_DO: &str = "您现在不用做任何事。";

fn said(dossier: &Dossier, organ: &Organ, calendar: &Calendar, today: Date) -> (String, String) {
    let (standing, short) = (&dossier.standing, &organ.short_name);
    if let Some(ending) = standing.endings.last().filter(|_| standing.is_over()) {
        return ended(standing, ending, short);
    }
    if let Some(question) = standing.open_clarify() {
        let until = question.until.map(in_chinese).unwrap_or_default();
        let lede = format!(
            "{short}看不明白您要什么，请在{until}前写清楚；补正以后，答复期限重新起算。没有正当理由逾期不补正的，不再处理（《条例》第三十条）。"
        );
        return ("请您补正申请".to_owned(), lede);
    }
    if let Some(question) = standing.open_fee() {
        let by = fee::pay_by(question.asked, calendar).map(|term| in_chinese(term.date)).unwrap_or_default();
        let lede =
            format!("请按收费通知在{by}前缴费；缴费以后，答复期限重新起算。逾期不缴的，不再处理（{}）。", fee::BASIS);
        return ("请您缴纳信息处理费".to_owned(), lede);
    }
    if let Some(question) = standing.reasons.filter(|question| question.came.is_none()) {
        let until = question.until.map(in_chinese).unwrap_or_default();
        return (
            "请您说明理由".to_owned(),
            format!("您的申请数量、频次较多，请在{until}前向{short}说明理由（《条例》第三十五条）。"),
        );
    }
    if standing.due().is_some_and(|due| due < today) {
        let lede = format!(
            "{short}还没有答复，答复期限已经过了。您可以投诉，也可以依法申请行政复议或者提起行政诉讼，见下面的“您的权利”。"
        );
        return ("到期还没有答复".to_owned(), lede);
    }
    let waiting = match standing.waits() {
        Waits::ThirdParty => format!("{short}正在书面征求第三方的意见，这段时间不计入期限。"),
        Waits::CoProducer => format!("{short}正在征求共同制作机关的意见，这段时间不计入期限。"),
        _ if standing.received.is_none() => {
            format!("{short}收到以后会与您确认，从确认之日起算期限（《条例》第三十一条）。")
        }
        _ if standing.ordered.is_some() => format!("{short}正在按决定或者判决重新答复。"),
        _ if standing.draft.is_some() => format!("{short}正在拟写给您的答复。"),
        _ if standing.accepted.is_some() => format!("{short}正在查找您要的信息。"),
        _ => format!("{short}已经收到，正在审核。"),
    };
    let title = if standing.received.is_none() { "您的申请已经提交" } else { "您的申请正在办理" };
    (title.to_owned(), waiting + NOTHING_TO_DO)
}

fn ended(standing: &Standing, ending: &Ending, short: &str) -> (String, String) {
    let on = in_chinese(ending.on);
    match (ending.decision, ending.letter) {
        (Decision::OtherOther, false) => {
            ("申请已经撤回".to_owned(), format!("您{on}撤回了申请，不再办理。还需要的，可以重新申请。"))
        }
        (Decision::OtherNoCorrection, _) => (
            "申请不再处理".to_owned(),
            format!("没有按期收到补正，{short}{on}起不再处理（《条例》第三十条）。还需要的，可以重新申请。"),
        ),
        (Decision::OtherUnpaid, _) => {
            ("申请不再处理".to_owned(), format!("没有按期收到缴费，{short}{on}起不再处理（{}）。", fee::BASIS))
        }
        (decision, _) => {
            let served = match standing.endings.last().and_then(|ending| ending.served) {
                Some(day) => format!("{}送达", in_chinese(day)),
                None => "正在送达".to_owned(),
            };
            let basis = decision.letters().iter().find_map(|letter| letter.article);
            let told = basis.filter(|_| !matches!(decision.class(), Class::Disclosed | Class::Other));
            let basis = told.map(|basis| format!("依据是{basis}，理由写在答复书里。")).unwrap_or_default();
            (
                format!("已经答复：{}", outcome(decision)),
                format!("{short}{on}发出答复，{served}。{basis}不同意的，见下面的“您的权利”。"),
            )
        }
    }
}

/// What was decided, as one says it: the form's own words for it are for those who count.
fn outcome(decision: Decision) -> &'static str {
    match decision.class() {
        Class::Disclosed if decision == Decision::Partial => "部分公开",
        Class::Disclosed => "予以公开",
        Class::Denied => "不予公开",
        Class::Unable => "无法提供",
        Class::Rejected => "不予处理",
        Class::Other => "其他处理",
    }
}

/// 经过: one line of the timeline.
pub struct Told {
    /// As a date.
    pub iso: String,
    /// 09-18
    pub day: String,
    /// What happened.
    pub what: String,
    /// What belongs to it.
    pub meta: String,
    /// `stop`, `next` or nothing.
    pub class: &'static str,
    /// 文书: where the letter of it is read, and what it is called.
    pub letter: Option<(String, String)>,
}

impl Told {
    /// What happened, the newest first, and before it what comes next.
    pub fn all(dossier: &Dossier, letters: &[LetterView], today: Date) -> Vec<Self> {
        let standing = &dossier.standing;
        let mut out: Vec<Self> =
            dossier.dated().filter_map(|(entry, day)| told(dossier, entry, (day, today), letters)).collect();
        out.sort_by(|a, b| a.iso.cmp(&b.iso));
        if let Some(due) = standing.due().filter(|_| !standing.is_over()) {
            let (what, day) = match due < today {
                true => ("答复期限到了，还没有答复".to_owned(), short(due, today)),
                false => ("给您答复".to_owned(), format!("{}前", short(due, today))),
            };
            out.push(Self { iso: due.to_string(), day, what, meta: String::new(), class: "next", letter: None });
        }
        out.reverse();
        out
    }
}

/// 09-18, with its year where that is another than today's.
fn short(day: Date, today: Date) -> String {
    if day.year() == today.year() { format!("{:02}-{:02}", day.month(), day.day()) } else { day.to_string() }
}

fn told(dossier: &Dossier, entry: &Entry, (day, today): (Date, Date), letters: &[LetterView]) -> Option<Told> {
    let words = &entry.words;
    let by = |until: Date| format!("{}请在{}前回复。", sentence(words), in_chinese(until));
    let (what, meta, class) = match entry.taken.step {
        Step::Arrived { channel } => {
            let came = if channel.needs_confirmation() { "提交" } else { "收到" };
            (format!("{came}申请（{}）", channel.label()), String::new(), "")
        }
        Step::Confirmed => ("双方确认收到申请，从第二天起算期限".to_owned(), String::new(), ""),
        Step::Accepted => ("审核通过，转入办理".to_owned(), String::new(), ""),
        Step::ClarifyAsked { until } => ("请您补正申请".to_owned(), by(until), "stop"),
        Step::Clarified => ("收到您的补正，从第二天重新起算期限".to_owned(), own(entry), ""),
        Step::ReasonsAsked { until } => ("请您说明理由".to_owned(), by(until), "stop"),
        Step::Reasoned => ("收到您说明的理由".to_owned(), own(entry), ""),
        Step::Consulted { asked, .. } => {
            (format!("书面征求{}的意见，期限暂停", asked.label()), format!("依据{}。", asked.basis()), "stop")
        }
        Step::Opined { party, opinion } => (opined(dossier, party, opinion), String::new(), ""),
        Step::FeeNotified => ("通知缴纳信息处理费".to_owned(), yuan(words), "stop"),
        Step::FeePaid => ("收到缴费，从第二天重新起算期限".to_owned(), yuan(words), ""),
        Step::Extended { days } => (format!("答复期限延长{days}个工作日"), sentence(words), ""),
        Step::Delayed { until } => (format!("答复期限定为{}", in_chinese(until)), sentence(words), ""),
        Step::Sent => ("发出答复".to_owned(), words.letter.clone(), ""),
        // how it is proved, and why a file was closed, is the office's own business
        Step::Served => ("答复送达".to_owned(), String::new(), ""),
        Step::Withdrawn => ("您撤回了申请".to_owned(), own(entry), ""),
        Step::Lapsed { .. } => ("不再处理".to_owned(), String::new(), ""),
        Step::Ordered { until } => (format!("责令在{}前重新答复", in_chinese(until)), String::new(), ""),
        Step::Lifted => ("责令重新答复的决定、判决没有生效，不再重新答复".to_owned(), String::new(), ""),
        Step::Converted => ("这项信息转为主动公开".to_owned(), String::new(), ""),
        Step::Noted if words.about == CONTACT => (words.why.replacen("申请人", "您", 1), String::new(), ""),
        Step::Amended => (format!("承办机关更正了登记的{}", words.about), String::new(), ""),
        Step::Reached { .. }
        | Step::ExtensionAsked { .. }
        | Step::ExtensionDeclined
        | Step::Drafted { .. }
        | Step::Returned
        | Step::Reviewed
        | Step::Signed
        | Step::Archived
        | Step::Issued { .. }
        | Step::Noted
        | Step::Redated { .. }
        | Step::Struck { .. } => return None,
    };
    let letter = letter_of(entry, letters);
    Some(Told { iso: day.to_string(), day: short(day, today), what, meta, class, letter })
}

/// The letter that went with a step, where the applicant may open it.
fn letter_of(entry: &Entry, letters: &[LetterView]) -> Option<(String, String)> {
    let answer = |letter: &&LetterView| entry.taken.step == Step::Sent && letter.number == entry.words.letter;
    let found = letters.iter().find(|letter| letter.step == Some(entry.row.n)).or(letters.iter().find(answer))?;
    Some((found.href.clone(), found.title.clone()))
}

fn opined(dossier: &Dossier, party: u16, opinion: Opinion) -> String {
    let consult = dossier.standing.consults.iter().find(|consult| consult.party == party);
    let who = consult.map_or(Asked::ThirdParty, |consult| consult.asked).label();
    match opinion {
        Opinion::Silent => format!("{who}逾期没有答复，期限继续计算"),
        Opinion::Agrees | Opinion::Refuses | Opinion::AgreesInPart => format!("收到{who}的意见，期限继续计算"),
    }
}

/// What the applicant wrote on line. What an officer wrote in taking the same step is the office's own.
fn own(entry: &Entry) -> String {
    if entry.row.actor == Actor::Public.to_string() { mask::numbers(&sentence(&entry.words)) } else { String::new() }
}

fn sentence(words: &Words) -> String {
    match words.why.trim() {
        "" => String::new(),
        why if why.ends_with(['。', '；', '！', '？']) => why.to_owned(),
        why => format!("{why}。"),
    }
}

fn yuan(words: &Words) -> String {
    words.yuan.map(|yuan| format!("{yuan}元。")).unwrap_or_default()
}
