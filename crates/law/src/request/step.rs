//! 办理步骤: what may happen to a request, and what did. Arts 29 to 45.
//!
//! A [`Step`] is what happened, with what the law wants to know of it; a [`Verb`] is what somebody wants to do. Each
//! step answers to one verb; where each verb has its place is written once, in the table below.

use std::fmt;

use jiff::civil::Date;

use super::{
    application::CONTENT_BASIS,
    clarify,
    deadline::{self, DELAY_BASIS},
    decision::Decision,
    fee,
    letter::LetterKind,
    received::{self, Channel},
    third_party::Asked,
};
use crate::article::Article;

/// 环节: where a request stands, by the five words of art. 45.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// 登记: it is here, and its receipt is not confirmed yet.
    Register,
    /// 审核: received; what is asked, and of whom, is looked at.
    Examine,
    /// 办理: the information is looked for and others are asked.
    Handle,
    /// 答复: an answer is drafted, reviewed, signed, sent.
    Answer,
    /// 归档: it has ended.
    File,
}

impl Stage {
    /// Every stage, in the order of the article.
    pub const ALL: [Self; 5] = [Self::Register, Self::Examine, Self::Handle, Self::Answer, Self::File];

    /// 登记、审核、办理、答复、归档
    pub const BASIS: Article = Article::regulation(45);

    /// The word in machine formats.
    pub fn key(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Examine => "examine",
            Self::Handle => "handle",
            Self::Answer => "answer",
            Self::File => "file",
        }
    }

    /// The stage of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.key() == key)
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Register => "登记",
            Self::Examine => "审核",
            Self::Handle => "办理",
            Self::Answer => "答复",
            Self::File => "归档",
        }
    }
}

/// 意见: what somebody who was asked said. Arts 32 and 34.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Opinion {
    /// 同意公开
    Agrees,
    /// 不同意公开
    Refuses,
    /// 同意公开其中一部分
    AgreesInPart,
    /// 逾期未答复: the term lapsed; what that means depends on who was asked.
    Silent,
}

impl Opinion {
    /// Every opinion.
    pub const ALL: [Self; 4] = [Self::Agrees, Self::Refuses, Self::AgreesInPart, Self::Silent];

    /// The word in machine formats.
    pub fn key(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Refuses => "refuses",
            Self::AgreesInPart => "agrees_in_part",
            Self::Silent => "silent",
        }
    }

    /// The opinion of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|opinion| opinion.key() == key)
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Agrees => "同意公开",
            Self::Refuses => "不同意公开",
            Self::AgreesInPart => "同意公开一部分",
            Self::Silent => "逾期未答复",
        }
    }
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// 到达: the application came.
    Arrived {
        /// By which way.
        channel: Channel,
    },
    /// 确认收到: both sides know that it is here.
    Confirmed,
    /// 审核通过: it is a request for this organ, and somebody handles it.
    Accepted,
    /// 要求补正
    ClarifyAsked {
        /// The reasonable term that the office set.
        until: Date,
    },
    /// 收到补正
    Clarified,
    /// 要求说明理由
    ReasonsAsked {
        /// The term that the office set.
        until: Date,
    },
    /// 收到理由
    Reasoned,
    /// 征求意见: the letter went out.
    Consulted {
        /// Which of those asked, from 0.
        party: u16,
        /// In what quality.
        asked: Asked,
    },
    /// 对方收到征求意见书
    Reached {
        /// Which of those asked.
        party: u16,
    },
    /// 收到意见, or the term lapsed.
    Opined {
        /// Which of those asked.
        party: u16,
        /// What they said.
        opinion: Opinion,
    },
    /// 申请人收到收费通知
    FeeNotified,
    /// 缴费
    FeePaid,
    /// 延长答复期限
    Extended {
        /// Working days.
        days: u16,
    },
    /// 申请延期: whoever handles it asks the head of the disclosure office for more time. It moves no clock.
    ExtensionAsked {
        /// Working days.
        days: u16,
    },
    /// 不同意延期: the head declined.
    ExtensionDeclined,
    /// 延迟答复: the reasonable term of art. 35.
    Delayed {
        /// Its last day.
        until: Date,
    },
    /// 起草答复
    Drafted {
        /// What it decides.
        decision: Decision,
    },
    /// 退回修改: by the legal review or by the signer.
    Returned,
    /// 合法性审查通过
    Reviewed,
    /// 签发
    Signed,
    /// 发出答复
    Sent,
    /// 送达: its proof is here.
    Served,
    /// 撤回申请
    Withdrawn,
    /// 不再处理 without a letter, as old registers tell it: the term for a correction or a payment lapsed. Whoever decides
    /// it today writes an answer, which is reviewed, signed, sent and served.
    Lapsed {
        /// [`Decision::OtherNoCorrection`] or [`Decision::OtherUnpaid`].
        decision: Decision,
    },
    /// 责令重新答复: a review organ or court wants another answer in the same request.
    Ordered {
        /// Until when.
        until: Date,
    },
    /// 责令失效: the decision or judgment that ordered it binds no more: it was appealed, overturned, or never about this.
    Lifted,
    /// 转为主动公开: several asked for the same, and it may be disclosed to everybody. Art. 44.
    Converted,
    /// 归档
    Archived,
    /// 出具文书: the letter of an earlier step got its number.
    Issued {
        /// The place of that step, from 0; of a notice to a third party that of its consultation.
        step: usize,
        /// Which letter.
        letter: LetterKind,
    },
    /// 记事: something that moves nothing: an assignment, a note, a search.
    Noted,
    /// 更正日期: an earlier step happened on another day than was written down.
    Redated {
        /// Its place among the steps, from 0.
        step: usize,
        /// The right day.
        on: Date,
    },
    /// 注销误登: an earlier step never happened.
    Struck {
        /// Its place among the steps, from 0.
        step: usize,
    },
    /// 更正申请人: who applied, and how they are reached, was written down wrongly.
    Amended,
}

