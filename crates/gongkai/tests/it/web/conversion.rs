//! 转为主动公开: what one applicant got may go to everybody, when the head says so.

use axum::http::StatusCode;
use gongkai::requests::dossier::Dossier;
use gongkai_law::request::decision::Decision;
use gongkai_store::{Civil, PublicationFilter, Scope};

use super::{
    cases::step,
    house::{Part, on_both},
    letters::{act, draft, reachable, request, sign_in, version, water},
};

#[tokio::test]
async fn the_head_turns_what_was_given_into_something_for_everybody_once_and_says_what_and_why() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let number = request(&office, &organ, &[]).await;
        let (mut shen, mut gu, mut lu) =
            (sign_in(&office, "shen").await, sign_in(&office, "gu").await, sign_in(&office, "lu").await);
        let file = format!("/desk/requests/{number}");
        assert!(!shen.get(&file).await.has(&format!("href=\"{file}/converted\"")), "nothing was given yet");
        let letter = draft(&mut shen, &number, Decision::Granted, 0).await.location().to_owned();
        let page = shen.get(&letter).await;
        let (csrf, seen) = (page.csrf(), version(&page));
        let parts: [Part<'_>; 3] = [
            ("csrf", None, csrf.as_bytes()),
            ("version", None, seen.as_bytes()),
            ("papers", Some("林晚舟要的检测报告.txt"), "余氯合格".as_bytes()),
        ];
        assert_eq!(shen.multipart(&format!("{letter}/files"), &parts).await.status, StatusCode::SEE_OTHER);
        act(&mut shen, &letter, "hand_in", "").await;
        act(&mut gu, &letter, "reviewed", "").await;
        act(&mut lu, &letter, "signed", "").await;
        assert_eq!(act(&mut shen, &letter, "sent", "").await.status, StatusCode::SEE_OTHER);

        assert!(lu.get(&file).await.has("由公开工作机构负责人办理"), "the signer is told whose it is");
        let what = [("about", "水质检测报告全文"), ("why", "三个村都有人申请")];
        let wordless = step(&mut shen, &number, "converted", &what[..1]).await;
        assert_eq!(wordless.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wordless.has("水质检测报告全文"), "what was typed stays");
        let converted = step(&mut shen, &number, "converted", &what).await;
        assert_eq!(converted.status, StatusCode::SEE_OTHER, "{}", converted.body);
        assert!(shen.get(&file).await.has("转为主动公开“水质检测报告全文”：三个村都有人申请"));
        assert!(shen.get(&file).await.has("已经登记转为主动公开"));
        let standing = Dossier::numbered(&office, &number, Scope::All).await.unwrap().standing;
        assert_eq!(standing.converted, Some(office.today()));
        let list = shen.get("/desk/publications?own=1").await;
        let (_, rest) = list.body.split_once("<th scope=\"row\"><a href=\"").unwrap();
        let place = rest.split_once('"').unwrap().0;
        let draft = shen.get(place).await;
        assert!(draft.has("要的检测报告.txt"), "what was supplied goes with it: {}", draft.body);
        assert!(shen.get(&format!("{place}/files/0")).await.has("余氯合格"));
        let secrets = ["林晚舟", "13800000000", "11010519491231002X", &number, "你提交的", "行政复议"];
        for secret in secrets {
            assert!(!draft.has(secret), "who asked, and what they were answered, is nobody's business: {secret}");
        }
        let lines = office.db.publications(Scope::All, &PublicationFilter::default(), 0, 10).await.unwrap();
        let due = office.calendar.workday_after(office.today(), 20).unwrap().date;
        assert_eq!(lines[0].due, Some(Civil(due)), "nobody was late with it before today");
    })
    .await;
}
