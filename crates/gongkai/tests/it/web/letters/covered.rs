//! Who only supervises reads what the organ did, and of nobody who they are, at whatever address; who works on it prints
//! the name, at the price of a trace.

use std::collections::BTreeSet;

use gongkai::requests::papers::{self, Paper};
use gongkai_store::journal;

use super::*;

/// The applicant, the third party, and a number by which somebody is known.
const NAMED: [&str; 4] = ["林晚舟", "柳长堤", "白露", "13800005678"];

/// A supervisor of the county.
async fn supervisor(office: &Office, organ: &Organ) {
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    let mut act_of = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let yu = NewPerson {
        organ: organ.parent_id,
        name: "yu",
        full_name: "余春生",
        roles: &["supervisor"],
        password: &hash,
        must_change: false,
    };
    act_of.add_person(&yu).await.unwrap();
    act_of.commit().await.unwrap();
}

/// A supervisor, and a request that names people wherever words can stand, answered and served.
async fn answered(office: &Office) -> String {
    let organ = water(office).await;
    reachable(office, &organ).await;
    supervisor(office, &organ).await;
    let application = Application {
        applicant: Applicant::NaturalPerson,
        identity: Identity { name: "林晚舟".into(), number: "11010519491231002X".into(), ..Identity::default() },
        wanted: "林晚舟名下，电话13800005678的供水合同".into(),
        supply: Supply::Electronic,
        delivery: Delivery::Email,
        channel: Channel::InPerson,
        arrived: date(2026, 9, 1),
        confirmed: None,
        proof: String::new(),
    };
    let number = register(office, Actor::Operator, &organ, &application).await.unwrap().number;
    let words = Words {
        who: "柳长堤、白露女士（云渡镇）".to_owned(),
        proof: "柳长堤签收，电话13800005678".to_owned(),
        why: "林晚舟与柳长堤的合同".to_owned(),
        ..Words::default()
    };
    step(office, &number, on(date(2026, 9, 14), Step::Consulted { party: 0, asked: Asked::ThirdParty }), &words).await;
    step(office, &number, on(date(2026, 9, 24), Step::Opined { party: 0, opinion: Opinion::Refuses }), &words).await;
    step(office, &number, on(date(2026, 9, 25), Step::Noted), &words).await;
    let kinds = ["identity", "opinion", "judgment", "note", "answer", "proof"];
    let paper = |kind| Paper { name: "林晚舟身份证.pdf".to_owned(), bytes: b"%PDF-1.7".to_vec(), kind };
    let dossier = Dossier::numbered(office, &number, Scope::All).await.unwrap();
    let mut put = office.db.act(Actor::System, Moment::from(noon())).await.unwrap();
    papers::put(office, &mut put, &dossier, &kinds.map(paper)).await.unwrap();
    put.commit().await.unwrap();
    let mut shen = sign_in(office, "shen").await;
    act(&mut shen, &format!("/desk/requests/{number}/notices/1"), "issue", "").await;
    let letter = draft(&mut shen, &number, Decision::DeniedThirdParty, 0).await.location().to_owned();
    act(&mut shen, &letter, "hand_in", "").await;
    act(&mut sign_in(office, "gu").await, &letter, "reviewed", "").await;
    act(&mut sign_in(office, "lu").await, &letter, "signed", "").await;
    act(&mut shen, &letter, "sent", "").await;
    step(office, &number, on(date(2026, 10, 12), Step::Served), &words).await;
    number
}

async fn step(office: &Office, number: &str, taken: Taken, words: &Words) {
    let dossier = Dossier::numbered(office, number, Scope::All).await.unwrap();
    let mut act = office.db.act(Actor::System, Moment::from(noon())).await.unwrap();
    take::take(office, &mut act, &Hand::Platform, &dossier, taken, words).await.unwrap();
    act.commit().await.unwrap();
}

