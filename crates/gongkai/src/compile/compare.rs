//! 与上年比较: the year's figures beside those of another one, cell by cell, as far as both forms ask the same.

use std::collections::BTreeMap;

use gongkai_law::{
    annual_report::{
        CellId, Figures,
        figures::show,
        form::{Cell, Kind},
    },
    calendar::in_chinese,
};
use gongkai_report::compare::{Counterpart, counterparts};

use super::{across::Across, names::Names};

/// 口径: whether two numbers can be laid beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// 口径相同
    Alike,
    /// 口径不同: both are known, and no difference says anything.
    Otherwise,
    /// 格式没有: the other form asks for nothing of the kind, or none was found to compare with.
    Nowhere,
}

/// 一行比较
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The cell's address; of several cells added up, that of their sum in the older form.
    pub address: String,
    /// 表三·新收·总计
    pub name: String,
    /// This year's.
    pub now: Option<i64>,
    /// The other's, where its form has the cell and it says it.
    pub before: Option<i64>,
    /// What they hold.
    pub kind: Kind,
    /// Whether they can be compared.
    pub counted: Counted,
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

    /// Why no difference is shown; empty where one is.
    pub fn mark(&self) -> &'static str {
        match self.counted {
            Counted::Alike => "",
            Counted::Otherwise => "口径不同",
            Counted::Nowhere => "格式没有",
        }
    }

    /// The difference with its sign; empty where one of them is not known, or they are counted otherwise.
    pub fn difference(&self) -> String {
        let both = self.now.zip(self.before).filter(|_| self.counted == Counted::Alike);
        match both.and_then(|(now, before)| now.checked_sub(before)) {
            Some(more @ 1..) => format!("+{}", show(more, self.kind)),
            Some(other) => show(other, self.kind),
            None => String::new(),
        }
    }

    /// Of cells of this year alone.
    fn alone(now: &Figures, (id, cell): (CellId, &Cell)) -> Self {
        let (address, name) = (cell.address.clone(), name(now, &[id]).unwrap_or_else(|| cell.name.clone()));
        let counted = Counted::Nowhere;
        Self { address, name, now: now.get(id), before: None, kind: cell.kind, counted, big: false }
    }

    /// Of cells that answer the same question in both.
    fn beside(now: &Figures, before: &Figures, one: Counterpart, may_differ: bool) -> Self {
        let alike = may_differ && !one.approximate;
        let (was, is) = (before.sum(&one.left), now.sum(&one.right));
        let Counterpart { address, name: other, kind, right, .. } = one;
        Self {
            name: name(now, &right).unwrap_or(other),
            address,
            now: is,
            before: was,
            kind,
            counted: if alike { Counted::Alike } else { Counted::Otherwise },
            big: alike && is.zip(was).is_some_and(|(is, was)| is_big(is, was, kind)),
        }
    }
}

/// The name of cells, as texts ask for their sum.
fn name(figures: &Figures, cells: &[CellId]) -> Option<String> {
    Names::of(figures.edition()).of_cells(cells).map(|name| name.words.clone())
}

/// Every cell of this year's form in its order; above those that the other form has as one stands their sum. Of two years that
/// are of different organs no number differs from another: `may_differ` is false.
fn all(now: &Figures, before: Option<&Figures>, may_differ: bool) -> Vec<Line> {
    let both = before.map(|before| (before, counterparts(before.edition(), now.edition())));
    let mut lines = Vec::new();
    for (id, cell) in (0..).zip(now.form().cells()) {
        let found = both
            .as_ref()
            .and_then(|(before, pairs)| Some((*before, pairs.iter().find(|pair| pair.right.first() == Some(&id))?)));
        let line = found.map(|(before, pair)| Line::beside(now, before, pair.clone(), may_differ));
        let is_whole = found.is_some_and(|(_, pair)| pair.right.len() == 1);
        lines.extend(line);
        if !is_whole {
            lines.push(Line::alone(now, (id, cell)));
        }
    }
    lines
}

