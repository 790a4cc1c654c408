use gongkai_law::annual_report::due::Reporter;

use super::{Case, Check, NotAssessable};
use crate::finding::{Finding, Severity, Verdict};

pub(super) static CHECK: Check = Check {
    code: "P001",
    title: "晚于法定日期公布",
    severity: Severity::Error,
    basis: "《条例》第四十九条",
    page: include_str!("p001_late.md"),
    run,
};

/// A site that was rebuilt shows the day of the move: so long after the day set, the date tells little.
const STALE: i32 = 365;

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let reading = case.reading;
    let Some(year) = reading.report.year else { return NotAssessable::because("读不出报告是哪一年度的") };
    let Some((published, span)) = reading.published else { return NotAssessable::because("没有读到公布日期") };
    let reporter = reading.report.agency.as_deref().and_then(reporter);
    let (first, last) = (Reporter::Department.due(year), Reporter::Government.due(year));
    let (due, who) = match reporter {
        Some(Reporter::Department) => (first, "县级以上政府部门应当在1月31日前公布"),
        Some(Reporter::Government) => (last, "县级以上地方政府应当在3月31日前公布"),
        None if first.is_some_and(|day| published <= day) => return Ok(()),
        None if last.is_some_and(|day| published > day) => (last, "县级以上地方政府最迟应当在3月31日前公布"),
        None => return NotAssessable::because("认不出是政府还是部门，不知道应当在1月31日还是3月31日前公布"),
    };
    let Some(days) = due.and_then(|due| (published - due).get_days().into()).filter(|&days: &i32| days > 0) else {
        return Ok(());
    };
    let certain = reporter.is_some() && days <= STALE;
    let (verdict, severity) =
        if certain { (Verdict::Fail, Severity::Error) } else { (Verdict::Unsure, Severity::Warning) };
    findings.push(
        Finding::new(CHECK.code, verdict, severity, format!("{published}公布，晚了{days}天：{who}上一年度的报告"))
            .shown(Some(span))
            .mend("日期不能倒改。在第六部分说明迟延的原因；页面日期是网站迁移或者重新发布的日期的，注明首次公布的日期"),
    );
    Ok(())
}

/// Who reports, by the ending of its name; `None` where the name leaves it open or art. 49 sets no day.
fn reporter(agency: &str) -> Option<Reporter> {
    let name = agency.trim_end_matches(|c: char| !c.is_alphanumeric());
    if let Some(place) = name.strip_suffix("人民政府").or_else(|| name.strip_suffix("政府")) {
        return (!place.ends_with(['乡', '镇'])).then_some(Reporter::Government);
    }
    let local = ["街道", "乡", "镇", "管委会", "管理委员会", "中心", "村", "社区"];
    let department = ["局", "委员会", "委", "厅", "人民政府办公室", "人民政府办公厅", "政府办公室", "政府办公厅"];
    (department.iter().any(|ending| name.ends_with(ending)) && !local.iter().any(|word| name.contains(word)))
        .then_some(Reporter::Department)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};
    use jiff::civil::{Date, date};

    fn told(agency: &str, published: Date) -> (Vec<(Verdict, String)>, Option<String>) {
        let reading = sample_2021().agency(agency).published(published).reading();
        let (findings, reason) = verdict(&CHECK, &reading);
        (findings.into_iter().map(|finding| (finding.verdict, finding.message)).collect(), reason)
    }

    #[test]
    fn a_bureau_is_late_in_february_and_a_county_is_not() {
        let (found, _) = told("青禾县水利局", date(2024, 2, 4));
        insta::assert_snapshot!(found[0].1, @"2024-02-04公布，晚了4天：县级以上政府部门应当在1月31日前公布上一年度的报告");
        assert_eq!(told("青禾县人民政府", date(2024, 2, 4)).0, []);
        assert_eq!(told("青禾县人民政府", date(2024, 4, 1)).0[0].0, Verdict::Fail);
        assert_eq!(told("青禾县水利局", date(2024, 1, 31)).0, []);
    }

    #[test]
    fn for_a_township_the_law_sets_no_day() {
        assert!(told("青禾县白石镇人民政府", date(2024, 2, 20)).1.is_some());
        assert_eq!(told("青禾县白石镇人民政府", date(2024, 1, 20)), (vec![], None));
        assert_eq!(told("青禾县白石镇人民政府", date(2024, 5, 20)).0[0].0, Verdict::Unsure);
    }

    #[test]
    fn years_late_is_more_likely_a_moved_page() {
        assert_eq!(told("青禾县水利局", date(2026, 6, 1)).0[0].0, Verdict::Unsure);
    }

    #[test]
    fn without_a_day_nothing_can_be_said() {
        let (findings, reason) = verdict(&CHECK, &sample_2021().reading());
        assert!(findings.is_empty() && reason.is_some());
    }
}
