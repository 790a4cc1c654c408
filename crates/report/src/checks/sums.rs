//! 勾稽关系: walks the sums of the form that one rule gives, for the checks A001 to A004.

use gongkai_law::annual_report::{CellId, Form, identities::Identity, identities::Rule};

use super::NotAssessable;
use crate::{
    finding::{Finding, Severity, Verdict},
    reading::Reading,
};

/// A sum that does not hold.
pub(super) struct Broken<'a> {
    /// The form.
    pub form: &'static Form,
    /// The rule for these cells.
    pub identity: &'static Identity,
    /// Left side, worked out.
    pub left: i64,
    /// Right side, worked out.
    pub right: i64,
    reading: &'a Reading,
}

/// Tells each sum of `rule` that does not hold. Where a cell is unknown its sum cannot be worked out: that is a reason
/// not to pass, unless another sum of the rule is broken anyway.
pub(super) fn walk(
    rule: Rule,
    reading: &Reading,
    findings: &mut Vec<Finding>,
    tell: fn(&Broken<'_>) -> Finding,
) -> Result<(), NotAssessable> {
    let Some(figures) = &reading.report.figures else { return no_tables() };
    let (form, before, mut unknown) = (figures.form(), findings.len(), 0_usize);
    for identity in form.identities().iter().filter(|identity| identity.rule == rule) {
        match (figures.sum(&identity.left), figures.sum(&identity.right)) {
            (Some(left), Some(right)) if left == right => {}
            (Some(left), Some(right)) => findings.push(tell(&Broken { form, identity, left, right, reading })),
            _ => unknown += 1,
        }
    }
    if unknown > 0 && findings.len() == before {
        return NotAssessable::because(format!("有{unknown}个等式的单元格读不出，无法计算"));
    }
    Ok(())
}

/// The reason of every check that looks at cells where there are none.
pub(super) fn no_tables<T>() -> Result<T, NotAssessable> {
    NotAssessable::because("报告中没有读到法定表格")
}

impl Broken<'_> {
    /// The finding, at the cell that holds the total, with both sides and the cells that make them.
    pub fn finding(&self, code: &'static str, message: String) -> Finding {
        let total = self.identity.right.first().copied().unwrap_or_default();
        let address = self.form.address(total);
        let mut finding = Finding::new(code, Verdict::Fail, Severity::Error, message).at(address).sides(
            self.identity.expression.as_str(),
            self.left,
            self.right,
        );
        finding.spans = self.evidence().filter_map(|cell| self.reading.cell_span(cell)).collect();
        finding
    }

    /// The right side first, then the summands that are not zero: zeros tell nothing.
    fn evidence(&self) -> impl Iterator<Item = CellId> {
        let parts = self.identity.left.iter().copied().filter(|&cell| self.value(cell) != 0);
        self.identity.right.iter().copied().chain(parts)
    }

    /// What a cell of this sum holds.
    pub fn value(&self, cell: CellId) -> i64 {
        self.reading.report.figures.as_ref().and_then(|figures| figures.get(cell)).unwrap_or_default()
    }

    /// How far the sides are apart.
    pub fn difference(&self) -> u64 {
        self.left.abs_diff(self.right)
    }

    /// The row that the sum's total stands in, in words.
    pub fn row(&self) -> &'static str {
        self.total_name().0
    }

    /// The column that the sum's total stands in, in words.
    pub fn column(&self) -> &'static str {
        self.total_name().1
    }

    fn total_name(&self) -> (&'static str, &'static str) {
        self.identity.right.first().map_or(("", ""), |&cell| name(self.form, cell))
    }
}

/// Row and column of a cell in words, without numbers and remarks: `予以公开`, `自然人`.
pub(super) fn name(form: &'static Form, cell: CellId) -> (&'static str, &'static str) {
    let name = form.known(cell).map_or("", |cell| cell.name.as_str());
    let (row, column) = name.split_once('·').unwrap_or((name, ""));
    let row = unnumbered(row);
    (row.split('（').next().unwrap_or(row), column)
}

/// A cell as a person would call it: `予以公开·自然人`, `行政复议·其他结果`, `行政处罚`.
pub(super) fn called(form: &'static Form, cell: CellId) -> String {
    let address = form.address(cell);
    match (redress_group(address), name(form, cell)) {
        (Some(group), (row, _)) => format!("{group}·{row}"),
        (None, (row, "")) => row.to_owned(),
        (None, (row, column)) => format!("{row}·{column}"),
    }
}

/// The group of table 4 that an address stands in, in words.
pub(crate) fn redress_group(address: &str) -> Option<&'static str> {
    match address.strip_prefix("redress.")?.split('.').next()? {
        "review" => Some("行政复议"),
        "litigation_direct" => Some("未经复议直接起诉"),
        "litigation_after_review" => Some("复议后起诉"),
        _ => None,
    }
}

/// A label without the number it begins with: `（一）予以公开`, `1.属于国家秘密`, `一、本年新收`.
pub(super) fn unnumbered(label: &str) -> &str {
    let rest = label.trim_start_matches(|c: char| "（(一二三四五六七八九十0123456789".contains(c));
    if rest.len() == label.len() { label } else { rest.trim_start_matches(['）', ')', '、', '.', '．', '，', ' ']) }
}
