//! What a run over many sources found in all.

use gongkai_report::{Finding, Severity, Verdict, diagnose};

use crate::cli::End;

#[derive(Default)]
pub struct Tally {
    pub unreadable: bool,
    pub refused: usize,
    /// Source and reason of each refusal, kept only for a format that tells them last.
    pub refusals: Vec<(String, String)>,
    reports: usize,
    /// Reports with something that is certainly wrong: with an error, and with slips of form only.
    wrong: usize,
    slips: usize,
    findings: diagnose::Tally,
}

impl Tally {
    pub fn add(&mut self, findings: &[Finding]) {
        self.reports += 1;
        let certain = || findings.iter().filter(|finding| finding.verdict == Verdict::Fail);
        let wrong = certain().any(|finding| finding.severity == Severity::Error);
        self.wrong += usize::from(wrong);
        self.slips += usize::from(!wrong && certain().next().is_some());
        self.findings.add(findings);
    }

    pub fn refuse(&mut self, source: &str, reason: &str, keep: bool) {
        self.refused += 1;
        if keep {
            self.refusals.push((source.to_owned(), reason.to_owned()));
        }
    }

    pub fn end(&self) -> End {
        match self {
            Self { unreadable: true, .. } => End::Failed,
            Self { wrong: 0, slips: 0, refused: 0, .. } => End::Fine,
            _ => End::Wrong,
        }
    }

    /// 核查年报5份：1份有错误，2份有不规范之处，2份没有错误和不规范（错误2处，不规范3处）；另有1个来源没有读到年报。
    pub fn sentence(&self) -> String {
        let Self { reports, wrong, slips, refused, .. } = self;
        let counts = [(*wrong, "有错误"), (*slips, "有不规范之处"), (reports - wrong - slips, "没有错误和不规范")];
        let some = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count}份{what}"));
        let some = some.collect::<Vec<_>>().join("，");
        let mut out = format!("核查年报{reports}份");
        if !some.is_empty() {
            out += &format!("：{some}（{}）", self.findings);
        }
        if *refused > 0 {
            out += &format!("；另有{refused}个来源没有读到年报");
        }
        out + "。\n"
    }
}
