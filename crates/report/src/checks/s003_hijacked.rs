use super::{
    Case, Check, NotAssessable,
    traces::{self, Trace},
};
use crate::finding::{Finding, Severity, Verdict};

pub(super) static CHECK: Check = Check {
    code: "S003",
    title: "网页的标题、关键词是别的行当的",
    severity: Severity::Error,
    basis: "国办秘函〔2019〕19号：单项否决",
    page: include_str!("s003_hijacked.md"),
    run,
};

/// Names of the facts that search engines show.
const SHOWN: [&str; 4] = ["title", "keywords", "description", "og:title"];

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let properties = &case.reading.document.properties;
    for (name, value) in
        properties.iter().filter(|(name, _)| SHOWN.iter().any(|shown| name.eq_ignore_ascii_case(shown)))
    {
        let found: Vec<(Trace, usize, usize)> =
            traces::of(value).filter(|(trace, ..)| matches!(trace, Trace::Spam | Trace::Trade)).collect();
        let Some(&(_, start, end)) = found.first() else { continue };
        let official = ["政府", "公开", "年报", "年度报告", "局", "委员会"].iter().any(|word| value.contains(word));
        let certain = found.iter().any(|(trace, ..)| *trace == Trace::Spam) || !official && found.len() >= 2;
        let (verdict, severity) =
            if certain { (Verdict::Fail, Severity::Error) } else { (Verdict::Unsure, Severity::Warning) };
        let word = value.get(start..end).unwrap_or_default();
        findings.push(
            Finding::new(CHECK.code, verdict, severity, format!("网页的{name}里有“{word}”，页面可能被改作他用"))
                .mark(format!("{name}/{word}"))
                .mend("这是打开网页源代码才看得到的内容：通知网站管理单位检查首页和模板，清除后重新发布"),
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};

    fn told(title: &str) -> Vec<Verdict> {
        let reading = sample_2021().property("title", title).reading();
        verdict(&CHECK, &reading).0.into_iter().map(|finding| finding.verdict).collect()
    }

    #[test]
    fn a_title_that_search_engines_show_instead_of_the_report_is_found() {
        assert_eq!(told("百家乐平台_老虎机下载"), [Verdict::Fail]);
        assert_eq!(told("棋牌大全 游戏下载"), [Verdict::Fail]);
    }

    #[test]
    fn an_office_for_lotteries_is_doubtful_and_a_report_is_fine() {
        assert_eq!(told("青禾县福利彩票管理局年度报告"), [Verdict::Unsure]);
        assert_eq!(told("青禾县水利局2023年政府信息公开工作年度报告"), []);
    }
}
