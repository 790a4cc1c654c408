use gongkai_law::annual_report::{Edition, Form};

use super::{Case, Check, NotAssessable, words::Word};
use crate::finding::{Finding, Severity, Verdict};

pub(super) static CHECK: Check = Check {
    code: "F007",
    title: "引用文件的文号不规范",
    severity: Severity::Warning,
    basis: "党政机关公文格式国家标准：发文字号；《年度报告格式》",
    page: include_str!("f007_citation.md"),
    run,
};

/// The series in which the notices on the form were issued.
const SERIES: &str = "国办公开办函";

/// A document number as printed: 国办公开办函〔2021〕30号.
struct Citation<'a> {
    series: &'a str,
    year: &'a str,
    number: &'a str,
    open: char,
    close: char,
    ordinal: bool,
    start: usize,
    end: usize,
}

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    for passage in &case.clues().passages {
        let numbers = passage.hits.iter().filter(|hit| hit.word == Word::Number);
        for citation in numbers.filter_map(|hit| citation(passage.text(0, hit.end))) {
            let wrong = faults(&citation, case.reading.report.year);
            if wrong.is_empty() {
                continue;
            }
            let words = passage.text(citation.start, citation.end);
            let right = right(&citation);
            findings.push(
                Finding::new(
                    CHECK.code,
                    Verdict::Fail,
                    Severity::Warning,
                    format!("文号“{words}”不规范：{}", wrong.join("，")),
                )
                .shown(Some(passage.span(citation.start, citation.end)))
                .mark(words)
                .mend(format!("改为“{right}”")),
            );
        }
    }
    Ok(())
}

/// Reads the document number that `text` ends with.
fn citation(text: &str) -> Option<Citation<'_>> {
    let end = text.len();
    let rest = text.strip_suffix('号')?.trim_end();
    let head = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = rest.get(head.len()..).filter(|number| (1..=5).contains(&number.len()))?;
    let (head, ordinal) = match head.trim_end().strip_suffix('第') {
        Some(head) => (head.trim_end(), true),
        None => (head.trim_end(), false),
    };
    let close = head.chars().next_back().filter(|c| "〕]】)）}｝］〉".contains(*c))?;
    let head = head.strip_suffix(close)?;
    let before = head.trim_end_matches(|c: char| c.is_ascii_digit());
    let year = head
        .get(before.len()..)
        .filter(|year| year.len() == 4 && (year.starts_with("19") || year.starts_with("20")))?;
    let open = before.chars().next_back().filter(|c| "〔[【(（{｛［〈".contains(*c))?;
    let before = before.strip_suffix(open)?.trim_end();
    let start = before.trim_end_matches(|c: char| is_han(c)).len();
    let series = before.get(start..).filter(|series| !series.is_empty())?;
    let (series, start) = known_series(series, start);
    Some(Citation { series, year, number, open, close, ordinal, start, end })
}

/// Running text may stand right before a series: of those that we know the name begins at 国办.
fn known_series(series: &str, start: usize) -> (&str, usize) {
    let at = series.rfind("国办").or_else(|| series.rfind("国发")).unwrap_or(0);
    (series.get(at..).unwrap_or(series), start + at)
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn faults(citation: &Citation<'_>, year: Option<i16>) -> Vec<String> {
    let mut out = Vec::new();
    let of_the_notice = citation.series.starts_with("国办公开");
    if of_the_notice && citation.series != SERIES {
        out.push(format!("发文字号应为“{SERIES}”"));
    }
    if (citation.open, citation.close) != ('〔', '〕') {
        out.push("年份应当用六角括号〔〕".to_owned());
    }
    if citation.ordinal {
        out.push("序号前不加“第”".to_owned());
    }
    if of_the_notice && (citation.year, citation.number) == ("2019", "60") && year.is_some_and(|year| year > 2020) {
        out.push("引用的是只用到2020年度的试行格式".to_owned());
    }
    out
}

fn right(citation: &Citation<'_>) -> String {
    let trial = (citation.year, citation.number) == ("2019", "60");
    match citation.series.starts_with("国办公开") {
        true if trial && faults(citation, Some(2021)).len() > faults(citation, None).len() => {
            Form::of(Edition::Of2021).notice.to_owned()
        }
        true => format!("{SERIES}〔{}〕{}号", citation.year, citation.number),
        false => format!("{}〔{}〕{}号", citation.series, citation.year, citation.number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};

    fn told(preamble: &str) -> Vec<(String, Option<String>)> {
        let reading = sample_2021().preamble(preamble).reading();
        verdict(&CHECK, &reading).0.into_iter().map(|finding| (finding.message, finding.mend)).collect()
    }

    #[test]
    fn a_lost_series_and_wrong_brackets_are_told_together() {
        let told = told("根据《关于格式的通知》（国办公开{2021}30号）的要求编制。");
        insta::assert_snapshot!(told[0].0, @"文号“国办公开{2021}30号”不规范：发文字号应为“国办公开办函”，年份应当用六角括号〔〕");
        assert_eq!(told[0].1.as_deref(), Some("改为“国办公开办函〔2021〕30号”"));
    }

    #[test]
    fn any_other_document_is_held_to_its_brackets_only() {
        let told = told("依据青禾府发[2023]第8号文件和青禾办发〔2023〕9号文件。");
        insta::assert_snapshot!(told[0].0, @"文号“依据青禾府发[2023]第8号”不规范：年份应当用六角括号〔〕，序号前不加“第”");
        assert_eq!(told.len(), 1);
    }

    #[test]
    fn the_trial_format_must_not_be_cited_for_a_later_year() {
        let told = told("按照国办公开办函〔2019〕60号的要求编制。");
        assert_eq!(told[0].1.as_deref(), Some("改为“国办公开办函〔2021〕30号”"));
    }

    #[test]
    fn a_right_citation_and_numbers_that_are_none_pass() {
        for text in
            ["按照国办公开办函〔2021〕30号的要求编制。", "国务院令第711号", "微信公众号3号楼", "电话（0000）5550123号"]
        {
            assert_eq!(told(text), [], "{text}");
        }
    }
}
