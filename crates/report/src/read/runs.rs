//! Reports told apart by their sections: the later one begins where the six are run through anew. So a report is
//! found whose table three is missing.

use std::ops::Range;

use super::{
    meta,
    parts::{self, Part},
    rows::Ground,
    words::{Mention, Sense},
};

/// So many words of tables in places of their own make a table; a list of contents or of links has none.
const FEWEST_WORDS: u32 = 4;
/// So many sections stand in both of two reports.
const FEWEST_SHARED: u32 = 3;
/// Sections one and two: a run without either is the rest of a report.
const OPENING: u8 = 0b000_0110;
/// Sections five and six: after either a report may end.
const CLOSING: u8 = 0b110_0000;

/// Headings that follow one another as in one report.
struct Run {
    /// The pieces of its first and its last heading.
    pieces: (usize, usize),
    /// Which sections it has, a bit each.
    sections: u8,
    /// Words of tables in it.
    words: u32,
    /// The year of the title before it.
    year: Option<i16>,
}

/// Where in some pieces a later report begins: at its title, or at its first heading.
pub(crate) fn borders(ground: Ground<'_>, pieces: Range<usize>) -> Vec<usize> {
    let mut out = Vec::new();
    let mut before: Option<Run> = None;
    let mut skipped = None;
    for run in of(ground, pieces) {
        let Some(earlier) = &mut before else {
            before = run.is_report().then_some(run);
            continue;
        };
        let shared = earlier.sections & run.sections;
        if run.is_report() && shared.count_ones() >= FEWEST_SHARED && earlier.sections & CLOSING != 0 {
            let title = title(ground, earlier.pieces.1 + 1..run.pieces.0).map(|(piece, _)| piece);
            out.push(title.or(skipped).unwrap_or(run.pieces.0));
            (before, skipped) = (Some(run), None);
        } else {
            skipped = skipped.or(Some(run.pieces.0));
        }
    }
    out
}

/// The runs of headings in some pieces.
fn of(ground: Ground<'_>, pieces: Range<usize>) -> Vec<Run> {
    let at = |piece: usize| ground.folded.starts.get(piece).map_or(0, |&start| start as usize);
    let (from, to) = (at(pieces.start), at(pieces.end));
    let first = ground.mentions.partition_point(|mention| mention.start < from);
    let mut out: Vec<Run> = Vec::new();
    let mut last = pieces.start;
    for mention in ground.mentions.iter().skip(first).take_while(|mention| mention.start < to) {
        let Sense::Section(section) = mention.sense else {
            if let Some(run) = out.last_mut() {
                run.words += u32::from(run.words < FEWEST_WORDS && is_in_table(ground, mention));
            }
            continue;
        };
        let Some(part) = parts::plain_heading(ground, section, mention.start) else { continue };
        let year = title(ground, last..part.piece).and_then(|(_, name)| name.year);
        match out.last_mut().filter(|run| !run.ends_before(&part, year)) {
            Some(run) => (run.pieces.1, run.sections) = (part.piece, run.sections | 1 << section),
            None => out.push(Run { pieces: (part.piece, part.piece), sections: 1 << section, words: 0, year }),
        }
        last = part.piece + 1;
    }
    out
}

impl Run {
    /// Whether a heading belongs to a later report: section one after the last two, or another year's title between.
    fn ends_before(&self, part: &Part, year: Option<i16>) -> bool {
        let other = year.is_some() && self.year.is_some() && year != self.year;
        self.sections & CLOSING != 0 && (part.section == 1 || part.section < 5 && other)
    }

    fn is_report(&self) -> bool {
        self.sections & OPENING != 0 && self.words >= FEWEST_WORDS
    }
}

/// Whether a word of a table begins a cell or a line that is no sentence.
fn is_in_table(ground: Ground<'_>, mention: &Mention) -> bool {
    let piece = ground.folded.piece_at(mention.start);
    let start = ground.folded.starts.get(piece).map_or(0, |&start| start as usize);
    let lead = ground.folded.words.text.get(start..mention.start);
    let whole = ground.folded.piece(piece);
    lead.is_some_and(|lead| lead.len() <= "(一)".len()) && whole.len() <= 300 && !whole.contains(['。', ';', ','])
}

/// The title that stands last among some pieces; where it stands several times without another between, the first.
fn title(ground: Ground<'_>, pieces: Range<usize>) -> Option<(usize, meta::Name)> {
    let titles = pieces.rev().filter_map(|piece| Some((piece, meta::title(ground.folded.piece(piece))?)));
    let mut titles = titles.filter(|(_, name)| name.year.is_some()).peekable();
    let year = titles.peek()?.1.year;
    titles.take_while(|(_, name)| name.year == year).last()
}
