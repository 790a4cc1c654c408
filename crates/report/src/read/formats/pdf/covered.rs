//! Words that reading a report passes over: those under boxes or in the colour of what they stand on, and those that do
//! not run across.

use super::{
    super::{budget::Budget, draft::Draft},
    canvas::{Canvas, Fill, Ink, Spot},
    content::Painter,
    file::File,
    lexer::Object,
    lines,
    matrix::Matrix,
    tree,
};

/// Colours this near to each other are one to the eye.
const ALIKE: u8 = 24;

/// 黑块下的文字: the words of one page that nobody sees and everybody can copy; and its watermarks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// From 1.
    pub page: u32,
    /// Line by line.
    pub words: Vec<String>,
    /// Words that stand slanted or upright: watermarks, notes in the margin.
    pub slanted: Vec<String>,
}

/// The covered words and the watermarks of a file, page by page.
///
/// # Errors
/// A Chinese sentence when the budget is spent.
pub fn covered(file: &File<'_>, budget: &Budget) -> Result<Vec<Covered>, String> {
    let mut found = Vec::new();
    let mut painter = Painter::new(file, budget);
    for (page, drawn) in (1..).zip(tree::pages(file, &file.trailers(), budget)?) {
        budget.in_time()?;
        painter.canvas = Canvas::default();
        painter.paint(&drawn.content(file), &drawn.resources, drawn.turned)?;
        boxes_on_top(file, &drawn.notes, drawn.turned, &mut painter.canvas);
        let words = unseen(&painter.canvas, budget)?;
        let slanted: Vec<String> =
            painter.canvas.slanted.split_terminator('\n').filter(|it| !it.is_empty()).map(str::to_owned).collect();
        if !words.is_empty() || !slanted.is_empty() {
            found.push(Covered { page, words, slanted });
        }
    }
    Ok(found)
}

/// Notes of the kind that people draw over words, which stand on top of everything.
fn boxes_on_top<'a>(file: &File<'a>, notes: &Object<'a>, turned: Matrix, canvas: &mut Canvas) {
    let Object::Array(notes) = file.resolve(notes) else { return };
    for note in &notes {
        let Object::Dictionary(note) = file.resolve(note) else { continue };
        let filled = file.get(&note, "IC").array().is_some_and(|ink| !ink.is_empty());
        let covers = match file.get(&note, "Subtype").name() {
            Some(b"Square") => filled,
            Some(b"Redact") => true,
            _ => false,
        };
        let opaque = file.get(&note, "CA").number().is_none_or(|opacity| opacity > 0.9);
        let corners: Vec<f64> =
            file.get(&note, "Rect").array().unwrap_or_default().iter().filter_map(Object::number).collect();
        #[expect(clippy::cast_possible_truncation, reason = "a place on a page needs no more digits")]
        if let (true, [a, b, c, d]) = (covers && opaque, corners.as_slice()) {
            let corner = |x: f64, y: f64| turned.place(x as f32, y as f32);
            canvas.fill(&[corner(*a, *b), corner(*c, *b), corner(*c, *d), corner(*a, *d)], [0; 3]);
        }
    }
}

fn unseen(canvas: &Canvas, budget: &Budget) -> Result<Vec<String>, String> {
    let mut hidden = Vec::new();
    for (at, spot) in canvas.spots.iter().enumerate() {
        if at.is_multiple_of(1024) {
            budget.in_time()?;
        }
        if is_unseen(at, spot, &canvas.fills) {
            hidden.push(*spot);
        }
    }
    let written = lines::lines(hidden).into_iter().map(|line| {
        let mut draft = Draft::default();
        lines::say(canvas, &line, &mut draft);
        draft.text.trim().to_owned()
    });
    Ok(written.filter(|words| !words.is_empty()).collect())
}

fn is_unseen(at: usize, spot: &Spot, fills: &[Fill]) -> bool {
    // what was filled last is on top
    let top = fills.iter().rev().find(|fill| {
        let (x, y) = (f32::midpoint(spot.x0, spot.x1), spot.y + spot.size * 0.3);
        fill.x.0 <= x && x <= fill.x.1 && fill.y.0 <= y && y <= fill.y.1
    });
    top.is_some_and(|fill| fill.after > at || is_alike(fill.ink, spot.ink))
}

fn is_alike(a: Ink, b: Ink) -> bool {
    a.iter().zip(b).all(|(a, b)| a.abs_diff(b) < ALIKE)
}
