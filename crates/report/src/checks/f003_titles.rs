use super::{
    Case, Check, NotAssessable,
    shape::{form, order, same_words},
};
use crate::finding::{Finding, Severity, Verdict};

pub(super) static CHECK: Check = Check {
    code: "F003",
    title: "部分的标题与格式不同",
    severity: Severity::Warning,
    basis: "《年度报告格式》：六个部分的标题",
    page: include_str!("f003_titles.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let form = form(case)?;
    for heading in &case.reading.headings {
        let Some(own) = form.sections.get(usize::from(heading.section).wrapping_sub(1)) else { continue };
        if same_words(&heading.title, own) {
            continue;
        }
        let order = order(heading.section);
        findings.push(
            Finding::new(
                CHECK.code,
                Verdict::Fail,
                Severity::Warning,
                format!("第{order}部分的标题写作“{}”，格式是“{own}”", heading.title),
            )
            .shown(Some(heading.span))
            .mark(heading.title.as_str())
            .mend(format!("把标题改为“{order}、{own}”")),
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};
    use gongkai_law::annual_report::{Edition, Form};

    fn with_fifth(title: &str) -> Vec<Finding> {
        let titles = Form::of(Edition::Of2021).sections;
        let mut headings: Vec<_> = (1..).zip(titles).map(|(n, title)| (n, Some(n), title)).collect();
        headings[4].2 = title;
        verdict(&CHECK, &sample_2021().headings(&headings).reading()).0
    }

    #[test]
    fn a_title_in_other_words_is_told_with_the_form_s_own() {
        let findings = with_fifth("不足之处和今后打算");
        insta::assert_snapshot!(findings[0].message, @"第五部分的标题写作“不足之处和今后打算”，格式是“存在的主要问题及改进情况”");
    }

    #[test]
    fn blanks_and_stops_do_not_make_another_title() {
        assert_eq!(with_fifth("存在的主要问题 及改进情况。"), []);
    }
}
