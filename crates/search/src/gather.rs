//! One pass over what matches: the total, the page that was asked for, and the counts of every field.

use std::collections::{BTreeMap, HashMap};

use tantivy::{
    DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, TantivyError,
    collector::{Collector, SegmentCollector},
    columnar::{Cardinality, Column, StrColumn},
};

use crate::{
    query::{Facet, Query, Sort},
    schema::{FORMED, PUBLISHED, REPEALED, TIE},
};

/// What is looked at together: columns are read in blocks.
const BLOCK: usize = 256;
/// Of what stands no longer.
const REPEALED_WEIGHT: f32 = 0.85;
/// For each year since 2000, up to fifty: newer comes slightly before older.
const YEARLY: f32 = 0.004;
const YEARS: f32 = 50.0;
const SINCE: f32 = 946_684_800.0;
const YEAR: f32 = 31_556_952.0;
/// The most that age can add.
const MOST: f32 = 1.0 + YEARLY * YEARS;

/// Where a hit comes: better is greater. Bits of the score, seconds, and a number made of the identity.
pub(crate) type Rank = (u32, i64, u64);

/// What is to be gathered.
pub(crate) struct Gather {
    lanes: Vec<(Facet, Vec<String>)>,
    counts: bool,
    sort: Sort,
    scoring: bool,
    skip: usize,
    take: usize,
}

/// What was gathered.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) total: u64,
    /// The page, best first.
    pub(crate) best: Vec<(Rank, DocAddress)>,
    pub(crate) counts: BTreeMap<Facet, Vec<(String, u64)>>,
}

impl Gather {
    /// `scoring`: whether words were typed.
    pub(crate) fn new(query: &Query, scoring: bool, take: usize) -> Self {
        let values = |facet| query.filters.get(&facet).cloned().unwrap_or_default();
        let lanes = Facet::ALL.map(|facet| (facet, values(facet)));
        let needed = |lane: &(Facet, Vec<String>)| query.counts || !lane.1.is_empty();
        Self {
            lanes: lanes.into_iter().filter(needed).collect(),
            counts: query.counts,
            sort: if scoring { query.sort } else { by_day(query.sort) },
            scoring: scoring && query.sort == Sort::Relevance,
            skip: query.skip,
            take,
        }
    }
}

fn by_day(sort: Sort) -> Sort {
    if sort == Sort::Formed { Sort::Formed } else { Sort::Published }
}

/// A field's values in one segment.
struct Lane {
    ords: Option<Column<u64>>,
    several: bool,
    dictionary: Option<StrColumn>,
    wanted: Option<Vec<u64>>,
    counts: Vec<u64>,
    block: Vec<Option<u64>>,
}

impl Lane {
    fn open(reader: &SegmentReader, facet: Facet, values: &[String]) -> tantivy::Result<Self> {
        let dictionary = reader.fast_fields().str(facet.column())?;
        let mut wanted = (!values.is_empty()).then(Vec::new);
        if let (Some(dictionary), Some(wanted)) = (&dictionary, &mut wanted) {
            for value in values {
                wanted.extend(dictionary.dictionary().term_ord(value)?);
            }
        }
        let ords = dictionary.as_ref().map(|dictionary| dictionary.ords().clone());
        let several = ords.as_ref().is_some_and(|ords| ords.get_cardinality() == Cardinality::Multivalued);
        let counts = vec![0; dictionary.as_ref().map_or(0, |dictionary| dictionary.num_terms())];
        Ok(Self { ords, several, dictionary, wanted, counts, block: Vec::new() })
    }

    fn read(&mut self, docs: &[DocId]) {
        self.block.clear();
        self.block.resize(docs.len(), None);
        if let (Some(ords), false) = (&self.ords, self.several) {
            ords.first_vals(docs, &mut self.block);
        }
    }

    /// Whether a document has one of the values that are wanted.
    fn passes(&self, nth: usize, doc: DocId) -> bool {
        let Some(wanted) = &self.wanted else { return true };
        match (&self.ords, self.several) {
            (Some(ords), true) => ords.values_for_doc(doc).any(|ord| wanted.contains(&ord)),
            _ => self.block.get(nth).copied().flatten().is_some_and(|ord| wanted.contains(&ord)),
        }
    }

    fn count(&mut self, nth: usize, doc: DocId) {
        if let (Some(ords), true) = (&self.ords, self.several) {
            for ord in ords.values_for_doc(doc) {
                if let Some(count) = self.counts.get_mut(ord as usize) {
                    *count += 1;
                }
            }
        } else if let Some(count) = self.block.get(nth).copied().flatten().and_then(|o| self.counts.get_mut(o as usize))
        {
            *count += 1;
        }
    }

