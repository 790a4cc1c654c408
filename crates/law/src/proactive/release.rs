//! 发布: the way of an item from its draft to everybody, and back. 先审查后公开: nothing is published that was not reviewed for
//! secrecy, item by item (条例 art. 17), and the three reviews are by three people.

mod refusal;
mod standing;

pub use standing::{PublicationStage, PublicationStanding};

use jiff::civil::Date;

use super::overturn::Overturn;

/// 审核环节, in the order in which they are passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Check {
    /// 初审: by the head of whoever wrote it.
    First,
    /// 合法性审核, where an organ adds it.
    Legal,
    /// 会签, where an organ adds it.
    Countersign,
    /// 保密审查. Art. 17.
    Secrecy,
    /// 审批签发
    Approval,
}

/// 审核流程: the checks that an organ's items pass. Three are the law's and the rules'; an organ may add to them and takes
/// none away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReviewRoute {
    /// 合法性审核
    pub legal: bool,
    /// 会签
    pub countersign: bool,
}

/// 发布步骤: what happened to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicationStep {
    /// 起草
    Begun,
    /// 送审
    Submitted,
    /// 通过 one check; the approval says from which day on it may be published, and whether before that it waits.
    Passed {
        /// Which check.
        check: Check,
        /// 定时发布: not before this day; only with the approval.
        from: Option<Date>,
    },
    /// 退回 by whoever checks, with a reason.
    Returned {
        /// At which check.
        check: Check,
    },
    /// 撤回送审 by whoever wrote it.
    Recalled,
    /// 发布: everybody sees this release, the first or a later one.
    Released,
    /// 不公开: kept in the register only, since its attribute is not 主动公开.
    Retained,
    /// 修订: a new draft of something that is public already; the old release stays until the new one is out.
    Revised,
    /// 撤下: a tombstone with the reason takes its place.
    Withdrawn,
    /// 公示期满: taken down by the clock on the day that was set with it.
    Expired,
    /// 再评估 of what was withheld, which stays so. Art. 18.
    Reassessed,
    /// 作废 of a draft that nobody saw.
    Discarded,
    /// 历史信息迁移: taken over as it was released elsewhere before, by somebody who answers for that and a second person who
    /// confirms it.
    Migrated,
    /// 决定变动: what was decided was changed or fell on a day; what was published of it has to be taken back. 行政处罚法第四十八条.
    Overturned {
        /// What became of it.
        how: Overturn,
        /// When.
        day: Date,
    },
}

/// 发布可办事项: what may be done with an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PublicationVerb {
    /// 修改草稿
    Write,
    /// 送审
    Submit,
    /// 通过
    Pass,
    /// 退回
    Return,
    /// 撤回送审
    Recall,
    /// 发布
    Release,
    /// 修订
    Revise,
    /// 撤下
    Withdraw,
    /// 再评估
    Reassess,
    /// 作废
    Discard,
    /// 登记决定变动
    Overturn,
}

impl Check {
    /// Every check, in order.
    pub const ALL: [Self; 5] = [Self::First, Self::Legal, Self::Countersign, Self::Secrecy, Self::Approval];

    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Legal => "legal",
            Self::Countersign => "countersign",
            Self::Secrecy => "secrecy",
            Self::Approval => "approval",
        }
    }

    /// The check of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|check| check.key() == key)
    }

    /// As people say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::First => "初审",
            Self::Legal => "合法性审核",
            Self::Countersign => "会签",
            Self::Secrecy => "保密审查",
            Self::Approval => "审批签发",
        }
    }
}

impl ReviewRoute {
    /// The checks, in order.
    ///
    /// ```
    /// use gongkai_law::proactive::release::{Check, ReviewRoute};
    ///
    /// let least: Vec<_> = ReviewRoute::default().checks().collect();
    /// assert_eq!(least, [Check::First, Check::Secrecy, Check::Approval]);
    /// ```
    pub fn checks(self) -> impl Iterator<Item = Check> {
        Check::ALL.into_iter().filter(move |check| match check {
            Check::Legal => self.legal,
            Check::Countersign => self.countersign,
            Check::First | Check::Secrecy | Check::Approval => true,
        })
    }
}

impl PublicationStep {
    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Submitted => "submitted",
            Self::Passed { .. } => "passed",
            Self::Returned { .. } => "returned",
            Self::Recalled => "recalled",
            Self::Released => "released",
            Self::Retained => "retained",
            Self::Revised => "revised",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Reassessed => "reassessed",
            Self::Discarded => "discarded",
            Self::Migrated => "migrated",
            Self::Overturned { .. } => "overturned",
        }
    }

    /// The verb that brings it about; `None` for what the clock or another step brings along.
    pub fn verb(self) -> Option<PublicationVerb> {
        Some(match self {
            Self::Submitted => PublicationVerb::Submit,
            Self::Passed { .. } => PublicationVerb::Pass,
            Self::Returned { .. } => PublicationVerb::Return,
            Self::Recalled => PublicationVerb::Recall,
            Self::Released => PublicationVerb::Release,
            Self::Revised => PublicationVerb::Revise,
            Self::Withdrawn => PublicationVerb::Withdraw,
            Self::Reassessed => PublicationVerb::Reassess,
            Self::Discarded => PublicationVerb::Discard,
            Self::Overturned { .. } => PublicationVerb::Overturn,
            Self::Begun | Self::Retained | Self::Expired | Self::Migrated => return None,
        })
    }
}

impl PublicationVerb {
    /// Every verb, in the order of a page.
    pub const ALL: [Self; 11] = [
        Self::Write,
        Self::Submit,
        Self::Pass,
        Self::Return,
        Self::Recall,
        Self::Release,
        Self::Revise,
        Self::Withdraw,
        Self::Reassess,
        Self::Overturn,
        Self::Discard,
    ];

    /// In addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Submit => "submit",
            Self::Pass => "pass",
            Self::Return => "return",
            Self::Recall => "recall",
            Self::Release => "release",
            Self::Revise => "revise",
            Self::Withdraw => "withdraw",
            Self::Reassess => "reassess",
            Self::Overturn => "overturn",
            Self::Discard => "discard",
        }
    }

    /// The verb of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.key() == key)
    }

    /// As a button says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Write => "修改",
            Self::Submit => "送审",
            Self::Pass => "通过",
            Self::Return => "退回",
            Self::Recall => "撤回送审",
            Self::Release => "发布",
            Self::Revise => "修订",
            Self::Withdraw => "撤下",
            Self::Reassess => "再评估",
            Self::Overturn => "登记决定变动",
            Self::Discard => "作废",
        }
    }
}
