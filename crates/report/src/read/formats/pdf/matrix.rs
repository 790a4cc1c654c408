//! Places on a page.

use super::lexer::Object;

/// `[a b c d e f]`: x′ = ax + cy + e, y′ = bx + dy + f.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matrix(pub [f32; 6]);

impl Matrix {
    pub(super) const UNIT: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(super) fn shift(x: f32, y: f32) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// How a page is turned to be looked at, clockwise.
    pub(super) fn turned(degrees: f64) -> Self {
        match degrees.rem_euclid(360.0) {
            90.0 => Self([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]),
            180.0 => Self([-1.0, 0.0, 0.0, -1.0, 0.0, 0.0]),
            270.0 => Self([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]),
            _ => Self::UNIT,
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "a place on a page needs no more digits")]
    pub(super) fn of(numbers: &[Object<'_>]) -> Option<Self> {
        let mut matrix = [0.0; 6];
        for (entry, number) in matrix.iter_mut().zip(numbers.get(..6)?) {
            *entry = number.number()? as f32;
        }
        Some(Self(matrix))
    }

    /// First this, then the other.
    pub(super) fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, other.0);
        Self([a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u])
    }

    pub(super) fn place(self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// How long an upright stroke of length 1 becomes.
    pub(super) fn height(self) -> f32 {
        let [_, _, c, d, ..] = self.0;
        c.hypot(d)
    }
}
