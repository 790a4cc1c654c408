//! 年报季的一览: every organ below with how its report stands, in one query.

use std::collections::HashMap;

use gongkai_law::{
    annual_report::{compilation::CompileState, due::Reporter},
    calendar::in_chinese,
};
use gongkai_store::{Error, HandedOver, OrganId, Season, SeasonOrgan};
use jiff::civil::Date;

use super::{
    roll_up::organs_of,
    state::{PARTS, State, beside, is_from_library, is_shelved_alone},
};
use crate::{
    compile::{
        content::{Content, Pass},
        record::Words,
    },
    office::Office,
};

/// Organs of one season at most.
pub const MOST: i64 = 5_000;

/// One organ of the season.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its row.
    pub organ: SeasonOrgan,
    /// 报送情况
    pub state: State,
    /// 移交: what it handed over when it was closed.
    pub handed: HandedOver,
    /// 放行: the errors that were let pass in what it handed in.
    pub passed: Vec<Pass>,
}

/// 年报季的一览
pub struct Board {
    /// The report year.
    pub year: i16,
    /// The season; `None` until it is opened.
    pub season: Option<Season>,
    /// Every organ below, in their order.
    pub lines: Vec<Line>,
    /// Whether there are more than [`MOST`].
    pub more: bool,
}

impl Board {
    /// Of an organ that collects.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, above: OrganId, year: i16) -> Result<Self, Error> {
        let (season, (organs, more), let_pass) = tokio::try_join!(
            office.db.season(above, year),
            organs_of(office, above, year),
            office.db.let_pass(above, year, MOST)
        )?;
        let has_closed = organs.iter().any(|organ| organ.successor_id.is_some());
        let handed = if has_closed { office.db.handed_over_below(above, MOST).await? } else { Vec::new() };
        let handed: HashMap<_, _> = handed.into_iter().collect();
        let mut passed = HashMap::with_capacity(let_pass.len());
        for (organ, content) in let_pass {
            passed.insert(organ, Content::read(&content)?.passed.into_values().collect());
        }
        let line = |organ: SeasonOrgan| Line {
            state: State::of(&organ),
            handed: handed.get(&organ.id).copied().unwrap_or_default(),
            passed: passed.remove(&organ.id).unwrap_or_default(),
            organ,
        };
        Ok(Self { year, season, lines: organs.into_iter().map(line).collect(), more })
    }

    /// How many of all have handed in, which is more than to have it in the library; who was merged owes nothing.
    pub fn handed_in(&self) -> (usize, usize) {
        let owing = self.lines.iter().filter(|line| line.is_counted());
        (self.lines.iter().filter(|line| line.was_handed_in()).count(), owing.count())
    }

    /// How many have not handed in: what is in the library alone was not. Who was merged is looked at with the sum.
    pub fn lacking(&self) -> usize {
        let (there, all) = self.handed_in();
        all.saturating_sub(there)
    }

    /// How many stand so.
    pub fn count(&self, state: State) -> usize {
        self.lines.iter().filter(|line| line.state == state).count()
    }

    /// How many belong to each part of the bar.
    pub fn parts(&self) -> Vec<(&'static str, usize)> {
        let count = |at: usize| self.lines.iter().filter(|line| line.state.part() == at).count();
        PARTS.iter().enumerate().map(|(at, name)| (*name, count(at))).collect()
    }

    /// The day by which they hand in; that of the law until somebody collects.
    pub fn due(&self) -> Option<Date> {
        self.season.as_ref().map(|season| season.due.0).or_else(|| legal(self.year))
    }

    /// Those that are still asked for.
    pub fn owing(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.is_owed())
    }
}

impl Line {
    /// Whether the organ above was given it, or everybody, by a report in work.
    pub fn was_handed_in(&self) -> bool {
        let state = self.organ.state.as_deref().and_then(CompileState::of_key);
        state.is_some_and(|state| State::Of(state).is_in())
    }

    /// Whether a report of its own belongs to the year: of a closed organ only what was handed in or brought.
    fn is_counted(&self) -> bool {
        self.organ.successor_id.is_none() || self.was_handed_in() || self.state.was_brought()
    }

