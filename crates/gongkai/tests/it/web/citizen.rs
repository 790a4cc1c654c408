//! What an applicant is safe from: being shut out by others, being read by others, and losing the code.

use axum::http::StatusCode;
use gongkai_law::request::{decision::Decision, step::Step};
use jiff::civil::date;

use super::{
    cases,
    house::{Page, Somebody, on_both},
    requests::{ANSWERS, answer, apply, county, follow, staff, step},
};

const WRONG: &str = "2222-2222-2222";

/// What stands in the page's boxes for numbers and codes, in order.
fn codes<'a>(page: &'a Page, before: &str) -> Vec<&'a str> {
    page.body.split(before).skip(1).map(|rest| rest.split_once('<').unwrap().0).collect()
}

#[tokio::test]
async fn whoever_tries_wrong_codes_is_stopped_and_the_owner_elsewhere_is_not() {
    on_both(async |office| {
        county(&office).await;
        let (number, code) = apply(&mut Somebody::at(&office)).await;
        for address in ["203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4", "203.0.113.5", "203.0.113.6"] {
            let mut thief = Somebody::from(&office, address);
            for _ in 0..5 {
                assert_eq!(follow(&mut thief, &number, WRONG).await.status, StatusCode::UNPROCESSABLE_ENTITY);
            }
            let stopped = follow(&mut thief, &number, &code).await;
            assert_eq!(stopped.status, StatusCode::TOO_MANY_REQUESTS, "{address}: {}", stopped.body);
            let beside = follow(&mut Somebody::from(&office, address), "SHUILI-2026-0999", WRONG).await;
            assert_eq!(beside.status, StatusCode::UNPROCESSABLE_ENTITY, "another number has its own tries");
        }
        let owner = follow(&mut Somebody::from(&office, "198.51.100.7"), &number, &code).await;
        assert_eq!(owner.location(), format!("/requests/follow/{number}"), "{}", owner.body);
    })
    .await;
}

#[tokio::test]
async fn right_codes_do_not_count_and_wrong_ones_are_forgotten_after_a_quarter_of_an_hour() {
    on_both(async |mut office| {
        county(&office).await;
        let (number, code) = apply(&mut Somebody::at(&office)).await;
        for _ in 0..30 {
            let opened = follow(&mut Somebody::from(&office, "203.0.113.9"), &number, &code).await;
            assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
        }
        for n in 0..20 {
            follow(&mut Somebody::from(&office, "203.0.113.9"), &format!("SHUILI-2026-1{n}"), WRONG).await;
        }
        let stopped = follow(&mut Somebody::from(&office, "203.0.113.9"), &number, &code).await;
        assert_eq!(stopped.status, StatusCode::TOO_MANY_REQUESTS, "an address that tries number after number");
        office.clock = || "2026-10-12T04:15:01Z".parse().unwrap();
        gongkai::purge(&office).await.unwrap();
        let opened = follow(&mut Somebody::from(&office, "203.0.113.9"), &number, &code).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    })
    .await;
}

