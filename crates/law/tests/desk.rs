//! The request desk by the law: stories of single requests, and who may do what where.
#![allow(clippy::unwrap_used, reason = "the helpers of these tests fail like the tests themselves")]

use gongkai_law::{
    calendar::Calendar,
    request::{
        decision::Decision,
        evidence::Evidence,
        letter::LetterKind,
        mend::mends,
        received::Channel,
        standing::{Standing, Waits},
        step::{Opinion, Stage, Step, Taken, Verb},
        third_party::Asked,
    },
};
use jiff::civil::{Date, date};

fn calendar() -> &'static Calendar {
    Calendar::built_in()
}

fn on(month: i8, day: i8, step: Step) -> Taken {
    Taken { on: date(2026, month, day), step }
}

/// Takes each step on its day, as a clerk would who writes everything down at once.
fn story(steps: &[Taken]) -> Standing {
    let mut taken: Vec<Taken> = Vec::new();
    for step in steps {
        if !taken.is_empty() {
            let before = Standing::of(&taken, calendar());
            // only an old register closes a request by a line
            let lapses = step.step.verb() == Verb::Lapse;
            let evidence = if lapses { Evidence::File } else { Evidence::Word };
            assert_eq!(before.accepts(*step, evidence, step.on, calendar()), Ok(()), "{step:?}");
        }
        taken.push(*step);
    }
    Standing::of(&taken, calendar())
}

fn refused(steps: &[Taken], next: Taken) -> String {
    story(steps).accepts(next, Evidence::Word, next.on, calendar()).unwrap_err().to_string()
}

const CAME: Taken = Taken { on: date(2026, 9, 10), step: Step::Arrived { channel: Channel::Internet } };
const CONFIRMED: Taken = Taken { on: date(2026, 9, 10), step: Step::Confirmed };
const ACCEPTED: Taken = Taken { on: date(2026, 9, 11), step: Step::Accepted };

#[test]
fn days_on_which_a_third_party_is_asked_do_not_count_and_the_answer_goes_its_four_steps() {
    let asked = on(9, 18, Step::Consulted { party: 0, asked: Asked::ThirdParty });
    let waiting = story(&[CAME, CONFIRMED, ACCEPTED, asked]);
    assert_eq!((waiting.due(), waiting.waits(), waiting.stage()), (None, Waits::ThirdParty, Stage::Handle));
    let opined = on(9, 29, Step::Opined { party: 0, opinion: Opinion::AgreesInPart });
    let letter = on(9, 18, Step::Issued { step: 3, letter: LetterKind::ConsultThirdParty });
    let mut steps = vec![CAME, CONFIRMED, ACCEPTED, asked, letter, opined];
    assert_eq!(story(&steps).due(), Some(date(2026, 10, 23)), "seven working days stood still");
    steps.push(on(10, 12, Step::Drafted { decision: Decision::Partial }));
    assert_eq!(refused(&steps, on(10, 12, Step::Signed)), "合法性审查还没有通过");
    steps.push(on(10, 13, Step::Reviewed));
    assert_eq!(refused(&steps, on(10, 13, Step::Sent)), "答复还没有签发");
    steps.extend([on(10, 14, Step::Signed), on(10, 15, Step::Sent)]);
    assert_eq!(refused(&steps, on(10, 16, Step::Archived)), "答复的送达凭证还没有登记");
    steps.extend([on(10, 18, Step::Served), on(10, 19, Step::Archived)]);
    let over = story(&steps);
    assert_eq!((over.stage(), over.waits()), (Stage::File, Waits::Nobody));
    let ending = over.counted().unwrap();
    assert_eq!(
        (ending.decision, ending.on, ending.served),
        (Decision::Partial, date(2026, 10, 15), Some(date(2026, 10, 18)))
    );
}

