//! 文书内容: what letters say, by name.

/// 文书内容: something that a letter says. Its label is also its place in a model: `{收到日期}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the table below says each in Chinese")]
pub enum Content {
    Number,
    Channel,
    Arrived,
    Received,
    Wanted,
    Paused,
    Findings,
    Given,
    Withheld,
    Fact,
    Reasons,
    Elsewhere,
    Basis,
    Remedy,
    Until,
    Days,
    Due,
    Approval,
    Concerned,
    Silence,
    Consequence,
    Amount,
    Payment,
    Contact,
    Reckoning,
    Online,
    Addressee,
    Work,
    Correction,
    Ruled,
    CaseNumber,
    Cause,
    Claims,
    Grounds,
    Position,
    Evidence,
}

use Content::*;

/// In the order of [`Content`]: key, label, and whether the office takes it from its records rather than from a hand.
const CONTENTS: [(Content, &str, &str, bool); 36] = [
    (Number, "number", "申请编号", true),
    (Channel, "channel", "提交渠道", true),
    (Arrived, "arrived", "到达日期", true),
    (Received, "received", "收到日期", true),
    (Wanted, "wanted", "申请内容", true),
    (Paused, "paused", "期限扣除说明", true),
    (Findings, "findings", "查找经过", false),
    (Given, "given", "公开的内容", false),
    (Withheld, "withheld", "不公开的部分", false),
    (Fact, "fact", "事实根据", false),
    (Reasons, "reasons", "理由", false),
    (Elsewhere, "elsewhere", "获取途径", false),
    (Basis, "basis", "法律依据", true),
    (Remedy, "remedy", "救济途径", true),
    (Until, "until", "限期", true),
    (Days, "days", "延长天数", true),
    (Due, "due", "答复期限", true),
    (Approval, "approval", "批准", true),
    (Concerned, "concerned", "涉及的信息", false),
    (Silence, "silence", "不答复的后果", true),
    (Consequence, "consequence", "逾期后果", true),
    (Amount, "amount", "金额", true),
    (Payment, "payment", "缴纳方式", true),
    (Contact, "contact", "联系方式", true),
    (Reckoning, "reckoning", "计算过程", true),
    (Online, "online", "网上复议渠道", true),
    (Addressee, "addressee", "主送", false),
    (Work, "work", "协助事项", false),
    (Correction, "correction", "更正结果", false),
    (Ruled, "ruled", "公开的特别规定", false),
    (CaseNumber, "case_number", "案号", true),
    (Cause, "cause", "事由", true),
    (Claims, "claims", "对方的请求", false),
    (Grounds, "grounds", "作出行为的依据", false),
    (Position, "position", "答复意见", false),
    (Evidence, "evidence", "证据目录", false),
];

impl Content {
    /// Every content, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        CONTENTS.into_iter().map(|(content, ..)| content)
    }

    /// The word in machine formats.
    pub fn key(self) -> &'static str {
        CONTENTS[self as usize].1
    }

    /// The content of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::all().find(|content| content.key() == key)
    }

    /// In Chinese, as models and lists name it.
    pub fn label(self) -> &'static str {
        CONTENTS[self as usize].2
    }

    /// The content of this name.
    pub fn of_label(label: &str) -> Option<Self> {
        Self::all().find(|content| content.label() == label)
    }

    /// Whether it belongs to a case of review or litigation, and no request has it.
    pub fn is_of_case(self) -> bool {
        matches!(self, CaseNumber | Cause | Claims | Grounds | Position | Evidence)
    }

    /// Whether it comes from the records alone.
    pub fn is_recorded(self) -> bool {
        CONTENTS[self as usize].3
    }
}
