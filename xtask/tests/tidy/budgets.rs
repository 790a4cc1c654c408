//! How long things may be.

use crate::source::{Complaint, File, House, Rust, closing, line_of};

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

/// Offset, name and length in lines of each function with a body.
fn functions(rust: &Rust<'_>) -> Vec<(usize, String, usize)> {
    let code = &rust.code;
    let starts = code.match_indices("fn ").map(|(at, _)| at);
    let own_word = |at: &usize| !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let found = starts.filter(own_word).filter_map(|at| {
        let name: String = code[at + 3..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let end = closing(code, body(code, at)?)?;
        (!name.is_empty()).then(|| (at, name, 1 + line_of(code, end - 1) - line_of(code, at)))
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
fn a_function_is_measured_from_its_name_to_its_last_brace() {
    let text = "trait T { fn a(x: [u8; 3]); }\nfn b(\n) -> u8 {\n    if x { \"}\" }\n}\n".to_owned();
    let file = File { path: "a.rs".to_owned(), text };
    let found = functions(&Rust::of(&file));
    assert_eq!(found.iter().map(|(_, name, lines)| (name.as_str(), *lines)).collect::<Vec<_>>(), [("b", 4)]);
}