#[test]
fn a_correction_is_asked_for_once_and_starts_the_clock_anew_or_lapses() {
    let asked = on(9, 16, Step::ClarifyAsked { until: date(2026, 9, 30) });
    let waiting = story(&[CAME, CONFIRMED, asked]);
    assert_eq!((waiting.due(), waiting.waits()), (None, Waits::Applicant));
    let early = refused(&[CAME, CONFIRMED, asked], on(9, 30, Step::Lapsed { decision: Decision::OtherNoCorrection }));
    assert!(early.contains("2026年9月30日，还没有过"), "{early}");
    let lapsed = story(&[CAME, CONFIRMED, asked, on(10, 8, Step::Lapsed { decision: Decision::OtherNoCorrection })]);
    assert_eq!(lapsed.counted().unwrap().decision, Decision::OtherNoCorrection);
    let corrected = [CAME, CONFIRMED, asked, on(9, 24, Step::Clarified)];
    assert_eq!(story(&corrected).due(), Some(date(2026, 10, 29)), "twenty working days after 24 September");
    let again = refused(&corrected, on(9, 25, Step::ClarifyAsked { until: date(2026, 10, 9) }));
    assert!(again.contains("只能一次") && again.contains("第三十条"), "{again}");
}

#[test]
fn what_an_answer_demands_is_demanded() {
    let steps = [CAME, CONFIRMED, ACCEPTED];
    let demand = |decision| refused(&steps, on(9, 30, Step::Drafted { decision }));
    assert!(demand(Decision::UnableUnclear).contains("第三十条"));
    assert!(demand(Decision::RejectedExcessive).contains("第三十五条"));
    assert!(demand(Decision::DeniedThirdParty).contains("第三十二条"));
    assert!(!demand(Decision::OtherNoCorrection).is_empty() && !demand(Decision::OtherUnpaid).is_empty());
    let asking = [CAME, CONFIRMED, ACCEPTED, on(9, 18, Step::Consulted { party: 0, asked: Asked::CoProducer })];
    let open = refused(&asking, on(9, 30, Step::Drafted { decision: Decision::Granted }));
    assert!(open.contains("征求意见还没有结束") && open.contains("第三十四条"), "{open}");
}

#[test]
fn extensions_add_up_to_twenty_days_at_most_and_come_before_the_due_date() {
    let twelve = on(10, 9, Step::Extended { days: 12 });
    let steps = [CAME, CONFIRMED, ACCEPTED, twelve];
    assert_eq!(story(&steps).clock.unwrap().working_days, 32);
    let more = refused(&steps, on(10, 12, Step::Extended { days: 9 }));
    assert!(more.contains("已用12个") && more.contains("第三十三条第二款"), "{more}");
    let late = refused(&[CAME, CONFIRMED, ACCEPTED], on(10, 15, Step::Extended { days: 5 }));
    assert!(late.contains("2026年10月14日已过"), "{late}");
}

#[test]
fn an_answer_that_was_ordered_does_not_change_what_is_counted() {
    let answer = |month, decision| {
        [
            on(month, 12, Step::Drafted { decision }),
            on(month, 12, Step::Reviewed),
            on(month, 13, Step::Signed),
            on(month, 13, Step::Sent),
        ]
    };
    let mut steps = vec![CAME, CONFIRMED, ACCEPTED];
    steps.extend(answer(10, Decision::UnableNotHeld));
    steps.extend([on(10, 15, Step::Served), on(11, 9, Step::Ordered { until: date(2026, 12, 7) })]);
    let ordered = story(&steps);
    assert_eq!((ordered.stage(), ordered.due(), ordered.is_over()), (Stage::Handle, Some(date(2026, 12, 7)), false));
    steps.push(on(11, 10, Step::Consulted { party: 0, asked: Asked::ThirdParty }));
    steps.push(on(11, 11, Step::Opined { party: 0, opinion: Opinion::Agrees }));
    let unasked = [steps.as_slice(), &answer(11, Decision::Granted)[..3]].concat();
    let by_mouth = refused(&unasked, on(11, 13, Step::Sent));
    assert!(by_mouth.contains("第三方意见征询书还没有出具") && by_mouth.contains("第三十二条"), "{by_mouth}");
    steps.push(on(11, 12, Step::Issued { step: 9, letter: LetterKind::ConsultThirdParty }));
    steps.extend(answer(11, Decision::Granted));
    let over = story(&steps);
    assert_eq!(over.endings.len(), 2);
    assert_eq!(over.counted().unwrap().decision, Decision::UnableNotHeld);
    assert_eq!(over.clock.unwrap().due, Some(date(2026, 10, 14)), "the first clock is what it was");
}

