//! 勾稽关系 of a sum: which of the form's own sums do not hold in it, and whose figures that comes from. What is counted twice
//! is taken off a cell with the totals that it belongs to, and of requests that came in off what became of them as well, or the
//! form does not hold any more.

use gongkai_law::annual_report::{
    CellId, Figures, Form,
    identities::{Identity, Rule},
};
use gongkai_store::SeasonAdjustment;

use super::roll_up::RollUp;

/// 不平: a sum of the form that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn {
    /// Which rule it comes from.
    pub rule: Rule,
    /// The cell of its total, in addresses.
    pub address: String,
    /// Which, and both sides.
    pub said: String,
    /// 简称 of the organs in whose own figures it does not hold either, with their place in addresses.
    pub whose: Vec<(String, String)>,
}

impl Torn {
    /// Whether what came in and what became of it are two, rather than a total and its parts.
    pub fn is_intake(&self) -> bool {
        self.rule == Rule::Intake
    }
}

/// Which sums do not hold in what all come to together, as far as the cells are known.
pub fn torn(sum: &RollUp) -> Vec<Torn> {
    broken(&sum.figures).map(|(identity, sides)| view(sum, identity, sides)).collect()
}

/// Which sums that hold now will not any more, once what waits for the head is taken off.
pub fn torn_by_waiting(sum: &RollUp) -> Vec<Torn> {
    let form = sum.figures.form();
    let after = less(&sum.figures, &sum.waiting);
    let holds = |identity: &Identity| sides(&sum.figures, identity).is_some_and(|(left, right)| left == right);
    let broken = form.identities().iter().filter(|identity| holds(identity));
    let broken = broken.filter_map(|identity| Some((identity, sides(&after, identity)?)));
    let broken = broken.filter(|(_, (left, right))| left != right);
    broken.map(|(identity, sides)| Torn { whose: Vec::new(), ..view(sum, identity, sides) }).collect()
}

/// 所属的合计: the totals that a cell is a part of, of its row, of its column, and of these.
pub fn totals_of(form: &Form, cell: CellId) -> Vec<CellId> {
    let (mut totals, mut open) = (Vec::new(), vec![cell]);
    while let Some(at) = open.pop() {
        let parts = form.identities().iter().filter(|one| one.rule != Rule::Intake && one.left.contains(&at));
        for total in parts.filter_map(|one| one.right.first().copied()) {
            if !totals.contains(&total) {
                totals.push(total);
                open.push(total);
            }
        }
    }
    totals.sort_unstable();
    totals
}

fn sides(figures: &Figures, identity: &Identity) -> Option<(i64, i64)> {
    figures.sum(&identity.left).zip(figures.sum(&identity.right))
}

fn broken(figures: &Figures) -> impl Iterator<Item = (&'static Identity, (i64, i64))> {
    let known = figures.form().identities().iter().filter_map(|one| Some((one, sides(figures, one)?)));
    known.filter(|(_, (left, right))| left != right)
}

/// The figures once these adjustments are taken off as well.
fn less(figures: &Figures, adjustments: &[SeasonAdjustment]) -> Figures {
    let mut after = figures.clone();
    for one in adjustments {
        let Some(cell) = after.form().cell(&one.cell) else { continue };
        after.set(cell, after.get(cell).and_then(|value| value.checked_add(one.amount)));
    }
    after
}

fn view(sum: &RollUp, identity: &Identity, (left, right): (i64, i64)) -> Torn {
    let breaks = |figures: &Figures| sides(figures, identity).is_some_and(|(left, right)| left != right);
    let whose = sum.counted.iter().filter(|one| breaks(&one.figures));
    let form = sum.figures.form();
    let total = identity.right.first().and_then(|id| form.known(*id));
    Torn {
        rule: identity.rule,
        address: total.map(|cell| cell.address.clone()).unwrap_or_default(),
        said: said(form, identity, (left, right)),
        whose: whose.map(|one| (one.name.clone(), one.slug.clone())).collect(),
    }
}

/// 表三“新收”：各类申请人相加5，总计6
fn said(form: &Form, identity: &Identity, (left, right): (i64, i64)) -> String {
    let total = identity.right.first().and_then(|id| form.known(*id));
    let Some(total) = total else { return String::new() };
    let table = form.tables.get(total.table).map_or("", |table| table.name());
    let (row, column) = total.name.split_once('·').unwrap_or(("", &total.name));
    match identity.rule {
        Rule::Intake => format!("{table}“{column}”：新收＋上年结转{left}，办理结果总计＋结转下年度{right}"),
        Rule::Outcomes => format!("{table}“{column}”：各项办理结果相加{left}，总计{right}"),
        Rule::Applicants => format!("{table}“{row}”：各类申请人相加{left}，总计{right}"),
        Rule::Redress => format!("{table}“{}”：四种结果相加{left}，总计{right}", way(&total.address)),
    }
}

/// 救济途径 of a cell of table 4.
fn way(address: &str) -> &'static str {
    match address.split('.').nth(1) {
        Some("review") => "行政复议",
        Some("litigation_direct") => "未经复议直接起诉",
        _ => "复议后起诉",
    }
}

#[cfg(test)]
mod tests {
    use gongkai_law::annual_report::Edition;

    use super::*;

    fn totals(address: &str) -> Vec<&'static str> {
        let form = Form::of(Edition::Of2021);
        let totals = totals_of(form, form.cell(address).unwrap());
        totals.into_iter().map(|id| form.cells()[usize::from(id)].address.as_str()).collect()
    }

    #[test]
    fn a_cell_belongs_to_the_total_of_its_row_and_an_outcome_to_that_of_all_outcomes() {
        assert_eq!(totals("requests.new.natural_person"), ["requests.new.total"]);
        let of_outcome = ["requests.granted.total", "requests.total.natural_person", "requests.total.total"];
        assert_eq!(totals("requests.granted.natural_person"), of_outcome);
        assert_eq!(totals("requests.new.total"), [""; 0]);
        assert_eq!(totals("redress.review.upheld"), ["redress.review.total"]);
        assert_eq!(totals("proactive.licences"), [""; 0]);
    }

    #[test]
    fn a_sum_that_does_not_hold_is_said_with_both_sides() {
        let mut figures = Figures::zero(Edition::Of2021);
        figures.set(figures.form().cell("requests.new.natural_person").unwrap(), Some(5));
        figures.set(figures.form().cell("requests.new.total").unwrap(), Some(6));
        let said: Vec<_> = broken(&figures).map(|(one, sides)| said(figures.form(), one, sides)).collect();
        assert_eq!(said.len(), 3, "the row, and what came in of both columns: {said:?}");
        assert!(said.iter().any(|said| said.contains("各类申请人相加5，总计6")), "{said:?}");
        assert!(said.iter().all(|said| said.starts_with("表三“")), "{said:?}");
    }
}
