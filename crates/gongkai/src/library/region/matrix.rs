//! 有无: who of the region has published the report of which year, and how each stands.

use std::{collections::HashMap, sync::Arc};

use gongkai_law::annual_report::due::Reporter;
use gongkai_store::{Error, Organ, OrganId, ReportMark};
use jiff::civil::Date;

use super::tree::Tree;
use crate::{library::kept, office::Office};

/// How an organ's report of a year stands.
#[derive(Clone, Copy, Debug)]
pub enum Stand {
    /// It is there.
    Kept(ReportMark),
    /// 撤回: its tombstone is.
    Withdrawn,
    /// 缺
    Missing,
    /// 未到期: nobody is late yet.
    NotDue,
    /// 撤并: the organ was closed before this year's was due.
    Closed,
    /// It owes none.
    NotOwed,
}

impl Stand {
    /// In a word, where there is no report to say more.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Kept(_) | Self::Missing => "缺",
            Self::Withdrawn => "撤回",
            Self::NotDue => "未到期",
            Self::Closed => "撤并",
            Self::NotOwed => "—",
        }
    }

    /// Whether it is counted as wanting: what is withdrawn is there no more.
    pub fn is_wanting(&self) -> bool {
        matches!(self, Self::Missing | Self::Withdrawn)
    }
}

/// 按情况筛选: what is looked for in the years that are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// 有缺
    Missing,
    /// 有错误
    Failed,
    /// 读不全
    Unread,
    /// 更正过
    Corrected,
    /// 撤回的
    Withdrawn,
}

impl Wanted {
    /// Each with its word in addresses and its name.
    pub const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Missing, "missing", "有缺"),
        (Self::Failed, "fail", "有错误"),
        (Self::Unread, "unread", "读不全"),
        (Self::Corrected, "corrected", "更正过"),
        (Self::Withdrawn, "withdrawn", "撤回的"),
    ];

    /// The one of this word.
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, word, _)| *word == key).map(|(wanted, ..)| wanted)
    }

    fn is(self, stand: &Stand) -> bool {
        match (self, stand) {
            (Self::Missing, Stand::Missing) | (Self::Withdrawn, Stand::Withdrawn) => true,
            (Self::Failed, Stand::Kept(mark)) => mark.counts.fails > mark.counts.slips,
            (Self::Unread, Stand::Kept(mark)) => mark.counts.unread > 0,
            (Self::Corrected, Stand::Kept(mark)) => mark.corrections > 0,
            _ => false,
        }
    }
}

/// Every report that is there, by organ and year.
#[derive(Debug)]
pub struct Shelves {
    marks: HashMap<(OrganId, i16), ReportMark>,
    /// The last year of each organ that has a report.
    last: HashMap<OrganId, i16>,
    /// From the first year that has a report to the last that has one or is due, the earliest first. A wrong date, as of a
    /// report of the future or one that was withdrawn, moves neither end.
    pub years: Vec<i16>,
}

