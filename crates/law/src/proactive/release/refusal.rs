//! 不能办理: why a verb has no place with an item now.

use jiff::civil::Date;

use super::{Check, PublicationStage, PublicationStanding, PublicationStep, PublicationVerb};
use crate::{article::Article, calendar::in_chinese, request::refusal::Refusal};

fn no<T>(why: impl Into<String>, article: Option<Article>) -> Result<T, Refusal> {
    Err(Refusal { why: why.into(), article })
}

impl PublicationStanding {
    /// Whether a verb has its place on a day.
    ///
    /// # Errors
    /// The reason why not; where it is that nothing is published unreviewed, with the article.
    ///
    /// ```
    /// use gongkai_law::proactive::release::{PublicationStanding, PublicationStep, PublicationVerb, ReviewRoute};
    /// use jiff::civil::date;
    ///
    /// let day = date(2026, 10, 12);
    /// let draft = PublicationStanding::of(ReviewRoute::default(), [(PublicationStep::Begun, day)]);
    /// let refused = draft.allows(PublicationVerb::Release, day).unwrap_err();
    /// assert_eq!(refused.to_string(), "还没有送审，先审查后公开（《条例》第十七条）");
    /// ```
    pub fn allows(&self, verb: PublicationVerb, today: Date) -> Result<(), Refusal> {
        let review = Some(Article::regulation(17));
        match (verb, self.stage) {
            (PublicationVerb::Write | PublicationVerb::Submit, PublicationStage::Draft)
            | (PublicationVerb::Pass | PublicationVerb::Return, PublicationStage::Review(_))
            | (PublicationVerb::Recall, PublicationStage::Review(_) | PublicationStage::Approved)
            | (
                PublicationVerb::Revise,
                PublicationStage::Public
                | PublicationStage::Withdrawn
                | PublicationStage::Expired
                | PublicationStage::Retained,
            )
            | (PublicationVerb::Reassess, PublicationStage::Retained) => Ok(()),
            (PublicationVerb::Overturn, _) if self.pending().is_some() => no("已经登记过决定变动，等着撤下", None),
            (PublicationVerb::Withdraw | PublicationVerb::Overturn, _) if self.public => Ok(()),
            (PublicationVerb::Discard, PublicationStage::Draft) if self.revised.is_none() => Ok(()),
            (PublicationVerb::Discard, PublicationStage::Draft) => {
                no("修订的稿子留着接着改；已经公开的照旧公开，不再公开的用撤下", None)
            }
            (PublicationVerb::Release, PublicationStage::Approved) => match self.from.filter(|from| today < *from) {
                Some(from) => no(format!("定在{}发布", in_chinese(from)), None),
                None => Ok(()),
            },
            (PublicationVerb::Release, PublicationStage::Draft) => no("还没有送审，先审查后公开", review),
            (PublicationVerb::Release, PublicationStage::Review(check)) => {
                no(format!("{}还没有通过，先审查后公开", check.label()), review)
            }
            (PublicationVerb::Write, PublicationStage::Review(_) | PublicationStage::Approved) => {
                no("已经送审，改动前先撤回送审", review)
            }
            (PublicationVerb::Write | PublicationVerb::Submit, PublicationStage::Public) => {
                no("已经发布，改动从修订开始", None)
            }
            (PublicationVerb::Withdraw | PublicationVerb::Overturn, _) => no("现在没有公开，没有可撤下的", None),
            (PublicationVerb::Return, PublicationStage::Approved) => no("已经签发，改动前由起草人撤回送审", None),
            _ => no(format!("现在是“{}”，不能{}", self.stage.label(), verb.label()), None),
        }
    }

    /// Whether a step may be taken on a day.
    ///
    /// # Errors
    /// As [`PublicationStanding::allows`]; a check that is not the one it waits for; a day set without the approval, or gone by.
    pub fn accepts(&self, step: PublicationStep, on: Date) -> Result<(), Refusal> {
        if let Some(verb) = step.verb() {
            self.allows(verb, on)?;
        }
        match step {
            PublicationStep::Passed { check, .. } | PublicationStep::Returned { check }
                if self.stage != PublicationStage::Review(check) =>
            {
                no(format!("现在是“{}”，不是{}", self.stage.label(), check.label()), None)
            }
            PublicationStep::Passed { check, from: Some(_) } if check != Check::Approval => {
                no("发布日期由签发人确定", None)
            }
            PublicationStep::Passed { from: Some(from), .. } if from < on => no("定时发布的日期已经过去", None),
            PublicationStep::Overturned { day, .. } if day > on => {
                no(format!("决定变动之日{}还没有到", in_chinese(day)), None)
            }
            PublicationStep::Begun if self.releases > 0 => no("已经有草稿", None),
            PublicationStep::Retained if self.stage != PublicationStage::Approved => no("先审查，再决定不公开", None),
            PublicationStep::Expired if !self.public => no("现在没有公开", None),
            PublicationStep::Migrated if self.stage != PublicationStage::Draft || self.releases > 0 => {
                no("迁移的只能是还没有送审、没有发布过的稿件", Some(Article::regulation(17)))
            }
            _ => Ok(()),
        }
    }
}
