//! 不予公开: why information is withheld. Arts 14 to 16.

use crate::{article::Article, request::decision::Decision};

/// 不予公开的理由
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Exemption {
    /// 国家秘密
    StateSecret,
    /// 法律、行政法规禁止公开; a departmental rule does not do.
    LawForbidden,
    /// 三安全一稳定: endangers the state's, the public's or the economy's safety, or social stability.
    SafetyStability,
    /// 商业秘密、个人隐私 and the like of a third party.
    ThirdParty,
    /// 三类内部事务信息: personnel, logistics, internal workflow.
    InternalAffairs,
    /// 四类过程性信息: discussions, drafts, consultations between organs, reports upwards.
    Process,
    /// 行政执法案卷信息
    EnforcementFile,
}

impl Exemption {
    /// Every exemption, in the order of the Regulation and of table 3.
    pub const ALL: [Self; 7] = [
        Self::StateSecret,
        Self::LawForbidden,
        Self::SafetyStability,
        Self::ThirdParty,
        Self::InternalAffairs,
        Self::Process,
        Self::EnforcementFile,
    ];

    /// The article that makes it.
    ///
    /// ```
    /// use gongkai_law::exempt::Exemption;
    ///
    /// assert_eq!(Exemption::Process.article().to_string(), "《条例》第十六条第二款");
    /// ```
    pub fn article(self) -> Article {
        match self {
            Self::StateSecret | Self::LawForbidden | Self::SafetyStability => Article::regulation(14),
            Self::ThirdParty => Article::regulation(15),
            Self::InternalAffairs => Article::regulation(16).paragraph(1),
            Self::Process | Self::EnforcementFile => Article::regulation(16).paragraph(2),
        }
    }

    /// How a request ends that is refused for it.
    pub fn decision(self) -> Decision {
        match self {
            Self::StateSecret => Decision::DeniedStateSecret,
            Self::LawForbidden => Decision::DeniedLaw,
            Self::SafetyStability => Decision::DeniedSafetyStability,
            Self::ThirdParty => Decision::DeniedThirdParty,
            Self::InternalAffairs => Decision::DeniedInternal,
            Self::Process => Decision::DeniedProcess,
            Self::EnforcementFile => Decision::DeniedEnforcementFile,
        }
    }

    /// The exemption that a decision rests on; `None` for decisions that are no refusal of arts 14 to 16.
    pub fn behind(decision: Decision) -> Option<Self> {
        Self::ALL.into_iter().find(|exemption| exemption.decision() == decision)
    }
}
