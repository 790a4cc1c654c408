//! 结案方式: how a case ends, by its statutory name; each is one of the columns of table 4.
//!
//! No published text defines the columns; this is the reading that offices use, written once as a table.

use super::{Outcome, Route, standing::Instance};
use crate::article::{Article, Instrument};

/// 结案方式
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the table below says each in Chinese, and what it rests on")]
pub enum Conclusion {
    ReviewUpheld,
    ReviewRejected,
    ReviewVaried,
    ReviewRevoked,
    ReviewRevokedInPart,
    ReviewUnlawful,
    ReviewPerform,
    ReviewVoid,
    ReviewNotAccepted,
    ReviewDismissed,
    ReviewWithdrawn,
    ReviewSettled,
    ReviewMediated,
    ReviewTerminated,
    ClaimsRejected,
    Revoked,
    Perform,
    Unlawful,
    Void,
    Varied,
    NotDocketed,
    SuitDismissed,
    SuitWithdrawn,
    Transferred,
    Mediated,
    Terminated,
    JudgmentKept,
    AppealWithdrawn,
    OverturnedForUs,
    OverturnedAgainstUs,
    OverturnedAndDismissed,
}

struct Row {
    conclusion: Conclusion,
    key: &'static str,
    label: &'static str,
    article: Article,
    /// `None`: whatever the judgment said that it leaves standing.
    outcome: Option<Outcome>,
    /// None for a review.
    instances: &'static [Instance],
    /// Whether it may order us to answer anew.
    orders: bool,
    /// Days within which one may appeal from it.
    appeal: Option<u16>,
}

use Conclusion as C;
use Outcome::{Corrected, Other, Upheld};

const FIRST: &[Instance] = &[Instance::First, Instance::Retrial];
const SECOND: &[Instance] = &[Instance::Second, Instance::Retrial];
const ANY: &[Instance] = &Instance::ALL;

const fn review(conclusion: C, key: &'static str, label: &'static str, number: u8, outcome: Outcome) -> Row {
    let article = Article::of(Instrument::ReviewLaw, number);
    Row { conclusion, key, label, article, outcome: Some(outcome), instances: &[], orders: false, appeal: None }
}

const fn court(
    (conclusion, key, label): (C, &'static str, &'static str),
    article: Article,
    outcome: Option<Outcome>,
    instances: &'static [Instance],
) -> Row {
    Row { conclusion, key, label, article, outcome, instances, orders: false, appeal: None }
}

const fn ordering(row: Row) -> Row {
    Row { orders: true, ..row }
}

/// 判决: fifteen days to appeal; 裁定: ten. 《行政诉讼法》 art. 85.
const fn open(row: Row, days: u16) -> Row {
    Row { appeal: Some(days), ..row }
}

const fn suit(number: u8) -> Article {
    Article::of(Instrument::LitigationLaw, number)
}

const fn civil(number: u8) -> Article {
    Article::of(Instrument::CivilProcedureLaw, number)
}

