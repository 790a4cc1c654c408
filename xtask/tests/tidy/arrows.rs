//! Who may know whom: design.md's arrows, in manifests and in source.

use crate::source::{Complaint, File, House, Rust};

const OUTSIDE: &[&str] = &["std::env", "std::fs", "std::net", "std::path", "std::process", "println!", "async fn"];
const CLOCK: &[&str] = &["SystemTime", "Timestamp::now", "Zoned::now"];
const WEB: &[&str] = &["axum", "askama", "tower", "tower-http", "tower-sessions"];
const ASYNC: &[&str] = &["tokio", "futures"];
const SQL: &[&str] = &["SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE ", "UPDATE ", "PRAGMA "];

pub fn complaints(house: &House) -> Vec<Complaint> {
    let mut out = manifests(house);
    for (folder, words, why) in [
        ("crates/law/src/", [OUTSIDE, CLOCK, &["Instant"]].concat(), "the law knows no clock and no outside"),
        ("crates/report/src/", [OUTSIDE, CLOCK].concat(), "reports are bytes in, bytes out: take it as an argument"),
        ("crates/search/src/", [CLOCK, &["println!", "std::env", "std::net", "async fn"]].concat(), "search is told"),
        ("crates/gate/src/", [OUTSIDE, CLOCK].concat(), "files are bytes in, bytes out: take it as an argument"),
        ("crates/store/src/", [CLOCK, &["println!"]].concat(), "the store is told the time: take it as an argument"),
        ("crates/gongkai/src/", vec!["sqlx"], "only the store speaks SQL: give it a question to answer"),
    ] {
        for rust in house.rust(folder) {
            forbid(&rust, &words, why, &mut out);
        }
    }
    for rust in house.rust("crates/").filter(|rust| !rust.file.path.starts_with("crates/store/")) {
        no_sql(&rust, &mut out);
    }
    for rust in house.rust("crates/gongkai/src/").filter(|rust| is_act(house, &rust.file.path)) {
        let words = [&["axum", "askama", "tower_sessions"], CLOCK].concat();
        forbid(&rust, &words, "an act knows no page and no clock: doors (portal.rs, desk.rs, api.rs) do", &mut out);
    }
    for rust in house.rust("crates/report/src/checks/").filter(|rust| code(&rust.file.path).is_some()) {
        strangers(&rust, &mut out);
    }
    out
}

fn manifests(house: &House) -> Vec<Complaint> {
    let mut out = Vec::new();
    for (path, banned, why) in [
        (
            "crates/report/Cargo.toml",
            [WEB, ASYNC, &["sqlx", "gongkai-search", "gongkai-store", "gongkai-gate", "gongkai"]].concat(),
            "reports are pure",
        ),
        (
            "crates/search/Cargo.toml",
            [WEB, ASYNC, &["sqlx", "gongkai-law", "gongkai-report", "gongkai-gate", "gongkai-store", "gongkai"]]
                .concat(),
            "search knows nobody",
        ),
        (
            "crates/gate/Cargo.toml",
            [WEB, ASYNC, &["sqlx", "gongkai-search", "gongkai-store", "gongkai"]].concat(),
            "the gate is pure and knows reports alone",
        ),
        (
            "crates/store/Cargo.toml",
            [WEB, &["gongkai-report", "gongkai-gate", "gongkai-search", "gongkai"]].concat(),
            "the store knows neither files nor search",
        ),
        ("crates/gongkai/Cargo.toml", vec!["sqlx"], "only the store speaks SQL"),
        (
            "xtask/Cargo.toml",
            vec!["gongkai", "gongkai-law", "gongkai-report", "gongkai-gate", "gongkai-search"],
            "xtask must start within seconds",
        ),
    ] {
        for file in house.under(path, "") {
            for (at, name) in dependencies(file).filter(|(_, name)| banned.contains(name)) {
                out.push(file.complain(at, format!("`{name}` must not stand here: {why}")));
            }
        }
    }
    for file in house.under("crates/law/Cargo.toml", "") {
        for (at, name) in dependencies(file).filter(|(_, name)| *name != "jiff") {
            out.push(file.complain(at, format!("`{name}` must not stand here: the law knows std and jiff alone")));
        }
    }
    out
}

