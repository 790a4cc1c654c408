//! 信息状态: the fold of an item's steps.

use jiff::civil::Date;

use super::{Check, PublicationStep, ReviewRoute};
use crate::proactive::overturn::Overturned;

/// 所处环节: where the draft stands; what is public is told apart from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicationStage {
    /// 起草: with whoever writes it.
    Draft,
    /// 审核: it waits for this check.
    Review(Check),
    /// 待发: approved, and waits for its day.
    Approved,
    /// 已发: its last draft is what everybody sees.
    Public,
    /// 不公开: on record, and shown to nobody outside.
    Retained,
    /// 撤下
    Withdrawn,
    /// 公示期满
    Expired,
    /// 作废
    Discarded,
}

/// 信息状态
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicationStanding {
    /// Where its draft stands.
    pub stage: PublicationStage,
    /// The checks it has to pass.
    pub route: ReviewRoute,
    /// How many releases there were; 0 before the first.
    pub releases: u32,
    /// Whether everybody sees one of them now.
    pub public: bool,
    /// 首次发布之日
    pub first_released: Option<Date>,
    /// 最近一次发布之日
    pub last_released: Option<Date>,
    /// 定时发布: approved for this day and not before.
    pub from: Option<Date>,
    /// 最近一次评估: the day on which it was last found that it stays withheld.
    pub assessed: Option<Date>,
    /// 修订之日: when the round that goes on began, of what was out before.
    pub revised: Option<Date>,
    /// How often it was sent back.
    pub returns: u32,
    /// 决定变动: the last one.
    pub overturned: Option<Overturned>,
}

impl PublicationStage {
    /// The word in the register, for lists.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Review(check) => check.key(),
            Self::Approved => "approved",
            Self::Public => "public",
            Self::Retained => "retained",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Discarded => "discarded",
        }
    }

    /// As a tag says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "起草",
            Self::Review(Check::First) => "待初审",
            Self::Review(Check::Legal) => "待合法性审核",
            Self::Review(Check::Countersign) => "待会签",
            Self::Review(Check::Secrecy) => "待保密审查",
            Self::Review(Check::Approval) => "待签发",
            Self::Approved => "待发布",
            Self::Public => "已发布",
            Self::Retained => "不公开",
            Self::Withdrawn => "已撤下",
            Self::Expired => "公示期满",
            Self::Discarded => "作废",
        }
    }

    /// Whether somebody still has to do something before it is out or put away.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Review(_) | Self::Approved)
    }
}

impl PublicationStanding {
    /// Where an item stands after its steps.
    ///
    /// ```
    /// use gongkai_law::proactive::release::{Check, PublicationStage, PublicationStanding, PublicationStep, ReviewRoute};
    /// use jiff::civil::date;
    ///
    /// let day = date(2026, 10, 12);
    /// let steps = [PublicationStep::Begun, PublicationStep::Submitted, PublicationStep::Passed { check: Check::First, from: None }];
    /// let standing = PublicationStanding::of(ReviewRoute::default(), steps.map(|step| (step, day)));
    /// assert_eq!(standing.stage, PublicationStage::Review(Check::Secrecy));
    /// assert!(!standing.public);
    /// ```
    pub fn of(route: ReviewRoute, steps: impl IntoIterator<Item = (PublicationStep, Date)>) -> Self {
        let mut standing = Self {
            stage: PublicationStage::Draft,
            route,
            releases: 0,
            public: false,
            first_released: None,
            last_released: None,
            from: None,
            assessed: None,
            revised: None,
            returns: 0,
            overturned: None,
        };
        steps.into_iter().for_each(|(step, on)| standing.take(step, on));
        standing
    }

    fn take(&mut self, step: PublicationStep, on: Date) {
        self.stage = match step {
            PublicationStep::Begun | PublicationStep::Recalled => {
                self.from = None;
                PublicationStage::Draft
            }
            PublicationStep::Revised => {
                self.revised = Some(on);
                PublicationStage::Draft
            }
            PublicationStep::Submitted => {
                self.route.checks().next().map_or(PublicationStage::Draft, PublicationStage::Review)
            }
            PublicationStep::Passed { check, from } => {
                self.from = from;
                self.after(check)
            }
            PublicationStep::Returned { .. } => {
                self.returns += 1;
                PublicationStage::Draft
            }
            PublicationStep::Released | PublicationStep::Migrated => {
                self.releases += 1;
                self.public = true;
                self.first_released = self.first_released.or(Some(on));
                self.last_released = Some(on);
                self.from = None;
                PublicationStage::Public
            }
            PublicationStep::Retained => {
                self.assessed = Some(on);
                PublicationStage::Retained
            }
            PublicationStep::Reassessed => {
                self.assessed = Some(on);
                self.stage
            }
            PublicationStep::Withdrawn => self.taken_down(PublicationStage::Withdrawn, on),
            PublicationStep::Expired => self.taken_down(PublicationStage::Expired, on),
            PublicationStep::Overturned { how, day } => {
                self.overturned = Some(Overturned { how, day, down: None });
                self.stage
            }
            PublicationStep::Discarded => PublicationStage::Discarded,
        };
    }

    /// Nobody sees it any more: with that, a decision that fell is taken back.
    fn taken_down(&mut self, stage: PublicationStage, on: Date) -> PublicationStage {
        self.public = false;
        if let Some(fell) = &mut self.overturned {
            fell.down = fell.down.or(Some(on));
        }
        stage
    }

    /// 待撤下的决定变动: one that fell while everybody still reads it.
    pub fn pending(&self) -> Option<Overturned> {
        self.overturned.filter(|fell| fell.down.is_none())
    }

    /// What comes after a check: the next one of the route, or the release.
    fn after(&self, check: Check) -> PublicationStage {
        self.route.checks().find(|next| *next > check).map_or(PublicationStage::Approved, PublicationStage::Review)
    }
}
