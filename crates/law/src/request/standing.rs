//! 办理状态: where a request stands, folded from the steps that were taken. Nothing of it is stored as the truth.

use jiff::civil::Date;

use super::{
    deadline::{self, Deadline, DeadlineError, Event},
    decision::Decision,
    letter::LetterKind,
    received::{Channel, received_on},
    refusal::opine_by,
    step::{Opinion, Stage, Step, Taken},
    third_party::Asked,
};
use crate::{calendar::Calendar, mended};

/// 等谁: whose move it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Waits {
    /// 等我们
    Office,
    /// 等负责人: for the approval of an extension; the clock runs on.
    Head,
    /// 等申请人: for a confirmation, a correction, reasons or a payment.
    Applicant,
    /// 等第三方
    ThirdParty,
    /// 等共同制作机关
    CoProducer,
    /// It has ended.
    Nobody,
}

impl Waits {
    /// Everybody that may be waited for.
    pub const ALL: [Self; 6] =
        [Self::Office, Self::Head, Self::Applicant, Self::ThirdParty, Self::CoProducer, Self::Nobody];

    /// The word in machine formats.
    pub fn key(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Head => "head",
            Self::Applicant => "applicant",
            Self::ThirdParty => "third_party",
            Self::CoProducer => "co_producer",
            Self::Nobody => "nobody",
        }
    }

    /// The one of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|waits| waits.key() == key)
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Office => "我们",
            Self::Head => "负责人",
            Self::Applicant => "申请人",
            Self::ThirdParty => "第三方",
            Self::CoProducer => "共同制作机关",
            Self::Nobody => "无",
        }
    }
}

/// Something asked of the applicant, and what came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// When it was asked.
    pub asked: Date,
    /// The last day for it.
    pub until: Option<Date>,
    /// When it came.
    pub came: Option<Date>,
}

/// 延期申请: more time that was asked of the head of the disclosure office. Art. 33 ¶2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtensionWish {
    /// Its place among the steps, from 0.
    pub step: usize,
    /// When it was asked.
    pub on: Date,
    /// Working days.
    pub days: u16,
}

/// One opinion that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consult {
    /// Its place among the steps, from 0.
    pub step: usize,
    /// Which of those asked.
    pub party: u16,
    /// In what quality.
    pub asked: Asked,
    /// When the letter went out.
    pub sent: Date,
    /// When they got it.
    pub reached: Option<Date>,
    /// When they answered, and what.
    pub answer: Option<(Date, Opinion)>,
    /// 逾期才征求: the answer was due before; it stops no clock.
    pub late: bool,
}

impl Consult {
    /// Whether a third party said that it shall not be disclosed, in whole or in part.
    pub fn objects(&self) -> bool {
        let opinion = self.answer.map(|(_, opinion)| opinion);
        self.asked == Asked::ThirdParty && matches!(opinion, Some(Opinion::Refuses | Opinion::AgreesInPart))
    }
}

/// The answer that is being made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What it decides.
    pub decision: Decision,
    /// When it was written.
    pub on: Date,
    /// When the legal review let it pass.
    pub reviewed: Option<Date>,
    /// When it was signed: the date it bears.
    pub signed: Option<Date>,
}

/// How it ended, once or, after a review or a judgment, again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The row of table 3.
    pub decision: Decision,
    /// The day on which the answer was sent, or the file closed without one.
    pub on: Date,
    /// The day on which it was served, as its proof says; from here the terms of redress run.
    pub served: Option<Date>,
    /// Whether there is a letter to serve.
    pub letter: bool,
}

/// Where a request stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// By which way it came, and when.
    pub arrived: Option<(Channel, Date)>,
    /// 收到之日; `None` while a confirmation is awaited.
    pub received: Option<Date>,
    /// 审核通过之日
    pub accepted: Option<Date>,
    /// 补正
    pub clarify: Option<Question>,
    /// 说明理由
    pub reasons: Option<Question>,
    /// 征求意见, in the order of the letters.
    pub consults: Vec<Consult>,
    /// 信息处理费, in the order of the notices.
    pub fees: Vec<Question>,
    /// Working days that extensions added.
    pub extended: u16,
    /// 等批准的延期申请: neither approved nor declined yet.
    pub wish: Option<ExtensionWish>,
    /// The term of art. 35.
    pub delayed: Option<Date>,
    /// The answer that is being made.
    pub draft: Option<Draft>,
    /// How it ended; the first one is the one that the year's report counts.
    pub endings: Vec<Ending>,
    /// 责令重新答复: until when another answer is due.
    pub ordered: Option<Date>,
    /// 转为主动公开之日
    pub converted: Option<Date>,
    /// 出具的文书: the place of the step that each goes with, and which.
    pub letters: Vec<(usize, LetterKind)>,
    /// 归档之日
    pub archived: Option<Date>,
    /// 答复期限 with its proof; `None` before receipt, and where the steps contradict each other.
    pub clock: Option<Deadline>,
    /// Why there is no clock although it was received.
    pub fault: Option<DeadlineError>,
    /// 用了几个工作日: those that counted from receipt to the ending that the year counts, those after the due date
    /// included; `None` while it has not ended.
    pub used: Option<u16>,
    /// 按期办结: whether the ending that the year counts came on the due date of its clock or before, with every extension and
    /// all that stopped it; `None` while it has not ended.
    pub in_time: Option<bool>,
    settled: Settled,
    /// Letters that steps demand.
    demanded: Vec<(usize, LetterKind)>,
}

