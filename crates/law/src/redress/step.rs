//! 案件经过: what may happen in a case of review or litigation, and what did.

use std::fmt;

use jiff::civil::Date;

use super::{Route, clock::Procedure, conclusion::Conclusion};
use crate::article::{Article, Instrument};

/// 案件阶段: where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// 待答复: our answer is awaited.
    Answer,
    /// 审理: they hear it.
    Hear,
    /// 中止
    Suspended,
    /// 待生效: decided, but the order to answer anew binds nobody while an appeal is open. 《行政诉讼法》 art. 85.
    Awaits,
    /// 审结
    Concluded,
    /// 已注销: it was registered by mistake, counts nowhere and waits for nothing.
    Cancelled,
}

impl Phase {
    /// Every phase.
    pub const ALL: [Self; 6] =
        [Self::Answer, Self::Hear, Self::Suspended, Self::Awaits, Self::Concluded, Self::Cancelled];

    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Hear => "hear",
            Self::Suspended => "suspended",
            Self::Awaits => "awaits",
            Self::Concluded => "concluded",
            Self::Cancelled => "cancelled",
        }
    }

    /// The phase of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.key() == key)
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Answer => "待答复",
            Self::Hear => "审理中",
            Self::Suspended => "中止",
            Self::Awaits => "待生效",
            Self::Concluded => "已审结",
            Self::Cancelled => "已注销",
        }
    }
}

/// 上诉人: who appeals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// 本机关
    Office,
    /// 对方当事人
    Opponent,
}

impl Side {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Opponent, Self::Office];

    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Opponent => "opponent",
        }
    }

    /// The side of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.key() == key)
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Office => "本机关",
            Self::Opponent => "对方当事人",
        }
    }
}

/// What happened, with what the law wants to know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// 收到答复通知书、起诉状副本: the case reached us; its day is that of the service on us.
    Notified {
        /// 适用程序
        procedure: Procedure,
        /// 受理、立案之日, where the papers say it.
        accepted: Option<Date>,
    },
    /// 简易程序转为普通程序
    MadeOrdinary,
    /// 提交答复书、答辩状和证据
    Answered,
    /// 收到听证、开庭通知
    Summoned {
        /// The day of the hearing.
        hearing: Date,
    },
    /// 听取意见、听证、开庭
    Heard,
    /// 中止
    Suspended,
    /// 恢复审理
    Resumed,
    /// 延长审理期限
    Prolonged {
        /// Its new last day.
        until: Date,
    },
    /// 审结; its day is the one that the decision bears.
    Concluded {
        /// How.
        conclusion: Conclusion,
        /// When it reached us.
        served: Date,
        /// 责令重新答复: until when we have to answer anew.
        again: Option<Date>,
    },
    /// 裁判生效: nobody appealed in time, and what it orders binds from this day on.
    TookEffect {
        /// 责令重新答复: until when.
        until: Date,
    },
    /// 上诉; of the other side its day is that on which the copy reached us.
    Appealed {
        /// Who.
        by: Side,
    },
    /// 发回重审、指令继续审理
    Remanded,
    /// 再审
    Retried,
    /// 记事: something that moves nothing.
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
    /// 更正登记: what the papers say was written down wrongly when the case was registered; as if it had been right at once.
    Amended {
        /// When the papers were served on us.
        notified: Date,
        /// 适用程序
        procedure: Procedure,
        /// 受理、立案之日, where the papers say it.
        accepted: Option<Date>,
    },
    /// 注销案件: it was registered twice, or is no case against us at all.
    Cancelled,
}

/// A step with its day, in Asia/Shanghai.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Taken {
    /// When.
    pub on: Date,
    /// What.
    pub step: Step,
}

/// 可办事项: what somebody wants to do in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the table below says each in Chinese, and what it rests on")]
pub enum Verb {
    Notify,
    MakeOrdinary,
    Answer,
    Summon,
    Hear,
    Suspend,
    Resume,
    Prolong,
    Conclude,
    TakeEffect,
    Appeal,
    Remand,
    Retry,
    Note,
    Redate,
    Strike,
    Amend,
    Cancel,
}

struct Row {
    verb: Verb,
    key: &'static str,
    label: &'static str,
    /// In a review; `None` where it has no place there, or needs no rule.
    review: Option<Article>,
    /// In a suit.
    suit: Option<Article>,
    phases: &'static [Phase],
}

const fn row(verb: Verb, words: (&'static str, &'static str), arts: (u8, Article), phases: &'static [Phase]) -> Row {
    let review = if arts.0 == 0 { None } else { Some(Article::of(Instrument::ReviewLaw, arts.0)) };
    Row { verb, key: words.0, label: words.1, review, suit: Some(arts.1), phases }
}

const fn free(verb: Verb, key: &'static str, label: &'static str, phases: &'static [Phase]) -> Row {
    Row { verb, key, label, review: None, suit: None, phases }
}

