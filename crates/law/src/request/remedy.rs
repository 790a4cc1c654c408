//! 救济告知: who reviews an answer, which court hears it, and what the letter must say of both.

use super::decision::{Decision, Remedy};
use crate::{
    article::{Article, Instrument},
    organ::{Kind, Level},
    redress::{AFTER_REVIEW_BASIS, DIRECT_BASIS, REVIEW_BASIS},
};

/// 领导体制: under whom a department stands; the review organ and the court depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum System {
    /// 地方政府领导: under the government of its level.
    Local,
    /// 垂直领导: finance, foreign exchange, tax, state security.
    Vertical,
    /// 海关: vertical too, with a court of its own level.
    Customs,
    /// 司法行政: the applicant may choose.
    Justice,
}

/// Words in the name of a department that tell its system. Data: a new vertical system is a new line. A province's or a
/// city's own 地方金融管理局 hangs from its government.
const NAMES: [(&str, System); 9] = [
    ("海关", System::Customs),
    ("税务局", System::Vertical),
    ("国家安全", System::Vertical),
    ("外汇管理", System::Vertical),
    ("国家金融监督管理", System::Vertical),
    ("中国人民银行", System::Vertical),
    ("中国证券监督管理", System::Vertical),
    ("司法局", System::Justice),
    ("司法厅", System::Justice),
];

impl System {
    /// The system of an organ of this name.
    ///
    /// ```
    /// use gongkai_law::request::remedy::System;
    ///
    /// assert_eq!(System::of_name("国家税务总局青禾县税务局"), System::Vertical);
    /// assert_eq!(System::of_name("云江省地方金融监督管理局"), System::Local);
    /// ```
    pub fn of_name(name: &str) -> Self {
        NAMES.iter().find(|(words, _)| name.contains(words)).map_or(Self::Local, |(_, system)| *system)
    }
}

/// 复议机关, by where it stands to the organ that answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReviewOrgan {
    /// 本级人民政府
    OwnGovernment,
    /// 上一级人民政府
    GovernmentAbove,
    /// 上一级主管部门
    DepartmentAbove,
    /// 本级人民政府, or 上一级司法行政部门 as the applicant likes.
    GovernmentOrDepartmentAbove,
    /// 设立该派出机关的人民政府
    Founder,
    /// 设立该派出机构的部门的本级人民政府
    GovernmentOfFounder,
    /// The same, or 派出机构所在地的人民政府 as the applicant likes: of a unit that a city's department set up by district.
    GovernmentOfFounderOrSeat,
    /// The organ itself: a province's government, a department of the State Council.
    Itself,
}

impl ReviewOrgan {
    /// Who reviews what an organ decided, and the place of 行政复议法 that says so. `None` where no review is open:
    /// of the State Council's own acts, and of 公共企事业单位, about which one complains (申诉) to the department above.
    ///
    /// ```
    /// use gongkai_law::{organ::{Kind, Level}, request::remedy::{ReviewOrgan, System}};
    ///
    /// let (organ, article) = ReviewOrgan::over(Kind::Department, Level::County, System::Local).unwrap();
    /// assert_eq!(organ, ReviewOrgan::OwnGovernment);
    /// assert_eq!(article.to_string(), "《行政复议法》第二十四条第一款第（一）项");
    /// ```
    pub fn over(kind: Kind, level: Level, system: System) -> Option<(Self, Article)> {
        let law = |number| Article::of(Instrument::ReviewLaw, number);
        let local = |item| law(24).paragraph(1).item(item);
        Some(match (kind, level, system) {
            (Kind::PublicService | Kind::Village, ..) | (Kind::Government, Level::State, _) => return None,
            (Kind::Department | Kind::Authorised, Level::State, _) => (Self::Itself, law(25)),
            (Kind::Government, Level::Province, _) => (Self::Itself, law(24).paragraph(2)),
            (Kind::Government, ..) => (Self::GovernmentAbove, local(2)),
            (Kind::DispatchedOrgan, ..) => (Self::Founder, local(3)),
            (_, _, System::Vertical | System::Customs) => (Self::DepartmentAbove, law(27)),
            (Kind::DispatchedUnit, Level::City, _) => (Self::GovernmentOfFounderOrSeat, law(24).paragraph(4)),
            (Kind::DispatchedUnit, ..) => (Self::GovernmentOfFounder, law(24).paragraph(4)),
            (Kind::Authorised, ..) => (Self::OwnGovernment, local(4)),
            (Kind::Department, _, System::Justice) => (Self::GovernmentOrDepartmentAbove, law(28)),
            (Kind::Department, ..) => (Self::OwnGovernment, local(1)),
        })
    }

