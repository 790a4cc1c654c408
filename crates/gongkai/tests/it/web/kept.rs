//! What somebody wrote is kept, whatever goes wrong; what they sent twice is made once; and what they leave is gone.

use axum::http::StatusCode;
use gongkai::{
    Office,
    guard::limit::Uploads,
    requests::{code, dossier::Dossier},
};
use gongkai_law::request::step::Step;
use gongkai_store::{RequestFilter, Scope};
use jiff::civil::date;

use super::{
    cases,
    house::{Page, Part, Somebody, on_both},
    requests::{ANSWERS, answer, apply, county, follow, staff, step},
};

const ID: &str = "11010519491231002X";
const USCC: &str = "91350100M000100Y43";

/// Presses a button of a question with what stands in its fields.
async fn press(somebody: &mut Somebody, question: &str, then: &str, fields: &[(&str, &str)]) -> Page {
    let csrf = somebody.get("/requests/new").await.csrf();
    let mut all = vec![("csrf", csrf.as_str()), ("then", then)];
    all.extend_from_slice(fields);
    somebody.post(&format!("/requests/new/{question}"), &all).await
}

/// The code that a page shows.
fn code_of(page: &Page) -> String {
    page.body.split_once("<dd class=\"code\">").unwrap().1.split_once('<').unwrap().0.to_owned()
}

fn token(page: &Page) -> String {
    page.body.split_once("name=\"once\" value=\"").unwrap().1.split_once('"').unwrap().0.to_owned()
}

async fn count(office: &Office) -> i64 {
    office.db.request_count(Scope::All, &RequestFilter::default()).await.unwrap()
}

async fn post_parts(somebody: &mut Somebody, path: &str, from: &str, fields: &[(&str, &str)]) -> Page {
    let csrf = somebody.get(from).await.csrf();
    let mut parts: Vec<Part<'_>> = vec![("csrf", None, csrf.as_bytes())];
    parts.extend(fields.iter().map(|(name, value)| (*name, None, value.as_bytes())));
    somebody.multipart(path, &parts).await
}

