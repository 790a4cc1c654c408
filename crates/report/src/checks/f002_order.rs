use super::{
    Case, Check, NotAssessable,
    shape::{form, order},
};
use crate::{
    finding::{Finding, Severity, Verdict},
    reading::Heading,
};

pub(super) static CHECK: Check = Check {
    code: "F002",
    title: "各部分的序号或者次序不对",
    severity: Severity::Warning,
    basis: "《年度报告格式》：六个部分",
    page: include_str!("f002_order.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    form(case)?;
    let headings = &case.reading.headings;
    let numbered = headings.iter().any(|heading| heading.number.is_some());
    let mut highest = 0;
    for heading in headings {
        let right = order(heading.section);
        let slip = match heading.number {
            Some(number) if number != heading.section => {
                Some((Verdict::Fail, format!("第{right}部分“{}”的序号写成了“{}”", heading.title, order(number))))
            }
            // a site may drop all numbers of a list; some of them only a person drops
            None if numbered => Some((Verdict::Unsure, format!("第{right}部分“{}”没有序号", heading.title))),
            _ if heading.section < highest => {
                Some((Verdict::Fail, format!("第{right}部分“{}”排在了第{}部分之后", heading.title, order(highest))))
            }
            _ => None,
        };
        highest = highest.max(heading.section);
        findings.extend(slip.map(|(verdict, message)| finding(heading, verdict, message)));
    }
    Ok(())
}

fn finding(heading: &Heading, verdict: Verdict, message: String) -> Finding {
    Finding::new(CHECK.code, verdict, Severity::Warning, message)
        .shown(Some(heading.span))
        .mark(format!("{}{}", order(heading.section), heading.title))
        .mend(format!("六个部分依次编为一至六，这里应为“{}、”", order(heading.section)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};
    use gongkai_law::annual_report::{Edition, Form};

    fn told(numbers: [Option<u8>; 6]) -> Vec<(Verdict, String)> {
        let titles = Form::of(Edition::Of2021).sections;
        let headings: Vec<_> =
            (1..).zip(numbers).zip(titles).map(|((section, n), title)| (section, n, title)).collect();
        let reading = sample_2021().headings(&headings).reading();
        verdict(&CHECK, &reading).0.into_iter().map(|finding| (finding.verdict, finding.message)).collect()
    }

    #[test]
    fn a_number_used_twice_is_found_where_it_is_wrong() {
        let told = told([Some(1), Some(2), Some(3), Some(3), Some(4), Some(5)]);
        assert_eq!(told.len(), 3);
        insta::assert_snapshot!(told[0].1, @"第四部分“政府信息公开行政复议、行政诉讼情况”的序号写成了“三”");
    }

    #[test]
    fn one_number_lost_is_doubtful_and_all_of_them_lost_is_the_site_s_doing() {
        assert_eq!(told([Some(1), Some(2), None, Some(4), Some(5), Some(6)]).len(), 1);
        assert_eq!(told([None; 6]), []);
    }

    #[test]
    fn a_section_out_of_its_place_is_found() {
        let titles = Form::of(Edition::Of2021).sections;
        let order = [1, 2, 4, 3, 5, 6_u8];
        let headings: Vec<_> = order.iter().map(|&n| (n, Some(n), titles[usize::from(n) - 1])).collect();
        let (findings, _) = verdict(&CHECK, &sample_2021().headings(&headings).reading());
        insta::assert_snapshot!(findings[0].message, @"第三部分“收到和处理政府信息公开申请情况”排在了第四部分之后");
        assert_eq!(findings.len(), 1);
    }
}
