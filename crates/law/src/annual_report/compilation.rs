//! 编制: the way of a report from its first draft to everybody, to the organ above, and through a correction. Arts 49–50.

use jiff::civil::Date;

use crate::{article::Article, request::refusal::Refusal};

/// 编制步骤: what happened to a report in work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompileStep {
    /// 开始编制
    Begun,
    /// 送审 by whoever wrote it.
    Submitted,
    /// 撤回送审 by whoever wrote it, before it is signed.
    Recalled,
    /// 退回修改, in review or before signing, with a reason.
    SentBack,
    /// 审核通过
    Reviewed,
    /// 签发
    Signed,
    /// 报送 to the organ above.
    Reported,
    /// 撤回报送 of what was sent up by mistake, until it is accepted.
    TakenBack,
    /// 上级退回, with remarks.
    Returned,
    /// 上级接收
    Accepted,
    /// 公布: everybody sees this version.
    Published,
    /// 更正: a new version of what is published begins, with an explanation.
    Corrected,
}

/// 编制环节: where the draft stands; what was sent up and what is public are told apart from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CompileStage {
    /// 起草
    Draft,
    /// 待审核
    Review,
    /// 待签发
    Sign,
    /// 已签发
    Signed,
}

/// 编制情况: the fold of the steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompileStanding {
    /// Where the draft stands.
    pub stage: CompileStage,
    /// 报送之日, while it is with the organ above.
    pub reported: Option<Date>,
    /// 接收之日
    pub accepted: Option<Date>,
    /// 退回之日 of the last return from above, until it is sent up again.
    pub returned: Option<Date>,
    /// 公布之日 of the version that everybody sees.
    pub published: Option<Date>,
    /// Whether a correction of what is public is in work.
    pub correcting: bool,
    /// The version in work, or the last one: 1 for the first.
    pub revision: u32,
}

/// 报送状态: how it stands in one word, for whoever waits for many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CompileState {
    /// 起草中
    Drafting,
    /// 审签中
    Reviewing,
    /// 已签发, neither sent up nor published.
    Signed,
    /// 已退回
    Returned,
    /// 已报送
    Reported,
    /// 已接收
    Accepted,
    /// 已发布
    Published,
}

impl CompileStep {
    /// Every step, in the order of the way.
    pub const ALL: [Self; 12] = [
        Self::Begun,
        Self::Submitted,
        Self::Recalled,
        Self::SentBack,
        Self::Reviewed,
        Self::Signed,
        Self::Reported,
        Self::TakenBack,
        Self::Returned,
        Self::Accepted,
        Self::Published,
        Self::Corrected,
    ];

    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Submitted => "submitted",
            Self::Recalled => "recalled",
            Self::SentBack => "sent_back",
            Self::Reviewed => "reviewed",
            Self::Signed => "signed",
            Self::Reported => "reported",
            Self::TakenBack => "taken_back",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
            Self::Published => "published",
            Self::Corrected => "corrected",
        }
    }

    /// The one of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.key() == key)
    }

    /// As a button and the trace say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Begun => "开始编制",
            Self::Submitted => "送审",
            Self::Recalled => "撤回送审",
            Self::SentBack => "退回修改",
            Self::Reviewed => "审核通过",
            Self::Signed => "签发",
            Self::Reported => "报送",
            Self::TakenBack => "撤回报送",
            Self::Returned => "退回",
            Self::Accepted => "接收",
            Self::Published => "公布",
            Self::Corrected => "更正",
        }
    }

    /// Whether it is taken with a reason.
    pub fn needs_why(self) -> bool {
        matches!(self, Self::SentBack | Self::Returned | Self::TakenBack | Self::Corrected)
    }
}

impl CompileStage {
    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Review => "review",
            Self::Sign => "sign",
            Self::Signed => "signed",
        }
    }

    /// As a tag says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "起草",
            Self::Review => "待审核",
            Self::Sign => "待签发",
            Self::Signed => "已签发",
        }
    }
}

impl CompileState {
    /// Every state, as far as it has come.
    pub const ALL: [Self; 7] = [
        Self::Drafting,
        Self::Reviewing,
        Self::Signed,
        Self::Returned,
        Self::Reported,
        Self::Accepted,
        Self::Published,
    ];

