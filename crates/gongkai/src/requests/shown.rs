//! 显示: what was written in a file, as its reader may see it. Whoever works on the request reads it as it stands; whoever
//! only supervises reads it with personal numbers and the names of people covered.

use gongkai_law::request::{step::Step, third_party::Asked};
use gongkai_store::Attached;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    dossier::Dossier,
    mask,
    register::{Identity, identity},
    reveal,
};
use crate::{office::Office, people::roles::Hand};

/// One reader's view of one file. Every page that shows what was written asks here.
pub struct Shown {
    whole: bool,
    /// Whose names are covered, the longest first.
    names: Vec<String>,
}

impl Shown {
    /// How this hand sees this file.
    pub fn to(office: &Office, hand: &Hand, dossier: &Dossier) -> Self {
        let whole = reveal::may(hand, dossier).is_ok();
        let mut shown = Self { whole, names: Vec::new() };
        if !whole {
            // what does not open names nobody
            let who = identity(office, &dossier.request).ok().flatten().unwrap_or_default();
            applicants(&who, dossier.applicant().is_person()).for_each(|name| shown.cover(name));
            parties(dossier).filter(|name| is_person(name)).for_each(|name| shown.cover(name));
        }
        shown
    }

    /// Whether nothing is covered.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// The same with one more name covered, of a person whom a letter addresses.
    pub fn but(mut self, name: &str) -> Self {
        if !self.whole && is_person(name.trim()) {
            self.cover(name);
        }
        self
    }

    fn cover(&mut self, name: &str) {
        let name = name.trim();
        // a single character stands in every text
        if name.chars().nth(1).is_some() {
            self.names.push(name.to_owned());
            self.names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        }
    }

    /// Some words.
    pub fn words(&self, words: &str) -> String {
        if self.whole {
            return words.to_owned();
        }
        let covered = |words: String, name: &String| words.replace(name, &mask::name(name));
        self.names.iter().fold(mask::numbers(words), covered)
    }

    /// All words of something that is kept as JSON: a letter's text, its fields.
    pub fn all<T: Serialize + DeserializeOwned + Default>(&self, what: &T) -> T {
        let mut value = serde_json::to_value(what).unwrap_or_default();
        self.each(&mut value);
        serde_json::from_value(value).unwrap_or_default()
    }

    fn each(&self, value: &mut Value) {
        match value {
            Value::String(words) => *words = self.words(words),
            Value::Array(parts) => parts.iter_mut().for_each(|part| self.each(part)),
            Value::Object(parts) => parts.values_mut().for_each(|part| self.each(part)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// The name of a paper: people name their files after themselves, so whoever may open none reads its place alone.
    pub fn paper(&self, file: &Attached) -> String {
        if self.whole { file.name.clone() } else { format!("材料{}", file.n + 1) }
    }
}

/// The people who applied: applicant, agent, joint applicants, and who was written down for one of them before. The name of
/// an organisation is no secret.
fn applicants(who: &Identity, is_person: bool) -> impl Iterator<Item = &str> {
    let before = who.corrected.iter().filter(|corrected| ["name", "agent", "joint"].contains(&&*corrected.part));
    let before = before.flat_map(|corrected| corrected.was.lines());
    let others = who.agent.lines().chain(who.joint.lines()).chain(before).map(name_in);
    std::iter::once(who.name.as_str()).filter(move |_| is_person).chain(others)
}

/// The name at the head of a line that says more.
fn name_in(line: &str) -> &str {
    line.trim().split([' ', '　', '，', ',', '；', '（', '(']).next().unwrap_or_default()
}

/// 第三方
fn parties(dossier: &Dossier) -> impl Iterator<Item = &str> {
    dossier.entries.iter().filter_map(|entry| match entry.taken.step {
        Step::Consulted { asked: Asked::ThirdParty, .. } => Some(name_in(&entry.words.who)),
        _ => None,
    })
}

/// Whether a third party is a person and no organisation, by the look of the name.
fn is_person(name: &str) -> bool {
    (2..=4).contains(&name.chars().count()) || name.contains('·')
}
