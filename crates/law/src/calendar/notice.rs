//! 放假通知: a State Council notice as a small text file.
//!
//! The notices that come with the software are written so, and so is one that an office loads later:
//!
//! ```text
//! # anything after a # at the start of a line is a remark
//! id 2026
//! title 国务院办公厅关于2026年部分节假日安排的通知
//! published 2025-11-04
//! year 2026
//!
//! off  2026-01-01..2026-01-03 元旦
//! work 2026-01-04 元旦
//! ```
//!
//! The head says once each: `id` (a name of our own, without blanks), `title` (may be left out), `published`, and
//! either `year` (the arrangement of that year) or `changes` (a later notice that changes some days of that year).
//! Then a line a run of days: `off` (放假), `work` (调休上班) or `usual` (in a change: an ordinary day again), a date
//! or `from..to`, and the festival. A notice may name days of the December before its year.

use std::fmt;

use jiff::civil::Date;

/// The longest text that is taken for a notice, in bytes.
const LONGEST: usize = 64 * 1024;

/// The longest id, title or festival, in characters.
const LONGEST_NAME: usize = 100;

/// The years that a notice may be about.
const YEARS: std::ops::RangeInclusive<i16> = 1950..=2200;

/// 放假通知: what one notice says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// A name of our own: `2026`, or `2019-03-22` for a change.
    pub id: String,
    /// As published; empty where the file gives none.
    pub title: String,
    /// The day on which it was published.
    pub published: Date,
    /// The year that it arranges or changes.
    pub year: i16,
    /// Whether it changes a year that another notice arranges.
    pub changes: bool,
    /// Its runs of days, none named twice.
    pub lines: Vec<Line>,
}

/// A run of days that a notice names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Off or at work.
    pub mark: Mark,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// The festival; empty only for [`Mark::Usual`].
    pub name: String,
}

/// What a notice makes of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// 放假
    Off,
    /// 调休上班
    Work,
    /// An ordinary day again, by its weekday.
    Usual,
}

/// Why a text is no notice, and in which line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeError {
    /// Counted from 1; 0 where it is the whole text.
    pub line: usize,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// More than 64 KiB.
    TooLong,
    /// A line begins with a word that is none of the format's.
    Word(String),
    /// No day of the calendar in the form `2026-01-31`.
    Date(String),
    /// A run of days ends before it starts.
    Backwards,
    /// No year that a notice may be about.
    Year(String),
    /// A day that this notice cannot name: not of its year, nor of the December before.
    OutOfYear(Date),
    /// A day that a line before names too.
    Twice(Date),
    /// A line of the head stands twice.
    Repeated(&'static str),
    /// A line of the head that must be there is not.
    Missing(&'static str),
    /// No festival after the days.
    NoFestival,
    /// A name that is empty, too long or holds control characters, or an id with blanks in it.
    Name,
    /// No day is named at all.
    Empty,
}

impl fmt::Display for NoticeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "第{}行：", self.line)?;
        }
        match &self.fault {
            Fault::TooLong => write!(f, "放假通知文件不得超过{}千字节", LONGEST / 1024),
            Fault::Word(word) => {
                write!(f, "不认识“{word}”，应为 id、title、published、year、changes、off、work 或者 usual")
            }
            Fault::Date(text) => write!(f, "“{text}”不是日期，应写作 2026-01-31 或者 2026-01-29..2026-01-31"),
            Fault::Backwards => f.write_str("止日早于起日"),
            Fault::Year(text) => write!(f, "“{text}”不是{}年至{}年之间的年份", YEARS.start(), YEARS.end()),
            Fault::OutOfYear(date) => write!(f, "{date}不属于通知所安排的年份，也不属于上一年12月"),
            Fault::Twice(date) => write!(f, "{date}重复列出"),
            Fault::Repeated(word) => write!(f, "“{word}”重复"),
            Fault::Missing(word) => write!(f, "缺少“{word}”一行"),
            Fault::NoFestival => f.write_str("日期之后没有写明节日"),
            Fault::Name => write!(f, "名称为空、超过{LONGEST_NAME}字、含有控制字符，或者 id 含有空格"),
            Fault::Empty => f.write_str("没有列出任何放假或者上班的日子"),
        }
    }
}

impl std::error::Error for NoticeError {}

