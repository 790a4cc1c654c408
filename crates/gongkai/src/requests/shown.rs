//! 显示: what was written in a file, as its reader may see it. Whoever works on the request reads it as it stands; whoever
//! only supervises reads it with personal numbers and the names of people covered.

use gongkai_law::request::{step::Step, third_party::Asked};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    dossier::Dossier,
    mask,
    register::{Identity, identity},
    reveal,
};
use crate::{office::Office, people::roles::Hand};

/// What stands where nobody knows any more which names to cover.
const HIDDEN: &str = "（内容不显示）";

/// One reader's view of one file. Every page that shows what was written asks here.
pub struct Shown {
    whole: bool,
    /// Whether who applied is not known any more, or does not open: then any words may name them.
    blind: bool,
    /// Whose names are covered, the longest first.
    names: Vec<String>,
}

impl Shown {
    /// How this hand sees this file.
    pub fn to(office: &Office, hand: &Hand, dossier: &Dossier) -> Self {
        let whole = reveal::may(hand, dossier).is_ok();
        let is_person = dossier.applicant().is_person();
        let who = if whole { None } else { identity(office, &dossier.request).ok().flatten() };
        let mut shown = Self::over(whole, who.as_ref(), is_person);
        if !whole {
            parties(dossier).for_each(|line| shown.cover_line(line));
        }
        shown
    }

    /// A file of whoever brought it; `None`: nobody knows any more.
    pub fn over(whole: bool, who: Option<&Identity>, is_person: bool) -> Self {
        let mut shown = Self { whole, blind: !whole && is_person && who.is_none(), names: Vec::new() };
        if !whole {
            who.into_iter().flat_map(|who| applicants(who, is_person)).for_each(|name| shown.cover(&name));
        }
        shown
    }

    /// Whether words are shown to nobody but whose file it is, because nobody knows which names to cover.
    pub fn is_blind(&self) -> bool {
        self.blind
    }

    /// Whether nothing is covered.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// The same with one more name covered, of a person whom a letter addresses.
    pub fn but(mut self, name: &str) -> Self {
        if !self.whole {
            self.cover_line(name);
        }
        self
    }

    /// The people at the head of a line that may name an organisation.
    fn cover_line(&mut self, line: &str) {
        names_in(line).filter(|name| is_person(name)).for_each(|name| self.cover(&name));
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
        if self.blind && !words.trim().is_empty() {
            return HIDDEN.to_owned();
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
    pub fn paper(&self, n: i32, name: &str) -> String {
        if self.whole { name.to_owned() } else { format!("材料{}", n + 1) }
    }
}

/// The people who applied: applicant, agent, joint applicants, and who was written down for one of them before. The name of
/// an organisation is no secret.
pub fn applicants(who: &Identity, is_person: bool) -> impl Iterator<Item = String> {
    let before = who.corrected.iter().filter(|corrected| ["name", "agent", "joint"].contains(&&*corrected.part));
    let before = before.flat_map(|corrected| corrected.was.lines());
    let others = who.agent.lines().chain(who.joint.lines()).chain(before).flat_map(names_in);
    std::iter::once(who.name.trim().to_owned()).filter(move |_| is_person).chain(others)
}

/// The names at the head of a line that says more: 张三、李四（城关镇） names two.
pub fn names_in(line: &str) -> impl Iterator<Item = String> {
    let head = line.trim().split([' ', '　', '，', ',', '；', '：', ':', '（', '(']).next().unwrap_or_default();
    head.split('、')
        .flat_map(|piece| match piece.chars().count() {
            // 张和平 is one, 张三和李四 are two
            0..=4 => vec![piece],
            _ => piece.split(['和', '与']).collect(),
        })
        .map(|name| TITLES.iter().find_map(|title| name.strip_suffix(title)).unwrap_or(name).to_owned())
}

/// What follows a name.
const TITLES: [&str; 4] = ["先生", "女士", "同志", "等"];

/// 第三方
fn parties(dossier: &Dossier) -> impl Iterator<Item = &str> {
    dossier.entries.iter().filter_map(|entry| match entry.taken.step {
        Step::Consulted { asked: Asked::ThirdParty, .. } => Some(entry.words.who.as_str()),
        _ => None,
    })
}

/// Whether a third party is a person and no organisation, by the look of the name.
fn is_person(name: &str) -> bool {
    (2..=4).contains(&name.chars().count()) || name.contains('·')
}
