//! 编制范围: whose figures a report holds.

use gongkai_store::{OrganId, Scope};

/// 编制范围
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Range {
    /// 本级: the organ alone.
    #[default]
    Own,
    /// 本级和部门: a government with its departments.
    Departments,
    /// 全地区: a government with everything below it.
    Region,
}

impl Range {
    /// Every range, the narrowest first.
    pub const ALL: [Self; 3] = [Self::Own, Self::Departments, Self::Region];

    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::Own => "self",
            Self::Departments => "departments",
            Self::Region => "region",
        }
    }

    /// The one of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|range| range.key() == key)
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Own => "本级",
            Self::Departments => "本级和部门",
            Self::Region => "本级、部门和乡镇",
        }
    }

    /// Whether others' figures are in it.
    pub fn is_wide(self) -> bool {
        self != Self::Own
    }

    /// The records of the register that it covers.
    pub fn scope(self, organ: OrganId) -> Scope {
        match self {
            Self::Own => Scope::Organ(organ),
            Self::Departments => Scope::Level(organ),
            Self::Region => Scope::Subtree(organ),
        }
    }
}