/// Where the pages of a request lead to, and the addresses that none of them names.
async fn everywhere(reader: &mut Somebody, number: &str) -> Vec<(String, Page)> {
    let file = format!("/desk/requests/{number}");
    let mut waiting: BTreeSet<String> = ["", "/drafted", "/letters", "/noted", "/reveal", "/code", "/erase"]
        .iter()
        .map(|end| format!("{file}{end}"))
        .collect();
    waiting.extend((0..7).map(|n| format!("{file}/files/{n}")));
    waiting.extend(["cover", "index", "service_proof"].map(|kind| format!("{file}/papers/{kind}")));
    waiting.insert(format!("{file}/letters/new/third_party_told"));
    let (mut seen, mut pages) = (BTreeSet::new(), Vec::new());
    while let Some(here) = waiting.pop_first() {
        if !seen.insert(here.clone()) {
            continue;
        }
        let page = reader.get(&here).await;
        let links = page.body.split("href=\"").skip(1).filter_map(|rest| rest.split_once('"')).map(|(link, _)| link);
        waiting.extend(
            links
                .filter(|link| link.starts_with(&file) && !link.contains('?'))
                .map(|link| link.split('#').next().unwrap().to_owned()),
        );
        let is_page = !["/docx", "/pdf", "/print"].iter().any(|end| here.ends_with(end)) && !here.contains("/files/");
        if is_page
            && page.status == StatusCode::OK
            && !here.contains("/letters/new/")
            && (here.contains("/letters/") || here.contains("/notices/") || here.contains("/papers/"))
        {
            waiting.extend(["docx", "pdf", "print"].map(|end| format!("{here}/{end}")));
        }
        pages.push((here, page));
    }
    pages
}

#[tokio::test]
async fn who_supervises_reads_of_nobody_who_they_are_at_any_address_of_the_file() {
    on_both(async |office| {
        let number = answered(&office).await;
        let mut yu = sign_in(&office, "yu").await;
        let pages = everywhere(&mut yu, &number).await;
        for (here, page) in &pages {
            assert!(page.status != StatusCode::INTERNAL_SERVER_ERROR, "{here}: {}", page.body);
            for name in NAMED {
                assert!(!page.has(name), "“{name}” at {here}: {}", page.body);
            }
            let taken = ["/docx", "/pdf", "/print"].iter().any(|end| here.ends_with(end));
            if taken || here.contains("/files/") {
                let shut = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND];
                assert!(shut.contains(&page.status), "{here}: {}", page.status);
            }
        }
        let read = |end: &str| pages.iter().find(|(here, _)| here.ends_with(end)).map(|(_, page)| page).unwrap();
        assert!(read(&number).has("柳*堤") && read(&number).has("138****5678") && read(&number).has("材料1"));
        assert!(read("/drafted").has("林*舟名下，电话138****5678的供水合同"), "{}", read("/drafted").body);
        assert!(read("/papers/service_proof").has("柳*堤签收"), "{}", read("/papers/service_proof").body);
        let letters = pages.iter().filter(|(here, page)| here.contains("/notices/") && page.status == StatusCode::OK);
        assert!(letters.filter(|(_, page)| page.has("柳*堤")).count() > 0, "the letter to the third party");
    })
    .await;
}

#[tokio::test]
async fn who_works_on_it_prints_the_name_and_the_journal_has_it() {
    on_both(async |office| {
        let number = answered(&office).await;
        let mut shen = sign_in(&office, "shen").await;
        let pages = everywhere(&mut shen, &number).await;
        let printed: Vec<_> = pages.iter().filter(|(here, _)| here.ends_with("/print")).collect();
        assert!(printed.len() >= 5, "{:?}", printed.iter().map(|(here, _)| here).collect::<Vec<_>>());
        for (here, page) in printed {
            assert_eq!(page.status, StatusCode::OK, "{here}: {}", page.body);
            let names = page.has("林晚舟") || page.has("柳长堤") || here.ends_with("/index/print");
            // what it is called is covered for everybody, and a paper of the file says what it is called
            let covered = page.has("林*舟") && !here.contains("/papers/");
            assert!(names && !covered && !page.has("name=\"act\""), "{here}: {}", page.body);
            let seen = page.body.contains("打开时已经留痕");
            assert!(seen, "{here}: {}", page.body);
        }
        let rows = journal::rows(&office.db, 0, 10_000).await.unwrap();
        for row in &rows {
            let said = format!("{} {}", row.object, row.detail);
            assert!(!NAMED.iter().any(|name| said.contains(name)), "the journal names nobody: {said}");
        }
        let taken = pages.iter().filter(|(here, page)| {
            ["/docx", "/pdf", "/print"].iter().any(|end| here.ends_with(end)) && page.status == StatusCode::OK
        });
        assert_eq!(rows.iter().filter(|row| row.act == "letter.open").count(), taken.count());
    })
    .await;
}
