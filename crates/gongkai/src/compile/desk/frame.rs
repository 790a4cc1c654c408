//! 编制的框: what stands above every page of a report in work.

use gongkai_law::annual_report::compilation::{CompileStage, CompileStanding, CompileState};

use super::path;
use crate::{
    compile::{due::Due, examine::Examined, work::Work},
    office::Office,
    page::Error,
};

/// 编制的五步
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stop {
    /// 核对数据
    Data,
    /// 与上年比较
    Compare,
    /// 写正文
    Write,
    /// 核验
    Check,
    /// 审签发布
    Sign,
}

impl Stop {
    const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Data, "核对数据", ""),
        (Self::Compare, "与上年比较", "/compare"),
        (Self::Write, "写正文", "/write"),
        (Self::Check, "核验", "/check"),
        (Self::Sign, "审签发布", "/sign"),
    ];
}

/// One of the row above.
pub struct StopView {
    /// Its words.
    pub label: &'static str,
    /// Where it is.
    pub href: String,
    /// Whether nothing waits there.
    pub done: bool,
    /// Whether it is this page.
    pub here: bool,
}

/// 编制的框
pub struct Frame {
    /// The report year.
    pub year: i16,
    /// `/desk/compile/2025`
    pub path: String,
    /// Whose report, and over whom.
    pub whose: String,
    /// How it stands, in the one word that every page of it has.
    pub state: String,
    /// 距法定公布日…: the class of its tag and the words; `None` where no day is set, or it is out.
    pub due: Option<(&'static str, String)>,
    /// The row of five.
    pub stops: Vec<StopView>,
    /// Counts saves.
    pub version: i64,
    /// What keeps it from being handed in: a word or two; empty where nothing does, or it was handed in.
    pub banner: String,
}

impl Frame {
    /// Of a report in work, on one of its pages.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, work: &Work, examined: &Examined, here: Stop) -> Result<Self, Error> {
        let (path, today) = (path(work.year()), office.today());
        let due = match work.standing.published {
            Some(_) => None,
            None => Due::of(office, &work.organ, work.year()).await?,
        };
        let (fails, bars) = (examined.standing(work).len(), examined.bars.len());
        let whole = examined.year.unknown().is_empty();
        let written = !examined.bars.iter().any(|bar| bar.href.starts_with("/write"));
        let done = |stop: Stop| match stop {
            Stop::Data => whole,
            Stop::Compare => whole && work.standing.published.is_some() || !work.content.parts.is_empty(),
            Stop::Write => written,
            Stop::Check => fails + bars == 0,
            Stop::Sign => work.standing.is_out(),
        };
        let stops = Stop::ALL.into_iter().map(|(stop, label, rest)| StopView {
            label,
            href: format!("{path}{rest}"),
            done: stop != here && done(stop),
            here: stop == here,
        });
        Ok(Self {
            year: work.year(),
            whose: format!("{}　范围：{}", work.organ.name, work.range.label()),
            state: word(&work.standing),
            due: due.map(|due| (due.tone(today), due.said(today))),
            stops: stops.collect(),
            version: work.compilation.version,
            banner: if work.standing.is_open() { banner(fails, bars) } else { String::new() },
            path,
        })
    }
}

/// 待审核、已报送、已发布，更正起草中: who has the next step is told where the state alone leaves it open.
fn word(standing: &CompileStanding) -> String {
    let stage = match standing.stage {
        CompileStage::Draft => "起草中",
        stage => stage.label(),
    };
    match standing.state() {
        state if standing.correcting => format!("{}，更正{stage}", state.label()),
        CompileState::Reviewing => stage.to_owned(),
        state => state.label().to_owned(),
    }
}

fn banner(fails: usize, bars: usize) -> String {
    let said = [(fails, "处错误"), (bars, "处没有写完、填齐")];
    let said: Vec<_> = said.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n}{what}")).collect();
    if said.is_empty() { String::new() } else { format!("{}，改好才能送审", said.join("，")) }
}