impl Shelves {
    /// Of the whole register, read once for all pages until something public changes.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office) -> Result<Arc<Self>, Error> {
        let today = office.today();
        let ask = async { Ok(Self::made(office.db.report_marks().await?, today)) };
        office.common("region.marks".to_owned(), ask).await
    }

    fn made(all: Vec<ReportMark>, today: Date) -> Self {
        let mut last: HashMap<OrganId, i16> = HashMap::new();
        for mark in &all {
            last.entry(mark.organ_id).and_modify(|year| *year = mark.year.max(*year)).or_insert(mark.year);
        }
        let over = today.year().saturating_sub(1);
        let is_due = Reporter::Department.due(over).is_some_and(|day| day < today);
        let sound = |mark: &&ReportMark| mark.withdrawn_ms.is_none() && mark.year <= today.year();
        let known = all.iter().filter(sound).map(|mark| mark.year);
        let years = match (known.clone().min(), known.max()) {
            (Some(first), Some(latest)) => (first..=if is_due { latest.max(over) } else { latest }).collect(),
            _ => Vec::new(),
        };
        Self { marks: all.into_iter().map(|mark| ((mark.organ_id, mark.year), mark)).collect(), last, years }
    }

    /// How many reports of a year there are.
    pub fn there(&self, year: i16) -> i64 {
        let is_there = |mark: &&ReportMark| mark.year == year && mark.withdrawn_ms.is_none();
        i64::try_from(self.marks.values().filter(is_there).count()).unwrap_or(i64::MAX)
    }

    /// How an organ's report of a year stands.
    pub fn stand(&self, tree: &Tree, organ: &Organ, year: i16, today: Date) -> Stand {
        match self.marks.get(&(organ.id, year)) {
            Some(mark) if mark.withdrawn_ms.is_some() => Stand::Withdrawn,
            Some(mark) => Stand::Kept(*mark),
            None if self.was_closed(tree, organ, year) => Stand::Closed,
            None if !tree.owes(organ) => Stand::NotOwed,
            None if tree.due(organ, year).is_some_and(|day| day >= today) => Stand::NotDue,
            None => Stand::Missing,
        }
    }

    /// Whether an organ was closed by the day on which its report of a year was due. Where nobody wrote down when it was,
    /// its last report says.
    fn was_closed(&self, tree: &Tree, organ: &Organ, year: i16) -> bool {
        match organ.closed_on.map(|closed| closed.0) {
            _ if organ.successor_id.is_none() => false,
            Some(closed) => tree.due(organ, year).is_none_or(|due| due > closed),
            None => self.last.get(&organ.id).is_none_or(|last| *last < year),
        }
    }
}

/// What is counted in the rows that are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// 通过
    pub passed: i64,
    /// 不规范、存疑
    pub doubtful: i64,
    /// 有错误
    pub failed: i64,
    /// 读不全
    pub unread: i64,
    /// 缺和撤回
    pub missing: i64,
    /// 更正过, of those that are there.
    pub corrected: i64,
}

impl Tally {
    /// Counts one.
    pub fn add(&mut self, stand: &Stand) {
        match stand {
            Stand::Kept(mark) => {
                self.corrected += i64::from(mark.corrections > 0);
                match kept::standing(mark.counts).0 {
                    "ok" => self.passed += 1,
                    "bad" => self.failed += 1,
                    "guess" => self.unread += 1,
                    _ => self.doubtful += 1,
                }
            }
            Stand::Missing | Stand::Withdrawn => self.missing += 1,
            Stand::NotDue | Stand::Closed | Stand::NotOwed => {}
        }
    }

    /// 有几份
    pub fn there(&self) -> i64 {
        self.passed + self.doubtful + self.failed + self.unread
    }

    /// 应有几份
    pub fn due(&self) -> i64 {
        self.there() + self.missing
    }
}

/// A row of the matrix.
pub struct Line<'a> {
    /// Whose.
    pub organ: &'a Organ,
    /// How many stand above it; 0 where not the whole tree is shown.
    pub depth: usize,
    /// 简称 of the one above it; empty for none.
    pub above: &'a str,
    /// How it stands in each of the years.
    pub stands: Vec<Stand>,
}

/// What is asked of the matrix.
pub struct Asked<'a> {
    /// A level's key; empty for all.
    pub level: &'a str,
    /// Words of a name; empty for all.
    pub words: &'a str,
    /// What at least one of the years must be.
    pub wanted: Option<Wanted>,
    /// The years that are shown.
    pub years: &'a [i16],
}

/// The rows that are found, and what they come to in each year.
pub fn lines<'a>(tree: &'a Tree, shelves: &Shelves, asked: &Asked<'a>, today: Date) -> (Vec<Line<'a>>, Vec<Tally>) {
    let whole = asked.level.is_empty() && asked.words.is_empty() && asked.wanted.is_none();
    let mut tallies = vec![Tally::default(); asked.years.len()];
    let mut lines = Vec::new();
    for one in tree.found(asked.level, asked.words) {
        let stands: Vec<_> = asked.years.iter().map(|year| shelves.stand(tree, &one.organ, *year, today)).collect();
        if asked.wanted.is_some_and(|wanted| !stands.iter().any(|stand| wanted.is(stand))) {
            continue;
        }
        for (tally, stand) in tallies.iter_mut().zip(&stands) {
            tally.add(stand);
        }
        let depth = if whole { one.depth } else { 0 };
        lines.push(Line { organ: &one.organ, depth, above: &one.above, stands });
    }
    (lines, tallies)
}
