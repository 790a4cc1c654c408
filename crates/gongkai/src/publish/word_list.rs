//! 错敏词表: the words that an organ does not want to see in what it publishes, and what to write instead.

use gongkai_gate::Word;
use gongkai_store::{Act, Organ};

use crate::office::Office;

/// The longest list, in characters: some three thousand words.
pub const LONGEST: usize = 20_000;

fn key(organ: &Organ) -> String {
    format!("publish.words.{}", organ.slug)
}

/// The list of an organ as it was typed; empty where it has none.
///
/// # Errors
/// The register.
pub async fn of(office: &Office, organ: &Organ) -> Result<String, gongkai_store::Error> {
    Ok(office.db.setting(&key(organ)).await?.unwrap_or_default())
}

/// Keeps a list.
///
/// # Errors
/// The register.
pub async fn keep(act: &mut Act, organ: &Organ, list: &str) -> Result<(), gongkai_store::Error> {
    act.set(&key(organ), list).await
}

/// One a line: the word, and after an equals sign what to write instead.
///
/// ```
/// use gongkai::publish::word_list::words;
///
/// let list: Vec<_> = words("老农民=农民群众\n 内部掌握 \n\n＝空").collect();
/// assert_eq!(list.len(), 2);
/// assert_eq!((list[0].wrong.as_str(), list[0].right.as_str()), ("老农民", "农民群众"));
/// assert_eq!((list[1].wrong.as_str(), list[1].right.as_str()), ("内部掌握", ""));
/// ```
pub fn words(list: &str) -> impl Iterator<Item = Word> {
    let word = |line: &str| {
        let (wrong, right) = line.split_once(['=', '＝']).unwrap_or((line, ""));
        Word { wrong: wrong.trim().to_owned(), right: right.trim().to_owned() }
    };
    list.lines().map(word).filter(|word| !word.wrong.is_empty())
}