/// A step with its day, in Asia/Shanghai.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Taken {
    /// When.
    pub on: Date,
    /// What.
    pub step: Step,
}

/// 可办事项: what somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the table below says each in Chinese, and what it rests on")]
pub enum Verb {
    Arrive,
    Confirm,
    Accept,
    AskClarify,
    TakeCorrection,
    AskReasons,
    TakeReasons,
    Consult,
    NoteReached,
    TakeOpinion,
    NotifyFee,
    TakePayment,
    AskExtension,
    Extend,
    DeclineExtension,
    Delay,
    Draft,
    Return,
    Review,
    Sign,
    Send,
    Serve,
    Withdraw,
    Lapse,
    Order,
    Lift,
    Convert,
    Archive,
    Issue,
    Note,
    Redate,
    Strike,
    Amend,
}

struct Row {
    verb: Verb,
    key: &'static str,
    label: &'static str,
    article: Option<Article>,
    stages: &'static [Stage],
}

const fn row(verb: Verb, key: &'static str, label: &'static str, article: Article, stages: &'static [Stage]) -> Row {
    Row { verb, key, label, article: Some(article), stages }
}

const fn art(number: u8) -> Article {
    Article::regulation(number)
}

use Stage::{Answer, Examine, File, Handle, Register};

/// While the office looks at it and works on it.
const WORK: &[Stage] = &[Examine, Handle];
/// The same, and while an answer is made: who was asked may still be heard, or let the term pass.
const AT_WORK: &[Stage] = &[Examine, Handle, Answer];
const OPEN: &[Stage] = &[Register, Examine, Handle, Answer];
const ANY: &[Stage] = &Stage::ALL;

/// In the order of [`Verb`].
static ROWS: [Row; 33] = [
    row(Verb::Arrive, "arrived", "登记申请", art(29), &[]),
    row(Verb::Confirm, "confirmed", "确认收到", received::BASIS, &[Register]),
    row(Verb::Accept, "accepted", "审核通过，转入办理", Stage::BASIS, &[Examine]),
    row(Verb::AskClarify, "clarify_asked", "要求补正", clarify::BASIS, WORK),
    row(Verb::TakeCorrection, "clarified", "登记收到的补正", clarify::BASIS, WORK),
    row(Verb::AskReasons, "reasons_asked", "要求说明理由", DELAY_BASIS, WORK),
    row(Verb::TakeReasons, "reasoned", "登记收到的理由", DELAY_BASIS, WORK),
    row(Verb::Consult, "consulted", "征求意见", art(32), WORK),
    row(Verb::NoteReached, "reached", "登记对方收到征求意见书", art(32), AT_WORK),
    row(Verb::TakeOpinion, "opined", "登记收到的意见", art(32), AT_WORK),
    row(Verb::NotifyFee, "fee_notified", "通知缴纳信息处理费", art(42), WORK),
    row(Verb::TakePayment, "fee_paid", "登记缴费", fee::BASIS, WORK),
    row(Verb::AskExtension, "extension_asked", "申请延期", deadline::BASIS, AT_WORK),
    row(Verb::Extend, "extended", "延长答复期限", deadline::BASIS, AT_WORK),
    row(Verb::DeclineExtension, "extension_declined", "不同意延期", deadline::BASIS, AT_WORK),
    row(Verb::Delay, "delayed", "确定延迟答复的合理期限", DELAY_BASIS, WORK),
    row(Verb::Draft, "drafted", "作出决定并起草答复", art(36), AT_WORK),
    row(Verb::Return, "returned", "退回修改", Stage::BASIS, &[Answer]),
    row(Verb::Review, "reviewed", "通过合法性审查", Stage::BASIS, &[Answer]),
    row(Verb::Sign, "signed", "签发", Stage::BASIS, &[Answer]),
    row(Verb::Send, "sent", "发出答复", art(40), &[Answer]),
    row(Verb::Serve, "served", "登记送达凭证", art(40), &[File]),
    Row { verb: Verb::Withdraw, key: "withdrawn", label: "撤回申请", article: None, stages: OPEN },
    row(Verb::Lapse, "lapsed", "不再处理", clarify::BASIS, WORK),
    row(Verb::Order, "ordered", "登记责令重新答复", art(51), &[File]),
    row(Verb::Lift, "lifted", "登记责令重新答复失效", art(51), AT_WORK),
    row(Verb::Convert, "converted", "转为主动公开", art(44), &[File]),
    row(Verb::Archive, "archived", "归档", Stage::BASIS, &[File]),
    row(Verb::Issue, "issued", "出具文书", Stage::BASIS, ANY),
    row(Verb::Note, "noted", "记事", Stage::BASIS, ANY),
    row(Verb::Redate, "redated", "更正登记的日期", Stage::BASIS, ANY),
    row(Verb::Strike, "struck", "注销误登的步骤", Stage::BASIS, ANY),
    row(Verb::Amend, "amended", "更正申请人的登记", CONTENT_BASIS, ANY),
];

