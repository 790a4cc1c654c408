//! The fields of the index, and how an entry is written into them.

use std::hash::{DefaultHasher, Hasher};

use tantivy::{
    Index, TantivyDocument, Term,
    schema::{
        FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing,
        TextOptions, Value,
    },
    tokenizer::TextAnalyzer,
};

use crate::{
    entry::{Entry, MAX_ATTACHMENTS, MAX_BODY, MAX_SUMMARY, MAX_TITLE, MAX_VALUE, MAX_VALUES, within},
    fold::{Folded, Mode},
    query::Facet,
    synonyms::Synonyms,
    tokens::{Analyzer, Grain},
};

/// Another number when fields or terms change, the words of jieba's dictionary included.
const FORM: &str = "gongkai-search 3";

/// The form of what we write: an index of another form is built anew.
pub(crate) fn form() -> String {
    format!("{FORM}-{:08x}", Synonyms::edition())
}

/// Where things stand in a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    pub(crate) id: Field,
    /// A number made of the identity: the last word where all else is equal.
    pub(crate) tie: Field,
    pub(crate) title: Field,
    /// The folded title without any mark, as one term.
    pub(crate) whole: Field,
    pub(crate) syllables: Field,
    pub(crate) initials: Field,
    pub(crate) lexicon: Field,
    pub(crate) numbers: Field,
    pub(crate) keywords: Field,
    pub(crate) summary: Field,
    pub(crate) body: Field,
    pub(crate) attachments: Field,
    pub(crate) names: Field,
    pub(crate) labels: Field,
    pub(crate) facets: [Field; Facet::ALL.len()],
    pub(crate) published: Field,
    pub(crate) formed: Field,
    pub(crate) repealed: Field,
    pub(crate) beside: Field,
}

/// Names of the columns that a collector opens.
pub(crate) const TIE: &str = "tie";
pub(crate) const PUBLISHED: &str = "published";
pub(crate) const FORMED: &str = "formed";
pub(crate) const REPEALED: &str = "repealed";
pub(crate) const BESIDE: &str = "beside";

const GRAINS: [(&str, Grain); 6] = [
    ("prose", Grain::Prose),
    ("heading", Grain::Heading),
    ("number", Grain::Number),
    ("syllables", Grain::Syllables),
    ("initials", Grain::Initials),
    ("lexicon", Grain::Lexicon),
];

pub(crate) fn schema() -> (Schema, Fields) {
    let mut of = Schema::builder();
    let text = |grain: &str, option| {
        let indexing = TextFieldIndexing::default().set_tokenizer(grain).set_index_option(option);
        TextOptions::default().set_indexing_options(indexing)
    };
    let places = |grain| text(grain, IndexRecordOption::WithFreqsAndPositions);
    let column = || NumericOptions::default().set_fast();
    let fields = Fields {
        id: of.add_text_field("id", STRING | STORED),
        tie: of.add_u64_field(TIE, column()),
        title: of.add_text_field("title", places("heading") | STORED),
        whole: of.add_text_field("whole", STRING),
        syllables: of.add_text_field("syllables", places("syllables")),
        initials: of.add_text_field("initials", places("initials")),
        lexicon: of.add_text_field("lexicon", text("lexicon", IndexRecordOption::Basic)),
        numbers: of.add_text_field("numbers", places("number")),
        keywords: of.add_text_field("keywords", places("heading")),
        summary: of.add_text_field("summary", places("prose") | STORED),
        body: of.add_text_field("body", places("prose") | STORED),
        attachments: of.add_text_field("attachments", places("prose") | STORED),
        names: of.add_text_field("names", STORED),
        labels: of.add_text_field("labels", places("prose")),
        facets: Facet::ALL.map(|facet| of.add_text_field(facet.column(), FAST)),
        published: of.add_i64_field(PUBLISHED, column()),
        formed: of.add_i64_field(FORMED, column()),
        repealed: of.add_u64_field(REPEALED, column() | INDEXED),
        beside: of.add_u64_field(BESIDE, column()),
    };
    (of.build(), fields)
}

/// Makes our tokenizers known to an index that was opened.
pub(crate) fn register(index: &Index) {
    for (name, grain) in GRAINS {
        index.tokenizers().register(name, TextAnalyzer::builder(Analyzer(grain)).build());
    }
}

impl Fields {
    pub(crate) fn identity(&self, id: &str) -> Term {
        Term::from_field_text(self.id, id)
    }

    pub(crate) fn document(&self, entry: &Entry) -> TantivyDocument {
        let mut doc = TantivyDocument::default();
        let title = within(&entry.title, MAX_TITLE);
        doc.add_text(self.id, &entry.id);
        doc.add_u64(self.tie, tie(&entry.id));
        for field in [self.title, self.syllables, self.initials, self.lexicon] {
            doc.add_text(field, title);
        }
        doc.add_text(self.whole, whole(title));
        doc.add_text(self.summary, within(&entry.summary, MAX_SUMMARY));
        doc.add_text(self.body, within(&entry.body, MAX_BODY));
        let several = [(self.numbers, &entry.numbers), (self.keywords, &entry.keywords), (self.labels, &entry.labels)];
        for (field, values) in several {
            for value in values.iter().take(MAX_VALUES) {
                doc.add_text(field, within(value, MAX_VALUE));
            }
        }
        self.attach(&mut doc, entry);
        self.sort(&mut doc, entry);
        doc
    }

    fn attach(&self, doc: &mut TantivyDocument, entry: &Entry) {
        let mut room = MAX_ATTACHMENTS;
        for (name, text) in entry.attachments.iter().take(MAX_VALUES) {
            let text = within(text, room);
            room -= text.len();
            doc.add_text(self.names, within(name, MAX_VALUE));
            doc.add_text(self.attachments, text);
        }
    }

    /// What filters and sorts.
    fn sort(&self, doc: &mut TantivyDocument, entry: &Entry) {
        for (facet, field) in Facet::ALL.into_iter().zip(self.facets) {
            for value in facet.values(entry).iter().filter(|value| !value.is_empty()).take(MAX_VALUES) {
                doc.add_text(field, within(value, MAX_VALUE));
            }
        }
        doc.add_i64(self.published, entry.published);
        doc.add_i64(self.formed, entry.formed.unwrap_or(entry.published));
        doc.add_u64(self.repealed, u64::from(entry.repealed));
        doc.add_u64(self.beside, u64::from(entry.beside));
    }

    /// All texts of a field in a document.
    pub(crate) fn texts(doc: &TantivyDocument, field: Field) -> impl Iterator<Item = &str> {
        doc.get_all(field).filter_map(|value| value.as_str())
    }

    pub(crate) fn text(doc: &TantivyDocument, field: Field) -> &str {
        Self::texts(doc, field).next().unwrap_or_default()
    }
}

/// A title as one term: two that differ in marks and blanks only are the same.
pub(crate) fn whole(title: &str) -> String {
    let folded = Folded::new(title, Mode::Number);
    folded.text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn tie(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(id.as_bytes());
    hasher.finish()
}