const fn suit(number: u8) -> Article {
    Article::of(Instrument::LitigationLaw, number)
}

/// 中止诉讼, which 《行政诉讼法》 art. 101 borrows.
const STAY: Article = Article::of(Instrument::CivilProcedureLaw, 153);
const OPEN: &[Phase] = &[Phase::Answer, Phase::Hear, Phase::Suspended];
const RUNS: &[Phase] = &[Phase::Answer, Phase::Hear];
const OVER: &[Phase] = &[Phase::Awaits, Phase::Concluded];
const LIVE: &[Phase] = &[Phase::Answer, Phase::Hear, Phase::Suspended, Phase::Awaits, Phase::Concluded];
const ANY: &[Phase] = &Phase::ALL;

/// In the order of [`Verb`].
static ROWS: [Row; 18] = [
    row(Verb::Notify, ("notified", "登记案件"), (48, suit(67)), &[]),
    row(Verb::MakeOrdinary, ("ordinary", "转为普通程序"), (55, suit(84)), RUNS),
    row(Verb::Answer, ("answered", "提交答复和证据"), (48, suit(67)), &[Phase::Answer, Phase::Suspended]),
    row(Verb::Summon, ("summoned", "登记听证、开庭通知"), (50, suit(3).paragraph(3)), OPEN),
    row(Verb::Hear, ("heard", "登记听取意见、听证、开庭"), (49, suit(3).paragraph(3)), RUNS),
    row(Verb::Suspend, ("suspended", "登记中止"), (39, STAY), RUNS),
    row(Verb::Resume, ("resumed", "登记恢复审理"), (39, STAY), &[Phase::Suspended]),
    row(Verb::Prolong, ("prolonged", "登记延长审理期限"), (62, suit(81)), RUNS),
    row(Verb::Conclude, ("concluded", "登记结果"), (75, suit(80)), OPEN),
    row(Verb::TakeEffect, ("effective", "登记裁判生效"), (0, suit(85)), &[Phase::Awaits]),
    row(Verb::Appeal, ("appealed", "登记上诉"), (0, suit(85)), OVER),
    row(Verb::Remand, ("remanded", "登记发回重审"), (0, suit(89)), OPEN),
    row(Verb::Retry, ("retried", "登记再审"), (0, suit(91)), OVER),
    free(Verb::Note, "noted", "记事", LIVE),
    free(Verb::Redate, "redated", "更正步骤的日期", LIVE),
    // a case that was struck by mistake comes back by striking that very step
    free(Verb::Strike, "struck", "注销误登的步骤", ANY),
    free(Verb::Amend, "amended", "更正案件登记", LIVE),
    free(Verb::Cancel, "cancelled", "注销整件案件", LIVE),
];

impl Verb {
    /// Every verb, in the order of the work.
    pub const ALL: [Self; 18] = {
        let mut all = [Self::Notify; 18];
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

    /// The word in the register and in addresses, that of the step it leads to.
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

    /// What gives it its place on this route; `None` where there is none, or no rule is wanted.
    ///
    /// ```
    /// use gongkai_law::redress::{Route, step::Verb};
    ///
    /// assert_eq!(Verb::Appeal.article(Route::Review), None, "nobody appeals from a review's decision");
    /// assert_eq!(Verb::Appeal.article(Route::Direct).unwrap().to_string(), "《行政诉讼法》第八十五条");
    /// ```
    pub fn article(self, route: Route) -> Option<Article> {
        if route.is_suit() { self.row().suit } else { self.row().review }
    }

    /// The phases in which it can be done at all; none for the first step of all.
    pub fn phases(self) -> &'static [Phase] {
        self.row().phases
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

impl Verb {
    /// 更正: whether it moves nothing in a case but says what another step should have said.
    pub fn is_mend(self) -> bool {
        matches!(self, Self::Redate | Self::Strike | Self::Amend)
    }
}

impl Step {
    /// The verb that leads to it.
    pub fn verb(self) -> Verb {
        match self {
            Self::Notified { .. } => Verb::Notify,
            Self::MadeOrdinary => Verb::MakeOrdinary,
            Self::Answered => Verb::Answer,
            Self::Summoned { .. } => Verb::Summon,
            Self::Heard => Verb::Hear,
            Self::Suspended => Verb::Suspend,
            Self::Resumed => Verb::Resume,
            Self::Prolonged { .. } => Verb::Prolong,
            Self::Concluded { .. } => Verb::Conclude,
            Self::TookEffect { .. } => Verb::TakeEffect,
            Self::Appealed { .. } => Verb::Appeal,
            Self::Remanded => Verb::Remand,
            Self::Retried => Verb::Retry,
            Self::Noted => Verb::Note,
            Self::Redated { .. } => Verb::Redate,
            Self::Struck { .. } => Verb::Strike,
            Self::Amended { .. } => Verb::Amend,
            Self::Cancelled => Verb::Cancel,
        }
    }
}
