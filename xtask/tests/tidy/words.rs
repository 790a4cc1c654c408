//! One word a thing: docs/glossary.md against the code.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{Complaint, File, House};

const GLOSSARY: &str = "docs/glossary.md";

pub fn complaints(house: &House) -> Vec<Complaint> {
    let glossary = house.files.iter().find(|file| file.path == GLOSSARY).expect("docs/glossary.md");
    let mut out = doubles(glossary);
    let known: BTreeSet<&str> = rows(glossary).flat_map(|row| row.identifiers).collect();
    let mut words = BTreeSet::new();
    for krate in
        ["crates/law/src/", "crates/report/src/", "crates/gate/src/", "crates/search/src/", "crates/store/src/"]
    {
        for rust in house.rust(krate) {
            let joined = |c: char| c.is_alphanumeric() || c == '_';
            words.extend(rust.code.split(|c| !joined(c)).map(str::to_owned));
            for kind in ["struct", "enum", "trait", "type"] {
                let mark = format!("pub {kind} ");
                for at in rust.shipped(&mark) {
                    let rest = &rust.code[at + mark.len()..];
                    let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                    // a macro's `pub struct $name` has none
                    if !name.is_empty() && !known.contains(name) {
                        out.push(rust.file.complain(at, format!("`{name}` is not in {GLOSSARY}: add its row")));
                    }
                }
            }
        }
    }
    for rust in house.rust("crates/") {
        for name in ["Manager", "Service", "Helper", "Util", "Utils", "Dto"] {
            let named = rust.shipped(name).filter(|&at| is_end_of_type(&rust.code, at, name));
            out.extend(
                named.map(|at| rust.file.complain(at, format!("a type named …{name} says nothing: what is it?"))),
            );
        }
    }
    out.extend(gone(glossary, &words));
    out
}

/// One row of a table: 中文 | English | identifiers | where.
struct Row<'a> {
    at: usize,
    chinese: &'a str,
    english: &'a str,
    identifiers: Vec<&'a str>,
}

fn rows(glossary: &File) -> impl Iterator<Item = Row<'_>> {
    glossary.text.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix('|')?.split('|').map(str::trim).collect();
        let [chinese, english, identifiers, ..] = cells.as_slice() else { return None };
        if chinese.starts_with("--") || *chinese == "中文" {
            return None;
        }
        let at = line.as_ptr().addr() - glossary.text.as_ptr().addr();
        let identifiers = identifiers.split('`').skip(1).step_by(2).collect();
        Some(Row { at, chinese, english, identifiers })
    })
}

/// A term or a word that stands twice.
fn doubles(glossary: &File) -> Vec<Complaint> {
    let mut out = Vec::new();
    let (mut terms, mut words) = (BTreeMap::new(), BTreeMap::new());
    for row in rows(glossary) {
        for (seen, word) in [(&mut terms, row.chinese), (&mut words, row.english)] {
            if word != "—" && seen.insert(word, row.at).is_some() {
                out.push(
                    glossary.complain(row.at, format!("`{word}` stands twice: one word a thing, one thing a word")),
                );
            }
        }
    }
    out
}

/// A name that the glossary knows and the code does not: names that begin with a capital and stand alone.
fn gone(glossary: &File, words: &BTreeSet<String>) -> Vec<Complaint> {
    let mut out = Vec::new();
    for row in rows(glossary) {
        for name in &row.identifiers {
            let is_type = name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(char::is_alphanumeric);
            if is_type && !words.contains(*name) {
                out.push(glossary.complain(row.at, format!("nothing is called `{name}`: take it out or mend it")));
            }
        }
    }
    out
}

fn is_end_of_type(code: &str, at: usize, name: &str) -> bool {
    let joined = |c: char| c.is_alphanumeric() || c == '_';
    let line = code[..at].rsplit('\n').next().unwrap_or_default();
    let declared = ["struct ", "enum ", "trait ", "type "].iter().any(|kind| line.contains(kind));
    declared && !code[at + name.len()..].starts_with(joined)
}

#[test]
fn a_word_used_for_two_things_is_found() {
    let text =
        "| 中文 | English | identifier |\n|---|---|---|\n| 答复 | reply | `Reply` |\n| 回复 | reply | `Answer` |\n";
    let glossary = File { path: GLOSSARY.to_owned(), text: text.to_owned() };
    let found: Vec<String> = doubles(&glossary).iter().map(Complaint::to_string).collect();
    assert_eq!(found, ["docs/glossary.md:4: `reply` stands twice: one word a thing, one thing a word"]);
    assert_eq!(rows(&glossary).flat_map(|row| row.identifiers).collect::<Vec<_>>(), ["Reply", "Answer"]);
}