#[test]
fn a_wrong_date_is_put_right_and_a_step_written_by_mistake_is_struck_out() {
    let wrong = [CAME, on(9, 14, Step::Confirmed), ACCEPTED];
    assert_eq!(Standing::of(&wrong, calendar()).due(), Some(date(2026, 10, 16)));
    let right = [wrong.as_slice(), &[on(9, 20, Step::Redated { step: 1, on: date(2026, 9, 10) })]].concat();
    assert_eq!(Standing::of(&right, calendar()).due(), Some(date(2026, 10, 14)));
    let struck = [right.as_slice(), &[on(9, 21, Step::Struck { step: 2 })]].concat();
    assert_eq!(Standing::of(&struck, calendar()).stage(), Stage::Examine);
}

/// One request at each stage.
fn at(stage: Stage) -> Standing {
    let mut steps = vec![CAME];
    if stage > Stage::Register {
        steps.push(CONFIRMED);
    }
    if stage > Stage::Examine {
        steps.push(ACCEPTED);
    }
    if stage > Stage::Handle {
        steps.push(on(9, 14, Step::Drafted { decision: Decision::Granted }));
    }
    if stage > Stage::Answer {
        steps.extend([on(9, 14, Step::Reviewed), on(9, 14, Step::Signed), on(9, 14, Step::Sent)]);
    }
    story(&steps)
}

/// What has its place at each stage, as an officer would say it: `x` where the verb may be taken up on a plain request
/// on the fourth day. Register, examine, handle, answer, file.
const PLACES: [(&str, &str); 33] = [
    ("arrived", "....."),
    ("confirmed", "x...."),
    ("accepted", ".x..."),
    ("clarify_asked", ".xx.."),
    ("clarified", "....."),
    ("reasons_asked", ".xx.."),
    ("reasoned", "....."),
    ("consulted", ".xx.."),
    ("reached", "....."),
    ("opined", "....."),
    ("fee_notified", ".xx.."),
    ("fee_paid", "....."),
    ("extension_asked", ".xxx."),
    ("extended", ".xxx."),
    ("extension_declined", "....."),
    ("delayed", "....."),
    ("drafted", ".xxx."),
    ("returned", "...x."),
    ("reviewed", "...x."),
    ("signed", "....."),
    ("sent", "....."),
    ("served", "....x"),
    ("withdrawn", "xxxx."),
    ("lapsed", "....."),
    ("ordered", "....x"),
    ("lifted", "....."),
    ("converted", "....x"),
    ("archived", "....."),
    ("issued", "xxxxx"),
    ("noted", "xxxxx"),
    ("redated", "xxxxx"),
    ("struck", "xxxxx"),
    ("amended", "xxxxx"),
];

#[test]
fn every_verb_has_its_place_and_every_refusal_has_a_reason() {
    for (verb, (key, places)) in Verb::ALL.into_iter().zip(PLACES) {
        assert_eq!(verb.key(), key);
        for (stage, place) in Stage::ALL.into_iter().zip(places.chars()) {
            let answer = at(stage).allows(verb, date(2026, 9, 14), calendar());
            assert_eq!(answer.is_ok(), place == 'x', "{key} at {}: {answer:?}", stage.label());
            assert!(answer.err().is_none_or(|refusal| !refusal.why.is_empty()));
        }
    }
}

