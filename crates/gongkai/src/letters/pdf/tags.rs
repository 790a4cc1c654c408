//! 结构: what stands where in a PDF for those who have it read aloud: headings, paragraphs, tables with their heads. Rules,
//! repeated heads and page numbers are no part of it.

use std::num::{NonZeroU16, NonZeroU32};

use krilla::{
    destination::XyzDestination,
    geom::Point,
    outline::{Outline, OutlineNode},
    tagging::{Identifier, TableHeaderScope, Tag, TagGroup, TagKind, TagTree},
};

/// What reads out, as whom the reader meets it.
struct Part {
    tag: TagKind,
    within: Option<usize>,
    /// A heading's words, the page that it stands on, and how far down.
    heading: Option<(String, usize, f32)>,
}

/// The parts of a paper, in reading order.
#[derive(Default)]
pub struct Parts {
    all: Vec<Part>,
}

impl Parts {
    /// A part inside another one, or on its own; gives its place.
    pub fn add(&mut self, tag: impl Into<TagKind>, within: Option<usize>) -> usize {
        self.all.push(Part { tag: tag.into(), within, heading: None });
        self.all.len() - 1
    }

    /// A heading, with the page and the height at which it stands.
    pub fn heading(&mut self, level: u16, words: &str, page: usize, y: f32) -> usize {
        let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
        let part = self.add(Tag::Hn(level, Some(words.to_owned())), None);
        if let Some(last) = self.all.last_mut() {
            last.heading = Some((words.to_owned(), page, y));
        }
        part
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// As a tree, with the pieces of content that each part was drawn in.
    pub fn tree(&self, leaves: &[Vec<Identifier>]) -> TagTree {
        let mut within: Vec<Vec<TagGroup>> = self.all.iter().map(|_| Vec::new()).collect();
        let mut roots = Vec::new();
        // a part always stands behind the one that it is in
        for (n, part) in self.all.iter().enumerate().rev() {
            let mut group = TagGroup::new(part.tag.clone());
            leaves.get(n).into_iter().flatten().for_each(|leaf| group.push(*leaf));
            let inner = within.get_mut(n).map(std::mem::take).unwrap_or_default();
            inner.into_iter().rev().for_each(|inner| group.push(inner));
            match part.within.and_then(|outer| within.get_mut(outer)) {
                Some(outer) => outer.push(group),
                None => roots.push(group),
            }
        }
        let mut tree = TagTree::new().with_lang(Some("zh-CN".to_owned()));
        roots.into_iter().rev().for_each(|root| tree.push(root));
        tree
    }

    /// The headings, to leap to.
    pub fn outline(&self) -> Outline {
        let mut outline = Outline::new();
        for (words, page, y) in self.all.iter().filter_map(|part| part.heading.as_ref()) {
            let there = XyzDestination::new(*page, Point::from_xy(0.0, *y));
            outline.push_child(OutlineNode::new(words.clone(), there));
        }
        outline
    }
}

/// The tag of a table's cell.
pub fn cell(scope: Option<TableHeaderScope>, rows: usize, columns: usize) -> TagKind {
    let span = |count: usize| u32::try_from(count).ok().filter(|count| *count > 1).and_then(NonZeroU32::new);
    let (rows, columns) = (span(rows), span(columns));
    match scope {
        Some(scope) => Tag::TH(scope).with_row_span(rows).with_col_span(columns).into(),
        None => Tag::TD.with_row_span(rows).with_col_span(columns).into(),
    }
}
