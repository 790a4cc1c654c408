//! Every verb × every role × every place where a request may stand: who may do what when, in tables of their own beside the
//! program's; what is done beside the verbs; and numbers of letters.

use gongkai::{
    Office,
    people::roles::{Duty, Hand, Role},
    requests::{
        code,
        dossier::Dossier,
        record::Words,
        reveal,
        take::{may, take},
    },
};
use gongkai_law::request::{
    decision::Decision,
    received::Channel,
    step::{Opinion, Step, Taken, Verb},
    third_party::Asked,
};
use gongkai_store::{Actor, Civil, Error, Moment, NewLetter, NewPerson, Organ, PersonId, Scope};
use jiff::ToSpan as _;

use super::{applied, bureau, came};
use crate::web::house::{noon, on_both};

/// The word of a verb and whose it is: o officer, h head, r reviewer, s signer, and a the applicant with the code.
const MATRIX: [(&str, &str); 33] = [
    ("arrived", "oh"),
    ("confirmed", "oh"),
    ("accepted", "oh"),
    ("clarify_asked", "oh"),
    ("clarified", "oha"),
    ("reasons_asked", "oh"),
    ("reasoned", "oha"),
    ("consulted", "oh"),
    ("reached", "oh"),
    ("opined", "oh"),
    ("fee_notified", "oh"),
    ("fee_paid", "oh"),
    ("extension_asked", "o"),
    ("extended", "h"),
    ("extension_declined", "h"),
    ("delayed", "h"),
    ("drafted", "oh"),
    ("returned", "rs"),
    ("reviewed", "r"),
    ("signed", "s"),
    ("sent", "oh"),
    ("served", "oh"),
    ("withdrawn", "oha"),
    ("lapsed", "oh"),
    ("ordered", "oh"),
    ("lifted", "oh"),
    ("converted", "h"),
    ("archived", "oh"),
    ("issued", "oh"),
    ("noted", "ohrsa"),
    ("redated", "h"),
    ("struck", "h"),
    ("amended", "oh"),
];
/// What has its place wherever a request stands.
const ALWAYS: &str = "issued noted redated struck amended";
/// What has its place nowhere: an application arrives once, and what lapsed is told by an answer.
const NEVER: [&str; 2] = ["arrived", "lapsed"];

/// A role in the tables of verbs.
pub fn letter_of(role: Role) -> char {
    match role {
        Role::Officer => 'o',
        Role::Head => 'h',
        Role::Reviewer => 'r',
        Role::Signer => 's',
        Role::System => 'y',
        // nobody's work on a request or in a case
        Role::Secrecy | Role::Supervisor | Role::Security | Role::Audit => '-',
    }
}

/// Where a request stands, and which verbs have their place there.
struct Story {
    by: Channel,
    steps: Vec<Step>,
    /// Whether its due date has passed since.
    late: bool,
    open: &'static str,
}

fn story(steps: &[Step], open: &'static str) -> Story {
    Story { by: Channel::InPerson, steps: steps.to_vec(), late: false, open }
}

/// Every place where a request may stand, as the law tells it.
fn stories() -> Vec<Story> {
    [examined(), asked_of_others(), answered()].into_iter().flatten().collect()
}

const ACCEPTED: Step = Step::Accepted;
/// While an office works on it and nobody is asked anything.
const WORK: &str = "clarify_asked reasons_asked consulted fee_notified extension_asked extended drafted withdrawn";

/// From the letter box on, while the applicant is asked.
fn examined() -> Vec<Story> {
    let until = noon_date().tomorrow().unwrap();
    let (accepted, work) = (ACCEPTED, WORK);
    let (clarify, reasons) = (Step::ClarifyAsked { until }, Step::ReasonsAsked { until });
    let letter = Story { by: Channel::OrdinaryPost, ..story(&[], "confirmed withdrawn") };
    let late = Story { late: true, ..story(&[accepted], "reasons_asked consulted drafted withdrawn") };
    let no_clarify = "accepted reasons_asked consulted fee_notified extension_asked extended drafted withdrawn";
    let heard = "accepted clarify_asked consulted fee_notified extension_asked extended delayed drafted withdrawn";
    vec![
        letter,
        late,
        story(
            &[],
            "accepted clarify_asked reasons_asked consulted fee_notified extension_asked extended drafted withdrawn",
        ),
        story(&[accepted], work),
        story(&[clarify], "clarified drafted withdrawn"),
        Story { late: true, ..story(&[clarify], "clarified drafted withdrawn") },
        story(&[clarify, Step::Clarified], no_clarify),
        story(
            &[reasons],
            "accepted clarify_asked reasoned consulted fee_notified extension_asked extended drafted withdrawn",
        ),
        story(&[reasons, Step::Reasoned], heard),
        story(
            &[reasons, Step::Reasoned, Step::Delayed { until: noon_date().saturating_add(60.days()) }],
            "accepted clarify_asked consulted fee_notified drafted withdrawn",
        ),
    ]
}

