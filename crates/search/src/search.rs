//! From a question to its answer.

use std::collections::BTreeMap;

use tantivy::{DocAddress, Searcher, TantivyDocument};

use crate::{
    Result,
    found::{Found, Hit, Marked, Place, Snippet},
    gather::{Gather, Gathered, Rank},
    index::Index,
    marks::Marker,
    meant,
    plan::Plan,
    query::{MAX_TAKE, Query},
    question::Question,
    schema::Fields,
    synonyms::Synonyms,
};

/// Fewer hits than this are few: then it is asked what else may have been meant.
const FEW: u64 = 3;

impl Index {
    /// Answers a question, with words that mean the same from a table. Any text may be asked for.
    ///
    /// Fails only where the index itself does.
    pub fn search(&self, query: &Query, synonyms: &Synonyms) -> Result<Found> {
        let live = self.live();
        let searcher = live.reader.searcher();
        let asking = Asking { searcher: &searcher, fields: &live.fields, query };
        if query.words.trim().is_empty() {
            let gathered = asking.gather_by(Plan::everything(), query)?;
            return asking.answer(gathered, &Question::default(), false);
        }
        let (question, gathered, relaxed) = asking.gather(synonyms)?;
        let (few, none) = (gathered.total < FEW, gathered.total == 0 || relaxed);
        let mut found = asking.answer(gathered, &question, relaxed)?;
        if none || (few && !question.has_number()) {
            // a single word that is found, if seldom, is no mistake but for one that sounds the same
            let thorough = none || !question.stretches.is_empty();
            found.did_you_mean = meant::meant(&searcher, &live.fields, &query.words, thorough)?;
        }
        Ok(found)
    }
}

/// A question on its way.
struct Asking<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    query: &'a Query,
}

impl Asking<'_> {
    /// First what was typed; then without taking anything for a number; then most of the words.
    fn gather(&self, synonyms: &Synonyms) -> Result<(Question, Gathered, bool)> {
        let mut question = Question::new(&self.query.words, synonyms, true);
        let mut gathered = self.run(&question, false)?;
        if gathered.total > 0 || question.is_empty() {
            return Ok((question, gathered, false));
        }
        let loose = Question::new(&self.query.words, synonyms, false);
        if loose != question {
            question = loose;
            gathered = self.run(&question, false)?;
        }
        if gathered.total == 0 && question.demands() > 1 && !self.exists(&question)? {
            let relaxed = self.run(&question, true)?;
            if relaxed.total > 0 {
                return Ok((question, relaxed, true));
            }
        }
        Ok((question, gathered, false))
    }

    fn run(&self, question: &Question, relaxed: bool) -> Result<Gathered> {
        self.gather_by(Plan::new(question, self.searcher, self.fields, self.query.within, relaxed)?, self.query)
    }

    /// Whether anything has all the words, the filters apart: then it is the filters that leave nothing.
    fn exists(&self, question: &Question) -> Result<bool> {
        let free = Query { filters: BTreeMap::new(), take: 0, skip: 0, counts: false, ..self.query.clone() };
        let plan = Plan::new(question, self.searcher, self.fields, self.query.within, false)?;
        Ok(self.gather_by(plan, &free)?.total > 0)
    }

    fn gather_by(&self, plan: Plan, query: &Query) -> Result<Gathered> {
        let gather = Gather::new(query, plan.parts, self.searcher, query.take.min(MAX_TAKE))?;
        Ok(self.searcher.search(&plan.matching, &gather)?)
    }

    fn answer(&self, gathered: Gathered, question: &Question, relaxed: bool) -> Result<Found> {
        let marker = Marker::new(question);
        let hits = gathered.best.iter().map(|(rank, address)| self.hit(&marker, *rank, *address));
        Ok(Found {
            total: gathered.total,
            hits: hits.collect::<Result<_>>()?,
            counts: gathered.counts,
            synonyms: question.synonyms.clone(),
            relaxed,
            did_you_mean: None,
        })
    }

    fn hit(&self, marker: &Marker<'_>, (bits, ..): Rank, address: DocAddress) -> Result<Hit> {
        let doc: TantivyDocument = self.searcher.doc(address)?;
        Ok(Hit {
            id: Fields::text(&doc, self.fields.id).to_owned(),
            score: f32::from_bits(bits),
            title: marker.title(Fields::text(&doc, self.fields.title)),
            snippet: self.query.snippets.then(|| snippet(marker, &doc, self.fields)).flatten(),
        })
    }
}

/// The piece with most of the question: of body, summary and attachments the first where several are as good.
fn snippet(marker: &Marker<'_>, doc: &TantivyDocument, fields: &Fields) -> Option<Snippet> {
    let body = Some((Place::Body, Fields::text(doc, fields.body)));
    let summary = Some((Place::Summary, Fields::text(doc, fields.summary)));
    let names = Fields::texts(doc, fields.names).map(|name| Place::Attachment(name.to_owned()));
    let attachments = names.zip(Fields::texts(doc, fields.attachments));
    let mut best: Option<(usize, Place, Marked)> = None;
    for (place, text) in body.into_iter().chain(summary).chain(attachments) {
        let Some(piece) = marker.piece(text) else { continue };
        if best.as_ref().is_none_or(|(parts, ..)| piece.parts > *parts) {
            best = Some((piece.parts, place, piece.text));
        }
        if best.as_ref().is_some_and(|(parts, ..)| *parts == marker.parts()) {
            break;
        }
    }
    best.map(|(_, place, text)| Snippet { place, text })
}
