//! 日期凭据: on what the day of a step rests. Whoever could choose the day of an act of their own could always be in time.

use jiff::civil::Date;

use super::{refusal::Refusal, step::Verb};
use crate::calendar::in_chinese as said;

/// What stands behind the day that is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Nothing but the word of whoever writes it down.
    Word,
    /// 凭证: a postmark, a receipt, a signed sheet, named beside the step.
    Proof,
    /// 补录: the paper file of an old case, which is entered as a whole.
    File,
}

/// The office's own acts that have a last day, or that move the due date: with nothing but a word they happen on the day
/// on which they are written down.
pub const OWN: [Verb; 7] =
    [Verb::Accept, Verb::AskClarify, Verb::Consult, Verb::NotifyFee, Verb::Extend, Verb::Delay, Verb::Send];

/// The steps from whose day on a term runs: put later without proof, they would give an office that is late more time.
pub const STARTS: [Verb; 5] = [Verb::Arrive, Verb::Confirm, Verb::TakeCorrection, Verb::TakePayment, Verb::NoteReached];

impl Evidence {
    /// Whether the step of a verb may bear this day when it is written down today.
    ///
    /// # Errors
    /// The day has not come, or nothing but a word stands behind it.
    ///
    /// ```
    /// use gongkai_law::request::{evidence::Evidence, step::Verb};
    /// use jiff::civil::date;
    ///
    /// let (due, today) = (date(2026, 10, 14), date(2026, 10, 15));
    /// assert!(Evidence::Word.bears(Verb::Extend, due, today).unwrap_err().why.contains("凭证"));
    /// assert!(Evidence::Proof.bears(Verb::Extend, due, today).is_ok());
    /// assert!(Evidence::Word.bears(Verb::TakeCorrection, due, today).is_ok(), "the applicant's day is what it is");
    /// assert!(Evidence::File.bears(Verb::Extend, today, due).is_err());
    /// ```
    pub fn bears(self, verb: Verb, on: Date, today: Date) -> Result<(), Refusal> {
        let why = match () {
            () if on > today => format!("{}还没有到，不能先登记", said(on)),
            () if on < today && self == Self::Word && OWN.contains(&verb) => {
                format!("“{}”是本机关的行为，按登记的当天计算；确实早已办理的，请写明凭证", verb.label())
            }
            () => return Ok(()),
        };
        Err(Refusal { why, article: verb.article().filter(|_| on <= today) })
    }

    /// Whether the day of a step of a verb may be put right, from `was` to another.
    ///
    /// # Errors
    /// Nothing but a word stands behind a day that would give the office time.
    ///
    /// ```
    /// use gongkai_law::request::{evidence::Evidence, step::Verb};
    /// use jiff::civil::date;
    ///
    /// let (late, due, today) = (date(2026, 10, 16), date(2026, 10, 14), date(2026, 10, 20));
    /// assert!(Evidence::Word.moves(Verb::Send, late, due, today).is_err(), "an answer is not in time by a correction");
    /// assert!(Evidence::Word.moves(Verb::Confirm, due, late, today).is_err(), "nor by a term that begins later");
    /// assert!(Evidence::Proof.moves(Verb::Confirm, due, late, today).is_ok());
    /// assert!(Evidence::Word.moves(Verb::Serve, due, late, today).is_ok());
    /// ```
    pub fn moves(self, verb: Verb, was: Date, to: Date, today: Date) -> Result<(), Refusal> {
        if to < was {
            return self.bears(verb, to, today);
        }
        if to > was && self == Self::Word && STARTS.contains(&verb) {
            let why = format!("期限从“{}”起算，更正为更晚的日期，请写明凭证", verb.label());
            return Err(Refusal { why, article: verb.article() });
        }
        Ok(())
    }

    /// Whether a step of a verb may be struck out: struck and written down once more it would have another day.
    ///
    /// # Errors
    /// Nothing but a word stands behind it, and a term runs from the step.
    ///
    /// ```
    /// use gongkai_law::request::{evidence::Evidence, step::Verb};
    ///
    /// assert!(Evidence::Word.strikes(Verb::TakePayment).unwrap_err().why.contains("凭证"));
    /// assert!(Evidence::Proof.strikes(Verb::TakePayment).is_ok());
    /// assert!(Evidence::Word.strikes(Verb::Accept).is_ok());
    /// ```
    pub fn strikes(self, verb: Verb) -> Result<(), Refusal> {
        if self != Self::Word || !STARTS.contains(&verb) {
            return Ok(());
        }
        let why = format!("期限从“{}”起算，注销请写明误登的凭证", verb.label());
        Err(Refusal { why, article: verb.article() })
    }
}
