//! 收到申请之日: the day that starts the clock depends on how the application came. Art. 31.

use std::fmt;

use jiff::civil::Date;

use crate::article::Article;

/// 收到之日
pub const BASIS: Article = Article::regulation(31);

/// 提交渠道: how an application reached the organ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// 当面提交
    InPerson,
    /// 邮寄, with a signature on delivery.
    SignedPost,
    /// 平常信函, without a signature.
    OrdinaryPost,
    /// 互联网: a web form, e-mail or another way over the internet.
    Internet,
    /// 传真 to the disclosure office.
    Fax,
    /// Sent to another unit or person of the organ; treated as an ordinary letter.
    Elsewhere,
}

impl Channel {
    /// Every channel, in the order of the article.
    pub const ALL: [Self; 6] =
        [Self::InPerson, Self::SignedPost, Self::OrdinaryPost, Self::Internet, Self::Fax, Self::Elsewhere];

    /// The word in machine formats.
    pub fn key(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::SignedPost => "signed_post",
            Self::OrdinaryPost => "ordinary_post",
            Self::Internet => "internet",
            Self::Fax => "fax",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// The channel of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.key() == key)
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::InPerson => "当面提交",
            Self::SignedPost => "挂号、特快邮件",
            Self::OrdinaryPost => "平常信函",
            Self::Internet => "互联网",
            Self::Fax => "传真",
            Self::Elsewhere => "寄到其他处室或个人",
        }
    }

    /// Whether receipt waits until office and applicant have confirmed it.
    ///
    /// ```
    /// use gongkai_law::request::received::Channel;
    ///
    /// assert!(!Channel::SignedPost.needs_confirmation());
    /// assert!(Channel::Fax.needs_confirmation());
    /// ```
    pub fn needs_confirmation(self) -> bool {
        !matches!(self, Self::InPerson | Self::SignedPost)
    }

    /// The place in art. 31 that speaks of it.
    pub fn basis(self) -> Article {
        BASIS.item(match self {
            Self::InPerson => 1,
            Self::SignedPost | Self::OrdinaryPost | Self::Elsewhere => 2,
            Self::Internet | Self::Fax => 3,
        })
    }
}

/// 收到之日: the day of receipt; `None` while it waits for a confirmation, so that no clock runs yet.
///
/// `arrived` is the day on which the organ had the application in hand, or signed for it.
///
/// # Errors
/// A confirmation before the arrival.
///
/// ```
/// use gongkai_law::request::received::{Channel, received_on};
/// use jiff::civil::date;
///
/// let (arrived, confirmed) = (date(2025, 12, 31), date(2026, 1, 4));
/// assert_eq!(received_on(Channel::SignedPost, arrived, None), Ok(Some(arrived)));
/// assert_eq!(received_on(Channel::Internet, arrived, None), Ok(None));
/// assert_eq!(received_on(Channel::Internet, arrived, Some(confirmed)), Ok(Some(confirmed)));
/// ```
pub fn received_on(
    channel: Channel,
    arrived: Date,
    confirmed: Option<Date>,
) -> Result<Option<Date>, ConfirmedBeforeArrival> {
    if confirmed.is_some_and(|day| day < arrived) {
        return Err(ConfirmedBeforeArrival);
    }
    Ok(if channel.needs_confirmation() { confirmed } else { Some(arrived) })
}

/// The confirmation is dated before the application arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfirmedBeforeArrival;

impl fmt::Display for ConfirmedBeforeArrival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("确认收到的日期早于申请到达的日期")
    }
}

impl std::error::Error for ConfirmedBeforeArrival {}
