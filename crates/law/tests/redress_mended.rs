//! Orders to answer anew and when they bind, stays, and cases that were written down wrongly; holidays counted by hand.
#![allow(clippy::unwrap_used, reason = "the helpers of these tests fail like the tests themselves")]

mod case;

use gongkai_law::redress::{
    Outcome, Route,
    clock::Procedure,
    conclusion::Conclusion,
    refusal::mends,
    standing::Standing,
    step::{Phase, Side, Step, Taken, Verb},
};
use jiff::civil::{Date, date};

use case::{calendar, came, decided, on, refused, story};

fn judged(month: i8, day: i8, conclusion: Conclusion, again: Option<Date>) -> Taken {
    on(month, day, Step::Concluded { conclusion, served: date(2026, month, day), again })
}

/// A suit that the first court decided against us on 1 June: answer anew by 15 July.
fn lost() -> Vec<Taken> {
    let until = Some(date(2026, 7, 15));
    vec![came(3, 2, Procedure::Ordinary), on(3, 12, Step::Answered), judged(6, 1, Conclusion::Revoked, until)]
}

/// Until when we have to answer anew, if we have to now.
fn owed(steps: &[Taken]) -> Option<Date> {
    Standing::of(Route::Direct, steps).binding().map(|order| order.until)
}

#[test]
fn a_first_judgment_obliges_to_nothing_before_the_term_to_appeal_is_over() {
    let mut steps = lost();
    assert_eq!((story(Route::Direct, &steps).phase(), owed(&steps)), (Phase::Awaits, None));
    let effect = |month, day, until| on(month, day, Step::TookEffect { until });
    // served on 1 June: the fifteenth day is the 16th
    assert_eq!(
        refused(Route::Direct, &steps, effect(6, 16, date(2026, 7, 15))),
        "上诉期到2026年6月16日为止，在这以前裁判不生效（《行政诉讼法》第八十五条）"
    );
    assert!(refused(Route::Direct, &steps, effect(6, 17, date(2026, 6, 17))).contains("应晚于生效的日期"));
    steps.push(effect(6, 17, date(2026, 7, 20)));
    let bound = story(Route::Direct, &steps);
    assert_eq!((bound.phase(), bound.binding().map(|order| (order.from, order.until))), {
        (Phase::Concluded, Some((date(2026, 6, 17), date(2026, 7, 20))))
    });
    assert_eq!(bound.counted(), Some((2026, Outcome::Corrected)), "table 4 has it since the judgment");
    assert_eq!(refused(Route::Direct, &steps, effect(6, 18, date(2026, 7, 20))), "没有等着生效的责令重新答复");
    // the copy of an appeal that was in time may reach us later
    steps.push(on(6, 22, Step::Appealed { by: Side::Opponent }));
    assert_eq!((story(Route::Direct, &steps).phase(), owed(&steps)), (Phase::Answer, None));
}

#[test]
fn a_review_and_a_second_judgment_oblige_at_once() {
    let until = Some(date(2026, 7, 15));
    let review = [came(5, 4, Procedure::Ordinary), judged(6, 1, Conclusion::ReviewRevoked, until)];
    assert_eq!(story(Route::Review, &review).binding().map(|order| order.until), until);
    let mut steps = lost();
    steps.pop();
    steps.push(judged(6, 1, Conclusion::ClaimsRejected, None));
    steps.push(on(6, 10, Step::Appealed { by: Side::Opponent }));
    steps.push(judged(8, 20, Conclusion::OverturnedAgainstUs, Some(date(2026, 9, 30))));
    assert_eq!((story(Route::Direct, &steps).phase(), owed(&steps)), (Phase::Concluded, Some(date(2026, 9, 30))));
}

#[test]
fn what_the_second_court_leaves_standing_obliges_by_its_own_day_or_the_old_one() {
    let appealed = |end: Taken| [lost(), vec![on(6, 10, Step::Appealed { by: Side::Office }), end]].concat();
    let in_time = appealed(judged(7, 1, Conclusion::JudgmentKept, None));
    story(Route::Direct, &in_time);
    assert_eq!(owed(&in_time), Some(date(2026, 7, 15)), "the first court's day has not come yet");
    let withdrawn = appealed(judged(7, 1, Conclusion::AppealWithdrawn, None));
    assert_eq!(owed(&withdrawn), Some(date(2026, 7, 15)));
    let before = &appealed(judged(8, 20, Conclusion::JudgmentKept, None))[..4];
    assert!(
        refused(Route::Direct, before, judged(8, 20, Conclusion::JudgmentKept, None)).contains("请写明新的最后一天"),
        "a day that lies behind us can no longer be kept"
    );
    let own = appealed(judged(8, 20, Conclusion::JudgmentKept, Some(date(2026, 9, 18))));
    story(Route::Direct, &own);
    assert_eq!(owed(&own), Some(date(2026, 9, 18)));
    for gone in [Conclusion::OverturnedForUs, Conclusion::OverturnedAndDismissed, Conclusion::SuitWithdrawn] {
        let steps = appealed(judged(8, 20, gone, None));
        story(Route::Direct, &steps);
        assert_eq!(Standing::of(Route::Direct, &steps).order, None, "{gone:?}: nothing is left of the order");
    }
    let again = appealed(on(8, 20, Step::Remanded));
    assert_eq!(story(Route::Direct, &again).order, None);
    // there was nothing to keep: the first court had spoken for us
    let mut ours = lost();
    ours[2] = judged(6, 1, Conclusion::ClaimsRejected, None);
    ours.push(on(6, 10, Step::Appealed { by: Side::Opponent }));
    let kept = judged(8, 20, Conclusion::JudgmentKept, Some(date(2026, 9, 18)));
    assert!(refused(Route::Direct, &ours, kept).starts_with("“维持原判”不责令重新答复"));
}