#[tokio::test]
async fn what_is_too_long_comes_back_whole_and_a_change_that_fails_leaves_the_good_answer_alone() {
    on_both(async |office| {
        county(&office).await;
        let mut lin = Somebody::at(&office);
        answer(&mut lin, &ANSWERS).await;
        let long = "水".repeat(1500);
        let page = press(&mut lin, "wanted", "", &[("back", "1"), ("wanted", &long)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.has("所需信息现在1500个字，最多1000个字") && page.has(&long), "{}", page.body);
        let check = lin.get("/requests/new/check").await;
        assert!(check.status == StatusCode::OK && check.has("末梢水检测报告"), "the answer that was good holds");
        assert!(lin.get("/requests/new/wanted?back=1").await.has(&long), "and what was typed waits to be shortened");
        let left = press(&mut lin, "wanted", "leave", &[("back", "1"), ("wanted", &long)]).await;
        assert_eq!(left.location(), "/requests/new/check");
        let page = lin.get("/requests/new/wanted?back=1").await;
        assert!(page.has("末梢水检测报告") && !page.has(&long), "{}", page.body);

        let endless = "水".repeat(60_000);
        let page = press(&mut lin, "wanted", "", &[("wanted", &endless)]).await;
        assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(page.has("回到申请") && !page.has("gongkai report"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn an_answer_half_written_is_saved_with_the_rest_and_so_it_is_on_the_way_back() {
    on_both(async |office| {
        county(&office).await;
        let mut lin = Somebody::at(&office);
        let blank = press(&mut lin, "applicant", "save", &[]).await;
        assert!(blank.has("没有可以保存的内容"), "{}", blank.body);
        answer(&mut lin, &ANSWERS[..1]).await;
        let before = press(&mut lin, "identity", "before", &[("number", "1101")]).await;
        assert_eq!(before.location(), "/requests/new/applicant");
        let saved = press(&mut lin, "identity", "save", &[("number", "1101")]).await;
        assert!(saved.has("请记下保存码") && !saved.has("已经作废"), "{}", saved.body);
        let again = press(&mut lin, "identity", "save", &[("number", "1101")]).await;
        assert!(again.has("以前给的保存码已经作废"), "{}", again.body);
        let start = lin.get("/requests/new").await;
        assert!(start.has("凭保存码在哪里都能接着填") && !start.has("小时不动就会删除"), "{}", start.body);

        let mut elsewhere = Somebody::at(&office);
        let csrf = elsewhere.get("/requests/new").await.csrf();
        let empty = elsewhere.post("/requests/new", &[("csrf", &csrf), ("code", " ")]).await;
        assert!(empty.has("请输入保存码"), "{}", empty.body);
        let taken = elsewhere.post("/requests/new", &[("csrf", &csrf), ("code", &code_of(&again))]).await;
        assert_eq!(taken.location(), "/requests/new/identity");
        let page = elsewhere.get(taken.location()).await;
        assert!(page.has("value=\"1101\""), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn a_saved_application_is_submitted_once_whoever_goes_on_with_another_copy_is_told_and_may_make_another_of_it() {
    on_both(async |office| {
        county(&office).await;
        let mut lin = Somebody::at(&office);
        answer(&mut lin, &ANSWERS[..5]).await;
        let saved = code_of(&press(&mut lin, "supply", "save", &[]).await);
        let mut wife = Somebody::at(&office);
        let csrf = wife.get("/requests/new").await.csrf();
        wife.post("/requests/new", &[("csrf", &csrf), ("code", &saved)]).await;
        // under a code of her own it is still the same application
        press(&mut wife, "supply", "save", ANSWERS[5].1).await;
        let sent = wife.post("/requests/new/check", &[("csrf", &csrf)]).await;
        assert_eq!(sent.location(), "/requests/receipt", "{}", sent.body);

        let told = press(&mut lin, "supply", "", ANSWERS[5].1).await;
        assert!(told.has("这件申请已经提交过了") && told.has("SHUILI-2026-0001"), "{}", told.body);
        let csrf = told.csrf();
        for path in ["/requests/new/check", "/requests/new/save"] {
            let told = lin.post(path, &[("csrf", &csrf)]).await;
            assert!(told.has("这件申请已经提交过了"), "{path}: {}", told.body);
        }
        assert!(!lin.get("/requests/new").await.has("没有填完"));
        assert_eq!(count(&office).await, 1);
        let mut late = Somebody::at(&office);
        let token = late.get("/requests/new").await.csrf();
        let late = late.post("/requests/new", &[("csrf", &token), ("code", &saved)]).await;
        assert!(late.has("已经提交，编号SHUILI-2026-0001"), "{}", late.body);

        let another = lin.post("/requests/new", &[("csrf", &csrf), ("again", "1")]).await;
        assert_eq!(another.location(), "/requests/new/check", "what was typed last is there too");
        let sent = lin.post("/requests/new/check", &[("csrf", &csrf)]).await;
        assert_eq!(sent.location(), "/requests/receipt", "{}", sent.body);
        assert_eq!(count(&office).await, 2);
    })
    .await;
}

#[tokio::test]
async fn whoever_clicks_twice_has_made_one_case_and_sees_its_receipt_though_only_the_second_answer_is_shown() {
    on_both(async |office| {
        cases::county(&office).await;
        let mut lin = Somebody::at(&office);
        let page = lin.get("/complaints/new").await;
        let (csrf, once) = (page.csrf(), token(&page));
        let words = "9月1日申请公开水费明细，到今天没有人答复。";
        let fields =
            [("csrf", csrf.as_str()), ("once", &once), ("about", "shui"), ("ground", "rights"), ("words", words)];
        let parts: Vec<Part<'_>> = fields.iter().map(|(name, value)| (*name, None, value.as_bytes())).collect();
        let mut second = lin.clone();
        let first = lin.multipart("/complaints/new", &parts).await;
        // its cookies are those of before the first answer
        let answer = second.multipart("/complaints/new", &parts).await;
        assert_eq!((first.location(), answer.location()), ("/matters/QH-TS-2026-0001", "/matters/QH-TS-2026-0001"));
        let page = second.get(answer.location()).await;
        assert!(page.has("查询码</dt>"), "{}", page.body);
        let page = second.get("/complaints/new").await;
        let again = [
            ("csrf", csrf.as_str()),
            ("once", &token(&page)),
            ("about", "shui"),
            ("ground", "rights"),
            ("words", words),
        ];
        let parts: Vec<Part<'_>> = again.iter().map(|(name, value)| (*name, None, value.as_bytes())).collect();
        assert_eq!(second.multipart("/complaints/new", &parts).await.location(), "/matters/QH-TS-2026-0002");
        assert_eq!(second.get("/matters/QH-TS-2026-0001").await.status, StatusCode::OK, "both stay open");
    })
    .await;
    on_both(async |office| {
        county(&office).await;
        let mut lin = Somebody::at(&office);
        answer(&mut lin, &ANSWERS).await;
        let page = lin.get("/requests/new/check").await;
        let (csrf, once) = (page.csrf(), token(&page));
        let parts = [("csrf", None, csrf.as_bytes()), ("once", None, once.as_bytes())];
        let mut second = lin.clone();
        lin.multipart("/requests/new/check", &parts).await;
        let answer = second.multipart("/requests/new/check", &parts).await;
        assert_eq!(answer.location(), "/requests/receipt");
        assert!(second.get("/requests/receipt").await.has("查询码</dt>"));
        assert_eq!(count(&office).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_correction_that_took_long_to_write_is_taken_once_the_code_is_given_again() {
    on_both(async |mut office| {
        let organ = county(&office).await;
        let hand = staff(&office, organ).await;
        let mut lin = Somebody::at(&office);
        let (number, code) = apply(&mut lin).await;
        let until = date(2026, 10, 30);
        step(&office, &hand, &number, date(2026, 10, 12), Step::ClarifyAsked { until }, "请写明年份").await.unwrap();
        let here = format!("/requests/follow/{number}/clarify");
        assert!(lin.get(&here).await.has("请写明年份"));
        office.clock = || "2026-10-12T05:00:00Z".parse().unwrap();
        lin.moved_to(&office);
        let said = ("correction", "要2024年以来的，每个水厂都要。");
        let asked = post_parts(&mut lin, &here, "/requests/follow", &[said]).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.has("再填一次查询码") && asked.has(said.1) && !asked.has("请写明年份"), "{}", asked.body);
        let wrong = post_parts(&mut lin, &here, "/requests/follow", &[("code", "2222-2222-2222"), said]).await;
        assert!(wrong.has("查询码不对") && wrong.has(said.1) && !wrong.has("请写明年份"), "{}", wrong.body);
        let taken = post_parts(&mut lin, &here, "/requests/follow", &[("code", &code), said]).await;
        assert_eq!(taken.location(), format!("/requests/follow/{number}?done=clarified"), "{}", taken.body);
        assert!(lin.get(taken.location()).await.has(said.1));
        for _ in 0..3 {
            post_parts(&mut Somebody::at(&office), &here, "/requests/follow", &[("code", "3333-3333-3333"), said])
                .await;
        }
        let mut other = Somebody::at(&office);
        post_parts(&mut other, &here, "/requests/follow", &[("code", "3333-3333-3333"), said]).await;
        let stopped = post_parts(&mut other, &here, "/requests/follow", &[("code", &code), said]).await;
        assert!(stopped.has("约15分钟以后再试") && stopped.has(said.1), "{}", stopped.body);
    })
    .await;
}

#[tokio::test]
async fn papers_that_are_too_large_or_no_papers_are_told_beside_their_field_with_the_words_kept() {
    on_both(async |mut office| {
        let organ = county(&office).await;
        let hand = staff(&office, organ).await;
        let mut lin = Somebody::at(&office);
        let (number, _) = apply(&mut lin).await;
        let until = date(2026, 10, 30);
        step(&office, &hand, &number, date(2026, 10, 12), Step::ClarifyAsked { until }, "请写明年份").await.unwrap();
        let here = format!("/requests/follow/{number}/clarify");
        let csrf = lin.get(&here).await.csrf();
        let large = vec![b'x'; 20_300_000];
        let words = ("correction", None, "要2024年以来的。".as_bytes());
        let send = [("csrf", None, csrf.as_bytes()), words, ("file", Some("录像.txt"), large.as_slice())];
        let page = lin.multipart(&here, &send).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.has("材料合计超过20 MB") && page.has("要2024年以来的。</textarea>"), "{}", page.body);
        let send = [("csrf", None, csrf.as_bytes()), words, ("file", Some("坏.exe"), b"MZ\x90\0")];
        let page = lin.multipart(&here, &send).await;
        assert!(page.has("坏.exe：不是能收的格式（照片、PDF") && page.has("也要重新选"), "{}", page.body);
        let photo = b"\0\0\0\x18ftypheic\0\0\0\0mif1heicmeta";
        let send = [("csrf", None, csrf.as_bytes()), words, ("file", Some("照片.heic"), photo)];
        assert_eq!(lin.multipart(&here, &send).await.status, StatusCode::SEE_OTHER, "a telephone's picture");

        office.uploads = Uploads::holding(100_000);
        lin.moved_to(&office);
        let send = [("csrf", None, csrf.as_bytes()), words, ("file", Some("录像.txt"), &large[..150_000])];
        let page = lin.multipart("/complaints/new", &send).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.has("先不附材料") && page.has("回到投诉举报") && !page.has("gongkai report"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn an_organisation_may_have_its_record_put_right_and_nobody_without_evidence() {
    on_both(async |office| {
        cases::county(&office).await;
        let mut firm = Somebody::at(&office);
        let said = [
            ("about", "shui"),
            ("words", "2024年用水公示里，我单位的水表读数写成320，应为32。"),
            ("kind", "organisation"),
            ("name", "青禾县石桥茶叶合作社"),
            ("number", ID),
            ("agent", "王守田 11010519491231002X"),
            ("phone", "0000-5550123"),
        ];
        let page = post_parts(&mut firm, "/corrections/new", "/corrections/new", &said).await;
        assert!(page.has("有证据证明记录不准确的，才能要求更正（《条例》第四十一条）"), "{}", page.body);
        assert!(page.has("单位请写统一社会信用代码") && page.has("应为32"), "{}", page.body);
        let mut said = said.to_vec();
        said[4] = ("number", USCC);
        said.push(("proof", "抄表记录的照片，原件在合作社"));
        let sent = post_parts(&mut firm, "/corrections/new", "/corrections/new", &said).await;
        assert_eq!(sent.location(), "/matters/SHUI-GZ-2026-0001", "{}", sent.body);
        assert!(firm.get(sent.location()).await.has("证据：抄表记录的照片"));
        let mut gu = cases::signed_in(&office, "gu").await;
        let here = "/desk/complaints/SHUI-GZ-2026-0001";
        let page = gu.get(here).await;
        assert!(page.has("青禾县石桥茶叶合作社") && !page.has("王守田"), "{}", page.body);
        let shown = gu.post(&format!("{here}/reveal"), &[("csrf", &page.csrf())]).await;
        assert!(shown.has("王守田") && shown.has(USCC), "{}", shown.body);
    })
    .await;
}

#[tokio::test]
async fn on_a_shared_computer_leaving_is_offered_everywhere_and_leaves_nothing_to_go_back_to() {
    on_both(async |office| {
        county(&office).await;
        let mut lin = Somebody::at(&office);
        let (number, _) = apply(&mut lin).await;
        let csrf = lin.get("/requests/new/applicant").await.csrf();
        answer(&mut lin, &ANSWERS[..2]).await;
        let start = lin.get("/requests/new").await;
        assert!(start.has("填了的会删掉，不能恢复"), "it asks before it deletes: {}", start.body);
        for path in ["/requests/receipt", "/requests/new/contact", &format!("/requests/follow/{number}/withdraw")] {
            let page = lin.get(path).await;
            assert!(page.status == StatusCode::OK && page.has("action=\"/requests/follow/leave\""), "{path}");
        }
        lin.post("/requests/follow/leave", &[("csrf", &csrf)]).await;
        assert!(!lin.get("/requests/new").await.has("没有填完"));
        assert_eq!(lin.get("/requests/receipt").await.location(), "/requests/follow");
        let back = lin.post("/requests/new/applicant", &[("csrf", &csrf), ("name", "林晚舟")]).await;
        assert_eq!(back.status, StatusCode::FORBIDDEN, "a form from before is worth nothing");
    })
    .await;
}

#[tokio::test]
async fn wrong_codes_stop_for_a_time_that_is_said_in_minutes_and_a_code_given_anew_has_its_own_tries() {
    on_both(async |office| {
        let organ = county(&office).await;
        let hand = staff(&office, organ).await;
        let (number, old) = apply(&mut Somebody::at(&office)).await;
        let mut lin = Somebody::at(&office);
        for _ in 0..5 {
            follow(&mut lin, &number, "2222-2222-2222").await;
        }
        let stopped = follow(&mut lin, &number, &old).await;
        assert!(
            stopped.status == StatusCode::TOO_MANY_REQUESTS && stopped.has("请约15分钟以后再试"),
            "{}",
            stopped.body
        );
        let dossier = Dossier::numbered(&office, &number, Scope::All).await.unwrap();
        let new = code::anew(&office, &hand, &dossier, "当面核对身份证").await.unwrap().code;
        assert_eq!(follow(&mut lin, &number, &old).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(follow(&mut lin, &number, &new).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn ones_own_answers_can_be_proofread_before_they_are_sent_and_others_numbers_stay_covered() {
    on_both(async |office| {
        county(&office).await;
        let mut lin = Somebody::at(&office);
        answer(&mut lin, &ANSWERS).await;
        let agent = [
            ("kind", "natural_person"),
            ("name", "林晚舟"),
            ("agent", "周砚 11010519491231002X"),
            ("joint", "王守田 11010519491231002X"),
        ];
        press(&mut lin, "applicant", "", &agent).await;
        let check = lin.get("/requests/new/check").await;
        assert!(check.has("1380000000") && check.has("linwanzhou@mail.example"), "{}", check.body);
        assert!(check.has("周砚 110***********002X") && check.has("王守田 110***********002X"), "{}", check.body);
        assert!(!check.has(ID), "{}", check.body);
        let years = [("wanted", "云渡镇供水检测报告"), ("from", "去年"), ("to", "今年")];
        let page = press(&mut lin, "wanted", "", &years).await;
        assert!(page.has("“起始年份”写4位数字") && page.has("“截止年份”写4位数字"), "{}", page.body);
        assert!(page.has("不要写证件号码"), "{}", page.body);
        let firm = press(&mut lin, "identity", "", &[("number", USCC)]).await;
        assert!(firm.has("这是单位的统一社会信用代码"), "{}", firm.body);
    })
    .await;
}
