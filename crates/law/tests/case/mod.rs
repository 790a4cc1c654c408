//! A review or lawsuit in a few words, for the stories of several tests.

use gongkai_law::{
    calendar::Calendar,
    redress::{
        Route,
        clock::Procedure,
        conclusion::Conclusion,
        standing::Standing,
        step::{Step, Taken},
    },
};
use jiff::civil::date;

pub fn calendar() -> &'static Calendar {
    Calendar::built_in()
}

pub fn on(month: i8, day: i8, step: Step) -> Taken {
    Taken { on: date(2026, month, day), step }
}

pub fn came(month: i8, day: i8, procedure: Procedure) -> Taken {
    on(month, day, Step::Notified { procedure, accepted: None })
}

pub fn decided(month: i8, day: i8, conclusion: Conclusion) -> Taken {
    on(month, day, Step::Concluded { conclusion, served: date(2026, month, day), again: None })
}

/// Takes each step on its day, as a clerk would who writes everything down at once.
pub fn story(route: Route, steps: &[Taken]) -> Standing {
    for (at, step) in steps.iter().enumerate() {
        let before = Standing::of(route, &steps[..at]);
        assert_eq!(before.accepts(*step, step.on, calendar()), Ok(()), "{step:?}");
    }
    Standing::of(route, steps)
}

pub fn refused(route: Route, steps: &[Taken], next: Taken) -> String {
    story(route, steps).accepts(next, next.on.max(date(2026, 12, 30)), calendar()).unwrap_err().to_string()
}
