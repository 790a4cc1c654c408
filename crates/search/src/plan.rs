//! A question as the engine takes it.

use tantivy::{
    Searcher, Term,
    query::{AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, PhraseQuery, Query, TermQuery},
    schema::{Field, IndexRecordOption},
};

use crate::{
    Result,
    query::Within,
    question::{Atom, Needle, Question},
    schema::Fields,
};

/// What a word weighs by where it stands.
const TITLE: f32 = 10.0;
const NUMBER: f32 = 8.0;
const KEYWORDS: f32 = 5.0;
const SUMMARY: f32 = 2.5;
const BODY: f32 = 1.0;
const ATTACHMENTS: f32 = 0.6;
const LABELS: f32 = 0.5;
/// Of a word that means the same, beside the word itself.
const SYNONYM: f32 = 0.35;
/// Of the sound of a title.
const SOUND: f32 = 6.0;
/// For what was typed as it stands in a title.
const STRETCH: f32 = 6.0;
/// For what stands in titles that answer such a question.
const HINT: f32 = 6.0;
/// For a number as it was typed.
const WHOLE_NUMBER: f32 = 20.0;
/// For a title that is what was typed.
const WHOLE_TITLE: f32 = 500.0;
/// How many of the words must be there when not all can be, in tenths.
const MOST: usize = 6;

/// 要求: how many of the words must be there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Demand {
    All,
    /// Six of ten at least.
    Most,
    /// Half of them, where nothing has most.
    Half,
}

impl Demand {
    fn of(self, words: usize) -> usize {
        let least = match self {
            Self::All => words,
            Self::Most => (words * MOST).div_ceil(10),
            Self::Half => words.div_ceil(2),
        };
        least.max(1)
    }
}

/// What the engine is to do for a question.
pub(crate) struct Plan {
    /// What matches; scores nothing.
    pub(crate) matching: Box<dyn Query>,
    /// What is added up for a match.
    pub(crate) parts: Vec<Part>,
    /// About how many places of the index are looked at.
    pub(crate) cost: u64,
}

/// A stretch in a field, with its weight.
pub(crate) struct Part {
    pub(crate) query: Box<dyn Query>,
    /// More than it can ever add.
    pub(crate) bound: f32,
}

impl Plan {
    /// Everything there is.
    pub(crate) fn everything(searcher: &Searcher) -> Self {
        Self { matching: Box::new(AllQuery), parts: Vec::new(), cost: searcher.num_docs() }
    }

    /// So many of the words must be there as `demand` says.
    pub(crate) fn new(
        question: &Question,
        searcher: &Searcher,
        fields: &Fields,
        within: Within,
        demand: Demand,
    ) -> Result<Self> {
        let entries = searcher.segment_readers().iter().map(|reader| u64::from(reader.max_doc())).sum();
        let mut planning = Planning { searcher, fields, within, entries, parts: Vec::new(), cost: 0 };
        let mut must = Vec::new();
        for atom in &question.atoms {
            let any = planning.atom(atom)?;
            if !matches!(atom, Atom::Nice(_)) {
                must.push(union(any));
            }
        }
        planning.extras(question)?;
        let least = demand.of(must.len());
        let matching: Box<dyn Query> = match must.len() {
            0 => Box::new(EmptyQuery),
            1 => must.swap_remove(0),
            words if least < words => Box::new(BooleanQuery::union_with_minimum_required_clauses(must, least)),
            _ => Box::new(BooleanQuery::intersection(must)),
        };
        Ok(Self { matching, parts: planning.parts, cost: planning.cost })
    }
}

struct Planning<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    within: Within,
    entries: u64,
    parts: Vec<Part>,
    cost: u64,
}

/// What matches one thing that must be found.
type Any = Vec<Box<dyn Query>>;

