use super::{
    Case, Check, NotAssessable,
    clues::{Passage, Sentence},
    dates::{Written, dates},
    words::Word,
};
use crate::finding::{Finding, Severity, Verdict};

pub(super) static CHECK: Check = Check {
    code: "P002",
    title: "统计期限不是本年度全年",
    severity: Severity::Error,
    basis: "《条例》第四十九条、第五十条",
    page: include_str!("p002_period.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let Some(year) = case.reading.report.year else {
        return NotAssessable::because("读不出报告是哪一年度的");
    };
    let passages = || case.clues().passages.iter().filter(|passage| passage.section <= 1);
    let sentences = || passages().flat_map(|passage| passage.sentences.iter().map(move |sentence| (passage, sentence)));
    let stated = || sentences().filter(|(_, sentence)| sentence.words.has(Word::Term));
    let dated = |(passage, sentence): (&'_ Passage<'_>, &Sentence)| period(passage.text(sentence.start, sentence.end));
    if let Some((passage, sentence, ends)) = stated().find_map(|at| Some((at.0, at.1, dated(at)?))) {
        findings.extend(fault(year, ends.0, ends.1).map(|message| tell(passage, sentence, ends, year, message)));
        return Ok(());
    }
    // the whole year said in other words will do; what else a date range in the text is about, nobody knows
    if sentences().any(|at| dated(at).is_some_and(|ends| fault(year, ends.0, ends.1).is_none())) {
        return Ok(());
    }
    if stated().next().is_some() {
        return NotAssessable::because("统计期限的日期读不出");
    }
    findings.push(missing(case, year));
    Ok(())
}

fn missing(case: &Case<'_>, year: i16) -> Finding {
    Finding::new(CHECK.code, Verdict::Unsure, Severity::Warning, "没有写数据的统计期限")
        .shown(case.reading.title)
        .mark("missing")
        .mend(format!("在开头写明“本报告所列数据的统计期限为{year}年1月1日至{year}年12月31日”"))
}

/// The first two dates, if the first names a year and the second comes after it.
fn period(text: &str) -> Option<(Written, Written)> {
    let dates = dates(text);
    let at = dates.iter().position(|date| date.year.is_some())?;
    match (dates.get(at), dates.get(at + 1)) {
        (Some(from), Some(to)) if to.start.saturating_sub(from.end) < 24 => Some((*from, *to)),
        _ => None,
    }
}

fn fault(year: i16, from: Written, to: Written) -> Option<String> {
    let ends = (from.year.unwrap_or(year), to.year.or(from.year).unwrap_or(year));
    if ends.0 != ends.1 {
        return Some(format!("统计期限从{}年到{}年，跨了年度", ends.0, ends.1));
    }
    if ends.0 != year {
        return Some(format!("报告是{year}年度的，统计期限写成了{}年", ends.0));
    }
    let whole = (from.month, from.day.unwrap_or(1)) == (1, 1) && (to.month, to.day.unwrap_or(31)) == (12, 31);
    (!whole).then(|| {
        let day = |date: Written| date.day.map_or(String::new(), |day| format!("{day}日"));
        format!("统计期限是{}月{}至{}月{}，不是全年", from.month, day(from), to.month, day(to))
    })
}

fn tell(passage: &Passage<'_>, sentence: &Sentence, period: (Written, Written), year: i16, message: String) -> Finding {
    let (start, end) = (sentence.start + period.0.start, sentence.start + period.1.end);
    Finding::new(CHECK.code, Verdict::Fail, Severity::Error, message)
        .shown(Some(passage.span(start, end)))
        .mark(passage.text(start, end))
        .mend(format!("统计期限应为{year}年1月1日至{year}年12月31日；数据不是全年的，补齐后重新统计"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};

    fn told(preamble: &str) -> Vec<(Verdict, String)> {
        let reading = sample_2021().preamble(preamble).reading();
        verdict(&CHECK, &reading).0.into_iter().map(|finding| (finding.verdict, finding.message)).collect()
    }

    #[test]
    fn last_years_period_left_standing_is_found() {
        let told = told("数据统计期限为2022年1月1日至2022年12月31日。");
        insta::assert_snapshot!(told[0].1, @"报告是2023年度的，统计期限写成了2022年");
        assert_eq!(told[0].0, Verdict::Fail);
    }

    #[test]
    fn half_a_year_and_two_years_are_found() {
        insta::assert_snapshot!(told("统计期限为2023年1月1日至6月30日。")[0].1, @"统计期限是1月1日至6月30日，不是全年");
        insta::assert_snapshot!(told("统计期限自2022年12月1日起至2023年11月30日止。")[0].1, @"统计期限从2022年到2023年，跨了年度");
    }

    #[test]
    fn the_whole_year_passes_also_with_a_character_lost() {
        assert_eq!(told("本报告中使用数据统计期限为20231月1日至12月31日。如有疑问，请拨打0000-5550123。"), []);
        assert_eq!(told("本报告数据自2023年1月1日至12月31日。"), []);
        assert_eq!(told("结合有关统计数据撰写。数据统计期限为2023年1月1日至12月31日。"), []);
    }

    #[test]
    fn a_report_that_does_not_say_is_doubtful() {
        assert_eq!(told("现公布年度报告。")[0].0, Verdict::Unsure);
    }
}
