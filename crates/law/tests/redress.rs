//! Review and litigation by the law: terms with holidays counted by hand, stories of single cases, and table 4 of random
//! years against a count that looks only at who had spoken last on each 31 December.
#![allow(clippy::unwrap_used, reason = "the helpers of these tests fail like the tests themselves")]

mod case;

use gongkai_law::{
    annual_report::{Edition, tally},
    redress::{
        Outcome, Route,
        clock::Procedure,
        conclusion::Conclusion,
        refusal::mends,
        standing::{Instance, Standing},
        step::{Phase, Side, Step, Taken, Verb},
    },
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};

use case::{calendar, came, decided, on, refused, story};

#[test]
fn a_review_is_answered_within_working_days_and_a_court_within_days_that_move_off_holidays() {
    use Procedure::{Ordinary, Simplified};
    let vectors = [
        // Sunday 20 September makes up; 25 to 27 September and 1 to 7 October are off
        (Route::Review, Ordinary, date(2026, 9, 18), date(2026, 10, 9), "《行政复议法》第四十八条"),
        (Route::Review, Simplified, date(2026, 9, 18), date(2026, 9, 24), "《行政复议法》第五十四条"),
        // the whole of the Spring Festival, 15 to 23 February, and a make-up Saturday on each side of it
        (Route::Review, Simplified, date(2026, 2, 13), date(2026, 2, 27), "《行政复议法》第五十四条"),
        (Route::Review, Ordinary, date(2026, 2, 13), date(2026, 3, 5), "《行政复议法》第四十八条"),
        // the fifteenth day is 3 October; offices open again on the 8th
        (Route::Direct, Ordinary, date(2026, 9, 18), date(2026, 10, 8), "《行政诉讼法》第六十七条"),
        (Route::Direct, Simplified, date(2026, 9, 18), date(2026, 10, 8), "《行政诉讼法》第六十七条"),
        (Route::AfterReview, Ordinary, date(2026, 2, 3), date(2026, 2, 24), "《行政诉讼法》第六十七条"),
        // the fifteenth day is a Saturday on which offices work
        (Route::Direct, Ordinary, date(2026, 9, 25), date(2026, 10, 10), "《行政诉讼法》第六十七条"),
        (Route::Direct, Ordinary, date(2026, 6, 1), date(2026, 6, 16), "《行政诉讼法》第六十七条"),
    ];
    for (route, procedure, served, due, basis) in vectors {
        let taken = Taken { on: served, step: Step::Notified { procedure, accepted: None } };
        let clock = story(route, &[taken]).answer_clock(calendar()).unwrap();
        assert_eq!((clock.due, clock.basis.to_string().as_str()), (due, basis), "{route:?} {served}");
        assert!(!clock.provisional, "{served}");
    }
    let over_the_year =
        Taken { on: date(2026, 12, 22), step: Step::Notified { procedure: Procedure::Ordinary, accepted: None } };
    assert!(story(Route::Direct, &[over_the_year]).answer_clock(calendar()).unwrap().provisional);
}

#[test]
fn the_proof_of_a_term_shows_every_day_and_ends_on_the_last() {
    let clock = story(Route::Direct, &[came(9, 18, Procedure::Ordinary)]).answer_clock(calendar()).unwrap();
    let counted: Vec<_> = clock.days.iter().filter_map(|day| day.n).collect();
    assert_eq!(counted, (1..=15).collect::<Vec<_>>(), "every day counts, and none after the fifteenth");
    assert_eq!((clock.days[0].date, clock.days.last().unwrap().date), (date(2026, 9, 18), date(2026, 10, 8)));
    let review = story(Route::Review, &[came(9, 18, Procedure::Ordinary)]).answer_clock(calendar()).unwrap();
    assert!(review.days.iter().filter(|day| day.n.is_some()).all(|day| calendar().is_workday(day.date)));
}

