//! 填报: the one door for months that are entered and corrected, by form, by file and by programs: who may, what was counted
//! before, and what cannot be entered.

use std::collections::{BTreeMap, BTreeSet};

use gongkai_law::{annual_report::indicator::Indicator, request::refusal::Refusal};
use gongkai_store::{Act, Error, FigureDuty, MonthlyFigure, NewMonth, OrganId, PersonId, Scope, Upload};
use jiff::civil::Date;

use super::{month::Month, number};
use crate::{
    office::Office,
    people::roles::{Duty, Hand},
};

/// The longest source and reason, in characters.
pub const LONGEST: usize = 200;

/// 填报的一个月
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Whose.
    pub organ: OrganId,
    /// 指标.
    pub indicator: &'static Indicator,
    /// 月份.
    pub month: Month,
    /// A count, or an amount in millionths of 万元.
    pub value: i64,
    /// 来源
    pub source: String,
    /// 更正理由; empty where nothing is corrected.
    pub note: String,
    /// How many corrections its writer had seen, where that is known: `None` is nothing at all.
    pub seen: Option<Option<i32>>,
}

/// What is wrong with an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// Which entry, from 0.
    pub nth: usize,
    /// Which part of it: `indicator`, `month`, `value`, `source`, `note`.
    pub field: &'static str,
    /// One sentence.
    pub why: String,
}

/// What an entry does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The month had nothing.
    New,
    /// The month had just this: nothing is written.
    Same,
    /// The month had something else.
    Correction {
        /// What it had.
        before: i64,
        /// How often that was corrected.
        seen: i32,
    },
}

/// Whether somebody enters the months of their organ, and which that is.
///
/// # Errors
/// [`Refusal`] for everybody but officers and the head.
pub fn may(hand: &Hand) -> Result<(OrganId, PersonId), Refusal> {
    match hand {
        Hand::Staff { id, organ: Some(organ), .. } if hand.is_any(Duty::EnterFigures.roles()) => Ok((*organ, *id)),
        _ => {
            let roles: Vec<_> = Duty::EnterFigures.roles().iter().map(|role| role.label()).collect();
            Err(Refusal { why: format!("指标月报由{}填报", roles.join("、")), article: None })
        }
    }
}

/// What entries are held against.
pub struct Standing {
    duties: BTreeMap<(OrganId, String), FigureDuty>,
    months: BTreeMap<(OrganId, String, Month), MonthlyFigure>,
}

impl Standing {
    /// What these organs of a scope have to count, and counted in these years.
    ///
    /// # Errors
    /// The register.
    pub async fn of(
        office: &Office,
        (scope, organs): (Scope, &BTreeSet<OrganId>),
        years: &BTreeSet<i16>,
    ) -> Result<Self, Error> {
        let ids: Vec<_> = organs.iter().copied().collect();
        let years: Vec<_> = years.iter().copied().collect();
        let (duties, figures) =
            tokio::try_join!(office.db.figure_duties(scope), office.db.months_of_organs(&ids, &years))?;
        let duties = duties.into_iter().filter(|duty| organs.contains(&duty.organ_id));
        let mut months = BTreeMap::new();
        for one in figures {
            if let Some(month) = i8::try_from(one.month).ok().and_then(|month| Month::of(one.year, month)) {
                months.insert((one.organ_id, one.indicator.clone(), month), one);
            }
        }
        Ok(Self { duties: duties.map(|duty| ((duty.organ_id, duty.indicator.clone()), duty)).collect(), months })
    }

    /// What stands in the month of an entry.
    pub fn before(&self, entry: &Entry) -> Option<&MonthlyFigure> {
        self.months.get(&(entry.organ, entry.indicator.key.to_owned(), entry.month))
    }

    /// What an entry does.
    ///
    /// # Errors
    /// The field, and a sentence.
    pub fn turn(&self, entry: &Entry, today: Date) -> Result<Turn, (&'static str, String)> {
        self.asked(entry, today)?;
        let before = self.before(entry);
        if entry.seen.is_some_and(|seen| seen != before.map(|before| before.n)) {
            let now = before.map_or(String::new(), |now| number::shown(entry.indicator, now.value));
            return Err(("value", format!("{}的数刚被别人填过，现在是{now}，请核对", entry.month.said())));
        }
        let turn = match before {
            // sent once more; a reason that is new has something new behind it: another source, or evidence
            Some(before)
                if before.value == entry.value
                    && (entry.note.is_empty() || (before.source == entry.source && before.note == entry.note)) =>
            {
                return Ok(Turn::Same);
            }
            Some(before) => Turn::Correction { before: before.value, seen: before.n },
            None => Turn::New,
        };
        fit(entry, &turn)?;
        Ok(turn)
    }

