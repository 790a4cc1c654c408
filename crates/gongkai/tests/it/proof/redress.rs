//! Every verb of a review or a lawsuit × every role × every phase: who may do what when, in a table of its own beside the
//! program's.

use gongkai::{
    Office,
    people::roles::{Hand, Role},
    redress::{
        case::Case,
        register::{Arrival, register},
        take::{may, take},
    },
    requests::record::Words,
};
use gongkai_law::redress::{
    Route,
    clock::Procedure,
    conclusion::Conclusion,
    step::{Phase, Side, Step, Taken, Verb},
};
use gongkai_store::{Actor, Moment, Organ, PersonId, Scope};
use jiff::{ToSpan, civil::Date};

use super::{
    bureau,
    verbs::{hire, letter_of},
};

/// The word of a verb, the roles that may take it up, and the phases in which it can have a place: o officer, h head, r
/// reviewer, s signer; A to be answered, H heard, S stayed, W an order waits, C concluded, X struck.
const MATRIX: [(&str, &str, &str); 18] = [
    ("notified", "oh", ""),
    ("ordinary", "oh", "AH"),
    ("answered", "ohr", "AS"),
    ("summoned", "ohr", "AHS"),
    ("heard", "ohr", "AH"),
    ("suspended", "oh", "AH"),
    ("resumed", "oh", "S"),
    ("prolonged", "oh", "AH"),
    ("concluded", "oh", "AHS"),
    ("effective", "oh", "W"),
    ("appealed", "h", "WC"),
    ("remanded", "oh", "AHS"),
    ("retried", "oh", "WC"),
    ("noted", "ohrs", "AHSWC"),
    ("redated", "h", "AHSWC"),
    ("struck", "h", "AHSWCX"),
    ("amended", "h", "AHSWC"),
    ("cancelled", "h", "AHSWC"),
];

fn initial(phase: Phase) -> char {
    match phase {
        Phase::Answer => 'A',
        Phase::Hear => 'H',
        Phase::Suspended => 'S',
        Phase::Awaits => 'W',
        Phase::Concluded => 'C',
        Phase::Cancelled => 'X',
    }
}

/// Stories that between them give every verb a place.
fn stories(today: Date) -> Vec<(Route, Vec<Step>)> {
    let ended = |conclusion, again| Step::Concluded { conclusion, served: today, again };
    let revoked = ended(Conclusion::Revoked, Some(today.saturating_add(20.days())));
    let lost = ended(Conclusion::ClaimsRejected, None);
    let appealed = Step::Appealed { by: Side::Opponent };
    let all: [&[Step]; 9] = [
        &[],
        &[Step::Answered],
        &[Step::Suspended],
        &[Step::Answered, Step::Suspended],
        &[Step::Answered, revoked],
        &[Step::Answered, lost],
        &[Step::Answered, lost, appealed],
        &[Step::Answered, lost, appealed, ended(Conclusion::JudgmentKept, None)],
        &[Step::Cancelled],
    ];
    let suits = all.into_iter().map(|steps| (Route::Direct, steps.to_vec()));
    let reviews = [vec![], vec![Step::Answered], vec![ended(Conclusion::ReviewUpheld, None)], vec![Step::Cancelled]];
    suits.chain(reviews.into_iter().map(|steps| (Route::Review, steps))).collect()
}

async fn told(office: &Office, organ: &Organ, n: usize, (route, steps): &(Route, Vec<Step>)) -> Case {
    let arrival = Arrival {
        route: *route,
        request: None,
        after: None,
        forum: "云泽县人民法院".to_owned(),
        case_number: format!("第{n}号"),
        title: "供水水质检测报告".to_owned(),
        notified: office.today(),
        procedure: Procedure::Simplified,
        accepted: None,
        proof: "收发室签收".to_owned(),
    };
    let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await.unwrap();
    let (_, number) = register(office, &mut act, &Hand::Platform, organ, &arrival).await.unwrap();
    act.commit().await.unwrap();
    for step in steps {
        let case = Case::numbered(office, &number, Scope::All).await.unwrap();
        let mut act = office.db.act(Actor::System, Moment(office.now_ms())).await.unwrap();
        let taken = Taken { on: office.today(), step: *step };
        take(office, &mut act, &Hand::Platform, &case, taken, &Words::default()).await.unwrap();
        act.commit().await.unwrap();
    }
    Case::numbered(office, &number, Scope::All).await.unwrap()
}

#[tokio::test]
async fn every_verb_of_a_case_is_open_to_its_roles_in_its_phases_and_to_nobody_else_ever() {
    let ground = super::ground(tempfile::tempdir().unwrap(), None).await;
    let office = &ground.office;
    let organ = bureau(office).await;
    let (id, other) = (hire(office, &organ, "shen").await, hire(office, &organ, "lu").await);
    let mut opened: Vec<(&str, char)> = Vec::new();
    for (n, story) in stories(office.today()).iter().enumerate() {
        let case = told(office, &organ, n, story).await;
        let phase = initial(case.standing.phase());
        for verb in Verb::ALL {
            let (key, roles, phases) = MATRIX.into_iter().find(|(key, ..)| *key == verb.key()).unwrap();
            for role in Role::ALL {
                let hand = |id: PersonId, organ| Hand::Staff { id, organ, roles: vec![role], stands_in: Vec::new() };
                let open = may(office, &hand(id, Some(organ.id)), &case, verb).is_ok();
                let has_place = roles.contains(letter_of(role)) && phases.contains(phase);
                assert!(has_place || !open, "{role:?} may {verb:?} at {phase} after {story:?}");
                if open {
                    opened.push((key, letter_of(role)));
                }
                assert_eq!(may(office, &hand(other, Some(organ.id)), &case, verb).is_ok(), open);
                assert!(may(office, &hand(id, None), &case, verb).is_err(), "{role:?} of no organ may {verb:?}");
            }
            assert!(may(office, &Hand::Applicant, &case, verb).is_err(), "an applicant may {verb:?}");
        }
    }
    for (key, roles, phases) in MATRIX {
        for role in roles.chars().filter(|_| !phases.is_empty()) {
            assert!(opened.contains(&(key, role)), "no story lets {role} do {key}");
        }
    }
}
