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
        let address = now.form().address(here);
        let column = address.rsplit_once('.').map_or("", |(_, column)| column);
        let there = before.form().cell(&format!("requests.carried_out.{column}"));
        let over = Over::of(case, here);
        match (now.get(here), there.and_then(|cell| before.get(cell))) {
            (Some(in_), Some(out)) if in_ == over.after(out) => {}
            (Some(in_), Some(out)) => {
                findings.push(finding((case.reading, previous), (here, address), [in_, out], &over));
            }
            _ => unknown += 1,
        }
    }
    if unknown > 0 && findings.len() == count {
        return NotAssessable::because(format!("两年的结转有{unknown}列读不出"));
    }
    Ok(())
}

/// 移交: how much of a column came from a closed organ, and how much went to another one.
struct Over {
    came: i64,
    went: i64,
}

impl Over {
    fn of(case: &Case<'_>, cell: CellId) -> Self {
        let here = case.taken_over.iter().filter(|(at, _)| *at == cell).map(|(_, count)| *count);
        let (came, went): (Vec<i64>, Vec<i64>) = here.partition(|count| *count > 0);
        let sum = |counts: Vec<i64>| counts.into_iter().fold(0, i64::saturating_add);
        Self { came: sum(came), went: sum(went) }
    }

    /// What has to be carried in where last year's report carried out so much.
    fn after(&self, out: i64) -> i64 {
        out.saturating_add(self.came).saturating_add(self.went)
    }

    /// In words; empty where nothing went over.
    fn said(&self, out: i64) -> String {
        let came = if self.came == 0 { String::new() } else { format!("，加移交来的{}", self.came) };
        let went =
            if self.went == 0 { String::new() } else { format!("，减移交走的{}", self.went.unsigned_abs()) };
        match came.is_empty() && went.is_empty() {
            true => String::new(),
            false => format!("{came}{went}，应当是{}", self.after(out)),
        }
    }
}

fn finding(
    (reading, previous): (&Reading, &Reading),
    (cell, address): (CellId, &str),
    [in_, out]: [i64; 2],
    over: &Over,
) -> Finding {
    let (due, said) = (over.after(out), over.said(out));
    let relation = match said.is_empty() {
        true => "carried_in = previous.carried_out",
        false => "carried_in = previous.carried_out + taken_over",
    };
    let column = reading.report.figures.as_ref().map_or("", |figures| name(figures.form(), cell).1);
    let year = previous.report.year.unwrap_or_default();
    Finding::new(
        CHECK.code,
        Verdict::Fail,
        Severity::Error,
        format!("“{column}”列：上年结转写{in_}，{year}年度报告的结转下年度是{out}{said}，相差{}", in_.abs_diff(due)),
    )
    .at(address)
    .sides(relation, in_, due)
    .shown(reading.cell_span(cell))
    .mend("按台账核对上年年末没有办结的件数；是上年报告错了的，在第六部分说明更正")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample, sample_2021, verdict, verdict_of};
    use gongkai_law::annual_report::{Edition, Form};

    #[test]
    fn what_was_left_over_must_come_in_again_in_its_own_column() {
        let before = sample(2022, Edition::Of2021).cell("requests.carried_out.social", 2).reading();
        let now = sample_2021().cell("requests.carried_in.social", 1).reading();
        let (findings, _) = verdict_of(&CHECK, &Case::new(&now).after(Some(&before)));
        let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
        insta::assert_snapshot!(finding.message, @"“社会公益组织”列：上年结转写1，2022年度报告的结转下年度是2，相差1");
        assert_eq!(finding.cell.as_deref(), Some("requests.carried_in.social"));
    }

    fn handed_over(counts: &[(&str, i64)]) -> Vec<(CellId, i64)> {
        let cell = |column: &str| Form::of(Edition::Of2021).cell(&format!("requests.carried_in.{column}")).unwrap();
        counts.iter().map(|(column, count)| (cell(column), *count)).collect()
    }

    #[test]
    fn what_was_taken_over_from_a_closed_organ_comes_in_as_well_and_no_more_than_that() {
        let before = sample(2022, Edition::Of2021).cell("requests.carried_out.social", 3).reading();
        let of = |carried_in: i64, over: &[(&str, i64)]| {
            let now = sample_2021().cell("requests.carried_in.social", carried_in).reading();
            verdict_of(&CHECK, &Case::new(&now).after(Some(&before)).plus(&handed_over(over)))
        };
        assert_eq!(of(7, &[("social", 1), ("social", 3)]), (vec![], None));
        assert_eq!(of(2, &[("social", 1), ("social", -2)]), (vec![], None), "some were handed over to another one");
        for (carried_in, over) in [(8, 4), (6, 4), (3, 4), (7, 0)] {
            let (findings, _) = of(carried_in, &[("social", over)]);
            assert_eq!(findings.len(), 1, "{carried_in} with {over}: {findings:#?}");
        }
        let (findings, _) = of(7, &[("research", 4)]);
        assert_eq!(findings.len(), 2, "of another kind of applicants: {findings:#?}");
        let message = |over: &[(&str, i64)]| of(8, over).0.remove(0).message;
        insta::assert_snapshot!(message(&[("social", 4)]), @"“社会公益组织”列：上年结转写8，2022年度报告的结转下年度是3，加移交来的4，应当是7，相差1");
        insta::assert_snapshot!(message(&[("social", 4), ("social", -2)]), @"“社会公益组织”列：上年结转写8，2022年度报告的结转下年度是3，加移交来的4，减移交走的2，应当是5，相差3");
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
