//! From a question to its answer.

use tantivy::{DocAddress, Executor, Searcher, TantivyDocument, collector::TopDocs, query::EnableScoring};

use crate::{
    Result,
    found::{Found, Hit, Marked, Place, Snippet},
    gather::{Gather, Gathered, Rank},
    index::{Index, Live},
    marks::Marker,
    meant,
    plan::{Demand, Plan},
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
        let asking = Asking { searcher: &searcher, fields: &live.fields, live: &live, query };
        if query.words.trim().is_empty() {
            let gathered = asking.gather_by(Plan::everything(&searcher))?;
            return asking.answer(gathered, &Question::default(), false);
        }
        let strict = Question::new(&query.words, synonyms, true);
        let numbered = strict.has_number();
        let (question, gathered, relaxed) = asking.gather(strict, synonyms)?;
        let (few, none) = (gathered.matched < FEW, gathered.matched == 0 || relaxed);
        let mut found = asking.answer(gathered, &question, relaxed)?;
        if (none || few) && !numbered {
            // a single word that is found, if seldom, is no mistake but for one that sounds the same
            let thorough = none || !question.stretches.is_empty();
            let meant = meant::meant(&searcher, &live.fields, &query.words, thorough)?;
            found.did_you_mean = match meant {
                Some(words) if asking.finds(&words, synonyms)? => Some(words),
                _ => None,
            };
        }
        Ok(found)
    }
}

/// Places in the index from which on a question is worth several threads.
const COSTLY: u64 = 100_000;

/// A question on its way.
struct Asking<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    live: &'a Live,
    query: &'a Query,
}

impl Asking<'_> {
    /// First what was typed; then, of what looks like a number, its words; else most of the words, long ones taken apart,
    /// and where nothing has most of them half. What only the filters keep away is found already.
    fn gather(&self, strict: Question, synonyms: &Synonyms) -> Result<(Question, Gathered, bool)> {
        let gathered = self.run(&strict, Demand::All)?;
        if gathered.matched == 0 && strict.has_number() {
            let loose = Question::new(&self.query.words, synonyms, false);
            let gathered = self.run(&loose, Demand::All)?;
            return Ok((loose, gathered, false));
        }
        if gathered.matched == 0 {
            let parted = strict.clone().parted();
            let demands = if parted.demands() > 1 { [Demand::Most, Demand::Half].as_slice() } else { &[] };
            for demand in demands {
                let relaxed = self.run(&parted, *demand)?;
                if relaxed.total > 0 {
                    return Ok((parted, relaxed, true));
                }
            }
        }
        Ok((strict, gathered, false))
    }

    /// Whether anything has all of these words.
    fn finds(&self, words: &str, synonyms: &Synonyms) -> Result<bool> {
        let question = Question::new(words, synonyms, true);
        let plan = Plan::new(&question, self.searcher, self.fields, self.query.within, Demand::All)?;
        Ok(!self.searcher.search(&*plan.matching, &TopDocs::with_limit(1).order_by_score())?.is_empty())
    }

    fn run(&self, question: &Question, demand: Demand) -> Result<Gathered> {
        self.gather_by(Plan::new(question, self.searcher, self.fields, self.query.within, demand)?)
    }

    fn gather_by(&self, plan: Plan) -> Result<Gathered> {
        let gather = Gather::new(self.query, plan.parts, self.searcher, self.query.take.min(MAX_TAKE))?;
        let alone = Executor::single_thread();
        let executor = if plan.cost > COSTLY { self.live.executor() } else { &alone };
        let scoring = EnableScoring::disabled_from_searcher(self.searcher);
        Ok(self.searcher.search_with_executor(&*plan.matching, &gather, executor, scoring)?)
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
