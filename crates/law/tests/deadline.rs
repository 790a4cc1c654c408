//! The reply deadline: the vectors that people reckoned, and the law said once more in other words.

#![allow(clippy::unwrap_used)] // outside of #[test] functions too: a helper that fails is a test that fails

use gongkai_law::{
    calendar::{self, Calendar},
    request::{
        clarify,
        deadline::{Deadline, DeadlineError, Event, Kind, reckon},
        third_party,
    },
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use proptest::prelude::*;

fn reckoned(received: Date, events: &[Event]) -> Deadline {
    reckon(received, events, Calendar::built_in()).unwrap()
}

fn due(received: Date, events: &[Event]) -> String {
    reckoned(received, events).due.map_or("-".to_owned(), |due| due.to_string())
}

fn consult(sent: Date, answered: Date) -> Event {
    Event::Consult { sent, answered: Some(answered) }
}

#[test]
fn a_reply_is_due_on_the_day_that_people_counted_to() {
    let vectors = [
        (date(2026, 2, 13), "2026-03-19"),
        (date(2026, 2, 14), "2026-03-20"),
        (date(2026, 4, 30), "2026-06-01"),
        (date(2026, 9, 18), "2026-10-22"),
        (date(2025, 12, 31), "2026-01-29"),
        (date(2025, 1, 24), "2025-02-27"),
        (date(2024, 2, 9), "2024-03-14"),
    ];
    for (received, expected) in vectors {
        assert_eq!(due(received, &[]), expected, "received {received}");
    }
    let calendar = Calendar::built_in();
    assert_eq!(clarify::ask_by(date(2026, 2, 13), calendar).unwrap().date, date(2026, 3, 2));
    assert_eq!(third_party::answer_by(date(2026, 9, 24), calendar).unwrap().date, date(2026, 10, 22));
}

#[test]
fn what_comes_on_a_saturday_is_counted_from_the_next_working_day() {
    assert_eq!(due(date(2026, 9, 12), &[]), due(date(2026, 9, 13), &[]));
    assert_eq!(due(date(2026, 9, 12), &[]), due(date(2026, 9, 11), &[]));
}

#[test]
fn every_day_of_the_proof_says_what_it_was() {
    let deadline =
        reckoned(date(2026, 9, 18), &[consult(date(2026, 9, 22), date(2026, 9, 24)), Event::Extend { days: 2 }]);
    let told: Vec<String> = deadline
        .days
        .iter()
        .map(|d| {
            let n = d.n.map_or("-".to_owned(), |n| n.to_string());
            format!("{} {} {n} {} {}", d.date.strftime("%m-%d"), d.kind.key(), d.name.as_deref().unwrap_or("-"), d.why)
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    09-18 received - - 收到申请，当日不计
    09-19 off - - 周末，不计
    09-20 counted 1 国庆节 调休上班，计入
    09-21 counted 2 - 工作日
    09-22 counted 3 - 工作日
    09-23 stopped - - 征求意见，不计（《条例》第三十三条第三款）
    09-24 stopped - - 征求意见，不计（《条例》第三十三条第三款）
    09-25 off - 中秋节 放假，不计
    09-26 off - 中秋节 放假，不计
    09-27 off - 中秋节 放假，不计
    09-28 counted 4 - 工作日
    09-29 counted 5 - 工作日
    09-30 counted 6 - 工作日
    10-01 off - 国庆节 放假，不计
    10-02 off - 国庆节 放假，不计
    10-03 off - 国庆节 放假，不计
    10-04 off - 国庆节 放假，不计
    10-05 off - 国庆节 放假，不计
    10-06 off - 国庆节 放假，不计
    10-07 off - 国庆节 放假，不计
    10-08 counted 7 - 工作日
    10-09 counted 8 - 工作日
    10-10 counted 9 国庆节 调休上班，计入
    10-11 off - - 周末，不计
    10-12 counted 10 - 工作日
    10-13 counted 11 - 工作日
    10-14 counted 12 - 工作日
    10-15 counted 13 - 工作日
    10-16 counted 14 - 工作日
    10-17 off - - 周末，不计
    10-18 off - - 周末，不计
    10-19 counted 15 - 工作日
    10-20 counted 16 - 工作日
    10-21 counted 17 - 工作日
    10-22 counted 18 - 工作日
    10-23 counted 19 - 工作日
    10-24 off - - 周末，不计
    10-25 off - - 周末，不计
    10-26 counted 20 - 工作日
    10-27 counted 21 - 工作日
    10-28 due 22 - 工作日
    "#);
    assert_eq!(deadline.working_days, 22);
    assert!(deadline.warnings.is_empty() && !deadline.provisional);
}

#[test]
fn a_correction_or_a_payment_starts_the_count_anew_and_extensions_stay() {
    let received = date(2026, 3, 2);
    let clarify = Event::Clarify { asked: date(2026, 3, 5), corrected: Some(date(2026, 4, 30)) };
    assert_eq!(due(received, &[clarify]), "2026-06-01");
    let fee = Event::Fee { notice: date(2026, 4, 3), paid: Some(date(2026, 4, 30)) };
    assert_eq!(due(received, &[fee]), "2026-06-01");
    assert_eq!(due(received, &[Event::Extend { days: 1 }, fee, clarify]), "2026-06-02");
    let pause_before = consult(date(2026, 3, 3), date(2026, 4, 20));
    let pause_across = consult(date(2026, 4, 20), date(2026, 5, 6));
    assert_eq!(due(received, &[pause_before, clarify]), "2026-06-01");
    assert_eq!(due(received, &[pause_across, clarify, pause_before]), "2026-06-02");
}

#[test]
fn days_before_the_count_starts_anew_say_what_it_waited_for() {
    let why = |events: &[Event], day| {
        let deadline = reckoned(date(2026, 3, 2), events);
        deadline.days.iter().find(|d| d.date == day).map(|d| format!("{} {}", d.kind.key(), d.why)).unwrap()
    };
    let clarify = |corrected| Event::Clarify { asked: date(2026, 3, 4), corrected };
    let fee = |paid| Event::Fee { notice: date(2026, 3, 4), paid };
    let later = Some(date(2026, 3, 10));
    let told = [
        why(&[clarify(later)], date(2026, 3, 3)),
        why(&[clarify(later)], date(2026, 3, 10)),
        why(&[clarify(later)], date(2026, 3, 11)),
        why(&[clarify(later), fee(Some(date(2026, 3, 11)))], date(2026, 3, 3)),
        why(&[clarify(None), consult(date(2026, 3, 4), date(2026, 3, 6))], date(2026, 3, 5)),
        why(&[fee(None), consult(date(2026, 3, 3), date(2026, 3, 6))], date(2026, 3, 4)),
        why(&[fee(None), consult(date(2026, 3, 3), date(2026, 3, 6))], date(2026, 3, 6)),
    ];
    insta::assert_snapshot!(told.join("\n"), @r#"
    stopped 收到补正之日及此前不计（《条例》第三十条）
    stopped 收到补正之日及此前不计（《条例》第三十条）
    counted 工作日
    stopped 缴费之日及此前不计（国办函〔2020〕109号）
    stopped 等待补正，不计（《条例》第三十条）
    stopped 征求意见，不计（《条例》第三十三条第三款）
    stopped 等待缴费，不计（国办函〔2020〕109号）
    "#);
}

#[test]
fn consultations_at_the_same_time_stop_the_clock_once() {
    let received = date(2026, 3, 2);
    let first = consult(date(2026, 3, 4), date(2026, 3, 11));
    let inside = consult(date(2026, 3, 5), date(2026, 3, 6));
    let overlapping = consult(date(2026, 3, 10), date(2026, 3, 13));
    let together = consult(date(2026, 3, 4), date(2026, 3, 13));
    assert_eq!(due(received, &[overlapping, first, inside]), due(received, &[together]));
    assert_eq!(due(received, &[together]), "2026-04-09");
}

#[test]
fn while_something_is_open_there_is_no_due_date() {
    let received = date(2026, 9, 16);
    let open = [
        Event::Consult { sent: date(2026, 9, 18), answered: None },
        Event::Clarify { asked: date(2026, 9, 18), corrected: None },
        Event::Fee { notice: date(2026, 9, 18), paid: None },
    ];
    for event in open {
        let deadline = reckoned(received, &[event]);
        assert_eq!(deadline.due, None);
        assert_eq!(deadline.days.last().map(|d| (d.date, d.n)), Some((date(2026, 9, 18), Some(2))));
        let later = reckoned(received, &[event, consult(date(2026, 9, 18), date(2026, 9, 22))]);
        assert_eq!(later.days.last().map(|d| (d.date, d.kind)), Some((date(2026, 9, 22), Kind::Stopped)));
    }
}

#[test]
fn a_delay_under_article_35_sets_the_day() {
    let deadline = reckoned(date(2026, 4, 30), &[Event::Delay { until: date(2026, 7, 4) }]);
    assert_eq!(deadline.due, Some(date(2026, 7, 4)));
    let last = deadline.days.last().unwrap();
    assert_eq!((last.kind, last.n, last.date), (Kind::Due, None, date(2026, 7, 4)));
    assert!(deadline.warnings.is_empty());
    let hasty = reckoned(date(2026, 4, 30), &[Event::Delay { until: date(2026, 5, 29) }]);
    let just = reckoned(date(2026, 4, 30), &[Event::Delay { until: date(2026, 6, 1) }]);
    assert!(just.warnings.is_empty(), "the day on which the reply was due anyway");
    let (sooner, later) = (Event::Delay { until: date(2026, 7, 4) }, Event::Delay { until: date(2026, 7, 6) });
    assert_eq!(due(date(2026, 4, 30), &[later, sooner]), "2026-07-06", "the last term that was set holds");
    assert_eq!(due(date(2026, 4, 30), &[later, Event::Consult { sent: date(2026, 5, 6), answered: None }]), "-");
    let clarify = Event::Clarify { asked: date(2026, 5, 6), corrected: Some(date(2026, 6, 8)) };
    let overtaken = reckoned(date(2026, 4, 30), &[Event::Delay { until: date(2026, 6, 8) }, clarify]);
    assert_eq!(overtaken.due, reckoned(date(2026, 4, 30), &[clarify]).due, "no reply is due before the clock starts");
    assert_eq!(overtaken.warnings.len(), 1);
    insta::assert_snapshot!(hasty.warnings[0], @"延迟答复的期限2026年5月29日早于通常的答复期限（《条例》第三十三条第二款、《条例》第三十五条）");
}

#[test]
fn what_was_done_late_is_reckoned_with_a_warning() {
    let received = date(2026, 2, 13);
    let asked_on = |asked| Event::Clarify { asked, corrected: Some(date(2026, 4, 30)) };
    assert!(reckoned(received, &[asked_on(date(2026, 3, 2))]).warnings.is_empty());
    let late = reckoned(received, &[asked_on(date(2026, 3, 3))]);
    assert_eq!(late.due, Some(date(2026, 6, 1)));
    insta::assert_snapshot!(late.warnings[0], @"2026年3月3日才要求补正，晚于收到申请之日起7个工作日的期限2026年3月2日（《条例》第三十条）");

    let paid_on = |paid| Event::Fee { notice: date(2026, 9, 18), paid: Some(paid) };
    assert!(reckoned(date(2026, 9, 18), &[paid_on(date(2026, 10, 22))]).warnings.is_empty());
    let late = reckoned(date(2026, 9, 18), &[paid_on(date(2026, 10, 23))]);
    insta::assert_snapshot!(late.warnings[0], @"2026年10月23日才缴费，晚于收到收费通知次日起20个工作日的期限2026年10月22日，可以视为放弃申请（国办函〔2020〕109号）");
}

#[test]
fn what_began_before_receipt_is_reckoned_as_far_as_it_reaches_past_it() {
    let received = date(2026, 3, 2);
    let reaching = consult(date(2026, 2, 25), date(2026, 3, 4));
    assert_eq!(due(received, &[reaching]), due(received, &[consult(received, date(2026, 3, 4))]));
    let over = consult(date(2026, 2, 24), date(2026, 2, 26));
    let paid = Event::Fee { notice: date(2026, 2, 2), paid: Some(date(2026, 2, 26)) };
    assert_eq!(due(received, &[over, paid]), due(received, &[]), "nothing of them lies after the clock's start");
    let warned = reckoned(received, &[reaching, over]).warnings;
    let warned: Vec<_> = warned.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(warned.join("\n"), @r#"
    2026年2月24日早于收到申请之日2026年3月2日，请核对日期
    2026年2月25日早于收到申请之日2026年3月2日，请核对日期
    "#);
    let years_before = consult(date(2005, 3, 1), date(2026, 3, 4));
    assert_eq!(reckon(received, &[years_before], Calendar::built_in()), Err(DeadlineError::TooFar));
}

#[test]
fn events_that_cannot_be_true_are_refused_with_a_reason() {
    let received = date(2026, 3, 2);
    let clarify = Event::Clarify { asked: date(2026, 3, 3), corrected: None };
    let refused = [
        vec![consult(date(2026, 3, 9), date(2026, 3, 8))],
        vec![Event::Delay { until: date(2026, 3, 1) }],
        vec![clarify, clarify],
        vec![Event::Extend { days: 15 }, Event::Extend { days: 6 }],
        vec![Event::Extend { days: u16::MAX }],
        vec![consult(date(2026, 3, 9), Date::MAX)],
    ]
    .map(|events| reckon(received, &events, Calendar::built_in()).unwrap_err().to_string());
    insta::assert_snapshot!(refused.join("\n"), @r#"
    止日2026年3月8日早于起日2026年3月9日
    2026年3月1日早于收到申请之日2026年3月2日
    要求补正只能一次性告知，不得再次要求（《条例》第三十条）
    延长期限合计不得超过20个工作日（《条例》第三十三条第二款）
    延长期限合计不得超过20个工作日（《条例》第三十三条第二款）
    日期超出可计算的范围（收到申请之日前后20年以内）
    "#);
    let delayed_to = |year| reckon(received, &[Event::Delay { until: date(year, 3, 2) }], Calendar::built_in()).is_ok();
    assert_eq!([2046, 2047].map(delayed_to), [true, false], "twenty years are far enough");
    assert_eq!(reckon(date(9999, 12, 20), &[], Calendar::built_in()), Err(DeadlineError::TooFar));
}

#[test]
fn a_deadline_past_the_last_notice_is_provisional() {
    assert!(!reckoned(date(2026, 11, 27), &[]).provisional);
    assert!(reckoned(date(2026, 12, 4), &[]).provisional, "it runs over 29 December");
    assert_eq!(due(date(2026, 12, 4), &[]), "2027-01-04");
    let without_2025 = Calendar::of(Calendar::built_in().notices().iter().filter(|n| n.year != 2025).cloned());
    let clarify = Event::Clarify { asked: date(2025, 12, 24), corrected: Some(date(2026, 1, 30)) };
    assert!(reckon(date(2025, 12, 22), &[], &without_2025).unwrap().provisional);
    let anew = reckon(date(2025, 12, 22), &[clarify], &without_2025).unwrap();
    assert!(!anew.provisional, "the days before the count starts anew do not matter");
    let as_then = Calendar::built_in().as_known_on(date(2020, 1, 26));
    let (then, now) = (reckon(date(2020, 1, 10), &[], &as_then).unwrap(), reckoned(date(2020, 1, 10), &[]));
    assert_eq!((then.due, now.due), (Some(date(2020, 2, 12)), Some(date(2020, 2, 14))));
    assert!(!then.provisional && !now.provisional);
}

/// Whether an office works on a day, from the notices' own lines and not from the calendar's table.
fn works(day: Date) -> bool {
    let named = Calendar::built_in()
        .notices()
        .iter()
        .rev()
        .flat_map(|notice| &notice.lines)
        .find(|line| (line.from..=line.to).contains(&day));
    match named {
        Some(line) => line.mark == calendar::Mark::Work,
        None => day.weekday().to_monday_zero_offset() < 5,
    }
}

fn day_near(received: Date) -> impl Strategy<Value = Date> {
    (-20..120_i64).prop_map(move |n| received.checked_add(n.days()).unwrap())
}

fn span_near(received: Date) -> impl Strategy<Value = (Date, Date)> {
    (day_near(received), 0..50_i64).prop_map(|(from, n)| (from, from.checked_add(n.days()).unwrap()))
}

type Spans = Vec<(Date, Date)>;

fn a_case() -> impl Strategy<Value = (Date, Spans, Option<(Date, Date)>, Spans, Vec<u16>)> {
    (0..5000_i64).prop_map(|n| date(2008, 1, 1).checked_add(n.days()).unwrap()).prop_flat_map(|received| {
        (
            Just(received),
            prop::collection::vec(span_near(received), 0..4),
            prop::option::of(span_near(received)),
            prop::collection::vec(span_near(received), 0..2),
            prop::collection::vec(0..7_u16, 0..3),
        )
    })
}

proptest! {
    #[test]
    fn the_due_date_is_the_nth_working_day_that_no_consultation_covers((received, consults, clarify, fees, extensions) in a_case()) {
        let mut events: Vec<Event> = consults.iter().map(|(from, to)| consult(*from, *to)).collect();
        events.extend(clarify.map(|(asked, corrected)| Event::Clarify { asked, corrected: Some(corrected) }));
        events.extend(fees.iter().map(|(notice, paid)| Event::Fee { notice: *notice, paid: Some(*paid) }));
        events.extend(extensions.iter().map(|days| Event::Extend { days: *days }));
        let deadline = reckoned(received, &events);

        let start = fees.iter().chain(&clarify).map(|(_, end)| *end).chain([received]).max().unwrap();
        let wanted = 20 + extensions.iter().map(|n| usize::from(*n)).sum::<usize>();
        let expected = std::iter::successors(start.tomorrow().ok(), |d| d.tomorrow().ok())
            .filter(|d| works(*d) && !consults.iter().any(|(sent, answered)| sent < d && d <= answered))
            .nth(wanted - 1);
        prop_assert_eq!(deadline.due, expected);
        prop_assert_eq!(deadline.clock_start, start);

        events.reverse();
        prop_assert_eq!(reckoned(received, &events).due, deadline.due, "the order of events does not matter");
    }

    #[test]
    fn the_proof_names_each_day_once_and_counts_without_a_gap((received, consults, clarify, _fees, _extensions) in a_case()) {
        let mut events: Vec<Event> = consults.iter().map(|(from, to)| consult(*from, *to)).collect();
        events.extend(clarify.map(|(asked, corrected)| Event::Clarify { asked, corrected: Some(corrected) }));
        let deadline = reckoned(received, &events);

        prop_assert_eq!(deadline.days.first().map(|d| (d.date, d.kind)), Some((received, Kind::Received)));
        prop_assert_eq!(deadline.days.last().map(|d| (Some(d.date), d.kind)), Some((deadline.due, Kind::Due)));
        prop_assert!(deadline.days.windows(2).all(|pair| pair[0].date.tomorrow().ok() == Some(pair[1].date)));
        let counted: Vec<u16> = deadline.days.iter().filter_map(|d| d.n).collect();
        prop_assert_eq!(counted, (1..=20).collect::<Vec<u16>>());
        for day in &deadline.days {
            prop_assert_eq!(day.n.is_some(), matches!(day.kind, Kind::Counted | Kind::Due));
            prop_assert!(day.kind == Kind::Received || (day.kind == Kind::Off) != works(day.date));
        }
    }
}
