//! Every file of Rust belongs to a program: a test that no module names never runs, and says so to nobody.

use crate::source::{Complaint, House};

/// Folders whose files are programs of their own.
const ROOTS: [&str; 4] = ["tests", "examples", "benches", "bin"];

/// A complaint for each file that nothing names.
pub fn complaints(house: &House) -> Vec<Complaint> {
    let orphans = house.files.iter().filter(|file| is_module(&file.path) && !is_named(house, &file.path));
    orphans.map(|file| file.complain(0, "no `mod` names this file: nothing in it is compiled")).collect()
}

fn is_module(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let [first, .., folder, name] = parts[..] else { return false };
    let ours = ["crates", "xtask"].contains(&first) && name.ends_with(".rs");
    ours && !ROOTS.contains(&folder) && !["mod.rs", "lib.rs", "main.rs", "build.rs"].contains(&name)
}

/// Whether the folder's own file, or the file beside the folder, has `mod name;` or the path written out.
fn is_named(house: &House, path: &str) -> bool {
    let Some((folder, name)) = path.rsplit_once('/') else { return true };
    let stem = name.trim_end_matches(".rs");
    let beside = format!("{folder}.rs");
    let parents = ["mod.rs", "lib.rs", "main.rs"].map(|parent| format!("{folder}/{parent}"));
    let declares = |text: &str| text.lines().any(|line| line.trim_end().ends_with(&format!("mod {stem};")));
    let named = house.files.iter().filter(|file| file.path == beside || parents.contains(&file.path));
    let by_path = format!("/{name}\"]");
    named.into_iter().any(|file| declares(&file.text))
        || house.files.iter().any(|file| file.text.contains("#[path") && file.text.contains(&by_path))
}

#[test]
fn a_module_is_told_from_a_program() {
    assert!(is_module("crates/a/src/b.rs") && is_module("crates/a/tests/it/web/gate.rs"));
    assert!(!is_module("crates/a/tests/contract.rs") && !is_module("crates/a/src/lib.rs") && !is_module("fuzz/a/b.rs"));
}
