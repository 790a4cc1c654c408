//! Whoever has to be told is told, by a letter with its number, before the file is closed; and a form takes what it
//! offered.

use super::*;
use crate::web::cases::step;

#[tokio::test]
async fn an_extension_without_its_letter_presses_and_keeps_the_answer_in_and_service_has_its_proof() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let came = (date(2026, 10, 9), Delivery::Email);
        let number = request_of(&office, &organ, came, &[on(date(2026, 10, 9), Step::Accepted)]).await;
        let mut shen = sign_in(&office, "shen").await;
        let extend = [("days", "20"), ("why", "材料多")];
        assert_eq!(step(&mut shen, &number, "extended", &extend).await.status, StatusCode::SEE_OTHER);
        let today = shen.get("/desk/today").await;
        assert!(today.has("文书没有出具") && today.has("11月5日"), "the old term ends then: {}", today.body);
        assert!(today.has(&format!("href=\"/desk/requests/{number}#wanting\"")), "{}", today.body);
        let undone = format!("<a class=\"btn small\" href=\"/desk/requests/{number}/notices/2\">去出具");
        let case = shen.get(&format!("/desk/requests/{number}")).await;
        assert!(case.has("延期答复告知书还没有出具") && case.has(&undone), "told from the step on: {}", case.body);

        let letter = draft(&mut shen, &number, Decision::UnableNotHeld, 0).await.location().to_owned();
        act(&mut shen, &letter, "hand_in", "").await;
        act(&mut sign_in(&office, "gu").await, &letter, "reviewed", "").await;
        act(&mut sign_in(&office, "lu").await, &letter, "signed", "").await;
        let early = act(&mut shen, &letter, "sent", "").await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", early.body);
        assert!(early.has("延期答复告知书还没有出具") && early.has("第三十三条第二款"), "{}", early.body);
        assert!(early.has(&undone), "the refusal leads to what is wanting: {}", early.body);
        let issued = act(&mut shen, &format!("/desk/requests/{number}/notices/2"), "issue", "").await;
        assert_eq!(issued.status, StatusCode::SEE_OTHER, "{}", issued.body);
        let case = shen.get(&format!("/desk/requests/{number}")).await;
        assert!(!case.has("还没有出具") && !case.has("去出具"), "{}", case.body);
        assert_eq!(act(&mut shen, &letter, "sent", "").await.status, StatusCode::SEE_OTHER);

        let bare = step(&mut shen, &number, "served", &[("about", "post")]).await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bare.has("请填写邮件跟踪查询的签收记录"), "{}", bare.body);
        let other = [("about", "post"), ("proof_email", "250 OK")];
        assert!(step(&mut shen, &number, "served", &other).await.has("请填写邮件跟踪查询的签收记录"));
        let served = [("about", "post"), ("proof_post", "XA12345678935，本人签收")];
        assert_eq!(step(&mut shen, &number, "served", &served).await.status, StatusCode::SEE_OTHER);
        let proof = shen.get(&format!("/desk/requests/{number}/papers/service_proof")).await;
        assert!(proof.has("邮寄，XA12345678935，本人签收"), "{}", proof.body);

        for term in [&[][..], &[("about", "100年")]] {
            let unknown = step(&mut shen, &number, "archived", term).await;
            assert!(unknown.has("保管期限：请选其中一项"), "{}", unknown.body);
        }
        assert_eq!(step(&mut shen, &number, "archived", &[("about", "30年")]).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

/// Past the last day that a notice of holidays settles.
fn december() -> jiff::Timestamp {
    "2026-12-10T04:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn a_letter_that_names_a_day_beyond_the_last_notice_says_by_what_it_is_reckoned() {
    on_both(async |mut office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let early = request(&office, &organ, &[]).await;
        let settled = sign_in(&office, "shen").await.get(&format!("/desk/requests/{early}/notices/0")).await;
        assert!(settled.has("答复期限是2026年") && !settled.has("按已公布的节假日安排计算"), "{}", settled.body);
        office.clock = december;
        let came = (date(2026, 12, 9), Delivery::Email);
        let number = request_of(&office, &organ, came, &[on(date(2026, 12, 9), Step::Accepted)]).await;
        let mut shen = sign_in(&office, "shen").await;
        let extend = [("days", "5"), ("why", "材料多")];
        assert_eq!(step(&mut shen, &number, "extended", &extend).await.status, StatusCode::SEE_OTHER);
        assert!(shen.get(&format!("/desk/requests/{number}")).await.has("暂定"), "the desk shows it so");
        let letter = shen.get(&format!("/desk/requests/{number}/notices/2")).await;
        assert!(letter.has("日（按已公布的节假日安排计算）。"), "{}", letter.body);
    })
    .await;
}

#[tokio::test]
async fn a_note_cannot_pretend_to_be_an_assignment_and_nothing_lapses_by_a_line() {
    on_both(async |office| {
        let organ = water(&office).await;
        let clarify = on(date(2026, 9, 8), Step::ClarifyAsked { until: date(2026, 9, 28) });
        let number = request(&office, &organ, &[clarify]).await;
        let mut shen = sign_in(&office, "shen").await;
        let false_note = [("about", "assigned"), ("who", "顾南乔"), ("why", "已经分派")];
        let refused = step(&mut shen, &number, "noted", &false_note).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.has("记什么：请选其中一项") && refused.has("已经分派"), "{}", refused.body);
        assert!(!shen.get(&format!("/desk/requests/{number}")).await.has("分派给顾南乔"));
        let gone = shen.get(&format!("/desk/requests/{number}/lapsed")).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND, "a lapsed term is decided by an answer");
    })
    .await;
}
