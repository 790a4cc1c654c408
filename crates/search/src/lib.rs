//! 全文检索: what can be found comes in, ranked hits go out.
//!
//! Chinese is found by any stretch of it: an [`Index`] keeps every two characters beside each other and the words of a
//! dictionary, so no segmenter decides what can be found. 繁體 and 简体, full and half width, large and small letters
//! are one; 文号 and 索引号 are found in any punctuation, titles by their sound. The crate knows nobody: codes are the
//! caller's, texts are plain, marks are byte ranges and never HTML. Nothing here knows who may see what: only what
//! everybody may see is put in.

mod entry;
mod error;
mod fold;
mod folder;
mod found;
mod gather;
mod index;
mod lane;
mod marks;
mod meant;
mod number;
mod pinyin;
mod plan;
mod query;
mod question;
mod schema;
mod search;
mod suggest;
mod synonyms;
mod tokens;
mod writer;

pub use entry::{Entry, MAX_ATTACHMENTS, MAX_BODY, MAX_SUMMARY, MAX_TITLE, MAX_VALUE, MAX_VALUES};
pub use error::Error;
pub use found::{Found, Hit, Marked, Place, Snippet};
pub use index::Index;
pub use query::{Facet, MAX_TAKE, MAX_WORDS, Query, Sort, Within};
pub use suggest::{MAX_SUGGESTIONS, Suggestion};
pub use synonyms::Synonyms;
pub use tokens::is_word;
pub use writer::{Rebuild, Writer};

/// What the index answers.
pub type Result<T> = std::result::Result<T, Error>;