/// What an ending settled: asked before it, and awaited no longer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Settled {
    clarify: bool,
    fees: usize,
    consults: usize,
}

impl Standing {
    /// Folds the steps, in the order in which they were written down. Never fails: a step that has no place changes
    /// nothing, and dates that contradict each other leave [`Standing::fault`].
    ///
    /// ```
    /// use gongkai_law::{calendar::Calendar, request::{received::Channel, standing::Standing, step::{Stage, Step, Taken}}};
    /// use jiff::civil::date;
    ///
    /// let steps = [
    ///     Taken { on: date(2026, 9, 10), step: Step::Arrived { channel: Channel::Internet } },
    ///     Taken { on: date(2026, 9, 10), step: Step::Confirmed },
    /// ];
    /// let standing = Standing::of(&steps, Calendar::built_in());
    /// assert_eq!(standing.stage(), Stage::Examine);
    /// assert_eq!(standing.due(), Some(date(2026, 10, 14)));
    /// ```
    pub fn of(steps: &[Taken], calendar: &Calendar) -> Self {
        let mut standing = Self::default();
        for (at, taken) in true_steps(steps) {
            standing.demanded.extend(LetterKind::demanded(taken.step).iter().map(|letter| (at, *letter)));
            standing.take(at, taken);
        }
        standing.reckon(calendar);
        standing
    }

    fn take(&mut self, at: usize, Taken { on, step }: Taken) {
        match step {
            Step::Arrived { channel } => {
                self.arrived = Some((channel, on));
                self.received = received_on(channel, on, None).ok().flatten();
            }
            Step::Confirmed => {
                self.received = self.arrived.and_then(|(channel, came)| received_on(channel, came, Some(on)).ok()?);
            }
            Step::Accepted => self.accepted = Some(on),
            Step::ClarifyAsked { until } => self.clarify = Some(Question { asked: on, until: Some(until), came: None }),
            Step::Clarified => came(self.clarify.as_mut(), on),
            Step::ReasonsAsked { until } => self.reasons = Some(Question { asked: on, until: Some(until), came: None }),
            Step::Reasoned => came(self.reasons.as_mut(), on),
            Step::Consulted { .. } | Step::Reached { .. } | Step::Opined { .. } => self.take_of_others(at, on, step),
            Step::FeeNotified => self.fees.push(Question { asked: on, until: None, came: None }),
            Step::FeePaid => came(self.fees.last_mut(), on),
            Step::ExtensionAsked { days } => self.wish = Some(ExtensionWish { step: at, on, days }),
            Step::ExtensionDeclined => self.wish = None,
            Step::Extended { days } => (self.extended, self.wish) = (self.extended.saturating_add(days), None),
            Step::Delayed { until } => (self.delayed, self.wish) = (Some(until), None),
            Step::Drafted { decision } => {
                self.draft = Some(Draft { decision, on, reviewed: None, signed: None });
            }
            Step::Returned => self.draft = None,
            Step::Reviewed => self.draft.iter_mut().for_each(|draft| draft.reviewed = Some(on)),
            Step::Signed => self.draft.iter_mut().for_each(|draft| draft.signed = Some(on)),
            Step::Sent => {
                if let Some(draft) = self.draft.take() {
                    self.end(draft.decision, on, true);
                }
            }
            Step::Served => self.endings.last_mut().into_iter().for_each(|ending| ending.served = Some(on)),
            Step::Withdrawn => self.end(Decision::OtherOther, on, false),
            Step::Lapsed { decision } => self.end(decision, on, false),
            Step::Ordered { until } => (self.ordered, self.archived) = (Some(until), None),
            Step::Lifted => (self.ordered, self.draft) = (None, None),
            Step::Converted => self.converted = Some(on),
            Step::Archived => self.archived = Some(on),
            Step::Issued { step, letter } => self.letters.push((step, letter)),
            Step::Noted | Step::Redated { .. } | Step::Struck { .. } | Step::Amended => {}
        }
    }

