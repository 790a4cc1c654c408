//! 诊断: findings as a compiler shows them: what, where in the source, what the form demands, how to mend it.

mod excerpt;

use std::fmt::{self, Write as _};

use crate::{
    checks,
    document::Position,
    finding::{Finding, Severity, Verdict},
    reading::Reading,
};

/// All findings of one report with a heading and, last, what could not be checked.
///
/// `source` is named as given; `colour` adds terminal colours. Control characters of the source never reach the text.
pub fn text(
    source: &str,
    reading: &Reading,
    findings: &[Finding],
    not_assessable: &[(&'static str, String)],
    colour: bool,
) -> String {
    let mut page = Page { out: String::new(), paint: Paint(colour), source, reading };
    page.heading(findings);
    let roots: Vec<usize> = (0..findings.len()).map(|i| root(findings, i)).collect();
    let positions = reading.document.positions(&findings.iter().map(first_span).collect::<Vec<_>>());
    for (i, finding) in findings.iter().enumerate().filter(|&(i, _)| roots.get(i) == Some(&i)) {
        page.finding(finding, positions.get(i).copied().unwrap_or_default());
        for (_, follower) in findings.iter().enumerate().filter(|&(j, _)| j != i && roots.get(j) == Some(&i)) {
            page.line("=", "由此引起", &format!("[{}] {}", follower.code, follower.message));
        }
        page.out.push('\n');
    }
    page.unchecked(not_assessable);
    page.out
}

fn first_span(finding: &Finding) -> crate::Span {
    finding.spans.first().copied().unwrap_or_default()
}

/// The finding that a chain of followers starts from.
fn root(findings: &[Finding], from: usize) -> usize {
    let mut at = from;
    // a chain is no longer than the findings are many; a circle must not hold us
    for _ in 0..findings.len() {
        match findings.get(at).and_then(|finding| finding.follows).filter(|&next| next < findings.len()) {
            Some(next) => at = next,
            None => return at,
        }
    }
    from
}

/// What a finding is called: 错误, 不规范 (a certain slip of form), 存疑 or 提示.
pub fn word(verdict: Verdict, severity: Severity) -> &'static str {
    let [error, slip, doubt, note] = WORDS;
    match (verdict, severity) {
        (Verdict::Fail, Severity::Error) => error,
        (Verdict::Fail, _) => slip,
        (Verdict::Unsure, _) => doubt,
        (Verdict::Note, _) => note,
    }
}

/// How many findings there are of each [`word`]; shown as `错误2处，提示1处`, or `没有发现问题`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally([usize; 4]);

const WORDS: [&str; 4] = ["错误", "不规范", "存疑", "提示"];

impl Tally {
    /// Counts some findings.
    pub fn of(findings: &[Finding]) -> Self {
        let mut tally = Self::default();
        tally.add(findings);
        tally
    }

    /// Counts some more.
    pub fn add(&mut self, findings: &[Finding]) {
        for finding in findings {
            let word = word(finding.verdict, finding.severity);
            self.0.iter_mut().zip(WORDS).filter(|(_, name)| *name == word).for_each(|(count, _)| *count += 1);
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let some: Vec<String> =
            self.0.iter().zip(WORDS).filter(|(n, _)| **n > 0).map(|(n, word)| format!("{word}{n}处")).collect();
        f.write_str(if some.is_empty() { "没有发现问题".to_owned() } else { some.join("，") }.as_str())
    }
}

/// A text as it may be shown: control characters, which could steer a terminal, become blanks.
pub fn harmless(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

struct Page<'a> {
    out: String,
    paint: Paint,
    source: &'a str,
    reading: &'a Reading,
}

impl Page<'_> {
    fn heading(&mut self, findings: &[Finding]) {
        let report = &self.reading.report;
        let agency = report.agency.as_deref().map_or_else(|| "（未读出机关名称）".to_owned(), harmless);
        let year = report.year.map_or_else(|| "（未读出年份）".to_owned(), |year| format!("{year}年"));
        let title = self.paint.bold(&format!("{agency}　{year}"));
        let _ = writeln!(self.out, "{title}　{}\n{}\n", harmless(self.source), Tally::of(findings));
    }

    fn finding(&mut self, finding: &Finding, position: Position) {
        let word = word(finding.verdict, finding.severity);
        let name = self.paint.of(finding, &format!("{word}[{}]", finding.code));
        let _ = writeln!(self.out, "{name}：{}", self.paint.bold(&harmless(&finding.message)));
        if let Some(&span) = finding.spans.first() {
            let _ = writeln!(self.out, "  --> {}{}", harmless(self.source), place(position));
            let shown = excerpt::around(&self.reading.document, span);
            let number = position.line.map_or_else(|| " ".to_owned(), |line| line.to_string());
            let margin = " ".repeat(number.len());
            let carets = self.paint.of(finding, &"^".repeat(shown.width));
            let _ = writeln!(self.out, "{margin} |\n{number} | {}", shown.line);
            let _ = writeln!(self.out, "{margin} | {}{carets}", " ".repeat(shown.before));
        } else {
            let _ = writeln!(self.out, "  --> {}", harmless(self.source));
        }
        self.notes(finding);
    }

    fn notes(&mut self, finding: &Finding) {
        if let (Some(left), Some(right)) = (&finding.left, &finding.right) {
            let difference = finding.difference.as_deref().map_or(String::new(), |d| format!("，相差{d}"));
            self.line("=", "算得", &format!("左边{left}，右边{right}{difference}"));
        }
        let others = finding.spans.get(1..).unwrap_or_default();
        for (span, position) in others.iter().zip(self.reading.document.positions(others)).take(3) {
            let words = excerpt::shortened(self.reading.document.words(*span));
            let place = place(position);
            self.line(
                "=",
                "对照",
                &format!("“{words}”{}", if place.is_empty() { place } else { format!("（{}）", &place[1..]) }),
            );
        }
        if let Some(check) = checks::find(finding.code) {
            self.line("=", "依据", check.basis);
        }
        if let Some(mend) = &finding.mend {
            self.line("=", "改法", mend);
        }
    }

    fn line(&mut self, mark: &str, name: &str, text: &str) {
        let _ = writeln!(self.out, "   {mark} {name}：{}", harmless(text));
    }

    /// Codes that share a reason stand on one line.
    fn unchecked(&mut self, not_assessable: &[(&'static str, String)]) {
        let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
        for (code, reason) in not_assessable {
            match reasons.iter_mut().find(|(known, _)| known == reason) {
                Some((_, codes)) => codes.push(code),
                None => reasons.push((reason, vec![code])),
            }
        }
        for (reason, codes) in &reasons {
            let _ = writeln!(self.out, "未核查[{}]：{}", codes.join("、"), harmless(reason));
        }
        if !reasons.is_empty() {
            self.out.push('\n');
        }
    }
}

/// `:61:9`, `:第3页`, or nothing where the format has neither.
fn place(position: Position) -> String {
    match (position.line, position.column, position.page) {
        (Some(line), Some(column), _) => format!(":{line}:{column}"),
        (.., Some(page)) => format!(":第{page}页"),
        _ => String::new(),
    }
}

/// Terminal colours, or none.
#[derive(Clone, Copy)]
struct Paint(bool);

impl Paint {
    fn with(self, code: &str, text: &str) -> String {
        if self.0 { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    fn of(self, finding: &Finding, text: &str) -> String {
        let code = match (finding.verdict, finding.severity) {
            (Verdict::Fail, Severity::Error) => "1;31",
            (Verdict::Fail | Verdict::Unsure, _) => "1;33",
            (Verdict::Note, _) => "1;36",
        };
        self.with(code, text)
    }
}

#[cfg(test)]
mod tests;
