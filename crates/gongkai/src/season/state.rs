//! 报送情况: how an organ's report stands in one word, for whoever waits for many.

use gongkai_law::annual_report::compilation::CompileState;
use gongkai_store::SeasonOrgan;

/// 报送情况
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// 已撤并: another organ answers for it, and it handed in nothing itself.
    Merged,
    /// 未开始
    NotBegun,
    /// 待确认: what was uploaded waits for somebody's word.
    Uploaded,
    /// 核验未过
    Failing,
    /// One of the states of a report in work.
    Of(CompileState),
}

impl State {
    /// Every state, in the order in which a list of choices has them.
    pub const ALL: [Self; 11] = [
        Self::NotBegun,
        Self::Of(CompileState::Drafting),
        Self::Uploaded,
        Self::Failing,
        Self::Of(CompileState::Reviewing),
        Self::Of(CompileState::Signed),
        Self::Of(CompileState::Returned),
        Self::Of(CompileState::Reported),
        Self::Of(CompileState::Accepted),
        Self::Of(CompileState::Published),
        Self::Merged,
    ];

    /// Of an organ, from its row.
    ///
    /// What is public counts as published, also where it was put into the library without a report in work; what was sent back
    /// is asked for again, whatever the library has, and what was brought waits for somebody's word.
    pub fn of(organ: &SeasonOrgan) -> Self {
        let state = organ.state.as_deref().and_then(CompileState::of_key);
        let is_open = matches!(state, None | Some(CompileState::Drafting | CompileState::Returned));
        match state {
            _ if is_open && organ.uploads > 0 => Self::Uploaded,
            None | Some(CompileState::Drafting) if organ.shelved > 0 => Self::Of(CompileState::Published),
            None if organ.successor_id.is_some() => Self::Merged,
            None => Self::NotBegun,
            Some(CompileState::Drafting) if organ.fails.unwrap_or(0) > 0 => Self::Failing,
            Some(state) => Self::Of(state),
        }
    }

    /// The word in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Merged => "merged",
            Self::NotBegun => "not_begun",
            Self::Uploaded => "uploaded",
            Self::Failing => "failing",
            Self::Of(state) => state.key(),
        }
    }

    /// As a tag says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Merged => "已撤并",
            Self::NotBegun => "未开始",
            Self::Uploaded => "待确认",
            Self::Failing => "核验未过",
            Self::Of(state) => state.label(),
        }
    }

    /// The tag's look.
    pub fn class(self) -> &'static str {
        match self {
            Self::Of(CompileState::Published | CompileState::Accepted) => "ok",
            Self::Of(CompileState::Reported) => "info",
            Self::Of(CompileState::Returned) => "bad",
            Self::Failing | Self::NotBegun | Self::Uploaded => "warn",
            Self::Merged | Self::Of(_) => "plain",
        }
    }

    /// Whether the organ above has it, or everybody.
    pub fn is_in(self) -> bool {
        matches!(self, Self::Of(CompileState::Reported | CompileState::Accepted | CompileState::Published))
    }

    /// Whether it is still asked for.
    pub fn is_owed(self) -> bool {
        !self.is_in() && self != Self::Merged
    }

    /// 报来过: brought or sent back, so that there are figures somewhere which nobody stands for yet. Of a closed organ this
    /// alone is waited for, and of whoever is still there everything.
    pub fn was_brought(self) -> bool {
        matches!(self, Self::Uploaded | Self::Of(CompileState::Returned))
    }

    /// Which of the five parts of the bar it belongs to.
    pub fn part(self) -> usize {
        match self {
            Self::Of(CompileState::Published) => 0,
            Self::Of(CompileState::Accepted) => 1,
            Self::Of(CompileState::Reported) => 2,
            Self::Of(CompileState::Returned) | Self::Failing => 3,
            Self::Merged | Self::NotBegun | Self::Uploaded | Self::Of(_) => 4,
        }
    }
}

/// 只在年报库: what everybody reads of an organ was brought into the library from outside, and is no report that was handed in
/// and published here. The sum lacks it.
pub fn is_from_library(organ: &SeasonOrgan) -> bool {
    let published = CompileState::Published;
    State::of(organ) == State::Of(published) && organ.state.as_deref() != Some(published.key())
}

/// The same where nobody is at work on one here either, so that it may be taken from there; who was merged is not asked.
pub fn is_shelved_alone(organ: &SeasonOrgan) -> bool {
    is_from_library(organ) && organ.state.is_none() && organ.successor_id.is_none()
}

/// Beside the state: how what is public came to be so, where that was not by a report handed in here; empty otherwise.
pub fn beside(organ: &SeasonOrgan) -> &'static str {
    if is_from_library(organ) { "只在年报库" } else { "" }
}

/// The parts of the bar.
pub const PARTS: [&str; 5] = ["已发布", "已接收", "已报送", "退回、未过", "起草、未开始、撤并"];
