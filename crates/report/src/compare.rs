//! 比较: two reports side by side: which figures differ and by how much, and how alike their sections read.

mod editions;
mod text;

use std::collections::HashMap;

use gongkai_law::annual_report::form::Kind;

use crate::reading::Report;

pub use editions::{Counterpart, counterparts};
pub use text::text;

/// What two reports have in common and where they part.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// How many figures stand in both and are equal.
    pub same: usize,
    /// The others, in print order; those that neither report knows are left out.
    pub figures: Vec<Figure>,
    /// Each section that one of the two has, by number.
    pub sections: Vec<Likeness>,
}

/// A figure that differs, or that only one report knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The address, in the form in force where the two reports are of different editions.
    pub address: String,
    /// As a person reads it: `行政复议·结果维持`.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// In the first report.
    pub left: Option<i64>,
    /// In the second report.
    pub right: Option<i64>,
    /// The two editions do not ask quite the same.
    pub approximate: bool,
}

impl Figure {
    /// What the second report has more than the first.
    pub fn difference(&self) -> Option<i64> {
        self.right?.checked_sub(self.left?)
    }
}

/// How alike the words of a section are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    /// 1 to 6.
    pub section: u8,
    /// From 0, nothing in common, to 1, the same; `None` where one report lacks the section.
    pub share: Option<f64>,
}

/// Compares two reports, of the same edition or not.
pub fn compare(left: &Report, right: &Report) -> Comparison {
    let mut out = Comparison { same: 0, figures: Vec::new(), sections: sections(left, right) };
    let (Some(a), Some(b)) = (&left.figures, &right.figures) else { return out };
    for pair in counterparts(a.edition(), b.edition()) {
        let (left, right) = (a.sum(&pair.left), b.sum(&pair.right));
        if left == right {
            out.same += usize::from(left.is_some());
            continue;
        }
        let Counterpart { address, name, kind, approximate, .. } = pair;
        out.figures.push(Figure { address, name, kind, left, right, approximate });
    }
    out
}

fn sections(left: &Report, right: &Report) -> Vec<Likeness> {
    let words = |report: &Report, number: u8| {
        let found = report.sections.iter().filter(|section| section.number == number);
        found.map(|section| section.text.clone()).reduce(|a, b| a + &b)
    };
    let likeness = |section| match (words(left, section), words(right, section)) {
        (None, None) => None,
        (Some(a), Some(b)) => Some(Likeness { section, share: Some(alike(&a, &b)) }),
        _ => Some(Likeness { section, share: None }),
    };
    (1..=6).filter_map(likeness).collect()
}

/// The share of neighbouring character pairs that two texts have in common (Dice); blanks do not count.
fn alike(a: &str, b: &str) -> f64 {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>();
    let (a, b) = (letters(a), letters(b));
    if a == b {
        return 1.0;
    }
    let mut left: HashMap<&[char], usize> = HashMap::new();
    for pair in a.windows(2) {
        *left.entry(pair).or_default() += 1;
    }
    let mut common = 0_usize;
    for pair in b.windows(2) {
        if let Some(count) = left.get_mut(pair).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    let pairs = a.len().saturating_sub(1) + b.len().saturating_sub(1);
    if pairs == 0 { 0.0 } else { (2 * common) as f64 / pairs as f64 }
}

#[cfg(test)]
mod tests;