    /// Whether the organ counts it in this month.
    fn asked(&self, entry: &Entry, today: Date) -> Result<(), (&'static str, String)> {
        let said = entry.month.said();
        if !entry.month.is_over(today) {
            return Err(("month", format!("{said}还没有结束，结束以后才能填报")));
        }
        let (name, duty) = (entry.indicator.label, self.duties.get(&(entry.organ, entry.indicator.key.to_owned())));
        match duty {
            None => Err(("indicator", format!("“{name}”还没有落实填报责任，请负责人先在“填报责任”里写明"))),
            Some(FigureDuty { none_why: Some(why), .. }) => {
                Err(("indicator", format!("“{name}”已写明不涉及（{why}），要填报请负责人先改填报责任")))
            }
            Some(duty) if entry.month.to_string() < duty.since => {
                Err(("month", format!("“{name}”从{}起填报，{said}不用填", duty.since)))
            }
            Some(_) => Ok(()),
        }
    }
}

/// Whether its words and its number are such as can be entered.
fn fit(entry: &Entry, turn: &Turn) -> Result<(), (&'static str, String)> {
    let long = |words: &str| words.chars().nth(LONGEST).is_some();
    match turn {
        _ if entry.source.trim().is_empty() => Err(("source", "请写明这个数的来源，如系统名称、统计表".to_owned())),
        _ if long(&entry.source) => Err(("source", format!("来源最多{LONGEST}个字"))),
        _ if long(&entry.note) => Err(("note", format!("更正理由最多{LONGEST}个字"))),
        Turn::New if entry.value < 0 => Err(("value", "第一次填报不能是负数；要冲减，先填这个月的数再更正".to_owned())),
        Turn::Correction { before, .. } if entry.note.trim().is_empty() => {
            let before = number::shown(entry.indicator, *before);
            Err(("note", format!("{}已经报了{before}，更正要写明理由", entry.month.said())))
        }
        _ => Ok(()),
    }
}

/// What all of these do, or what is wrong with each.
///
/// # Errors
/// Every entry that cannot be entered.
pub fn weighed(standing: &Standing, entries: &[Entry], today: Date) -> Result<Vec<Turn>, Vec<Unfit>> {
    let (mut turns, mut unfit, mut named) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (nth, entry) in entries.iter().enumerate() {
        if !named.insert((entry.organ, entry.indicator.key, entry.month)) {
            let why = format!("“{}”{}写了两次", entry.indicator.label, entry.month.said());
            unfit.push(Unfit { nth, field: "month", why });
            continue;
        }
        match standing.turn(entry, today) {
            Ok(turn) => turns.push(turn),
            Err((field, why)) => unfit.push(Unfit { nth, field, why }),
        }
    }
    if unfit.is_empty() { Ok(turns) } else { Err(unfit) }
}

/// Which years these are about.
pub fn years(entries: &[Entry]) -> BTreeSet<i16> {
    entries.iter().map(|entry| entry.month.year).collect()
}

/// Writes what was weighed in an open act, organ by organ, each with the file that is behind its months; the caller commits.
///
/// # Errors
/// [`Error::Stale`] where somebody entered a month first.
pub async fn write<'a>(
    act: &mut Act,
    entries: &[Entry],
    turns: &[Turn],
    file: impl Fn(OrganId) -> Option<(&'a str, Upload<'a>)>,
) -> Result<(), Error> {
    let mut organs: BTreeMap<OrganId, Vec<NewMonth<'_>>> = BTreeMap::new();
    for (entry, turn) in entries.iter().zip(turns) {
        let (seen, note) = match turn {
            Turn::Same => continue,
            Turn::New => (None, ""),
            Turn::Correction { seen, .. } => (Some(*seen), entry.note.trim()),
        };
        organs.entry(entry.organ).or_default().push(NewMonth {
            indicator: entry.indicator.key,
            year: entry.month.year,
            month: entry.month.month.into(),
            value: entry.value,
            source: entry.source.trim(),
            note,
            seen,
        });
    }
    for (organ, months) in organs {
        act.enter_months(organ, &months, file(organ)).await?;
    }
    Ok(())
}
