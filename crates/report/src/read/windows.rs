//! One document, several reports: where one ends and the next begins.

use std::ops::Range;

use super::{meta, parts, rows::Ground, runs, words::Sense};

/// A document with more reports than this is no document of an office.
const MOST: usize = 200;

/// The pieces of each report in a document; the whole document where it has one or none.
pub(crate) fn of(ground: Ground<'_>) -> Vec<Range<usize>> {
    let pieces = ground.document.pieces.len();
    let mut borders = vec![0];
    for (last, first) in new_tables(ground) {
        let (after, next) = (ground.folded.piece_at(last) + 1, ground.folded.piece_at(first));
        borders.extend(border(ground, after..next));
    }
    borders.push(pieces);
    let by_section: Vec<usize> = between(&borders).flat_map(|pieces| runs::borders(ground, pieces)).collect();
    borders.extend(by_section.into_iter().take(MOST));
    borders.sort_unstable();
    between(&borders).collect()
}

fn between(borders: &[usize]) -> impl Iterator<Item = Range<usize>> {
    borders.windows(2).filter_map(|pair| Some(*pair.first()?..*pair.last()?))
}

/// Where table three starts anew: the last word of the one before, and the first of the next.
fn new_tables(ground: Ground<'_>) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let (mut seen, mut last, mut rows) = (0_u32, 0, 0_u64);
    for mention in ground.mentions {
        let Sense::Row { table: 1, rows: places, common: false } = mention.sense else { continue };
        let Some(row) = places.into_iter().flatten().next() else { continue };
        if row <= 1 && seen >= 8 && rows & (1 << row) != 0 && out.len() < MOST {
            out.push((last, mention.start));
            (seen, rows) = (0, 0);
        }
        if rows & (1 << row) == 0 {
            (rows, seen) = (rows | 1 << row, seen + 1);
        }
        last = mention.end;
    }
    out
}

/// Where the later report begins between two tables: at its title, or at its first section. Without either it is one
/// report whose sentences name the rows of its table, or that shows the table twice.
fn border(ground: Ground<'_>, between: Range<usize>) -> Option<usize> {
    let title = between.clone().find(|&piece| {
        let text = ground.folded.piece(piece);
        (18..=200).contains(&text.len()) && meta::name(text).is_some_and(|name| name.year.is_some())
    });
    let first = || parts::headings(ground, between).into_iter().find(|part| part.section == 1).map(|part| part.piece);
    title.or_else(first)
}
