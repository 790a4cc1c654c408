//! Two officers at one letter: the second is told, and loses no word.

use super::*;

#[tokio::test]
async fn who_comes_second_is_told_that_it_was_changed_and_loses_no_word() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let number = request(&office, &organ, &[]).await;
        let (mut shen, mut gu, mut lu) =
            (sign_in(&office, "shen").await, sign_in(&office, "gu").await, sign_in(&office, "lu").await);
        let letter = draft(&mut shen, &number, Decision::Granted, 0).await.location().to_owned();
        act(&mut shen, &letter, "hand_in", "").await;
        act(&mut gu, &letter, "reviewed", "").await;
        let seen = version(&lu.get(&letter).await);
        assert_eq!(act(&mut gu, &letter, "returned", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(act(&mut gu, &letter, "returned", "附件漏了一份").await.status, StatusCode::SEE_OTHER);
        let late = act_having_seen(&mut lu, &letter, &seen, "returned", "第三段的日期不对").await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.has("已被他人更改") && late.has("第三段的日期不对"), "{}", late.body);
        let unseen = act_having_seen(&mut lu, &letter, "", "signed", "").await;
        assert_eq!(unseen.status, StatusCode::CONFLICT, "a form that says nothing of what was seen");

        // somebody decides on a page that was opened before the other one wrote
        let here = format!("/desk/requests/{number}/drafted");
        let page = shen.get(&here).await;
        let stale = version(&page);
        let dossier = Dossier::numbered(&office, &number, Scope::All).await.unwrap();
        let mut noted = office.db.act(Actor::System, Moment(office.now_ms())).await.unwrap();
        let note = on(date(2026, 10, 12), Step::Noted);
        take::take(&office, &mut noted, &Hand::Platform, &dossier, note, &Words::default()).await.unwrap();
        noted.commit().await.unwrap();
        let csrf = page.csrf();
        let fields = [
            ("csrf", csrf.as_str()),
            ("version", &stale),
            ("outcome", "D2-0"),
            ("D2-0.reasons", "要从三年的台账里逐月汇总"),
        ];
        let late = shen.post(&here, &fields).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.has("已被他人更改") && late.has(">要从三年的台账里逐月汇总</textarea>"), "{}", late.body);
        let fresh = version(&late);
        let fields = fields.map(|(name, words)| (name, if name == "version" { fresh.as_str() } else { words }));
        assert_eq!(shen.post(&here, &fields).await.status, StatusCode::SEE_OTHER, "sent again, it is taken");
    })
    .await;
}

#[tokio::test]
async fn the_letterhead_of_who_comes_second_does_not_overwrite_the_first() {
    on_both(async |office| {
        water(&office).await;
        let mut shen = sign_in(&office, "shen").await;
        let page = shen.get("/desk/letterhead").await;
        let (csrf, seen) = (page.csrf(), version(&page));
        let first = [("csrf", csrf.as_str()), ("version", &seen), ("phone", "0000-555 0166")];
        assert_eq!(shen.post("/desk/letterhead", &first).await.status, StatusCode::SEE_OTHER);
        let second = [("csrf", csrf.as_str()), ("version", &seen), ("address", "南堤路9号")];
        let late = shen.post("/desk/letterhead", &second).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.has("已被他人更改") && late.has("南堤路9号"), "{}", late.body);
        assert!(shen.get("/desk/letterhead").await.has("0000-555 0166"));
    })
    .await;
}
