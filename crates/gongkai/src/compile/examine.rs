//! 核验: the report written as it will be published, read back by our own reader and checked beside last year's; and what
//! else keeps it from being handed in.

use std::sync::Arc;

use gongkai_law::annual_report::{figures::show, form::Cell};
use gongkai_report::{Report, Verdict, write::Target};
use gongkai_store::Error;

use super::{
    across::{Across, across, cells},
    assemble,
    bound::ReadOut,
    fees::Fees,
    figures::YearFigures,
    last::{LastYear, Promise},
    loose::Loose,
    names::{Bound, Names},
    out::{HandedIn, handed_in},
    parts::Part,
    submit::{Proof, SOURCE},
    uncovered,
    work::Work,
};
use crate::{
    office::Office,
    season::against::children,
    verify::{Checked, Read, Source},
};

/// 拦住送审的: something that is no finding of a check, and what leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// A short word for it: 缺格, 缺数, 没有写.
    pub what: &'static str,
    /// In a sentence.
    pub message: String,
    /// Where it is mended, after the report's own address.
    pub href: String,
}

/// 核验的结果
pub struct Examined {
    /// The year's figures.
    pub year: YearFigures,
    /// The report as it stands.
    pub report: Report,
    /// As it will be published.
    pub html: Arc<[u8]>,
    /// As it was read back, and what the checks say.
    pub read: Arc<Read>,
    /// What keeps it from being handed in beside the checks' errors.
    pub bars: Vec<Bar>,
    /// 存疑 beside that of the checks: what somebody should look at, and keeps nothing back.
    pub doubts: Vec<Bar>,
    /// 没有回应的承诺
    pub open: Vec<Promise>,
    /// 上年的年报
    pub last: Option<LastYear>,
    /// 移交的结转
    pub across: Vec<Across>,
    /// 对不上的文件
    pub loose: Loose,
    /// 上传件: whether the version that was handed in came from a file, so that its numbers never were this register's.
    pub from_file: bool,
}

/// 错误: a certain finding, by what it is known again.
pub struct Fail {
    /// Its fingerprint.
    pub fingerprint: String,
    /// Its check.
    pub code: &'static str,
    /// What it says.
    pub message: String,
}