#[tokio::test]
async fn leaving_takes_what_was_begun_along_and_so_does_submitting() {
    on_both(async |office| {
        county(&office).await;
        let mut lin = Somebody::at(&office);
        let (number, _) = apply(&mut lin).await;
        assert!(!lin.get("/requests/new").await.has("没有填完"), "it was submitted");
        answer(&mut lin, &ANSWERS[..3]).await;
        assert!(lin.get("/requests/new").await.has("您有一件没有填完的申请"));
        let page = lin.get(&format!("/requests/follow/{number}")).await;
        lin.post("/requests/follow/leave", &[("csrf", &page.csrf())]).await;
        assert!(!lin.get("/requests/new").await.has("没有填完"), "who sits down next finds it");
        let page = lin.get("/requests/new/applicant").await;
        assert!(!page.has("林晚舟"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn whoever_registers_one_after_the_other_has_each_receipt_to_hand_over_with_its_code_and_no_full_name() {
    on_both(async |office| {
        cases::county(&office).await;
        let mut shen = cases::signed_in(&office, "shen").await;
        let csrf = shen.get("/desk/register").await.csrf();
        let fields: [(&str, &str); 9] = [
            ("csrf", &csrf),
            ("ch", "hand"),
            ("arrived", "2026-10-12"),
            ("name", "林晚舟"),
            ("idno", "11010519491231002X"),
            ("tel", "13800000000"),
            ("what", "云渡镇供水水质检测报告，电话13800005678"),
            ("form", "paper"),
            ("then", "next"),
        ];
        let parts: Vec<_> = fields.iter().map(|(name, value)| (*name, None, value.as_bytes())).collect();
        let page = shen.multipart("/desk/register", &parts).await;
        let handed = codes(&page, "<b class=\"code\">");
        assert_eq!((page.status, handed.len(), handed[0]), (StatusCode::OK, 2, "QH-2026-0001"), "{}", page.body);
        assert!(page.has("林*舟（公民）") && !page.has("林晚舟") && !page.has("13800005678"), "{}", page.body);
        let opened = follow(&mut Somebody::at(&office), handed[0], handed[1]).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);

        let other = parts.iter().filter(|(name, ..)| *name != "then").copied();
        let other: Vec<_> =
            other.map(|part| if part.0 == "what" { ("what", None, "另一件".as_bytes()) } else { part }).collect();
        let page = shen.multipart("/desk/register", &other).await;
        assert!(page.has("林*舟（公民）") && !page.has("林晚舟"), "{}", page.body);
        for path in ["/desk", "/desk?v=all&q=QH-2026-0001"] {
            assert!(shen.get(path).await.has("138****5678"), "{path} shows the number in a title");
        }
        let own = shen.get("/desk/requests/QH-2026-0001").await;
        assert!(own.has("13800005678"), "who works on it reads what was written: {}", own.body);
    })
    .await;
}

#[tokio::test]
async fn a_supervisor_reads_the_file_without_the_numbers_in_it() {
    on_both(async |office| {
        let county = cases::county(&office).await;
        let wanted = "向13800005678收取的水费明细。";
        let number = cases::handed_in(&office, &county.water, wanted, date(2026, 10, 12)).await;
        let page = cases::signed_in(&office, "yu").await.get(&format!("/desk/requests/{number}")).await;
        assert!(page.has("138****5678") && !page.has("13800005678"), "{}", page.body);
        let page = cases::signed_in(&office, "gu").await.get(&format!("/desk/requests/{number}")).await;
        assert!(page.has("13800005678"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn the_timeline_tells_the_applicant_what_is_meant_for_them_and_nothing_else() {
    on_both(async |mut office| {
        let organ = county(&office).await;
        let hand = staff(&office, organ).await;
        let mut lin = Somebody::at(&office);
        let (lapsed, code) = apply(&mut lin).await;
        let until = date(2026, 10, 20);
        let asked = Step::ClarifyAsked { until };
        step(&office, &hand, &lapsed, date(2026, 10, 12), asked, "请写明年份，电话13800005678").await.unwrap();
        office.clock = || "2026-10-21T04:00:00Z".parse().unwrap();
        let over = Step::Lapsed { decision: Decision::OtherNoCorrection };
        step(&office, &hand, &lapsed, date(2026, 10, 21), over, "电话里态度不好，未再联系").await.unwrap();
        let mut lin = Somebody::at(&office);
        follow(&mut lin, &lapsed, &code).await;
        let page = lin.get(&format!("/requests/follow/{lapsed}")).await;
        assert!(page.has("请写明年份") && !page.has("态度不好"), "{}", page.body);

        let (gone, _) = apply(&mut lin).await;
        step(&office, &hand, &gone, date(2026, 10, 21), Step::Withdrawn, "来人口头说不要了，已录音").await.unwrap();
        let page = lin.get(&format!("/requests/follow/{gone}")).await;
        assert!(page.has("您撤回了申请") && !page.has("录音"), "{}", page.body);
    })
    .await;
}
