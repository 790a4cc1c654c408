//! 公开属性: decided when a document is written, not when it is published. Arts 13 to 16, 27.

use crate::{article::Article, exempt::Exemption, request::refusal::Refusal};

/// 公开属性: one of three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Attribute {
    /// 主动公开
    Proactive,
    /// 依申请公开: not of general interest, and given to who asks.
    OnRequest,
    /// 不予公开: withheld, on a ground of arts 14 to 16.
    Withheld,
}

impl Attribute {
    /// All three, in the order of a form.
    pub const ALL: [Self; 3] = [Self::Proactive, Self::OnRequest, Self::Withheld];

    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::Proactive => "proactive",
            Self::OnRequest => "on_request",
            Self::Withheld => "withheld",
        }
    }

    /// The attribute of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|attribute| attribute.key() == key)
    }

    /// As a form says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Proactive => "主动公开",
            Self::OnRequest => "依申请公开",
            Self::Withheld => "不予公开",
        }
    }

    /// Where the Regulation has it.
    pub fn article(self) -> Article {
        match self {
            Self::Proactive => Article::regulation(19),
            Self::OnRequest => Article::regulation(27),
            Self::Withheld => Article::regulation(13),
        }
    }

    /// 附注: the line below the date of a document; `None` where nothing is printed.
    pub fn line(self) -> Option<&'static str> {
        match self {
            Self::Proactive => Some("（此件公开发布）"),
            Self::OnRequest => Some("（此件依申请公开）"),
            Self::Withheld => None,
        }
    }

    /// Whether what was written is enough: a document that is not published needs its reason, and a withheld one its
    /// ground as well.
    ///
    /// # Errors
    /// What is missing, with the article.
    ///
    /// ```
    /// use gongkai_law::{exempt::Exemption, proactive::attribute::Attribute};
    ///
    /// assert!(Attribute::Proactive.stands(None, "").is_ok());
    /// let bare = Attribute::Withheld.stands(Some(Exemption::Process), " ").unwrap_err();
    /// assert_eq!(bare.to_string(), "不公开要写明理由（《条例》第十六条第二款）");
    /// assert!(Attribute::Withheld.stands(None, "讨论中的稿子").unwrap_err().to_string().starts_with("不予公开要选依据"));
    /// ```
    pub fn stands(self, ground: Option<Exemption>, why: &str) -> Result<(), Refusal> {
        let no = |why: &str, article| Err(Refusal { why: why.to_owned(), article: Some(article) });
        match (self, ground) {
            (Self::Proactive, _) => Ok(()),
            (Self::Withheld, None) => no("不予公开要选依据：第十四条、第十五条或者第十六条中的一项", self.article()),
            (Self::Withheld, Some(ground)) if why.trim().is_empty() => no("不公开要写明理由", ground.article()),
            (Self::OnRequest, _) if why.trim().is_empty() => no("不主动公开要写明理由", self.article()),
            _ => Ok(()),
        }
    }
}
