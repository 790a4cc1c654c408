//! Table 3 as the databases count it by their groups, against a pencil that reads the steps themselves.

use gongkai::{
    Office,
    requests::{
        dossier::projection,
        record::{Words, detail},
    },
};
use gongkai_law::{
    annual_report::{Edition, Figures, tally},
    request::{application::Applicant, decision::Decision, standing::Standing, step::Taken},
};
use gongkai_store::{Actor, Civil, Moment, NewOrgan, NewRequest, NewStep, OrganId, PastRequest, PastStep, Scope};

use super::lives::{Dice, Line, by_hand, life, pencil};
use crate::web::house::{noon, on_both};

/// Requests in the register, and how many years are counted from them.
const LIVES: usize = 900;
const YEARS: usize = 300;

/// An organ, one below it, one below that, and one beside them.
async fn tree(office: &Office) -> [OrganId; 4] {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let organ = |slug, parent| NewOrgan {
        slug,
        name: slug,
        short_name: slug,
        kind: "department",
        level: "county",
        parent,
        ..NewOrgan::default()
    };
    let top = act.add_organ(&organ("shang", None)).await.unwrap();
    let middle = act.add_organ(&organ("zhong", Some(top))).await.unwrap();
    let low = act.add_organ(&organ("xia", Some(middle))).await.unwrap();
    let beside = act.add_organ(&organ("pang", None)).await.unwrap();
    act.commit().await.unwrap();
    [top, middle, low, beside]
}

/// One life, whose it is and for whom.
struct One {
    organ: usize,
    applicant: Applicant,
    taken: Vec<Taken>,
    line: Option<Line>,
}

/// Puts them into the register with their steps.
async fn load(office: &Office, organs: &[OrganId; 4], lives: &[One]) {
    let numbers: Vec<_> = (0..lives.len()).map(|n| format!("X-{n:04}")).collect();
    let words = |one: &One| one.taken.iter().map(|taken| detail(taken.step, &Words::default())).collect::<Vec<_>>();
    let details: Vec<_> = lives.iter().map(words).collect();
    let past = |(taken, detail): (&Taken, _)| PastStep {
        step: NewStep { on: Civil(taken.on), kind: taken.step.verb().key(), detail },
        actor: Actor::System,
        at: Moment::from(noon()),
    };
    let steps: Vec<Vec<_>> = lives
        .iter()
        .zip(&details)
        .map(|(one, details)| one.taken.iter().zip(details.iter().map(String::as_str)).map(past).collect())
        .collect();
    let request = |(n, one): (usize, &One)| NewRequest {
        organ: organs[one.organ],
        number: &numbers[n],
        code_mac: b"-",
        title: "水质",
        wanted: "水质",
        applicant: one.applicant.key(),
        applicant_mac: None,
        sealed: b"-",
        channel: "internet",
        supply: "paper",
        delivery: "post",
    };
    let all: Vec<_> = lives
        .iter()
        .enumerate()
        .map(|(n, one)| PastRequest {
            request: request((n, one)),
            at: Moment::from(noon()),
            officer: None,
            steps: &steps[n],
            now: projection(&Standing::of(&one.taken, &office.calendar)),
            letter: None,
            old_number: None,
        })
        .collect();
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    act.load_requests(&all).await.unwrap();
    act.commit().await.unwrap();
}

/// What a database says of a year, in the cells of its form.
async fn counted(office: &Office, scope: Scope, year: i16, edition: Edition) -> Figures {
    let groups = office.db.request_groups(scope, year).await.unwrap();
    let requests = groups.iter().map(|group| {
        let leaf = group.decision.as_deref().map(|key| Decision::of_key(key).unwrap());
        tally::Requests {
            received: i16::try_from(group.received_year).unwrap(),
            ended: group.ended_year.map(|year| i16::try_from(year).unwrap()).zip(leaf),
            applicant: Applicant::of_key(&group.applicant).unwrap(),
            count: group.count,
        }
    });
    tally::of(edition, year, requests, [])
}

#[tokio::test]
async fn the_groups_of_both_databases_are_what_a_pencil_counts_from_the_same_steps() {
    on_both(async |office| {
        let organs = tree(&office).await;
        let mut dice = Dice(45_2026);
        let mut lives = Vec::new();
        for _ in 0..LIVES {
            let (taken, applicant) = (life(&mut dice, &office.calendar), dice.pick(&Applicant::ALL));
            let line = pencil(&taken, applicant);
            lives.push(One { organ: dice.below(4), applicant, taken, line });
        }
        load(&office, &organs, &lives).await;
        for _ in 0..YEARS {
            let (year, edition) = (dice.pick(&[2023, 2024, 2025, 2026, 2027]), dice.pick(&Edition::ALL));
            // the organ alone; with those below it; all there are
            let (scope, whose) = match dice.below(7) {
                n @ 0..4 => (Scope::Organ(organs[n]), vec![n]),
                4 => (Scope::Subtree(organs[0]), vec![0, 1, 2]),
                5 => (Scope::Subtree(organs[1]), vec![1, 2]),
                _ => (Scope::All, vec![0, 1, 2, 3]),
            };
            let figures = counted(&office, scope, year, edition).await;
            for cell in figures.form().cells_under("requests") {
                let address = &figures.form().cells()[usize::from(cell)].address;
                let lines = lives.iter().filter(|one| whose.contains(&one.organ)).filter_map(|one| one.line.as_ref());
                let expected = by_hand(address, year, edition, lines);
                assert_eq!(figures.get(cell), Some(expected), "{address} of {year}, {scope:?}");
            }
        }
    })
    .await;
}