/// While others are asked, it is paid for, or takes longer.
fn asked_of_others() -> Vec<Story> {
    let (accepted, work) = (ACCEPTED, WORK);
    let asked = Step::Consulted { party: 0, asked: Asked::ThirdParty };
    let opined = Step::Opined { party: 0, opinion: Opinion::Agrees };
    vec![
        story(
            &[accepted, asked],
            "clarify_asked reasons_asked consulted reached opined fee_notified extension_asked extended drafted withdrawn",
        ),
        story(
            &[accepted, asked, Step::Reached { party: 0 }],
            "clarify_asked reasons_asked consulted opined fee_notified extension_asked extended drafted withdrawn",
        ),
        story(
            &[accepted, Step::ExtensionAsked { days: 5 }],
            "clarify_asked reasons_asked consulted fee_notified extended extension_declined drafted withdrawn",
        ),
        story(&[accepted, Step::ExtensionAsked { days: 5 }, Step::ExtensionDeclined], work),
        story(&[accepted, asked, Step::Reached { party: 0 }, opined], work),
        story(&[accepted, Step::FeeNotified], "fee_paid drafted withdrawn"),
        story(
            &[accepted, Step::FeeNotified, Step::FeePaid],
            "clarify_asked reasons_asked consulted extension_asked extended drafted withdrawn",
        ),
        story(
            &[accepted, Step::Extended { days: 20 }],
            "clarify_asked reasons_asked consulted fee_notified drafted withdrawn",
        ),
    ]
}

/// From the draft to the archive, and opened again.
fn answered() -> Vec<Story> {
    let (accepted, draft) = (ACCEPTED, Step::Drafted { decision: Decision::Granted });
    let refused = Step::Drafted { decision: Decision::DeniedLaw };
    let order = Step::Ordered { until: noon_date().tomorrow().unwrap() };
    let signed = [accepted, draft, Step::Reviewed, Step::Signed];
    let sent = |more: &[Step]| [&signed[..], &[Step::Sent], more].concat();
    vec![
        story(&signed[..2], "drafted extension_asked extended returned reviewed withdrawn"),
        story(&signed[..3], "drafted extension_asked extended returned signed withdrawn"),
        story(&signed, "extension_asked extended returned sent withdrawn"),
        story(&[accepted, draft, Step::Returned], WORK),
        story(&sent(&[]), "served ordered converted"),
        story(&sent(&[Step::Served]), "ordered converted archived"),
        story(&sent(&[Step::Served, Step::Archived]), "ordered converted"),
        story(&sent(&[Step::Served, Step::Converted]), "ordered archived"),
        story(&[accepted, refused, Step::Reviewed, Step::Signed, Step::Sent], "served ordered"),
        story(&[Step::Withdrawn], "ordered archived"),
        story(&sent(&[Step::Served, order]), "reasons_asked consulted drafted lifted withdrawn"),
        story(&sent(&[Step::Served, order, Step::Lifted]), "ordered converted archived"),
    ]
}

fn noon_date() -> jiff::civil::Date {
    gongkai::office::civil_date(noon())
}

pub async fn hire(office: &Office, organ: &Organ, name: &str) -> PersonId {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let new = NewPerson {
        organ: Some(organ.id),
        name,
        full_name: name,
        roles: &["officer"],
        password: "-",
        must_change: false,
    };
    let id = act.add_person(&new).await.unwrap();
    act.commit().await.unwrap();
    id
}

async fn told(office: &Office, organ: &Organ, story: &Story) -> Dossier {
    let number = came(office, organ, story.by).await.number;
    for step in &story.steps {
        let dossier = Dossier::numbered(office, &number, Scope::All).await.unwrap();
        let mut act = office.db.act(Actor::System, Moment::from(noon())).await.unwrap();
        let taken = Taken { on: office.today(), step: *step };
        let words = Words { proof: "送达回证".to_owned(), ..Words::default() };
        take(office, &mut act, &Hand::Platform, &dossier, taken, &words).await.unwrap();
        act.commit().await.unwrap();
    }
    Dossier::numbered(office, &number, Scope::All).await.unwrap()
}

async fn neighbour(office: &Office) -> Organ {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let new = gongkai_store::NewOrgan {
        slug: "yun",
        name: "云泽县水利局",
        short_name: "云泽县水利局",
        kind: "department",
        level: "county",
        ..gongkai_store::NewOrgan::default()
    };
    let other = act.add_organ(&new).await.unwrap();
    act.commit().await.unwrap();
    office.db.organ(other).await.unwrap()
}

