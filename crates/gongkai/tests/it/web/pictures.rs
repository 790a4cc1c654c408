//! 图文版: what a report's pictures say, and that they say no more than the report.

use axum::http::StatusCode;
use gongkai::Office;
use gongkai_store::{Actor, Moment, NewOrgan, NewReport, Visibility};

use super::house::{Somebody, noon, on_both, shelved};

const REPORT: &[u8] = include_bytes!("../../../../../fixtures/reports/bars.txt");

/// One organ with a report of 2024 that everybody sees.
async fn kept(office: &Office, visibility: Visibility) {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let name = "青禾县<水利>局";
    let new =
        NewOrgan { slug: "shui", name, short_name: name, kind: "department", level: "county", ..NewOrgan::default() };
    let organ = act.add_organ(&new).await.unwrap();
    let report = r#"{"requests":{"rows":{}}}"#;
    act.keep_report(&NewReport { report, visibility, ..shelved((organ, 2024), ("a.txt", REPORT)) }).await.unwrap();
    act.commit().await.unwrap();
}

#[tokio::test]
async fn pictures_say_what_the_report_says_and_can_be_taken_away_one_by_one() {
    on_both(async |office| {
        kept(&office, Visibility::Portal).await;
        let mut reader = Somebody::at(&office);
        let report = reader.get("/reports/shui/2024").await;
        assert!(report.has("/reports/shui/2024/pictures"), "{}", report.body);
        let page = reader.get("/reports/shui/2024/pictures").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let cards = page.body.matches("<figure class=\"picture\"").count();
        assert!(cards >= 5 && page.has("申请有多少：") && page.has("怎样答复："), "{}", page.body);

        for n in 1..=cards {
            let svg = reader.get(&format!("/reports/shui/2024/pictures/{n}.svg")).await;
            assert!(svg.body.starts_with("<svg ") && !svg.has("<水利>"), "{}", svg.body);
            let png = reader.get(&format!("/reports/shui/2024/pictures/{n}.png")).await;
            assert_eq!(png.status, StatusCode::OK, "{}", png.body);
        }
        for nothing in ["0.svg", "99.png", "1.gif", "1", "x.svg"] {
            let gone = reader.get(&format!("/reports/shui/2024/pictures/{nothing}")).await;
            assert_eq!(gone.status, StatusCode::NOT_FOUND, "{nothing}");
        }
        assert_eq!(reader.get("/reports/shui/2023/pictures").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_released_has_no_pictures() {
    on_both(async |office| {
        kept(&office, Visibility::Desk).await;
        let mut reader = Somebody::at(&office);
        for address in ["/reports/shui/2024/pictures", "/reports/shui/2024/pictures/1.svg"] {
            assert_eq!(reader.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
        }
    })
    .await;
}
