//! A field's values in one segment: which entries pass its filter, and how many have each value.
//!
//! Read in blocks of entries: a column that is asked for one at a time takes most of the time of a search.

use std::collections::HashMap;

use tantivy::{
    DocId, SegmentReader,
    columnar::{Cardinality, Column, StrColumn},
};

use crate::query::Facet;

pub(crate) struct Lane {
    column: Option<Column<u64>>,
    dictionary: Option<StrColumn>,
    /// Whether an entry may have several values.
    several: bool,
    /// Of each value, whether the filter wants it; none where there is no filter.
    wanted: Option<Vec<bool>>,
    counts: Vec<u64>,
    block: Block,
}

/// The values of the entries of a block.
#[derive(Default)]
struct Block {
    /// Where each has one at most.
    one: Vec<Option<u64>>,
    /// Where some have several: whose, and what.
    owners: Vec<u32>,
    values: Vec<u64>,
    rows: Vec<u32>,
    passed: Vec<bool>,
}

/// How many filters an entry does not pass, and the last of them.
pub(crate) type Failed = (u8, usize);

impl Lane {
    pub(crate) fn open(reader: &SegmentReader, facet: Facet, values: &[String]) -> tantivy::Result<Self> {
        let dictionary = reader.fast_fields().str(facet.column())?;
        let known = dictionary.as_ref().map_or(0, |dictionary| dictionary.num_terms());
        let mut wanted = (!values.is_empty()).then(|| vec![false; known]);
        if let (Some(dictionary), Some(wanted)) = (&dictionary, &mut wanted) {
            for value in values {
                let ord = dictionary.dictionary().term_ord(value)?;
                if let Some(wanted) = ord.and_then(|ord| wanted.get_mut(ord as usize)) {
                    *wanted = true;
                }
            }
        }
        let column = dictionary.as_ref().map(|dictionary| dictionary.ords().clone());
        let several = column.as_ref().is_some_and(|column| column.get_cardinality() == Cardinality::Multivalued);
        Ok(Self { column, dictionary, several, wanted, counts: vec![0; known], block: Block::default() })
    }

    pub(crate) fn filters(&self) -> bool {
        self.wanted.is_some()
    }

    /// Reads the values of a block of entries, which are in their order.
    pub(crate) fn read(&mut self, docs: &[DocId]) {
        let block = &mut self.block;
        block.one.clear();
        block.owners.clear();
        block.rows.clear();
        let Some(column) = &self.column else {
            block.one.resize(docs.len(), None);
            return;
        };
        if !self.several {
            block.one.resize(docs.len(), None);
            column.first_vals(docs, &mut block.one);
            return;
        }
        column.row_ids_for_docs(docs, &mut block.owners, &mut block.rows);
        block.values.clear();
        block.values.resize(block.rows.len(), 0);
        column.values.get_vals(&block.rows, &mut block.values);
        let mut nth = 0;
        for owner in &mut block.owners {
            while docs.get(nth).is_some_and(|doc| doc < owner) {
                nth += 1;
            }
            *owner = nth as u32;
        }
    }

    /// Notes which of the block have none of the values that are wanted; `at` is the filter's own number.
    pub(crate) fn fail(&mut self, at: usize, failed: &mut [Failed]) {
        let Some(wanted) = &self.wanted else { return };
        let block = &mut self.block;
        let wants = |ord: u64| wanted.get(ord as usize).copied().unwrap_or_default();
        block.passed.clear();
        if self.several {
            block.passed.resize(failed.len(), false);
            for (&owner, &ord) in block.owners.iter().zip(&block.values) {
                if let Some(passed) = block.passed.get_mut(owner as usize).filter(|_| wants(ord)) {
                    *passed = true;
                }
            }
        } else {
            block.passed.extend(block.one.iter().map(|ord| ord.is_some_and(wants)));
        }
        for (failed, passed) in failed.iter_mut().zip(&block.passed) {
            if !passed {
                *failed = (failed.0.saturating_add(1), at);
            }
        }
    }

    /// Counts the values of those of the block that `counts` says.
    pub(crate) fn count(&mut self, counts: impl Fn(usize) -> bool) {
        let mut add = |ord: u64| {
            if let Some(count) = self.counts.get_mut(ord as usize) {
                *count += 1;
            }
        };
        if self.several {
            for (&owner, &ord) in self.block.owners.iter().zip(&self.block.values) {
                if counts(owner as usize) {
                    add(ord);
                }
            }
        } else {
            for (nth, ord) in self.block.one.iter().enumerate() {
                if let Some(ord) = ord.filter(|_| counts(nth)) {
                    add(ord);
                }
            }
        }
    }

    /// Its values with their numbers.
    pub(crate) fn counted(&self, into: &mut HashMap<String, u64>) -> tantivy::Result<()> {
        let Some(dictionary) = &self.dictionary else { return Ok(()) };
        let seen = (0_u64..).zip(&self.counts).filter(|(_, count)| **count > 0);
        let (ords, counts): (Vec<u64>, Vec<u64>) = seen.map(|(ord, count)| (ord, *count)).unzip();
        let mut counts = counts.into_iter();
        dictionary.dictionary().sorted_ords_to_term_cb(&ords, |term| {
            let value = String::from_utf8_lossy(term).into_owned();
            *into.entry(value).or_default() += counts.next().unwrap_or_default();
        })?;
        Ok(())
    }
}