/// The lines in which either year has something.
pub fn lines(now: &Figures, before: Option<&Figures>, may_differ: bool) -> Vec<Line> {
    let is_something = |value: Option<i64>| value.is_some_and(|value| value != 0);
    let mut lines = all(now, before, may_differ);
    lines.retain(|line| line.now.is_none() || is_something(line.now) || is_something(line.before));
    lines
}

/// The lines in which two versions of a year are not the same.
pub fn changed(now: &Figures, before: &Figures) -> Vec<Line> {
    let mut lines = all(now, Some(before), true);
    lines.retain(|line| line.counted == Counted::Alike && line.now != line.before);
    lines.iter_mut().for_each(|line| line.big = false);
    lines
}

/// Half as much again, or half gone, and ten at least: of small numbers a change says nothing.
fn is_big(now: i64, before: i64, kind: Kind) -> bool {
    let gap = now.abs_diff(before);
    let least = if kind.is_amount() { 10_000_000 } else { 10 };
    gap >= least && gap.saturating_mul(2) >= before.unsigned_abs().max(1)
}

/// Columns in which the two do not meet, or meet by what was handed over.
pub fn carried(now: &Figures, before: &Figures, across: &[Across]) -> Vec<Carried> {
    let mut columns: Vec<_> = columns(now, before, across).into_iter().map(|(_, carried)| carried).collect();
    columns.retain(|carried| !carried.agrees() || !carried.across.is_empty());
    columns
}

