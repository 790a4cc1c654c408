//! 您要找的是不是.
use crate::{Result, schema::Fields};
use tantivy::Searcher;
pub(crate) fn meant(_searcher: &Searcher, _fields: &Fields, _words: &str) -> Result<Option<String>> {
    Ok(None)
}
