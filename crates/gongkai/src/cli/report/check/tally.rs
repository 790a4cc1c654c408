//! What a run over many sources found in all.

use gongkai_report::{Finding, Verdict, diagnose};

use crate::cli::End;

#[derive(Default)]
pub struct Tally {
    pub unreadable: bool,
    pub refused: usize,
    /// Source and reason of each refusal, kept only for a format that tells them last.
    pub refusals: Vec<(String, String)>,
    reports: usize,
    wrong: usize,
    findings: diagnose::Tally,
}

impl Tally {
    pub fn add(&mut self, findings: &[Finding]) {
        self.reports += 1;
        self.wrong += usize::from(findings.iter().any(|finding| finding.verdict == Verdict::Fail));
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
            Self { wrong: 0, refused: 0, .. } => End::Fine,
            _ => End::Wrong,
        }
    }

    /// 核查年报3份：1份没有错误，2份有错误（错误2处，提示1处）；另有1个来源不是年报。
    pub fn sentence(&self) -> String {
        let Self { reports, wrong, refused, .. } = self;
        let mut out =
            format!("核查年报{reports}份：{}份没有错误，{wrong}份有错误（{}）", reports - wrong, self.findings);
        if *refused > 0 {
            out += &format!("；另有{refused}个来源没有读到年报");
        }
        out + "。\n"
    }
}
