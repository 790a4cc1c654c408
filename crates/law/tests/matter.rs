//! Complaints and corrections: what may follow what, and by which article not.

use gongkai_law::matter::{Matter, MatterStanding, MatterStep, MatterVerb, Settled};
use jiff::civil::{Date, date};

const MONDAY: Date = date(2026, 10, 12);
const FRIDAY: Date = date(2026, 10, 16);

fn after(matter: Matter, steps: &[MatterStep]) -> MatterStanding {
    MatterStanding::of(matter, steps.iter().map(|step| (*step, MONDAY)))
}

#[test]
fn a_complaint_is_taken_up_the_organ_is_heard_and_then_it_is_answered() {
    let asked = MatterStep::AccountAsked { until: FRIDAY };
    let course = [MatterStep::Arrived, MatterStep::Accepted, asked, MatterStep::Accounted];
    for (at, stage) in [(1, "arrived"), (2, "accepted"), (3, "asked"), (4, "accepted")] {
        let standing = after(Matter::Complaint, &course[..at]);
        assert_eq!(standing.stage(), stage);
        if let Some(next) = course.get(at) {
            assert_eq!(standing.accepts(*next, MONDAY), Ok(()), "{next:?}");
        }
    }
    let heard = after(Matter::Complaint, &course);
    assert!(heard.asked && heard.awaited.is_none());
    assert_eq!(heard.accepts(MatterStep::Settled(Settled::Urged), MONDAY), Ok(()));
    assert!(heard.accepts(MatterStep::Accounted, MONDAY).is_err(), "nobody waits for a second account");
    let yesterday = MatterStep::AccountAsked { until: MONDAY };
    assert!(heard.accepts(yesterday, MONDAY).is_err(), "a term that is over when it begins");
}

#[test]
fn neither_ends_as_the_other_does_and_nothing_follows_an_end() {
    let taken = [MatterStep::Arrived, MatterStep::Accepted];
    for matter in Matter::ALL {
        let standing = after(matter, &taken);
        for settled in Settled::ALL {
            let own = settled == Settled::Withdrawn || matter.endings().contains(&settled);
            let answer = standing.accepts(MatterStep::Settled(settled), MONDAY);
            assert_eq!(answer.is_ok(), own, "{matter:?} {settled:?}");
            assert!(own || answer.unwrap_err().article == Some(matter.basis()));
            let over = after(matter, &[taken[0], taken[1], MatterStep::Settled(settled)]);
            for verb in [MatterVerb::Accept, MatterVerb::AskAccount, MatterVerb::Settle, MatterVerb::Withdraw] {
                assert!(over.allows(verb).is_err(), "{verb:?} after {settled:?}");
            }
        }
    }
}

#[test]
fn what_is_somebody_elses_is_told_at_once_and_what_is_ours_is_taken_up_first() {
    let came = after(Matter::Complaint, &[MatterStep::Arrived]);
    assert_eq!(came.accepts(MatterStep::Settled(Settled::NotOurs), MONDAY), Ok(()));
    assert!(came.accepts(MatterStep::Settled(Settled::Unfounded), MONDAY).is_err());
    let came = after(Matter::Correction, &[MatterStep::Arrived]);
    assert_eq!(came.accepts(MatterStep::Settled(Settled::Forwarded), MONDAY), Ok(()));
    assert!(came.accepts(MatterStep::Settled(Settled::Corrected), MONDAY).is_err());
}
