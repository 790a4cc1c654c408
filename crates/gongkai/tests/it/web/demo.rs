//! The demonstration's register: what a visitor finds in it, and that it was kept like anybody's.

use gongkai::{
    Office, demo, password,
    requests::dossier::{Dossier, projection},
};
use gongkai_law::{
    annual_report::{Edition, Form, tally},
    request::{application::Applicant, decision::Decision, standing::Waits, step::Stage},
};
use gongkai_store::{Civil, Order, RequestFilter, RequestLine, Scope};

use super::house::{Somebody, noon, office};

async fn all(office: &Office) -> Vec<RequestLine> {
    office.db.requests(Scope::All, &RequestFilter::default(), Order::Newest, 0, 500).await.unwrap()
}

async fn tables_hold(office: &Office, year: i16) {
    let groups = office.db.request_groups(Scope::All, year).await.unwrap();
    assert!(!groups.is_empty());
    let groups = groups.into_iter().map(|group| tally::Requests {
        received: i16::try_from(group.received_year).unwrap(),
        ended: group
            .ended_year
            .zip(group.decision)
            .map(|(year, decision)| (i16::try_from(year).unwrap(), Decision::of_key(&decision).unwrap())),
        applicant: Applicant::of_key(&group.applicant).unwrap(),
        count: group.count,
    });
    let figures = tally::of(Edition::Of2021, year, groups, []);
    for identity in Form::of(Edition::Of2021).identities() {
        let [left, right] = [&identity.left, &identity.right].map(|side| figures.sum(side));
        assert_eq!(left, right, "{year}: {identity:?}");
    }
}

#[tokio::test]
async fn the_demonstration_shows_every_decision_and_every_stage_and_its_books_balance() {
    let folder = tempfile::tempdir().unwrap();
    let db = gongkai_store::Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = office(db);
    let hash = password::hash("qinghe-demo-2026".to_owned()).await.unwrap();
    demo::fill(&office).await.unwrap();
    demo::open_desk(&office, &hash).await.unwrap();
    let lines = all(&office).await;
    assert!((60..=80).contains(&lines.len()), "{}", lines.len());
    for decision in Decision::ALL {
        assert!(lines.iter().any(|line| line.decision.as_deref() == Some(decision.key())), "{decision:?}");
    }
    for stage in Stage::ALL {
        assert!(lines.iter().any(|line| line.stage == stage.key()), "{stage:?}");
    }
    for waits in [Waits::Office, Waits::Applicant, Waits::ThirdParty, Waits::Nobody] {
        assert!(lines.iter().any(|line| line.waits == waits.key()), "{waits:?}");
    }
    let today = Civil(office.today());
    assert!(lines.iter().any(|line| line.due.is_some_and(|due| due < today)), "nothing is overdue");
    assert!(lines.iter().any(|line| line.extended > 0));
    for line in &lines {
        let dossier = Dossier::open(&office, line.id, Scope::All).await.unwrap();
        let folded = projection(&dossier.standing);
        assert_eq!((folded.stage, folded.waits, folded.due), (&*line.stage, &*line.waits, line.due), "{}", line.number);
        assert_eq!((folded.received, folded.ended), (line.received, line.ended), "{}", line.number);
        assert_eq!(folded.decision, line.decision.as_deref(), "{}", line.number);
        assert!(dossier.entries.iter().all(|entry| entry.row.at_ms.0 <= noon().as_millisecond()));
    }
    for year in [2025, 2026] {
        tables_hold(&office, year).await;
    }
    demo::open_desk(&office, &hash).await.unwrap();
    assert_eq!(all(&office).await.len(), lines.len(), "a second start told the stories again");

    let mut somebody = Somebody::at(&office);
    let csrf = somebody.get("/signin").await.csrf();
    let form = [("csrf", csrf.as_str()), ("user", "shenyan"), ("pass", "qinghe-demo-2026")];
    somebody.post("/signin", &form).await;
    let list = somebody.get("/desk").await;
    assert!(list.has("QINGHE-2026-"), "{}", list.body);
}