#[test]
fn each_stay_lengthens_the_term_by_its_days_also_after_it_was_prolonged() {
    let accepted = Some(date(2026, 3, 3));
    let mut steps = vec![on(3, 6, Step::Notified { procedure: Procedure::Ordinary, accepted })];
    let by = |steps: &[Taken]| story(Route::Review, steps).expected(calendar()).map(|expected| expected.by);
    let stay = |from: (i8, i8), to: (i8, i8)| [on(from.0, from.1, Step::Suspended), on(to.0, to.1, Step::Resumed)];
    // the sixtieth day is Saturday 2 May; with six and ten days more it is Monday 18 May
    steps.extend(stay((3, 10), (3, 16)));
    steps.extend(stay((4, 1), (4, 11)));
    assert_eq!(by(&steps), Some(date(2026, 5, 18)));
    steps.push(on(5, 11, Step::Prolonged { until: date(2026, 6, 12) }));
    assert_eq!(by(&steps), Some(date(2026, 6, 12)), "the notice has counted what was stayed before it");
    steps.push(on(6, 1, Step::Suspended));
    assert_eq!(by(&steps), None, "nobody knows while it is stayed");
    steps.push(on(6, 8, Step::Resumed));
    // 19 June is the Dragon Boat Festival, which lasts until Sunday the 21st
    assert_eq!(by(&steps), Some(date(2026, 6, 22)));
    steps.extend(stay((6, 10), (6, 13)));
    assert_eq!(by(&steps), Some(date(2026, 6, 22)), "12 June, seven days and three");
}

#[test]
fn what_was_taken_from_the_papers_wrongly_is_as_if_it_had_been_right_at_once() {
    let today = date(2026, 10, 20);
    let steps = [came(9, 18, Procedure::Simplified), on(9, 22, Step::Answered)];
    let amend =
        |day, procedure, accepted| on(10, 20, Step::Amended { notified: date(2026, 9, day), procedure, accepted });
    let right = amend(17, Procedure::Ordinary, Some(date(2026, 9, 14)));
    assert_eq!(mends(Route::Review, &steps, right, today, calendar()), Ok(()));
    let mended = [steps.as_slice(), &[right]].concat();
    let clock = Standing::of(Route::Review, &mended).answer_clock(calendar()).unwrap();
    assert_eq!((clock.from, clock.due), (date(2026, 9, 17), date(2026, 10, 8)), "ten working days, not five");
    let suit = Standing::of(Route::Direct, &mended).answer_clock(calendar()).unwrap();
    assert_eq!(suit.due, date(2026, 10, 8), "fifteen days, were it a suit: 2 October is off");
    let late = mends(Route::Review, &steps, amend(23, Procedure::Simplified, None), today, calendar()).unwrap_err();
    assert!(late.why.contains("“提交答复和证据”就不成立"), "{late}");
    let odd =
        mends(Route::Review, &steps, amend(17, Procedure::Simplified, Some(date(2026, 9, 18))), today, calendar());
    assert!(odd.unwrap_err().why.contains("晚于收到材料的日期"));
    let over = [steps.as_slice(), &[decided(10, 9, Conclusion::ReviewUpheld)]].concat();
    let turned = mends(Route::Direct, &over, amend(18, Procedure::Simplified, None), today, calendar()).unwrap_err();
    assert!(turned.why.contains("“维持”是复议的结果，这件是诉讼"), "{turned}");
    let mend_of_mend = on(10, 20, Step::Struck { step: 2 });
    assert!(mends(Route::Review, &mended, mend_of_mend, today, calendar()).is_err());
}

#[test]
fn a_case_that_was_struck_counts_nowhere_waits_for_nothing_and_can_come_back() {
    let today = date(2026, 10, 20);
    let steps = [
        came(9, 18, Procedure::Ordinary),
        judged(10, 9, Conclusion::ReviewRevoked, Some(date(2026, 11, 20))),
        on(10, 20, Step::Cancelled),
    ];
    let gone = story(Route::Review, &steps);
    assert_eq!((gone.phase(), gone.counted(), gone.binding()), (Phase::Cancelled, None, None));
    assert!(!gone.owes_answer());
    for verb in Verb::ALL {
        assert_eq!(gone.allows(verb, calendar()).is_ok(), verb == Verb::Strike, "{verb:?}");
    }
    let strike = |step| on(10, 20, Step::Struck { step });
    assert!(mends(Route::Review, &steps, strike(1), today, calendar()).unwrap_err().why.contains("已经注销"));
    assert_eq!(mends(Route::Review, &steps, strike(2), today, calendar()), Ok(()));
    let back = Standing::of(Route::Review, &[steps.as_slice(), &[strike(2)]].concat());
    assert_eq!((back.phase(), back.counted()), (Phase::Concluded, Some((2026, Outcome::Corrected))));
}
