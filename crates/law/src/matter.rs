//! 事项: what somebody brings before an organ that is no request for information: a complaint about disclosure, or the
//! wish to have a record of oneself put right. It has steps and a standing of its own and no place in table 3.
//!
//! Art. 41 and arts 47, 51 set no term for either: the office sets one of its own, and a page that shows it says so.

use jiff::civil::Date;

use crate::{article::Article, request::refusal::Refusal};

/// 事项种类
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Matter {
    /// 更正申请: a record of oneself is wrong. Art. 41.
    Correction,
    /// 投诉、举报 about disclosure. Arts 47 ¶2, 51.
    Complaint,
}

/// 反映的问题: what a complaint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ground {
    /// 未按要求主动公开. Art. 47 ¶2.
    NotPublished,
    /// 不依法答复、处理公开申请. Art. 47 ¶2.
    NotAnswered,
    /// 侵犯合法权益. Art. 51.
    Rights,
    /// 不及时更新公开的内容、指南和目录. Art. 53 (2).
    Outdated,
    /// 违反条例的其他情形. Art. 53 (3).
    Other,
}

/// 处理结果: how a matter ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Settled {
    /// 更正并告知. Art. 41.
    Corrected,
    /// 转送有权更正的机关并告知. Art. 41.
    Forwarded,
    /// 告知向有权更正的机关提出. Art. 41.
    Referred,
    /// 审核不属实，不予更正. Art. 41.
    Unproven,
    /// 责令改正, by the organ above. Art. 53.
    Ordered,
    /// 督促整改, by the office in charge of disclosure. Art. 47 ¶2.
    Urged,
    /// 通报批评, by the same. Art. 47 ¶2.
    Criticised,
    /// 查无属实，不成立. Art. 47 ¶2.
    Unfounded,
    /// 不归本机关处理，告知归谁. Art. 51.
    NotOurs,
    /// 撤回, by whoever brought it.
    Withdrawn,
}

/// 事项步骤: what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MatterStep {
    /// It came.
    Arrived,
    /// 受理
    Accepted,
    /// The organ complained about is asked for its account, until a day that the office sets.
    AccountAsked {
        /// Until when.
        until: Date,
    },
    /// Its account came.
    Accounted,
    /// It ended, and whoever brought it is told.
    Settled(Settled),
}

/// 事项可办事项: what may be done with a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MatterVerb {
    /// 受理
    Accept,
    /// 要求说明情况
    AskAccount,
    /// 说明情况
    Account,
    /// 答复
    Settle,
    /// 撤回
    Withdraw,
}

/// 事项状态: the fold of a matter's steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatterStanding {
    /// Which matter.
    pub matter: Matter,
    /// Whether it was taken up.
    pub accepted: bool,
    /// Whether the organ complained about was ever asked.
    pub asked: bool,
    /// Until when its account is awaited; `None` when nobody waits for one.
    pub awaited: Option<Date>,
    /// How it ended, and on which day.
    pub settled: Option<(Settled, Date)>,
}

impl Matter {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Correction, Self::Complaint];

    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::Correction => "correction",
            Self::Complaint => "complaint",
        }
    }

    /// The kind of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|matter| matter.key() == key)
    }

    /// As people say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Correction => "更正申请",
            Self::Complaint => "投诉举报",
        }
    }

    /// What its numbers have between the organ and the year.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Correction => "GZ",
            Self::Complaint => "TS",
        }
    }

    /// The article that opens the way.
    pub fn basis(self) -> Article {
        match self {
            Self::Correction => Article::regulation(41),
            Self::Complaint => Article::regulation(51),
        }
    }

    /// How it may end by the hand of the office.
    ///
    /// ```
    /// use gongkai_law::matter::{Matter, Settled};
    ///
    /// assert!(Matter::Correction.endings().contains(&Settled::Forwarded));
    /// assert!(!Matter::Complaint.endings().contains(&Settled::Corrected));
    /// ```
    pub fn endings(self) -> &'static [Settled] {
        match self {
            Self::Correction => &[Settled::Corrected, Settled::Forwarded, Settled::Referred, Settled::Unproven],
            Self::Complaint => {
                &[Settled::Ordered, Settled::Urged, Settled::Criticised, Settled::Unfounded, Settled::NotOurs]
            }
        }
    }
}