    /// Whether it is still asked for: the sum lacks it, for want of a report or of whoever confirms what the library has.
    pub fn is_owed(&self) -> bool {
        self.state.is_owed() || (is_from_library(&self.organ) && self.organ.successor_id.is_none())
    }

    /// Beside the state: that what is public is in the library alone; empty otherwise.
    pub fn beside(&self) -> &'static str {
        beside(&self.organ)
    }

    /// The state with what stands beside it, as a file says it: 已发布（只在年报库）.
    pub fn word(&self) -> String {
        let (label, beside) = (self.state.label(), self.beside());
        if beside.is_empty() { label.to_owned() } else { format!("{label}（{beside}）") }
    }

    /// 说明: what was said of it, how often it was asked for, who answers for it.
    pub fn remarks(&self) -> String {
        let mut remarks = Vec::new();
        if self.organ.successor_id.is_some() {
            remarks.push(self.merged());
        }
        if let (true, Some(said)) = (self.state.is_owed(), self.said()) {
            remarks.push(format!("退回：{said}"));
        }
        let said = match () {
            () if self.state == State::Uploaded => "上传件还没有确认",
            () if is_shelved_alone(&self.organ) => "只在年报库，取来确认才进汇总",
            () if is_from_library(&self.organ) && self.organ.state.is_some() => "平台上的还在起草，报送了才进汇总",
            () if self.organ.shelved > 0 && self.state != State::Of(CompileState::Published) => "年报库里已经公布",
            () => "",
        };
        remarks.extend(Some(said.to_owned()).filter(|said| !said.is_empty()));
        remarks.extend(self.let_pass());
        if self.organ.calls > 0 && self.is_owed() {
            remarks.push(format!("已催{}次", self.organ.calls));
        }
        remarks.join("；")
    }

    /// 已撤并: into which organ, since when, and how much of what was open went over.
    fn merged(&self) -> String {
        let day = self.organ.closed_on.map(|day| format!("（{}）", in_chinese(day.0))).unwrap_or_default();
        let open = [(self.handed.requests, "申请"), (self.handed.cases, "复议诉讼案件")];
        let open: Vec<_> = open.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n}件{what}")).collect();
        let open =
            if open.is_empty() { String::new() } else { format!("，没办结的{}已移交", open.join("、")) };
        format!("已并入{}{day}{open}", self.organ.successor.as_deref().unwrap_or("别的单位"))
    }

    /// 放行: of how many errors, and each reason once.
    fn let_pass(&self) -> Option<String> {
        let mut whys: Vec<&str> = self.passed.iter().map(|pass| pass.why.as_str()).collect();
        whys.sort_unstable();
        whys.dedup();
        (!whys.is_empty()).then(|| format!("放行{}处错误：{}", self.passed.len(), whys.join("、")))
    }

    /// What was written when it was last sent back.
    pub fn said(&self) -> Option<String> {
        let words: Words = serde_json::from_str(self.organ.returned.as_deref()?).ok()?;
        Some(words.why)
    }

    /// 核验: `2错 1疑 放行3处`, and how much is not written or filled in; a dash where nothing was checked.
    pub fn findings(&self) -> String {
        let (Some(fails), Some(unsures), Some(gaps)) = (self.organ.fails, self.organ.unsures, self.organ.gaps) else {
            return "—".to_owned();
        };
        let said = [(fails, "错"), (unsures, "疑")].into_iter().filter(|(n, _)| *n > 0);
        let mut said: Vec<_> = said.map(|(n, what)| format!("{n}{what}")).collect();
        said.extend(Some(self.passed.len()).filter(|n| *n > 0).map(|n| format!("放行{n}处")));
        said.extend(Some(gaps).filter(|gaps| *gaps > 0).map(|gaps| format!("差{gaps}处")));
        if said.is_empty() { "0".to_owned() } else { said.join(" ") }
    }
}

/// 法定公布日 of the departments below; of a government where an organ has such a one alone.
pub fn legal(year: i16) -> Option<Date> {
    Reporter::Department.due(year)
}
