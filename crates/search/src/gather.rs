//! One pass over what matches: the total, the page that was asked for, and the counts of every field.

use std::collections::{BTreeMap, HashMap};

use tantivy::{
    DocAddress, DocId, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyError,
    collector::{Collector, SegmentCollector},
    columnar::Column,
    query::{EnableScoring, Scorer, Weight},
};

use crate::{
    lane::{Failed, Lane},
    plan::Part,
    query::{Facet, Query, Sort},
    schema::{BESIDE, FORMED, PUBLISHED, REPEALED, TIE},
};

/// What is looked at together: columns are read in blocks.
const BLOCK: usize = 256;
/// Of what stands no longer.
const REPEALED_WEIGHT: f32 = 0.85;
/// Of what speaks of something else, or of one period: its title has the words too, and less of what was asked.
const BESIDE_WEIGHT: f32 = 0.55;
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
    /// How many there were before the filters.
    pub(crate) matched: u64,
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
    beside: Column<u64>,
    ties: Column<u64>,
    docs: Vec<DocId>,
    filtered: bool,
    failed: Vec<Failed>,
    total: u64,
    matched: u64,
    best: Best,
}

impl Segment {
    fn flush(&mut self) {
        self.matched += self.docs.len() as u64;
        self.failed.clear();
        self.failed.resize(self.docs.len(), (0, 0));
        for (at, lane) in self.lanes.iter_mut().enumerate() {
            lane.read(&self.docs);
            lane.fail(at, &mut self.failed);
        }
        let failed = &self.failed;
        for (at, lane) in self.lanes.iter_mut().enumerate().filter(|_| self.counts) {
            if self.filtered {
                lane.count(|nth| failed.get(nth).is_some_and(|&(failed, by)| failed == 0 || (failed == 1 && by == at)));
            } else {
                lane.count(|_| true);
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
        let (bits, day) = if self.addends.is_empty() {
            (0, self.days.first(doc).unwrap_or_default())
        } else {
            let Some(score) = self.score(doc) else { return };
            let day = self.days.first(doc).unwrap_or_default();
            let stands = if self.repealed.first(doc) == Some(1) { REPEALED_WEIGHT } else { 1.0 };
            let place = if self.beside.first(doc) == Some(1) { BESIDE_WEIGHT } else { 1.0 };
            ((score * age(day) * stands * place).to_bits(), day)
        };
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
        Harvest { total: self.total, matched: self.matched, best: self.best.kept, lanes: self.lanes }
    }
}

/// What one segment gave.
pub(crate) struct Harvest {
    total: u64,
    matched: u64,
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
        let lanes = lanes.collect::<tantivy::Result<Vec<_>>>()?;
        Ok(Segment {
            ordinal,
            filtered: lanes.iter().any(Lane::filters),
            lanes,
            counts: self.counts,
            addends,
            days: columns.i64(if self.sort == Sort::Formed { FORMED } else { PUBLISHED })?,
            repealed: columns.u64(REPEALED)?,
            beside: columns.u64(BESIDE)?,
            ties: columns.u64(TIE)?,
            docs: Vec::with_capacity(BLOCK),
            failed: Vec::with_capacity(BLOCK),
            total: 0,
            matched: 0,
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
            out.matched += harvest.matched;
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
