//! 一件: a publication of the county before it is loaded.

use gongkai_law::proactive::{kind::PublicationKind, relation::Relation, validity::Life};
use jiff::{Span, civil::Date};

use super::super::{
    county::{Body, COUNTY},
    dice::Dice,
};

/// What it says, and what it is joined to.
#[derive(Clone)]
pub struct Piece {
    pub organ: &'static str,
    pub kind: PublicationKind,
    pub title: String,
    /// 机关代字 of its 文号; empty where it has none. The number follows from the order of days.
    pub word: String,
    pub theme: String,
    pub genre: &'static str,
    pub summary: String,
    pub keywords: String,
    pub body: String,
    pub topics: Vec<&'static str>,
    pub fields: Vec<(&'static str, String)>,
    /// 成文日期; it comes out some days later.
    pub formed: Date,
    pub life: Life,
    /// To others, by their titles; those come earlier.
    pub links: Vec<(Relation, String)>,
}

impl Piece {
    /// Of this organ, formed on this day.
    pub fn of(organ: &'static str, kind: PublicationKind, formed: Date, title: impl Into<String>) -> Self {
        Self {
            organ,
            kind,
            title: title.into(),
            word: String::new(),
            theme: "综合政务".to_owned(),
            genre: "",
            summary: String::new(),
            keywords: String::new(),
            body: String::new(),
            topics: Vec::new(),
            fields: Vec::new(),
            formed,
            life: Life::default(),
            links: Vec::new(),
        }
    }

    pub fn under(mut self, theme: &str, keywords: impl Into<String>) -> Self {
        (self.theme, self.keywords) = (theme.to_owned(), keywords.into());
        self
    }

    pub fn signed(mut self, word: &str, genre: &'static str) -> Self {
        (self.word, self.genre) = (word.to_owned(), genre);
        self
    }

    pub fn saying(mut self, summary: impl Into<String>, body: impl Into<String>) -> Self {
        (self.summary, self.body) = (summary.into(), body.into());
        self
    }

    pub fn with(mut self, fields: &[(&'static str, String)]) -> Self {
        self.fields.extend_from_slice(fields);
        self
    }

    pub fn on(mut self, topics: &[&'static str]) -> Self {
        self.topics.extend_from_slice(topics);
        self
    }

    pub fn joined(mut self, relation: Relation, other: &str) -> Self {
        self.links.push((relation, other.to_owned()));
        self
    }

    pub fn living(mut self, life: Life) -> Self {
        self.life = life;
        self
    }
}

/// What the patterns draw from: years, people, places.
pub struct Loom {
    pub dice: Dice,
    /// 今年
    pub year: i16,
    pub out: Vec<Piece>,
}

impl Loom {
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.dice.roll(i64::try_from(end).unwrap_or(1))).unwrap_or(0)
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        self.dice.pick(from)
    }

    /// A number of this size.
    pub fn count(&mut self, least: usize, more: usize) -> usize {
        least + self.below(more)
    }

    /// A day of this month.
    pub fn day(&mut self, year: i16, month: i8) -> Date {
        let day = i8::try_from(1 + self.below(27)).unwrap_or(1);
        Date::new(year, month, day).unwrap_or(Date::MIN)
    }
}

/// So many days later.
pub fn later(day: Date, days: i32) -> Date {
    day.checked_add(Span::new().days(i64::from(days))).unwrap_or(day)
}

/// 2026年9月28日
pub fn said(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// The organ at this place in addresses.
pub fn house(slug: &str) -> &'static Body {
    COUNTY.iter().find(|body| body.slug == slug).unwrap_or(&COUNTY[0])
}
