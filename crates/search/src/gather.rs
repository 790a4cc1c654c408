//! One pass over what matches: the total, the page that was asked for, and the counts of every field.

use std::collections::{BTreeMap, HashMap};

use tantivy::{
    DocAddress, DocId, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyError,
    collector::{Collector, SegmentCollector},
    columnar::{Cardinality, Column, StrColumn},
    query::{EnableScoring, Scorer, Weight},
};

use crate::{
    plan::Part,
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
    /// What is added up for a match, with more than it can ever add: most first. None where nothing is scored.
    parts: Vec<(Box<dyn Weight>, f32)>,
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
    /// With what is added up for a match; where that is nothing or nothing is asked by relevance, newest come first.
    pub(crate) fn new(query: &Query, parts: Vec<Part>, searcher: &Searcher, take: usize) -> tantivy::Result<Self> {
        let values = |facet| query.filters.get(&facet).cloned().unwrap_or_default();
        let lanes = Facet::ALL.map(|facet| (facet, values(facet)));
        let needed = |lane: &(Facet, Vec<String>)| query.counts || !lane.1.is_empty();
        let weighed = |part: Part| Ok((part.query.weight(EnableScoring::enabled_from_searcher(searcher))?, part.bound));
        let parts = parts.into_iter().filter(|_| query.sort == Sort::Relevance && take > 0);
        let mut parts = parts.map(weighed).collect::<tantivy::Result<Vec<_>>>()?;
        parts.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        Ok(Self {
            lanes: lanes.into_iter().filter(needed).collect(),
            counts: query.counts,
            sort: query.sort,
            parts,
            skip: query.skip,
            take,
        })
    }
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

/// Something that is added up, at its place in the segment.
struct Addend {
    scorer: Box<dyn Scorer>,
    /// More than this and all after it can ever add.
    left: f32,
}

/// The gathering in one segment.
pub(crate) struct Segment {
    ordinal: SegmentOrdinal,
    lanes: Vec<Lane>,
    counts: bool,
    addends: Vec<Addend>,
    days: Column<i64>,
    repealed: Column<u64>,
    ties: Column<u64>,
    docs: Vec<DocId>,
    /// How many filters a document of the block does not pass, and the last of them.
    failed: Vec<(u8, usize)>,
    total: u64,
    best: Best,
}

impl Segment {
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
        for nth in 0..self.docs.len() {
            if let (Some((0, _)), Some(&doc)) = (self.failed.get(nth), self.docs.get(nth)) {
                self.total += 1;
                self.offer(doc);
            }
        }
        self.docs.clear();
    }

    fn offer(&mut self, doc: DocId) {
        if self.best.limit == 0 {
            return;
        }
        let Some(score) = self.score(doc) else { return };
        let day = self.days.first(doc).unwrap_or_default();
        let stands = if self.repealed.first(doc) == Some(1) { REPEALED_WEIGHT } else { 1.0 };
        let bits = (score * age(day) * stands).to_bits();
        if self.best.worst.is_none_or(|worst| (bits, day) >= (worst.0, worst.1)) {
            let tie = self.ties.first(doc).unwrap_or_default();
            self.best.offer((bits, day, tie), DocAddress::new(self.ordinal, doc));
        }
    }

    /// What a document is worth; none as soon as it cannot be good enough any more.
    fn score(&mut self, doc: DocId) -> Option<Score> {
        let worst = self.best.worst.map_or(0.0, |(bits, ..)| f32::from_bits(bits));
        let mut sum = 0.0;
        for addend in &mut self.addends {
            if (sum + addend.left) * MOST < worst {
                return None;
            }
            if addend.scorer.doc() < doc {
                addend.scorer.seek(doc);
            }
            if addend.scorer.doc() == doc {
                sum += addend.scorer.score().max(0.0);
            }
        }
        (sum * MOST >= worst).then_some(sum)
    }
}

fn age(day: i64) -> f32 {
    1.0 + YEARLY * ((day as f32 - SINCE) / YEAR).clamp(0.0, YEARS)
}

impl SegmentCollector for Segment {
    type Fruit = Harvest;

    fn collect(&mut self, doc: DocId, _score: Score) {
        self.docs.push(doc);
        if self.docs.len() == BLOCK {
            self.flush();
        }
    }

    fn harvest(mut self) -> Harvest {
        self.flush();
        Harvest { total: self.total, best: self.best.kept, lanes: self.lanes }
    }
}

/// What one segment gave.
pub(crate) struct Harvest {
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
        let mut left = 0.0;
        let mut addends = Vec::with_capacity(self.parts.len());
        for (weight, bound) in self.parts.iter().rev() {
            left += bound;
            addends.push(Addend { scorer: weight.scorer(reader, 1.0)?, left });
        }
        addends.reverse();
        Ok(Segment {
            ordinal,
            lanes: lanes.collect::<tantivy::Result<_>>()?,
            counts: self.counts,
            addends,
            days: columns.i64(if self.sort == Sort::Formed { FORMED } else { PUBLISHED })?,
            repealed: columns.u64(REPEALED)?,
            ties: columns.u64(TIE)?,
            docs: Vec::with_capacity(BLOCK),
            failed: Vec::with_capacity(BLOCK),
            total: 0,
            best: Best { limit: self.skip.saturating_add(self.take), kept: Vec::new(), worst: None },
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, harvests: Vec<Harvest>) -> Result<Gathered, TantivyError> {
        let mut out = Gathered::default();
        let mut counts: Vec<HashMap<String, u64>> = vec![HashMap::new(); self.lanes.len()];
        for harvest in harvests {
            out.total += harvest.total;
            out.best.extend(harvest.best);
            if self.counts {
                for (lane, counts) in harvest.lanes.iter().zip(&mut counts) {
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