    /// Its values with their numbers.
    fn counted(&self, into: &mut HashMap<String, u64>) -> tantivy::Result<()> {
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

/// The best so far; twice as many are kept before the worse half goes.
struct Best {
    limit: usize,
    kept: Vec<(Rank, DocAddress)>,
    worst: Option<Rank>,
}

impl Best {
    fn offer(&mut self, rank: Rank, address: DocAddress) {
        if self.limit == 0 || self.worst.is_some_and(|worst| rank <= worst) {
            return;
        }
        self.kept.push((rank, address));
        if self.kept.len() >= self.limit.saturating_mul(2) {
            cut(&mut self.kept, self.limit);
            self.worst = self.kept.iter().map(|(rank, _)| *rank).min();
        }
    }
}

/// Keeps the best, in no order.
fn cut(kept: &mut Vec<(Rank, DocAddress)>, limit: usize) {
    if kept.len() > limit && limit > 0 {
        kept.select_nth_unstable_by(limit - 1, |(a, _), (b, _)| b.cmp(a));
    }
    kept.truncate(limit);
}

/// The gathering in one segment.
pub(crate) struct Segment {
    ordinal: SegmentOrdinal,
    lanes: Vec<Lane>,
    counts: bool,
    scoring: bool,
    days: Column<i64>,
    repealed: Column<u64>,
    ties: Column<u64>,
    docs: Vec<DocId>,
    scores: Vec<Score>,
    /// How many filters a document of the block does not pass (two are as good as six), and the last of them.
    failed: Vec<(u8, usize)>,
    total: u64,
    best: Best,
}

impl Segment {
    fn take(&mut self, doc: DocId, score: Score) {
        self.docs.push(doc);
        self.scores.push(score);
        if self.docs.len() == BLOCK {
            self.flush();
        }
    }

    fn flush(&mut self) {
        self.failed.clear();
        self.failed.resize(self.docs.len(), (0, 0));
        for (at, lane) in self.lanes.iter_mut().enumerate() {
            lane.read(&self.docs);
            if lane.wanted.is_some() {
                for ((nth, &doc), failed) in self.docs.iter().enumerate().zip(&mut self.failed) {
                    if !lane.passes(nth, doc) {
                        *failed = (failed.0.saturating_add(1), at);
                    }
                }
            }
        }
        if self.counts {
            for (at, lane) in self.lanes.iter_mut().enumerate() {
                for ((nth, &doc), &(failed, by)) in self.docs.iter().enumerate().zip(&self.failed) {
                    if failed == 0 || (failed == 1 && by == at) {
                        lane.count(nth, doc);
                    }
                }
            }
        }
        for ((&doc, &score), &(failed, _)) in self.docs.iter().zip(&self.scores).zip(&self.failed) {
            if failed == 0 {
                self.total += 1;
                offer(
                    &mut self.best,
                    self.scoring,
                    (&self.days, &self.repealed, &self.ties),
                    (doc, score),
                    self.ordinal,
                );
            }
        }
        self.docs.clear();
        self.scores.clear();
    }
}

fn offer(
    best: &mut Best,
    scoring: bool,
    (days, repealed, ties): (&Column<i64>, &Column<u64>, &Column<u64>),
    (doc, score): (DocId, Score),
    ordinal: SegmentOrdinal,
) {
    // most documents are not good enough whatever their columns say
    let hopeless = |worst: Rank| scoring && (score * MOST).to_bits() < worst.0;
    if best.worst.is_some_and(hopeless) {
        return;
    }
    let day = days.first(doc).unwrap_or_default();
    let mut bits = 0;
    if scoring {
        let stands = if repealed.first(doc) == Some(1) { REPEALED_WEIGHT } else { 1.0 };
        bits = (score.max(0.0) * age(day) * stands).to_bits();
    }
    if best.worst.is_none_or(|worst| (bits, day) >= (worst.0, worst.1)) {
        best.offer((bits, day, ties.first(doc).unwrap_or_default()), DocAddress::new(ordinal, doc));
    }
}

fn age(day: i64) -> f32 {
    1.0 + YEARLY * ((day as f32 - SINCE) / YEAR).clamp(0.0, YEARS)
}

impl SegmentCollector for Segment {
    type Fruit = Part;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.take(doc, score);
    }

    fn harvest(mut self) -> Part {
        self.flush();
        Part { total: self.total, best: self.best.kept, lanes: self.lanes }
    }
}

/// What one segment gave.
pub(crate) struct Part {
    total: u64,
    best: Vec<(Rank, DocAddress)>,
    lanes: Vec<Lane>,
}

impl Collector for Gather {
    type Fruit = Gathered;
    type Child = Segment;

    fn for_segment(&self, ordinal: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<Segment> {
        let columns = reader.fast_fields();
        let lanes = self.lanes.iter().map(|(facet, values)| Lane::open(reader, *facet, values));
        Ok(Segment {
            ordinal,
            lanes: lanes.collect::<tantivy::Result<_>>()?,
            counts: self.counts,
            scoring: self.scoring,
            days: columns.i64(if self.sort == Sort::Formed { FORMED } else { PUBLISHED })?,
            repealed: columns.u64(REPEALED)?,
            ties: columns.u64(TIE)?,
            docs: Vec::with_capacity(BLOCK),
            scores: Vec::with_capacity(BLOCK),
            failed: Vec::with_capacity(BLOCK),
            total: 0,
            best: Best { limit: self.skip.saturating_add(self.take), kept: Vec::new(), worst: None },
        })
    }

    fn requires_scoring(&self) -> bool {
        self.scoring
    }

    fn merge_fruits(&self, parts: Vec<Part>) -> Result<Gathered, TantivyError> {
        let mut out = Gathered::default();
        let mut counts: Vec<HashMap<String, u64>> = vec![HashMap::new(); self.lanes.len()];
        for part in parts {
            out.total += part.total;
            out.best.extend(part.best);
            if self.counts {
                for (lane, counts) in part.lanes.iter().zip(&mut counts) {
                    lane.counted(counts)?;
                }
            }
        }
        cut(&mut out.best, self.skip.saturating_add(self.take));
        out.best.sort_unstable_by(|(a, _), (b, _)| b.cmp(a));
        out.best.drain(..self.skip.min(out.best.len()));
        if self.counts {
            for ((facet, _), counts) in self.lanes.iter().zip(counts) {
                let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
                counts.sort_by(|(a, most), (b, more)| more.cmp(most).then_with(|| a.cmp(b)));
                out.counts.insert(*facet, counts);
            }
        }
        Ok(out)
    }
}
