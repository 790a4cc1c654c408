//! A question as the engine takes it.

use tantivy::{
    Searcher, Term,
    query::{AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery},
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
/// Of a word that means the same, beside the word itself.
const SYNONYM: f32 = 0.35;
/// Of the sound of a title.
const SOUND: f32 = 6.0;
/// For what was typed as it stands in a title.
const STRETCH: f32 = 6.0;
/// For a number as it was typed.
const WHOLE_NUMBER: f32 = 20.0;
/// For a title that is what was typed.
const WHOLE_TITLE: f32 = 500.0;
/// How many of the words must be there when not all can be, in tenths.
const MOST: usize = 6;

/// Makes the engine's query: all words must be there, or most of them if `relaxed`.
pub(crate) fn plan(
    question: &Question,
    searcher: &Searcher,
    fields: &Fields,
    within: Within,
    relaxed: bool,
) -> Result<Box<dyn Query>> {
    let plan = Plan { searcher, fields, within };
    let (must, nice): (Vec<&Atom>, Vec<&Atom>) = question.atoms.iter().partition(|atom| !matches!(atom, Atom::Nice(_)));
    let mut must: Vec<Box<dyn Query>> = must.into_iter().map(|atom| plan.atom(atom)).collect::<Result<_>>()?;
    let core: Box<dyn Query> = match must.len() {
        0 => return Ok(Box::new(EmptyQuery)),
        1 => must.swap_remove(0),
        many if relaxed => {
            let least = (many * MOST).div_ceil(10).max(1);
            Box::new(BooleanQuery::union_with_minimum_required_clauses(must, least))
        }
        _ => Box::new(BooleanQuery::intersection(must)),
    };
    let mut extras = nice.into_iter().map(|atom| plan.atom(atom)).collect::<Result<Vec<_>>>()?;
    plan.extras(question, &mut extras)?;
    if extras.is_empty() {
        return Ok(core);
    }
    let extras = extras.into_iter().map(|query| (Occur::Should, query));
    Ok(Box::new(BooleanQuery::new([(Occur::Must, core)].into_iter().chain(extras).collect())))
}

/// Everything there is.
pub(crate) fn everything() -> Box<dyn Query> {
    Box::new(AllQuery)
}

struct Plan<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    within: Within,
}

impl Plan<'_> {
    fn atom(&self, atom: &Atom) -> Result<Box<dyn Query>> {
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
                self.add(self.fields.numbers, &needle.numbers, WHOLE_NUMBER, &mut any)?;
            }
            Atom::Letters { words, ways, initials } => self.letters(words, ways, initials.as_deref(), &mut any)?,
        }
        Ok(union(any))
    }

    /// A stretch, wherever it may stand.
    fn anywhere(&self, needle: &Needle, weight: f32, any: &mut Vec<Box<dyn Query>>) -> Result<()> {
        let fields = self.fields;
        self.add(fields.title, &needle.terms, TITLE * weight, any)?;
        if self.within == Within::Title {
            return Ok(());
        }
        self.add(fields.numbers, &needle.numbers, NUMBER * weight, any)?;
        self.add(fields.keywords, &needle.terms, KEYWORDS * weight, any)?;
        if needle.is_single() {
            return Ok(());
        }
        self.add(fields.summary, &needle.terms, SUMMARY * weight, any)?;
        self.add(fields.body, &needle.terms, BODY * weight, any)?;
        self.add(fields.attachments, &needle.terms, ATTACHMENTS * weight, any)
    }

    fn letters(
        &self,
        words: &[Needle],
        ways: &[Vec<String>],
        initials: Option<&str>,
        any: &mut Vec<Box<dyn Query>>,
    ) -> Result<()> {
        let mut each = Vec::new();
        for word in words {
            let mut places = Vec::new();
            self.anywhere(word, 1.0, &mut places)?;
            each.push(union(places));
        }
        any.push(if each.len() == 1 { each.swap_remove(0) } else { Box::new(BooleanQuery::intersection(each)) });
        for way in ways {
            let terms: Vec<(usize, String)> = way.iter().cloned().enumerate().collect();
            self.add(self.fields.syllables, &terms, SOUND, any)?;
        }
        if let Some(row) = initials {
            self.add(self.fields.initials, &threes(row), SOUND, any)?;
        }
        Ok(())
    }

    /// What moves an entry up without being demanded.
    fn extras(&self, question: &Question, any: &mut Vec<Box<dyn Query>>) -> Result<()> {
        for stretch in &question.stretches {
            self.add(self.fields.title, &stretch.terms, STRETCH, any)?;
        }
        if let (Some(number), Within::Everything) = (&question.number, self.within) {
            self.add(self.fields.numbers, &number.numbers, WHOLE_NUMBER, any)?;
        }
        let whole = Term::from_field_text(self.fields.whole, &question.whole);
        if self.searcher.doc_freq(&whole)? > 0 {
            let whole = TermQuery::new(whole, IndexRecordOption::Basic);
            any.push(Box::new(ConstScoreQuery::new(Box::new(whole), WHOLE_TITLE)));
        }
        Ok(())
    }

    /// A stretch in one field, unless one of its terms stands nowhere there.
    fn add(&self, field: Field, terms: &[(usize, String)], weight: f32, any: &mut Vec<Box<dyn Query>>) -> Result<()> {
        for (_, text) in terms {
            if self.searcher.doc_freq(&Term::from_field_text(field, text))? == 0 {
                return Ok(());
            }
        }
        any.extend(phrase(field, terms).map(|query| Box::new(BoostQuery::new(query, weight)) as Box<dyn Query>));
        Ok(())
    }
}

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