impl Examined {
    /// Of a report in work as it stands.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, work: &Work) -> Result<Self, Error> {
        let (mut year, last, handed, across, loose) = tokio::try_join!(
            YearFigures::of(office, work),
            LastYear::of(office, &work.organ, work.year()),
            handed_in(office, work),
            across(office, work.range.scope(work.organ.id), work.year()),
            Loose::of(office, work)
        )?;
        let from_file = handed.as_ref().is_some_and(|handed| !handed.source.starts_with(SOURCE));
        let (report, moved) = match handed {
            Some(HandedIn { report, proof, .. }) => {
                let moved = if from_file { Vec::new() } else { moved(work, (&report, &proof), &year) };
                year.figures = report.figures.clone().unwrap_or(year.figures);
                (report, moved)
            }
            None => (assemble::report(work, &year), Vec::new()),
        };
        let html: Arc<[u8]> = gongkai_report::write::html(&report).into_bytes().into();
        let name = format!("{}.{}", gongkai_report::write::title(&report), Target::Html.ending());
        let source = Source { name, bytes: html.clone() };
        let taken_over = cells(work.edition, across.iter().map(|one| (one.column.as_str(), one.count)));
        let before = last.as_ref().map(|last| &last.source);
        // while a report of several organs is open it is held against those that add up to it; what was handed in is held
        // against them beside the sum, for it may never have been the sum of this register, or be that of another day
        let children = year.below.as_deref().filter(|_| work.standing.is_open()).map(children);
        let read = office.reader.read_over(&source, (before, &taken_over), children).await;
        let open = open_promises(work, last.as_ref());
        let (bars, doubts) = (Vec::new(), moved);
        let mut examined = Self { year, report, html, read, bars, doubts, open, last, across, loose, from_file };
        if work.standing.is_open() {
            examined.bars = examined.bars_of(office, work);
            examined.doubts = examined.typed(work);
            examined.doubts.extend(examined.loose.doubt());
            examined.doubts.extend(uncovered::doubts(office, work, &examined.year, examined.last.as_ref()).await?);
        } else {
            examined.bars = examined.misread().into_iter().collect();
        }
        Ok(examined)
    }

    /// The report as our reader found it; `None` where it found none.
    pub fn found(&self) -> Option<&Checked> {
        self.read.found.first()
    }

    /// 错误 of the checks, let pass or not.
    pub fn fails(&self) -> Vec<Fail> {
        let Some(Checked::Report(_, verdicts)) = self.found() else { return Vec::new() };
        let fails = verdicts.findings.iter().filter(|finding| finding.verdict == Verdict::Fail);
        let fail = |finding: &gongkai_report::Finding| Fail {
            fingerprint: finding.fingerprint(),
            code: finding.code,
            message: finding.message.clone(),
        };
        fails.map(fail).collect()
    }

    /// 错误 that nobody let pass.
    pub fn standing(&self, work: &Work) -> Vec<Fail> {
        let mut fails = self.fails();
        // a fingerprint has no numbers: what was let pass was this error and not a greater one in the same place
        let passed =
            |fail: &Fail| work.content.passed.get(&fail.fingerprint).is_some_and(|pass| pass.message == fail.message);
        fails.retain(|fail| !passed(fail));
        fails
    }

    /// For lists: errors that keep it back, what else does, and what is doubtful.
    pub fn counts(&self, work: &Work) -> (i32, i32, i32) {
        let doubtful = match self.found() {
            Some(Checked::Report(_, verdicts)) => {
                verdicts.findings.iter().filter(|finding| finding.verdict == Verdict::Unsure).count()
            }
            _ => 0,
        };
        let n = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
        let fails = self.standing(work).len();
        (n(fails), n(self.bars.len()), n(doubtful + self.doubts.len() + self.open.len()))
    }

    fn bars_of(&self, office: &Office, work: &Work) -> Vec<Bar> {
        let mut bars = Vec::new();
        if work.year() >= office.today().year() {
            let message = format!("{}年还没有过完，数还会变", work.year());
            bars.push(Bar { what: "没有过完", message, href: String::new() });
        }
        bars.extend(self.bars_of_cells(work));
        if self.year.fees.is_none() && Fees::are_asked_in(work.year()) {
            let why = self.year.came_as_files();
            let message = format!("信息处理费没有数：{why}。向他们问清，把全部的件数、金额和来源填上");
            bars.push(Bar { what: "缺数", message, href: "#v-fees.count".to_owned() });
        }
        bars.extend(self.bars_of_text(work));
        bars.extend(self.misread());
        bars
    }

    /// Cells without a number, one by one; in a report of several organs those that lack the same once.
    fn bars_of_cells(&self, work: &Work) -> Vec<Bar> {
        let mut reasons: Vec<(String, Vec<&Cell>)> = Vec::new();
        for (cell, why) in self.year.unknown() {
            match reasons.iter_mut().find(|(known, _)| *known == why) {
                Some((_, cells)) => cells.push(cell),
                None => reasons.push((why, vec![cell])),
            }
        }
        let bar = |cell: &Cell, message: String| Bar { what: "缺格", message, href: self.year.mended(&cell.address) };
        let mut bars = Vec::new();
        for (why, cells) in reasons {
            match cells.as_slice() {
                [first, ..] if self.year.below.is_some() && cells.len() > MANY => {
                    bars.push(bar(first, format!("{}格没有数：{why}", cells.len())))
                }
                few => bars.extend(few.iter().map(|cell| {
                    let table = work.edition_table(cell.table);
                    bar(cell, format!("{table}“{}”没有数：{why}", cell.name))
                })),
            }
        }
        bars
    }

    /// What is not written, or asks for what is not there.
    fn bars_of_text(&self, work: &Work) -> Vec<Bar> {
        let mut bars = Vec::new();
        for part in Part::all(work.edition) {
            let text = work.content.part(&part.key);
            let href = format!("/write?part={}", part.key);
            if text.trim().is_empty() && !part.is_note() && part.section != 6 {
                let message = format!("“{}”还没有写", part.heading());
                bars.push(Bar { what: "没有写", message, href: href.clone() });
            }
            if text.contains(PROMPT) {
                let message = format!("“{}”里还有没有写完的提示（“请写…”）", part.heading());
                bars.push(Bar { what: "没有写完", message, href: href.clone() });
            }
            let faults = ReadOut::of(text, &self.year, work.year()).faults();
            // in a report of several organs one of them that is missing tears every number of a part
            let said = match faults.as_slice() {
                [first, _, ..] if self.year.below.is_some() => vec![format!("有{}处：{first}", faults.len())],
                _ => faults,
            };
            let bar = |said: String| format!("“{}”：{said}", part.heading());
            bars.extend(said.into_iter().map(|said| Bar { what: "缺数", message: bar(said), href: href.clone() }));
        }
        bars
    }

    /// 手写的数: what was typed and is not what the register counts.
    fn typed(&self, work: &Work) -> Vec<Bar> {
        let of = |part: Part| {
            let said = ReadOut::of(work.content.part(&part.key), &self.year, work.year()).against(&self.year);
            said.into_iter().map(move |said| Bar {
                what: "数不符",
                message: format!("“{}”：{said}", part.heading()),
                href: format!("/write?part={}", part.key),
            })
        };
        Part::all(work.edition).into_iter().flat_map(of).collect()
    }

    /// What was read back otherwise than it was written: our reader and writer disagree, which is nobody's fault at the desk.
    fn misread(&self) -> Option<Bar> {
        // tables without a single number are nobody's report yet, and read as none
        if self.year.figures.values().iter().all(Option::is_none) {
            return None;
        }
        let bar = |message: String| Some(Bar { what: "读不回来", message, href: String::new() });
        let Some(reading) = self.found().and_then(Checked::reading) else {
            return bar("写出来的网页版读不回来，请报给系统管理员".to_owned());
        };
        let cells = self.year.figures.values().iter().zip(self.year.figures.form().cells());
        let Some(figures) = reading.report.figures.as_ref() else {
            return bar("写出来的网页版读不出表格，请报给系统管理员".to_owned());
        };
        let read = figures.values();
        let other = cells.zip(read).find(|((written, _), read)| written.is_some() && written != read);
        match other {
            Some(((_, cell), _)) => bar(format!("“{}”写出来再读回来不是同一个数，请报给系统管理员", cell.name)),
            None => None,
        }
    }
}

