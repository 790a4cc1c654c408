//! 归并: one wrong cell breaks several sums. The findings that follow from it are tied to one of them, which says what
//! the cell must be where one cell and one value mend them all.

use gongkai_law::annual_report::{CellId, Figures, Form, figures::show, identities::Identity};

use super::sums::called;
use crate::{finding::Finding, reading::Reading};

/// A sum that does not hold and the finding that tells it.
struct Broken {
    identity: &'static Identity,
    finding: usize,
    /// Left side less right side.
    gap: i64,
}

/// A cell that, changed by this much, would mend every broken sum it stands in and break none.
struct Culprit {
    cell: CellId,
    change: i64,
    mends: Vec<usize>,
}

/// Ties findings that one wrong cell explains.
pub(super) fn by_cell(reading: &Reading, findings: &mut [Finding]) {
    let Some(figures) = &reading.report.figures else { return };
    let mut broken = broken(figures, findings);
    while let Some(culprit) = likeliest(figures, &broken) {
        let group: Vec<usize> = culprit.mends.iter().filter_map(|&at| broken.get(at)).map(|b| b.finding).collect();
        tie(reading, figures, findings, &culprit, &group);
        broken.retain(|b| !group.contains(&b.finding));
    }
    tie_total_column(findings, &broken);
    tie_years(findings);
}

fn broken(figures: &Figures, findings: &[Finding]) -> Vec<Broken> {
    if !findings.iter().any(|finding| finding.code.starts_with('A') && finding.expression.is_some()) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for identity in figures.form().identities() {
        let (Some(left), Some(right)) = (figures.sum(&identity.left), figures.sum(&identity.right)) else { continue };
        let address = address(figures.form(), identity.right.first().copied());
        let told = findings.iter().position(|finding| {
            finding.cell.as_deref() == Some(address) && finding.expression.as_deref() == Some(&identity.expression)
        });
        if let (true, Some(finding)) = (left != right, told) {
            out.push(Broken { identity, finding, gap: left.saturating_sub(right) });
        }
    }
    out
}

/// The one cell that mends most of what is broken, at least two sums; none where two cells would do as well.
fn likeliest(figures: &Figures, broken: &[Broken]) -> Option<Culprit> {
    let mut cells: Vec<CellId> =
        broken.iter().flat_map(|b| b.identity.left.iter().chain(&b.identity.right)).copied().collect();
    cells.sort_unstable();
    cells.dedup();
    let mut culprits: Vec<Culprit> = cells.into_iter().filter_map(|cell| culprit(figures, broken, cell)).collect();
    culprits.sort_by_key(|culprit| std::cmp::Reverse(culprit.mends.len()));
    let most = culprits.first()?.mends.len();
    let rivals = culprits.iter().filter(|culprit| culprit.mends.len() == most);
    let alone = |culprit: &&Culprit| rivals.clone().all(|other| other.cell == culprit.cell || disjoint(culprit, other));
    let at = culprits.iter().take_while(|culprit| most > 1 && culprit.mends.len() == most).position(|c| alone(&c))?;
    Some(culprits.swap_remove(at))
}

fn disjoint(one: &Culprit, other: &Culprit) -> bool {
    one.mends.iter().all(|at| !other.mends.contains(at))
}

/// A cell is to blame only if every sum it stands in is broken by the same amount: a change must not break what holds.
fn culprit(figures: &Figures, broken: &[Broken], cell: CellId) -> Option<Culprit> {
    let (mut change, mut mends) = (None, Vec::new());
    for identity in figures.form().identities() {
        let sign = match (identity.left.contains(&cell), identity.right.contains(&cell)) {
            (true, _) => -1,
            (_, true) => 1,
            _ => continue,
        };
        let known = figures.sum(&identity.left).is_some() && figures.sum(&identity.right).is_some();
        let at = broken.iter().position(|b| std::ptr::eq(b.identity, identity));
        match at.and_then(|at| broken.get(at).map(|b| (at, b.gap.saturating_mul(sign)))) {
            Some((at, needed)) if change.is_none_or(|change| change == needed) => {
                change = Some(needed);
                mends.push(at);
            }
            None if !known => {}
            _ => return None,
        }
    }
    let change = change?;
    (figures.get(cell)?.checked_add(change)? >= 0).then_some(Culprit { cell, change, mends })
}

/// The row's own finding (A002) leads, as it is the nearest to the cell; else the first of the registry.
fn tie(reading: &Reading, figures: &Figures, findings: &mut [Finding], culprit: &Culprit, group: &[usize]) {
    let leads = |at: &&usize| findings.get(**at).is_some_and(|finding| finding.code == "A002");
    let Some(&lead) = group.iter().find(leads).or(group.first()) else { return };
    let address = address(figures.form(), Some(culprit.cell)).to_owned();
    for (at, finding) in findings.iter_mut().enumerate() {
        if at != lead && (group.contains(&at) || finding.cell.as_deref() == Some(&address)) && finding.follows.is_none()
        {
            finding.follows = Some(lead);
        }
    }
    let value = figures.get(culprit.cell).unwrap_or_default();
    let kind = figures.form().known(culprit.cell).map(|cell| cell.kind);
    let shown = |value: i64| kind.map_or_else(|| value.to_string(), |kind| show(value, kind));
    if let Some(finding) = findings.get_mut(lead) {
        finding.mend = Some(format!(
            "把“{}”由{}改为{}，这里的{}个等式都成立；改前按台账核对",
            called(figures.form(), culprit.cell),
            shown(value),
            shown(value.saturating_add(culprit.change)),
            group.len(),
        ));
        if let Some(span) = reading.cell_span(culprit.cell).filter(|span| !finding.spans.contains(span)) {
            finding.spans.insert(0, span);
        }
    }
}

