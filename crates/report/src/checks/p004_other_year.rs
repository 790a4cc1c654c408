use super::{Case, Check, NotAssessable, words::Word};
use crate::finding::{Finding, Severity, Verdict};

pub(super) static CHECK: Check = Check {
    code: "P004",
    title: "第一部分说的是别的年份",
    severity: Severity::Warning,
    basis: "《条例》第五十条；《年度报告格式》第一部分",
    page: include_str!("p004_other_year.md"),
    run,
};

/// Named so often, and the report's own year not once, it is no comparison.
const OFTEN: usize = 2;

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let Some(own) = case.reading.report.year else {
        return NotAssessable::because("读不出报告是哪一年度的");
    };
    for passage in case.clues().section(1) {
        let years: Vec<(i16, usize)> = passage
            .hits
            .iter()
            .filter(|hit| hit.word == Word::Year)
            .filter_map(|hit| {
                let start = passage.text(0, hit.start).trim_end().len().checked_sub(4)?;
                let year = passage.prose.text.get(start..start + 4)?.parse().ok()?;
                (2000..2100).contains(&year).then_some((year, start))
            })
            .collect();
        let named = |year: i16| years.iter().filter(|(said, _)| *said == year).count();
        let Some(&(other, at)) = years.iter().find(|(year, _)| *year == own - 1 || *year == own + 1) else { continue };
        if named(own) == 0 && named(other) >= OFTEN {
            findings.push(
                Finding::new(
                    CHECK.code,
                    Verdict::Unsure,
                    Severity::Warning,
                    format!("报告是{own}年度的，第一部分{}次写{other}年，没有一次写{own}年", named(other)),
                )
                .shown(Some(passage.span(at, at + 4)))
                .mark(other.to_string())
                .mend("核对这些段落是不是从另一年的报告抄来的，改正年份和数字"),
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};

    #[test]
    fn a_section_that_speaks_of_last_year_only_is_doubtful() {
        let text = "2022年，全局抓好公开。2022年发布信息20条。";
        let (findings, _) = verdict(&CHECK, &sample_2021().prose(1, text).reading());
        insta::assert_snapshot!(findings[0].message, @"报告是2023年度的，第一部分2次写2022年，没有一次写2023年");
    }

    #[test]
    fn a_comparison_with_last_year_passes() {
        for text in ["2023年，公开有进步，与2022年相比多12条，2022年是8条。", "与2022年相比，公开有进步。"]
        {
            assert_eq!(verdict(&CHECK, &sample_2021().prose(1, text).reading()).0, [], "{text}");
        }
    }
}
