use std::ops::Range;

use gongkai_law::personal::{Kind, numbers};

use super::{Case, Check, NotAssessable};
use crate::{
    document::Span,
    finding::{Finding, Severity, Verdict},
};

pub(super) static CHECK: Check = Check {
    code: "S002",
    title: "页面里有公民身份号码、手机号码或者银行卡号",
    severity: Severity::Error,
    basis: "《条例》第十五条；个人信息保护法第二十八条",
    page: include_str!("s002_personal.md"),
    run,
};

/// What stands before the telephone of an office.
const CONTACT: [&str; 8] = ["电话", "联系", "手机", "咨询", "热线", "拨打", "tel", "Tel"];

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let text = &case.reading.document.text;
    for number in numbers(text.as_bytes()) {
        if is_row(case, &number.range) {
            continue;
        }
        let digits = text.get(number.range.clone()).unwrap_or_default();
        let before = text.get(text.floor_char_boundary(number.range.start.saturating_sub(60))..number.range.start);
        let line = before.unwrap_or_default().rsplit(['\n', '。']).next().unwrap_or_default();
        let contact = number.kind == Kind::Mobile && CONTACT.iter().any(|word| line.contains(word));
        let (verdict, severity, why) = if contact {
            (Verdict::Unsure, Severity::Warning, "，作为联系电话公布；个人手机号码不宜公布")
        } else {
            (Verdict::Fail, Severity::Error, "")
        };
        let masked = masked(digits);
        let span = (u32::try_from(number.range.start), u32::try_from(number.range.end));
        let (Ok(start), Ok(end)) = span else { continue };
        findings.push(
            Finding::new(CHECK.code, verdict, severity, format!("页面里有{}{masked}{why}", number.kind.label()))
                .shown(Some(Span { start, end }))
                .mark(masked)
                .mend(if contact {
                    "改用办公座机号码"
                } else {
                    "立即撤下，遮盖号码后重新发布；已被转载的，一并通知删除"
                }),
        );
    }
    Ok(())
}

/// Whether the digits are several figures of a table that the source ran together, and were read as such.
fn is_row(case: &Case<'_>, range: &Range<usize>) -> bool {
    let Some(figures) = &case.reading.report.figures else { return false };
    let holds = |span: Span| span.start as usize <= range.start && range.end <= span.end as usize;
    let read = figures.values().iter().zip(&case.reading.cells).filter(|(value, _)| value.is_some());
    read.filter(|(_, span)| span.is_some_and(holds)).nth(1).is_some()
}

/// 138****5678: the first three and the last two, so that it can be found but not used.
fn masked(digits: &str) -> String {
    let (head, tail) =
        (digits.get(..3).unwrap_or_default(), digits.get(digits.len().saturating_sub(2)..).unwrap_or_default());
    format!("{head}****{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};

    fn told(text: &str) -> Vec<(Verdict, String)> {
        let reading = sample_2021().prose(6, text).reading();
        verdict(&CHECK, &reading).0.into_iter().map(|finding| (finding.verdict, finding.message)).collect()
    }

    #[test]
    fn a_person_s_number_is_found_and_not_repeated() {
        let told = told("申请人王某（34052419800101001X）补正了申请。");
        insta::assert_snapshot!(told[0].1, @"页面里有公民身份号码340****1X");
        assert_eq!(told[0].0, Verdict::Fail);
    }

    #[test]
    fn a_mobile_for_the_office_is_doubtful_and_a_landline_is_fine() {
        assert_eq!(told("联系电话：13800005678。")[0].0, Verdict::Unsure);
        assert_eq!(told("申请人王某，13800005678。")[0].0, Verdict::Fail);
        assert_eq!(told("如有疑问，请拨打电话0000-5550123。"), []);
    }

    #[test]
    fn figures_of_a_row_run_together_are_no_person_s_number() {
        let digits = "19280024071";
        let with = |cells: &[&str]| {
            let mut reading = sample_2021().tail(digits).reading();
            let start = u32::try_from(reading.document.text.find(digits).unwrap()).unwrap();
            for cell in cells {
                let at = reading.report.figures.as_ref().unwrap().form().cell(cell).unwrap();
                reading.cells[usize::from(at)] = Some(Span { start, end: start + 11 });
            }
            verdict(&CHECK, &reading).0.len()
        };
        let row = "requests.rejected_petition";
        assert_eq!(with(&[&format!("{row}.natural_person"), &format!("{row}.enterprise"), &format!("{row}.total")]), 0);
        assert_eq!(with(&[]), 1);
        assert_eq!(with(&[&format!("{row}.total")]), 1, "no count has eleven digits");
    }

    #[test]
    fn numbers_that_fail_their_check_digit_are_no_persons() {
        assert_eq!(told("流水号340524198001010010，项目编号6222020000000000001。"), []);
    }
}
