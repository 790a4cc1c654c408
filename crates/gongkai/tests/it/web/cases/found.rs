//! An applicant's requests are found by the number of their identity.

use super::*;

#[tokio::test]
async fn the_requests_of_one_applicant_are_found_by_their_number_in_ones_own_organ_and_the_journal_knows() {
    on_both(async |office| {
        let county = county(&office).await;
        let own = handed_in(&office, &county.hall, WATER, date(2026, 10, 9)).await;
        let below = handed_in(&office, &county.water, "青禾江采砂许可材料", date(2026, 10, 9)).await;
        let mut shen = signed_in(&office, "shen").await;
        assert!(shen.get("/desk").await.has("href=\"/desk/find\""));
        let csrf = shen.get("/desk/find").await.csrf();
        let empty = shen.post("/desk/find", &[("csrf", &csrf), ("idno", " ")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        // small letters, blanks and full-width forms do not matter
        let typed = [("csrf", csrf.as_str()), ("idno", "110105 19491231 00２x")];
        let found = shen.post("/desk/find", &typed).await;
        assert!(found.has("找到1件") && found.has(&own) && !found.has(&below), "{}", found.body);
        assert!(!found.has("林晚舟") && !found.has(IDENTITY), "{}", found.body);
        let nobody = shen.post("/desk/find", &[("csrf", &csrf), ("idno", "11010519491231")]).await;
        assert!(nobody.has("没有找到"), "{}", nobody.body);

        let rows = journal::about(&office.db, &county.hall.id.to_string(), 20).await.unwrap();
        let looked: Vec<_> = rows.iter().filter(|row| row.act == "request.find").collect();
        assert_eq!(looked.len(), 2);
        assert!(looked.iter().any(|row| row.detail.contains(&own)));
        assert!(looked.iter().all(|row| !row.detail.contains("11010519491231")), "{looked:?}");

        // who supervises learns of nobody by a number, and administrators see no request at all
        for user in ["yu", "qin"] {
            let mut looker = signed_in(&office, user).await;
            let csrf = looker.get("/verify").await.csrf();
            assert_eq!(looker.get("/desk/find").await.status, StatusCode::FORBIDDEN, "{user}");
            let refused = looker.post("/desk/find", &[("csrf", &csrf), ("idno", IDENTITY)]).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{user}");
        }
    })
    .await;
}