/// In the order of [`Conclusion`].
static ROWS: [Row; 31] = [
    review(C::ReviewUpheld, "review_upheld", "维持", 68, Upheld),
    review(C::ReviewRejected, "review_rejected", "驳回行政复议请求", 69, Upheld),
    review(C::ReviewVaried, "review_varied", "变更", 63, Corrected),
    ordering(review(C::ReviewRevoked, "review_revoked", "撤销", 64, Corrected)),
    ordering(review(C::ReviewRevokedInPart, "review_revoked_in_part", "部分撤销", 64, Corrected)),
    review(C::ReviewUnlawful, "review_unlawful", "确认违法", 65, Corrected),
    ordering(review(C::ReviewPerform, "review_perform", "责令履行", 66, Corrected)),
    review(C::ReviewVoid, "review_void", "确认无效", 67, Corrected),
    review(C::ReviewNotAccepted, "review_not_accepted", "不予受理", 30, Other),
    review(C::ReviewDismissed, "review_dismissed", "驳回行政复议申请", 33, Other),
    review(C::ReviewWithdrawn, "review_withdrawn", "申请人撤回，终止", 41, Other),
    review(C::ReviewSettled, "review_settled", "和解后撤回，终止", 74, Other),
    review(C::ReviewMediated, "review_mediated", "调解", 73, Other),
    review(C::ReviewTerminated, "review_terminated", "因其他原因终止", 41, Other),
    open(court((C::ClaimsRejected, "claims_rejected", "判决驳回诉讼请求"), suit(69), Some(Upheld), FIRST), 15),
    ordering(open(court((C::Revoked, "revoked", "判决撤销、部分撤销"), suit(70), Some(Corrected), FIRST), 15)),
    ordering(open(court((C::Perform, "perform", "判决履行"), suit(72), Some(Corrected), FIRST), 15)),
    open(court((C::Unlawful, "unlawful", "判决确认违法"), suit(74), Some(Corrected), FIRST), 15),
    open(court((C::Void, "void", "判决确认无效"), suit(75), Some(Corrected), FIRST), 15),
    open(court((C::Varied, "varied", "判决变更"), suit(77), Some(Corrected), FIRST), 15),
    open(court((C::NotDocketed, "not_docketed", "裁定不予立案"), suit(51), Some(Other), FIRST), 10),
    open(court((C::SuitDismissed, "suit_dismissed", "裁定驳回起诉"), suit(49), Some(Other), FIRST), 10),
    court((C::SuitWithdrawn, "suit_withdrawn", "准许撤诉"), suit(62), Some(Other), ANY),
    court((C::Transferred, "transferred", "移送其他法院"), suit(22), Some(Other), ANY),
    court((C::Mediated, "mediated", "调解"), suit(60), Some(Other), ANY),
    court((C::Terminated, "terminated", "终结诉讼"), civil(154), Some(Other), ANY),
    court((C::JudgmentKept, "judgment_kept", "维持原判"), suit(89).paragraph(1).item(1), None, SECOND),
    court((C::AppealWithdrawn, "appeal_withdrawn", "准许撤回上诉"), civil(180), None, SECOND),
    court(
        (C::OverturnedForUs, "overturned_for_us", "撤销原判，改判驳回诉讼请求"),
        suit(89).paragraph(1).item(2),
        Some(Upheld),
        SECOND,
    ),
    ordering(court(
        (C::OverturnedAgainstUs, "overturned_against_us", "改判撤销、履行或者确认违法"),
        suit(89).paragraph(1).item(2),
        Some(Corrected),
        SECOND,
    )),
    court(
        (C::OverturnedAndDismissed, "overturned_and_dismissed", "撤销原判，裁定驳回起诉"),
        suit(89).paragraph(1).item(2),
        Some(Other),
        SECOND,
    ),
];

impl Conclusion {
    /// Every conclusion, reviews first.
    pub const ALL: [Self; 31] = {
        let mut all = [Self::ReviewUpheld; 31];
        let mut at = 0;
        while at < all.len() {
            all[at] = ROWS[at].conclusion;
            at += 1;
        }
        all
    };

    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The word in the register.
    pub fn key(self) -> &'static str {
        self.row().key
    }

    /// The conclusion of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|conclusion| conclusion.key() == key)
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        self.row().label
    }

    /// What it rests on.
    pub fn article(self) -> Article {
        self.row().article
    }

    /// The column of table 4. A court that leaves a judgment standing adds nothing to what that one said: `before`;
    /// without one it is 其他结果.
    ///
    /// ```
    /// use gongkai_law::redress::{Outcome, conclusion::Conclusion};
    ///
    /// assert_eq!(Conclusion::ReviewRejected.outcome(None), Outcome::Upheld, "驳回请求 says that we were right");
    /// assert_eq!(Conclusion::ReviewDismissed.outcome(None), Outcome::Other, "驳回申请 does not look at it");
    /// assert_eq!(Conclusion::JudgmentKept.outcome(Some(Outcome::Corrected)), Outcome::Corrected);
    /// ```
    pub fn outcome(self, before: Option<Outcome>) -> Outcome {
        self.row().outcome.or(before).unwrap_or(Outcome::Other)
    }

    /// Whether a case of this route can end so in this instance.
    pub fn fits(self, route: Route, instance: Instance) -> bool {
        let instances = self.row().instances;
        if route.is_suit() { instances.contains(&instance) } else { instances.is_empty() }
    }

    /// 维持原判、撤回上诉: whether it leaves standing what was judged below, with all that was ordered there.
    pub fn keeps(self) -> bool {
        self.row().outcome.is_none()
    }

    /// 责令重新答复: whether it may itself order us to answer anew.
    pub fn may_order(self) -> bool {
        self.row().orders
    }

    /// 上诉期限: days from its service within which one may appeal; `None` where one may not. 《行政诉讼法》 art. 85.
    pub fn appeal_days(self) -> Option<u16> {
        self.row().appeal
    }

    /// Whether it is a review's.
    pub fn is_of_review(self) -> bool {
        self.row().instances.is_empty()
    }
}
