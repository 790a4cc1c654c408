use super::{
    Case, Check, NotAssessable,
    traces::{Trace, host, is_government},
};
use crate::{
    document::Span,
    finding::{Finding, Severity, Verdict},
};

pub(super) static CHECK: Check = Check {
    code: "S004",
    title: "链接、网址不在政府域名之下",
    severity: Severity::Error,
    basis: "国办发〔2017〕47号：政府网站使用gov.cn域名",
    page: include_str!("s004_outside.md"),
    run,
};

/// Where offices keep their own accounts with the platforms' leave.
const PLATFORMS: [&str; 6] = ["weixin.qq.com", "weibo.com", "weibo.cn", "people.com.cn", "xinhuanet.com", "news.cn"];
/// What makes an address the office's own site.
const OWN_SITE: [&str; 4] = ["政府网站", "人民政府网", "门户网站", "本机关网站"];

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let (document, body) = (&case.reading.document, case.reading.body);
    let inside = |span: &Span| span.start >= body.start && span.end <= body.end;
    let written =
        case.traces().iter().filter(|(trace, span)| *trace == Trace::Address && inside(span)).map(|&(_, span)| {
            let rest = document.text.get(span.start as usize..).unwrap_or_default();
            (Span { end: span.start + u32::try_from(address_len(rest)).unwrap_or(0), ..span }, rest)
        });
    let linked =
        document.links.iter().filter(|(span, _)| inside(span)).map(|(span, address)| (*span, address.as_str()));
    let mut told: Vec<String> = Vec::new();
    for (span, address) in written.chain(linked.filter(|(_, address)| address.contains("://"))) {
        let host = host(address);
        let bare = host.trim_start_matches("www.");
        let known = PLATFORMS.iter().any(|platform| bare == *platform || bare.ends_with(&format!(".{platform}")));
        if !bare.contains('.') || is_government(&host) || known || told.contains(&host) {
            continue;
        }
        findings.push(finding(case, span, &host));
        told.push(host);
    }
    Ok(())
}

/// An address ends at the first character that cannot be part of one.
fn address_len(text: &str) -> usize {
    text.find(|c: char| !(c.is_ascii_alphanumeric() || "./:-_?&=%#~+@".contains(c))).unwrap_or(text.len())
}

fn finding(case: &Case<'_>, span: Span, host: &str) -> Finding {
    let text = &case.reading.document.text;
    let start = text.floor_char_boundary((span.start as usize).saturating_sub(90));
    let line = text.get(start..span.start as usize).unwrap_or_default().rsplit(['\n', '。']).next().unwrap_or_default();
    // the words before may be traditional: 政府網站
    let own = OWN_SITE.iter().any(|word| {
        line.replace('網', "网")
            .replace('門', "门")
            .replace('戶', "户")
            .replace('機', "机")
            .replace('關', "关")
            .contains(word)
    });
    let (verdict, severity, message) = if own {
        (Verdict::Fail, Severity::Error, format!("把{host}写作政府网站的网址，它不在gov.cn之下"))
    } else {
        (Verdict::Unsure, Severity::Warning, format!("正文有{host}的网址，它不在gov.cn之下"))
    };
    Finding::new(CHECK.code, verdict, severity, message)
        .shown(Some(span))
        .mark(host)
        .mend("打开看一看还是不是原来的网站；改为本机关在gov.cn之下的网址，不用的删去")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{Sample, sample_2021, verdict};

    fn told(sample: Sample) -> Vec<(Verdict, String)> {
        verdict(&CHECK, &sample.reading()).0.into_iter().map(|finding| (finding.verdict, finding.message)).collect()
    }

    #[test]
    fn a_government_site_outside_of_gov_cn_is_wrong() {
        let told = told(sample_2021().prose(6, "青禾县人民政府网站网址为http://www.qinghe.example/，请登录查询。"));
        insta::assert_snapshot!(told[0].1, @"把www.qinghe.example写作政府网站的网址，它不在gov.cn之下");
        assert_eq!(told[0].0, Verdict::Fail);
    }

    #[test]
    fn another_address_is_doubtful_whether_written_or_linked() {
        assert_eq!(told(sample_2021().prose(6, "报名见www.tickets.example。"))[0].0, Verdict::Unsure);
        assert_eq!(told(sample_2021().link("附件", "https://files.example/a.pdf"))[0].0, Verdict::Unsure);
    }

    #[test]
    fn the_government_s_own_addresses_and_links_within_the_site_pass() {
        for text in ["网址为http://www.qinghe.gov.cn/。", "见https://gov.cn/zhengce，以及mp.weixin.qq.com。"] {
            assert_eq!(told(sample_2021().prose(6, text)), [], "{text}");
        }
        assert_eq!(told(sample_2021().link("附件", "/files/a.pdf").link("附件", "https://www.gov.cn/a.pdf")), []);
        assert_eq!(
            told(sample_2021().tail("技术支持：http://www.maker.example/")),
            [],
            "what stands around the report is the site's"
        );
    }

    #[test]
    fn gov_cn_in_the_middle_of_a_name_is_no_government() {
        assert_eq!(told(sample_2021().prose(6, "网址为http://www.gov.cn.evil.example/。")).len(), 1);
    }
}
