//! Documents beside the code.

use crate::{
    arrows::code,
    source::{Complaint, File, House, Rust},
};

/// Every check has its page beside it, and some test names it.
pub fn checks(house: &House) -> Vec<Complaint> {
    let mut out = Vec::new();
    let all: Vec<Rust<'_>> = house.rust("crates/report/").collect();
    for file in house.under("crates/report/src/checks/", ".rs") {
        let Some(code) = code(&file.path) else { continue };
        let page = file.path.replace(".rs", ".md");
        match house.files.iter().find(|file| file.path == page) {
            Some(page) if page.text.trim().len() > 100 => {}
            _ => out.push(file.complain(0, format!("{code} has no page: write {page}"))),
        }
        if !all.iter().any(|rust| is_tested(rust, file, &code)) {
            out.push(file.complain(0, format!("no test speaks of {code}: show it firing and keeping silent")));
        }
    }
    out
}

/// Its own tests, or the code in the words of another's.
fn is_tested(rust: &Rust<'_>, check: &File, code: &str) -> bool {
    let own = rust.file.path == check.path && rust.file.text.contains("#[test]");
    own || rust.strings.match_indices(code).any(|(at, _)| rust.in_test(at))
}

/// Every relative link leads to a file.
pub fn links(house: &House) -> Vec<Complaint> {
    let mut out = Vec::new();
    for file in house.under("", ".md") {
        let folder = house.root.join(&file.path);
        for (at, goal) in goals(&file.text) {
            let there = folder.parent().is_some_and(|folder| folder.join(goal).exists());
            if !there {
                out.push(file.complain(at, format!("the link to `{goal}` leads nowhere")));
            }
        }
    }
    out
}

/// Offset and goal of each link to a file; links to the web, to a page of the office and inside the document are not.
fn goals(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices("](").filter_map(|(at, _)| {
        let goal = text[at + 2..].split([')', '\n', ' ']).next()?;
        let goal = goal.split('#').next()?;
        let elsewhere = goal.is_empty() || goal.contains(':') || goal.starts_with('/');
        (!elsewhere).then_some((at, goal))
    })
}

#[test]
fn only_links_to_files_are_followed() {
    let text = "[a](docs/a.md#b) [c](#d) [e](https://example.org) [f](/checks/A001) ![g](g.png)";
    assert_eq!(goals(text).map(|(_, goal)| goal).collect::<Vec<_>>(), ["docs/a.md", "g.png"]);
}