/// Offset and name of each entry under `[dependencies]`.
fn dependencies(file: &File) -> impl Iterator<Item = (usize, &str)> {
    let start = file.text.find("[dependencies]").map_or(file.text.len(), |at| at + "[dependencies]".len());
    let section = file.text[start..].split("\n[").next().unwrap_or_default();
    let lines = section.split_inclusive('\n').scan(start, |at, line| {
        let here = *at;
        *at += line.len();
        Some((here, line))
    });
    lines.filter_map(|(at, line)| Some((at, line.split(['.', '=', ' ']).next()?.trim()))).filter(|(_, n)| !n.is_empty())
}

fn forbid(rust: &Rust<'_>, words: &[&str], why: &str, out: &mut Vec<Complaint>) {
    for word in words {
        for at in rust.shipped(word) {
            out.push(rust.file.complain(at, format!("`{word}` must not stand here: {why}")));
        }
    }
}

fn no_sql(rust: &Rust<'_>, out: &mut Vec<Complaint>) {
    for word in SQL {
        for (at, _) in rust.strings.match_indices(word).filter(|(at, _)| !rust.in_test(*at)) {
            out.push(rust.file.complain(at, "SQL stands in crates/store alone: give the store a question to answer"));
        }
    }
}

/// A folder that has a door is a piece of the office's work, and its other files are acts and what they share.
fn is_act(house: &House, path: &str) -> bool {
    const DOORS: [&str; 4] = ["mod.rs", "portal.rs", "desk.rs", "api.rs"];
    let Some((folder, name)) = path.rsplit_once('/') else { return false };
    let has_door = house.files.iter().any(|file| {
        file.path
            .strip_prefix(folder)
            .is_some_and(|rest| DOORS[1..].iter().any(|door| rest.strip_prefix('/') == Some(door)))
    });
    has_door && !DOORS.contains(&name)
}

/// The code that a check's file is named for.
pub fn code(path: &str) -> Option<String> {
    let name = path.rsplit('/').next()?;
    let code = name.get(..4).filter(|_| matches!(name.as_bytes().get(4), Some(b'_' | b'.')))?;
    let (family, number) = code.split_at(1);
    (family.chars().all(|c| c.is_ascii_lowercase()) && number.chars().all(|c| c.is_ascii_digit()))
        .then(|| code.to_ascii_uppercase())
}

/// Checks are independent of each other.
fn strangers(rust: &Rust<'_>, out: &mut Vec<Complaint>) {
    for path in ["super::", "checks::"] {
        for at in rust.shipped(path) {
            let next = rust.code[at + path.len()..].split(|c: char| !c.is_alphanumeric() && c != '_').next();
            if next.is_some_and(|module| code(module).is_some() || code(&format!("{module}.")).is_some()) {
                out.push(
                    rust.file.complain(at, "a check must not know another: share the rule in a module of its own"),
                );
            }
        }
    }
}

#[test]
fn a_check_is_known_by_its_file_name() {
    assert_eq!(code("crates/report/src/checks/a001_intake.rs").as_deref(), Some("A001"));
    assert_eq!(code("crates/report/src/checks/prose.rs"), None);
}

#[test]
fn a_manifest_names_its_dependencies() {
    let text = "[package]\nname = \"x\"\n\n[dependencies]\njiff.workspace = true\nsm3 = \"1\"\n\n[dev-dependencies]\ninsta = \"1\"\n";
    let file = File { path: "Cargo.toml".to_owned(), text: text.to_owned() };
    assert_eq!(dependencies(&file).map(|(_, name)| name).collect::<Vec<_>>(), ["jiff", "sm3"]);
}