impl Ground {
    /// Every ground, in the order of a form.
    pub const ALL: [Self; 5] = [Self::NotAnswered, Self::NotPublished, Self::Outdated, Self::Rights, Self::Other];

    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotPublished => "not_published",
            Self::NotAnswered => "not_answered",
            Self::Rights => "rights",
            Self::Outdated => "outdated",
            Self::Other => "other",
        }
    }

    /// The ground of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.key() == key)
    }

    /// As people say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotPublished => "应当主动公开的没有公开",
            Self::NotAnswered => "公开申请没有依法答复、处理",
            Self::Rights => "公开工作侵犯了合法权益",
            Self::Outdated => "公开的内容、指南、目录没有及时更新",
            Self::Other => "违反条例的其他情形",
        }
    }

    /// Where the law has it.
    pub fn basis(self) -> Article {
        match self {
            Self::NotPublished | Self::NotAnswered => Article::regulation(47).paragraph(2),
            Self::Rights => Article::regulation(51),
            Self::Outdated => Article::regulation(53).item(2),
            Self::Other => Article::regulation(53).item(3),
        }
    }
}

impl Settled {
    /// Every ending.
    pub const ALL: [Self; 10] = [
        Self::Corrected,
        Self::Forwarded,
        Self::Referred,
        Self::Unproven,
        Self::Ordered,
        Self::Urged,
        Self::Criticised,
        Self::Unfounded,
        Self::NotOurs,
        Self::Withdrawn,
    ];

    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::Corrected => "corrected",
            Self::Forwarded => "forwarded",
            Self::Referred => "referred",
            Self::Unproven => "unproven",
            Self::Ordered => "ordered",
            Self::Urged => "urged",
            Self::Criticised => "criticised",
            Self::Unfounded => "unfounded",
            Self::NotOurs => "not_ours",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The ending of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|settled| settled.key() == key)
    }

    /// As people say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Corrected => "已经更正",
            Self::Forwarded => "已转送有权更正的机关",
            Self::Referred => "请向有权更正的机关提出",
            Self::Unproven => "审核不属实，不予更正",
            Self::Ordered => "责令改正",
            Self::Urged => "督促整改",
            Self::Criticised => "通报批评",
            Self::Unfounded => "反映的问题不成立",
            Self::NotOurs => "不归本机关处理",
            Self::Withdrawn => "已经撤回",
        }
    }

    /// The article that it rests on; `None` for a withdrawal, which needs none.
    pub fn basis(self) -> Option<Article> {
        match self {
            Self::Corrected | Self::Forwarded | Self::Referred | Self::Unproven => Some(Article::regulation(41)),
            Self::Ordered => Some(Article::regulation(53)),
            Self::Urged | Self::Criticised | Self::Unfounded => Some(Article::regulation(47).paragraph(2)),
            Self::NotOurs => Some(Article::regulation(51)),
            Self::Withdrawn => None,
        }
    }

    /// Whether another organ has to be named with it, so that nobody is sent away without an address.
    pub fn names_another(self) -> bool {
        matches!(self, Self::Forwarded | Self::Referred | Self::NotOurs)
    }
}

impl MatterStep {
    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::Arrived => "arrived",
            Self::Accepted => "accepted",
            Self::AccountAsked { .. } => "account_asked",
            Self::Accounted => "accounted",
            Self::Settled(_) => "settled",
        }
    }

    /// What was done with it.
    pub fn verb(self) -> Option<MatterVerb> {
        match self {
            Self::Arrived => None,
            Self::Accepted => Some(MatterVerb::Accept),
            Self::AccountAsked { .. } => Some(MatterVerb::AskAccount),
            Self::Accounted => Some(MatterVerb::Account),
            Self::Settled(Settled::Withdrawn) => Some(MatterVerb::Withdraw),
            Self::Settled(_) => Some(MatterVerb::Settle),
        }
    }
}

impl MatterVerb {
    /// What the desk may do, in the order of the work.
    pub const DESK: [Self; 3] = [Self::Accept, Self::AskAccount, Self::Settle];

