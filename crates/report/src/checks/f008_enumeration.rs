use super::{
    Case, Check, NotAssessable,
    clues::{Hit, Passage},
    shape::order,
    words::Word,
};
use crate::finding::{Finding, Severity, Verdict};

pub(super) static CHECK: Check = Check {
    code: "F008",
    title: "分条列举跳了号",
    severity: Severity::Warning,
    basis: "《年度报告格式》：内容完整",
    page: include_str!("f008_enumeration.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    for passage in case.clues().passages.iter().filter(|passage| passage.section > 0) {
        for manner in [Word::Bracketed, Word::Firstly, Word::Chinese, Word::Arabic] {
            walk(passage, manner, findings);
        }
    }
    Ok(())
}

/// Lists may stand inside of lists, so the last number of each open one is kept: a number goes on with the innermost
/// list that it fits, 一 opens a new one, and what fits none skips.
fn walk(passage: &Passage<'_>, manner: Word, findings: &mut Vec<Finding>) {
    let mut open: Vec<(u8, usize)> = Vec::new();
    for hit in passage.hits.iter().filter(|hit| hit.word == manner && counts(passage, hit)) {
        let number = number(passage.text(hit.start, hit.end));
        if number == 1 {
            open.push((1, hit.start));
        } else if let Some(fits) = open.iter().rposition(|&(last, _)| last + 1 == number) {
            open.truncate(fits);
            open.push((number, hit.start));
        } else if let Some(&(last, before)) = open.last().filter(|(last, _)| last + 1 < number) {
            findings.push(finding(passage, hit, last, before));
            open.pop();
            open.push((number, hit.start));
        }
    }
}

/// Whether a number stands where a list counts, and not in 一是一, 统一、 or 2.5.
fn counts(passage: &Passage<'_>, hit: &Hit) -> bool {
    let digit_follows = passage.text(hit.end, hit.end + 1).starts_with(|c: char| c.is_ascii_digit());
    let before = passage.text(0, hit.start).trim_end_matches([' ', '\u{3000}']);
    match hit.word {
        Word::Firstly => {
            before.is_empty() || before.ends_with(['\n', '。', '；', ';', '，', ',', '：', ':', '、', '！', '.'])
        }
        Word::Bracketed => passage.begins_line(hit),
        _ => !digit_follows && (before.is_empty() || before.ends_with('\n')),
    }
}

fn number(words: &str) -> u8 {
    let digit = words.chars().find(|c| !matches!(c, '（' | '(')).unwrap_or(' ');
    let place = |digits: &str| digits.chars().position(|c| c == digit).and_then(|at| u8::try_from(at).ok());
    place("零一二三四五六七八九十").or_else(|| place("0123456789")).unwrap_or(0)
}

fn finding(passage: &Passage<'_>, hit: &Hit, last: u8, before: usize) -> Finding {
    let (here, there) = (passage.text(hit.start, hit.end), passage.text(before, before + hit.end - hit.start));
    let section = order(passage.section);
    let missing = here.replacen(char::is_alphanumeric, &wanted(hit.word, last + 1), 1);
    Finding::new(
        CHECK.code,
        Verdict::Fail,
        Severity::Warning,
        format!("第{section}部分的列举从“{there}”跳到“{here}”，没有“{missing}”"),
    )
    .shown(Some(passage.span(hit.start, hit.end)))
    .shown(Some(passage.span(before, before + hit.end - hit.start)))
    .mark(format!("{section}{there}{here}"))
    .mend(format!("补上漏掉的“{missing}”，或者把“{here}”改为“{missing}”"))
}

fn wanted(manner: Word, number: u8) -> String {
    if manner == Word::Arabic { number.to_string() } else { order(number).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};

    fn told(text: &str) -> Vec<String> {
        let reading = sample_2021().prose(5, text).reading();
        verdict(&CHECK, &reading).0.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn a_list_that_goes_from_one_to_three_is_found() {
        assert_eq!(
            told("一是培训不够。二是更新不快。三是形式单一。\n一是加强培训。\n三是丰富形式。"),
            ["第五部分的列举从“一是”跳到“三是”，没有“二是”"]
        );
        assert_eq!(told("1.培训\n2.更新\n4.形式"), ["第五部分的列举从“2.”跳到“4.”，没有“3.”"]);
        assert_eq!(told("（一）问题。略。\n（三）改进。略。"), ["第五部分的列举从“（一）”跳到“（三）”，没有“（二）”"]);
    }

    #[test]
    fn lists_inside_of_lists_go_on_where_they_stopped() {
        assert_eq!(
            told("一是抓好两件事：一是学，二是做，三是查。二是抓落实：一是督促。三是抓考核。"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn words_and_decimals_that_look_like_numbers_of_a_list_are_none() {
        assert_eq!(
            told("一是统一、规范。二是提高1.5个百分点，2.8万人受益，坚持第一、第三产业并重。"),
            Vec::<String>::new()
        );
    }
}