/// Where one column of table 3 is out of balance and every row adds up, the 总计 column is out by the same.
fn tie_total_column(findings: &mut [Finding], broken: &[Broken]) {
    for code in ["A001", "A003"] {
        let own = |b: &&Broken| findings.get(b.finding).is_some_and(|f| f.code == code);
        let is_total =
            |b: &&Broken| findings.get(b.finding).is_some_and(|f| f.cell.as_deref() == Some("requests.total.total"));
        let (total, columns): (Vec<&Broken>, Vec<&Broken>) = broken.iter().filter(own).partition(is_total);
        if let ([total], [column]) = (total.as_slice(), columns.as_slice())
            && total.gap == column.gap
            && let Some(finding) = findings.get_mut(total.finding)
        {
            finding.follows = Some(column.finding);
        }
    }
}

/// What was not carried over in one column is missing in the 总计 column too.
fn tie_years(findings: &mut [Finding]) {
    let own: Vec<usize> = (0..).zip(findings.iter()).filter(|(_, f)| f.code == "Y001").map(|(at, _)| at).collect();
    if let [column, total] = own.as_slice()
        && findings.get(*column).map(|f| &f.difference) == findings.get(*total).map(|f| &f.difference)
        && let Some(finding) = findings.get_mut(*total)
        && finding.cell.as_deref() == Some("requests.carried_in.total")
    {
        finding.follows = Some(*column);
    }
}

fn address(form: &'static Form, cell: Option<CellId>) -> &'static str {
    cell.and_then(|cell| form.known(cell)).map_or("", |cell| cell.address.as_str())
}

#[cfg(test)]
mod tests {
    use crate::checks::{
        Case, run,
        sample::{Sample, sample_2021},
    };

    /// Ten of each column's figures in balance: 57 and 4 came in, 1 and 0 over, 55 and 4 answered, 3 and 0 left.
    fn balanced() -> Sample {
        let figures = [
            ("new", 57, 4),
            ("carried_in", 1, 0),
            ("granted", 50, 4),
            ("denied_internal", 5, 0),
            ("total", 55, 4),
            ("carried_out", 3, 0),
        ];
        figures.iter().fold(sample_2021(), |sample, (row, person, enterprise)| {
            sample
                .cell(&format!("requests.{row}.natural_person"), *person)
                .cell(&format!("requests.{row}.enterprise"), *enterprise)
                .cell(&format!("requests.{row}.total"), person + enterprise)
        })
    }

    fn told(sample: Sample) -> Vec<(&'static str, Option<usize>, Option<String>)> {
        let reading = sample.reading();
        let findings = run(&Case::new(&reading)).findings;
        findings.into_iter().map(|f| (f.code, f.follows, f.mend)).collect()
    }

    #[test]
    fn a_wrong_inner_cell_is_named_with_its_right_value_and_the_others_follow() {
        let told = told(balanced().cell("requests.granted.natural_person", 49));
        assert_eq!(
            told.iter().map(|(code, follows, _)| (*code, *follows)).collect::<Vec<_>>(),
            [("A002", None), ("A003", Some(0))]
        );
        insta::assert_snapshot!(told[0].2.as_deref().unwrap(), @"把“予以公开·自然人”由49改为50，这里的2个等式都成立；改前按台账核对");
    }

    #[test]
    fn a_wrong_grand_total_breaks_three_sums_and_is_one_mistake() {
        let told = told(balanced().cell("requests.total.total", 60));
        assert_eq!(
            told.iter().map(|(code, follows, _)| (*code, *follows)).collect::<Vec<_>>(),
            [("A001", Some(1)), ("A002", None), ("A003", Some(1))]
        );
        insta::assert_snapshot!(told[1].2.as_deref().unwrap(), @"把“总计·总计”由60改为59，这里的3个等式都成立；改前按台账核对");
    }

    #[test]
    fn two_wrong_cells_far_apart_are_two_mistakes() {
        let told =
            told(balanced().cell("requests.granted.natural_person", 49).cell("requests.denied_internal.enterprise", 2));
        let leads = told.iter().filter(|(_, follows, _)| follows.is_none()).count();
        assert_eq!((told.len(), leads), (4, 2), "{told:#?}");
    }

    #[test]
    fn a_column_out_of_balance_carries_the_total_column_with_it() {
        let told =
            told(balanced().cell("requests.carried_out.natural_person", 4).cell("requests.carried_out.total", 4));
        assert_eq!(
            told.iter().map(|(code, follows, _)| (*code, *follows)).collect::<Vec<_>>(),
            [("A001", None), ("A001", Some(0))]
        );
        assert!(!told[0].2.as_deref().unwrap().contains("改为"), "two cells would have to change: {told:#?}");
    }

    #[test]
    fn where_any_of_five_cells_may_be_wrong_none_is_named() {
        let told = told(balanced().cell("redress.review.upheld", 2));
        let [(code, None, Some(mend))] = told.as_slice() else { panic!("{told:#?}") };
        assert_eq!(*code, "A004");
        assert!(!mend.contains("改为"), "{mend}");
    }
}
