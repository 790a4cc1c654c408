//! 文书: the letters of a request as data: their titles, their number series, what each must say. The list is that of
//! the model sets in use; the Regulation demands letters, not their form.

mod asks;

pub use asks::{Ask, asks};

use super::{
    decision::Decision,
    step::{Step, Verb},
    third_party::Asked,
};
use crate::{
    article::{Article, Instrument},
    exempt::Exemption,
};

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
}

use Content::*;

/// In the order of [`Content`]: key, label, and whether the office takes it from its records rather than from a hand.
const CONTENTS: [(Content, &str, &str, bool); 24] = [
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

    /// Whether it comes from the records alone.
    pub fn is_recorded(self) -> bool {
        CONTENTS[self as usize].3
    }
}

/// 文书种类
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the table below says each in Chinese")]
pub enum LetterKind {
    Receipt,
    Clarify,
    AskReasons,
    Extension,
    Delay,
    ConsultThirdParty,
    ConsultOrgan,
    Fee,
    Granted,
    Published,
    Partial,
    Denied,
    Query,
    NotExisting,
    NotOurs,
    NeedCreation,
    Unclear,
    Rejected,
    NoFurther,
    Closing,
}

struct Row {
    kind: LetterKind,
    key: &'static str,
    title: &'static str,
    /// What stands on the letter; the short title is for lists.
    heading: &'static str,
    /// 文号 word and the key of its series.
    series: (&'static str, &'static str),
    needs: &'static [Content],
}

const RECEIVED: (&str, &str) = ("收", "letter_receipt");
const CLARIFIED: (&str, &str) = ("补", "letter_clarify");
const REASONED: (&str, &str) = ("理", "letter_reasons");
const EXTENDED: (&str, &str) = ("延", "letter_extension");
const CONSULTED: (&str, &str) = ("征", "letter_consult");
const CHARGED: (&str, &str) = ("费", "letter_fee");
const ANSWERED: (&str, &str) = ("复", "letter_answer");
const CLOSED: (&str, &str) = ("结", "letter_closing");

const ANSWER: &[Content] = &[Received, Wanted, Basis, Remedy, Contact];
const SAID: &[Content] = &[Received, Wanted, Fact, Basis, Remedy, Contact];

/// In the order of [`LetterKind`].
#[rustfmt::skip]
static ROWS: [Row; 20] = [
    row(LetterKind::Receipt, "receipt", "登记回执", "政府信息公开申请登记回执", RECEIVED, &[Number, Channel, Arrived, Wanted, Due, Contact]),
    row(LetterKind::Clarify, "clarify", "补正告知书", "政府信息公开申请补正告知书", CLARIFIED, &[Received, Wanted, Fact, Until, Consequence, Basis, Contact]),
    row(LetterKind::AskReasons, "reasons", "说明理由告知书", "政府信息公开申请说明理由告知书", REASONED, &[Received, Wanted, Fact, Until, Basis, Contact]),
    row(LetterKind::Extension, "extension", "延期答复告知书", "政府信息公开申请延期答复告知书", EXTENDED, &[Received, Wanted, Reasons, Days, Due, Approval, Basis, Contact]),
    row(LetterKind::Delay, "delay", "延迟答复告知书", "政府信息公开申请延迟答复告知书", EXTENDED, &[Received, Wanted, Reasons, Until, Basis, Contact]),
    row(LetterKind::ConsultThirdParty, "consult_third_party", "第三方意见征询书", "政府信息公开第三方意见征询书", CONSULTED, &[Concerned, Until, Silence, Basis, Contact]),
    row(LetterKind::ConsultOrgan, "consult_organ", "共同制作机关意见征询书", "政府信息公开意见征询书", CONSULTED, &[Concerned, Until, Silence, Basis, Contact]),
    row(LetterKind::Fee, "fee", "收费通知书", "政府信息公开信息处理费收费通知书", CHARGED, &[Received, Wanted, Amount, Payment, Until, Consequence, Basis, Contact]),
    row(LetterKind::Granted, "granted", "予以公开告知书", "政府信息予以公开告知书", ANSWERED, &[Received, Wanted, Findings, Given, Basis, Remedy, Contact]),
    row(LetterKind::Published, "published", "已主动公开告知书", "政府信息已主动公开告知书", ANSWERED, &[Received, Wanted, Elsewhere, Basis, Remedy, Contact]),
    row(LetterKind::Partial, "partial", "部分公开告知书", "政府信息部分公开告知书", ANSWERED, &[Received, Wanted, Findings, Given, Withheld, Basis, Remedy, Contact]),
    row(LetterKind::Denied, "denied", "不予公开告知书", "政府信息不予公开告知书", ANSWERED, SAID),
    row(LetterKind::Query, "query", "行政查询事项告知书", "政府信息公开行政查询事项告知书", ANSWERED, &[Received, Wanted, Fact, Elsewhere, Basis, Remedy, Contact]),
    row(LetterKind::NotExisting, "not_existing", "政府信息不存在告知书", "政府信息不存在告知书", ANSWERED, &[Received, Wanted, Findings, Basis, Remedy, Contact]),
    row(LetterKind::NotOurs, "not_ours", "非本机关政府信息告知书", "非本机关政府信息告知书", ANSWERED, &[Received, Wanted, Reasons, Basis, Remedy, Contact]),
    row(LetterKind::NeedCreation, "need_creation", "需要另行制作告知书", "政府信息需要另行制作告知书", ANSWERED, &[Received, Wanted, Reasons, Basis, Remedy, Contact]),
    row(LetterKind::Unclear, "unclear", "补正后仍不明确告知书", "政府信息公开申请补正后仍不明确告知书", ANSWERED, SAID),
    row(LetterKind::Rejected, "rejected", "不予处理告知书", "政府信息公开申请不予处理告知书", ANSWERED, SAID),
    row(LetterKind::NoFurther, "no_further", "不再处理告知书", "政府信息公开申请不再处理告知书", ANSWERED, ANSWER),
    row(LetterKind::Closing, "closing", "结案记录", "政府信息公开申请办结告知书", CLOSED, &[Received, Wanted, Fact, Remedy, Contact]),
];

