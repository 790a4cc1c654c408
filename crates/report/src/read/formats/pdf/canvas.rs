//! What a page shows: words at their places, and straight lines.

/// More glyphs than any page has.
const MOST_SPOTS: usize = 200_000;
/// More filled shapes than any page needs to hide words.
const MOST_FILLS: usize = 5_000;
/// Bytes of words that do not run across.
const MOST_SLANTED: usize = 100_000;
/// What goes up or down more than once while it goes so far across is a watermark or a margin note.
const SLANTED: f32 = 3.0;
/// A box has no more points than these, however it is drawn.
const MOST_CORNERS: usize = 16;
/// More lines than any page's tables have.
const MOST_RULES: usize = 50_000;
/// A shape thinner than this is a line.
const THIN: f32 = 3.0;

/// A glyph at its place; y grows upwards.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub x0: f32,
    pub x1: f32,
    /// The baseline.
    pub y: f32,
    pub size: f32,
    /// Its words in [`Canvas::words`].
    pub start: usize,
    pub end: usize,
    /// What it is written with.
    pub ink: Ink,
}

/// Red, green and blue.
pub(super) type Ink = [u8; 3];

/// A box that was filled, and how many glyphs the page had by then.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fill {
    pub x: Point,
    pub y: Point,
    pub ink: Ink,
    pub after: usize,
}

/// A straight line across or down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// Where it stands: its y if it runs across, its x if it runs down.
    pub at: f32,
    pub from: f32,
    pub to: f32,
}

/// A page while it is drawn.
#[derive(Default)]
pub(super) struct Canvas {
    pub words: String,
    pub spots: Vec<Spot>,
    pub across: Vec<Rule>,
    pub down: Vec<Rule>,
    pub fills: Vec<Fill>,
    /// What does not run across, a line for each stretch of it.
    pub slanted: String,
    slant_end: Point,
}

/// A point on the page.
pub(super) type Point = (f32, f32);

impl Canvas {
    /// Adds a glyph that runs from one point to another.
    pub(super) fn say(&mut self, words: &str, from: Point, to: Point, size: f32, ink: Ink) {
        let runs_across = to.0 - from.0 >= (to.1 - from.1).abs() * SLANTED;
        if words.trim().is_empty() || self.spots.len() >= MOST_SPOTS || !(from.0 + from.1 + size).is_finite() {
            return;
        }
        if !runs_across {
            self.slant(words, from, to, size);
            return;
        }
        let start = self.words.len();
        self.words.push_str(words);
        self.spots.push(Spot { x0: from.0, x1: to.0, y: from.1, size, start, end: self.words.len(), ink });
    }

    /// Keeps what does not run across in the order in which it was drawn.
    fn slant(&mut self, words: &str, from: Point, to: Point, size: f32) {
        let gap = (from.0 - self.slant_end.0).hypot(from.1 - self.slant_end.1);
        if self.slanted.len() + words.len() < MOST_SLANTED {
            if gap > size {
                self.slanted.push('\n');
            } else if gap > size * 0.2 {
                self.slanted.push(' ');
            }
            self.slanted.push_str(words);
        }
        self.slant_end = to;
    }

    /// Adds a box that nothing is seen through. Other shapes than boxes hide words seldom.
    pub(super) fn fill(&mut self, shape: &[Point], ink: Ink) {
        let (x, y) = (bounds(shape, |point| point.0), bounds(shape, |point| point.1));
        let near = |a: f32, (low, high): Point| (a - low).abs() < 0.5 || (a - high).abs() < 0.5;
        let along = shape.iter().all(|point| near(point.0, x) || near(point.1, y));
        let corner = |x: f32, y: f32| shape.iter().any(|point| (point.0 - x).abs() < 0.5 && (point.1 - y).abs() < 0.5);
        let corners = corner(x.0, y.0) && corner(x.0, y.1) && corner(x.1, y.0) && corner(x.1, y.1);
        if along
            && corners
            && shape.len() <= MOST_CORNERS
            && (x.1 - x.0).min(y.1 - y.0) > THIN
            && self.fills.len() < MOST_FILLS
        {
            self.fills.push(Fill { x, y, ink, after: self.spots.len() });
        }
    }

    /// Adds a shape that was filled or stroked: a thin one is a line, of others only strokes are.
    pub(super) fn paint(&mut self, shape: &[Point], stroked: bool) {
        let (x, y) = (bounds(shape, |point| point.0), bounds(shape, |point| point.1));
        let (width, height) = (x.1 - x.0, y.1 - y.0);
        if width.min(height) <= THIN {
            self.rule(x, y);
        } else if stroked {
            for pair in shape.windows(2) {
                let [a, b] = pair else { continue };
                self.rule((a.0.min(b.0), a.0.max(b.0)), (a.1.min(b.1), a.1.max(b.1)));
            }
        }
    }

    fn rule(&mut self, x: Point, y: Point) {
        let (width, height) = (x.1 - x.0, y.1 - y.0);
        if self.across.len() + self.down.len() >= MOST_RULES || !(width + height).is_finite() {
            return;
        }
        if height <= THIN && width > height {
            self.across.push(Rule { at: f32::midpoint(y.0, y.1), from: x.0, to: x.1 });
        } else if width <= THIN && height > width {
            self.down.push(Rule { at: f32::midpoint(x.0, x.1), from: y.0, to: y.1 });
        }
    }
}

fn bounds(shape: &[Point], axis: fn(&Point) -> f32) -> Point {
    let (low, high) = (f32::INFINITY, f32::NEG_INFINITY);
    shape.iter().map(axis).fold((low, high), |(low, high), v| (low.min(v), high.max(v)))
}
