//! 何时出具: when a letter has its place.

use super::LetterKind;
use crate::request::{
    decision::Decision,
    refusal::Refusal,
    standing::{Consult, Standing},
    step::Stage,
};

/// 何时出具: what a letter goes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Occasion {
    /// A step, whose record it tells.
    Step,
    /// 答复: it tells a decision, and passes review and signature.
    Answer,
    /// Written by hand when the officer finds it needed.
    ByHand,
    /// 复议、诉讼: what the office says to whoever hears a case against it.
    Redress,
    /// 更正、投诉: it tells how a matter ended that is no request.
    Matter,
    /// 随卷: printed for the file; it bears no number.
    File,
}

impl LetterKind {
    /// Whether a letter by hand or a paper for the file has its place now. What goes with a step has its place with the
    /// step, and an answer with its decision.
    ///
    /// # Errors
    /// The reason why not.
    pub fn has_place(self, standing: &Standing) -> Result<(), Refusal> {
        let no = |why: &str| Err(Refusal { why: why.to_owned(), article: Some(self.article()) });
        let stage = standing.stage();
        match self {
            Self::Assist if !matches!(stage, Stage::Examine | Stage::Handle | Stage::Answer) => {
                no("协办函在收到申请以后、作出答复以前出具")
            }
            Self::Corrected | Self::Forwarded if standing.received.is_none() => no("收到之日还没有确认"),
            Self::ThirdPartyTold if !standing.consults.iter().any(Consult::objects) => no("没有第三方表示不同意公开"),
            Self::ThirdPartyTold if !discloses(standing) => no("还没有决定公开"),
            Self::ServiceProof if !standing.endings.iter().any(|ending| ending.letter) => no("还没有发出答复"),
            Self::Cover | Self::Index if !standing.is_over() => no("这件申请还没有办结"),
            _ => Ok(()),
        }
    }
}

/// Whether the answer that is made, or the last one that was sent, discloses something.
fn discloses(standing: &Standing) -> bool {
    let made = standing.draft.map(|draft| draft.decision);
    let decision = made.or(standing.endings.last().map(|ending| ending.decision));
    matches!(decision, Some(Decision::Granted | Decision::Partial))
}
