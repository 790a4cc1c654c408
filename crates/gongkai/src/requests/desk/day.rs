//! 办理日期: what the day of a step is called in its form, and whether it may be another than today.

use gongkai_law::request::{
    evidence::{OWN, STARTS},
    step::Verb,
};

use super::fields::LOST;
use crate::requests::dossier::Dossier;

/// What is written down of today: it moves no clock, or says in its own words which day it is about.
pub const UNDATED: [Verb; 6] =
    [Verb::Redate, Verb::Strike, Verb::Note, Verb::AskExtension, Verb::DeclineExtension, Verb::Amend];

/// What the day of a verb's step is called.
pub fn label(verb: Verb, dossier: &Dossier) -> &'static str {
    match verb {
        Verb::Confirm if dossier.entries.iter().any(|entry| entry.words.about == LOST) => "恢复联系、双方确认的日期",
        Verb::Confirm => "双方确认的日期",
        Verb::AskClarify | Verb::AskReasons => "通知书的日期",
        Verb::TakeCorrection | Verb::TakeReasons | Verb::TakeOpinion => "收到的日期",
        Verb::Consult => "发出征求意见书的日期",
        Verb::NoteReached => "对方收到的日期",
        Verb::NotifyFee => "申请人收到收费通知的日期",
        Verb::TakePayment => "缴费的日期",
        Verb::Serve => "送达的日期",
        Verb::Order => "收到决定书、判决书的日期",
        Verb::Lift => "知道它失效的日期",
        _ => "日期",
    }
}

/// Under it: which day to write, by what the law makes of it.
pub fn hint(verb: Verb) -> &'static str {
    match verb {
        Verb::Serve => "默认是今天；写凭证上的送达之日，复议、诉讼的期限从它起算",
        verb if OWN.contains(&verb) => "默认是今天；确实早已办理的，写实际的日期，并在下面写明凭证",
        verb if STARTS.contains(&verb) => {
            "默认是今天；实际早于今天的，写邮戳、签收、到账、确认的实际日期，期限从它起算"
        }
        _ => "默认是今天；实际早于今天的，写实际的日期",
    }
}