#[test]
fn what_was_given_to_one_may_be_given_to_all_and_nothing_else() {
    let answered = |decision| {
        let mut steps = vec![CAME, CONFIRMED, ACCEPTED, on(9, 14, Step::Drafted { decision })];
        steps.extend([on(9, 14, Step::Reviewed), on(9, 15, Step::Signed), on(9, 15, Step::Sent)]);
        steps
    };
    let given = answered(Decision::Granted);
    assert!(refused(&given, on(9, 14, Step::Converted)).contains("早于"), "not before the answer went out");
    let converted = [given.as_slice(), &[on(9, 16, Step::Converted)]].concat();
    assert_eq!(story(&converted).converted, Some(date(2026, 9, 16)));
    assert!(refused(&converted, on(9, 17, Step::Converted)).contains("第四十四条"));
    assert!(refused(&answered(Decision::DeniedInternal), on(9, 16, Step::Converted)).contains("第四十四条"));
}

#[test]
fn silence_speaks_only_when_its_term_has_passed_and_stops_the_clock_no_longer() {
    let asked = on(9, 18, Step::Consulted { party: 0, asked: Asked::CoProducer });
    let silent = |day| on(10, day, Step::Opined { party: 0, opinion: Opinion::Silent });
    let unreached = refused(&[CAME, CONFIRMED, ACCEPTED, asked], silent(30));
    assert!(unreached.contains("第三十四条"), "{unreached}");
    let reached = [CAME, CONFIRMED, ACCEPTED, asked, on(9, 24, Step::Reached { party: 0 })];
    assert!(refused(&reached, silent(22)).contains("2026年10月22日，还没有过"));
    let late = [reached.as_slice(), &[on(10, 29, Step::Opined { party: 0, opinion: Opinion::Agrees })]].concat();
    let in_time = [reached.as_slice(), &[on(10, 22, Step::Opined { party: 0, opinion: Opinion::Agrees })]].concat();
    assert_eq!(story(&late).due(), story(&in_time).due(), "an answer after the term stops nothing more");
}

#[test]
fn what_lapsed_is_awaited_no_longer_when_another_answer_is_ordered() {
    let mut steps = vec![CAME, CONFIRMED, on(9, 16, Step::ClarifyAsked { until: date(2026, 9, 30) })];
    steps.push(on(9, 16, Step::Issued { step: 2, letter: LetterKind::Clarify }));
    steps.push(on(10, 8, Step::Lapsed { decision: Decision::OtherNoCorrection }));
    assert_eq!(story(&steps).waits(), Waits::Nobody);
    steps.extend([on(10, 9, Step::Archived), on(11, 9, Step::Ordered { until: date(2026, 12, 7) })]);
    assert_eq!((story(&steps).waits(), story(&steps).archived), (Waits::Office, None));
    assert!(refused(&steps, on(11, 10, Step::Extended { days: 5 })).contains("重新答复"));
    steps.push(on(11, 10, Step::Drafted { decision: Decision::Granted }));
    assert_eq!(story(&steps).stage(), Stage::Answer);
}

#[test]
fn a_correction_leaves_nothing_hanging_in_the_air() {
    let steps = [CAME, CONFIRMED, ACCEPTED, on(9, 14, Step::Drafted { decision: Decision::Granted })];
    let mend_by = |evidence, step| {
        mends(&steps, on(9, 15, step), evidence, date(2026, 9, 15), calendar()).map_err(|refusal| refusal.why)
    };
    let mend = |step| mend_by(Evidence::Word, step);
    let later = Step::Redated { step: 1, on: date(2026, 9, 11) };
    assert!(mend_by(Evidence::Proof, later).is_ok());
    assert!(mend(later).unwrap_err().contains("请写明凭证"), "the term would begin later by a word");
    assert!(mend(Step::Redated { step: 1, on: date(2026, 9, 9) }).unwrap_err().contains("确认收到"));
    assert!(mend(Step::Redated { step: 2, on: date(2026, 9, 16) }).unwrap_err().contains("还没有到"));
    assert!(mend(Step::Struck { step: 3 }).unwrap_err().contains("退回修改"));
    assert!(mend(Step::Struck { step: 0 }).is_err() && mend(Step::Struck { step: 9 }).is_err());
}

