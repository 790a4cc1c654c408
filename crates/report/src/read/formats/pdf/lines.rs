//! Glyphs into lines and words, by where they stand.

use super::{
    super::draft::Draft,
    canvas::{Canvas, Spot},
};

/// Glyphs whose baselines differ by less than this part of their size stand on one line.
const SAME_LINE: f32 = 0.4;
/// A gap wider than this part of the size parts words.
const BLANK: f32 = 0.2;
/// A gap wider than this parts what belongs to different columns.
const COLUMN: f32 = 1.2;

/// Sorts glyphs into lines, from the top, each from the left.
pub(super) fn lines(mut spots: Vec<Spot>) -> Vec<Vec<Spot>> {
    spots.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut lines: Vec<Vec<Spot>> = Vec::new();
    for spot in spots {
        match lines.last_mut() {
            Some(line)
                if line.first().is_some_and(|first| first.y - spot.y < SAME_LINE * first.size.max(spot.size)) =>
            {
                line.push(spot);
            }
            _ => lines.push(vec![spot]),
        }
    }
    for line in &mut lines {
        line.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    lines
}

/// What stands side by side at one height: columns, each with its lines.
pub(super) struct Row {
    /// The first baseline.
    pub y: f32,
    columns: Vec<Vec<Vec<Spot>>>,
}

/// Lines nearer to each other than this part of their size overlap: they stand in different columns of one row, as a
/// label of two lines does beside the numbers in its middle.
const OVERLAP: f32 = 0.9;

/// Sorts glyphs into rows, from the top.
pub(super) fn rows(spots: Vec<Spot>) -> Vec<Row> {
    let lines = lines(spots);
    let overlap = |above: &Vec<Spot>, below: &Vec<Spot>| match (above.first(), below.first()) {
        (Some(a), Some(b)) => a.y - b.y < OVERLAP * a.size.min(b.size),
        _ => false,
    };
    lines
        .chunk_by(overlap)
        .map(|lines| {
            let y = lines.first().and_then(|line| line.first()).map_or(0.0, |spot| spot.y);
            Row { y, columns: columns(lines) }
        })
        .collect()
}

/// Parts lines at their wide gaps, and puts what stands above one another together.
fn columns(lines: &[Vec<Spot>]) -> Vec<Vec<Vec<Spot>>> {
    let mut parts: Vec<Vec<Spot>> = Vec::new();
    for line in lines {
        let wide = |a: &Spot, b: &Spot| b.x0 - a.x1 <= COLUMN * a.size.min(b.size);
        parts.extend(line.chunk_by(wide).map(<[Spot]>::to_vec));
    }
    // a stable sort: what starts at the same place stays in the order of the lines
    parts.sort_by(|a, b| start(a).total_cmp(&start(b)));
    let mut columns: Vec<(f32, Vec<Vec<Spot>>)> = Vec::new();
    for part in parts {
        let end = part.last().map_or(0.0, |spot| spot.x1);
        match columns.last_mut() {
            Some((reach, column)) if lines.len() > 1 && start(&part) < *reach => {
                *reach = reach.max(end);
                column.push(part);
            }
            _ => columns.push((end, vec![part])),
        }
    }
    let mut columns: Vec<_> = columns.into_iter().map(|(_, column)| column).collect();
    for column in &mut columns {
        column.sort_by(|a, b| height(b).total_cmp(&height(a)));
    }
    columns
}

fn start(part: &[Spot]) -> f32 {
    part.first().map_or(0.0, |spot| spot.x0)
}

fn height(part: &[Spot]) -> f32 {
    part.first().map_or(0.0, |spot| spot.y)
}

impl Row {
    /// Says it: a piece for each column.
    pub(super) fn say(&self, canvas: &Canvas, draft: &mut Draft) {
        for (i, column) in self.columns.iter().enumerate() {
            if i > 0 {
                draft.part_line();
            }
            for (i, line) in column.iter().enumerate() {
                if i > 0 {
                    draft.say(" ");
                }
                say(canvas, line, draft);
            }
        }
    }
}

/// Says one line of a column or a cell.
pub(super) fn say(canvas: &Canvas, line: &[Spot], draft: &mut Draft) {
    let mut last: Option<Spot> = None;
    for &spot in line {
        let words = canvas.words.get(spot.start..spot.end).unwrap_or_default();
        if let Some(last) = last {
            let (gap, size) = (spot.x0 - last.x1, last.size.min(spot.size));
            let before = canvas.words.get(last.start..last.end).unwrap_or_default();
            // bold type is faked by printing twice, a hair apart
            if words == before && (spot.x0 - last.x0).abs() < BLANK * size {
                continue;
            }
            if gap > BLANK * size {
                draft.say(" ");
            }
        }
        draft.say(words.trim());
        last = Some(spot);
    }
}
