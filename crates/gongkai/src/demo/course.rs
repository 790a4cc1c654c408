//! 经过: what is done to a request of the demonstration, and how many working days after what went before.

use gongkai_law::{
    calendar::Calendar,
    request::{
        decision::Decision,
        step::{Opinion, Step, Verb},
        third_party::Asked,
    },
};
use jiff::civil::Date;

/// Something that somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// A step that says nothing besides its day.
    Plain(Step),
    /// 要求补正, with a term of so many working days.
    Clarify(u16),
    /// 要求说明理由, with such a term.
    AskReasons(u16),
    /// 起草: which decision, by which of its letters.
    Draft(Decision, usize),
    /// What is done to the letter that was handed in.
    Pass(Verb),
}

impl Deed {
    /// The verb that it is.
    pub fn verb(self) -> Verb {
        match self {
            Self::Plain(step) => step.verb(),
            Self::Clarify(_) => Verb::AskClarify,
            Self::AskReasons(_) => Verb::AskReasons,
            Self::Draft(..) => Verb::Draft,
            Self::Pass(verb) => verb,
        }
    }

    /// The step, for what is no letter's.
    pub fn step(self, day: Date, calendar: &Calendar) -> Option<Step> {
        let until = |workdays| later(calendar, day, workdays);
        match self {
            Self::Plain(step) => Some(step),
            Self::Clarify(workdays) => Some(Step::ClarifyAsked { until: until(workdays) }),
            Self::AskReasons(workdays) => Some(Step::ReasonsAsked { until: until(workdays) }),
            Self::Draft(..) | Self::Pass(_) => None,
        }
    }
}

/// Deeds, each so many working days after the one before.
pub type Course = Vec<(u16, Deed)>;

const CONSULT: Deed = Deed::Plain(Step::Consulted { party: 0, asked: Asked::ThirdParty });
const REACHED: Deed = Deed::Plain(Step::Reached { party: 0 });
const ACCEPT: (u16, Deed) = (1, Deed::Plain(Step::Accepted));
const REVIEW: (u16, Deed) = (2, Deed::Pass(Verb::Review));
const SIGN: (u16, Deed) = (1, Deed::Pass(Verb::Sign));
const SEND: (u16, Deed) = (0, Deed::Pass(Verb::Send));

fn opined(opinion: Opinion) -> Deed {
    Deed::Plain(Step::Opined { party: 0, opinion })
}

/// From its receipt to the file: what this decision wants to have happened before, the answer, its proof.
pub fn to_the_end(decision: Decision, variant: usize, nth: u16) -> Course {
    let mut course = before(decision);
    course.push((3 + nth % 6, Deed::Draft(decision, variant)));
    if nth % 9 == 4 {
        course.extend([(1, Deed::Pass(Verb::Return)), (1, Deed::Draft(decision, variant))]);
    }
    course.extend([REVIEW, SIGN, SEND]);
    course.extend([(3, Deed::Plain(Step::Served)), (2 + nth % 3, Deed::Plain(Step::Archived))]);
    course
}

fn before(decision: Decision) -> Course {
    match decision {
        Decision::UnableUnclear => vec![(3, Deed::Clarify(10)), (6, Deed::Plain(Step::Clarified)), ACCEPT],
        Decision::OtherNoCorrection => vec![(4, Deed::Clarify(10)), (8, Deed::Plain(Step::Noted))],
        Decision::OtherUnpaid => vec![ACCEPT, (4, Deed::Plain(Step::FeeNotified)), (19, Deed::Plain(Step::Noted))],
        Decision::RejectedExcessive => vec![(3, Deed::AskReasons(7)), (6, Deed::Plain(Step::Reasoned)), ACCEPT],
        Decision::DeniedThirdParty => {
            vec![ACCEPT, (2, CONSULT), (2, REACHED), (9, opined(Opinion::Refuses))]
        }
        Decision::Partial => vec![ACCEPT, (3, CONSULT), (1, REACHED), (8, opined(Opinion::AgreesInPart))],
        Decision::DeniedStateSecret => vec![ACCEPT, (8, Deed::Plain(Step::Extended { days: 10 }))],
        _ => vec![ACCEPT, (2, Deed::Plain(Step::Noted))],
    }
}

/// 未结: how far a request has come that has not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// Nobody has looked at it.
    New,
    /// It came by ordinary post and is not confirmed.
    Unconfirmed,
    /// Waits for a correction.
    Clarifying,
    /// Was corrected.
    Clarified,
    /// Waits for a third party.
    Consulting,
    /// Waits for a payment.
    Paying,
    /// Waits for the reasons of somebody who asks for much.
    Reasoning,
    /// Is handled.
    Handled,
    /// Was extended.
    Extended,
    /// An answer waits for the legal review.
    Drafted,
    /// An answer came back from it.
    Returned,
    /// An answer waits for its signature.
    Reviewed,
    /// Its officer asked the head for more time.
    Wishing,
    /// An answer waits to be sent.
    Signed,
    /// An answer is on its way.
    Sent,
    /// Was taken back by its applicant.
    Withdrawn,
    /// Was answered; a review will want another answer.
    Ordered,
}

impl Open {
    /// What was done.
    pub fn course(self) -> Course {
        let granted = |days| (days, Deed::Draft(Decision::Granted, 0));
        match self {
            Self::New | Self::Unconfirmed => vec![],
            Self::Clarifying => vec![(2, Deed::Clarify(15))],
            Self::Clarified => vec![(2, Deed::Clarify(10)), (5, Deed::Plain(Step::Clarified)), ACCEPT],
            Self::Consulting => vec![ACCEPT, (3, CONSULT), (2, REACHED)],
            Self::Paying => vec![ACCEPT, (3, Deed::Plain(Step::FeeNotified))],
            Self::Reasoning => vec![(2, Deed::AskReasons(10))],
            Self::Handled => vec![ACCEPT, (2, Deed::Plain(Step::Noted))],
            Self::Wishing => vec![ACCEPT, (10, Deed::Plain(Step::ExtensionAsked { days: 10 }))],
            Self::Extended => vec![
                ACCEPT,
                (11, Deed::Plain(Step::ExtensionAsked { days: 15 })),
                (1, Deed::Plain(Step::Extended { days: 15 })),
            ],
            Self::Drafted => vec![ACCEPT, granted(4)],
            Self::Returned => vec![ACCEPT, granted(4), (1, Deed::Pass(Verb::Return))],
            Self::Reviewed => vec![ACCEPT, granted(5), REVIEW],
            Self::Signed => vec![ACCEPT, granted(5), REVIEW, SIGN],
            Self::Sent => vec![ACCEPT, granted(5), REVIEW, SIGN, SEND],
            Self::Withdrawn => vec![ACCEPT, (3, Deed::Plain(Step::Withdrawn))],
            Self::Ordered => to_the_end(Decision::DeniedProcess, 0, 0),
        }
    }
}

/// So many working days later; the same day for none.
pub fn later(calendar: &Calendar, day: Date, workdays: u16) -> Date {
    if workdays == 0 {
        return day;
    }
    calendar.workday_after(day, workdays).map_or(day, |term| term.date)
}

/// The working day that lies so many of them before a day.
pub fn earlier(calendar: &Calendar, day: Date, workdays: u16) -> Date {
    let mut day = day;
    let mut left = workdays;
    while let Ok(before) = day.yesterday() {
        if left == 0 && calendar.is_workday(day) {
            break;
        }
        day = before;
        left = left.saturating_sub(u16::from(calendar.is_workday(day)));
    }
    day
}
