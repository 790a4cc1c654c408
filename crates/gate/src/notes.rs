//! What was found so far in one file: grouped by check and part, bounded.

use std::ops::Range;

use sm3::{Digest, Sm3};

use crate::{
    Kind, Rules,
    checks::{self, Check},
    finding::{At, Excerpt, Finding, Hit, Way},
    text::{Columns, mask},
};

/// Bytes of words that are kept for the index.
const MOST_TEXT: usize = 8 << 20;
/// Parts of one file that findings are told apart by; a workbook of thousands of sheets ends in one finding.
const MOST_FINDINGS: usize = 2_000;
/// Characters of an excerpt on either side of what it is about.
const BESIDE: usize = 24;
/// Bytes of a line on either side of what it is about, so that long lines cost no more than short ones.
const WINDOW: usize = 400;
/// Characters of what it is about.
const LONGEST: usize = 60;

/// The findings and the words of one file, while it is looked through.
pub(crate) struct Notes<'r> {
    pub rules: &'r Rules,
    file: String,
    /// What a reader or an index would read.
    pub text: String,
    /// Pictures that were met, of which nobody read the words.
    pub pictures: Vec<String>,
    /// The columns of the table that is being read.
    pub columns: Columns,
    /// Whether it is a file inside of another.
    pub is_inside: bool,
    findings: Vec<Finding>,
}

impl<'r> Notes<'r> {
    pub(crate) fn new(file: &str, rules: &'r Rules) -> Self {
        Self {
            rules,
            file: file.to_owned(),
            text: String::new(),
            pictures: Vec::new(),
            columns: Columns::default(),
            is_inside: false,
            findings: Vec::new(),
        }
    }

    /// Something stands somewhere.
    pub(crate) fn add(&mut self, check: &'static Check, part: &str, at: At, excerpt: Excerpt) {
        let part = &mask(part);
        let known = self.findings.iter().rposition(|found| found.check.code == check.code && found.part == *part);
        let full = self.findings.len() >= MOST_FINDINGS;
        // rather in a wrong part than not at all
        let known = known.or_else(|| self.findings.iter().position(|found| full && found.check.code == check.code));
        if let Some(found) = known.and_then(|at| self.findings.get_mut(at)) {
            found.count += 1;
            if found.hits.len() < Finding::MOST_HITS {
                found.hits.push(Hit { at, excerpt });
            }
            return;
        }
        self.findings.push(Finding {
            check,
            file: self.file.clone(),
            part: part.clone(),
            hits: vec![Hit { at, excerpt }],
            count: 1,
            ways: Vec::new(),
            fingerprint: String::new(),
        });
    }

    /// Something is there that has no words of its own but these.
    pub(crate) fn tell(&mut self, check: &'static Check, part: &str, at: At, words: &str) {
        let words: String = mask(words.trim()).chars().take(LONGEST + BESIDE).collect();
        self.add(check, part, at, Excerpt { marked: 0..words.len(), words });
    }

    /// Some words of a line.
    pub(crate) fn quote(&mut self, check: &'static Check, part: &str, at: At, line: &str, range: Range<usize>) {
        let called = mask(part);
        match self.findings.iter_mut().rfind(|found| found.check.code == check.code && found.part == called) {
            // nobody would see the words
            Some(found) if found.hits.len() >= Finding::MOST_HITS => found.count += 1,
            _ => self.add(check, part, at, cut(line, range)),
        }
    }

    /// A file inside of this file: its findings are this one's, in a part that is called after it.
    pub(crate) fn absorb(&mut self, name: &str, inner: Notes<'_>) {
        self.pictures.extend(inner.pictures.into_iter().map(|picture| format!("{name}里的{picture}")));
        for found in inner.findings {
            let part = if found.part.is_empty() { name.to_owned() } else { format!("{name}：{}", found.part) };
            let beyond = found.count.saturating_sub(found.hits.len());
            for Hit { at, excerpt } in found.hits {
                self.add(found.check, &part, at, excerpt);
            }
            let whole = self.findings.iter_mut().rfind(|it| it.check.code == found.check.code);
            whole.into_iter().for_each(|whole| whole.count += beyond);
        }
    }

    /// A line that a reader reads.
    pub(crate) fn say(&mut self, line: &str) {
        if self.text.len() + line.len() < MOST_TEXT && !line.trim().is_empty() {
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    /// All of it: the gravest first, each with its ways and fingerprint.
    pub(crate) fn finish(mut self, kind: Kind) -> (String, Vec<Finding>) {
        for found in &mut self.findings {
            found.ways = found.check.ways.iter().copied().filter(|way| can(kind, *way)).collect();
            found.fingerprint = fingerprint(found);
        }
        self.findings.sort_by_key(|found| (found.check.severity, found.check.code));
        (self.text, self.findings)
    }
}

/// 断链: what somebody found who knows which addresses of the site lead somewhere; `None` where all do. `part` is what the
/// text is called, and each place comes with the address and why nobody gets there.
pub fn dead_links(part: &str, places: impl IntoIterator<Item = (At, String)>) -> Option<Finding> {
    let rules = Rules::default();
    let mut notes = Notes::new("", &rules);
    places.into_iter().for_each(|(at, words)| notes.tell(&checks::DEAD_LINK, part, at, &words));
    notes.finish(Kind::Text).1.into_iter().next()
}

/// Whether this crate, or a person, can do so to a file of a kind.
fn can(kind: Kind, way: Way) -> bool {
    match way {
        Way::Strip => kind.is_office() || kind.is_picture() || matches!(kind, Kind::Pdf | Kind::Ofd),
        Way::Mask => kind.is_office() || matches!(kind, Kind::Text | Kind::Csv),
        Way::Remove => kind == Kind::Xlsx,
        Way::Replace | Way::Justify => true,
    }
}

fn fingerprint(found: &Finding) -> String {
    let mut hash = Sm3::new();
    let count = found.count.to_string();
    for part in [found.check.code, &found.file, &found.part, &count] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    for hit in &found.hits {
        hash.update(hit.excerpt.about().as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What a range is about, with some words on either side, masked.
pub(crate) fn cut(line: &str, range: Range<usize>) -> Excerpt {
    // a number at the border of this window would escape the mask, and is cut off below
    let from = line.floor_char_boundary(range.start.saturating_sub(WINDOW));
    let to = line.ceil_char_boundary(range.end.saturating_add(WINDOW).min(line.len()));
    let line = &mask(line.get(from..to).unwrap_or_default());
    let range = range.start.saturating_sub(from)..range.end.saturating_sub(from);
    let (before, rest) = line.split_at_checked(range.start).unwrap_or(("", line));
    let (about, after) = rest.split_at_checked(range.len()).unwrap_or((rest, ""));
    let end = |words: &str, most| words.char_indices().nth(most).map_or(words.len(), |(at, _)| at);
    let start = before.char_indices().rev().nth(BESIDE).map_or(0, |(at, c)| at + c.len_utf8());
    let before = before.get(start..).unwrap_or_default().trim_start();
    let about = about.get(..end(about, LONGEST)).unwrap_or_default();
    let after = after.get(..end(after, BESIDE)).unwrap_or_default().trim_end();
    Excerpt { words: format!("{before}{about}{after}"), marked: before.len()..before.len() + about.len() }
}
