//! The demonstration's register: what a visitor finds in it, and that it was kept like anybody's.

use gongkai::{
    Office, demo,
    indicators::missing,
    password,
    redress::case::{Case, projection as redress},
    requests::dossier::{Dossier, projection},
};
use gongkai_law::{
    annual_report::{Edition, Form, tally},
    redress::{Route, conclusion::Conclusion, standing::Instance, step::Phase},
    request::{application::Applicant, decision::Decision, standing::Waits, step::Stage},
};
use gongkai_store::{Civil, Order, RedressFilter, RequestFilter, RequestLine, Scope, Sight, Turn};

use super::house::{Page, Somebody, noon, office};

async fn all(office: &Office) -> Vec<RequestLine> {
    office.db.requests(Scope::All, &RequestFilter::default(), Order::Newest, Turn::First, 500).await.unwrap()
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

/// Every route and phase, one answered tomorrow and one late, upheld, corrected with another answer ordered, and one
/// before the second court; their numbers.
async fn every_kind_of_case(office: &Office) -> Vec<String> {
    let cases = office.db.redress_cases(Scope::All, &RedressFilter::default(), 0, 100).await.unwrap();
    for route in Route::ALL {
        assert!(cases.iter().any(|case| case.route == route.key()), "{route:?}");
    }
    for phase in Phase::ALL {
        assert!(cases.iter().any(|case| case.phase == phase.key()), "{phase:?}");
    }
    let today = Civil(office.today());
    let tomorrow = office.calendar.workday_after(today.0, 1).unwrap().date;
    assert!(cases.iter().any(|case| case.due == Some(Civil(tomorrow))), "none is due tomorrow");
    assert!(cases.iter().any(|case| case.due.is_some_and(|due| due < today)), "none is late");
    for conclusion in [Conclusion::ReviewUpheld, Conclusion::ReviewRevoked, Conclusion::SuitWithdrawn] {
        assert!(cases.iter().any(|case| case.conclusion.as_deref() == Some(conclusion.key())), "{conclusion:?}");
    }
    let ordered = cases.iter().find(|case| case.conclusion.as_deref() == Some("review_revoked")).unwrap();
    let request = Dossier::open(office, ordered.request_id.unwrap(), Scope::All).await.unwrap();
    assert!(request.standing.ordered.is_some(), "its request was not taken up again");
    let mut appealed = false;
    for case in &cases {
        let open = Case::numbered(office, &case.number, Scope::All).await.unwrap();
        let now = redress(&open.standing, &office.calendar).unwrap();
        assert_eq!((now.phase, now.due, now.expected), (&*case.phase, case.due, case.expected), "{}", case.number);
        appealed |= open.standing.instance == Instance::Second && case.phase == "answer";
    }
    assert!(appealed, "none is before the second court");
    cases.into_iter().map(|case| case.number).collect()
}

/// The months of a year add up to what the organ reported of it; two are missing, and the page says which.
async fn months_hold(office: &Office) {
    let mut held = 0;
    for (organ, _, name) in office.db.counting_organs(Scope::All, 50).await.unwrap() {
        for year in 2021..=2025 {
            let Some(report) = office.db.report_of(organ, year, Sight::Staff).await.unwrap() else { continue };
            let report: serde_json::Value = serde_json::from_str(&report.report).unwrap();
            let sums = office.db.year_of_figures(Scope::Organ(organ), year).await.unwrap();
            let sum = |key: &str| sums.iter().find(|sum| sum.indicator == key).map_or(0, |sum| sum.sum);
            let whole = !(name.contains("住房") && year == 2025);
            for key in
                ["licences", "penalties", "coercive_measures"].into_iter().filter(|key| whole || *key != "penalties")
            {
                let Some(reported) = report["proactive"][key].as_i64() else { continue };
                assert_eq!(sum(key), reported, "{name} {year} {key}");
                held += 1;
            }
        }
    }
    assert!(held > 150, "{held} figures were held against the reports");
    let lacks = async |year| {
        let lacks = missing::of(office, Scope::All, year).await.unwrap();
        let said = lacks.iter().flat_map(|lack| lack.gaps.iter().map(|(of, gap)| (of.key, gap.said())));
        said.collect::<Vec<_>>()
    };
    assert_eq!(lacks(2025).await, [("penalties", "缺12月".to_owned())]);
    assert_eq!(lacks(2026).await, [("licences", "缺9月".to_owned())]);
}

/// What a desk's last report carries over is what its register has open at the year's end. (Of 自然资源局 one is put wrong.)
async fn years_hang_together(office: &Office) {
    for slug in ["qinghe", "shuili"] {
        let organ = office.db.organ_at(slug).await.unwrap().id;
        let report = office.db.report_of(organ, 2025, Sight::Public).await.unwrap().unwrap();
        let read = gongkai_report::json::parse(report.report.as_bytes()).unwrap().report;
        let told = read.figures.unwrap().at("requests.carried_out.total");
        let open = all(office).await.into_iter().filter(|line| {
            let crosses = line.ended.is_none_or(|ended| ended.0.year() > 2025);
            line.organ_id == organ && line.received.is_some_and(|received| received.0.year() < 2026) && crosses
        });
        assert_eq!(told, Some(i64::try_from(open.count()).unwrap()), "{slug}");
    }
}

/// The season is in course: some of every kind, and the sum says who is missing.
async fn season_is_in_course(office: &Office) {
    use gongkai::season::{board::Board, roll_up::roll_up, state::State};
    use gongkai_law::annual_report::compilation::CompileState::{Accepted, Published, Reported, Returned};
    let county = office.db.organ_at("qinghe").await.unwrap();
    let board = Board::of(office, county.id, 2025).await.unwrap();
    assert_eq!(board.lines.len(), 34);
    let states = [
        State::NotBegun,
        State::Uploaded,
        State::Of(Returned),
        State::Of(Reported),
        State::Of(Accepted),
        State::Of(Published),
    ];
    for state in states {
        assert!(board.count(state) > 0, "none is {}", state.label());
    }
    let sum = roll_up(office, &county, 2025, gongkai::compile::range::Range::Region).await.unwrap();
    assert_eq!((sum.counted.len() + sum.missing.len(), sum.missing.len()), (35, board.lacking()));
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
    for waits in [Waits::Office, Waits::Head, Waits::Applicant, Waits::ThirdParty, Waits::Nobody] {
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
    months_hold(&office).await;
    years_hang_together(&office).await;
    season_is_in_course(&office).await;
    let cases = every_kind_of_case(&office).await;
    demo::open_desk(&office, &hash).await.unwrap();
    assert_eq!(all(&office).await.len(), lines.len(), "a second start told the stories again");
    assert_eq!(every_kind_of_case(&office).await, cases);

    let list = seen_by(&office, "shenyan", "/desk").await;
    assert!(list.has("QINGHE-2026-"), "{}", list.body);
    let setup = seen_by(&office, "heyi", "/desk/setup").await;
    assert!(setup.has("青禾县政府信息公开") && setup.has("各机构都写明了"), "{}", setup.body);
    assert!(!setup.has("还没有名称") && !setup.has("没有写明"), "{}", setup.body);
}

#[tokio::test]
async fn the_demonstration_opens_on_any_day_and_tells_of_nothing_that_is_yet_to_come() {
    // in the midst of its own season, on a festival, on a new year's first day, and past the last notice of holidays
    let days: [fn() -> jiff::Timestamp; 4] = [
        || "2026-01-22T08:00:00Z".parse().unwrap(),
        || "2026-02-17T03:00:00Z".parse().unwrap(),
        || "2026-12-31T16:30:00Z".parse().unwrap(),
        || "2028-02-29T14:00:00Z".parse().unwrap(),
    ];
    for clock in days {
        let folder = tempfile::tempdir().unwrap();
        let db = gongkai_store::Db::open(&folder.path().join("register.db")).await.unwrap();
        db.migrate().await.unwrap();
        let office = Office { clock, ..office(db) };
        let hash = password::hash("qinghe-demo-2026".to_owned()).await.unwrap();
        demo::fill(&office).await.unwrap();
        demo::open_desk(&office, &hash).await.unwrap_or_else(|why| panic!("{}: {why}", office.today()));
        let lines = all(&office).await;
        assert!(lines.len() >= 60, "{}: {}", office.today(), lines.len());
        for line in &lines {
            let dossier = Dossier::open(&office, line.id, Scope::All).await.unwrap();
            let newest = dossier.entries.iter().map(|entry| entry.row.at_ms.0).max().unwrap();
            assert!(newest <= clock().as_millisecond(), "{}: {} is of the future", office.today(), line.number);
        }
        for (user, path) in [("shenyan", "/desk/today"), ("qiumin", "/desk/season/2025"), ("tangheng", "/desk/compile")]
        {
            let page = seen_by(&office, user, path).await;
            assert_eq!(page.status, axum::http::StatusCode::OK, "{} {path}: {}", office.today(), page.body);
        }
        let season = seen_by(&office, "qiumin", "/desk/season/2025").await;
        assert!(
            season.has("已接收") && season.has("/desk/season/2025/of/shuili"),
            "{}: {}",
            office.today(),
            season.body
        );
    }
}

/// A page as one of the demonstration's staff sees it.
async fn seen_by(office: &Office, user: &str, path: &str) -> Page {
    let mut somebody = Somebody::at(office);
    let csrf = somebody.get("/signin").await.csrf();
    let form = [("csrf", csrf.as_str()), ("user", user), ("pass", "qinghe-demo-2026")];
    somebody.post("/signin", &form).await;
    somebody.get(path).await
}
