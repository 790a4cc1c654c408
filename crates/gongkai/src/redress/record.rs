//! 留痕: a step of a case with the words of the office, as the register keeps it.

use gongkai_law::redress::{
    clock::Procedure,
    conclusion::Conclusion,
    step::{Side, Step, Taken, Verb},
};
use gongkai_store::{Error, StepRow};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::requests::record::Words;

/// The whole of a step's `detail`: what the law wants to know, and the words.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Detail {
    #[serde(skip_serializing_if = "Option::is_none")]
    procedure: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    served: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conclusion: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<usize>,
    #[serde(flatten)]
    words: Words,
}

/// The `detail` of a step: JSON.
pub fn detail(step: Step, words: &Words) -> String {
    let mut detail = Detail { words: words.clone(), ..Detail::default() };
    let said = |day: Date| Some(day.to_string());
    match step {
        Step::Notified { procedure, accepted } => {
            detail.procedure = Some(procedure.key().to_owned());
            detail.accepted = accepted.and_then(said);
        }
        Step::Summoned { hearing } => detail.until = said(hearing),
        Step::Prolonged { until } | Step::TookEffect { until } => detail.until = said(until),
        Step::Concluded { conclusion, served, again } => {
            detail.conclusion = Some(conclusion.key().to_owned());
            detail.served = said(served);
            detail.until = again.and_then(said);
        }
        Step::Appealed { by } => detail.by = Some(by.key().to_owned()),
        Step::Redated { step, on } => {
            detail.step = Some(step);
            detail.until = said(on);
        }
        Step::Struck { step } => detail.step = Some(step),
        Step::Amended { notified, procedure, accepted } => {
            detail.until = said(notified);
            detail.procedure = Some(procedure.key().to_owned());
            detail.accepted = accepted.and_then(said);
        }
        _ => {}
    }
    // a struct of words and numbers always has a JSON
    serde_json::to_string(&detail).unwrap_or_default()
}

/// A step as the register keeps it, read back.
///
/// # Errors
/// [`Error::Corrupt`] where the row is none that [`detail`] wrote.
pub fn read(row: &StepRow) -> Result<(Taken, Words), Error> {
    let corrupt = || Error::Corrupt(format!("第{}步 {}", row.n, row.kind));
    let detail: Detail = serde_json::from_str(&row.detail).map_err(|_| corrupt())?;
    let step = step(&row.kind, &detail).ok_or_else(corrupt)?;
    Ok((Taken { on: row.on_date.0, step }, detail.words))
}

fn step(kind: &str, detail: &Detail) -> Option<Step> {
    let day = |text: &Option<String>| text.as_deref()?.parse::<Date>().ok();
    Some(match Verb::of_key(kind)? {
        Verb::Notify => {
            let procedure = Procedure::of_key(detail.procedure.as_deref()?)?;
            Step::Notified { procedure, accepted: day(&detail.accepted) }
        }
        Verb::MakeOrdinary => Step::MadeOrdinary,
        Verb::Answer => Step::Answered,
        Verb::Summon => Step::Summoned { hearing: day(&detail.until)? },
        Verb::Hear => Step::Heard,
        Verb::Suspend => Step::Suspended,
        Verb::Resume => Step::Resumed,
        Verb::Prolong => Step::Prolonged { until: day(&detail.until)? },
        Verb::Conclude => {
            let conclusion = Conclusion::of_key(detail.conclusion.as_deref()?)?;
            Step::Concluded { conclusion, served: day(&detail.served)?, again: day(&detail.until) }
        }
        Verb::TakeEffect => Step::TookEffect { until: day(&detail.until)? },
        Verb::Appeal => Step::Appealed { by: Side::of_key(detail.by.as_deref()?)? },
        Verb::Remand => Step::Remanded,
        Verb::Retry => Step::Retried,
        Verb::Note => Step::Noted,
        Verb::Redate => Step::Redated { step: detail.step?, on: day(&detail.until)? },
        Verb::Strike => Step::Struck { step: detail.step? },
        Verb::Amend => {
            let procedure = Procedure::of_key(detail.procedure.as_deref()?)?;
            Step::Amended { notified: day(&detail.until)?, procedure, accepted: day(&detail.accepted) }
        }
        Verb::Cancel => Step::Cancelled,
    })
}

#[cfg(test)]
mod tests {
    use gongkai_store::{Civil, Moment};
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_is_written_down_reads_back_as_the_same_step() {
        let day = date(2026, 10, 12);
        let steps = [
            Step::Notified { procedure: Procedure::Simplified, accepted: Some(day) },
            Step::Notified { procedure: Procedure::Ordinary, accepted: None },
            Step::MadeOrdinary,
            Step::Answered,
            Step::Summoned { hearing: day },
            Step::Heard,
            Step::Suspended,
            Step::Resumed,
            Step::Prolonged { until: day },
            Step::Concluded { conclusion: Conclusion::ReviewRevoked, served: day, again: Some(day) },
            Step::Concluded { conclusion: Conclusion::JudgmentKept, served: day, again: None },
            Step::Appealed { by: Side::Office },
            Step::Remanded,
            Step::Retried,
            Step::Noted,
            Step::Redated { step: 2, on: day },
            Step::Struck { step: 3 },
            Step::TookEffect { until: day },
            Step::Amended { notified: day, procedure: Procedure::Simplified, accepted: Some(day) },
            Step::Amended { notified: day, procedure: Procedure::Ordinary, accepted: None },
            Step::Cancelled,
        ];
        for step in steps {
            let words = Words { why: "理由".to_owned(), ..Words::default() };
            let row = StepRow {
                n: 0,
                on_date: Civil(day),
                kind: step.verb().key().to_owned(),
                detail: detail(step, &words),
                actor: "system".to_owned(),
                at_ms: Moment(0),
            };
            assert_eq!(read(&row).unwrap(), (Taken { on: day, step }, words));
        }
    }
}
