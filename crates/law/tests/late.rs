//! Who is late stays late: nothing that an office does after the last day of its term gives it more time.
#![allow(clippy::unwrap_used, reason = "the helpers of these tests fail like the tests themselves")]

use gongkai_law::{
    calendar::Calendar,
    organ::{Kind, Level},
    request::{
        decision::Decision,
        evidence::Evidence,
        mend::mends,
        received::Channel,
        remedy::{ReviewOrgan, System},
        standing::Standing,
        step::{Opinion, Step, Taken},
        third_party::Asked,
    },
};
use jiff::civil::{Date, date};

/// Came by hand on 10 September; twenty working days later is 14 October.
const CAME: Taken = Taken { on: date(2026, 9, 10), step: Step::Arrived { channel: Channel::InPerson } };
const ACCEPTED: Taken = Taken { on: date(2026, 9, 11), step: Step::Accepted };
const DUE: Option<Date> = Some(date(2026, 10, 14));

fn on(month: i8, day: i8, step: Step) -> Taken {
    Taken { on: date(2026, month, day), step }
}

fn stands(more: &[Taken]) -> Standing {
    let steps: Vec<_> = [CAME, ACCEPTED].into_iter().chain(more.iter().copied()).collect();
    Standing::of(&steps, Calendar::built_in())
}

fn why_not(more: &[Taken], next: Taken) -> String {
    stands(more).accepts(next, Evidence::Word, next.on, Calendar::built_in()).unwrap_err().to_string()
}

const CONSULTED: Step = Step::Consulted { party: 0, asked: Asked::ThirdParty };

#[test]
fn asking_a_third_party_after_the_last_day_stops_nothing() {
    let last = stands(&[on(10, 14, CONSULTED)]);
    assert_eq!((last.due(), last.consults[0].late), (None, false), "on the last day there is still time to ask");
    let late = stands(&[on(10, 15, CONSULTED)]);
    assert_eq!((late.due(), late.consults[0].late), (DUE, true));
    let answered = stands(&[on(10, 15, CONSULTED), on(10, 21, Step::Opined { party: 0, opinion: Opinion::Agrees })]);
    assert_eq!(answered.due(), DUE);
}

#[test]
fn of_several_questions_those_count_that_were_sent_while_there_was_time() {
    let second = Step::Consulted { party: 1, asked: Asked::CoProducer };
    let agrees = |party| Step::Opined { party, opinion: Opinion::Agrees };
    // the first one moves the last day from 14 to 16 October
    let first = [on(9, 18, CONSULTED), on(9, 21, agrees(0))];
    let moved = stands(&first).due().unwrap();
    assert_eq!(moved, date(2026, 10, 16));
    let within = stands(&[first[0], first[1], on(10, 15, second), on(10, 20, agrees(1))]);
    assert!(within.due().unwrap() > moved && !within.consults[1].late);
    let after = stands(&[first[0], first[1], on(10, 19, second), on(10, 20, agrees(1))]);
    assert_eq!((after.due(), after.consults[1].late), (Some(moved), true));
}

#[test]
fn an_extension_lets_one_ask_for_as_long_as_it_runs() {
    let extended = on(10, 9, Step::Extended { days: 5 });
    assert_eq!(stands(&[extended, on(10, 20, CONSULTED)]).due(), None);
    assert!(stands(&[extended, on(10, 22, CONSULTED)]).due().is_some());
}

#[test]
fn a_fee_and_a_delay_come_within_the_term_or_not_at_all() {
    let fee = why_not(&[], on(10, 15, Step::FeeNotified));
    assert!(fee.contains("2026年10月14日已过") && fee.contains("国办函〔2020〕109号"), "{fee}");
    let asked = [on(9, 14, Step::ReasonsAsked { until: date(2026, 9, 28) }), on(9, 18, Step::Reasoned)];
    let delay = Step::Delayed { until: date(2026, 12, 1) };
    assert!(why_not(&asked, on(10, 15, delay)).contains("《条例》第三十五条"));
    assert_eq!(stands(&[asked[0], asked[1], on(10, 14, delay)]).due(), Some(date(2026, 12, 1)));
}

