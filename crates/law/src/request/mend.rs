//! 更正登记: an earlier step on another day, or one that never happened. What follows from it must still hold.

use jiff::civil::Date;

use super::{
    evidence::Evidence,
    refusal::Refusal,
    standing::{Standing, true_days},
    step::{Step, Taken, Verb},
};
use crate::calendar::Calendar;

/// Whether a correction may be added to these steps: the step is there and can be mended, its new day has come, and all
/// steps still follow from one another.
///
/// # Errors
/// The reason why not; the first step that would hang in the air is named.
///
/// ```
/// use gongkai_law::{calendar::Calendar, request::{evidence::Evidence, mend::mends, received::Channel, step::{Step, Taken}}};
/// use jiff::civil::date;
///
/// let (came, today) = (date(2026, 9, 10), date(2026, 9, 14));
/// let steps = [
///     Taken { on: came, step: Step::Arrived { channel: Channel::Fax } },
///     Taken { on: came, step: Step::Confirmed },
///     Taken { on: today, step: Step::Accepted },
/// ];
/// let strike = Taken { on: today, step: Step::Struck { step: 1 } };
/// assert!(mends(&steps, strike, Evidence::Proof, today, Calendar::built_in()).unwrap_err().why.contains("审核通过"));
/// ```
pub fn mends(
    steps: &[Taken],
    next: Taken,
    evidence: Evidence,
    today: Date,
    calendar: &Calendar,
) -> Result<(), Refusal> {
    let (place, to) = match next.step {
        Step::Redated { step, on } => (step, Some(on)),
        Step::Struck { step } => (step, None),
        _ => return Ok(()),
    };
    match (steps.get(place).map(|taken| taken.step.verb()), to) {
        (None, _) => return no("没有这一步，不能更正"),
        (Some(Verb::Redate | Verb::Strike), _) => return no("更正本身不能再更正，请直接更正原来的那一步"),
        (Some(Verb::Amend), _) => return no("申请人的登记更正错了的，请再更正一次"),
        (Some(Verb::Issue), _) => return no("文书已经编了文号，日期印在文书上，不能更正、注销"),
        (Some(Verb::Arrive), None) => return no("申请的到达不能注销"),
        (Some(Verb::Draft | Verb::Review | Verb::Sign | Verb::Send | Verb::Return), None) => {
            return no("起草、审查、签发、发出不能注销；还没有发出的，请退回修改");
        }
        (Some(Verb::Sign), Some(_)) => return no("签发之日印在文书上，不能更正"),
        (Some(_), Some(to)) if to > today => return no("更正以后的日期还没有到"),
        _ => {}
    }
    if let (Some(mended), Some(to)) = (steps.get(place), to) {
        let was = true_days(steps).get(place).copied().flatten().unwrap_or(mended.on);
        evidence.moves(mended.step.verb(), was, to, today)?;
    } else if let Some(mended) = steps.get(place) {
        evidence.strikes(mended.step.verb())?;
    }
    let mended: Vec<_> = steps.iter().copied().chain([next]).collect();
    follows(&mended, today, calendar)
}

/// Takes the steps anew, as they are now known to have happened; what stands behind their days was looked at when they
/// were written down.
fn follows(steps: &[Taken], today: Date, calendar: &Calendar) -> Result<(), Refusal> {
    let mut taken: Vec<Taken> = Vec::new();
    for (step, day) in steps.iter().zip(true_days(steps)) {
        let verb = step.step.verb();
        let Some(on) = day.filter(|_| !matches!(verb, Verb::Redate | Verb::Strike)) else {
            // nothing happened, and those behind it keep their places
            taken.push(Taken { on: step.on, step: Step::Noted });
            continue;
        };
        let next = Taken { on, step: step.step };
        if verb != Verb::Arrive
            && let Err(refusal) = Standing::of(&taken, calendar).accepts(next, Evidence::File, today, calendar)
        {
            return no(&format!("这样更正以后，“{}”就不成立：{refusal}", verb.label()));
        }
        taken.push(next);
    }
    Ok(())
}

fn no(why: &str) -> Result<(), Refusal> {
    Err(Refusal { why: why.to_owned(), article: None })
}