    /// The word in the register, for lists.
    pub fn key(self) -> &'static str {
        match self {
            Self::Drafting => "drafting",
            Self::Reviewing => "reviewing",
            Self::Signed => "signed",
            Self::Returned => "returned",
            Self::Reported => "reported",
            Self::Accepted => "accepted",
            Self::Published => "published",
        }
    }

    /// The one of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// As a tag says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Drafting => "起草中",
            Self::Reviewing => "审签中",
            Self::Signed => "已签发",
            Self::Returned => "已退回",
            Self::Reported => "已报送",
            Self::Accepted => "已接收",
            Self::Published => "已发布",
        }
    }
}

impl CompileStanding {
    /// Where a report stands after its steps.
    ///
    /// ```
    /// use gongkai_law::annual_report::compilation::{CompileStage, CompileStanding, CompileState, CompileStep::*};
    /// use jiff::civil::date;
    ///
    /// let day = date(2027, 1, 20);
    /// let standing = CompileStanding::of([Begun, Submitted, Reviewed].map(|step| (step, day)));
    /// assert_eq!((standing.stage, standing.state()), (CompileStage::Sign, CompileState::Reviewing));
    /// ```
    pub fn of(steps: impl IntoIterator<Item = (CompileStep, Date)>) -> Self {
        let mut standing = Self {
            stage: CompileStage::Draft,
            reported: None,
            accepted: None,
            returned: None,
            published: None,
            correcting: false,
            revision: 1,
        };
        steps.into_iter().for_each(|(step, on)| standing.take(step, on));
        standing
    }

    fn take(&mut self, step: CompileStep, on: Date) {
        match step {
            CompileStep::Begun | CompileStep::Recalled | CompileStep::SentBack => self.stage = CompileStage::Draft,
            CompileStep::Submitted => self.stage = CompileStage::Review,
            CompileStep::Reviewed => self.stage = CompileStage::Sign,
            CompileStep::Signed => self.stage = CompileStage::Signed,
            CompileStep::Reported => (self.reported, self.returned) = (Some(on), None),
            CompileStep::TakenBack => (self.stage, self.reported) = (CompileStage::Draft, None),
            CompileStep::Returned => {
                (self.stage, self.returned) = (CompileStage::Draft, Some(on));
                (self.reported, self.accepted) = (None, None);
            }
            CompileStep::Accepted => self.accepted = Some(on),
            CompileStep::Published => (self.published, self.correcting) = (Some(on), false),
            CompileStep::Corrected => {
                (self.stage, self.correcting) = (CompileStage::Draft, true);
                (self.reported, self.accepted) = (None, None);
                self.revision += 1;
            }
        }
    }

    /// How it stands in one word. A correction in work does not hide that the version before it is public.
    pub fn state(&self) -> CompileState {
        match self.stage {
            _ if self.published.is_some() => CompileState::Published,
            _ if self.accepted.is_some() => CompileState::Accepted,
            _ if self.reported.is_some() => CompileState::Reported,
            CompileStage::Draft if self.returned.is_some() => CompileState::Returned,
            CompileStage::Draft => CompileState::Drafting,
            CompileStage::Review | CompileStage::Sign => CompileState::Reviewing,
            CompileStage::Signed => CompileState::Signed,
        }
    }

    /// Whether what is written may change: nothing that was handed in does.
    pub fn is_open(&self) -> bool {
        self.stage == CompileStage::Draft && (self.published.is_none() || self.correcting)
    }

    /// Whether the version in work is out.
    pub fn is_out(&self) -> bool {
        self.published.is_some() && !self.correcting
    }

    /// Whether a step has its place now.
    ///
    /// # Errors
    /// The reason why not.
    ///
    /// ```
    /// use gongkai_law::annual_report::compilation::{CompileStanding, CompileStep};
    /// use jiff::civil::date;
    ///
    /// let draft = CompileStanding::of([(CompileStep::Begun, date(2027, 1, 4))]);
    /// let refused = draft.accepts(CompileStep::Published).unwrap_err();
    /// assert_eq!(refused.to_string(), "还没有签发，不能公布（《条例》第四十九条）");
    /// ```
    pub fn accepts(&self, step: CompileStep) -> Result<(), Refusal> {
        let fits = match step {
            CompileStep::Begun => false,
            CompileStep::Submitted => self.is_open(),
            CompileStep::Recalled => matches!(self.stage, CompileStage::Review | CompileStage::Sign),
            CompileStep::SentBack => {
                let waits = self.stage == CompileStage::Signed && self.reported.is_none() && !self.is_out();
                waits || matches!(self.stage, CompileStage::Review | CompileStage::Sign)
            }
            CompileStep::Reviewed => self.stage == CompileStage::Review,
            CompileStep::Signed => self.stage == CompileStage::Sign,
            CompileStep::Reported => self.stage == CompileStage::Signed && self.reported.is_none(),
            CompileStep::TakenBack => self.reported.is_some() && self.accepted.is_none() && !self.is_out(),
            CompileStep::Returned => self.reported.is_some() && !self.is_out(),
            CompileStep::Accepted => self.reported.is_some() && self.accepted.is_none(),
            CompileStep::Published => self.stage == CompileStage::Signed && !self.is_out(),
            CompileStep::Corrected => self.is_out(),
        };
        if fits { Ok(()) } else { Err(self.out_of_place(step)) }
    }