impl Notice {
    /// Reads a notice.
    ///
    /// # Errors
    /// The first line that is not of the format, and what is wrong with it.
    ///
    /// ```
    /// use gongkai_law::calendar::{Calendar, Kind, Notice};
    /// use jiff::civil::date;
    ///
    /// let notice = Notice::parse("id 2027\npublished 2026-11-10\nyear 2027\noff 2027-01-01..2027-01-03 元旦\n").unwrap();
    /// let calendar = Calendar::built_in().with(notice);
    /// assert!(!calendar.day(date(2027, 1, 2)).provisional);
    ///
    /// let wrong = Notice::parse("id 2027\npublished 2026-11-31").unwrap_err();
    /// assert_eq!(wrong.to_string(), "第2行：“2026-11-31”不是日期，应写作 2026-01-31 或者 2026-01-29..2026-01-31");
    /// ```
    pub fn parse(text: &str) -> Result<Self, NoticeError> {
        if text.len() > LONGEST {
            return Err(NoticeError { line: 0, fault: Fault::TooLong });
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut head = Head::default();
        let mut lines: Vec<(usize, Line)> = Vec::new();
        for (number, line) in (1..).zip(text.lines()).filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#')) {
            let at = |fault| NoticeError { line: number, fault };
            let (word, rest) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
            match mark(word) {
                Some(mark) => lines.push((number, days(mark, rest.trim()).map_err(at)?)),
                None => head.take(word, rest.trim()).map_err(at)?,
            }
        }
        let notice = head.notice().map_err(|fault| NoticeError { line: 0, fault })?;
        notice.holding(lines)
    }

    fn holding(mut self, lines: Vec<(usize, Line)>) -> Result<Self, NoticeError> {
        if lines.is_empty() {
            return Err(NoticeError { line: 0, fault: Fault::Empty });
        }
        for (number, line) in lines {
            let wrong = |fault| Err(NoticeError { line: number, fault });
            let of_year = |d: Date| d.year() == self.year || (d.year() == self.year - 1 && d.month() == 12);
            if let Some(out) = [line.from, line.to].into_iter().find(|d| !of_year(*d)) {
                return wrong(Fault::OutOfYear(out));
            }
            if let Some(other) = self.lines.iter().find(|other| other.from <= line.to && line.from <= other.to) {
                return wrong(Fault::Twice(line.from.max(other.from)));
            }
            self.lines.push(line);
        }
        Ok(self)
    }
}

/// Whether one of the notices arranges a year.
pub(super) fn cover(notices: &[Notice], year: i16) -> bool {
    notices.iter().any(|n| n.year == year && !n.changes)
}

#[derive(Default)]
struct Head {
    id: Option<String>,
    title: Option<String>,
    published: Option<Date>,
    year: Option<(i16, bool)>,
}

impl Head {
    fn take(&mut self, word: &str, rest: &str) -> Result<(), Fault> {
        match word {
            "id" if rest.contains(char::is_whitespace) => Err(Fault::Name),
            "id" => once(&mut self.id, "id", name(rest)?),
            "title" => once(&mut self.title, "title", name(rest)?),
            "published" => once(&mut self.published, "published", date(rest)?),
            "year" => once(&mut self.year, "year", (year(rest)?, false)),
            "changes" => once(&mut self.year, "changes", (year(rest)?, true)),
            _ => Err(Fault::Word(word.chars().take(20).collect())),
        }
    }

    fn notice(self) -> Result<Notice, Fault> {
        let id = self.id.ok_or(Fault::Missing("id"))?;
        let published = self.published.ok_or(Fault::Missing("published"))?;
        let (year, changes) = self.year.ok_or(Fault::Missing("year"))?;
        Ok(Notice { id, title: self.title.unwrap_or_default(), published, year, changes, lines: Vec::new() })
    }
}

fn once<T>(place: &mut Option<T>, word: &'static str, value: T) -> Result<(), Fault> {
    match place.replace(value) {
        Some(_) => Err(Fault::Repeated(word)),
        None => Ok(()),
    }
}

fn mark(word: &str) -> Option<Mark> {
    match word {
        "off" => Some(Mark::Off),
        "work" => Some(Mark::Work),
        "usual" => Some(Mark::Usual),
        _ => None,
    }
}

fn days(mark: Mark, rest: &str) -> Result<Line, Fault> {
    let (days, festival) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let (from, to) = days.split_once("..").unwrap_or((days, days));
    let (from, to) = (date(from)?, date(to)?);
    if to < from {
        return Err(Fault::Backwards);
    }
    let name = match (festival.trim(), mark) {
        ("", Mark::Usual) => String::new(),
        ("", _) => return Err(Fault::NoFestival),
        (festival, _) => name(festival)?,
    };
    Ok(Line { mark, from, to, name })
}

fn name(text: &str) -> Result<String, Fault> {
    match text.chars().nth(LONGEST_NAME) {
        // names are printed on terminals
        None if !text.is_empty() && !text.contains(char::is_control) => Ok(text.to_owned()),
        _ => Err(Fault::Name),
    }
}

fn year(text: &str) -> Result<i16, Fault> {
    let wrong = || Fault::Year(text.chars().take(20).collect());
    let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|year| digits && YEARS.contains(year)).ok_or_else(wrong)
}

/// Only `2026-01-31`: jiff alone would also take a time or a zone behind it.
fn date(text: &str) -> Result<Date, Fault> {
    let wrong = || Fault::Date(text.chars().take(30).collect());
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    if shape { text.parse().map_err(|_| wrong()) } else { Err(wrong()) }
}
