//! Last year's report of the same organ: the one that was given, or one found among the inputs.

use std::{
    collections::HashMap,
    ops::Deref,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use gongkai_report::{Outcome, Reading};

use crate::cli::{inputs::Input, ordered};

/// Where to look for last year's report.
pub enum Previous {
    /// It was named; every report checked is held against it.
    Given(Vec<Reading>),
    /// Among the inputs: which of them holds which organ's report of which year. Only these names are kept in memory;
    /// the report itself is read again when it is wanted.
    Among(HashMap<(String, i16), usize>, Arc<[Input]>),
}

/// A report of the year before.
pub enum Before<'a> {
    /// It is in memory already.
    Here(&'a Reading),
    /// It was read for this once.
    Loaded(Box<Reading>),
}

impl Deref for Before<'_> {
    type Target = Reading;

    fn deref(&self) -> &Reading {
        match self {
            Self::Here(reading) => reading,
            Self::Loaded(reading) => reading,
        }
    }
}

impl Previous {
    /// The report or reports at a path.
    pub fn given(path: PathBuf) -> Result<Self, String> {
        super::all_reports(path, "上一年的年报").map(|(reports, _)| Self::Given(reports))
    }

    /// Looks through the inputs once, if there is more than one.
    pub fn among(inputs: Arc<[Input]>, jobs: usize) -> Result<Self, String> {
        let found = Mutex::new(HashMap::new());
        if inputs.len() > 1 {
            ordered::run(inputs.iter().enumerate(), jobs, std::io::sink(), |(number, input), _| {
                // what cannot be read is told when its turn to be checked comes
                let outcomes = super::outcomes(input).unwrap_or_default();
                let keys = reports(&outcomes).filter_map(key);
                found.lock().unwrap_or_else(PoisonError::into_inner).extend(keys.map(|key| (key, number)));
            })?;
        }
        Ok(Self::Among(found.into_inner().unwrap_or_else(PoisonError::into_inner), inputs))
    }

    /// The report of the year before; `siblings` are the reports of the same source.
    pub fn of<'a>(&'a self, reading: &Reading, siblings: &'a [Outcome]) -> Option<Before<'a>> {
        let wanted = key(reading).map(|(agency, year)| (agency, year - 1));
        match self {
            Self::Given(given) => {
                let year = wanted.as_ref().map(|(_, year)| *year);
                let same_year = given.iter().find(|given| given.report.year == year);
                same_year.or(given.first().filter(|_| given.len() == 1)).map(Before::Here)
            }
            Self::Among(found, inputs) => {
                if let Some(sibling) = reports(siblings).find(|sibling| key(sibling) == wanted && wanted.is_some()) {
                    return Some(Before::Here(sibling));
                }
                let wanted = wanted?;
                let outcomes = super::outcomes(inputs.get(*found.get(&wanted)?)?).ok()?;
                let same = |outcome| match outcome {
                    Outcome::Report(reading) if key(&reading).as_ref() == Some(&wanted) => Some(reading),
                    _ => None,
                };
                outcomes.into_iter().find_map(same).map(Before::Loaded)
            }
        }
    }
}

fn reports(outcomes: &[Outcome]) -> impl Iterator<Item = &Reading> {
    outcomes.iter().filter_map(|outcome| match outcome {
        Outcome::Report(reading) => Some(&**reading),
        Outcome::NoReport(_) => None,
    })
}

/// Organ and year, where both were read.
fn key(reading: &Reading) -> Option<(String, i16)> {
    let agency = reading.report.agency.as_ref()?;
    Some((agency.split_whitespace().collect(), reading.report.year?))
}
