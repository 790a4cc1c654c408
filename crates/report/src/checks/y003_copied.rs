use super::{Case, Check, NotAssessable, shape::order, years::year_before};
use crate::{
    finding::{Finding, Severity, Verdict},
    reading::{Reading, Section},
};

pub(super) static CHECK: Check = Check {
    code: "Y003",
    title: "文字与上一年度的报告雷同",
    severity: Severity::Warning,
    basis: "国办公开办函〔2021〕30号：不得抄袭雷同",
    page: include_str!("y003_copied.md"),
    run,
};

/// The sections that are written anew every year.
const WRITTEN: [u8; 2] = [1, 5];
/// Characters that are compared at a time.
const SHINGLE: usize = 8;
/// Fewer than these are a formula, not a text.
const SHORTEST: usize = 120;
/// From this share on a text is copied.
pub(super) const PERCENT: usize = 85;

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let previous = year_before(case)?;
    let mut compared = false;
    for number in WRITTEN {
        let (Some(now), Some(before)) = (section(case.reading, number), section(previous, number)) else { continue };
        let Some(percent) = percent(&now.text, &before.text, SHORTEST) else { continue };
        compared = true;
        if percent >= PERCENT {
            findings.push(finding(case, previous, number, percent));
        }
    }
    if compared { Ok(()) } else { NotAssessable::because("两年的正文太短，看不出是不是雷同") }
}

/// How much of a text stands in an earlier one, in percent; `None` where either has fewer runs of characters than that.
pub(super) fn percent(now: &str, before: &str, shortest: usize) -> Option<usize> {
    let (now, before) = (shingles(now), shingles(before));
    if now.len() < shortest || before.len() < shortest {
        return None;
    }
    let same = now.iter().filter(|shingle| before.binary_search(shingle).is_ok()).count();
    (same * 100).checked_div(now.len())
}

fn section(reading: &Reading, number: u8) -> Option<&Section> {
    reading.report.sections.iter().find(|section| section.number == number)
}

/// Every run of so many characters, as a number; digits and punctuation left out, as copied texts differ in them only.
fn shingles(text: &str) -> Vec<u64> {
    let words: Vec<u64> = text.chars().filter(|c| c.is_alphabetic()).map(|c| u64::from(u32::from(c))).collect();
    let mix = |window: &[u64]| window.iter().fold(0_u64, |hash, word| hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ word);
    let mut all: Vec<u64> = words.windows(SHINGLE).map(mix).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn finding(case: &Case<'_>, previous: &Reading, number: u8, percent: usize) -> Finding {
    let (year, section) = (previous.report.year.unwrap_or_default(), order(number));
    let at = case.reading.report.sections.iter().position(|section| section.number == number);
    let span = at.and_then(|at| case.reading.prose.get(at)).map(|prose| {
        let end = prose.text.find(['。', '\n']).unwrap_or(prose.text.len());
        prose.source(0, end)
    });
    let finding = Finding::new(
        CHECK.code,
        Verdict::Unsure,
        Severity::Warning,
        format!("第{section}部分有{percent}%的文字与{year}年度的报告相同"),
    );
    finding
        .shown(span)
        .mark(section.to_string())
        .mend("写本年度实际做的事、实际存在的问题；确实没有变化的工作，写清本年度的数字和进展")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample, sample_2021, verdict_of};
    use gongkai_law::annual_report::Edition;

    const WORK: &str = "全局召开政务公开工作会议两次，修订公开目录，新设水库安全、河道治理、农村供水三个专栏。\
        开展信息公开培训，邀请群众代表参观水文站，回应群众关心的取水许可问题。\
        完善信息发布审核流程，落实三审三校，明确专人负责网站和公众号的内容更新。\
        对发现的错别字和失效链接逐条整改，请社会监督员评议公开质量，评议结果纳入年终考核。";

    fn told(before: &str, now: &str) -> (Vec<String>, Option<String>) {
        let before = sample(2022, Edition::Of2021).prose(1, before).prose(5, "").reading();
        let now = sample_2021().prose(1, now).prose(5, "").reading();
        let (findings, reason) = verdict_of(&CHECK, &Case::new(&now).after(Some(&before)));
        (findings.into_iter().map(|finding| finding.message).collect(), reason)
    }

    #[test]
    fn last_years_words_with_new_numbers_are_told() {
        let (messages, _) = told(&format!("2022年，{WORK}发布信息120条。"), &format!("2023年，{WORK}发布信息135条。"));
        insta::assert_snapshot!(messages[0], @"第一部分有100%的文字与2022年度的报告相同");
    }

    #[test]
    fn other_work_in_other_words_passes() {
        let other = "今年重点公开防汛抗旱信息，汛期每日发布水位雨量，在乡镇设置公示牌四十块。\
            编制水利工程建设全过程公开清单，从立项到验收逐项上网，接受群众查询。\
            举办开放日活动，市民走进水厂和泵站，现场提问，负责人当面解答。\
            清理历年文件，标注有效性，为每一件规范性文件配上图解和问答。建立公开台账，按月通报。";
        assert_eq!(told(WORK, other), (vec![], None));
    }

    #[test]
    fn a_line_or_two_says_nothing() {
        assert!(told("工作平稳。", "工作平稳。").1.is_some());
    }
}
