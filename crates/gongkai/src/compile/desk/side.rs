//! 正文旁边: what the checks found, and how far each part has come.

use gongkai_report::checks::{COPIED, sameness};

use crate::{
    compile::{
        bound::ReadOut,
        content::Pass,
        examine::{Bar, Examined},
        last::{LastYear, Promise},
        parts::Part,
        work::Work,
    },
    verify::{Checked, FindingView, Grade, Verdict},
};

/// A finding beside the text.
pub struct Told {
    /// As everywhere.
    pub finding: FindingView,
    /// 放行, where the head let it pass.
    pub passed: Option<Pass>,
}

impl Told {
    /// Whether it keeps the report from being handed in.
    pub fn holds(&self) -> bool {
        self.passed.is_none() && matches!(self.finding.grade, Grade::Wrong | Grade::Slip)
    }
}

/// How far a part has come.
pub struct PartView {
    /// In addresses.
    pub key: String,
    /// Its heading.
    pub heading: String,
    /// `ok`, `warn` or `bad`.
    pub tone: &'static str,
    /// A word on it.
    pub said: String,
    /// Whether it is this one.
    pub here: bool,
    /// 雷同: how much of it stands in last year's same part, in percent; `None` where that says nothing.
    pub same: Option<usize>,
}

impl PartView {
    /// Whether it is copied.
    pub fn is_copied(&self) -> bool {
        self.same.is_some_and(|percent| percent >= COPIED)
    }
}

/// 正文旁边
pub struct Side {
    /// The gravest first.
    pub findings: Vec<Told>,
    /// What else keeps it back.
    pub bars: Vec<Bar>,
    /// What somebody should look at besides.
    pub doubts: Vec<Bar>,
    /// 没有回应的承诺
    pub open: Vec<Promise>,
    /// What could not be assessed: code and reason.
    pub not_assessable: Vec<(&'static str, String)>,
    /// Every part.
    pub parts: Vec<PartView>,
}

impl Side {
    /// Beside a part, or beside none.
    pub fn of(work: &Work, examined: &Examined, here: &str) -> Self {
        let (findings, not_assessable) = match examined.found() {
            Some(Checked::Report(reading, verdicts)) => {
                let verdict = Verdict::of(reading, verdicts);
                (verdict.findings, verdict.not_assessable)
            }
            _ => Default::default(),
        };
        let told =
            |finding: FindingView| Told { passed: work.content.passed.get(&finding.fingerprint).cloned(), finding };
        Self {
            findings: findings.into_iter().map(told).collect(),
            bars: examined.bars.clone(),
            doubts: examined.doubts.clone(),
            open: examined.open.clone(),
            not_assessable,
            parts: Part::all(work.edition).iter().map(|part| part_view(part, work, examined, here)).collect(),
        }
    }

    /// `2错1疑`
    pub fn count(&self) -> String {
        let wrong = self.findings.iter().filter(|told| told.holds()).count();
        let unsure = self.findings.iter().filter(|told| told.finding.grade == Grade::Unsure).count();
        let unsure = unsure + self.doubts.len() + self.open.len();
        let said: Vec<_> = [(wrong, "错"), (unsure, "疑")].into_iter().filter(|(n, _)| *n > 0).collect();
        match said.is_empty() {
            true => "没有发现问题".to_owned(),
            false => said.into_iter().map(|(n, what)| format!("{n}{what}")).collect(),
        }
    }
}

fn part_view(part: &Part, work: &Work, examined: &Examined, here: &str) -> PartView {
    let text = work.content.part(&part.key);
    let out = ReadOut::of(text, &examined.year, work.year());
    let faults = out.faults().len();
    let before = examined.last.as_ref().and_then(LastYear::reading).filter(|_| !part.is_note());
    let same = before.and_then(|before| sameness(&out.text(), &part.in_report(&before.report)));
    let doubts = examined.doubts.iter().filter(|bar| bar.href == format!("/write?part={}", part.key)).count();
    let barred = examined.bars.iter().any(|bar| bar.href == format!("/write?part={}", part.key));
    let table = match part.section {
        2..=4 => table(part, examined),
        _ => None,
    };
    let (tone, said) = match () {
        () if faults > 0 => ("bad", format!("缺{faults}个数")),
        () if barred && text.trim().is_empty() => ("warn", "还没有写".to_owned()),
        () if barred => ("warn", "没有写完".to_owned()),
        () if doubts > 0 => ("warn", format!("{doubts}处与台账不符")),
        () => match table {
            Some((0, all)) => ("ok", format!("{all}格齐")),
            Some((lacking, _)) => ("bad", format!("缺{lacking}格")),
            None => ("ok", String::new()),
        },
    };
    PartView { key: part.key.clone(), heading: part.heading(), tone, said, here: part.key == here, same }
}

/// How many cells of a table are not known, of how many.
fn table(part: &Part, examined: &Examined) -> Option<(usize, usize)> {
    let form = examined.year.figures.form();
    let at = form.tables.iter().position(|table| table.section == part.section)?;
    let values = form.cells().iter().zip(examined.year.figures.values()).filter(|(cell, _)| cell.table == at);
    let (known, lacking): (Vec<_>, Vec<_>) = values.partition(|(_, value)| value.is_some());
    Some((lacking.len(), known.len() + lacking.len()))
}
