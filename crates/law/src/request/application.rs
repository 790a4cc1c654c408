//! 申请: who applies, and what an application must say. Arts 27 and 29.

use std::fmt;

use crate::article::Article;

/// 公民、法人或者其他组织 may apply; nobody has to say what for.
pub const WHO_BASIS: Article = Article::regulation(27);

/// 申请的内容: name, proof of identity, contact; what is asked; form and way of delivery.
pub const CONTENT_BASIS: Article = Article::regulation(29).paragraph(2);

/// 申请人情况: the six columns of table 3. An applicant *is* a column, so that the year's report counts itself.
///
/// Joint applicants are one applicant, of the kind of the one named first. Who acts through an agent stays what they
/// are: a lawyer's client is a natural person. 个体工商户 count as [`Applicant::Enterprise`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Applicant {
    /// 自然人
    NaturalPerson,
    /// 商业企业
    Enterprise,
    /// 科研机构
    Research,
    /// 社会公益组织
    Social,
    /// 法律服务机构
    LegalService,
    /// 其他
    Other,
}

impl Applicant {
    /// Every kind, in the order of the form.
    pub const ALL: [Self; 6] =
        [Self::NaturalPerson, Self::Enterprise, Self::Research, Self::Social, Self::LegalService, Self::Other];

    /// The key of its column in both editions of the form.
    ///
    /// ```
    /// use gongkai_law::request::application::Applicant;
    ///
    /// assert_eq!(Applicant::LegalService.key(), "legal_service");
    /// assert_eq!(Applicant::of_key("legal_service"), Some(Applicant::LegalService));
    /// ```
    pub fn key(self) -> &'static str {
        match self {
            Self::NaturalPerson => "natural_person",
            Self::Enterprise => "enterprise",
            Self::Research => "research",
            Self::Social => "social",
            Self::LegalService => "legal_service",
            Self::Other => "other",
        }
    }

    /// The kind whose column has this key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// As the form prints it, with 公民 for the natural person whom it addresses.
    pub fn label(self) -> &'static str {
        match self {
            Self::NaturalPerson => "公民",
            Self::Enterprise => "商业企业",
            Self::Research => "科研机构",
            Self::Social => "社会公益组织",
            Self::LegalService => "法律服务机构",
            Self::Other => "其他组织",
        }
    }

    /// Whether it proves itself with an identity card; the others do with a 统一社会信用代码.
    pub fn is_person(self) -> bool {
        self == Self::NaturalPerson
    }
}

impl fmt::Display for Applicant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// 提供形式: how the information is to be laid before the applicant. Art. 40.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Supply {
    /// 电子文件
    Electronic,
    /// 纸质
    Paper,
    /// 查阅、抄录
    Inspection,
}

impl Supply {
    /// Every form, as the application offers them.
    pub const ALL: [Self; 3] = [Self::Electronic, Self::Paper, Self::Inspection];

    /// The word in machine formats.
    pub fn key(self) -> &'static str {
        match self {
            Self::Electronic => "electronic",
            Self::Paper => "paper",
            Self::Inspection => "inspection",
        }
    }

    /// The form of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.key() == key)
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Electronic => "电子文件",
            Self::Paper => "纸质复印件",
            Self::Inspection => "查阅、抄录",
        }
    }
}

/// 获取途径: how the answer reaches the applicant. Arts 29 and 40.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// 网上领取: on the page of the request.
    Online,
    /// 电子邮箱
    Email,
    /// 邮寄
    Post,
    /// 当面领取
    InPerson,
}

impl Delivery {
    /// Every way, as the application offers them.
    pub const ALL: [Self; 4] = [Self::Online, Self::Email, Self::Post, Self::InPerson];

    /// The word in machine formats.
    pub fn key(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Email => "email",
            Self::Post => "post",
            Self::InPerson => "in_person",
        }
    }

    /// The way of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.key() == key)
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Online => "网上领取",
            Self::Email => "电子邮箱",
            Self::Post => "邮寄",
            Self::InPerson => "当面领取",
        }
    }

    /// Whether it goes by the internet: then the way to ask for a review there has to be given too (《行政复议法》 art. 22).
    pub fn is_on_line(self) -> bool {
        matches!(self, Self::Online | Self::Email)
    }

    /// What proves that it arrived.
    pub fn proof(self) -> &'static str {
        match self {
            Self::Online => "申请人打开答复的时间",
            Self::Email => "邮件服务器的接收记录",
            Self::Post => "邮件跟踪查询的签收记录",
            Self::InPerson => "送达回证上的签收",
        }
    }
}
