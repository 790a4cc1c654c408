//! The pages of a file, in order.

use std::collections::HashSet;

use super::{
    super::budget::Budget,
    file::File,
    lexer::{Dictionary, Object},
    matrix::Matrix,
};

/// More pages than any report has.
const MOST_PAGES: usize = 3_000;

/// A page with what it inherited.
pub(super) struct Page<'a> {
    contents: Object<'a>,
    /// What was put on top of it.
    pub notes: Object<'a>,
    pub resources: Dictionary<'a>,
    pub turned: Matrix,
}

/// A node still to be looked at, with what the nodes above it said.
struct Node<'a> {
    number: u32,
    resources: Object<'a>,
    turned: Object<'a>,
}

/// All pages.
pub(super) fn pages<'a>(
    file: &File<'a>,
    trailers: &[Dictionary<'a>],
    budget: &Budget,
) -> Result<Vec<Page<'a>>, String> {
    let roots = trailers.iter().map(|trailer| file.inner(trailer, "Root"));
    let tops =
        roots.filter_map(|root| if let Some(Object::Reference(top)) = root.get("Pages") { Some(*top) } else { None });
    for number in tops {
        let pages = below(file, number, budget)?;
        if !pages.is_empty() {
            return Ok(pages);
        }
    }
    Ok(Vec::new())
}

fn below<'a>(file: &File<'a>, number: u32, budget: &Budget) -> Result<Vec<Page<'a>>, String> {
    let mut pages = Vec::new();
    let mut seen = HashSet::new();
    let mut nodes = vec![Node { number, resources: Object::Null, turned: Object::Null }];
    while let Some(Node { number, resources, turned }) = nodes.pop() {
        budget.in_time()?;
        if !seen.insert(number) || pages.len() >= MOST_PAGES {
            continue;
        }
        let Object::Dictionary(node) = file.object(number) else { continue };
        let own = |name, inherited| match file.get(&node, name) {
            Object::Null => inherited,
            own => own,
        };
        let (resources, turned) = (own("Resources", resources), own("Rotate", turned));
        match file.get(&node, "Kids") {
            Object::Array(kids) => {
                for kid in kids.iter().rev().take(MOST_PAGES) {
                    if let Object::Reference(number) = kid {
                        nodes.push(Node { number: *number, resources: resources.clone(), turned: turned.clone() });
                    }
                }
            }
            _ => pages.push(Page {
                notes: node.get("Annots").cloned().unwrap_or(Object::Null),
                contents: node.get("Contents").cloned().unwrap_or(Object::Null),
                resources: if let Object::Dictionary(resources) = resources {
                    resources
                } else {
                    Dictionary::default()
                },
                turned: Matrix::turned(turned.number().unwrap_or(0.0)),
            }),
        }
    }
    Ok(pages)
}

impl<'a> Page<'a> {
    /// Its operators: one stream, or several that read as one.
    pub(super) fn content(&self, file: &File<'a>) -> Vec<u8> {
        let parts = match file.resolve(&self.contents) {
            Object::Array(parts) => parts,
            _ => vec![self.contents.clone()],
        };
        let mut content = Vec::new();
        for stream in parts.iter().filter_map(|part| file.stream(part)) {
            content.extend(stream.bytes);
            content.push(b'\n');
        }
        content
    }
}
