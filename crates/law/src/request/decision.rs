//! 办理结果: how a request ends. A decision *is* a leaf row of table 3, so that the year's report counts itself.

use crate::{
    annual_report::{Edition, Form, form::Node},
    article::{Article, Instrument},
};

/// 办理结果, in the order of table 3 of the form of 2021.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Decision {
    /// 予以公开
    Granted,
    /// 部分公开
    Partial,
    /// 不予公开：属于国家秘密
    DeniedStateSecret,
    /// 不予公开：其他法律行政法规禁止公开
    DeniedLaw,
    /// 不予公开：危及“三安全一稳定”
    DeniedSafetyStability,
    /// 不予公开：保护第三方合法权益
    DeniedThirdParty,
    /// 不予公开：属于三类内部事务信息
    DeniedInternal,
    /// 不予公开：属于四类过程性信息
    DeniedProcess,
    /// 不予公开：属于行政执法案卷
    DeniedEnforcementFile,
    /// 不予公开：属于行政查询事项
    DeniedQuery,
    /// 无法提供：本机关不掌握相关政府信息
    UnableNotHeld,
    /// 无法提供：没有现成信息需要另行制作
    UnableNeedCreation,
    /// 无法提供：补正后申请内容仍不明确
    UnableUnclear,
    /// 不予处理：信访举报投诉类申请
    RejectedPetition,
    /// 不予处理：重复申请
    RejectedRepeat,
    /// 不予处理：要求提供公开出版物
    RejectedPublication,
    /// 不予处理：无正当理由大量反复申请
    RejectedExcessive,
    /// 不予处理：要求行政机关确认或重新出具已获取信息
    RejectedReconfirm,
    /// 其他处理：逾期不补正
    OtherNoCorrection,
    /// 其他处理：逾期未缴费
    OtherUnpaid,
    /// 其他处理：其他
    OtherOther,
}

/// 答复类别: the five kinds of answer that the courts tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// 予以公开, in whole or in part.
    Disclosed,
    /// 不予公开
    Denied,
    /// 无法提供
    Unable,
    /// 不予处理
    Rejected,
    /// 其他处理
    Other,
}

/// 救济权利: what an applicant who disagrees may do, and what the answer must say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Remedy {
    /// 复议前置: review first, then the court. The answer must say so.
    ReviewFirst,
    /// Review or the court, as the applicant likes.
    Either,
    /// It depends on why the case was closed.
    Depends,
}

impl Remedy {
    /// What it rests on; `None` where it depends.
    pub fn article(self) -> Option<Article> {
        match self {
            Self::ReviewFirst => Some(Article::of(Instrument::ReviewLaw, 23).paragraph(1).item(4)),
            Self::Either => Some(Article::regulation(51)),
            Self::Depends => None,
        }
    }
}

/// 文书: a letter that tells the decision, and the place of the Regulation that it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its title.
    pub name: &'static str,
    /// `None` where no article speaks of the case.
    pub article: Option<Article>,
}

struct Leaf {
    decision: Decision,
    code: &'static str,
    key: &'static str,
    remedy: Remedy,
    letters: &'static [Letter],
}

const fn leaf(
    decision: Decision,
    code: &'static str,
    key: &'static str,
    remedy: Remedy,
    letters: &'static [Letter],
) -> Leaf {
    Leaf { decision, code, key, remedy, letters }
}

const fn by(name: &'static str, article: Article) -> Letter {
    Letter { name, article: Some(article) }
}

const fn without_article(name: &'static str) -> Letter {
    Letter { name, article: None }
}

const fn art(number: u8) -> Article {
    Article::regulation(number)
}

use Decision::*;
use Remedy::{Depends, Either, ReviewFirst};

const REFUSAL: &str = "不予公开告知书";
const REJECTION: &str = "不予处理告知书";
const NO_FURTHER: &str = "不再处理告知书";

