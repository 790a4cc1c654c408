//! 核验结果: everything that the verdict page says of one report.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use gongkai_law::numeral::numeral;
use gongkai_report::{Finding, Reading, Verdict as Sure, checks, checks::Verdicts};

use super::{
    excerpt,
    finding::{FindingView, Grade, Ruled},
    form::{Mark, Marks, TableView, tables},
};

/// One report's verdict.
pub struct Verdict {
    /// Whose report, in words between which a line may break; never empty.
    pub title: Vec<String>,
    /// The same in one piece, for the window.
    pub short: String,
    /// `2021年版格式`
    pub edition: String,
    /// `ok`, `warn` or `bad`.
    pub tone: &'static str,
    /// The answer in bold.
    pub headline: String,
    /// What was checked and read.
    pub summary: String,
    /// The statutory tables; none in reports from before 2019.
    pub tables: Vec<TableView>,
    /// What is wrong or doubtful, the gravest first.
    pub findings: Vec<FindingView>,
    /// 修复: notes of the reader, with where.
    pub repairs: Vec<(String, String)>,
    /// Notes of other families.
    pub notes: Vec<FindingView>,
    /// What could not be assessed: code and reason.
    pub not_assessable: Vec<(&'static str, String)>,
    /// The sections that were read: number and title, text.
    pub sections: Vec<(String, String, Vec<String>)>,
}

impl Verdict {
    /// Draws up the page's data.
    pub fn of(reading: &Reading, verdicts: &Verdicts) -> Self {
        let figures = reading.report.figures.as_ref();
        let grade = |finding: &Finding| Grade::of(finding, figures);
        let mut order: Vec<usize> = (0..verdicts.findings.len()).collect();
        order.sort_by_key(|&at| verdicts.findings.get(at).map(|finding| (grade(finding), at)));
        let told =
            order.iter().copied().filter(|&at| verdicts.findings.get(at).is_some_and(|f| f.verdict != Sure::Note));
        let told: Vec<usize> = told.collect();
        let mut signs = vec![None; verdicts.findings.len()];
        for (n, &at) in told.iter().enumerate() {
            if let Some(sign) = signs.get_mut(at) {
                *sign = Some(n);
            }
        }
        let view = |n: usize, finding: &Finding| FindingView::of(n, finding, reading, &signs);
        let findings: Vec<FindingView> =
            told.iter().filter_map(|&at| verdicts.findings.get(at)).enumerate().map(|(n, f)| view(n, f)).collect();
        let is_repair = |f: &&Finding| f.verdict == Sure::Note && f.code.starts_with('R');
        let is_note = |f: &&Finding| f.verdict == Sure::Note && !f.code.starts_with('R');
        let count = |wanted: Grade| findings.iter().filter(|finding| finding.grade == wanted).count();
        let counts = Counts {
            wrong: count(Grade::Wrong),
            slips: count(Grade::Slip),
            unsure: count(Grade::Unsure),
            unread: figures.map_or(0, |figures| figures.values().iter().filter(|v| v.is_none()).count()),
            cells: figures.map_or(0, |figures| figures.values().len()),
        };
        Self {
            title: title(reading),
            short: title(reading).concat(),
            edition: edition(reading),
            tone: counts.tone(),
            headline: counts.headline(figures.is_some()),
            summary: summary(&counts, verdicts),
            tables: tables(reading, &marks(&findings)),
            repairs: verdicts.findings.iter().filter(is_repair).map(|f| repair(f, reading)).collect(),
            notes: verdicts.findings.iter().filter(is_note).enumerate().map(|(n, f)| view(900 + n, f)).collect(),
            not_assessable: verdicts.not_assessable.clone(),
            sections: sections(reading),
            findings,
        }
    }
}

impl Verdict {
    /// Puts what people said beside the findings.
    pub fn rule(&mut self, rulings: &HashMap<String, Ruled>) {
        for finding in &mut self.findings {
            finding.ruled = rulings.get(&finding.fingerprint).cloned();
        }
    }