    /// What is asked of others, and what they say.
    fn take_of_others(&mut self, at: usize, on: Date, step: Step) {
        match step {
            Step::Consulted { party, asked } => {
                let (reached, answer) = (None, None);
                self.consults.push(Consult { step: at, party, asked, sent: on, reached, answer, late: false });
            }
            Step::Reached { party } => {
                self.consult(party).into_iter().for_each(|consult| consult.reached = Some(on));
            }
            Step::Opined { party, opinion } => {
                self.consult(party).into_iter().for_each(|consult| consult.answer = Some((on, opinion)));
            }
            _ => {}
        }
    }

    fn end(&mut self, decision: Decision, on: Date, letter: bool) {
        (self.draft, self.ordered, self.wish) = (None, None, None);
        self.settled =
            Settled { clarify: self.clarify.is_some(), fees: self.fees.len(), consults: self.consults.len() };
        self.endings.push(Ending { decision, on, served: None, letter });
    }

    fn consult(&mut self, party: u16) -> Option<&mut Consult> {
        self.consults.iter_mut().rev().find(|consult| consult.party == party)
    }

    fn reckon(&mut self, calendar: &Calendar) {
        let Some(received) = self.received else { return };
        self.mark_late(received, calendar);
        match deadline::reckon(received, &self.clock_events(calendar), calendar) {
            Ok(clock) => {
                self.used = self.counted().map(|ending| used(&clock, ending.on, calendar));
                self.in_time = self.counted().and_then(|ending| Some(ending.on <= clock.due?));
                self.clock = Some(clock);
            }
            Err(fault) => self.fault = Some(fault),
        }
    }

    /// Marks the consultations that began after the answer was due as it was reckoned without them, the earliest first:
    /// no office gains time by asking late.
    fn mark_late(&mut self, received: Date, calendar: &Calendar) {
        let end = self.endings.first().map(|ending| ending.on);
        let mut order: Vec<usize> = (0..self.consults.len()).collect();
        order.sort_by_key(|at| self.consults.get(*at).map(|consult| consult.sent));
        self.consults.iter_mut().for_each(|consult| consult.late = true);
        for at in order {
            let due =
                deadline::reckon(received, &self.clock_events(calendar), calendar).ok().and_then(|clock| clock.due);
            if let Some(consult) = self.consults.get_mut(at) {
                let before = end.is_none_or(|end| consult.sent <= end);
                consult.late = before && due.is_some_and(|due| consult.sent > due);
            }
        }
    }

    /// What moves the clock up to the first ending. What was still open then is open no longer; what came after it,
    /// while another answer was being made, has no part in it.
    fn clock_events(&self, calendar: &Calendar) -> Vec<Event> {
        let end = self.endings.first().map(|ending| ending.on);
        let before = |asked: Date| end.is_none_or(|end| asked <= end);
        let clarify = self.clarify.filter(|q| before(q.asked));
        let clarify = clarify.map(|q| Event::Clarify { asked: q.asked, corrected: q.came.or(end) });
        let fees = self.fees.iter().filter(|q| before(q.asked));
        let fees = fees.map(|q| Event::Fee { notice: q.asked, paid: q.came.or(end) });
        let consults = self.consults.iter().filter(|c| !c.late && before(c.sent));
        // whoever answers after the term stops the clock no longer than the term
        let closed = |c: &Consult| {
            let answered = c.answer.map(|(on, _)| on)?;
            Some(opine_by(c, calendar).map_or(answered, |until| answered.min(until)))
        };
        let consults = consults.map(|c| Event::Consult { sent: c.sent, answered: closed(c).or(end) });
        let extended = (self.extended > 0).then_some(Event::Extend { days: self.extended });
        let delayed = self.delayed.map(|until| Event::Delay { until });
        clarify.into_iter().chain(fees).chain(consults).chain(extended).chain(delayed).collect()
    }

    /// The clock, were all that is awaited to come on this day: what an applicant may expect while it stands.
    pub fn clock_if_answered(&self, on: Date, calendar: &Calendar) -> Option<Deadline> {
        let mut then = self.clone();
        let questions = then.clarify.iter_mut().chain(then.fees.last_mut()).filter(|question| question.came.is_none());
        questions.for_each(|question| question.came = Some(on));
        let consults = then.consults.iter_mut().filter(|consult| consult.answer.is_none());
        consults.for_each(|consult| consult.answer = Some((on, Opinion::Silent)));
        then.reckon(calendar);
        then.clock
    }

    /// 环节, by the five words of art. 45.
    pub fn stage(&self) -> Stage {
        if self.is_over() {
            Stage::File
        } else if self.draft.is_some() {
            Stage::Answer
        } else if self.accepted.is_some() {
            Stage::Handle
        } else if self.received.is_some() {
            Stage::Examine
        } else {
            Stage::Register
        }
    }

