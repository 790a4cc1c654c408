//! 关联: how one publication is joined to another. A document and what explains it lead to each other; what amends or repeals
//! moves the other's validity.

/// 关联的方式: what this publication is to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// 解读 of the other.
    Interprets,
    /// 征求意见、采纳情况 of the other.
    Consults,
    /// 修改 the other.
    Amends,
    /// 废止 the other.
    Repeals,
    /// 代替 the other, which is repealed with it.
    Replaces,
    /// 转发、依据 or other company.
    Concerns,
}

impl Relation {
    /// All of them, in the order of a form.
    pub const ALL: [Self; 6] =
        [Self::Interprets, Self::Consults, Self::Amends, Self::Repeals, Self::Replaces, Self::Concerns];

    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::Interprets => "interprets",
            Self::Consults => "consults",
            Self::Amends => "amends",
            Self::Repeals => "repeals",
            Self::Replaces => "replaces",
            Self::Concerns => "concerns",
        }
    }

    /// The relation of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|relation| relation.key() == key)
    }

    /// As this one says it of the other.
    pub fn label(self) -> &'static str {
        match self {
            Self::Interprets => "解读",
            Self::Consults => "征求意见",
            Self::Amends => "修改",
            Self::Repeals => "废止",
            Self::Replaces => "代替",
            Self::Concerns => "相关",
        }
    }

    /// As the other says it of this one.
    ///
    /// ```
    /// use gongkai_law::proactive::relation::Relation;
    ///
    /// assert_eq!(Relation::Replaces.back(), "被代替");
    /// ```
    pub fn back(self) -> &'static str {
        match self {
            Self::Interprets => "解读",
            Self::Consults => "征求意见和采纳情况",
            Self::Amends => "被修改",
            Self::Repeals => "被废止",
            Self::Replaces => "被代替",
            Self::Concerns => "相关",
        }
    }

    /// Whether the other is not in force any more from the day on which this one is.
    pub fn ends_the_other(self) -> bool {
        matches!(self, Self::Repeals | Self::Replaces)
    }
}
