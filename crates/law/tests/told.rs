//! Whoever has to be told is told by letter, and nothing is filed away before.
#![allow(clippy::unwrap_used, reason = "the helpers of these tests fail like the tests themselves")]

use gongkai_law::{
    calendar::Calendar,
    exempt::Exemption,
    request::{
        decision::Decision,
        evidence::Evidence,
        letter::LetterKind,
        mend::mends,
        received::Channel,
        refusal::Refusal,
        standing::Standing,
        step::{Opinion, Step, Taken},
        third_party::Asked,
    },
};
use jiff::civil::date;

/// A request of 1 September with steps, each on its day of that month.
fn told(steps: &[(i8, Step)]) -> Vec<Taken> {
    let came = (1, Step::Arrived { channel: Channel::InPerson });
    let all = [came, (1, Step::Accepted)].into_iter().chain(steps.iter().copied());
    all.map(|(day, step)| Taken { on: date(2026, 9, day), step }).collect()
}

fn next(steps: &[(i8, Step)], day: i8, step: Step) -> Result<(), Refusal> {
    let on = date(2026, 9, day);
    let standing = Standing::of(&told(steps), Calendar::built_in());
    standing.accepts(Taken { on, step }, Evidence::Word, on, Calendar::built_in())
}

const fn issued(step: usize, letter: LetterKind) -> Step {
    Step::Issued { step, letter }
}

/// From the draft to the proof of service on one day.
fn answered(decision: Decision, day: i8) -> [(i8, Step); 5] {
    [Step::Drafted { decision }, Step::Reviewed, Step::Signed, Step::Sent, Step::Served].map(|step| (day, step))
}

const EXTENDED: (i8, Step) = (3, Step::Extended { days: 5 });

#[test]
fn an_extension_of_which_nobody_was_told_keeps_the_file_open() {
    let silent = [&[EXTENDED][..], &answered(Decision::UnableNotHeld, 9)].concat();
    let why = next(&silent, 10, Step::Archived).unwrap_err().to_string();
    assert!(why.contains("延期答复告知书还没有出具") && why.contains("第三十三条第二款"), "{why}");
    // late is better than never; another step's letter does not do
    let other = [&silent[..], &[(10, issued(1, LetterKind::Extension))]].concat();
    assert!(next(&other, 10, Step::Archived).is_err());
    let told = [&silent[..], &[(10, issued(2, LetterKind::Extension))]].concat();
    assert_eq!(next(&told, 10, Step::Archived), Ok(()));
    assert!(next(&told, 10, issued(2, LetterKind::Extension)).unwrap_err().why.contains("已经编过文号"));
}

#[test]
fn what_never_happened_asks_for_no_letter_and_a_letter_is_not_undone() {
    let struck = [EXTENDED, (4, Step::Struck { step: 2 })];
    let over = [&struck[..], &answered(Decision::UnableNotHeld, 9)].concat();
    assert_eq!(next(&over, 10, Step::Archived), Ok(()));
    let written = told(&[EXTENDED, (3, issued(2, LetterKind::Extension))]);
    let mend = |step| {
        let on = date(2026, 9, 7);
        mends(&written, Taken { on, step }, Evidence::Proof, on, Calendar::built_in())
    };
    assert!(mend(Step::Struck { step: 3 }).is_err());
    assert!(mend(Step::Redated { step: 3, on: date(2026, 9, 2) }).is_err());
}

#[test]
fn a_letter_keeps_to_its_step_when_the_days_are_put_right() {
    let steps = [(2, Step::Noted), (2, Step::Struck { step: 2 }), EXTENDED, (3, issued(4, LetterKind::Extension))];
    let archived = [&steps[..], &answered(Decision::UnableNotHeld, 9), &[(10, Step::Archived)]].concat();
    let (all, on) = (told(&archived), date(2026, 9, 11));
    let redate = Taken { on, step: Step::Redated { step: 1, on: date(2026, 9, 2) } };
    assert_eq!(mends(&all, redate, Evidence::Proof, on, Calendar::built_in()), Ok(()));
}

#[test]
fn nothing_is_given_out_over_an_objection_before_the_objector_is_told() {
    let asked = (2, Step::Consulted { party: 0, asked: Asked::ThirdParty });
    let letter = (2, issued(2, LetterKind::ConsultThirdParty));
    let to_the_signature = |opinion, decision| {
        let opined = (7, Step::Opined { party: 0, opinion });
        [&[asked, letter, opined][..], &answered(decision, 8)[..3]].concat()
    };
    let over = to_the_signature(Opinion::Refuses, Decision::Granted);
    let why = next(&over, 9, Step::Sent).unwrap_err().to_string();
    assert!(why.contains("书面告知第三方") && why.contains("第三十二条"), "{why}");
    let informed = [&over[..], &[(9, issued(2, LetterKind::ThirdPartyTold))]].concat();
    assert_eq!(next(&informed, 9, Step::Sent), Ok(()));
    for (opinion, decision) in [(Opinion::Agrees, Decision::Granted), (Opinion::Refuses, Decision::DeniedThirdParty)] {
        assert_eq!(next(&to_the_signature(opinion, decision), 9, Step::Sent), Ok(()), "{opinion:?} {decision:?}");
    }
    let partly = Standing::of(&told(&to_the_signature(Opinion::Refuses, Decision::Partial)), Calendar::built_in());
    assert_eq!(partly.may_disclose(Decision::Partial, &[Exemption::ThirdParty]), Ok(()), "its part is withheld");
    assert!(partly.may_disclose(Decision::Partial, &[Exemption::Process]).is_err());
}

#[test]
fn a_request_is_not_dropped_by_a_line_but_by_an_answer_that_is_signed_and_served() {
    let asked = [(2, Step::ClarifyAsked { until: date(2026, 9, 15) }), (2, issued(2, LetterKind::Clarify))];
    assert_eq!(next(&asked[..1], 2, asked[1].1), Ok(()), "it is written while the applicant is waited for");
    let dropped = Decision::OtherNoCorrection;
    let why = next(&asked, 16, Step::Lapsed { decision: dropped }).unwrap_err().to_string();
    assert!(why.contains("经审查、签发以后发出") && why.contains("第三十条"), "{why}");
    let sent = [&asked[..], &answered(dropped, 16)[..4]].concat();
    assert!(next(&sent, 17, Step::Archived).unwrap_err().why.contains("送达"));
    let over = [&asked[..], &answered(dropped, 16)].concat();
    assert_eq!(next(&over, 17, Step::Archived), Ok(()));
}
