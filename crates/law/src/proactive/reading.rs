//! 政府信息查阅场所: where the law wants what is public to be read by those who come in person. Art. 25.

/// 查阅场所的种类. The first three are those in which governments have to set them up, the last those that an organ may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReadingPlaceKind {
    /// 国家档案馆
    Archive,
    /// 公共图书馆
    Library,
    /// 政务服务场所
    ServiceHall,
    /// 公共查阅室、资料索取点、信息公告栏、电子信息屏
    Own,
}

impl ReadingPlaceKind {
    /// Every kind, in the order of the article.
    pub const ALL: [Self; 4] = [Self::Archive, Self::Library, Self::ServiceHall, Self::Own];
    /// Those in which governments have to set one up.
    pub const DUE: [Self; 3] = [Self::Archive, Self::Library, Self::ServiceHall];

    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::Archive => "archive",
            Self::Library => "library",
            Self::ServiceHall => "hall",
            Self::Own => "own",
        }
    }

    /// The kind of this word.
    ///
    /// ```
    /// use gongkai_law::proactive::reading::ReadingPlaceKind;
    ///
    /// assert_eq!(ReadingPlaceKind::of_key("hall").map(ReadingPlaceKind::label), Some("政务服务场所"));
    /// assert_eq!(ReadingPlaceKind::of_key("shop"), None);
    /// ```
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Archive => "国家档案馆",
            Self::Library => "公共图书馆",
            Self::ServiceHall => "政务服务场所",
            Self::Own => "公共查阅室、资料索取点",
        }
    }
}