#[test]
fn who_asks_for_more_time_gets_none_until_the_head_says_so() {
    let open = [CAME, CONFIRMED, ACCEPTED];
    let wish = on(10, 9, Step::ExtensionAsked { days: 12 });
    let asked = [CAME, CONFIRMED, ACCEPTED, wish];
    assert_eq!((story(&asked).due(), story(&asked).extended), (story(&open).due(), 0));
    assert_eq!(story(&asked).waits(), Waits::Head);
    assert!(refused(&asked, on(10, 9, Step::ExtensionAsked { days: 3 })).contains("等负责人批准"));
    assert!(refused(&open, on(10, 9, Step::ExtensionDeclined)).contains("没有等批准"));
    let no = [CAME, CONFIRMED, ACCEPTED, wish, on(10, 10, Step::ExtensionDeclined)];
    assert_eq!((story(&no).due(), story(&no).waits(), story(&no).wish), (story(&open).due(), Waits::Office, None));
    let yes = [CAME, CONFIRMED, ACCEPTED, wish, on(10, 10, Step::Extended { days: 12 })];
    assert_eq!((story(&yes).extended, story(&yes).wish), (12, None));
    assert!(story(&yes).due() > story(&open).due());
    // what may not be granted may not be asked for either
    let most = refused(&yes, on(10, 12, Step::ExtensionAsked { days: 9 }));
    assert!(most.contains("可填1至8") && most.contains("第三十三条第二款"), "{most}");
    let late = refused(&open, on(10, 15, Step::ExtensionAsked { days: 5 }));
    assert!(late.contains("已过") && late.contains("第三十三条第二款"), "{late}");
    // an answer needs no more time
    let answered = [Step::Drafted { decision: Decision::Granted }, Step::Reviewed, Step::Signed, Step::Sent];
    let answered: Vec<_> = asked.into_iter().chain(answered.map(|step| on(10, 12, step))).collect();
    assert_eq!((story(&answered).wish, story(&answered).waits()), (None, Waits::Nobody));
}

#[test]
fn that_an_applicant_was_written_down_wrongly_moves_no_clock_and_is_itself_put_right_by_another() {
    let amended = [CAME, CONFIRMED, ACCEPTED, on(9, 20, Step::Amended)];
    assert_eq!(story(&amended).due(), story(&amended[..3]).due());
    let strike = on(9, 21, Step::Struck { step: 3 });
    let why = mends(&amended, strike, Evidence::Proof, date(2026, 9, 21), calendar()).unwrap_err().why;
    assert!(why.contains("再更正一次"), "{why}");
}

#[test]
fn nothing_is_written_down_before_its_day() {
    let today: Date = date(2026, 9, 14);
    let tomorrow = on(9, 15, Step::Accepted);
    assert!(story(&[CAME, CONFIRMED]).accepts(tomorrow, Evidence::File, today, calendar()).is_err());
    assert!(refused(&[CAME], on(9, 9, Step::Confirmed)).contains("早于申请到达"));
}

