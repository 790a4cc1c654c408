//! What is addressed to the applicant is read by the applicant, where it happened.

use super::*;

/// The heading of each notice to the applicant, the steps that lead to it, and its place.
fn notices() -> [(&'static str, Vec<Step>, &'static str); 7] {
    let soon = date(2026, 10, 30);
    [
        ("政府信息公开申请登记回执", vec![], "0"),
        ("政府信息公开申请补正告知书", vec![Step::ClarifyAsked { until: soon }], "1"),
        ("政府信息公开申请说明理由告知书", vec![Step::ReasonsAsked { until: soon }], "1"),
        ("政府信息公开申请延期答复告知书", vec![Step::Extended { days: 5 }], "1"),
        (
            "政府信息公开申请延迟答复告知书",
            vec![Step::ReasonsAsked { until: soon }, Step::Reasoned, Step::Delayed { until: date(2026, 12, 1) }],
            "3",
        ),
        (
            "政府信息公开征求意见告知书",
            vec![Step::Consulted { party: 0, asked: Asked::ThirdParty }],
            "1-consult_notice",
        ),
        ("政府信息公开信息处理费收费通知书", vec![Step::FeeNotified], "1"),
    ]
}

/// A request that came on Friday and was taken as far as these steps today; its number and its code.
async fn asked(office: &Office, organ: &Organ, steps: &[Step]) -> (String, String) {
    let application = Application {
        applicant: Applicant::NaturalPerson,
        identity: Identity { name: "林晚舟".into(), number: "11010519491231002X".into(), ..Identity::default() },
        wanted: "云渡镇农村供水水质检测报告".into(),
        supply: Supply::Electronic,
        delivery: Delivery::Email,
        channel: Channel::InPerson,
        arrived: date(2026, 10, 9),
        confirmed: None,
        proof: String::new(),
    };
    let receipt = register(office, Actor::Operator, organ, &application).await.unwrap();
    for step in steps {
        let dossier = Dossier::numbered(office, &receipt.number, Scope::All).await.unwrap();
        let mut act = office.db.act(Actor::System, Moment::from(noon())).await.unwrap();
        let words = Words {
            why: "按量计收，共60页".to_owned(),
            yuan: Some(300),
            who: "清源供水公司".to_owned(),
            ..Words::default()
        };
        take::take(office, &mut act, &Hand::Platform, &dossier, on(date(2026, 10, 12), *step), &words).await.unwrap();
        act.commit().await.unwrap();
    }
    (receipt.number, receipt.code)
}

/// The page of a request as its applicant sees it.
async fn followed(office: &Office, (number, code): (&str, &str)) -> (Somebody, Page) {
    let mut lin = Somebody::at(office);
    let csrf = lin.get("/requests/follow").await.csrf();
    let opened = lin.post("/requests/follow", &[("csrf", &csrf), ("number", number), ("code", code)]).await;
    let page = lin.get(opened.location()).await;
    (lin, page)
}

#[tokio::test]
async fn every_kind_of_notice_is_read_by_its_applicant_from_the_step_that_it_goes_with() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let mut shen = sign_in(&office, "shen").await;
        for (title, steps, place) in notices() {
            let (number, code) = asked(&office, &organ, &steps).await;
            let (_, before) = followed(&office, (&number, &code)).await;
            assert!(!before.has(title), "nothing is read before it has its number: {}", before.body);
            let issued = act(&mut shen, &format!("/desk/requests/{number}/notices/{place}"), "issue", "").await;
            assert_eq!(issued.status, StatusCode::SEE_OTHER, "{title}: {}", issued.body);
            let (mut lin, page) = followed(&office, (&number, &code)).await;
            let (_, timeline) = page.body.split_once("id=\"h-tl\"").unwrap();
            let (before, _) =
                timeline.split_once(&format!("\">{title}</a>")).unwrap_or_else(|| panic!("{title}: {timeline}"));
            let href = before.rsplit_once("href=\"").unwrap().1;
            let letter = lin.get(href).await;
            assert_eq!(letter.status, StatusCode::OK, "{title}");
            assert!(letter.has(title) && letter.has("林晚舟"), "{title}: {}", letter.body);
        }
    })
    .await;
}

#[tokio::test]
async fn a_letter_to_somebody_else_is_nowhere_on_the_applicants_page() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let mut shen = sign_in(&office, "shen").await;
        let consulted = [Step::Consulted { party: 0, asked: Asked::ThirdParty }];
        let (number, code) = asked(&office, &organ, &consulted).await;
        let issued = act(&mut shen, &format!("/desk/requests/{number}/notices/1"), "issue", "").await;
        assert_eq!(issued.status, StatusCode::SEE_OTHER, "{}", issued.body);
        let (_, page) = followed(&office, (&number, &code)).await;
        assert!(!page.has("征询书") && !page.has("清源供水公司"), "{}", page.body);
    })
    .await;
}