/// In the order of [`Decision`] and of the form.
static LEAVES: [Leaf; 21] = [
    leaf(
        Granted,
        "A",
        "granted",
        Either,
        &[by("予以公开告知书", art(36).item(2)), by("已主动公开告知书", art(36).item(1))],
    ),
    leaf(Partial, "B", "partial", ReviewFirst, &[by("部分公开告知书", art(37))]),
    leaf(DeniedStateSecret, "C1", "denied_state_secret", ReviewFirst, &[by(REFUSAL, art(14))]),
    leaf(DeniedLaw, "C2", "denied_law", ReviewFirst, &[by(REFUSAL, art(14))]),
    leaf(DeniedSafetyStability, "C3", "denied_safety_stability", ReviewFirst, &[by(REFUSAL, art(14))]),
    leaf(DeniedThirdParty, "C4", "denied_third_party", ReviewFirst, &[by(REFUSAL, art(15))]),
    leaf(DeniedInternal, "C5", "denied_internal", ReviewFirst, &[by(REFUSAL, art(16).paragraph(1))]),
    leaf(DeniedProcess, "C6", "denied_process", ReviewFirst, &[by(REFUSAL, art(16).paragraph(2))]),
    leaf(DeniedEnforcementFile, "C7", "denied_enforcement_file", ReviewFirst, &[by(REFUSAL, art(16).paragraph(2))]),
    // counted under 不予公开, but no refusal of arts 14 to 16: review is not demanded first
    leaf(DeniedQuery, "C8", "denied_query", Either, &[by("行政查询事项告知书", art(36).item(7))]),
    leaf(
        UnableNotHeld,
        "D1",
        "unable_not_held",
        Either,
        &[by("政府信息不存在告知书", art(36).item(4)), by("非本机关政府信息告知书", art(36).item(5))],
    ),
    leaf(UnableNeedCreation, "D2", "unable_need_creation", Either, &[by("需要另行制作告知书", art(38))]),
    leaf(UnableUnclear, "D3", "unable_unclear", Either, &[by("补正后仍不明确告知书", art(30))]),
    leaf(RejectedPetition, "E1", "rejected_petition", Either, &[by(REJECTION, art(39).paragraph(1))]),
    leaf(RejectedRepeat, "E2", "rejected_repeat", Either, &[by(REJECTION, art(36).item(6))]),
    leaf(RejectedPublication, "E3", "rejected_publication", Either, &[by(REJECTION, art(39).paragraph(2))]),
    leaf(RejectedExcessive, "E4", "rejected_excessive", Either, &[by(REJECTION, art(35))]),
    // known to the form alone
    leaf(RejectedReconfirm, "E5", "rejected_reconfirm", Either, &[without_article(REJECTION)]),
    leaf(OtherNoCorrection, "F1", "other_no_correction", Either, &[by(NO_FURTHER, art(30))]),
    leaf(OtherUnpaid, "F2", "other_unpaid", Either, &[by(NO_FURTHER, Article::of(Instrument::FeeMeasures, 0))]),
    leaf(OtherOther, "F3", "other_other", Depends, &[without_article("结案记录")]),
];

impl Decision {
    /// Every decision, in the order of the form.
    ///
    /// ```
    /// use gongkai_law::request::decision::{Decision, Remedy};
    ///
    /// let not_held = Decision::of_key("unable_not_held").unwrap();
    /// assert_eq!((not_held.code(), not_held.remedy()), ("D1", Remedy::Either));
    /// assert_eq!(not_held.label(), "1.本机关不掌握相关政府信息");
    /// let names: Vec<_> = not_held.letters().iter().map(|letter| letter.name).collect();
    /// assert_eq!(names, ["政府信息不存在告知书", "非本机关政府信息告知书"]);
    /// assert_eq!(Decision::ALL.len(), 21);
    /// ```
    pub const ALL: [Self; 21] = {
        let mut all = [Granted; 21];
        let mut at = 0;
        while at < all.len() {
            all[at] = LEAVES[at].decision;
            at += 1;
        }
        all
    };

    fn leaf(self) -> &'static Leaf {
        &LEAVES[self as usize]
    }

    /// The decision of a row of the form of 2021.
    pub fn of_key(key: &str) -> Option<Self> {
        LEAVES.iter().find(|leaf| leaf.key == key).map(|leaf| leaf.decision)
    }

    /// The short name that offices use: `C4`.
    pub fn code(self) -> &'static str {
        self.leaf().code
    }

    /// The key of its row in the form of 2021.
    pub fn key(self) -> &'static str {
        self.leaf().key
    }

    /// The key of the row that counts it in an edition: the form of 2019 has one row for all of 其他处理.
    pub fn key_in(self, edition: Edition) -> &'static str {
        match (edition, self.class()) {
            (Edition::Of2019, Class::Other) => "other",
            _ => self.key(),
        }
    }

    /// The address of its row in an edition: `requests.granted`.
    pub fn address(self, edition: Edition) -> String {
        format!("requests.{}", self.key_in(edition))
    }

    /// What the form of 2021 prints in its row.
    pub fn label(self) -> &'static str {
        let rows = Form::of(Edition::Of2021).tables.iter().flat_map(|table| table.blocks).flat_map(|block| block.rows);
        rows.flat_map(Node::leaves).find(|row| row.key == self.key()).map_or("", |row| row.label)
    }

    /// Which of the five kinds of answer it is.
    pub fn class(self) -> Class {
        match self {
            Granted | Partial => Class::Disclosed,
            DeniedStateSecret
            | DeniedLaw
            | DeniedSafetyStability
            | DeniedThirdParty
            | DeniedInternal
            | DeniedProcess
            | DeniedEnforcementFile
            | DeniedQuery => Class::Denied,
            UnableNotHeld | UnableNeedCreation | UnableUnclear => Class::Unable,
            RejectedPetition | RejectedRepeat | RejectedPublication | RejectedExcessive | RejectedReconfirm => {
                Class::Rejected
            }
            OtherNoCorrection | OtherUnpaid | OtherOther => Class::Other,
        }
    }

    /// The letters that can tell it, each with its article; never empty.
    pub fn letters(self) -> &'static [Letter] {
        self.leaf().letters
    }

    /// What the applicant may do against it. For 部分公开 it is about the part withheld.
    pub fn remedy(self) -> Remedy {
        self.leaf().remedy
    }
}
