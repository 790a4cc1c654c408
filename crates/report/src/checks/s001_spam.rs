use super::{Case, Check, NotAssessable, traces::Trace};
use crate::{
    document::Span,
    finding::{Finding, Severity, Verdict},
};

pub(super) static CHECK: Check = Check {
    code: "S001",
    title: "页面里有垃圾推广文字",
    severity: Severity::Error,
    basis: "国办秘函〔2019〕19号：单项否决",
    page: include_str!("s001_spam.md"),
    run,
};

/// So many places in a row were put there for search engines.
const MANY_PLACES: usize = 8;

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let spans = |wanted: Trace| -> Vec<Span> {
        case.traces().iter().filter(|(trace, _)| *trace == wanted).map(|&(_, span)| span).collect()
    };
    let (spam, places) = (spans(Trace::Spam), spans(Trace::Place));
    if spam.is_empty() && places.len() < MANY_PLACES {
        return Ok(());
    }
    let outside = |span: &&Span| span.start >= case.reading.body.end || span.end <= case.reading.body.start;
    let mut words: Vec<&str> = spam.iter().map(|span| case.reading.document.words(*span)).collect();
    words.sort_unstable();
    words.dedup();
    // one such word inside of the report may be part of what an office fights against
    let certain = words.len() >= 2
        || spam.iter().any(|span| outside(&span))
        || spam.is_empty() && places.iter().all(|span| outside(&span));
    let what = match (spam.len(), places.len() >= MANY_PLACES) {
        (0, _) => format!("一长串地名（{}处）", places.len()),
        (n, false) => format!("{n}处推广文字"),
        (n, true) => format!("{n}处推广文字和一长串地名"),
    };
    let (verdict, severity) =
        if certain { (Verdict::Fail, Severity::Error) } else { (Verdict::Unsure, Severity::Warning) };
    let mut finding = Finding::new(CHECK.code, verdict, severity, format!("页面里有{what}，不是报告的内容"))
        .mend("页面可能被植入暗链：通知网站管理单位清除，检查发布系统有没有被入侵，再重新发布");
    finding.spans = spam.into_iter().take(4).chain(places.into_iter().take(1)).collect();
    findings.push(finding);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};

    fn told(sample: crate::checks::sample::Sample) -> Vec<Verdict> {
        verdict(&CHECK, &sample.reading()).0.into_iter().map(|finding| finding.verdict).collect()
    }

    #[test]
    fn gambling_after_the_report_is_found() {
        let reading = sample_2021().tail("百家乐开户，老虎机送彩金").reading();
        let (findings, _) = verdict(&CHECK, &reading);
        insta::assert_snapshot!(findings[0].message, @"页面里有2处推广文字，不是报告的内容");
        assert_eq!(reading.document.words(findings[0].spans[0]), "百家乐");
    }

    #[test]
    fn a_row_of_places_for_search_engines_is_found() {
        let places = "甲县| 乙县| 丙市| 丁县| 戊市| 己县| 庚县| 辛市| 壬县|";
        assert_eq!(told(sample_2021().tail(places)), [Verdict::Fail]);
        assert_eq!(told(sample_2021().tail("友情链接：甲县| 乙县| 丙市|")), []);
    }

    #[test]
    fn what_an_office_fights_against_is_only_doubtful() {
        assert_eq!(told(sample_2021().prose(1, "开展打击六合彩专项行动。")), [Verdict::Unsure]);
        assert_eq!(told(sample_2021().prose(1, "福利彩票销售增长，打击网络赌博。")), []);
    }
}