/// Cells of a report of several organs that are named one by one where all lack the same.
const MANY: usize = 10;
/// Cells that are named where the register moved on.
const NAMED: usize = 5;

/// 台账变了: what the register counts otherwise now than the version that was handed in, in its tables and in the numbers
/// that its text was bound to. Its words are its own.
fn moved(work: &Work, (handed, proof): (&Report, &Proof), now: &YearFigures) -> Vec<Bar> {
    let since = if work.standing.is_out() { "公布以后" } else { "送审以后" };
    let bar =
        |message: String, href: String| Bar { what: "台账变了", message: format!("{since}，{message}"), href };
    let Some(before) = handed.figures.as_ref().filter(|before| before.edition() == now.figures.edition()) else {
        return Vec::new();
    };
    let cells = before.form().cells().iter().zip(before.values().iter().zip(now.figures.values()));
    let shown = |cell: &Cell, value: &Option<i64>| value.map_or("没有数".to_owned(), |value| show(value, cell.kind));
    let cells = cells.filter(|(_, (before, after))| before != after).map(|(cell, (before, after))| {
        let table = work.edition_table(cell.table);
        let (before, after) = (shown(cell, before), shown(cell, after));
        bar(format!("{table}“{}”由{before}变成{after}", cell.name), format!("#{}", cell.address))
    });
    let mut changed: Vec<_> = cells.collect();
    changed.extend(rebound(work, proof, now).into_iter().map(|(message, href)| bar(message, href)));
    let all = changed.len();
    changed.truncate(NAMED);
    if all > NAMED {
        changed.push(bar(format!("一共有{all}处变了"), String::new()));
    }
    changed
}

/// Numbers of the text that stand in no table and are others now, each in a sentence, with what leads to it.
fn rebound(work: &Work, proof: &Proof, now: &YearFigures) -> Vec<(String, String)> {
    let names = Names::of(work.edition);
    let number = |(part, name, before): &(String, String, String)| {
        // a name that there is not any more is a matter of words
        let known = names.find(name).filter(|known| !matches!(known.bound, Bound::Cells(_)))?;
        let after = known.value(now).unwrap_or_else(|| "没有数".to_owned());
        let said = format!("正文里的“{name}”由{before}变成{after}");
        (after != *before).then(|| (said, format!("/write?part={part}")))
    };
    let mut rebound: Vec<_> = proof.bound.iter().filter_map(number).collect();
    rebound.dedup();
    if let (Some(before), Some(after)) = (proof.fees, now.fees)
        && before != after
        && let Some(sentence) = after.sentence(work.year())
    {
        rebound.push((format!("信息处理费的一句应当是“{sentence}”"), "/write?part=6".to_owned()));
    }
    rebound
}

/// Opens what a first draft leaves to be written.
pub const PROMPT: &str = "（请写";

/// Promises of last year that no part answers: none is named, or nothing is written there.
fn open_promises(work: &Work, last: Option<&LastYear>) -> Vec<Promise> {
    let mut open = last.map(LastYear::promises).unwrap_or_default();
    open.retain(|promise| {
        let answered = work.content.answers.get(&promise.mark).map(|part| work.content.part(part));
        answered.is_none_or(|text| text.trim().is_empty())
    });
    open
}