#[test]
fn a_term_set_by_article_35_is_not_lengthened_by_article_33() {
    let asked = [on(9, 14, Step::ReasonsAsked { until: date(2026, 9, 28) }), on(9, 18, Step::Reasoned)];
    let delayed = [asked[0], asked[1], on(10, 14, Step::Delayed { until: date(2026, 12, 1) })];
    assert!(why_not(&delayed, on(10, 15, Step::Extended { days: 5 })).contains("第三十五条"));
}

#[test]
fn reasons_are_heard_once_and_one_reasonable_term_follows_from_them() {
    let asked = [on(9, 14, Step::ReasonsAsked { until: date(2026, 9, 28) }), on(9, 18, Step::Reasoned)];
    let delayed = [asked[0], asked[1], on(10, 14, Step::Delayed { until: date(2026, 12, 1) })];
    let twice = why_not(&delayed, on(11, 30, Step::Delayed { until: date(2027, 2, 1) }));
    assert!(twice.contains("2026年12月1日") && twice.contains("《条例》第三十五条"), "{twice}");
    let struck = [delayed[0], delayed[1], delayed[2], on(10, 14, Step::Struck { step: 4 })];
    let again = on(10, 14, Step::Delayed { until: date(2026, 11, 20) });
    assert_eq!(stands(&struck).accepts(again, Evidence::Word, again.on, Calendar::built_in()), Ok(()));
}

#[test]
fn one_request_bears_one_fee_and_a_notice_that_never_went_out_is_none() {
    let charged = on(9, 14, Step::FeeNotified);
    let paid = on(9, 16, Step::FeePaid);
    let twice = why_not(&[charged, paid], on(9, 17, Step::FeeNotified));
    assert!(twice.contains("只按一种标准") && twice.contains("第三条"), "{twice}");
    let struck = on(9, 15, Step::Struck { step: 2 });
    let again = stands(&[charged, struck]).accepts(
        on(9, 17, Step::FeeNotified),
        Evidence::Word,
        date(2026, 9, 17),
        Calendar::built_in(),
    );
    assert_eq!(again, Ok(()));
}

#[test]
fn a_step_that_starts_a_term_is_not_struck_by_a_word() {
    let fax = Taken { on: date(2026, 9, 10), step: Step::Arrived { channel: Channel::Fax } };
    let steps = [fax, on(9, 10, Step::Confirmed)];
    let strike = |evidence| {
        mends(&steps, on(9, 20, Step::Struck { step: 1 }), evidence, date(2026, 9, 20), Calendar::built_in())
    };
    let word = strike(Evidence::Word).unwrap_err();
    assert!(word.why.contains("凭证") && word.to_string().contains("第三十一条"), "{word}");
    assert_eq!(strike(Evidence::Proof), Ok(()));
}

#[test]
fn whoever_asks_for_much_is_heard_before_it_is_called_too_much() {
    let asked = on(9, 14, Step::ReasonsAsked { until: date(2026, 9, 28) });
    let reject = |day| on(9, day, Step::Drafted { decision: Decision::RejectedExcessive });
    assert!(why_not(&[asked], reject(28)).contains("还没有过"));
    let may = |more: &[Taken], next: Taken| stands(more).accepts(next, Evidence::Word, next.on, Calendar::built_in());
    assert_eq!(may(&[asked], reject(29)), Ok(()));
    assert_eq!(may(&[asked, on(9, 16, Step::Reasoned)], reject(17)), Ok(()));
}

#[test]
fn a_branch_of_a_citys_department_may_be_reviewed_where_it_sits() {
    let over = |level| ReviewOrgan::over(Kind::DispatchedUnit, level, System::Local).unwrap().0.label();
    assert!(over(Level::City).contains("所在地的人民政府"));
    assert!(!over(Level::County).contains("所在地"));
}
