//! 与上年比较: the year's figures beside those of the last published report.

use std::collections::BTreeMap;

use gongkai_law::{
    annual_report::{Figures, figures::show, form::Kind},
    calendar::in_chinese,
};

use super::across::Across;

/// 一行比较
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The cell's address.
    pub address: String,
    /// 表三·新收·总计
    pub name: String,
    /// This year's.
    pub now: Option<i64>,
    /// Last year's, where its report is of the same edition and says it.
    pub before: Option<i64>,
    /// What they hold.
    pub kind: Kind,
    /// 变化大: worth a look, and a sentence in the report.
    pub big: bool,
}

/// 结转: a column in which what was carried in is not what last year's report carried out, or is so because something was
/// handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// The column.
    pub column: String,
    /// 上年结转, as the register counts it.
    pub carried_in: Option<i64>,
    /// 结转下年度 of last year's report.
    pub carried_out: Option<i64>,
    /// 移交 with the organ and the day, in words; and how many came, or below zero went.
    pub across: Vec<(String, i64)>,
}

impl Carried {
    /// What has to be carried in.
    pub fn due(&self) -> Option<i64> {
        self.across.iter().try_fold(self.carried_out?, |sum, (_, count)| sum.checked_add(*count))
    }

    /// Whether that is carried in; nobody explains what is not known.
    pub fn agrees(&self) -> bool {
        self.carried_in == self.due() && (self.across.is_empty() || self.carried_in.is_some())
    }

    /// What was handed over, as the rest of a sum: + 青禾县林业局2026年4月1日移交来的4.
    pub fn rest(&self) -> String {
        let said = |(words, count): &(String, i64)| {
            let sign = if *count < 0 { "−" } else { "+" };
            format!(" {sign} {words}{}", count.unsigned_abs())
        };
        self.across.iter().map(said).collect()
    }
}

impl Line {
    /// A value as it is shown.
    pub fn shown(&self, value: &Option<i64>) -> String {
        value.map_or_else(|| "—".to_owned(), |value| show(value, self.kind))
    }

    /// The difference with its sign; empty where one of them is not known.
    pub fn difference(&self) -> String {
        match self.now.zip(self.before).and_then(|(now, before)| now.checked_sub(before)) {
            Some(more @ 1..) => format!("+{}", show(more, self.kind)),
            Some(other) => show(other, self.kind),
            None => String::new(),
        }
    }
}

/// The cells that either year has something in, by their names.
pub fn lines(now: &Figures, before: Option<&Figures>, name: impl Fn(usize) -> String) -> Vec<Line> {
    let before = before.filter(|before| before.edition() == now.edition());
    let cells = now.form().cells().iter().enumerate().zip(now.values());
    let line = |((at, cell), now): ((usize, &gongkai_law::annual_report::form::Cell), &Option<i64>)| {
        let before = before.and_then(|before| before.values().get(at).copied().flatten());
        let big = now.zip(before).is_some_and(|(now, before)| is_big(now, before, cell.kind));
        Line { address: cell.address.clone(), name: name(at), now: *now, before, kind: cell.kind, big }
    };
    let tells = |line: &Line| {
        let is_something = |value: Option<i64>| value.is_some_and(|value| value != 0);
        line.now.is_none() || is_something(line.now) || is_something(line.before)
    };
    cells.map(line).filter(tells).collect()
}

/// Half as much again, or half gone, and ten at least: of small numbers a change says nothing.
fn is_big(now: i64, before: i64, kind: Kind) -> bool {
    let gap = now.abs_diff(before);
    let least = if kind.is_amount() { 10_000_000 } else { 10 };
    gap >= least && gap.saturating_mul(2) >= before.unsigned_abs().max(1)
}

