use super::{Case, Check, NotAssessable, clues::Passage, words::Word};
use crate::finding::{Finding, Severity, Verdict};

pub(super) static CHECK: Check = Check {
    code: "F011",
    title: "第六部分没有写信息处理费",
    severity: Severity::Warning,
    basis: "《年度报告格式》（国办公开办函〔2021〕30号）第六部分；国办函〔2020〕109号",
    page: include_str!("f011_processing_fee.md"),
    run,
};

/// The rules on the fee took effect on 1 January 2021.
const FIRST_YEAR: i16 = 2021;

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let Some(year) = case.reading.report.year else {
        return NotAssessable::because("读不出报告是哪一年度的");
    };
    if year < FIRST_YEAR {
        return Ok(());
    }
    let clues = case.clues();
    let Some(last) = clues.section(6).next() else { return NotAssessable::because("没有读到第六部分") };
    if clues.section(6).any(says_it) {
        return Ok(());
    }
    let elsewhere = clues.passages.iter().find_map(|passage| {
        let hit = passage.hits.iter().find(|hit| hit.word == Word::ProcessingFee)?;
        Some((passage.section, passage.span(hit.start, hit.end)))
    });
    let message = match elsewhere {
        Some(_) => "信息处理费写在了别处，第六部分没有写",
        None => "第六部分没有写收取信息处理费的情况",
    };
    let heading = case.reading.headings.iter().find(|heading| heading.section == 6).map(|heading| heading.span);
    let start = Some(last.span(0, last.text(0, 60).len())).filter(|span| span.end > span.start);
    findings.push(
        Finding::new(CHECK.code, Verdict::Unsure, Severity::Warning, message)
            .shown(start.or(heading))
            .shown(elsewhere.map(|(_, span)| span))
            .mend(format!("在第六部分写明件数和金额；没有收取的，写“{year}年没有收取信息处理费”")),
    );
    Ok(())
}

/// The fee is named; or it is said that no fee of any kind was taken, which covers it.
fn says_it(passage: &Passage<'_>) -> bool {
    passage.sentences.iter().any(|sentence| {
        let words = passage.text(sentence.start, sentence.end);
        sentence.words.has(Word::ProcessingFee)
            || sentence.words.has(Word::AnyFee)
                && ["未收", "没有收", "无收", "不收", "免收", "收取", "0元"].iter().any(|w| words.contains(w))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample, sample_2021, verdict};
    use gongkai_law::annual_report::Edition;

    #[test]
    fn nothing_to_report_says_nothing_of_the_fee() {
        let (findings, _) = verdict(&CHECK, &sample_2021().prose(6, "无。").reading());
        insta::assert_snapshot!(findings[0].message, @"第六部分没有写收取信息处理费的情况");
        assert_eq!(findings[0].verdict, Verdict::Unsure, "whoever took no fee is not told in so many words to say so");
    }

    #[test]
    fn no_fees_of_any_kind_is_an_answer() {
        for text in ["收取信息处理费0元。", "本机关今年未收取费用", "发出收费通知1件，收取信息处理费200元。"]
        {
            assert_eq!(verdict(&CHECK, &sample_2021().prose(6, text).reading()).0, [], "{text}");
        }
    }

    #[test]
    fn before_the_fee_existed_nobody_reports_it() {
        assert_eq!(verdict(&CHECK, &sample(2020, Edition::Of2019).prose(6, "无。").reading()).0, []);
    }

    #[test]
    fn the_fee_in_another_section_is_pointed_at() {
        let reading = sample_2021().prose(3, "今年没有收取信息处理费。").prose(6, "无。").reading();
        let (findings, _) = verdict(&CHECK, &reading);
        assert_eq!(reading.document.words(findings[0].spans[1]), "信息处理费");
    }
}