#[test]
fn a_decision_is_expected_after_sixty_or_thirty_days_and_what_was_stayed_comes_on_top() {
    let accepted = |month, day| Some(date(2026, month, day));
    let with = |route, procedure, day: Option<Date>| {
        let step = Step::Notified { procedure, accepted: day };
        let taken = Taken { on: day.unwrap().checked_add(3.days()).unwrap(), step };
        story(route, &[taken]).expected(calendar()).unwrap()
    };
    // the sixtieth day after 3 March is 2 May, a holiday
    assert_eq!(with(Route::Review, Procedure::Ordinary, accepted(3, 3)).by, date(2026, 5, 6));
    assert_eq!(with(Route::Review, Procedure::Simplified, accepted(3, 3)).by, date(2026, 4, 2));
    assert_eq!(with(Route::Direct, Procedure::Ordinary, accepted(4, 1)).by, date(2026, 10, 8), "1 October is off");
    assert_eq!(with(Route::Direct, Procedure::Simplified, accepted(8, 17)).by, date(2026, 10, 8));

    let steps = [
        came(6, 1, Procedure::Ordinary),
        on(6, 8, Step::Answered),
        on(7, 1, Step::Suspended),
        on(7, 11, Step::Resumed),
    ];
    let stayed = story(Route::Review, &steps[..3]);
    assert_eq!((stayed.phase(), stayed.expected(calendar())), (Phase::Suspended, None));
    let goes_on = story(Route::Review, &steps).expected(calendar()).unwrap();
    assert_eq!(goes_on.by, date(2026, 8, 10), "31 July and ten days");
    assert!(goes_on.rough, "the day of acceptance is not on record");

    let step = Step::Notified { procedure: Procedure::Ordinary, accepted: accepted(8, 4) };
    let over_a_holiday = [on(8, 6, step), on(9, 1, Step::Suspended), on(9, 11, Step::Resumed)];
    let by = story(Route::Review, &over_a_holiday).expected(calendar()).unwrap().by;
    assert_eq!(by, date(2026, 10, 13), "3 October and ten days: a holiday in between gives nothing");
}

#[test]
fn a_judgment_upheld_on_appeal_keeps_its_column_and_an_appeal_makes_it_pending() {
    let mut steps = vec![came(3, 2, Procedure::Ordinary), on(3, 12, Step::Answered)];
    assert_eq!(story(Route::Direct, &steps).phase(), Phase::Hear);
    steps.push(decided(6, 1, Conclusion::Revoked));
    assert_eq!(story(Route::Direct, &steps).counted(), Some((2026, Outcome::Corrected)));
    assert_eq!(
        refused(Route::Direct, &steps, on(6, 17, Step::Appealed { by: Side::Office })),
        "本机关上诉的期限是2026年6月16日，已过（《行政诉讼法》第八十五条）"
    );
    steps.push(on(6, 20, Step::Appealed { by: Side::Opponent }));
    let second = story(Route::Direct, &steps);
    assert_eq!((second.counted(), second.instance, second.phase()), (None, Instance::Second, Phase::Answer));
    let clock = second.answer_clock(calendar()).unwrap();
    assert_eq!((clock.due, clock.basis.to_string()), (date(2026, 7, 6), "《民事诉讼法》第一百七十四条".to_owned()));
    assert_eq!(
        refused(Route::Direct, &steps, decided(7, 20, Conclusion::ClaimsRejected)),
        "“判决驳回诉讼请求”不是二审的结果（《行政诉讼法》第六十九条）"
    );
    steps.extend([on(7, 3, Step::Answered), decided(8, 20, Conclusion::JudgmentKept)]);
    assert_eq!(story(Route::Direct, &steps).counted(), Some((2026, Outcome::Corrected)), "the first court was right");
    let again = on(8, 25, Step::Appealed { by: Side::Opponent });
    assert!(refused(Route::Direct, &steps, again).contains("两审终审"));
}

#[test]
fn what_a_year_has_counted_is_not_counted_again_when_the_next_one_opens_it() {
    let mut steps =
        vec![came(9, 1, Procedure::Ordinary), on(9, 10, Step::Answered), decided(12, 28, Conclusion::Revoked)];
    let january = Taken { on: date(2027, 1, 11), step: Step::Appealed { by: Side::Opponent } };
    steps.push(january);
    let open = Standing::of(Route::Direct, &steps);
    assert_eq!((open.phase(), open.counted()), (Phase::Answer, Some((2026, Outcome::Corrected))));
    let step = Step::Concluded { conclusion: Conclusion::OverturnedForUs, served: date(2027, 4, 1), again: None };
    steps.push(Taken { on: date(2027, 4, 1), step });
    let over = Standing::of(Route::Direct, &steps);
    assert_eq!((over.last().unwrap().outcome, over.counted()), (Outcome::Upheld, Some((2026, Outcome::Corrected))));
}

