use gongkai_law::annual_report::{CellId, Figures, Form};

use super::{
    Case, Check, NotAssessable,
    sums::{called, no_tables},
};
use crate::{
    finding::{Finding, Severity, Verdict},
    reading::{Reading, Report},
};

pub(super) static CHECK: Check = Check {
    code: "H001",
    title: "本级数字≠下级报告之和",
    severity: Severity::Error,
    basis: "《条例》第四十九条；《年度报告格式》",
    page: include_str!("h001_children.md"),
    run,
};

/// Cells of one row whose sums do not hold.
struct Row {
    place: (usize, usize, usize),
    cells: Vec<(CellId, i64, i64)>,
}

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    if case.children.is_empty() && case.unread_children.is_empty() {
        return NotAssessable::because("没有下级报告");
    }
    let Some(figures) = &case.reading.report.figures else { return no_tables() };
    let parent = &case.reading.report;
    let children: Vec<&Figures> = case.children.iter().filter_map(|child| same_form(child, parent)).collect();
    let lacking = case.children.len() - children.len() + case.unread_children.len();
    let (mut rows, mut unknown): (Vec<Row>, usize) = (Vec::new(), 0);
    for (cell, place) in (0_u16..).zip(figures.form().cells()) {
        let twice = case.taken_off.iter().filter(|(at, _)| *at == cell).map(|(_, amount)| *amount);
        let twice = twice.fold(0, i64::saturating_add);
        let sum = children.iter().try_fold(twice, |sum, child| sum.checked_add(child.get(cell)?));
        match (figures.get(cell), sum) {
            // what could not be read is not zero: it may be just what is missing here
            (Some(own), Some(sum)) if own == sum && lacking == 0 => {}
            (Some(own), Some(sum)) if lacking == 0 || sum > own && own >= 0 => {
                let place = (place.table, place.block, place.row);
                match rows.last_mut().filter(|row| row.place == place) {
                    Some(row) => row.cells.push((cell, own, sum)),
                    None => rows.push(Row { place, cells: vec![(cell, own, sum)] }),
                }
            }
            _ => unknown += 1,
        }
    }
    let less = if case.taken_off.is_empty() { "" } else { "去重以后" };
    findings.extend(rows.iter().map(|row| tell(case.reading, figures.form(), row, (children.len(), less))));
    if rows.is_empty() && unknown > 0 {
        return NotAssessable::because(match lacking {
            0 => format!("本级或者下级的报告有{unknown}格没有数"),
            _ => format!("有{lacking}份下级报告没有报送、读不出或者格式不同，不能相加"),
        });
    }
    Ok(())
}

/// The child's figures, if it is of the same year and on the same form.
fn same_form<'a>(child: &'a Report, parent: &Report) -> Option<&'a Figures> {
    let (own, theirs) = (parent.figures.as_ref()?, child.figures.as_ref()?);
    (own.edition() == theirs.edition() && parent.year == child.year).then_some(theirs)
}

