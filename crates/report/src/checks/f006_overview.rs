use super::{Case, Check, NotAssessable, clues::Passage, shape::form, words::Word};
use crate::finding::{Finding, Severity, Verdict};

pub(super) static CHECK: Check = Check {
    code: "F006",
    title: "第一部分没有分五个方面写",
    severity: Severity::Warning,
    basis: "《年度报告格式》（国办公开办函〔2021〕30号）第一部分",
    page: include_str!("f006_overview.md"),
    run,
};

/// For each part that the form names, words that stand for it in a heading.
const PARTS: [&[&str]; 5] = [
    &["主动公开", "公开内容"],
    &["依申请", "申请公开"],
    &["信息管理", "信息资源", "信息规范", "文件管理", "公开属性", "保密审查"],
    &["平台", "网站", "载体", "渠道", "新媒体", "阵地"],
    &["监督", "保障", "考核", "督察", "督查", "责任", "组织领导", "队伍", "培训", "评议"],
];

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let form = form(case)?;
    if form.overview.is_empty() {
        return Ok(());
    }
    let passages: Vec<&Passage<'_>> = case.clues().section(1).collect();
    let Some(first) = passages.first() else { return NotAssessable::because("没有读到第一部分") };
    let headings: Vec<&str> = passages.iter().flat_map(|passage| headings(passage)).collect();
    // without headings of its own a section is searched through, and what is missing there is only doubtful
    let (places, verdict) = if headings.is_empty() {
        (passages.iter().map(|passage| passage.prose.text.as_str()).collect(), Verdict::Unsure)
    } else {
        (headings, Verdict::Fail)
    };
    let span = case.reading.headings.iter().find(|heading| heading.section == 1).map(|heading| heading.span);
    for (name, words) in form.overview.iter().zip(PARTS) {
        if places.iter().any(|place| words.iter().any(|word| place.contains(word))) {
            continue;
        }
        findings.push(
            Finding::new(CHECK.code, verdict, Severity::Warning, format!("第一部分没有“{name}”这一方面"))
                .shown(span.or_else(|| Some(first.span(0, first.text(0, 60).len()))))
                .mark(*name)
                .mend(format!("在第一部分单列“{name}”，写明本年度的做法和数字；没有的如实写明")),
        );
    }
    Ok(())
}

/// The headings of the parts: those numbered in one manner, at the beginning of a line, two of which name a part.
fn headings<'a>(passage: &Passage<'a>) -> Vec<&'a str> {
    [Word::Bracketed, Word::Chinese, Word::Arabic, Word::Firstly]
        .into_iter()
        .map(|manner| numbered(passage, manner))
        .find(|headings| headings.iter().filter(|heading| names_a_part(heading)).count() >= 2)
        .unwrap_or_default()
}

fn numbered<'a>(passage: &Passage<'a>, manner: Word) -> Vec<&'a str> {
    let opens = passage.hits.iter().filter(|hit| hit.word == manner && passage.begins_line(hit));
    opens.map(|hit| title(passage.text(hit.end, hit.end + 90))).collect()
}

fn title(words: &str) -> &str {
    words.split(['。', '\n', '：', ':', '，', ',']).find(|part| !part.trim().is_empty()).unwrap_or_default()
}

fn names_a_part(heading: &str) -> bool {
    PARTS.iter().any(|words| words.iter().any(|word| heading.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample, sample_2021, verdict};
    use gongkai_law::annual_report::Edition;

    fn missing(section_one: &str) -> Vec<(Verdict, String)> {
        let reading = sample_2021().prose(1, section_one).reading();
        verdict(&CHECK, &reading).0.into_iter().map(|finding| (finding.verdict, finding.mark)).collect()
    }

    #[test]
    fn a_part_that_has_no_heading_of_its_own_is_missing() {
        let text = "（一）主动公开情况。更新栏目，一是推进平台建设，二是做好解读。\n（二）改革情况。略。\n（三）依申请公开。略。\n（四）监督保障情况。略。";
        assert_eq!(
            missing(text),
            [(Verdict::Fail, "政府信息管理".to_owned()), (Verdict::Fail, "政府信息公开平台建设".to_owned())]
        );
    }

    #[test]
    fn parts_may_be_counted_in_words_and_named_a_little_differently() {
        let text = "一是主动公开情况。略。\n二是依申请公开情况。略。\n三是政府信息管理情况。略。\n四是政务公开平台建设情况。略。\n五是督察考核与责任追究情况。略。";
        assert_eq!(missing(text), []);
    }

    #[test]
    fn without_any_headings_only_what_is_nowhere_is_doubtful() {
        let text = "全年主动公开信息，规范依申请公开，加强信息管理，管好网站。";
        assert_eq!(missing(text), [(Verdict::Unsure, "监督保障".to_owned())]);
    }

    #[test]
    fn the_trial_form_names_no_parts() {
        let reading = sample(2020, Edition::Of2019).prose(1, "全年工作平稳。").reading();
        assert_eq!(verdict(&CHECK, &reading), (vec![], None));
    }
}
