//! 决定表单: what the tree of decisions sends.

use std::collections::HashMap;

use gongkai_law::request::{
    decision::Decision,
    letter::{Content, asks},
};

use crate::letters::{
    draft::{PARTS, is_searched, part},
    fields::Fields,
    search::{SEARCHES, Search},
    supplied,
};

/// The fields of the leaf that was chosen; those of the other leaves fall away.
pub fn read(form: &HashMap<String, String>) -> Fields {
    let chosen = form.get("outcome").map_or("", String::as_str);
    let Some((decision, variant)) = way(chosen) else { return Fields::default() };
    let words = |name: String| form.get(&name).map_or("", String::as_str).trim().to_owned();
    let gives = supplied::gives(decision, variant);
    let asked = asks(decision, variant).iter().map(|ask| ask.content);
    let typed = asked
        .chain(gives.then_some(Content::Elsewhere))
        .map(|content| (content.key().to_owned(), words(format!("{chosen}.{}", content.key()))))
        .collect();
    let means = if gives { words(format!("{chosen}.means")) } else { String::new() };
    let withheld = (1..=PARTS)
        .map(|n| part(&words(format!("part{n}")), &words(format!("ground{n}")), &words(format!("why{n}"))))
        .filter(|_| decision == Decision::Partial)
        .collect();
    let searched = (1..=SEARCHES).map(|n| search(&words, n)).filter(|_| is_searched(decision, variant)).collect();
    Fields { decision: decision.key().to_owned(), variant, typed, means, withheld, searched, ..Fields::default() }
}

fn search(words: &impl Fn(String) -> String, n: usize) -> Search {
    let word = |part: &str| words(format!("search{n}.{part}"));
    Search { place: word("place"), words: word("words"), day: word("day"), who: word("who"), found: word("found") }
}

/// `D1-0`, taken apart.
fn way(id: &str) -> Option<(Decision, usize)> {
    let (code, variant) = id.split_once('-')?;
    let decision = Decision::ALL.into_iter().find(|decision| decision.code() == code)?;
    let variant = variant.parse().ok().filter(|variant| *variant < decision.letters().len())?;
    Some((decision, variant))
}