    /// In addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::AskAccount => "ask",
            Self::Account => "account",
            Self::Settle => "settle",
            Self::Withdraw => "withdraw",
        }
    }

    /// The verb of this address.
    pub fn of_key(key: &str) -> Option<Self> {
        let all = [Self::Accept, Self::AskAccount, Self::Account, Self::Settle, Self::Withdraw];
        all.into_iter().find(|verb| verb.key() == key)
    }

    /// As a button says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Accept => "受理",
            Self::AskAccount => "要求说明情况",
            Self::Account => "说明情况",
            Self::Settle => "答复",
            Self::Withdraw => "撤回",
        }
    }
}

impl MatterStanding {
    /// Where a matter stands after these steps, each with its day.
    pub fn of(matter: Matter, steps: impl IntoIterator<Item = (MatterStep, Date)>) -> Self {
        let mut standing = Self { matter, accepted: false, asked: false, awaited: None, settled: None };
        for (step, on) in steps {
            match step {
                MatterStep::Arrived => {}
                MatterStep::Accepted => standing.accepted = true,
                MatterStep::AccountAsked { until } => (standing.asked, standing.awaited) = (true, Some(until)),
                MatterStep::Accounted => standing.awaited = None,
                MatterStep::Settled(settled) => standing.settled = Some((settled, on)),
            }
        }
        standing
    }

    /// Whether a verb has its place now.
    ///
    /// # Errors
    /// The reason why not.
    ///
    /// ```
    /// use gongkai_law::matter::{Matter, MatterStanding, MatterStep, MatterVerb};
    /// use jiff::civil::date;
    ///
    /// let came = [(MatterStep::Arrived, date(2026, 10, 12))];
    /// let standing = MatterStanding::of(Matter::Correction, came);
    /// assert_eq!(standing.allows(MatterVerb::Accept), Ok(()));
    /// let refused = standing.allows(MatterVerb::AskAccount).unwrap_err();
    /// assert_eq!(refused.to_string(), "更正申请由记录机关自己审核，没有被反映的机关（《条例》第四十一条）");
    /// ```
    pub fn allows(&self, verb: MatterVerb) -> Result<(), Refusal> {
        if let Some((settled, _)) = self.settled {
            return no(format!("已经办结：{}", settled.label()), None);
        }
        match verb {
            MatterVerb::Accept if self.accepted => no("已经受理", None),
            MatterVerb::AskAccount if self.matter == Matter::Correction => {
                no("更正申请由记录机关自己审核，没有被反映的机关", Some(Article::regulation(41)))
            }
            MatterVerb::AskAccount if !self.accepted => no("还没有受理", None),
            MatterVerb::AskAccount if self.awaited.is_some() => no("正在等被反映机关说明情况", None),
            MatterVerb::Account if self.awaited.is_none() => no("没有在等的情况说明", None),
            _ => Ok(()),
        }
    }

    /// Whether a step has its place now, with all that it says, on this day.
    ///
    /// # Errors
    /// The reason why not.
    pub fn accepts(&self, step: MatterStep, on: Date) -> Result<(), Refusal> {
        if let Some(verb) = step.verb() {
            self.allows(verb)?;
        }
        match step {
            MatterStep::AccountAsked { until } if until <= on => no("限期的最后一天应晚于今天", None),
            MatterStep::Settled(Settled::Withdrawn) => Ok(()),
            MatterStep::Settled(settled) if !self.matter.endings().contains(&settled) => {
                no(format!("{}没有“{}”这种结果", self.matter.label(), settled.label()), Some(self.matter.basis()))
            }
            // what is somebody else's need not be taken up first
            MatterStep::Settled(settled) if !self.accepted && !settled.names_another() => no("还没有受理", None),
            _ => Ok(()),
        }
    }

    /// 环节: the word for lists: `arrived`, `accepted`, `asked` or `settled`.
    pub fn stage(&self) -> &'static str {
        match self {
            Self { settled: Some(_), .. } => "settled",
            Self { awaited: Some(_), .. } => "asked",
            Self { accepted: true, .. } => "accepted",
            _ => "arrived",
        }
    }
}

fn no(why: impl Into<String>, article: Option<Article>) -> Result<(), Refusal> {
    Err(Refusal { why: why.into(), article })
}