/// Columns in which the two do not meet, or meet by what was handed over.
pub fn carried(now: &Figures, before: &Figures, across: &[Across]) -> Vec<Carried> {
    let of = |figures: &Figures, row: &str, column: &str| figures.at(&format!("requests.{row}.{column}"));
    let columns = now.form().cells_under("requests.new").filter_map(|id| now.form().cells().get(usize::from(id)));
    let one = |cell: &gongkai_law::annual_report::form::Cell| {
        let column = cell.address.rsplit('.').next()?;
        let (carried_in, carried_out) = (of(now, "carried_in", column), of(before, "carried_out", column));
        let name = cell.name.rsplit('·').next().unwrap_or_default().to_owned();
        let carried = Carried { column: name, carried_in, carried_out, across: in_column(across, column) };
        (!carried.agrees() || !carried.across.is_empty()).then_some(carried)
    };
    columns.filter_map(one).collect()
}

/// Of a column, what each organ handed over on a day, the first first.
fn in_column(across: &[Across], column: &str) -> Vec<(String, i64)> {
    let mut sums: BTreeMap<_, i64> = BTreeMap::new();
    for one in across.iter().filter(|one| one.is_in(column)) {
        let sum = sums.entry((one.on, &one.from, &one.to, one.count < 0)).or_default();
        *sum = sum.saturating_add(one.count);
    }
    let said = |((on, from, to, went), count)| match went {
        true => (format!("{}移交{to}的", in_chinese(on)), count),
        false => (format!("{from}{}移交来的", in_chinese(on)), count),
    };
    sums.into_iter().map(said).collect()
}

#[cfg(test)]
mod tests {
    use gongkai_law::annual_report::Edition;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_came_in_is_what_went_out_column_by_column() {
        let (mut now, mut before) = (Figures::zero(Edition::Of2021), Figures::zero(Edition::Of2021));
        for (figures, row, count) in [(&mut now, "carried_in", 3), (&mut before, "carried_out", 2)] {
            let of = |column: &str| figures.form().cell(&format!("requests.{row}.{column}")).unwrap();
            let (person, total) = (of("natural_person"), of("total"));
            figures.set(person, Some(count));
            figures.set(total, Some(3));
        }
        let found = carried(&now, &before, &[]);
        assert_eq!(found.iter().map(|one| one.column.as_str()).collect::<Vec<_>>(), ["自然人"], "the totals meet");
    }

    #[test]
    fn what_was_taken_over_is_added_in_its_own_column_and_in_the_total() {
        let of = |cells: &[(&str, i64)]| {
            let mut figures = Figures::zero(Edition::Of2021);
            for (address, count) in cells {
                let cell = figures.form().cell(&format!("requests.{address}")).unwrap();
                figures.set(cell, Some(*count));
            }
            figures
        };
        let now = of(&[("carried_in.natural_person", 7), ("carried_in.research", 2), ("carried_in.total", 8)]);
        let before = of(&[("carried_out.natural_person", 3), ("carried_out.total", 3)]);
        let moved = |column: &str, count| {
            let (mut from, mut to) = ("林业局".to_owned(), "水利局".to_owned());
            if count < 0 {
                (from, to) = (to, "县政府办".to_owned());
            }
            Across { from, to, on: date(2026, 4, 1), column: column.to_owned(), count }
        };
        let across = [moved("natural_person", 4), moved("research", 2), moved("research", -1)];
        let found = carried(&now, &before, &across);
        let said: Vec<_> = found.iter().map(|one| (one.column.as_str(), one.agrees(), one.due(), one.rest())).collect();
        let came = |count: i64| format!(" + 林业局2026年4月1日移交来的{count}");
        let went = " − 2026年4月1日移交县政府办的1";
        let expected = [
            ("自然人", true, Some(7), came(4)),
            ("科研机构", false, Some(1), came(2) + went),
            ("总计", true, Some(8), came(6) + went),
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn of_small_numbers_no_change_is_big() {
        assert!(!is_big(5, 1, Kind::Count) && is_big(30, 12, Kind::Count) && !is_big(110, 100, Kind::Count));
        assert!(is_big(0, 10, Kind::Count), "all of it gone");
    }
}
