//! What a run over many sources found in all.

use gongkai_report::{Finding, Severity, Verdict, diagnose};

use crate::cli::End;

#[derive(Default)]
pub struct Tally {
    unread: usize,
    refused: usize,
    keeps_refusals: bool,
    /// Source and reason of each refusal, where they are kept.
    pub refusals: Vec<(String, String)>,
    reports: usize,
    /// Reports with something that is certainly wrong: with an error, and with slips of form only.
    wrong: usize,
    slips: usize,
    findings: diagnose::Tally,
}

impl Tally {
    /// An empty one; `keeps_refusals` for a format that tells them last.
    pub fn new(keeps_refusals: bool) -> Self {
        Self { keeps_refusals, ..Self::default() }
    }

    pub fn add(&mut self, findings: &[Finding]) {
        self.reports += 1;
        let certain = || findings.iter().filter(|finding| finding.verdict == Verdict::Fail);
        let wrong = certain().any(|finding| finding.severity == Severity::Error);
        self.wrong += usize::from(wrong);
        self.slips += usize::from(!wrong && certain().next().is_some());
        self.findings.add(findings);
    }

    /// A source without a report.
    pub fn refuse(&mut self, source: &str, reason: &str) {
        self.refused += 1;
        self.keep(source, reason);
    }

    /// A source that could not be opened.
    pub fn unread(&mut self, source: &str, reason: &str) {
        self.unread += 1;
        self.keep(source, reason);
    }

    fn keep(&mut self, source: &str, reason: &str) {
        if self.keeps_refusals {
            self.refusals.push((source.to_owned(), reason.to_owned()));
        }
    }

    pub fn end(&self) -> End {
        match self {
            Self { unread: 1.., .. } => End::Failed,
            Self { wrong: 0, slips: 0, refused: 0, .. } => End::Fine,
            _ => End::Wrong,
        }
    }

    /// 核查年报5份：1份有错误，2份有不规范之处，2份没有错误和不规范（错误2处，不规范3处）；另有1个来源里没有年报，1个来源读不了。
    pub fn sentence(&self) -> String {
        let Self { reports, wrong, slips, .. } = self;
        let counts = [(*wrong, "有错误"), (*slips, "有不规范之处"), (reports - wrong - slips, "没有错误和不规范")];
        let some = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count}份{what}"));
        let some = some.collect::<Vec<_>>().join("，");
        let without = [(self.refused, "个来源里没有年报"), (self.unread, "个来源读不了")];
        let without = without.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count}{what}"));
        let without = without.collect::<Vec<_>>().join("，");
        match (some.as_str(), without.as_str()) {
            ("", "") => "没有找到要核查的文件。\n".to_owned(),
            ("", without) => format!("没有核查到年报：{without}。\n"),
            (some, "") => format!("核查年报{reports}份：{some}（{}）。\n", self.findings),
            (some, without) => format!("核查年报{reports}份：{some}（{}）；另有{without}。\n", self.findings),
        }
    }
}