    /// Marks which findings were there before and which are new.
    pub fn compare(&mut self, before: &HashSet<String>) {
        for finding in &mut self.findings {
            finding.is_new = Some(!before.contains(&finding.fingerprint));
        }
    }
}

/// `读取和核验用时3毫秒　SM3 …`: for the line under the title.
pub fn facts(took: Duration, sm3: &[u8; 32]) -> String {
    let hex = crate::guard::hex(sm3);
    let (head, tail) = (hex.get(..8).unwrap_or_default(), hex.get(56..).unwrap_or_default());
    format!("读取和核验用时{}　SM3 {head}…{tail}", time(took))
}

/// A size as people say it.
pub fn bytes(size: usize) -> String {
    match size {
        0..1_000 => format!("{size} B"),
        1_000..1_000_000 => format!("{} KB", size.div_ceil(1_000)),
        _ => format!("{}.{} MB", size / 1_000_000, size % 1_000_000 / 100_000),
    }
}

fn time(took: Duration) -> String {
    match took.as_millis() {
        0 => "不到1毫秒".to_owned(),
        ms @ 1..1_000 => format!("{ms}毫秒"),
        ms => format!("{}.{}秒", ms / 1_000, ms % 1_000 / 100),
    }
}

struct Counts {
    wrong: usize,
    slips: usize,
    unsure: usize,
    unread: usize,
    cells: usize,
}

impl Counts {
    fn tone(&self) -> &'static str {
        match self {
            Self { wrong: 1.., .. } => "bad",
            Self { slips: 0, unsure: 0, unread: 0, .. } => "ok",
            _ => "warn",
        }
    }

    fn headline(&self, has_tables: bool) -> String {
        let said =
            [(self.wrong, "处错误"), (self.slips, "处不规范"), (self.unsure, "处存疑"), (self.unread, "格读不出")];
        let said: Vec<String> = said.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n}{word}")).collect();
        match (said.is_empty(), has_tables) {
            (false, _) => said.join("，"),
            (true, true) => "没有发现问题".to_owned(),
            (true, false) => "没有法定表格，没有发现别的问题".to_owned(),
        }
    }
}

fn summary(counts: &Counts, verdicts: &Verdicts) -> String {
    let mut failed: Vec<&str> = verdicts.findings.iter().filter(|f| f.verdict != Sure::Note).map(|f| f.code).collect();
    failed.sort_unstable();
    failed.dedup();
    let (all, open) = (checks::ALL.len(), verdicts.not_assessable.len());
    let passed = all.saturating_sub(failed.len() + open);
    let cells = match counts.cells {
        0 => String::new(),
        cells => format!("{cells}个格子读出{}个。", cells - counts.unread),
    };
    format!("{all}项检查：通过{passed}项，没有通过{}项，不能判断{open}项。{cells}", failed.len())
}

fn marks(findings: &[FindingView]) -> Marks {
    let mut marks = Marks::new();
    for finding in findings {
        let Some((address, _)) = &finding.cell else { continue };
        // the gravest stands first and keeps the cell
        marks.entry(address.clone()).or_insert_with(|| Mark {
            anchor: finding.anchor.clone(),
            sign: finding.sign.clone(),
            grade: finding.grade,
        });
    }
    marks
}

fn repair(finding: &Finding, reading: &Reading) -> (String, String) {
    (excerpt::whereabouts(&reading.document, finding.spans.first()), finding.message.clone())
}

fn title(reading: &Reading) -> Vec<String> {
    let mut words = vec![reading.report.agency.clone().unwrap_or_else(|| "（没有读出单位）".to_owned())];
    words.extend(reading.report.year.map(|year| format!("{year}年")));
    words.extend(["政府信息公开".to_owned(), "工作年度报告".to_owned()]);
    words
}

fn edition(reading: &Reading) -> String {
    match reading.report.format.map(gongkai_report::Format::key) {
        Some("older") => "2019年以前，没有法定表格".to_owned(),
        Some(key) => format!("{key}年版格式"),
        None => "没有认出格式".to_owned(),
    }
}

fn sections(reading: &Reading) -> Vec<(String, String, Vec<String>)> {
    let sections = &reading.report.sections;
    sections
        .iter()
        .map(|section| {
            let number = numeral(usize::from(section.number));
            let paragraphs = section.text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
            (section.number.to_string(), format!("{number}、{}", section.title), paragraphs)
        })
        .collect()
}
