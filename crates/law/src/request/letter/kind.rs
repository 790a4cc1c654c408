//! 文书种类: the table of letters.

use super::{
    Content::{self, *},
    Occasion,
};
use crate::{
    article::{Article, Instrument},
    matter::Settled,
    request::{
        clarify, deadline,
        decision::Decision,
        fee, received,
        step::{Stage, Step, Verb},
        third_party::Asked,
    },
};

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
    ConsultNotice,
    Assist,
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
    ThirdPartyTold,
    Corrected,
    Forwarded,
    ReviewAnswer,
    Defence,
    NotCorrected,
    ComplaintTold,
    ServiceProof,
    Cover,
    Index,
}

/// 文号 word, and the key of the series that counts it.
type Series = Option<(&'static str, &'static str)>;

struct Row {
    kind: LetterKind,
    key: &'static str,
    title: &'static str,
    /// What stands on the letter; the short title is for lists.
    heading: &'static str,
    series: Series,
    article: Article,
    needs: &'static [Content],
}

const RECEIVED: Series = Some(("收", "letter_receipt"));
const CLARIFIED: Series = Some(("补", "letter_clarify"));
const REASONED: Series = Some(("理", "letter_reasons"));
const EXTENDED: Series = Some(("延", "letter_extension"));
const CONSULTED: Series = Some(("征", "letter_consult"));
const CONSULT_TOLD: Series = Some(("征告", "letter_consult_notice"));
const ASSISTED: Series = Some(("协", "letter_assist"));
const CHARGED: Series = Some(("费", "letter_fee"));
const ANSWERED: Series = Some(("复", "letter_answer"));
const CLOSED: Series = Some(("结", "letter_closing"));
const TOLD: Series = Some(("告", "letter_third_party"));
const CORRECTED: Series = Some(("更", "letter_correction"));
const FORWARDED: Series = Some(("转", "letter_forward"));
const HEARD: Series = Some(("诉告", "letter_complaint"));

const REVIEW_ANSWERED: Series = Some(("议答", "letter_review_answer"));
const DEFENDED: Series = Some(("诉答", "letter_defence"));

const SAID: &[Content] = &[Received, Wanted, Fact, Basis, Remedy, Contact];
/// 书面答复 with the evidence and the grounds of what we did, which alone are looked at afterwards.
const DEFENCE: &[Content] =
    &[Received, CaseNumber, Cause, Basis, Claims, Fact, Grounds, Reasons, Position, Evidence, Contact];

const fn art(number: u8) -> Article {
    Article::regulation(number)
}

