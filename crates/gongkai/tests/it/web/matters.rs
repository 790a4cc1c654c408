//! Complaints and corrections: from the form to the answer, and who sees what on the way.

use axum::http::StatusCode;
use gongkai_store::{RequestFilter, Scope};

use super::{
    cases::{County, county, signed_in},
    house::{Page, Part, Somebody, on_both},
    requests::follow,
};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n....";
const STORY: &str = "9月1日申请公开水费明细，到今天没有人答复，电话13800005678也没有回音。";

/// Sends a form with its token, as a browser does.
pub async fn send(somebody: &mut Somebody, path: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Page {
    let csrf = somebody.get(path).await.csrf();
    let mut parts: Vec<Part<'_>> = vec![("csrf", None, csrf.as_bytes())];
    parts.extend(fields.iter().map(|(name, value)| (*name, None, value.as_bytes())));
    parts.extend(files.iter().map(|(name, bytes)| ("file", Some(*name), *bytes)));
    somebody.multipart(path, &parts).await
}

/// Does something with a matter at the desk.
pub async fn act(somebody: &mut Somebody, number: &str, verb: &str, fields: &[(&str, &str)]) -> Page {
    let here = format!("/desk/complaints/{number}");
    let page = somebody.get(&here).await;
    let (csrf, version) = (page.csrf(), super::cases::version(&page));
    let mut parts: Vec<Part<'_>> = vec![("csrf", None, csrf.as_bytes()), ("version", None, version.as_bytes())];
    parts.extend(fields.iter().map(|(name, value)| (*name, None, value.as_bytes())));
    somebody.multipart(&format!("{here}/{verb}"), &parts).await
}

async fn complain(somebody: &mut Somebody) -> (String, String) {
    let fields = [("about", "shui"), ("ground", "not_answered"), ("words", STORY), ("name", "林晚舟")];
    let sent = send(somebody, "/complaints/new", &fields, &[("回执.png", PNG)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    given(&somebody.get(sent.location()).await)
}

#[tokio::test]
async fn what_one_address_brings_in_a_day_has_an_end_and_what_was_written_stays_in_the_form() {
    on_both(async |mut office| {
        county(&office).await;
        let fields = [("about", "shui"), ("ground", "not_answered"), ("words", STORY), ("name", "林晚舟")];
        let papers: Vec<(&str, &[u8])> = (0..10).map(|_| ("回执.png", PNG)).collect();
        let bring = async |office: &gongkai::Office, from: &'static str| {
            send(&mut Somebody::from(office, from), "/complaints/new", &fields, &papers).await
        };
        for _ in 0..20 {
            assert_eq!(bring(&office, "203.0.113.7").await.status, StatusCode::SEE_OTHER);
        }
        let full = bring(&office, "203.0.113.7").await;
        assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(full.has("最多上传200个文件") && full.has("申请公开水费明细"), "{}", full.body);
        let without = send(&mut Somebody::from(&office, "203.0.113.7"), "/complaints/new", &fields, &[]).await;
        assert_eq!(without.status, StatusCode::SEE_OTHER, "who brings no paper is heard: {}", without.body);
        assert_eq!(bring(&office, "198.51.100.9").await.status, StatusCode::SEE_OTHER, "another address has its own");
        office.clock = || "2026-10-13T04:00:01Z".parse().unwrap();
        gongkai::purge(&office).await.unwrap();
        assert_eq!(bring(&office, "203.0.113.7").await.status, StatusCode::SEE_OTHER, "and the next day begins anew");
    })
    .await;
}

/// The number and the code that a page hands out.
pub fn given(page: &Page) -> (String, String) {
    let codes: Vec<_> = page.body.split("<dd class=\"code\">").skip(1).collect();
    let word = |at: usize| codes[at].split_once('<').unwrap().0.to_owned();
    (word(0), word(1))
}

#[tokio::test]
async fn a_complaint_goes_to_the_organ_above_the_bureau_is_heard_without_learning_whose_it_is_and_it_is_answered() {
    on_both(async |office| {
        let County { .. } = county(&office).await;
        let mut lin = Somebody::at(&office);
        let (number, code) = complain(&mut lin).await;
        assert_eq!(number, "QH-TS-2026-0001");
        let page = lin.get(&format!("/matters/{number}")).await;
        assert!(page.has("青禾县政府办") && page.has("不是法定期限") && page.has("2026年11月9日"), "{}", page.body);

        let mut shen = signed_in(&office, "shen").await;
        let list = shen.get("/desk/complaints").await;
        assert!(list.has(&number) && list.has("青禾县水利局：公开申请没有依法答复、处理"), "{}", list.body);
        let mut gu = signed_in(&office, "gu").await;
        assert_eq!(gu.get(&format!("/desk/complaints/{number}")).await.status, StatusCode::NOT_FOUND);
        assert!(!gu.get("/desk/complaints").await.has(&number), "nobody has asked the bureau yet");

        let early = act(&mut shen, &number, "ask", &[("ask", "为什么没有答复"), ("until", "2026-10-20")]).await;
        assert!(early.status == StatusCode::UNPROCESSABLE_ENTITY && early.has("还没有受理"), "{}", early.body);
        assert_eq!(act(&mut shen, &number, "accept", &[]).await.status, StatusCode::SEE_OTHER);
        let asked = [("ask", "9月1日的一件申请为什么没有答复"), ("until", "2026-10-20")];
        assert_eq!(act(&mut shen, &number, "ask", &asked).await.status, StatusCode::SEE_OTHER);

        assert!(gu.get("/desk/complaints").await.has(&number));
        let page = gu.get(&format!("/desk/complaints/{number}")).await;
        assert!(page.has("9月1日的一件申请为什么没有答复") && page.has("2026年10月20日"), "{}", page.body);
        assert!(!page.has("水费明细") && !page.has("林") && !page.has("回执.png"), "{}", page.body);
        let file = gu.get(&format!("/desk/complaints/{number}/files/0")).await;
        assert_eq!(file.status, StatusCode::NOT_FOUND, "{}", file.body);
        assert_eq!(
            act(&mut gu, &number, "account", &[("account", "漏登了，已补登")]).await.status,
            StatusCode::SEE_OTHER
        );

        let settled = [("settled", "urged"), ("why", "已督促县水利局在10月16日前答复您。")];
        let officer = act(&mut shen, &number, "settle", &settled).await;
        assert!(officer.has("由公开工作机构负责人、监督人员办理"), "{}", officer.body);
        let mut lu = signed_in(&office, "lu").await;
        let wrong = act(&mut lu, &number, "settle", &[("settled", "corrected"), ("why", "x")]).await;
        assert!(wrong.has("请选处理结果"), "a complaint has no such end: {}", wrong.body);
        assert_eq!(act(&mut lu, &number, "settle", &settled).await.status, StatusCode::SEE_OTHER);

        let mut anywhere = Somebody::at(&office);
        let opened = follow(&mut anywhere, &number, &code).await;
        assert_eq!(opened.location(), format!("/matters/{number}"), "{}", opened.body);
        let page = anywhere.get(opened.location()).await;
        assert!(page.has("<h1>督促整改</h1>") && page.has("第四十七条第二款"), "{}", page.body);
        assert!(page.has("已督促县水利局在10月16日前答复您") && !page.has("漏登"), "{}", page.body);
        let count = office.db.request_count(Scope::All, &RequestFilter::default()).await.unwrap();
        assert_eq!(count, 0, "no request was made of it");
    })
    .await;
}

#[tokio::test]
async fn who_complained_is_shown_to_who_handles_it_with_a_row_in_the_journal_and_to_nobody_else() {
    on_both(async |office| {
        county(&office).await;
        let (number, _) = complain(&mut Somebody::at(&office)).await;
        let here = format!("/desk/complaints/{number}");
        let mut shen = signed_in(&office, "shen").await;
        let page = shen.get(&here).await;
        assert!(page.has("林*舟") && !page.has("林晚舟"), "{}", page.body);
        let shown = shen.post(&format!("{here}/reveal"), &[("csrf", &page.csrf())]).await;
        assert!(shown.has("林晚舟"), "{}", shown.body);
        let file = shen.get(&format!("{here}/files/0")).await;
        assert_eq!((file.status, file.headers["content-type"].to_str().unwrap()), (StatusCode::OK, "image/png"));
        let rows = gongkai_store::journal::rows(&office.db, 0, 200).await.unwrap();
        for act in ["matter.reveal", "matter.file"] {
            assert!(rows.iter().any(|row| row.act == act), "{act}");
        }
        for (user, status) in [("he", StatusCode::NOT_FOUND), ("qin", StatusCode::FORBIDDEN)] {
            let mut other = signed_in(&office, user).await;
            assert_eq!(other.get(&here).await.status, status, "{user}");
        }
        assert_eq!(Somebody::at(&office).get(&here).await.status, StatusCode::UNAUTHORIZED);
        let stranger = Somebody::at(&office).get(&format!("/matters/{number}")).await;
        assert_eq!(stranger.location(), format!("/requests/follow?n={number}"));
    })
    .await;
}

#[tokio::test]
async fn a_record_of_oneself_is_put_right_or_sent_to_who_may_and_counts_as_no_request() {
    on_both(async |office| {
        county(&office).await;
        let fields = [
            ("about", "shui"),
            ("words", "2024年用水公示里，我家的水表读数写成320，应为32。"),
            ("name", "林晚舟"),
            ("number", "11010519491231002X"),
            ("phone", "13800000000"),
        ];
        let mut lin = Somebody::at(&office);
        let nameless = send(&mut lin, "/corrections/new", &fields[..2], &[]).await;
        assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nameless.has("请写姓名或者名称") && nameless.has("应为32"), "{}", nameless.body);
        let program = send(&mut lin, "/corrections/new", &fields, &[("a.exe", b"MZ\x90\0")]).await;
        assert!(program.has("a.exe：不是能收的格式") && program.has("应为32"), "{}", program.body);
        let sent = send(&mut lin, "/corrections/new", &fields, &[("水费单.png", PNG)]).await;
        let (number, _) = given(&lin.get(sent.location()).await);
        assert_eq!(number, "SHUI-GZ-2026-0001");

        let mut gu = signed_in(&office, "gu").await;
        let page = gu.get(&format!("/desk/complaints/{number}")).await;
        assert!(page.has("更正申请") && page.has("《条例》第四十一条") && page.has("水费单.png"), "{}", page.body);
        assert_eq!(act(&mut gu, &number, "accept", &[]).await.status, StatusCode::SEE_OTHER);
        let unnamed = act(&mut gu, &number, "settle", &[("settled", "forwarded"), ("why", "转请办理")]).await;
        assert!(unnamed.has("归哪个机关"), "{}", unnamed.body);
        let end = [("settled", "corrected"), ("why", "查对抄表记录，已改为32。")];
        assert_eq!(act(&mut gu, &number, "settle", &end).await.status, StatusCode::SEE_OTHER);
        let page = lin.get(&format!("/matters/{number}")).await;
        assert!(page.has("<h1>已经更正</h1>") && page.has("已改为32"), "{}", page.body);
        let page = gu.get(&format!("/desk/complaints/{number}")).await;
        assert!(page.has("已经办结：已经更正") && !page.has("name=\"settled\""), "{}", page.body);
        let count = office.db.request_count(Scope::All, &RequestFilter::default()).await.unwrap();
        assert_eq!(count, 0);
    })
    .await;
}

#[tokio::test]
async fn where_nobody_above_is_on_the_platform_the_form_says_whom_to_turn_to_and_what_is_withdrawn_is_over() {
    on_both(async |office| {
        county(&office).await;
        let mut lin = Somebody::at(&office);
        let fields = [("about", "qh"), ("ground", "rights"), ("words", STORY)];
        let page = send(&mut lin, "/complaints/new", &fields, &[]).await;
        assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.has("直接向上一级机关提出"), "{}", page.body);
        assert!(page.has("到今天没有人答复"), "what was typed is still there");

        let (number, _) = complain(&mut lin).await;
        let here = format!("/matters/{number}");
        let csrf = lin.get(&here).await.csrf();
        for _ in 0..2 {
            let gone = lin.post(&format!("{here}/withdraw"), &[("csrf", &csrf)]).await;
            assert_eq!(gone.location(), here, "{}", gone.body);
        }
        assert!(lin.get(&here).await.has("<h1>已经撤回</h1>"));
        let mut shen = signed_in(&office, "shen").await;
        assert!(!shen.get("/desk/complaints").await.has(&number));
        assert!(shen.get("/desk/complaints?v=all").await.has(&number));
    })
    .await;
}
