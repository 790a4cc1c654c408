//! The figures of one report: a value, or nothing, for each cell of its form.

use super::form::{CellId, Edition, Form, Kind};

/// One millionth: the unit in which amounts are kept.
pub const MILLIONTHS: i64 = 1_000_000;

/// The cells of one report. A cell that is unknown is `None`, which is never zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    edition: Edition,
    values: Vec<Option<i64>>,
}

impl Figures {
    /// All cells unknown.
    ///
    /// ```
    /// use gongkai_law::annual_report::{Edition, Figures, Form};
    ///
    /// let mut figures = Figures::unknown(Edition::Of2021);
    /// let fees = figures.form().cell("proactive.fees_wan").unwrap();
    /// figures.set(fees, Some(15_163_485_000));
    /// assert_eq!(figures.shown("proactive.fees_wan").as_deref(), Some("15163.485"));
    /// assert_eq!(figures.shown("requests.new.total"), None);
    /// ```
    pub fn unknown(edition: Edition) -> Self {
        Self { edition, values: vec![None; Form::of(edition).cells().len()] }
    }

    /// Every cell zero: a year in which nothing happened.
    pub fn zero(edition: Edition) -> Self {
        Self { edition, values: vec![Some(0); Form::of(edition).cells().len()] }
    }

    /// The edition they belong to.
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// The form they belong to.
    pub fn form(&self) -> &'static Form {
        Form::of(self.edition)
    }

    /// Counts as they are, amounts in millionths of their unit.
    pub fn get(&self, cell: CellId) -> Option<i64> {
        self.values.get(usize::from(cell)).copied().flatten()
    }

    /// The value at an address; `None` where it is unknown or no such cell exists.
    pub fn at(&self, address: &str) -> Option<i64> {
        self.form().cell(address).and_then(|cell| self.get(cell))
    }

    /// Sets a cell; a cell that the form lacks is left alone.
    pub fn set(&mut self, cell: CellId, value: Option<i64>) {
        if let Some(place) = self.values.get_mut(usize::from(cell)) {
            *place = value;
        }
    }

    /// Values in the order of [`Form::cells`].
    pub fn values(&self) -> &[Option<i64>] {
        &self.values
    }

    /// The sum of some cells; `None` when one of them is unknown or the sum passes `i64`.
    pub fn sum(&self, cells: &[CellId]) -> Option<i64> {
        cells.iter().try_fold(0_i64, |sum, &cell| sum.checked_add(self.get(cell)?))
    }

    /// The value at an address as the report writes it.
    pub fn shown(&self, address: &str) -> Option<String> {
        let cell = self.form().cell(address)?;
        let kind = self.form().known(cell)?.kind;
        self.get(cell).map(|value| show(value, kind))
    }
}

/// A value in digits: counts as they are, amounts as a decimal without needless zeros.
pub fn show(value: i64, kind: Kind) -> String {
    if !kind.is_amount() {
        return value.to_string();
    }
    let (whole, part) =
        (value.unsigned_abs() / MILLIONTHS.unsigned_abs(), value.unsigned_abs() % MILLIONTHS.unsigned_abs());
    let sign = if value < 0 { "-" } else { "" };
    let part = format!("{part:06}");
    match part.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        part => format!("{sign}{whole}.{part}"),
    }
}

/// Reads digits, with an optional sign and decimal point, into a cell's unit. No thousands separators, no spaces.
/// `None` for anything else, for a count with a fraction, and for more than six decimals or 12 whole digits.
pub fn parse(digits: &str, kind: Kind) -> Option<i64> {
    let (sign, rest) = match digits.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, digits),
    };
    let (whole, part) = rest.split_once('.').unwrap_or((rest, ""));
    let fits = |s: &str, most: usize| s.len() <= most && s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !fits(whole, 12) || !fits(part, 6) || rest.ends_with('.') {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    if !kind.is_amount() {
        return part.bytes().all(|b| b == b'0').then_some(sign * whole);
    }
    let part: i64 = format!("{part:0<6}").parse().ok()?;
    Some(sign * (whole * MILLIONTHS + part))
}
