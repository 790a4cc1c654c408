use gongkai_law::annual_report::CellId;

use super::{Case, Check, NotAssessable, sums::name, years::both_years};
use crate::{
    finding::{Finding, Severity, Verdict},
    reading::Reading,
};

pub(super) static CHECK: Check = Check {
    code: "Y001",
    title: "上年结转≠上一年度报告的结转下年度",
    severity: Severity::Error,
    basis: "《年度报告格式》表三第二项、第四项",
    page: include_str!("y001_carried_over.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let (now, before, previous) = both_years(case)?;
    let (count, mut unknown) = (findings.len(), 0);
    for here in now.form().cells_under("requests.carried_in") {
        let address = now.form().cells().get(usize::from(here)).map_or("", |cell| cell.address.as_str());
        let column = address.rsplit_once('.').map_or("", |(_, column)| column);
        let there = before.form().cell(&format!("requests.carried_out.{column}"));
        match (now.get(here), there.and_then(|cell| before.get(cell))) {
            (Some(in_), Some(out)) if in_ == out => {}
            (Some(in_), Some(out)) => findings.push(finding(case.reading, previous, here, address, [in_, out])),
            _ => unknown += 1,
        }
    }
    if unknown > 0 && findings.len() == count {
        return NotAssessable::because(format!("两年的结转有{unknown}列读不出"));
    }
    Ok(())
}

fn finding(reading: &Reading, previous: &Reading, cell: CellId, address: &str, [in_, out]: [i64; 2]) -> Finding {
    let column = reading.report.figures.as_ref().map_or("", |figures| name(figures.form(), cell).1);
    let year = previous.report.year.unwrap_or_default();
    Finding::new(
        CHECK.code,
        Verdict::Fail,
        Severity::Error,
        format!("“{column}”列：上年结转写{in_}，{year}年度报告的结转下年度是{out}，相差{}", in_.abs_diff(out)),
    )
    .at(address)
    .sides("carried_in = previous.carried_out", in_, out)
    .shown(reading.cell_span(cell))
    .mend("按台账核对上年年末没有办结的件数；是上年报告错了的，在第六部分说明更正")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample, sample_2021, verdict, verdict_of};
    use gongkai_law::annual_report::Edition;

    #[test]
    fn what_was_left_over_must_come_in_again_in_its_own_column() {
        let before = sample(2022, Edition::Of2021).cell("requests.carried_out.social", 2).reading();
        let now = sample_2021().cell("requests.carried_in.social", 1).reading();
        let (findings, _) = verdict_of(&CHECK, &Case::new(&now).after(Some(&before)));
        let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
        insta::assert_snapshot!(finding.message, @"“社会公益组织”列：上年结转写1，2022年度报告的结转下年度是2，相差1");
        assert_eq!(finding.cell.as_deref(), Some("requests.carried_in.social"));
    }

    #[test]
    fn the_change_of_forms_does_not_part_the_years() {
        let before = sample(2020, Edition::Of2019).cell("requests.carried_out.total", 3).reading();
        let now = sample(2021, Edition::Of2021).cell("requests.carried_in.total", 3).reading();
        assert_eq!(verdict_of(&CHECK, &Case::new(&now).after(Some(&before))), (vec![], None));
    }

    #[test]
    fn without_the_right_year_nothing_can_be_said() {
        let now = sample_2021().reading();
        assert!(verdict(&CHECK, &now).1.is_some());
        let older = sample(2021, Edition::Of2021).reading();
        insta::assert_snapshot!(verdict_of(&CHECK, &Case::new(&now).after(Some(&older))).1.unwrap(), @"用来比较的是2021年度的报告，不是2022年度的");
    }
}
