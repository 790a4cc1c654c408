//! How long things may be.

use crate::source::{Complaint, File, House, Rust, closing};

const FILE: usize = 500;
const FUNCTION: usize = 50;
const TEMPLATE: usize = 120;

pub fn complaints(house: &House) -> Vec<Complaint> {
    let mut out = Vec::new();
    for rust in house.rust("") {
        let lines = rust.file.text.lines().count();
        if lines > FILE && !is_data(rust.file) {
            let advice = "split it by what it does (data may be longer: end the module's first sentence with `Data.`)";
            out.push(rust.file.complain(0, format!("{lines} lines, {FILE} at most: {advice}")));
        }
        for (at, name, lines) in functions(&rust) {
            if lines > FUNCTION {
                let advice = "name its steps as functions of their own";
                out.push(rust.file.complain(at, format!("`{name}` has {lines} lines, {FUNCTION} at most: {advice}")));
            }
        }
    }
    for template in house.under("crates/gongkai/templates/", "") {
        let lines = template.text.lines().count();
        if lines > TEMPLATE {
            let advice = "move a part of the page into components/ or a file of its own";
            out.push(template.complain(0, format!("{lines} lines, {TEMPLATE} at most: {advice}")));
        }
    }
    out
}

/// Tables of facts written as Rust say so where they begin.
fn is_data(file: &File) -> bool {
    file.text.lines().take_while(|line| line.starts_with("//!")).any(|line| line.ends_with("Data."))
}

/// Offset, name and lines of code of each function with a body.
fn functions(rust: &Rust<'_>) -> Vec<(usize, String, usize)> {
    let code = &rust.code;
    let starts = code.match_indices("fn ").map(|(at, _)| at);
    let own_word = |at: &usize| !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let found = starts.filter(own_word).filter_map(|at| {
        let name: String = code[at + 3..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let end = closing(code, body(code, at)?)?;
        // a snapshot inside a test is data, and a comment is welcome
        let lines = code[at..end].lines().filter(|line| !line.trim().is_empty()).count();
        (!name.is_empty()).then_some((at, name, lines))
    });
    found.collect()
}

/// Where the body opens; `None` for a declaration.
fn body(code: &str, at: usize) -> Option<usize> {
    let mut depth = 0_i32;
    for (at, byte) in code.bytes().enumerate().skip(at) {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b'{' if depth == 0 => return Some(at),
            b';' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

#[test]
fn a_functions_lines_of_code_are_counted_and_not_its_strings_and_comments() {
    let text = "trait T { fn a(x: [u8; 3]); }\nfn b(\n) -> u8 {\n    // why\n    \"\n}\n\"\n}\n".to_owned();
    let file = File { path: "a.rs".to_owned(), text };
    let found = functions(&Rust::of(&file, false));
    assert_eq!(found.iter().map(|(_, name, lines)| (name.as_str(), *lines)).collect::<Vec<_>>(), [("b", 3)]);
}
