//! Every verb × every role × every stage: who may do what when, in a table of its own beside the program's; and numbers of
//! letters.

use gongkai::{
    Office,
    people::roles::{Hand, Role},
    requests::{
        dossier::Dossier,
        record::Words,
        take::{may, take},
    },
};
use gongkai_law::request::{
    decision::Decision,
    step::{Stage, Step, Taken, Verb},
};
use gongkai_store::{Actor, Civil, Error, Moment, NewLetter, NewPerson, Organ, PersonId, Scope};

use super::{applied, bureau};
use crate::web::house::{noon, on_both};

/// The word of a verb, the roles that may take it up, and the stages in which it can have a place: o officer, h head, r
/// reviewer, s signer; R registered, E examined, H handled, A answered, F filed.
const MATRIX: [(&str, &str, &str); 33] = [
    ("arrived", "oh", ""),
    ("confirmed", "oh", "R"),
    ("accepted", "oh", "E"),
    ("clarify_asked", "oh", "EH"),
    ("clarified", "oh", "EH"),
    ("reasons_asked", "oh", "EH"),
    ("reasoned", "oh", "EH"),
    ("consulted", "oh", "EH"),
    ("reached", "oh", "EH"),
    ("opined", "oh", "EH"),
    ("fee_notified", "oh", "EH"),
    ("fee_paid", "oh", "EH"),
    ("extension_asked", "o", "EHA"),
    ("extended", "h", "EHA"),
    ("extension_declined", "h", "EHA"),
    ("delayed", "h", "EH"),
    ("drafted", "oh", "EHA"),
    ("returned", "rs", "A"),
    ("reviewed", "r", "A"),
    ("signed", "s", "A"),
    ("sent", "oh", "A"),
    ("served", "oh", "F"),
    ("withdrawn", "oh", "REHA"),
    ("lapsed", "oh", "EH"),
    ("ordered", "oh", "F"),
    ("lifted", "oh", "EHA"),
    ("converted", "h", "F"),
    ("archived", "oh", "F"),
    ("issued", "oh", "REHAF"),
    ("noted", "ohrs", "REHAF"),
    ("redated", "h", "REHAF"),
    ("struck", "h", "REHAF"),
    ("amended", "oh", "REHAF"),
];

/// A role in the tables of verbs.
pub fn letter_of(role: Role) -> char {
    match role {
        Role::Officer => 'o',
        Role::Head => 'h',
        Role::Reviewer => 'r',
        Role::Signer => 's',
        // nobody's work on a request or in a case
        Role::Supervisor | Role::System | Role::Security | Role::Audit => '-',
    }
}

fn initial(stage: Stage) -> char {
    match stage {
        Stage::Register => 'R',
        Stage::Examine => 'E',
        Stage::Handle => 'H',
        Stage::Answer => 'A',
        Stage::File => 'F',
    }
}

/// Stories that between them give every verb a place.
fn stories() -> Vec<Vec<Step>> {
    let draft = Step::Drafted { decision: Decision::Granted };
    let answered = [Step::Accepted, draft, Step::Reviewed, Step::Signed, Step::Sent];
    let with = |more: &[Step]| answered.iter().chain(more).copied().collect::<Vec<_>>();
    vec![
        vec![],
        vec![Step::Accepted],
        vec![Step::ClarifyAsked { until: noon_date().tomorrow().unwrap() }],
        vec![Step::ReasonsAsked { until: noon_date().tomorrow().unwrap() }],
        vec![Step::Accepted, Step::Consulted { party: 0, asked: gongkai_law::request::third_party::Asked::ThirdParty }],
        vec![Step::Accepted, Step::FeeNotified],
        vec![Step::Accepted, Step::ExtensionAsked { days: 5 }],
        vec![Step::Accepted, draft],
        vec![Step::Accepted, draft, Step::Reviewed],
        vec![Step::Accepted, draft, Step::Reviewed, Step::Signed],
        with(&[]),
        with(&[Step::Served]),
        with(&[Step::Served, Step::Archived]),
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

async fn told(office: &Office, organ: &Organ, steps: &[Step]) -> Dossier {
    let number = applied(office, organ, "林晚舟").await.number;
    for step in steps {
        let dossier = Dossier::numbered(office, &number, Scope::All).await.unwrap();
        let mut act = office.db.act(Actor::System, Moment::from(noon())).await.unwrap();
        let taken = Taken { on: office.today(), step: *step };
        let words = Words { proof: "送达回证".to_owned(), ..Words::default() };
        take(office, &mut act, &Hand::Platform, &dossier, taken, &words).await.unwrap();
        act.commit().await.unwrap();
    }
    Dossier::numbered(office, &number, Scope::All).await.unwrap()
}

#[tokio::test]
async fn every_verb_is_open_to_its_roles_at_its_stages_and_to_nobody_else_ever() {
    let ground = super::ground(tempfile::tempdir().unwrap(), None).await;
    let office = &ground.office;
    let organ = bureau(office).await;
    let (id, other) = (hire(office, &organ, "shen").await, hire(office, &organ, "lu").await);
    let mut opened: Vec<(String, char)> = Vec::new();
    for story in stories() {
        let dossier = told(office, &organ, &story).await;
        let stage = initial(dossier.standing.stage());
        for verb in Verb::ALL {
            let (_, roles, stages) = MATRIX.into_iter().find(|(key, ..)| *key == verb.key()).unwrap();
            for role in Role::ALL {
                let hand = |id, organ| Hand::Staff { id, organ, roles: vec![role], stands_in: Vec::new() };
                let answer = may(office, &hand(id, Some(organ.id)), &dossier, verb);
                let has_place = roles.contains(letter_of(role)) && stages.contains(stage);
                assert!(has_place || answer.is_err(), "{role:?} may {verb:?} at {stage} after {story:?}");
                if answer.is_ok() {
                    opened.push((verb.key().to_owned(), letter_of(role)));
                }
                // what one may, a colleague of the same role may; somebody of no organ, or of another, never
                assert_eq!(may(office, &hand(other, Some(organ.id)), &dossier, verb).is_ok(), answer.is_ok());
                assert!(may(office, &hand(id, None), &dossier, verb).is_err(), "{role:?} of no organ may {verb:?}");
            }
            let applicant = may(office, &Hand::Applicant, &dossier, verb).is_ok();
            assert!(
                !applicant || ["clarified", "reasoned", "withdrawn", "noted"].contains(&verb.key()),
                "an applicant may {verb:?}"
            );
        }
    }
    for (key, roles, stages) in MATRIX {
        // one waits for a letter by post, which `applied` is not; one for a term that has passed
        let later = ["confirmed", "lapsed", "ordered", "lifted", "delayed", "converted"];
        for role in roles.chars().filter(|_| !stages.is_empty() && !later.contains(&key)) {
            assert!(opened.contains(&(key.to_owned(), role)), "no story lets {role} do {key}");
        }
    }
}

#[tokio::test]
async fn a_letters_number_is_borne_once_in_an_organ_and_may_be_borne_by_another_organ() {
    on_both(async |office| {
        let organ = bureau(&office).await;
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
        let other = office.db.organ(other).await.unwrap();
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