fn tell(reading: &Reading, form: &'static Form, row: &Row, (children, less): (usize, &str)) -> Finding {
    let shown = |cell: CellId, value: i64| {
        let kind = form.known(cell).map(|cell| cell.kind);
        kind.map_or_else(String::new, |kind| gongkai_law::annual_report::figures::show(value, kind))
    };
    let differences: Vec<String> = row
        .cells
        .iter()
        .map(|&(cell, own, sum)| {
            format!("“{}”本级{}、下级合计{}", called(form, cell), shown(cell, own), shown(cell, sum))
        })
        .collect();
    // documents issued together are counted once above and several times below
    let doubtful = row.place.0 == 0;
    let (verdict, severity) =
        if doubtful { (Verdict::Unsure, Severity::Warning) } else { (Verdict::Fail, Severity::Error) };
    // the 总计 of the row, where it is among them, stands last
    let &(cell, own, sum) = row.cells.last().unwrap_or(&(0, 0, 0));
    let address = form.address(cell);
    let mut finding = Finding::new(
        CHECK.code,
        verdict,
        severity,
        format!("与{children}份下级报告{less}之和不等：{}", differences.join("；")),
    )
    .at(address)
    .mend("逐份核对下级的数字；联合制发、移送的有重复的，或者本级自身另有数字的，在第六部分说明");
    finding = finding.sides("parent = sum of children", own, sum);
    (finding.left, finding.right) = (Some(shown(cell, own)), Some(shown(cell, sum)));
    finding.difference = Some(shown(cell, own.saturating_sub(sum).saturating_abs()));
    finding.spans = row.cells.iter().rev().filter_map(|&(cell, ..)| reading.cell_span(cell)).collect();
    finding
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample, sample_2021, verdict, verdict_of};
    use gongkai_law::annual_report::Edition;

    fn received(natural: i64, total: i64) -> Reading {
        let sample = sample_2021().cell("requests.new.natural_person", natural).cell("requests.new.total", total);
        sample.cell("proactive.fees_wan", total * 1_500_000).reading()
    }

    #[test]
    fn a_parent_that_lost_a_childs_request_is_found_once_a_row() {
        let (parent, one, two) = (received(6, 6), received(3, 3), received(4, 4));
        let children = [&one.report, &two.report];
        let (findings, _) = verdict_of(&CHECK, &Case::new(&parent).over(&children, &[]));
        let messages: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
        insta::assert_debug_snapshot!(messages, @r#"
[
    "与2份下级报告之和不等：“行政事业性收费·本年收费金额（单位：万元）”本级9、下级合计10.5",
    "与2份下级报告之和不等：“本年新收政府信息公开申请数量·自然人”本级6、下级合计7；“本年新收政府信息公开申请数量·总计”本级6、下级合计7",
]
"#);
        assert_eq!(findings[1].cell.as_deref(), Some("requests.new.total"));
        assert_eq!(findings[0].difference.as_deref(), Some("1.5"));
    }

    #[test]
    fn children_that_add_up_pass() {
        let (parent, one, two) = (received(7, 7), received(3, 3), received(4, 4));
        assert_eq!(verdict_of(&CHECK, &Case::new(&parent).over(&[&one.report, &two.report], &[])), (vec![], None));
    }

    #[test]
    fn what_was_confirmed_to_be_counted_twice_is_no_difference_and_what_was_not_is() {
        let (parent, one, two) = (received(6, 6), received(3, 3), received(4, 4));
        let form = Form::of(Edition::Of2021);
        let row = ["requests.new.natural_person", "requests.new.total", "proactive.fees_wan"];
        let twice = [(row[0], -1), (row[1], -1), (row[2], -1_500_000)];
        let twice = twice.map(|(address, amount)| (form.cell(address).unwrap(), amount));
        let children = [&one.report, &two.report];
        let of = |twice: &[(CellId, i64)]| verdict_of(&CHECK, &Case::new(&parent).over(&children, &[]).less(twice));
        assert_eq!(of(&twice), (vec![], None));
        let (findings, _) = of(&twice[..2]);
        assert_eq!(findings.len(), 1, "the fee is not among them: {findings:?}");
        assert!(findings[0].message.starts_with("与2份下级报告去重以后之和不等"), "{}", findings[0].message);
    }

    #[test]
    fn a_child_that_is_missing_is_never_a_zero() {
        let (parent, one) = (received(7, 7), received(3, 3));
        let unread = ["乙镇.pdf".to_owned()];
        let (findings, reason) = verdict_of(&CHECK, &Case::new(&parent).over(&[&one.report], &unread));
        assert_eq!(findings, []);
        insta::assert_snapshot!(reason.unwrap(), @"有1份下级报告没有报送、读不出或者格式不同，不能相加");
        let other_form = sample(2023, Edition::Of2019).reading();
        assert!(verdict_of(&CHECK, &Case::new(&parent).over(&[&one.report, &other_form.report], &[])).1.is_some());
    }

    #[test]
    fn more_below_than_above_is_wrong_whoever_is_missing() {
        let (parent, one) = (received(2, 2), received(3, 3));
        let unread = ["乙镇.pdf".to_owned()];
        let (findings, _) = verdict_of(&CHECK, &Case::new(&parent).over(&[&one.report], &unread));
        assert!(findings.iter().any(|finding| finding.verdict == Verdict::Fail));
    }

    #[test]
    fn without_children_nothing_can_be_said() {
        assert!(verdict(&CHECK, &received(1, 1)).1.is_some());
    }
}