impl Verb {
    /// Every verb, in the order of the work.
    pub const ALL: [Self; 33] = {
        let mut all = [Self::Arrive; 33];
        let mut at = 0;
        while at < all.len() {
            all[at] = ROWS[at].verb;
            at += 1;
        }
        all
    };

    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The word in machine formats, that of the step it leads to.
    ///
    /// ```
    /// use gongkai_law::request::step::{Stage, Verb};
    ///
    /// assert_eq!((Verb::Extend.key(), Verb::Extend.label()), ("extended", "延长答复期限"));
    /// assert_eq!(Verb::of_key("extended"), Some(Verb::Extend));
    /// assert_eq!(Verb::Confirm.stages(), [Stage::Register]);
    /// ```
    pub fn key(self) -> &'static str {
        self.row().key
    }

    /// The verb of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.key() == key)
    }

    /// In Chinese, as a button says it.
    pub fn label(self) -> &'static str {
        self.row().label
    }

    /// What gives it its place; `None` for what the applicant is simply free to do.
    pub fn article(self) -> Option<Article> {
        self.row().article
    }

    /// The stages in which it can be done at all; none for the first step of all.
    pub fn stages(self) -> &'static [Stage] {
        self.row().stages
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

impl Step {
    /// The verb that leads to it.
    pub fn verb(self) -> Verb {
        match self {
            Self::Arrived { .. } => Verb::Arrive,
            Self::Confirmed => Verb::Confirm,
            Self::Accepted => Verb::Accept,
            Self::ClarifyAsked { .. } => Verb::AskClarify,
            Self::Clarified => Verb::TakeCorrection,
            Self::ReasonsAsked { .. } => Verb::AskReasons,
            Self::Reasoned => Verb::TakeReasons,
            Self::Consulted { .. } => Verb::Consult,
            Self::Reached { .. } => Verb::NoteReached,
            Self::Opined { .. } => Verb::TakeOpinion,
            Self::FeeNotified => Verb::NotifyFee,
            Self::FeePaid => Verb::TakePayment,
            Self::ExtensionAsked { .. } => Verb::AskExtension,
            Self::Extended { .. } => Verb::Extend,
            Self::ExtensionDeclined => Verb::DeclineExtension,
            Self::Delayed { .. } => Verb::Delay,
            Self::Drafted { .. } => Verb::Draft,
            Self::Returned => Verb::Return,
            Self::Reviewed => Verb::Review,
            Self::Signed => Verb::Sign,
            Self::Sent => Verb::Send,
            Self::Served => Verb::Serve,
            Self::Withdrawn => Verb::Withdraw,
            Self::Lapsed { .. } => Verb::Lapse,
            Self::Ordered { .. } => Verb::Order,
            Self::Lifted => Verb::Lift,
            Self::Converted => Verb::Convert,
            Self::Archived => Verb::Archive,
            Self::Issued { .. } => Verb::Issue,
            Self::Noted => Verb::Note,
            Self::Redated { .. } => Verb::Redate,
            Self::Struck { .. } => Verb::Strike,
            Self::Amended => Verb::Amend,
        }
    }
}