/// Every column that both forms have, by the cell that is carried in. The forms of two years need not be the same: what was left
/// over is left over in both.
pub fn columns(now: &Figures, before: &Figures, across: &[Across]) -> Vec<(CellId, Carried)> {
    let columns = now.form().cells_under("requests.carried_in");
    let columns = columns.filter_map(|id| Some((id, now.form().known(id)?)));
    let one = |(id, cell): (CellId, &Cell)| {
        let column = cell.address.rsplit('.').next()?;
        let there = before.form().cell(&format!("requests.carried_out.{column}"))?;
        let (carried_in, carried_out) = (now.get(id), before.get(there));
        let name = cell.name.rsplit('·').next().unwrap_or_default().to_owned();
        Some((id, Carried { column: name, carried_in, carried_out, across: in_column(across, column) }))
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

    fn figures(edition: Edition, cells: &[(&str, i64)]) -> Figures {
        let mut figures = Figures::zero(edition);
        for (address, count) in cells {
            let cell = figures.form().cell(address).unwrap();
            figures.set(cell, Some(*count));
        }
        figures
    }

    fn said(line: &Line) -> (&str, Option<i64>, Option<i64>, String, bool) {
        (line.name.as_str(), line.before, line.now, line.difference(), line.counted == Counted::Otherwise)
    }

    #[test]
    fn what_both_forms_ask_differs_and_what_is_asked_otherwise_only_stands_there() {
        let old = figures(
            Edition::Of2019,
            &[
                ("proactive.normative_documents.made", 5),
                ("proactive.normative_documents.total_published", 60),
                ("proactive.licences.previous_items", 300),
                ("proactive.licences.decisions", 41),
                ("proactive.procurement.projects", 9),
                ("requests.other.total", 4),
                ("requests.new.total", 12),
                ("redress.review.other", 1),
            ],
        );
        let new = figures(
            Edition::Of2021,
            &[
                ("proactive.normative_documents.issued", 7),
                ("proactive.normative_documents.in_force", 30),
                ("proactive.normative_documents.repealed", 2),
                ("proactive.licences", 44),
                ("requests.other_unpaid.total", 1),
                ("requests.other_other.total", 2),
                ("requests.new.total", 12),
            ],
        );
        let some = |words: &'static str, before, now, difference: &str, otherwise| {
            (words, Some(before), Some(now), difference.to_owned(), otherwise)
        };
        let alone = |words: &'static str, now| (words, None, Some(now), String::new(), false);
        let expected = [
            some("表二·行政规范性文件·制发", 5, 7, "", true),
            alone("表二·行政规范性文件·废止", 2),
            some("表二·行政规范性文件·现行有效", 60, 30, "", true),
            some("表二·行政许可", 41, 44, "+3", false),
            some("表三·新收·总计", 12, 12, "0", false),
            some("表三·其他处理·总计", 4, 3, "-1", false),
            alone("表三·申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请·总计", 1),
            alone("表三·其他处理的其他·总计", 2),
            some("表四·行政复议·其他结果", 1, 0, "-1", false),
        ];
        let found = lines(&new, Some(&old), true);
        assert_eq!(found.iter().map(said).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn cells_that_are_compared_hold_the_same_in_both_forms() {
        for (left, right) in [(Edition::Of2019, Edition::Of2021), (Edition::Of2021, Edition::Of2019)] {
            let kind = |edition: Edition, id: &CellId| {
                gongkai_law::annual_report::Form::of(edition).cells()[usize::from(*id)].kind
            };
            for one in counterparts(left, right) {
                let lefts = one.left.iter().map(|id| kind(left, id));
                let mut kinds = lefts.chain(one.right.iter().map(|id| kind(right, id)));
                assert!(kinds.all(|kind| kind == one.kind), "{}", one.address);
            }
        }
    }

    #[test]
    fn of_other_organs_both_years_are_shown_and_nothing_is_made_of_it() {
        let before = figures(Edition::Of2021, &[("requests.new.total", 400)]);
        let now = figures(Edition::Of2021, &[("requests.new.total", 3)]);
        let [line] = &lines(&now, Some(&before), false)[..] else { panic!("one line") };
        assert_eq!((line.before, line.now, line.difference().as_str(), line.big), (Some(400), Some(3), "", false));
        assert_eq!(line.mark(), "口径不同");
        let [line] = &lines(&now, Some(&before), true)[..] else { panic!("one line") };
        assert_eq!((line.difference().as_str(), line.big), ("-397", true));
        let [line] = &lines(&now, None, true)[..] else { panic!("one line") };
        assert_eq!((line.before, line.counted), (None, Counted::Nowhere));
    }

    #[test]
    fn of_two_versions_what_is_the_same_is_left_out_and_what_became_known_is_not() {
        let mut before = figures(Edition::Of2021, &[("requests.new.total", 2), ("proactive.penalties", 24)]);
        let licences = before.form().cell("proactive.licences").unwrap();
        before.set(licences, None);
        let now = figures(Edition::Of2021, &[("requests.new.total", 3), ("proactive.penalties", 24)]);
        let found = changed(&now, &before);
        let found: Vec<_> = found.iter().map(|line| (line.address.as_str(), line.before, line.now)).collect();
        assert_eq!(found, [("proactive.licences", None, Some(0)), ("requests.new.total", Some(2), Some(3))]);
        assert_eq!(changed(&now, &now), []);
    }

    #[test]
    fn what_was_left_over_on_the_older_form_comes_in_on_the_new_one() {
        let before = figures(Edition::Of2019, &[("requests.carried_out.social", 2), ("requests.carried_out.total", 2)]);
        let now = figures(Edition::Of2021, &[("requests.carried_in.social", 1), ("requests.carried_in.total", 2)]);
        let found = carried(&now, &before, &[]);
        let found: Vec<_> = found.iter().map(|one| (one.column.as_str(), one.carried_in, one.carried_out)).collect();
        assert_eq!(found, [("社会公益组织", Some(1), Some(2))]);
    }

    #[test]
    fn of_small_numbers_no_change_is_big() {
        assert!(!is_big(5, 1, Kind::Count) && is_big(30, 12, Kind::Count) && !is_big(110, 100, Kind::Count));
        assert!(is_big(0, 10, Kind::Count), "all of it gone");
    }
}
