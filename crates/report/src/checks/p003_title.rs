use super::{Case, Check, NotAssessable};
use crate::finding::{Finding, Severity, Verdict};

pub(super) static CHECK: Check = Check {
    code: "P003",
    title: "标题的年份与报告年度不一致",
    severity: Severity::Error,
    basis: "《条例》第四十九条",
    page: include_str!("p003_title.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let reading = case.reading;
    let Some(year) = reading.report.year else { return NotAssessable::because("读不出报告是哪一年度的") };
    let Some(span) = reading.title else { return NotAssessable::because("没有读到标题") };
    let title = reading.document.words(span);
    let years: Vec<i16> = title.match_indices('年').filter_map(|(at, _)| year_before(title, at)).collect();
    if let Some(other) = years.first().filter(|_| !years.contains(&year)) {
        findings.push(
            Finding::new(
                CHECK.code,
                Verdict::Fail,
                Severity::Error,
                format!("标题写{other}年，报告的数据是{year}年度的"),
            )
            .shown(Some(span))
            .mark(other.to_string())
            .mend("核对标题和统计期限，改正写错的年份"),
        );
    }
    Ok(())
}

fn year_before(text: &str, at: usize) -> Option<i16> {
    let digits = text.get(..at)?.trim_end();
    let digits = digits.get(digits.len().checked_sub(4)?..)?;
    digits.parse().ok().filter(|year| (2000..2100).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};

    #[test]
    fn a_title_of_another_year_is_found() {
        let (findings, _) =
            verdict(&CHECK, &sample_2021().title("青禾县水利局2022年政府信息公开工作年度报告").reading());
        insta::assert_snapshot!(findings[0].message, @"标题写2022年，报告的数据是2023年度的");
    }

    #[test]
    fn a_title_with_blanks_or_without_a_year_passes() {
        for title in ["青禾县水利局 2023 年度政府信息公开工作报告", "政府信息公开工作年度报告"]
        {
            assert_eq!(verdict(&CHECK, &sample_2021().title(title).reading()).0, [], "{title}");
        }
    }
}
