//! An officer asks the head for more time.

use super::*;

#[tokio::test]
async fn an_officer_asks_for_more_time_and_the_head_grants_it_and_only_then_the_day_moves() {
    on_both(async |office| {
        let county = county(&office).await;
        // due on 14 October, twenty working days from 10 September
        let number = handed_in(&office, &county.hall, WATER, date(2026, 9, 10)).await;
        let (mut shen, mut lu) = (signed_in(&office, "shen").await, signed_in(&office, "lu").await);
        let long = step(&mut shen, &number, "extension_asked", &[("days", "21"), ("why", "要到乡镇调原件")]).await;
        assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(long.has("这次可填1至20") && long.has("要到乡镇调原件"), "{}", long.body);
        let wish = [("days", "12"), ("why", "要到乡镇调原件。")];
        went_through(&step(&mut shen, &number, "extension_asked", &wish).await);
        let file = shen.get(&format!("/desk/requests/{number}")).await;
        assert!(file.has("申请延长答复期限12个工作日，等负责人批准：要到乡镇调原件"), "{}", file.body);
        assert!(file.has("datetime=\"2026-10-14\""), "no clock moves by asking: {}", file.body);
        assert!(!shen.get("/desk/today").await.has("待我批准"));
        assert!(shen.get("/desk?w=head").await.has(&number) && !shen.get("/desk?v=wait").await.has(&number));
        let own = shen.get(&format!("/desk/requests/{number}/extended")).await;
        assert!(own.has("由公开工作机构负责人办理") && own.has("第三十三条第二款"), "{}", own.body);

        let today = lu.get("/desk/today").await;
        assert!(today.has("待我批准") && today.has(&number), "{}", today.body);
        let file = lu.get(&format!("/desk/requests/{number}")).await;
        assert!(file.has("经办人申请延长12个工作日") && file.has("经办人的理由：要到乡镇调原件。"), "{}", file.body);
        let form = lu.get(&format!("/desk/requests/{number}/extended")).await;
        assert!(form.has("value=\"12\"") && form.has(">要到乡镇调原件</textarea>"), "{}", form.body);
        went_through(&step(&mut lu, &number, "extended", &[("days", "12"), ("why", "要到乡镇调原件")]).await);
        let file = shen.get(&format!("/desk/requests/{number}")).await;
        assert!(file.has("延长答复期限12个工作日：要到乡镇调原件") && file.has("原定10-14"), "{}", file.body);
        assert!(!lu.get("/desk/today").await.has("待我批准"));
    })
    .await;
}

#[tokio::test]
async fn a_head_who_declines_says_why_and_the_officer_may_ask_again() {
    on_both(async |office| {
        let county = county(&office).await;
        let number = handed_in(&office, &county.hall, WATER, date(2026, 9, 10)).await;
        let (mut shen, mut lu) = (signed_in(&office, "shen").await, signed_in(&office, "lu").await);
        went_through(&step(&mut shen, &number, "extension_asked", &[("days", "5"), ("why", "材料多")]).await);
        let again = shen.get(&format!("/desk/requests/{number}/extension_asked")).await;
        assert!(again.has("已经申请延期，等负责人批准"), "{}", again.body);
        let wordless = step(&mut lu, &number, "extension_declined", &[("why", "")]).await;
        assert_eq!(wordless.status, StatusCode::UNPROCESSABLE_ENTITY);
        went_through(&step(&mut lu, &number, "extension_declined", &[("why", "材料都在本办")]).await);
        let file = shen.get(&format!("/desk/requests/{number}")).await;
        assert!(
            file.has("负责人不同意延长答复期限：材料都在本办") && file.has("datetime=\"2026-10-14\""),
            "{}",
            file.body
        );
        assert!(!lu.get("/desk/today").await.has("待我批准"));
        went_through(&step(&mut shen, &number, "extension_asked", &[("days", "3"), ("why", "还差一份")]).await);
        assert!(lu.get("/desk/today").await.has("待我批准"));
    })
    .await;
}
