//! A report beside last year's.

use gongkai_law::annual_report::Figures;

use super::{Case, NotAssessable};
use crate::reading::Reading;

/// Last year's report, if it is last year's.
pub(super) fn year_before<'a>(case: &Case<'a>) -> Result<&'a Reading, NotAssessable> {
    let Some(previous) = case.previous else { return NotAssessable::because("没有上一年度的报告") };
    match (case.reading.report.year, previous.report.year) {
        (Some(now), Some(before)) if now == before.saturating_add(1) => Ok(previous),
        (Some(now), Some(before)) => {
            let wanted = now.saturating_sub(1);
            NotAssessable::because(format!("用来比较的是{before}年度的报告，不是{wanted}年度的"))
        }
        _ => NotAssessable::because("有一份报告读不出年度"),
    }
}

/// The figures of both years, if the other report is of the year before.
pub(super) fn both_years<'a>(case: &Case<'a>) -> Result<(&'a Figures, &'a Figures, &'a Reading), NotAssessable> {
    let previous = year_before(case)?;
    let (Some(now), Some(before)) = (&case.reading.report.figures, &previous.report.figures) else {
        return NotAssessable::because("两年的报告有一年没有读到法定表格");
    };
    Ok((now, before, previous))
}
