//! 寄送: what goes out to people who are not at the desk, by mail and by text message. A message is written in the act that
//! is the reason for it ([`tell`]), and a loop sends it ([`send`]); it says a number, a day and where to look, and nothing
//! of what a request is about or who asked.

pub mod applicant;
pub mod digest;
pub mod mail;
pub mod reach;
pub mod send;
pub mod text;

use gongkai_store::{Act, Moment, NewMessage, Recipient, Result};

use self::{mail::Mail, text::Text};

/// 寄送方式
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// 电子邮件
    Mail,
    /// 短信
    Text,
}

impl Way {
    /// Every way.
    pub const ALL: [Self; 2] = [Self::Mail, Self::Text];

    /// The word in the register and in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Text => "text",
        }
    }

    /// The way of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.key() == key)
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Mail => "电子邮件",
            Self::Text => "短信",
        }
    }
}

/// The ways that this office can use; none without configuration.
#[derive(Clone, Debug, Default)]
pub struct Post {
    /// `[mail]`
    pub mail: Option<Mail>,
    /// `[text]`
    pub text: Option<Text>,
    /// Where the site is for those outside: `https://gk.qinghe.example`, without a slash at its end. Empty where nobody said.
    pub site: String,
}

impl Post {
    /// Whether the office can use a way.
    pub fn has(&self, way: Way) -> bool {
        match way {
            Way::Mail => self.mail.is_some(),
            Way::Text => self.text.is_some(),
        }
    }

    /// Whether it can use any.
    pub fn is_open(&self) -> bool {
        Way::ALL.into_iter().any(|way| self.has(way))
    }

    /// A line that says where to look; empty where nobody said where the site is.
    pub fn look_at(&self, path: &str) -> String {
        match self.site.as_str() {
            "" => String::new(),
            site => format!("{site}{path}\n"),
        }
    }
}

/// What is told.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// What it is about: the same is told once.
    pub about: &'a str,
    /// Its subject, and the whole of a text message.
    pub subject: &'a str,
    /// Plain text.
    pub body: &'a str,
    /// Not before this moment; `None` for at once.
    pub from: Option<Moment>,
}

/// Tells somebody something by these ways, as far as the office has them; it goes out once the act is committed.
///
/// # Errors
/// The register.
pub async fn tell(post: &Post, act: &mut Act, to: Recipient, ways: &[Way], words: Words<'_>) -> Result<()> {
    let Words { about, subject, body, from } = words;
    for way in ways.iter().filter(|way| post.has(**way)) {
        let body = if *way == Way::Text { subject } else { body };
        act.post(&NewMessage { to, way: way.key(), about, subject, body, from }).await?;
    }
    Ok(())
}
