//! What must not be left in a file.

use crate::source::{Complaint, House};

pub fn complaints(house: &House) -> Vec<Complaint> {
    let mut out = Vec::new();
    for rust in house.rust("") {
        for (word, advice) in [
            (".unwrap()", "say what happens when there is nothing"),
            ("todo!", "finish it or leave it out"),
            ("unimplemented!", "finish it or leave it out"),
            ("dbg!", "take it out"),
        ] {
            out.extend(rust.shipped(word).map(|at| rust.file.complain(at, format!("`{word}`: {advice}"))));
        }
        // in two halves, so that this file may speak of it
        for word in [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")] {
            let left = rust.comments.match_indices(word);
            out.extend(left.map(|(at, _)| rust.file.complain(at, format!("`{word}`: do it, or file an issue"))));
        }
    }
    for file in &house.files {
        for root in ["work", "root", "home", "Users"] {
            for (at, place) in file.text.match_indices(&format!("/{root}/")) {
                let before = file.text[..at].chars().next_back();
                if before.is_none_or(|c| c.is_whitespace() || "\"'`(=:".contains(c)) {
                    out.push(file.complain(at, format!("`{place}` is a place of one machine: make it relative")));
                }
            }
        }
    }
    out
}