    /// Whose move it is.
    pub fn waits(&self) -> Waits {
        let asks = |asked: Asked| self.open_consults().any(|consult| consult.asked == asked);
        if self.is_over() {
            Waits::Nobody
        } else if self.received.is_none() || self.asks_applicant() {
            Waits::Applicant
        } else if asks(Asked::ThirdParty) {
            Waits::ThirdParty
        } else if asks(Asked::CoProducer) {
            Waits::CoProducer
        } else if self.wish.is_some() {
            Waits::Head
        } else {
            Waits::Office
        }
    }

    /// Whether it has ended and no other answer was ordered.
    pub fn is_over(&self) -> bool {
        !self.endings.is_empty() && self.ordered.is_none()
    }

    /// Whether a correction or a payment is awaited, without which nothing goes on.
    pub fn asks_applicant(&self) -> bool {
        self.open_clarify().is_some() || self.open_fee().is_some()
    }

    /// The correction that is awaited.
    pub fn open_clarify(&self) -> Option<Question> {
        self.clarify.filter(|question| question.came.is_none() && !self.settled.clarify)
    }

    /// The payment that is awaited.
    pub fn open_fee(&self) -> Option<Question> {
        self.fees.iter().skip(self.settled.fees).last().copied().filter(|question| question.came.is_none())
    }

    /// The opinions that are awaited.
    pub fn open_consults(&self) -> impl Iterator<Item = &Consult> {
        self.consults.iter().skip(self.settled.consults).filter(|consult| consult.answer.is_none())
    }

    /// 还没有出具的文书: what a step demands and nobody wrote, with the place of the step.
    pub fn unissued(&self) -> impl Iterator<Item = (usize, LetterKind)> + '_ {
        self.demanded.iter().copied().filter(|demanded| !self.letters.contains(demanded))
    }

    /// Third parties that objected, in whole or in part, and were not told that it is disclosed none the less. Art. 32.
    pub fn untold(&self) -> impl Iterator<Item = &Consult> {
        let told = |consult: &Consult| self.letters.contains(&(consult.step, LetterKind::ThirdPartyTold));
        self.consults.iter().filter(move |consult| consult.objects() && !told(consult))
    }

    /// The due date without any extension: until then its letter is written.
    pub fn due_unextended(&self, calendar: &Calendar) -> Option<Date> {
        let mut events = self.clock_events(calendar);
        events.retain(|event| !matches!(event, Event::Extend { .. }));
        deadline::reckon(self.received?, &events, calendar).ok()?.due
    }

    /// 答复期限: the last day for the answer, or for the other one that was ordered; `None` while the clock stands.
    pub fn due(&self) -> Option<Date> {
        self.ordered.or(self.clock.as_ref()?.due)
    }

    /// 暂定: no notice settles the due date yet.
    pub fn provisional(&self) -> bool {
        self.ordered.is_none() && self.clock.as_ref().is_some_and(|clock| clock.provisional && clock.due.is_some())
    }

    /// The ending that the year's report counts.
    pub fn counted(&self) -> Option<&Ending> {
        self.endings.first()
    }
}

/// The counted days of a clock up to this day, and the working days by which this day is late.
fn used(clock: &Deadline, end: Date, calendar: &Calendar) -> u16 {
    /// Years of delay that anybody wants to know exactly.
    const MOST: usize = 10 * 366;
    let counted = clock.days.iter().filter(|day| day.date <= end && day.n.is_some()).count();
    let late = clock.due.map_or(0, |due| calendar.workdays_between(due, end, MOST));
    u16::try_from(counted + late).unwrap_or(u16::MAX)
}

fn came(question: Option<&mut Question>, on: Date) {
    if let Some(question) = question {
        question.came = Some(on);
    }
}

/// The day on which each step is now known to have happened, in the order in which they were written down; `None` for one
/// that never did. A correction may be corrected in its turn.
pub fn true_days(steps: &[Taken]) -> Vec<Option<Date>> {
    let mends = steps.iter().filter_map(|taken| match taken.step {
        Step::Redated { step, on } => Some((step, Some(on))),
        Step::Struck { step } => Some((step, None)),
        _ => None,
    });
    mended::days(steps.iter().map(|taken| taken.on), mends)
}

/// The steps as they are now known to have happened, each with its place.
fn true_steps(steps: &[Taken]) -> impl Iterator<Item = (usize, Taken)> + '_ {
    let days = steps.iter().zip(true_days(steps)).enumerate();
    days.filter_map(|(at, (taken, day))| Some((at, Taken { on: day?, step: taken.step })))
}
