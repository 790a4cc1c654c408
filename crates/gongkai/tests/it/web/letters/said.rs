//! What a letter must say before it gets its number, and which letters get none.

use super::*;

#[tokio::test]
async fn a_step_that_never_happened_sends_out_no_letter_and_gives_no_number() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let consulted = on(date(2026, 9, 8), Step::Consulted { party: 0, asked: Asked::ThirdParty });
        let number = request(&office, &organ, &[consulted]).await;
        let mut shen = sign_in(&office, "shen").await;
        let list = format!("/desk/requests/{number}/letters");
        assert!(shen.get(&list).await.has("第三方意见征询书"));
        let notice = format!("/desk/requests/{number}/notices/1");
        let before = version(&shen.get(&notice).await);

        let dossier = Dossier::numbered(&office, &number, Scope::All).await.unwrap();
        let struck = on(date(2026, 10, 12), Step::Struck { step: 1 });
        let mut act_of_head = office.db.act(Actor::System, Moment(office.now_ms())).await.unwrap();
        take::take(&office, &mut act_of_head, &Hand::Platform, &dossier, struck, &Words::default()).await.unwrap();
        act_of_head.commit().await.unwrap();

        let page = shen.get(&list).await;
        assert!(!page.has("第三方意见征询书") && !page.has("征求意见告知书"), "{}", page.body);
        let late = act_having_seen(&mut shen, &notice, &before, "issue", "").await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let refused = act(&mut shen, &notice, "issue", "").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.has("这一步已经注销，不再出具文书"), "{}", refused.body);
        assert!(office.db.letters_of(dossier.request.line.id).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_fee_notice_says_the_sum_and_how_it_comes_about_tier_by_tier() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let mut shen = sign_in(&office, "shen").await;
        let mut numbers = Vec::new();
        for _ in 0..11 {
            numbers.push(request_of(&office, &organ, (date(2026, 10, 9), Delivery::Email), &[]).await);
        }
        let mut charge = async |number: &str, how: &[(&str, &str)]| {
            let here = format!("/desk/requests/{number}/fee_notified");
            let page = shen.get(&here).await;
            let (csrf, seen) = (page.csrf(), version(&page));
            let mut parts = vec![("csrf", None, csrf.as_bytes()), ("version", None, seen.as_bytes())];
            parts.extend(how.iter().map(|(name, words)| (*name, None, words.as_bytes())));
            let taken = shen.multipart(&here, &parts).await;
            assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
            let notice = format!("/desk/requests/{number}/notices/1");
            let page = shen.get(&notice).await;
            assert_eq!(act(&mut shen, &notice, "issue", "").await.status, StatusCode::SEE_OTHER, "{}", page.body);
            page
        };
        let eleventh = charge(&numbers[10], &[("tariff", "item"), ("on", "2026-10-12")]).await;
        assert!(eleventh.has("应当缴纳信息处理费100元"), "{}", eleventh.body);
        assert!(eleventh.has("按件计收，申请人当月第11件；第11件，每件100元，计100元"), "{}", eleventh.body);
        let pages = charge(&numbers[0], &[("tariff", "page"), ("pages", "128"), ("on", "2026-10-12")]).await;
        assert!(pages.has("应当缴纳信息处理费1260元"), "{}", pages.body);
        assert!(
            pages
                .has("第31页至第100页，70页，每页10元，计700元；第101页至第128页，28页，每页20元，计560元，合计1260元")
        );
    })
    .await;
}

#[tokio::test]
async fn who_gets_the_answer_by_post_need_not_be_told_of_a_window_on_line() {
    on_both(async |office| {
        let organ = water(&office).await;
        let head = Letterhead { phone: "0000-555 0166".into(), ..Letterhead::default() };
        let mut kept = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        head.keep(&mut kept, &organ).await.unwrap();
        kept.commit().await.unwrap();
        let mut shen = sign_in(&office, "shen").await;
        for (delivery, status) in
            [(Delivery::Post, StatusCode::SEE_OTHER), (Delivery::Online, StatusCode::UNPROCESSABLE_ENTITY)]
        {
            let number = request_for(&office, &organ, delivery, &[]).await;
            let letter = draft(&mut shen, &number, Decision::Granted, 0).await.location().to_owned();
            assert_eq!(act(&mut shen, &letter, "hand_in", "").await.status, status, "{delivery:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_a_rule_says_is_disclosed_is_not_withheld_as_part_of_the_process() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let number = request(&office, &organ, &[]).await;
        let mut shen = sign_in(&office, "shen").await;
        let here = format!("/desk/requests/{number}/drafted");
        let page = shen.get(&here).await;
        let (csrf, seen) = (page.csrf(), version(&page));
        let mut decide = async |ruled: &str| {
            let own = [("csrf", csrf.as_str()), ("version", seen.as_str()), ("outcome", "C6-0")];
            let said = [("C6-0.fact", "过程稿"), ("C6-0.reasons", "还没有定稿"), ("C6-0.ruled", ruled)];
            shen.post(&here, &[&own[..], &said].concat()).await
        };
        assert!(decide("").await.has("请写明：有没有法律、法规、规章规定应当公开"));
        let ruled = decide("有规定应当公开").await;
        assert_eq!(ruled.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(ruled.has("从其规定，不能以此不予公开（《条例》第十六条第二款）"), "{}", ruled.body);
        assert_eq!(decide("没有规定应当公开").await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn that_something_does_not_exist_is_only_said_with_the_record_of_the_search() {
    on_both(async |office| {
        let organ = water(&office).await;
        reachable(&office, &organ).await;
        let number = request(&office, &organ, &[]).await;
        let mut shen = sign_in(&office, "shen").await;
        let here = format!("/desk/requests/{number}/drafted");
        let page = shen.get(&here).await;
        let (csrf, seen) = (page.csrf(), version(&page));
        let mut decide = async |more: &[(&str, &str)]| {
            let own = [("csrf", csrf.as_str()), ("version", seen.as_str()), ("outcome", "D1-0")];
            shen.post(&here, &[&own, more].concat()).await
        };
        let bare = decide(&[("search1.day", "2026-10-12"), ("search1.who", "沈知秋")]).await;
        assert!(bare.has("答复信息不存在，要有检索记录"), "{}", bare.body);
        let first = [("search1.place", "县水利局档案室"), ("search1.words", "云渡镇 水质检测")];
        let half = [&first[..], &[("search1.day", "2026-10-13"), ("search1.who", "沈知秋")]].concat();
        let half = decide(&half).await;
        assert!(half.has("第1条检索记录还缺结果、检索日期"), "tomorrow is no day of a search: {}", half.body);
        assert!(half.has("value=\"县水利局档案室\""), "{}", half.body);
        let rest = [("search1.day", "2026-10-09"), ("search1.who", "沈知秋"), ("search1.found", "没有命中")];
        let second = [
            ("search2.place", "业务系统"),
            ("search2.words", "云渡镇"),
            ("search2.day", "2026-10-10"),
            ("search2.who", "顾南乔"),
            ("search2.found", "只有规划文件"),
        ];
        let drafted = decide(&[&first[..], &rest, &second].concat()).await;
        assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{}", drafted.body);
        let letter = drafted.location().to_owned();
        let page = shen.get(&letter).await;
        assert!(
            page.has("1.2026年10月9日，沈知秋在县水利局档案室以“云渡镇 水质检测”检索，结果：没有命中。"),
            "{}",
            page.body
        );
        assert!(page.has("2.2026年10月10日，顾南乔在业务系统以“云渡镇”检索，结果：只有规划文件。"), "{}", page.body);
    })
    .await;
}