/// In the order of [`LetterKind`].
#[rustfmt::skip]
static ROWS: [Row; 32] = [
    row(LetterKind::Receipt, "receipt", "登记回执", "政府信息公开申请登记回执", RECEIVED, received::BASIS, &[Number, Channel, Arrived, Wanted, Due, Contact]),
    row(LetterKind::Clarify, "clarify", "补正告知书", "政府信息公开申请补正告知书", CLARIFIED, clarify::BASIS, &[Received, Wanted, Fact, Until, Consequence, Basis, Contact]),
    row(LetterKind::AskReasons, "reasons", "说明理由告知书", "政府信息公开申请说明理由告知书", REASONED, deadline::DELAY_BASIS, &[Received, Wanted, Fact, Until, Basis, Contact]),
    row(LetterKind::Extension, "extension", "延期答复告知书", "政府信息公开申请延期答复告知书", EXTENDED, deadline::BASIS, &[Received, Wanted, Reasons, Days, Due, Approval, Basis, Contact]),
    row(LetterKind::Delay, "delay", "延迟答复告知书", "政府信息公开申请延迟答复告知书", EXTENDED, deadline::DELAY_BASIS, &[Received, Wanted, Reasons, Until, Basis, Contact]),
    row(LetterKind::ConsultThirdParty, "consult_third_party", "第三方意见征询书", "政府信息公开第三方意见征询书", CONSULTED, art(32), &[Concerned, Until, Silence, Basis, Contact]),
    row(LetterKind::ConsultOrgan, "consult_organ", "共同制作机关意见征询书", "政府信息公开意见征询书", CONSULTED, art(34), &[Concerned, Until, Silence, Basis, Contact]),
    row(LetterKind::ConsultNotice, "consult_notice", "征求意见告知书", "政府信息公开征求意见告知书", CONSULT_TOLD, deadline::PAUSE_BASIS, &[Received, Wanted, Paused, Basis, Contact]),
    row(LetterKind::Assist, "assist", "协办函", "政府信息公开申请协助办理函", ASSISTED, Stage::BASIS, &[Addressee, Concerned, Work, Basis, Contact]),
    row(LetterKind::Fee, "fee", "收费通知书", "政府信息公开信息处理费收费通知书", CHARGED, fee::BASIS, &[Received, Wanted, Amount, Reckoning, Payment, Until, Consequence, Basis, Contact]),
    row(LetterKind::Granted, "granted", "予以公开告知书", "政府信息予以公开告知书", ANSWERED, art(36), &[Received, Wanted, Findings, Given, Basis, Remedy, Contact]),
    row(LetterKind::Published, "published", "已主动公开告知书", "政府信息已主动公开告知书", ANSWERED, art(36), &[Received, Wanted, Elsewhere, Basis, Remedy, Contact]),
    row(LetterKind::Partial, "partial", "部分公开告知书", "政府信息部分公开告知书", ANSWERED, art(37), &[Received, Wanted, Findings, Given, Withheld, Basis, Remedy, Contact]),
    row(LetterKind::Denied, "denied", "不予公开告知书", "政府信息不予公开告知书", ANSWERED, art(36), SAID),
    row(LetterKind::Query, "query", "行政查询事项告知书", "政府信息公开行政查询事项告知书", ANSWERED, art(36), &[Received, Wanted, Fact, Elsewhere, Basis, Remedy, Contact]),
    row(LetterKind::NotExisting, "not_existing", "政府信息不存在告知书", "政府信息不存在告知书", ANSWERED, art(36), &[Received, Wanted, Findings, Basis, Remedy, Contact]),
    row(LetterKind::NotOurs, "not_ours", "非本机关政府信息告知书", "非本机关政府信息告知书", ANSWERED, art(36), &[Received, Wanted, Reasons, Basis, Remedy, Contact]),
    row(LetterKind::NeedCreation, "need_creation", "需要另行制作告知书", "政府信息需要另行制作告知书", ANSWERED, art(38), &[Received, Wanted, Reasons, Basis, Remedy, Contact]),
    row(LetterKind::Unclear, "unclear", "补正后仍不明确告知书", "政府信息公开申请补正后仍不明确告知书", ANSWERED, clarify::BASIS, SAID),
    row(LetterKind::Rejected, "rejected", "不予处理告知书", "政府信息公开申请不予处理告知书", ANSWERED, art(36), SAID),
    row(LetterKind::NoFurther, "no_further", "不再处理告知书", "政府信息公开申请不再处理告知书", ANSWERED, clarify::BASIS, SAID),
    row(LetterKind::Closing, "closing", "结案记录", "政府信息公开申请办结告知书", CLOSED, Stage::BASIS, &[Received, Wanted, Fact, Remedy, Contact]),
    row(LetterKind::ThirdPartyTold, "third_party_told", "第三方告知书", "政府信息公开第三方告知书", TOLD, art(32), &[Addressee, Given, Reasons, Basis, Remedy, Contact]),
    row(LetterKind::Corrected, "corrected", "更正告知书", "政府信息更正告知书", CORRECTED, art(41), &[Received, Wanted, Fact, Correction, Basis, Contact]),
    row(LetterKind::Forwarded, "forwarded", "转送告知书", "政府信息更正申请转送告知书", FORWARDED, art(41), &[Received, Wanted, Reasons, Elsewhere, Basis, Contact]),
    row(LetterKind::ReviewAnswer, "review_answer", "行政复议答复书", "行政复议答复书", REVIEW_ANSWERED, Article::of(Instrument::ReviewLaw, 48), DEFENCE),
    row(LetterKind::Defence, "defence", "行政诉讼答辩状", "行政诉讼答辩状", DEFENDED, Article::of(Instrument::LitigationLaw, 67), DEFENCE),
    row(LetterKind::NotCorrected, "not_corrected", "不予更正告知书", "政府信息不予更正告知书", CORRECTED, art(41), &[Received, Wanted, Fact, Basis, Remedy, Contact]),
    row(LetterKind::ComplaintTold, "complaint_told", "投诉举报处理告知书", "政府信息公开投诉举报处理告知书", HEARD, art(47), &[Received, Wanted, Fact, Reasons, Basis, Contact]),
    row(LetterKind::ServiceProof, "service_proof", "送达回证", "送达回证", None, art(40), &[]),
    row(LetterKind::Cover, "cover", "卷宗封面", "政府信息公开申请卷宗", None, Stage::BASIS, &[]),
    row(LetterKind::Index, "index", "卷内目录", "卷内文件目录", None, Stage::BASIS, &[]),
];