impl Planning<'_> {
    fn atom(&mut self, atom: &Atom) -> Result<Any> {
        let mut any = Vec::new();
        match atom {
            Atom::Text { needle, others } => {
                self.anywhere(needle, 1.0, &mut any)?;
                for other in others {
                    self.anywhere(other, SYNONYM, &mut any)?;
                }
            }
            Atom::Nice(needle) => self.anywhere(needle, 1.0, &mut any)?,
            Atom::Number(needle) => {
                self.anywhere(needle, 1.0, &mut any)?;
                if self.within == Within::Everything {
                    any.extend(self.add(self.fields.numbers, &needle.numbers, WHOLE_NUMBER)?);
                }
            }
            Atom::Letters { words, ways, initials } => self.letters(words, ways, initials.as_deref(), &mut any)?,
        }
        Ok(any)
    }

    /// A stretch, wherever it may stand.
    fn anywhere(&mut self, needle: &Needle, weight: f32, any: &mut Any) -> Result<()> {
        let fields = self.fields;
        any.extend(self.add(fields.title, &needle.terms, TITLE * weight)?);
        if self.within == Within::Title {
            return Ok(());
        }
        any.extend(self.add(fields.numbers, &needle.numbers, NUMBER * weight)?);
        any.extend(self.add(fields.keywords, &needle.terms, KEYWORDS * weight)?);
        if needle.is_single() {
            return Ok(());
        }
        any.extend(self.add(fields.summary, &needle.terms, SUMMARY * weight)?);
        any.extend(self.add(fields.body, &needle.terms, BODY * weight)?);
        any.extend(self.add(fields.attachments, &needle.terms, ATTACHMENTS * weight)?);
        any.extend(self.add(fields.labels, &needle.terms, LABELS * weight)?);
        Ok(())
    }

    fn letters(&mut self, words: &[Needle], ways: &[Vec<String>], initials: Option<&str>, any: &mut Any) -> Result<()> {
        let mut each = Vec::new();
        for word in words {
            let mut places = Vec::new();
            self.anywhere(word, 1.0, &mut places)?;
            each.push(union(places));
        }
        any.push(if each.len() == 1 { each.swap_remove(0) } else { Box::new(BooleanQuery::intersection(each)) });
        for way in ways {
            let terms: Vec<(usize, String)> = way.iter().cloned().enumerate().collect();
            any.extend(self.add(self.fields.syllables, &terms, SOUND)?);
        }
        if let Some(row) = initials {
            any.extend(self.add(self.fields.initials, &threes(row), SOUND)?);
        }
        Ok(())
    }

    /// What moves an entry up without being demanded.
    fn extras(&mut self, question: &Question) -> Result<()> {
        for stretch in &question.stretches {
            self.add(self.fields.title, &stretch.terms, STRETCH)?;
        }
        for hint in &question.hints {
            self.add(self.fields.title, &hint.terms, HINT)?;
        }
        if let (Some(number), Within::Everything) = (&question.number, self.within) {
            self.add(self.fields.numbers, &number.numbers, WHOLE_NUMBER)?;
        }
        let whole = Term::from_field_text(self.fields.whole, &question.whole);
        if self.searcher.doc_freq(&whole)? > 0 {
            let whole = TermQuery::new(whole, IndexRecordOption::Basic);
            let query = Box::new(ConstScoreQuery::new(Box::new(whole), WHOLE_TITLE));
            self.parts.push(Part { query, bound: WHOLE_TITLE * ROUNDING });
        }
        Ok(())
    }

    /// Counts a stretch in a field, and gives back what matches it; none where one of its terms stands nowhere there.
    fn add(&mut self, field: Field, terms: &[(usize, String)], weight: f32) -> Result<Option<Box<dyn Query>>> {
        let (mut rareness, mut cost) = (0.0, 0_u64);
        for (_, text) in terms {
            let entries = self.searcher.doc_freq(&Term::from_field_text(field, text))?;
            if entries == 0 {
                return Ok(None);
            }
            rareness += rareness_of(entries, self.entries);
            cost = cost.saturating_add(entries);
        }
        self.cost = self.cost.saturating_add(cost);
        if let Some(query) = phrase(field, terms) {
            let query = Box::new(BoostQuery::new(query, weight));
            self.parts.push(Part { query, bound: rareness * SATURATED * weight * ROUNDING });
        }
        Ok(phrase(field, terms))
    }
}

/// How BM25 weighs that few entries have a term.
fn rareness_of(entries: u64, all: u64) -> f32 {
    let (entries, all) = (entries as f32, all as f32);
    (1.0 + ((all - entries).max(0.0) + 0.5) / (entries + 0.5)).ln()
}

/// How much BM25 lets a term count at most, however often it stands there: one and its constant k1.
const SATURATED: f32 = 2.2;
/// Sums of small numbers are not exact.
const ROUNDING: f32 = 1.01;

/// First letters as terms: three and three, overlapping.
pub(crate) fn threes(row: &str) -> Vec<(usize, String)> {
    let ends = (0..row.len().saturating_sub(2)).map(|at| (at, row.get(at..at + 3).unwrap_or_default().to_owned()));
    ends.collect()
}

/// A stretch in one field; none where nothing of it counts there.
pub(crate) fn phrase(field: Field, terms: &[(usize, String)]) -> Option<Box<dyn Query>> {
    let term = |text: &str| Term::from_field_text(field, text);
    match terms {
        [] => None,
        [(_, one)] => Some(Box::new(TermQuery::new(term(one), IndexRecordOption::WithFreqs))),
        several => {
            Some(Box::new(PhraseQuery::new_with_offset(several.iter().map(|(at, text)| (*at, term(text))).collect())))
        }
    }
}

fn union(mut any: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match (any.len(), any.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            any.push(last);
            Box::new(BooleanQuery::union(any))
        }
        (_, None) => Box::new(EmptyQuery),
    }
}
