//! 提供方式: how what an answer gives reaches the applicant: as asked for, as far as it can be (art. 40).

use gongkai_law::request::{
    application::{Delivery, Supply},
    decision::Decision,
    letter::Content,
};
use gongkai_store::Request;

use super::fields::Fields;

/// 提供方式
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// Files that go with the letter.
    Enclosed,
    /// On paper, across the counter.
    Handed,
    /// On paper, by post.
    Posted,
    /// It stands on a site already.
    Published,
    /// To be looked at where it is kept.
    OnSite,
}

impl Means {
    /// All of them, as the form offers them.
    pub const ALL: [Self; 5] = [Self::Enclosed, Self::Handed, Self::Posted, Self::Published, Self::OnSite];

    /// The word in forms and in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::Enclosed => "enclosed",
            Self::Handed => "handed",
            Self::Posted => "posted",
            Self::Published => "published",
            Self::OnSite => "on_site",
        }
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Enclosed => "附电子材料（起草以后上传）",
            Self::Handed => "纸质材料，当面交付",
            Self::Posted => "纸质材料，邮寄",
            Self::Published => "已经在网上公开，告知网址",
            Self::OnSite => "现场查阅、抄录",
        }
    }

    /// The means of an answer; what says nothing encloses.
    pub fn of(fields: &Fields) -> Self {
        Self::ALL.into_iter().find(|means| means.key() == fields.means).unwrap_or(Self::Enclosed)
    }

    /// What fits what the applicant asked for.
    pub fn fitting(request: &Request) -> Self {
        let posted = Delivery::of_key(&request.delivery) == Some(Delivery::Post);
        match Supply::of_key(&request.supply) {
            Some(Supply::Paper) if posted => Self::Posted,
            Some(Supply::Paper) => Self::Handed,
            Some(Supply::Inspection) => Self::OnSite,
            _ => Self::Enclosed,
        }
    }

    /// Whether it has to be said where.
    pub fn has_place(self) -> bool {
        matches!(self, Self::Published | Self::OnSite)
    }
}

/// Whether this way to answer gives something into the applicant's hands.
pub fn gives(decision: Decision, variant: usize) -> bool {
    matches!((decision, variant), (Decision::Granted, 0) | (Decision::Partial, _))
}

/// Why an answer gives nothing although it says so.
pub fn lacks(fields: &Fields) -> Option<&'static str> {
    let gives = fields.decision().is_some_and(|decision| gives(decision, fields.variant));
    let empty = Means::of(fields) == Means::Enclosed && fields.files.is_empty();
    (gives && empty)
        .then_some("还没有附上要提供的材料；不附电子材料的，请在“改决定或者改理由”里选纸质交付、邮寄、网址或者现场查阅")
}

/// 公开的内容, with how it is supplied; `None` where nothing is given.
pub fn told(fields: &Fields) -> Option<String> {
    let given = fields.typed(Content::Given).trim().trim_end_matches(['。', '；']);
    if given.is_empty() || !fields.decision().is_some_and(|decision| gives(decision, fields.variant)) {
        return None;
    }
    let place = fields.typed(Content::Elsewhere).trim().trim_end_matches('。');
    let how = match Means::of(fields) {
        Means::Enclosed => "随本告知书提供".to_owned(),
        Means::Handed => "提供纸质材料，当面交付".to_owned(),
        Means::Posted => "提供纸质材料，随本告知书邮寄".to_owned(),
        Means::Published => format!("已经公开，可以在{place}获取"),
        Means::OnSite => format!("请到{place}查阅、抄录"),
    };
    Some(format!("{given}，{how}"))
}
