//! 留痕: a step of the law with the words of the office, as the register keeps it.

use gongkai_law::request::{
    decision::Decision,
    letter::LetterKind,
    received::Channel,
    step::{Opinion, Step, Taken, Verb},
    third_party::Asked,
};
use gongkai_store::StepRow;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What the office writes down beside the step itself. Everything may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// 事由、理由: as it goes into the letter.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Who: the third party asked, the organ, the officer assigned.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub who: String,
    /// 代签: in whose stead it was done, as the journal names them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub instead: String,
    /// 文号 of the letter that did it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub letter: String,
    /// 答复稿: the identity of the letter that a draft handed in.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub draft: String,
    /// 凭证: how it is proved: a tracking number, a signature, a receipt number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub proof: String,
    /// 金额 in 元.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yuan: Option<u64>,
    /// What a note is about: `assigned`, `searched`, `revealed` …
    #[serde(skip_serializing_if = "String::is_empty")]
    pub about: String,
}

/// The whole of a step's `detail`: what the law wants to know, and the words.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Detail {
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    party: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    opinion: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<usize>,
    /// Which kind of letter; its number is among the words.
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<String>,
    #[serde(flatten)]
    words: Words,
}

/// The `detail` of a step: JSON.
pub fn detail(step: Step, words: &Words) -> String {
    let mut detail = Detail { words: words.clone(), ..Detail::default() };
    match step {
        Step::Arrived { channel } => detail.channel = Some(channel.key().to_owned()),
        Step::ClarifyAsked { until }
        | Step::ReasonsAsked { until }
        | Step::Delayed { until }
        | Step::Ordered { until } => {
            detail.until = Some(until.to_string());
        }
        Step::Consulted { party, asked } => {
            detail.party = Some(party);
            detail.asked = Some(asked.key().to_owned());
        }
        Step::Reached { party } => detail.party = Some(party),
        Step::Opined { party, opinion } => {
            detail.party = Some(party);
            detail.opinion = Some(opinion.key().to_owned());
        }
        Step::ExtensionAsked { days } | Step::Extended { days } => detail.days = Some(days),
        Step::Drafted { decision } | Step::Lapsed { decision } => detail.decision = Some(decision.key().to_owned()),
        Step::Redated { step, on } => {
            detail.step = Some(step);
            detail.until = Some(on.to_string());
        }
        Step::Struck { step } => detail.step = Some(step),
        Step::Issued { step, letter } => {
            detail.step = Some(step);
            detail.issued = Some(letter.key().to_owned());
        }
        _ => {}
    }
    // a struct of words and numbers always has a JSON
    serde_json::to_string(&detail).unwrap_or_default()
}

/// A step as the register keeps it, read back.
///
/// # Errors
/// [`gongkai_store::Error::Corrupt`] where the row is none that [`detail`] wrote.
pub fn read(row: &StepRow) -> Result<(Taken, Words), gongkai_store::Error> {
    let corrupt = || gongkai_store::Error::Corrupt(format!("第{}步 {}", row.n, row.kind));
    let detail: Detail = serde_json::from_str(&row.detail).map_err(|_| corrupt())?;
    let step = step(&row.kind, &detail).ok_or_else(corrupt)?;
    Ok((Taken { on: row.on_date.0, step }, detail.words))
}

fn step(kind: &str, detail: &Detail) -> Option<Step> {
    let until = || detail.until.as_deref()?.parse::<Date>().ok();
    let decision = || Decision::of_key(detail.decision.as_deref()?);
    Some(match Verb::of_key(kind)? {
        Verb::Arrive => Step::Arrived { channel: Channel::of_key(detail.channel.as_deref()?)? },
        Verb::Confirm => Step::Confirmed,
        Verb::Accept => Step::Accepted,
        Verb::AskClarify => Step::ClarifyAsked { until: until()? },
        Verb::TakeCorrection => Step::Clarified,
        Verb::AskReasons => Step::ReasonsAsked { until: until()? },
        Verb::TakeReasons => Step::Reasoned,
        Verb::Consult => Step::Consulted { party: detail.party?, asked: Asked::of_key(detail.asked.as_deref()?)? },
        Verb::NoteReached => Step::Reached { party: detail.party? },
        Verb::TakeOpinion => {
            Step::Opined { party: detail.party?, opinion: Opinion::of_key(detail.opinion.as_deref()?)? }
        }
        Verb::NotifyFee => Step::FeeNotified,
        Verb::TakePayment => Step::FeePaid,
        Verb::AskExtension => Step::ExtensionAsked { days: detail.days? },
        Verb::Extend => Step::Extended { days: detail.days? },
        Verb::DeclineExtension => Step::ExtensionDeclined,
        Verb::Delay => Step::Delayed { until: until()? },
        Verb::Draft => Step::Drafted { decision: decision()? },
        Verb::Return => Step::Returned,
        Verb::Review => Step::Reviewed,
        Verb::Sign => Step::Signed,
        Verb::Send => Step::Sent,
        Verb::Serve => Step::Served,
        Verb::Withdraw => Step::Withdrawn,
        Verb::Lapse => Step::Lapsed { decision: decision()? },
        Verb::Order => Step::Ordered { until: until()? },
        Verb::Lift => Step::Lifted,
        Verb::Convert => Step::Converted,
        Verb::Archive => Step::Archived,
        Verb::Issue => Step::Issued { step: detail.step?, letter: LetterKind::of_key(detail.issued.as_deref()?)? },
        Verb::Note => Step::Noted,
        Verb::Redate => Step::Redated { step: detail.step?, on: until()? },
        Verb::Strike => Step::Struck { step: detail.step? },
        Verb::Amend => Step::Amended,
    })
}
