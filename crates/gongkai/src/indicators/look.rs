//! 试读: what a file of months says, and what has to be mended before any of it is taken in.

use std::collections::BTreeSet;

use gongkai_law::annual_report::indicator::{Indicator, Origin};
use gongkai_store::{Digest, Error, OrganId, Scope};

use super::{
    columns::{COLUMNS, INDICATOR, MONTH, NOTE, ORGAN, SOURCE, VALUE},
    entering::{self, Entry, Standing, Turn, Unfit},
    missing,
    month::Month,
    number,
};
use crate::{
    office::Office,
    sheet::table::{Fault, Row, Table},
};

/// Rows of a file.
pub const MOST: usize = 2_000;

/// Whose months a file may have.
pub struct Whose {
    /// The organ of whoever brings it.
    pub own: OrganId,
    /// Those in sight, with 简称 and 全称.
    pub organs: Vec<(OrganId, String, String)>,
    /// All of them.
    pub scope: Scope,
}

impl Whose {
    /// Everybody in a scope.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, own: OrganId, scope: Scope) -> Result<Self, Error> {
        Ok(Self { own, organs: office.db.counting_organs(scope, missing::MOST).await?, scope })
    }

    /// 简称
    pub fn name(&self, organ: OrganId) -> &str {
        self.organs.iter().find(|(id, ..)| *id == organ).map_or("", |(_, name, _)| name)
    }

    fn named(&self, words: &str) -> Result<OrganId, String> {
        if words.is_empty() {
            return Ok(self.own);
        }
        let mut found = self.organs.iter().filter(|(_, short, name)| short == words || name == words);
        match (found.next(), found.next()) {
            (Some((id, ..)), None) => Ok(*id),
            (None, _) => Err(format!("“{words}”不是本机关，也不是您监督的下级机关")),
            (Some(_), Some(_)) => Err(format!("叫“{words}”的机关不止一个，请写全称")),
        }
    }
}

/// What a file says.
#[derive(Default)]
pub struct Looked {
    /// Its rows with a number, as far as they are sound.
    pub entries: Vec<Entry>,
    /// What each does; as many as entries where nothing has to be mended.
    pub turns: Vec<Turn>,
    /// What has to be mended.
    pub faults: Vec<Fault>,
    /// Rows of the file.
    pub rows: usize,
    /// Rows without a number, which are passed over.
    pub blank: usize,
    /// The rows of the entries, as the spreadsheet counts them.
    nths: Vec<usize>,
}

impl Looked {
    /// The entries, each with its row as the spreadsheet counts them.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &Entry)> {
        self.nths.iter().copied().zip(&self.entries)
    }

    /// What it does, as a fingerprint: another one where the register moved on since it was shown.
    pub fn mark(&self) -> Digest {
        let one = |(entry, turn): (&Entry, &Turn)| {
            let Entry { organ, indicator, month, value, source, note, .. } = entry;
            format!("{organ} {} {month} {value} {source:?} {note:?} {turn:?}\n", indicator.key)
        };
        Digest::of(self.entries.iter().zip(&self.turns).map(one).collect::<String>().as_bytes())
    }
}

/// Reads a file as far as it goes, by itself.
///
/// # Errors
/// A Chinese sentence where it is none, or has not the headings of the template.
pub fn read(bytes: &[u8], whose: &Whose) -> Result<Looked, String> {
    let known: Vec<_> = COLUMNS.iter().map(|column| (column.heading, column.wanted)).collect();
    let table = Table::read(bytes, &known, MOST)?;
    let mut looked = Looked::default();
    for row in table.rows() {
        looked.rows += 1;
        if row.get(VALUE).is_empty() {
            looked.blank += 1;
            continue;
        }
        match entry(&row, whose) {
            Ok(entry) => {
                looked.entries.push(entry);
                looked.nths.push(row.nth);
            }
            Err(faults) => looked.faults.extend(faults),
        }
    }
    Ok(looked)
}

fn entry(row: &Row<'_>, whose: &Whose) -> Result<Entry, Vec<Fault>> {
    let mut faults = row.missing(COLUMNS);
    let mut told = |column: &'static str, what: String| {
        if !row.get(column).is_empty() {
            let mend = COLUMNS.iter().find(|one| one.heading == column).map_or("", |one| one.hint);
            faults.push(row.fault(column, what, mend));
        }
    };
    let organ = whose.named(row.get(ORGAN)).map_err(|why| told(ORGAN, why)).ok();
    let indicator = indicator(row.get(INDICATOR));
    if indicator.is_none() {
        told(INDICATOR, format!("没有“{}”这个要填报的指标", row.get(INDICATOR)));
    }
    let month = Month::read(row.get(MONTH));
    if month.is_none() {
        told(MONTH, format!("“{}”看不出是哪年哪月", row.get(MONTH)));
    }
    let value = indicator.and_then(|of| number::read(of, row.get(VALUE)).map_err(|why| told(VALUE, why)).ok());
    match (organ, indicator, month, value) {
        (Some(organ), Some(indicator), Some(month), Some(value)) if faults.is_empty() => Ok(Entry {
            organ,
            indicator,
            month,
            value,
            source: row.get(SOURCE).to_owned(),
            note: row.get(NOTE).to_owned(),
            seen: None,
        }),
        _ => Err(faults),
    }
}

/// The indicator of this name, label or word; a label alone where only one has it.
fn indicator(words: &str) -> Option<&'static Indicator> {
    let is = |indicator: &&Indicator| indicator.name() == words || indicator.key == words || indicator.label == words;
    let mut found = Indicator::entered().filter(is);
    let first = found.next()?;
    (found.next().is_none() && first.origin == Origin::Entered).then_some(first)
}

/// Holds what a file says against what the register has.
///
/// # Errors
/// The register.
pub async fn weigh(office: &Office, whose: &Whose, mut looked: Looked) -> Result<Looked, Error> {
    let organs: BTreeSet<_> = looked.entries.iter().map(|entry| entry.organ).collect();
    let years = entering::years(&looked.entries);
    let standing = Standing::of(office, (whose.scope, &organs), &years).await?;
    match entering::weighed(&standing, &looked.entries, office.today()) {
        Ok(turns) => looked.turns = turns,
        Err(unfit) => {
            let faults = unfit.into_iter().map(|one| fault(&looked.nths, one)).collect::<Vec<_>>();
            looked.faults.extend(faults);
        }
    }
    looked.faults.sort_by_key(|fault| fault.row);
    Ok(looked)
}

fn fault(nths: &[usize], Unfit { nth, field, why }: Unfit) -> Fault {
    let column = COLUMNS.iter().find(|column| column.id == field).map_or(VALUE, |column| column.heading);
    let row = nths.get(nth).copied().unwrap_or_default();
    Fault { row, column, what: why, mend: String::new(), article: None }
}