    fn out_of_place(&self, step: CompileStep) -> Refusal {
        let why = match step {
            CompileStep::TakenBack if self.accepted.is_some() => "上级已经接收，不能撤回；要改请上级退回".to_owned(),
            CompileStep::TakenBack | CompileStep::Returned if self.is_out() => "已经公布，改动从更正开始".to_owned(),
            CompileStep::Corrected if self.correcting => "更正还没有公布，接着改就行".to_owned(),
            CompileStep::Corrected => "还没有公布，直接改就行".to_owned(),
            CompileStep::Submitted if self.is_out() => "已经公布，改动从更正开始".to_owned(),
            CompileStep::Published | CompileStep::Reported if self.stage != CompileStage::Signed => {
                let article = (step == CompileStep::Published).then_some(Article::regulation(49));
                return Refusal { why: format!("还没有签发，不能{}", step.label()), article };
            }
            _ => format!("现在是“{}”，不能{}", self.state().label(), step.label()),
        };
        Refusal { why, article: None }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{CompileStep::*, *};

    fn after(steps: &[CompileStep]) -> CompileStanding {
        CompileStanding::of(steps.iter().map(|step| (*step, date(2027, 1, 20))))
    }

    #[test]
    fn what_was_sent_up_by_mistake_comes_back_until_the_organ_above_took_it() {
        let sent = after(&[Begun, Submitted, Reviewed, Signed, Reported]);
        assert!(sent.accepts(TakenBack).is_ok() && sent.accepts(Returned).is_ok() && !sent.is_open());
        let back = after(&[Begun, Submitted, Reviewed, Signed, Reported, TakenBack]);
        assert!(back.is_open() && back.state() == CompileState::Drafting);
        let taken = after(&[Begun, Submitted, Reviewed, Signed, Reported, Accepted]);
        assert!(taken.accepts(TakenBack).unwrap_err().to_string().contains("已经接收"));
        let again = after(&[Begun, Submitted, Reviewed, Signed, Reported, Accepted, Returned]);
        assert!(taken.accepts(Returned).is_ok() && again.is_open() && again.state() == CompileState::Returned);
    }

    #[test]
    fn an_error_seen_after_the_signature_goes_back_before_anybody_else_has_it() {
        assert!(after(&[Begun, Submitted, Reviewed, Signed]).accepts(SentBack).is_ok());
        assert!(after(&[Begun, Submitted, Reviewed, Signed, Reported]).accepts(SentBack).is_err());
        assert!(after(&[Begun, Submitted, Reviewed, Signed, Published]).accepts(SentBack).is_err());
    }

    #[test]
    fn what_is_out_changes_by_a_correction_alone_and_stays_out_meanwhile() {
        let out = after(&[Begun, Submitted, Reviewed, Signed, Published]);
        assert!(out.is_out() && !out.is_open() && out.accepts(Submitted).is_err() && out.accepts(Published).is_err());
        let second = after(&[Begun, Submitted, Reviewed, Signed, Published, Corrected]);
        assert!(second.is_open() && !second.is_out() && second.revision == 2);
        assert_eq!(second.state(), CompileState::Published, "readers still have the first one");
        assert!(second.accepts(Published).is_err(), "a correction is reviewed and signed as well");
    }

    #[test]
    fn nobody_skips_the_review() {
        for skipped in [&[Begun][..], &[Begun, Submitted], &[Begun, Submitted, Reviewed]] {
            assert!(after(skipped).accepts(Published).is_err() && after(skipped).accepts(Reported).is_err());
        }
        assert!(after(&[Begun]).accepts(Signed).is_err() && after(&[Begun, Submitted]).accepts(Signed).is_err());
    }
}
