use gongkai_law::annual_report::form::Kind;

use super::{
    Case, Check, NotAssessable,
    sums::{called, no_tables},
};
use crate::finding::{Finding, Severity, Verdict};

pub(super) static CHECK: Check = Check {
    code: "A005",
    title: "件数为负数或者不是整数",
    severity: Severity::Error,
    basis: "《年度报告格式》表二、表三、表四",
    page: include_str!("a005_counts.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let Some(figures) = &case.reading.report.figures else { return no_tables() };
    let form = figures.form();
    for (cell, &value) in (0_u16..).zip(figures.values()) {
        if value.is_some_and(|value| value >= 0) {
            continue;
        }
        let Some(place) = form.known(cell) else { continue };
        let printed = case.reading.printed(cell).unwrap_or_default().trim();
        let fault = match value {
            Some(value) if place.kind != Kind::Change && value < 0 => "负数",
            None if place.kind == Kind::Count && is_fraction(printed) => "小数",
            _ => continue,
        };
        let message = format!("“{}”写的是{fault}{printed}，应当是不小于0的整数", called(form, cell));
        findings.push(
            Finding::new(CHECK.code, Verdict::Fail, Severity::Error, message)
                .at(place.address.as_str())
                .shown(case.reading.cell_span(cell))
                .mend("按台账核对后填写实际数量；没有发生的填0"),
        );
    }
    Ok(())
}

/// `3.5`, but not `3.0` and not a date.
fn is_fraction(printed: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    printed
        .split_once('.')
        .is_some_and(|(whole, part)| digits(whole) && digits(part) && part.bytes().any(|b| b != b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample, sample_2021, verdict};
    use gongkai_law::annual_report::Edition;

    #[test]
    fn less_than_nothing_and_half_an_application_are_found() {
        let reading =
            sample_2021().cell("requests.carried_out.total", -2).printed("requests.granted.other", "3.5").reading();
        let messages: Vec<String> = verdict(&CHECK, &reading).0.into_iter().map(|finding| finding.message).collect();
        insta::assert_debug_snapshot!(messages, @r#"
        [
            "“予以公开·其他”写的是小数3.5，应当是不小于0的整数",
            "“结转下年度继续办理·总计”写的是负数-2，应当是不小于0的整数",
        ]
        "#);
    }

    #[test]
    fn the_trial_forms_yearly_change_may_fall() {
        let reading = sample(2019, Edition::Of2019).cell("proactive.licences.change", -4).reading();
        assert_eq!(verdict(&CHECK, &reading).0, []);
    }

    #[test]
    fn an_amount_may_have_decimals() {
        let reading = sample_2021().cell("proactive.fees_wan", 1_500_000).reading();
        assert_eq!(verdict(&CHECK, &reading).0, []);
    }
}