#[test]
fn the_offices_own_acts_happen_on_the_day_they_are_written_down_unless_something_proves_another() {
    let open = story(&[CAME, CONFIRMED, ACCEPTED]);
    let fresh = story(&[CAME, CONFIRMED]);
    // due on 14 October; the seven working days of art. 30 ended on 20 September
    let late = [
        (&open, on(10, 14, Step::Extended { days: 5 })),
        (&fresh, on(9, 18, Step::ClarifyAsked { until: date(2026, 9, 30) })),
        (&open, on(9, 30, Step::FeeNotified)),
        (&open, on(9, 30, Step::Consulted { party: 0, asked: Asked::ThirdParty })),
        (&fresh, on(9, 18, Step::Accepted)),
    ];
    let today = date(2026, 10, 15);
    for (standing, yesterday) in late {
        let word = standing.accepts(yesterday, Evidence::Word, today, calendar()).unwrap_err();
        assert!(word.why.contains("按登记的当天计算") && word.article.is_some(), "{word}");
        for evidence in [Evidence::Proof, Evidence::File] {
            assert_eq!(standing.accepts(yesterday, evidence, today, calendar()), Ok(()), "{yesterday:?}");
        }
    }
    let came = on(9, 20, Step::Withdrawn);
    assert_eq!(open.accepts(came, Evidence::Word, today, calendar()), Ok(()), "the applicant's own day");

    let steps = [CAME, CONFIRMED, ACCEPTED, on(10, 14, Step::Extended { days: 5 })];
    let back = on(10, 15, Step::Redated { step: 3, on: date(2026, 10, 12) });
    assert!(mends(&steps, back, Evidence::Word, today, calendar()).unwrap_err().why.contains("凭证"));
    assert_eq!(mends(&steps, back, Evidence::Proof, today, calendar()), Ok(()));
}

#[test]
fn a_part_withheld_for_a_third_party_demands_that_it_was_asked() {
    let may = |steps: &[Taken], ground| {
        let standing = story(steps);
        standing
            .may_withhold([Decision::DeniedProcess, ground], date(2026, 10, 9), calendar())
            .map_err(|r| r.to_string())
    };
    let unasked = [CAME, CONFIRMED, ACCEPTED];
    assert!(may(&unasked, Decision::DeniedThirdParty).unwrap_err().contains("第三十二条"));
    assert_eq!(may(&unasked, Decision::DeniedInternal), Ok(()));
    let asked = on(9, 18, Step::Consulted { party: 0, asked: Asked::ThirdParty });
    let opined = |opinion| [CAME, CONFIRMED, ACCEPTED, asked, on(9, 29, Step::Opined { party: 0, opinion })];
    assert!(may(&opined(Opinion::Agrees), Decision::DeniedThirdParty).unwrap_err().contains("第十五条"));
    assert_eq!(may(&opined(Opinion::AgreesInPart), Decision::DeniedThirdParty), Ok(()));
}

#[test]
fn no_term_that_the_next_notice_may_move_lapses_or_lets_silence_speak() {
    // the notice of 2027 is not out: twenty working days from 8 December reach into January
    let fee = [CAME, CONFIRMED, ACCEPTED, on(9, 14, Step::FeeNotified)];
    let lapse = |day| on(10, day, Step::Lapsed { decision: Decision::OtherUnpaid });
    assert!(refused(&fee, lapse(16)).contains("2026年10月16日，还没有过"));
    assert_eq!(story(&fee).accepts(lapse(19), Evidence::File, date(2026, 10, 19), calendar()), Ok(()));
    let january = |day, step| Taken { on: date(2027, 1, day), step };
    let came = Taken { on: date(2026, 12, 7), step: Step::Arrived { channel: Channel::InPerson } };
    let accepted = on(12, 8, Step::Accepted);
    let late = refused(
        &[came, accepted, on(12, 8, Step::FeeNotified)],
        january(20, Step::Lapsed { decision: Decision::OtherUnpaid }),
    );
    assert!(late.contains("暂定"), "{late}");
    let asked = on(12, 9, Step::Consulted { party: 0, asked: Asked::CoProducer });
    let reached = on(12, 11, Step::Reached { party: 0 });
    let silent = january(20, Step::Opined { party: 0, opinion: Opinion::Silent });
    let unsettled = refused(&[came, accepted, asked, reached], silent);
    assert!(unsettled.contains("暂定") && unsettled.contains("第三十四条"), "{unsettled}");
}