#[tokio::test]
async fn every_verb_is_open_to_its_roles_where_it_has_its_place_and_to_nobody_else_ever() {
    let ground = super::ground(tempfile::tempdir().unwrap(), None).await;
    let mut office = ground.office;
    let (organ, other) = (bureau(&office).await, neighbour(&office).await);
    let people = [hire(&office, &organ, "shen").await, hire(&office, &organ, "lu").await];
    let mut placed: Vec<&str> = Vec::new();
    for story in stories() {
        office.clock = noon;
        let dossier = told(&office, &organ, &story).await;
        if story.late {
            // a quarter later: every term of the law has passed
            office.clock = || "2027-01-12T04:00:00Z".parse().unwrap();
        }
        let open: Vec<_> = story.open.split(' ').chain(ALWAYS.split(' ')).collect();
        assert!(open.iter().all(|key| MATRIX.iter().any(|(known, _)| known == key)), "{open:?}");
        placed.extend(&open);
        for verb in Verb::ALL {
            let (key, whose) = MATRIX.into_iter().find(|(key, _)| *key == verb.key()).unwrap();
            let here = open.contains(&key);
            let after = || format!("{verb:?} at {:?} after {:?}", dossier.standing.stage(), story.steps);
            for role in Role::ALL {
                let hand = |id, organ| Hand::Staff { id, organ, roles: vec![role], stands_in: Vec::new() };
                let expected = here && whose.contains(letter_of(role));
                for id in people {
                    let answer = may(&office, &hand(id, Some(organ.id)), &dossier, verb);
                    assert_eq!(answer.is_ok(), expected, "{role:?}, {}: {answer:?}", after());
                    for elsewhere in [None, Some(other.id)] {
                        assert!(may(&office, &hand(id, elsewhere), &dossier, verb).is_err(), "{role:?}, {}", after());
                    }
                }
            }
            let applicant = may(&office, &Hand::Applicant, &dossier, verb);
            assert_eq!(applicant.is_ok(), here && whose.contains('a'), "an applicant, {}: {applicant:?}", after());
        }
    }
    for (key, _) in MATRIX {
        assert_eq!(placed.contains(&key), !NEVER.contains(&key), "{key} has its place in no story");
    }
}

/// What is done beside the verbs, and whose it is.
const BESIDE: [(Duty, &str); 20] = [
    (Duty::Assign, "oh"),
    (Duty::GiveCode, "oh"),
    (Duty::SeeApplicant, "ohrs"),
    (Duty::SeeCase, "ohrs"),
    (Duty::NumberDefence, "hs"),
    (Duty::Erase, "h"),
    (Duty::Freeze, "h"),
    (Duty::TakeIn, "h"),
    (Duty::Standard, "h"),
    (Duty::Migrate, "h"),
    (Duty::Wording, "h"),
    (Duty::Letterhead, "h"),
    (Duty::SharedViews, "h"),
    (Duty::ApiKeys, "hy"),
    (Duty::AnswerMistake, "oh"),
    (Duty::Columns, "h"),
    (Duty::ReadingPlaces, "h"),
    (Duty::PassFindings, "h"),
    (Duty::EnterFigures, "oh"),
    (Duty::SettleFigures, "h"),
];

#[tokio::test]
async fn what_is_done_beside_the_verbs_is_open_to_its_roles_and_to_nobody_else() {
    let ground = super::ground(tempfile::tempdir().unwrap(), None).await;
    let office = &ground.office;
    let (organ, other) = (bureau(office).await, neighbour(office).await);
    let id = hire(office, &organ, "shen").await;
    let dossier = told(office, &organ, &story(&[], "")).await;
    for duty in Duty::ALL {
        let (_, whose) = BESIDE.into_iter().find(|(known, _)| *known == duty).unwrap();
        for role in Role::ALL {
            assert_eq!(duty.roles().contains(&role), whose.contains(letter_of(role)), "{duty:?} of {role:?}");
            // the doors of some of them ask nothing else
            let asks = |organ| {
                let hand = Hand::Staff { id, organ: Some(organ), roles: vec![role], stands_in: Vec::new() };
                match duty {
                    Duty::SeeApplicant => Some(reveal::may(&hand, &dossier).is_ok()),
                    Duty::GiveCode => Some(code::may(&hand, &dossier).is_ok()),
                    _ => None,
                }
            };
            if let Some(open) = asks(organ.id) {
                assert_eq!(open, whose.contains(letter_of(role)), "{duty:?} by {role:?}");
            }
            assert_ne!(asks(other.id), Some(true), "{duty:?} by {role:?} of another organ");
        }
    }
}

#[tokio::test]
async fn a_letters_number_is_borne_once_in_an_organ_and_may_be_borne_by_another_organ() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        let other = neighbour(&office).await;
        let mut outcome = Vec::new();
        for whose in [&organ, &other, &organ] {
            let request = applied(&office, whose, "林晚舟").await.id;
            let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
            let new = NewLetter { organ: whose.id, request, kind: "granted", fields: "{}" };
            let letter = act.add_letter(&new).await.unwrap();
            let signed = act.sign_letter((letter, whose.id, 0), "水公〔2026〕1号", Civil(office.today())).await;
            outcome.push(match signed {
                Ok(()) => act.commit().await.is_ok(),
                Err(Error::Taken(_)) => false,
                Err(error) => panic!("{error}"),
            });
        }
        assert_eq!(outcome, [true, true, false]);
    })
    .await;
}