#[test]
fn what_has_no_place_is_refused_with_its_article() {
    let review = [came(9, 18, Procedure::Simplified)];
    let end = |conclusion| decided(10, 20, conclusion);
    assert_eq!(
        refused(Route::Review, &review, end(Conclusion::ClaimsRejected)),
        "“判决驳回诉讼请求”是诉讼的结果，这件是复议（《行政诉讼法》第六十九条）"
    );
    assert_eq!(
        refused(Route::Direct, &review, end(Conclusion::ReviewUpheld)),
        "“维持”是复议的结果，这件是诉讼（《行政复议法》第六十八条）"
    );
    let again = Some(date(2026, 11, 20));
    let upheld = Step::Concluded { conclusion: Conclusion::ReviewUpheld, served: date(2026, 10, 20), again };
    assert_eq!(refused(Route::Review, &review, on(10, 20, upheld)), "“维持”不责令重新答复（《行政复议法》第六十八条）");
    assert!(refused(Route::Review, &review, on(9, 17, Step::Answered)).contains("早于收到案件材料"));
    assert_eq!(refused(Route::Review, &review, on(10, 1, Step::Resumed)), "案件没有中止");
    assert_eq!(refused(Route::Review, &review, on(10, 1, Step::Remanded)), "复议案件没有发回重审和再审");

    let over = [review[0], on(9, 22, Step::Answered), end(Conclusion::ReviewRevoked)];
    assert!(refused(Route::Review, &over, on(10, 21, Step::Appealed { by: Side::Office })).contains("第四十五条"));
    for late in [Step::Answered, Step::Heard, Step::Suspended] {
        assert_eq!(refused(Route::Review, &over, on(10, 21, late)), "案件已经审结");
    }
    let ordinary = [came(9, 18, Procedure::Ordinary)];
    assert!(refused(Route::Review, &ordinary, on(9, 22, Step::MadeOrdinary)).ends_with("（《行政复议法》第五十五条）"));
    assert_eq!(
        refused(Route::Direct, &ordinary, on(9, 22, Step::Remanded)),
        "只有二审、再审可以发回重审（《行政诉讼法》第八十九条）"
    );
    let accepted = Step::Notified { procedure: Procedure::Ordinary, accepted: Some(date(2026, 9, 14)) };
    // sixty days from 14 September end on 13 November, thirty more on Sunday 13 December
    let most = on(10, 30, Step::Prolonged { until: date(2026, 12, 15) });
    assert_eq!(
        refused(Route::Review, &[on(9, 18, accepted)], most),
        "延长不得超过30日，最迟2026年12月14日（《行政复议法》第六十二条第一款）"
    );
}

#[test]
fn a_wrong_day_is_put_right_and_the_clock_follows_but_nothing_may_hang_in_the_air() {
    let today = date(2026, 10, 20);
    let steps = [came(9, 18, Procedure::Ordinary), on(9, 24, Step::Answered), on(10, 9, Step::Suspended)];
    let redate = |step, day| on(10, 20, Step::Redated { step, on: date(2026, 9, day) });
    assert_eq!(mends(Route::Review, &steps, redate(0, 17), today, calendar()), Ok(()));
    let mended: Vec<_> = steps.iter().copied().chain([redate(0, 17)]).collect();
    assert_eq!(Standing::of(Route::Review, &mended).answer_clock(calendar()).unwrap().due, date(2026, 10, 8));
    let late = mends(Route::Review, &steps, redate(0, 25), today, calendar()).unwrap_err();
    assert!(late.why.contains("“提交答复和证据”就不成立"), "{late}");
    let strike = |step| on(10, 20, Step::Struck { step });
    assert!(mends(Route::Review, &steps, strike(0), today, calendar()).is_err());
    assert_eq!(mends(Route::Review, &steps, strike(2), today, calendar()), Ok(()));
    let struck: Vec<_> = steps.iter().copied().chain([strike(2)]).collect();
    assert_eq!(Standing::of(Route::Review, &struck).phase(), Phase::Hear);
}

#[test]
fn every_conclusion_and_verb_is_known_by_its_word() {
    assert!(Conclusion::ALL.iter().all(|one| Conclusion::of_key(one.key()) == Some(*one)));
    assert!(Verb::ALL.iter().all(|one| Verb::of_key(one.key()) == Some(*one)));
    for route in Route::ALL {
        let fits = |instance| Conclusion::ALL.iter().filter(|one| one.fits(route, instance)).count();
        assert!(Instance::ALL.iter().all(|instance| fits(*instance) >= 9), "{route:?}");
    }
}

/// A small generator, so that the same years come every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most).unwrap()).unwrap()
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn days(&mut self, most: usize) -> jiff::Span {
        i64::try_from(self.below(most)).unwrap().days()
    }
}

/// A case as a life: any step that the law accepts may come next.
fn life(dice: &mut Dice, route: Route) -> Vec<Taken> {
    let mut today = date(2023, 1, 1).checked_add(dice.days(1200)).unwrap();
    let procedure = dice.pick(&Procedure::ALL);
    let mut taken = vec![Taken { on: today, step: Step::Notified { procedure, accepted: None } }];
    for _ in 0..dice.below(14) {
        today = today.checked_add(dice.days(70)).unwrap();
        let standing = Standing::of(route, &taken);
        for _ in 0..30 {
            let next = Taken { on: today, step: step(dice, today) };
            if standing.accepts(next, today, calendar()).is_ok() {
                taken.push(next);
                break;
            }
        }
    }
    taken
}