    /// As the law calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::OwnGovernment => "本级人民政府",
            Self::GovernmentAbove => "上一级人民政府",
            Self::DepartmentAbove => "上一级主管部门",
            Self::GovernmentOrDepartmentAbove => "本级人民政府或者上一级司法行政部门",
            Self::Founder => "设立该派出机关的人民政府",
            Self::GovernmentOfFounder => "设立该派出机构的部门的本级人民政府",
            Self::GovernmentOfFounderOrSeat => "设立该派出机构的部门的本级人民政府或者派出机构所在地的人民政府",
            Self::Itself => "作出答复的机关",
        }
    }
}

/// 管辖法院: the level of the court of first instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Court {
    /// 基层人民法院
    Basic,
    /// 中级人民法院: over departments of the State Council, governments from the county up, and customs.
    Intermediate,
}

impl Court {
    /// Which court hears a suit against an organ, and the place of 行政诉讼法 that says so.
    pub fn over(kind: Kind, level: Level, system: System) -> (Self, Article) {
        let law = |number| Article::of(Instrument::LitigationLaw, number);
        match (kind, level) {
            _ if system == System::Customs => (Self::Intermediate, law(15).item(2)),
            (Kind::Government, Level::State | Level::Province | Level::City | Level::County) | (_, Level::State) => {
                (Self::Intermediate, law(15).item(1))
            }
            _ => (Self::Basic, law(14)),
        }
    }
}

/// 救济告知 of a letter: the names that it needs. A blank name is told as the law describes who it is.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// 复议机关, by its name.
    pub review: &'a str,
    /// 有管辖权的人民法院, by its name.
    pub court: &'a str,
    /// 网上行政复议渠道; empty where there is none.
    pub online: &'a str,
}

/// What a letter says of redress. Review first only where the answer withholds by arts 14 to 16; of a partial answer
/// that is the part withheld, and against the part given the court is open at once. Where it depends, the letter offers
/// both: it costs the applicant nothing.
///
/// ```
/// use gongkai_law::request::{decision::Decision, remedy::{self, Names}};
///
/// let names = Names { review: "青禾县人民政府", court: "青禾县人民法院", online: "" };
/// let text = remedy::text(Decision::DeniedProcess, names);
/// assert!(text.contains("应当先") && text.contains("15日内"));
/// assert!(!remedy::text(Decision::UnableNotHeld, names).contains("应当先"));
/// ```
pub fn text(decision: Decision, names: Names<'_>) -> String {
    match (decision, decision.remedy()) {
        (Decision::Partial, _) => {
            review_first("对不予公开的部分不服的，", names) + &either("对予以公开的部分不服的，", names)
        }
        (_, Remedy::ReviewFirst) => review_first("对本答复不服的，", names),
        (_, Remedy::Either | Remedy::Depends) => either("对本答复不服的，", names),
    }
}

/// What a third party is told of redress against the disclosure of what is theirs.
pub fn text_for_third_party(names: Names<'_>) -> String {
    either("对本决定不服的，", names)
}

/// What somebody is told of redress against a record of themselves that is not corrected. Art. 41.
pub fn text_for_record(names: Names<'_>) -> String {
    either("对不予更正不服的，", names)
}

impl Names<'_> {
    /// Whom a review is asked of, the court, and the way on line as a half-sentence.
    fn said(&self) -> (&str, &str, String) {
        let review = if self.review.is_empty() { "有管辖权的行政复议机关" } else { self.review };
        let court = if self.court.is_empty() { "有管辖权的人民法院" } else { self.court };
        let online =
            if self.online.is_empty() { String::new() } else { format!("，也可以通过{}提出", self.online) };
        (review, court, online)
    }
}

fn either(what: &str, names: Names<'_>) -> String {
    let (review, court, online) = names.said();
    format!(
        "{what}可以自收到本告知书之日起60日内向{review}申请行政复议{online}；也可以自收到本告知书之日起6个月内\
         直接向{court}提起行政诉讼。"
    )
}

fn review_first(what: &str, names: Names<'_>) -> String {
    let (review, court, online) = names.said();
    format!(
        "{what}应当先自收到本告知书之日起60日内向{review}申请行政复议{online}；对行政复议决定仍不服的，自收到行政\
         复议决定书之日起15日内向{court}提起行政诉讼。"
    )
}

/// What the terms in [`text`] rest on.
pub fn bases(decision: Decision) -> Vec<Article> {
    match decision.remedy() {
        Remedy::ReviewFirst => {
            let direct = (decision == Decision::Partial).then_some(DIRECT_BASIS);
            let own = decision.remedy().article().into_iter();
            own.chain([REVIEW_BASIS, AFTER_REVIEW_BASIS]).chain(direct).collect()
        }
        Remedy::Either | Remedy::Depends => vec![REVIEW_BASIS, DIRECT_BASIS],
    }
}