const fn row(
    kind: LetterKind,
    key: &'static str,
    title: &'static str,
    heading: &'static str,
    series: (&'static str, &'static str),
    needs: &'static [Content],
) -> Row {
    Row { kind, key, title, heading, series, needs }
}

impl LetterKind {
    /// Every kind, in the order of the work.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.kind)
    }

    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The word in the register.
    ///
    /// ```
    /// use gongkai_law::request::{decision::Decision, letter::LetterKind};
    ///
    /// assert_eq!(LetterKind::of_key("not_ours"), Some(LetterKind::NotOurs));
    /// assert_eq!(LetterKind::telling(Decision::UnableNotHeld, 1), LetterKind::NotOurs);
    /// assert_eq!(LetterKind::NotOurs.series(), ("复", "letter_answer"));
    /// ```
    pub fn key(self) -> &'static str {
        self.row().key
    }

    /// The kind of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::all().find(|kind| kind.key() == key)
    }

    /// 名称, as lists say it.
    pub fn title(self) -> &'static str {
        self.row().title
    }

    /// 标题, as it stands on the letter.
    pub fn heading(self) -> &'static str {
        self.row().heading
    }

    /// The word of its 文号, and the key of the series that counts it from 1 each year. Kinds with one word share one
    /// series, so that no 文号 is given twice.
    pub fn series(self) -> (&'static str, &'static str) {
        self.row().series
    }

    /// What it must say.
    pub fn needs(self) -> &'static [Content] {
        self.row().needs
    }

    /// Whether it answers the request.
    pub fn is_answer(self) -> bool {
        self.needs().contains(&Remedy)
    }

    /// The letter that tells a decision; `variant` is the place among [`Decision::letters`].
    pub fn telling(decision: Decision, variant: usize) -> Self {
        let letters = decision.letters();
        let title = letters.get(variant).or(letters.first()).map_or("", |letter| letter.name);
        ROWS.iter().find(|row| row.title == title).map_or(Self::Closing, |row| row.kind)
    }

    /// The letter that a step sends out; `None` for steps without one, and for answers, which tell a decision.
    pub fn of_step(step: Step) -> Option<Self> {
        Some(match (step.verb(), step) {
            (Verb::Arrive, _) => Self::Receipt,
            (Verb::AskClarify, _) => Self::Clarify,
            (Verb::AskReasons, _) => Self::AskReasons,
            (Verb::Extend, _) => Self::Extension,
            (Verb::Delay, _) => Self::Delay,
            (Verb::NotifyFee, _) => Self::Fee,
            (_, Step::Consulted { asked: Asked::ThirdParty, .. }) => Self::ConsultThirdParty,
            (_, Step::Consulted { asked: Asked::CoProducer, .. }) => Self::ConsultOrgan,
            _ => return None,
        })
    }
}

/// 法律依据 of an answer, to article, paragraph and item. `withheld` are the grounds of a partial answer's parts. Empty
/// where no instrument speaks of the case at all.
pub fn bases(decision: Decision, variant: usize, withheld: &[Exemption]) -> Vec<Article> {
    let letter = decision.letters().get(variant).or(decision.letters().first());
    let own = letter.and_then(|letter| letter.article);
    let mut all = match decision {
        Decision::Partial => vec![Article::regulation(36).item(2)],
        // no article of the Regulation names it: the form of the report does
        Decision::RejectedReconfirm => vec![Article::of(Instrument::ReportForm2021, 0)],
        _ => Vec::new(),
    };
    let grounds = withheld.iter().copied().chain(Exemption::behind(decision));
    for ground in grounds {
        all.push(ground.article());
        if ground == Exemption::ThirdParty {
            all.push(Article::regulation(32));
        }
    }
    all.extend(own);
    let mut seen = Vec::new();
    all.retain(|article| {
        !seen.contains(article) && {
            seen.push(*article);
            true
        }
    });
    all
}
