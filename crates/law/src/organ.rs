//! 行政机关: who owes disclosure, at which level, and the code that names it.

pub mod uscc;

use crate::article::{Article, Instrument};

/// 行政机关层级: where an organ stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// 国务院 and its departments.
    State,
    /// 省、自治区、直辖市
    Province,
    /// 设区的市
    City,
    /// 县、不设区的市、市辖区
    County,
    /// 乡镇
    Township,
    /// 村
    Village,
}

impl Level {
    /// Every level, the highest first.
    pub const ALL: [Self; 6] = [Self::State, Self::Province, Self::City, Self::County, Self::Township, Self::Village];

    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::Township => "township",
            Self::Village => "village",
        }
    }

    /// The level of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.key() == key)
    }

    /// As people say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::State => "国家级",
            Self::Province => "省级",
            Self::City => "设区的市级",
            Self::County => "县级",
            Self::Township => "乡镇级",
            Self::Village => "村级",
        }
    }
}

/// 机关类型: what an organ is. Arts 4, 10, 27, 54, 55.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 人民政府
    Government,
    /// 政府部门
    Department,
    /// 派出机关: 街道办事处 and its like, set up by a government.
    DispatchedOrgan,
    /// 派出机构、内设机构 that act in their own name.
    DispatchedUnit,
    /// 法律、法规授权的具有管理公共事务职能的组织
    Authorised,
    /// 公共企事业单位, which follow the rules of their own sector.
    PublicService,
    /// 村民委员会, which publish 村务 for their villagers and are no organs of administration.
    Village,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Government,
        Self::Department,
        Self::DispatchedOrgan,
        Self::DispatchedUnit,
        Self::Authorised,
        Self::PublicService,
        Self::Village,
    ];

    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::Government => "government",
            Self::Department => "department",
            Self::DispatchedOrgan => "dispatched_organ",
            Self::DispatchedUnit => "dispatched_unit",
            Self::Authorised => "authorised",
            Self::PublicService => "public_service",
            Self::Village => "village",
        }
    }

    /// The kind of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// As people say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Government => "人民政府",
            Self::Department => "政府部门",
            Self::DispatchedOrgan => "派出机关",
            Self::DispatchedUnit => "派出机构、内设机构",
            Self::Authorised => "授权组织",
            Self::PublicService => "公共企事业单位",
            Self::Village => "村民委员会",
        }
    }

    /// The article that binds it to disclose.
    pub fn basis(self) -> Article {
        match self {
            Self::Government | Self::Department => Article::regulation(4),
            Self::DispatchedOrgan | Self::DispatchedUnit => Article::regulation(10),
            Self::Authorised => Article::regulation(54),
            Self::PublicService => Article::regulation(55),
            Self::Village => Article::of(Instrument::VillageLaw, 30),
        }
    }

    /// Whether the Regulation's own procedure for requests binds it.
    ///
    /// ```
    /// use gongkai_law::organ::Kind;
    ///
    /// assert!(Kind::Authorised.answers_requests());
    /// assert!(!Kind::PublicService.answers_requests());
    /// assert!(!Kind::Village.answers_requests(), "what the township holds of it, the township answers");
    /// ```
    pub fn answers_requests(self) -> bool {
        !matches!(self, Self::PublicService | Self::Village)
    }

    /// Whether it owes an annual report of its own: articles 49 and 50 bind organs of administration and those who act for
    /// them, not who follows the rules of a sector or of a village.
    ///
    /// ```
    /// use gongkai_law::organ::Kind;
    ///
    /// assert!(Kind::DispatchedOrgan.reports());
    /// assert!(!Kind::PublicService.reports() && !Kind::Village.reports());
    /// ```
    pub fn reports(self) -> bool {
        !matches!(self, Self::PublicService | Self::Village)
    }
}