fn step(dice: &mut Dice, today: Date) -> Step {
    match dice.below(9) {
        0 => Step::Answered,
        1 => Step::Suspended,
        2 => Step::Resumed,
        3 => Step::Remanded,
        4 => Step::Retried,
        5 => Step::Appealed { by: dice.pick(&Side::ALL) },
        _ => Step::Concluded { conclusion: dice.pick(&Conclusion::ALL), served: today, again: None },
    }
}

/// The columns as an office keeps them on a sheet beside the form: what speaks for us, what against, and what leaves the
/// judgment below as it was.
const FOR_US: [&str; 4] = ["维持", "驳回行政复议请求", "判决驳回诉讼请求", "撤销原判，改判驳回诉讼请求"];
const AGAINST: [&str; 12] = [
    "变更",
    "撤销",
    "部分撤销",
    "确认违法",
    "责令履行",
    "确认无效",
    "判决撤销、部分撤销",
    "判决履行",
    "判决确认违法",
    "判决确认无效",
    "判决变更",
    "改判撤销、履行或者确认违法",
];
const NO_CHANGE: [&str; 2] = ["维持原判", "准许撤回上诉"];

/// What a person with a pencil knows at the end of a year: in which column the case stands, if it is decided then.
fn column_on_new_years_eve(taken: &[Taken], year: i16) -> Option<&'static str> {
    let mut column = None;
    let mut below = "other";
    for Taken { step, .. } in taken.iter().filter(|taken| taken.on.year() <= year) {
        match step {
            Step::Concluded { conclusion, .. } => {
                let label = conclusion.label();
                let says = match () {
                    () if FOR_US.contains(&label) => "upheld",
                    () if AGAINST.contains(&label) => "corrected",
                    () if NO_CHANGE.contains(&label) => below,
                    () => "other",
                };
                below = says;
                column = Some(says);
            }
            Step::Appealed { .. } | Step::Remanded | Step::Retried => column = None,
            _ => {}
        }
    }
    column
}

/// In which column of a year the case belongs: none before it came, and none after a year that counted it.
fn by_hand(taken: &[Taken], year: i16) -> Option<&'static str> {
    let first = taken[0].on.year();
    let earlier = (first..year).any(|year| column_on_new_years_eve(taken, year).is_some());
    (first <= year && !earlier).then(|| column_on_new_years_eve(taken, year).unwrap_or("pending"))
}

#[test]
fn ten_thousand_random_years_of_cases_agree_with_a_count_by_hand_in_all_fifteen_cells() {
    let mut dice = Dice(20_261_123);
    let lives: Vec<_> = (0..3000)
        .map(|_| {
            let route = dice.pick(&Route::ALL);
            (route, life(&mut dice, route))
        })
        .collect();
    let ended: std::collections::HashSet<_> =
        lives.iter().flat_map(|(route, taken)| Standing::of(*route, taken).decided).map(|one| one.conclusion).collect();
    assert_eq!(ended.len(), Conclusion::ALL.len(), "the lives must end in every way");
    for _ in 0..10_000 {
        let year = dice.pick(&[2023, 2024, 2025, 2026, 2027]);
        let some: Vec<_> = (0..dice.below(40)).map(|_| &lives[dice.below(lives.len())]).collect();
        let cases = some.iter().map(|(route, taken)| {
            let standing = Standing::of(*route, taken);
            let notified = standing.notified.unwrap().year();
            tally::Cases { route: *route, notified, concluded: standing.counted(), count: 1 }
        });
        let figures = tally::of(Edition::Of2021, year, [], cases);
        for route in Route::ALL {
            let of = |column: &str| {
                let fits = |taken: &[Taken]| by_hand(taken, year).is_some_and(|own| column == "total" || own == column);
                let count = some.iter().filter(|(own, taken)| *own == route && fits(taken)).count();
                i64::try_from(count).unwrap()
            };
            for column in ["upheld", "corrected", "other", "pending", "total"] {
                let address = format!("redress.{}.{column}", route.key());
                assert_eq!(figures.at(&address), Some(of(column)), "{address} of {year}");
            }
        }
        for identity in figures.form().identities() {
            assert_eq!(figures.sum(&identity.left), figures.sum(&identity.right), "{}", identity.expression);
        }
    }
}
