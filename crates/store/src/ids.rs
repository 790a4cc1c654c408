//! Identities, instants and digests as the register writes them.

use std::{fmt, sync::Mutex};

use sm3::Digest as _;
use uuid::{ContextV7, Uuid};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// A UUIDv7: sixteen bytes in both databases, in order of birth.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
        #[sqlx(transparent)]
        pub struct $name(pub(crate) Uuid);

        impl $name {
            /// A new one, born at this moment.
            pub(crate) fn born(at: Moment) -> Self {
                Self(at.uuid())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }
    };
}

id! {
    /// 行政机关: an organ.
    OrganId
}
id! {
    /// 年报: one kept revision of a report.
    ReportId
}
id! {
    /// 核验: one drop of files.
    VerificationId
}
id! {
    /// 申请: one request for information.
    RequestId
}
id! {
    /// 复议诉讼案件: one case of review or litigation.
    RedressId
}
id! {
    /// 事项: one complaint, or one correction of a record.
    MatterId
}
id! {
    /// 公开信息: one publication, in work or out.
    PublicationId
}
id! {
    /// 找错: one mistake that somebody found.
    MistakeId
}
id! {
    /// 订阅人: one address that is told of what is new.
    SubscriberId
}
id! {
    /// 专题: one special column.
    SpecialId
}
id! {
    /// 查阅场所: one reading place.
    ReadingPlaceId
}
id! {
    /// 标准目录的一行: one row of an organ's catalogue.
    StandardRowId
}
id! {
    /// 批量导入: one import.
    BulkImportId
}
id! {
    /// 编制: one organ's report of a year in work.
    CompilationId
}
id! {
    /// 待发: one message.
    MessageId
}
id! {
    /// 文书: one letter of a request.
    LetterId
}
id! {
    /// 工作人员: a person who signs in.
    PersonId
}
id! {
    /// 委托: one delegation.
    DelegationId
}
id! {
    /// 视图: one saved view.
    ViewId
}
id! {
    /// 接口密钥: one key of a program.
    ApiKeyId
}

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct Moment(pub i64);

/// Ids of one process follow one another even within a millisecond.
static BIRTHS: Mutex<ContextV7> = Mutex::new(ContextV7::new());

impl Moment {
    pub(crate) fn uuid(self) -> Uuid {
        let ms = u64::try_from(self.0).unwrap_or(0);
        let nanos = u32::try_from(ms % 1000).unwrap_or(0) * 1_000_000;
        Uuid::new_v7(uuid::Timestamp::from_unix(&BIRTHS, ms / 1000, nanos))
    }

    /// As the calendar library writes it; out of its range, its nearest end.
    pub fn timestamp(self) -> jiff::Timestamp {
        let nearest = if self.0 < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(nearest)
    }

    /// This many whole days later.
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.saturating_mul(86_400_000)))
    }

    /// This many minutes later.
    pub fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes.saturating_mul(60_000)))
    }
}

impl From<jiff::Timestamp> for Moment {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self(timestamp.as_millisecond())
    }
}

/// An SM3 (GB/T 32905) of something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sm3::Sm3::digest(bytes).into())
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl TryFrom<Vec<u8>> for Digest {
    type Error = crate::Error;

    fn try_from(bytes: Vec<u8>) -> Result<Self, crate::Error> {
        <[u8; 32]>::try_from(bytes).map(Self).map_err(|_| crate::Error::Corrupt("摘要不是32字节".into()))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl std::str::FromStr for Digest {
    type Err = crate::Error;

    fn from_str(text: &str) -> Result<Self, crate::Error> {
        // `from_str_radix` alone would also take a sign
        let byte = |i| text.get(i..i + 2).filter(|two| two.bytes().all(|b| b.is_ascii_hexdigit()));
        let bytes = (0..text.len().min(66)).step_by(2).map(|i| u8::from_str_radix(byte(i)?, 16).ok());
        bytes.collect::<Option<Vec<u8>>>().unwrap_or_default().try_into()
    }
}

/// Outside words as both databases can hold them: PostgreSQL's text knows no U+0000.
pub(crate) fn storable(words: &str) -> std::borrow::Cow<'_, str> {
    if words.contains('\0') { words.replace('\0', "").into() } else { words.into() }
}

/// A pattern of SQL for what contains these words; nothing of them has a meaning of its own.
pub(crate) fn containing(words: &str) -> String {
    let mut pattern = String::from("%");
    for c in storable(words).chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_read_as_it_is_written_and_in_no_other_length_or_sign() {
        let digest = Digest::of(b"abc");
        let text = digest.to_string();
        assert_eq!(text, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0", "GB/T 32905, example 1");
        assert_eq!(text.parse::<Digest>().unwrap(), digest);
        for wrong in ["", "66", &text[1..], &format!("{text}00"), &format!("+6{}", &text[2..]), &"中".repeat(22)] {
            assert!(wrong.parse::<Digest>().is_err(), "{wrong}");
        }
    }
}
