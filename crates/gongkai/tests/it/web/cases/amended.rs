//! Who applied was written down wrongly, or came without proof of it.

use super::*;

/// A unified social credit code with a right check digit.
const CODE: &str = "91110000600037341L";

#[tokio::test]
async fn an_applicant_who_was_written_down_wrongly_is_put_right_with_a_trace_and_counted_in_the_right_column() {
    on_both(async |office| {
        let county = county(&office).await;
        let number = handed_in(&office, &county.hall, WATER, date(2026, 10, 9)).await;
        let other = handed_in(&office, &county.hall, "青禾江采砂许可材料", date(2026, 10, 10)).await;
        let mut shen = signed_in(&office, "shen").await;
        assert!(shen.get(&format!("/desk/requests/{other}")).await.has("第2件，今年共2件"));
        let form = shen.get(&format!("/desk/requests/{number}/amended")).await;
        assert!(!form.has("林晚舟") && !form.has(IDENTITY) && !form.has("13800000000"), "{}", form.body);

        let kind = [("kind", "enterprise"), ("name", "清源供水公司"), ("why", "申请表是公司的，登记成了代办人")];
        let old_number = step(&mut shen, &number, "amended", &kind).await;
        assert_eq!(old_number.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(old_number.has("证件号码与类别") && old_number.has("value=\"清源供水公司\""), "{}", old_number.body);
        let nothing = step(&mut shen, &number, "amended", &[("kind", "natural_person"), ("why", "x")]).await;
        assert!(nothing.has("没有要更正的内容"), "{}", nothing.body);
        let whole = [&kind[..], &[("idno", CODE), ("tel", "无")]].concat();
        went_through(&step(&mut shen, &number, "amended", &whole).await);

        let file = shen.get(&format!("/desk/requests/{number}")).await;
        let told = "更正登记的申请人类别（公民更正为商业企业）、姓名、名称、证件号码、电话";
        assert!(file.has(told) && file.has("清源供水公司（商业企业）"), "{}", file.body);
        assert!(!file.has("林晚舟") && !file.has("林*舟"), "{}", file.body);
        // each is now the first of its applicant
        for number in [&number, &other] {
            assert!(shen.get(&format!("/desk/requests/{number}")).await.has("第1件，今年共1件"));
        }
        let shown = shen.post(&format!("/desk/requests/{number}/reveal"), &[("csrf", &file.csrf())]).await;
        let all = [CODE, "更正以前的证件号码", IDENTITY, "林晚舟", "13800000000"].map(|words| shown.has(words));
        assert_eq!(all, [true; 5], "{}", shown.body);

        let request = office.db.request_numbered(&number, gongkai_store::Scope::All).await.unwrap().unwrap();
        let rows = journal::about(&office.db, &request.line.id.to_string(), 20).await.unwrap();
        let row = rows.iter().find(|row| row.act == "request.amend").unwrap();
        assert!(row.detail.contains("enterprise") && !row.detail.contains("清源"), "{}", row.detail);
        let counts = office.db.request_groups(gongkai_store::Scope::Organ(county.hall.id), 2026).await.unwrap();
        let kinds: Vec<_> = counts.iter().map(|count| (count.applicant.as_str(), count.count)).collect();
        assert!(kinds.contains(&("enterprise", 1)) && kinds.contains(&("natural_person", 1)), "{kinds:?}");
    })
    .await;
}

#[tokio::test]
async fn who_only_looks_on_puts_nobody_right() {
    on_both(async |office| {
        let county = county(&office).await;
        let number = handed_in(&office, &county.water, WATER, date(2026, 10, 9)).await;
        let mut yu = signed_in(&office, "yu").await;
        let form = yu.get(&format!("/desk/requests/{number}/amended")).await;
        assert!(form.has("不是本机关的申请") && !form.has("name=\"version\""), "{}", form.body);
    })
    .await;
}

#[tokio::test]
async fn an_application_without_proof_of_identity_is_registered_as_lacking_it_and_gets_it_by_a_correction() {
    on_both(async |office| {
        county(&office).await;
        let mut shen = signed_in(&office, "shen").await;
        let csrf = shen.get("/desk/register").await.csrf();
        let fields = [
            ("csrf", csrf.as_str()),
            ("ch", "hand"),
            ("arrived", "2026-10-12"),
            ("kind", "natural_person"),
            ("name", "林晚舟"),
            ("addr", "青禾县云渡镇桥头村8组"),
            ("what", WATER),
        ];
        let mut post = async |more: &[(&str, &str)]| {
            let all = fields.iter().chain(more);
            let parts: Vec<_> = all.map(|(name, value)| (*name, None, value.as_bytes())).collect();
            shen.multipart("/desk/register", &parts).await
        };
        let refused = post(&[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.has("没有附身份证明") && refused.has("第二十九条"), "{}", refused.body);
        assert_eq!(post(&[("unproved", "1")]).await.status, StatusCode::CREATED);
        assert_eq!(post(&[("unproved", "1")]).await.status, StatusCode::CONFLICT, "a second click registers nothing");

        let number = "QH-2026-0001";
        let file = shen.get(&format!("/desk/requests/{number}")).await;
        assert!(file.has("没有附（第二十九条）") && file.has("申请没有附身份证明"), "{}", file.body);
        let form = shen.get(&format!("/desk/requests/{number}/clarify_asked")).await;
        assert!(form.has("请补交申请人的身份证明"), "{}", form.body);
        let asked = [("why", "请补交身份证明"), ("until", "2026-10-30")];
        went_through(&step(&mut shen, number, "clarify_asked", &asked).await);
        let wrong = step(&mut shen, number, "clarified", &[("idno", "110105194912310021")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
        went_through(&step(&mut shen, number, "clarified", &[("idno", IDENTITY)]).await);
        let file = shen.get(&format!("/desk/requests/{number}")).await;
        assert!(!file.has("没有附（第二十九条）") && file.has("第1件，今年共1件"), "{}", file.body);
        let shown = shen.post(&format!("/desk/requests/{number}/reveal"), &[("csrf", &file.csrf())]).await;
        assert!(shown.has(IDENTITY), "{}", shown.body);
    })
    .await;
}