const fn row(
    kind: LetterKind,
    key: &'static str,
    title: &'static str,
    heading: &'static str,
    series: Series,
    article: Article,
    needs: &'static [Content],
) -> Row {
    Row { kind, key, title, heading, series, article, needs }
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
    /// assert_eq!(LetterKind::NotOurs.series(), Some(("复", "letter_answer")));
    /// assert_eq!(LetterKind::Cover.series(), None);
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
    /// series, so that no 文号 is given twice. `None` for what bears no number.
    pub fn series(self) -> Series {
        self.row().series
    }

    /// What it must say.
    pub fn needs(self) -> &'static [Content] {
        self.row().needs
    }

    /// What it goes by.
    pub fn article(self) -> Article {
        self.row().article
    }

    /// The place of the law for which a letter of this kind says a thing.
    ///
    /// ```
    /// use gongkai_law::request::letter::{Content, LetterKind};
    ///
    /// assert_eq!(LetterKind::Clarify.demands(Content::Until).to_string(), "《条例》第三十条");
    /// assert_eq!(LetterKind::Granted.demands(Content::Remedy).to_string(), "《行政复议法》第二十条");
    /// ```
    pub fn demands(self, content: Content) -> Article {
        match content {
            Remedy if matches!(self, Self::Denied | Self::Partial) => {
                Article::of(Instrument::ReviewLaw, 23).paragraph(2)
            }
            Remedy => Article::of(Instrument::ReviewLaw, 20),
            Online => Article::of(Instrument::ReviewLaw, 22),
            _ => self.article(),
        }
    }

    /// When it is written.
    pub fn occasion(self) -> Occasion {
        match self {
            Self::Receipt
            | Self::Clarify
            | Self::AskReasons
            | Self::Extension
            | Self::Delay
            | Self::ConsultThirdParty
            | Self::ConsultOrgan
            | Self::ConsultNotice
            | Self::Fee => Occasion::Step,
            Self::Assist | Self::ThirdPartyTold | Self::Corrected | Self::Forwarded => Occasion::ByHand,
            Self::ReviewAnswer | Self::Defence => Occasion::Redress,
            Self::NotCorrected | Self::ComplaintTold => Occasion::Matter,
            Self::ServiceProof | Self::Cover | Self::Index => Occasion::File,
            _ => Occasion::Answer,
        }
    }

    /// Whether it names the applicant at its head; whoever else gets one is not told who asks.
    pub fn is_to_applicant(self) -> bool {
        let others = [Self::ConsultThirdParty, Self::ConsultOrgan, Self::Assist, Self::ThirdPartyTold];
        !others.contains(&self) && self.occasion() != Occasion::Redress
    }

    /// The letter that tells a decision; `variant` is the place among [`Decision::letters`].
    pub fn telling(decision: Decision, variant: usize) -> Self {
        let letters = decision.letters();
        let title = letters.get(variant).or(letters.first()).map_or("", |letter| letter.name);
        ROWS.iter().find(|row| row.title == title).map_or(Self::Closing, |row| row.kind)
    }

    /// The letter that tells how a complaint or a correction ended; none for what was withdrawn.
    ///
    /// ```
    /// use gongkai_law::{matter::Settled, request::letter::LetterKind};
    ///
    /// assert_eq!(LetterKind::of_matter(Settled::Corrected), Some(LetterKind::Corrected));
    /// assert_eq!(LetterKind::of_matter(Settled::Referred), Some(LetterKind::Forwarded));
    /// assert_eq!(LetterKind::of_matter(Settled::Withdrawn), None);
    /// ```
    pub fn of_matter(settled: Settled) -> Option<Self> {
        match settled {
            Settled::Corrected => Some(Self::Corrected),
            Settled::Forwarded | Settled::Referred => Some(Self::Forwarded),
            Settled::Unproven => Some(Self::NotCorrected),
            Settled::Ordered | Settled::Urged | Settled::Criticised | Settled::Unfounded | Settled::NotOurs => {
                Some(Self::ComplaintTold)
            }
            Settled::Withdrawn => None,
        }
    }

    /// The letters that a step sends out, the one that does it first; none for steps without one, and for the answer, which
    /// tells a decision.
    pub fn of_step(step: Step) -> &'static [Self] {
        match (step.verb(), step) {
            (Verb::Arrive, _) => &[Self::Receipt],
            (Verb::AskClarify, _) => &[Self::Clarify],
            (Verb::AskReasons, _) => &[Self::AskReasons],
            (Verb::Extend, _) => &[Self::Extension],
            (Verb::Delay, _) => &[Self::Delay],
            (Verb::NotifyFee, _) => &[Self::Fee],
            (Verb::Lapse, _) => &[Self::NoFurther],
            (_, Step::Consulted { asked: Asked::ThirdParty, .. }) => &[Self::ConsultThirdParty, Self::ConsultNotice],
            (_, Step::Consulted { asked: Asked::CoProducer, .. }) => &[Self::ConsultOrgan, Self::ConsultNotice],
            _ => &[],
        }
    }

    /// Those of a step's letters without which the step has not reached whom it is for: without them the file is not
    /// closed.
    ///
    /// ```
    /// use gongkai_law::request::{letter::LetterKind, step::Step};
    ///
    /// assert_eq!(LetterKind::demanded(Step::Extended { days: 5 }), [LetterKind::Extension]);
    /// assert!(LetterKind::demanded(Step::Accepted).is_empty());
    /// ```
    pub fn demanded(step: Step) -> &'static [Self] {
        match step.verb() {
            Verb::AskClarify | Verb::AskReasons | Verb::Consult | Verb::NotifyFee | Verb::Extend | Verb::Delay => {
                Self::of_step(step).get(..1).unwrap_or_default()
            }
            _ => &[],
        }
    }
}
