//! What an applicant is safe from, being shut out, being read, losing the code; and what they may do while the case goes
//! on.

use axum::http::StatusCode;
use gongkai::requests::{dossier::Dossier, register::identity};
use gongkai_law::request::step::Step;
use gongkai_store::{Actor, Moment, NewOrgan, Scope};
use jiff::civil::date;

use super::{
    cases,
    house::{Page, Somebody, on_both},
    letters,
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
        step(&office, &hand, &lapsed, date(2026, 10, 21), Step::Noted, "电话里态度不好，未再联系").await.unwrap();
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

#[tokio::test]
async fn what_the_applicant_did_on_line_no_officer_undoes() {
    on_both(async |office| {
        letters::water(&office).await;
        let (number, _) = apply(&mut Somebody::at(&office)).await;
        let mut shen = letters::sign_in(&office, "shen").await;
        let form = shen.get(&format!("/desk/requests/{number}/struck")).await;
        assert!(!form.has("双方确认收到</label>"), "what is not ours is not offered: {}", form.body);
        for verb in ["struck", "redated"] {
            let mend = [("step", "1"), ("to", "2026-10-12"), ("why", "误登"), ("proof", "电话记录")];
            let refused = cases::step(&mut shen, &number, verb, &mend).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{verb}: {}", refused.body);
        }
    })
    .await;
}

#[tokio::test]
async fn reasons_are_given_on_line_where_they_were_asked_for_with_papers() {
    on_both(async |office| {
        let organ = county(&office).await;
        let hand = staff(&office, organ).await;
        let mut lin = Somebody::at(&office);
        let (number, _) = apply(&mut lin).await;
        let here = format!("/requests/follow/{number}");
        let early = lin.get(&format!("{here}/reasons")).await;
        assert!(early.status == StatusCode::OK && early.has("现在没有要您说明理由的"), "{}", early.body);
        let until = date(2026, 10, 20);
        let asked = Step::ReasonsAsked { until };
        step(&office, &hand, &number, date(2026, 10, 12), asked, "本月已经申请21件").await.unwrap();
        let page = lin.get(&here).await;
        assert!(page.has("请您说明理由") && page.has(&format!("{here}/reasons\">去说明理由")), "{}", page.body);
        let page = lin.get(&format!("{here}/reasons")).await;
        assert!(page.has("本月已经申请21件") && page.has("第三十五条"), "{}", page.body);
        let csrf = page.csrf();
        let token = ("csrf", None, csrf.as_bytes());
        let words = ("reasons", None, "村里打官司要用".as_bytes());
        let program =
            lin.multipart(&format!("{here}/reasons"), &[token, words, ("file", Some("a.exe"), b"MZ\0")]).await;
        assert!(program.has("a.exe：不是能收的格式") && program.has("村里打官司要用"), "{}", program.body);
        let paper = ("file", Some("传票.pdf"), &b"%PDF-1.7"[..]);
        let sent = lin.multipart(&format!("{here}/reasons"), &[token, words, paper]).await;
        assert_eq!(sent.location(), format!("{here}?done=reasoned"), "{}", sent.body);
        assert!(lin.get(sent.location()).await.has("已经收到您说明的理由"));
        let dossier = Dossier::numbered(&office, &number, Scope::All).await.unwrap();
        assert_eq!(dossier.standing.reasons.unwrap().came, Some(date(2026, 10, 12)));
    })
    .await;
}

#[tokio::test]
async fn a_fee_notice_says_how_much_why_how_until_when_and_what_follows() {
    on_both(async |office| {
        let organ = county(&office).await;
        let hand = staff(&office, organ).await;
        let mut lin = Somebody::at(&office);
        let (number, _) = apply(&mut lin).await;
        let here = format!("/requests/follow/{number}/fee");
        assert_eq!(lin.get(&here).await.status, StatusCode::NOT_FOUND);
        step(&office, &hand, &number, date(2026, 10, 12), Step::Accepted, "").await.unwrap();
        step(&office, &hand, &number, date(2026, 10, 12), Step::FeeNotified, "按量计收，共40页").await.unwrap();
        let page = lin.get(&here).await;
        assert!(page.has("按量计收，共40页") && page.has("2026年11月9日"), "twenty working days: {}", page.body);
        assert!(page.has("视为放弃申请") && page.has("第四十二条"), "{}", page.body);
        // the tariff by which it was reckoned, as a table, and not the other one
        assert!(page.has("31—100页") && page.has("<th scope=\"col\">第几页</th>"), "{}", page.body);
        assert!(!page.has("第几件"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn a_new_telephone_and_way_of_delivery_are_sealed_and_the_office_sees_that_they_changed() {
    on_both(async |office| {
        county(&office).await;
        let mut lin = Somebody::at(&office);
        let (number, _) = apply(&mut lin).await;
        let here = format!("/requests/follow/{number}/contact");
        let page = lin.get(&here).await;
        assert!(page.has("138***0000") && !page.has("1380000000"), "{}", page.body);
        let csrf = page.csrf();
        let nothing = lin.post(&here, &[("csrf", &csrf), ("delivery", "online")]).await;
        assert!(nothing.has("没有改动"), "{}", nothing.body);
        let wrong = lin.post(&here, &[("csrf", &csrf), ("phone", "123"), ("delivery", "online")]).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.has("value=\"123\""), "{}", wrong.body);
        let new = [("csrf", csrf.as_str()), ("phone", "13911112222"), ("delivery", "email")];
        let changed = lin.post(&here, &new).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
        let dossier = Dossier::numbered(&office, &number, Scope::All).await.unwrap();
        let who = identity(&office, &dossier.request).unwrap().unwrap();
        assert_eq!((who.phone.as_str(), who.name.as_str()), ("13911112222", "林晚舟"));
        assert_eq!(dossier.request.delivery, "email");
        let page = lin.get(&format!("/requests/follow/{number}")).await;
        assert!(page.has("您网上变更了电话、获取途径") && !page.has("1391111"), "{}", page.body);
        let told = &dossier.entries.last().unwrap().words.why;
        assert!(told.contains("电话") && told.contains("获取途径") && !told.contains("139"), "{told}");
        let rows = gongkai_store::journal::rows(&office.db, 0, 200).await.unwrap();
        assert!(rows.iter().any(|row| row.act == "request.contact" && !row.detail.contains("1391111")));
    })
    .await;
}

#[tokio::test]
async fn whoever_lost_the_code_gets_another_at_the_office_and_the_old_one_opens_nothing() {
    on_both(async |office| {
        cases::county(&office).await;
        let hall = office.db.organ_at("qh").await.unwrap();
        let number = cases::handed_in(&office, &hall, "供水水质检测报告", date(2026, 10, 12)).await;
        let here = format!("/desk/requests/{number}/code");
        let mut shen = cases::signed_in(&office, "shen").await;
        let page = shen.get(&here).await;
        let (csrf, version) = (page.csrf(), cases::version(&page));
        let blank = shen.post(&here, &[("csrf", &csrf), ("version", &version), ("how", " ")]).await;
        assert!(blank.has("请写明怎样核实的身份"), "{}", blank.body);
        let how = ("how", "本人持身份证到窗口");
        let given = shen.post(&here, &[("csrf", &csrf), ("version", &version), how]).await;
        let handed = codes(&given, "<b class=\"code\">");
        assert_eq!((given.status, handed.len()), (StatusCode::OK, 2), "{}", given.body);
        let mut lin = Somebody::at(&office);
        assert_eq!(follow(&mut lin, handed[0], handed[1]).await.status, StatusCode::SEE_OTHER);
        let again = shen.get(&here).await;
        let version = cases::version(&again);
        let second = shen.post(&here, &[("csrf", &csrf), ("version", &version), how]).await;
        assert_eq!(second.status, StatusCode::OK, "{}", second.body);
        let shut = lin.get(&format!("/requests/follow/{number}")).await;
        assert_eq!(shut.status, StatusCode::SEE_OTHER, "what the first code had opened is shut");
        let file = shen.get(&format!("/desk/requests/{number}")).await;
        assert!(file.has("遗失查询码") && file.has("本人持身份证到窗口"), "{}", file.body);
        for user in ["gu", "yu", "zhou"] {
            let refused = cases::signed_in(&office, user).await.get(&here).await;
            assert_ne!(refused.status, StatusCode::OK, "{user}");
        }
    })
    .await;
}

#[tokio::test]
async fn proof_of_identity_goes_in_with_the_application_and_is_opened_with_a_row_in_the_journal() {
    on_both(async |office| {
        letters::water(&office).await;
        let mut lin = Somebody::at(&office);
        answer(&mut lin, &ANSWERS).await;
        let csrf = lin.get("/requests/new/check").await.csrf();
        let token = ("csrf", None, csrf.as_bytes());
        let page = lin.multipart("/requests/new/check", &[token, ("file", Some("身份证.exe"), b"MZ\0")]).await;
        assert!(
            page.status == StatusCode::UNPROCESSABLE_ENTITY && page.has("身份证.exe：不是能收的格式"),
            "{}",
            page.body
        );
        let photo = ("file", Some("身份证.jpg"), &b"\xff\xd8\xff\xe0...."[..]);
        let sent = lin.multipart("/requests/new/check", &[token, photo]).await;
        assert_eq!(sent.location(), "/requests/receipt", "{}", sent.body);
        assert!(!lin.get("/requests/follow/SHUILI-2026-0001").await.has("身份证.jpg"), "it is for the office");
        let mut shen = letters::sign_in(&office, "shen").await;
        let file = shen.get("/desk/requests/SHUILI-2026-0001/files/0").await;
        assert_eq!((file.status, file.headers["content-type"].to_str().unwrap()), (StatusCode::OK, "image/jpeg"));
        let rows = gongkai_store::journal::rows(&office.db, 0, 200).await.unwrap();
        assert!(rows.iter().any(|row| row.act == "request.file"));
    })
    .await;
}

#[tokio::test]
async fn an_organ_is_found_by_its_name_however_many_there_are_and_a_village_says_who_answers_for_it() {
    on_both(async |office| {
        cases::county(&office).await;
        let hall = office.db.organ_at("qh").await.unwrap();
        let mut act = office.db.act(Actor::Operator, Moment(office.now_ms())).await.unwrap();
        for n in 1..=240 {
            let (slug, name) = (format!("zhen-{n}"), format!("第{n}镇人民政府"));
            let new = NewOrgan {
                slug: &slug,
                name: &name,
                short_name: &name,
                kind: "government",
                level: "township",
                parent: Some(hall.id),
                position: 1000 + n,
                ..NewOrgan::default()
            };
            act.add_organ(&new).await.unwrap();
        }
        let village = NewOrgan {
            slug: "cun",
            name: "柳湾村村民委员会",
            short_name: "柳湾村",
            kind: "village",
            ..NewOrgan::default()
        };
        act.add_organ(&NewOrgan { level: "village", position: 1, ..village }).await.unwrap();
        act.commit().await.unwrap();

        let mut lin = Somebody::at(&office);
        answer(&mut lin, &ANSWERS[..3]).await;
        let all = lin.get("/requests/new/organ").await;
        assert!(all.has("只列出前面的100个") && !all.has("第239镇"), "{}", all.body);
        let found = lin.get("/requests/new/organ?q=%E7%AC%AC239").await;
        assert!(found.has("value=\"zhen-239\"") && !found.has("只列出"), "{}", found.body);
        let village = lin.get("/requests/new/organ?q=%E6%9F%B3%E6%B9%BE").await;
        assert!(village.has("《村民委员会组织法》第三十条") && village.has("请向乡镇人民政府申请"), "{}", village.body);
        let refused = lin.post("/requests/new/organ", &[("csrf", &village.csrf()), ("organ", "cun")]).await;
        assert_eq!(refused.status, axum::http::StatusCode::UNPROCESSABLE_ENTITY);
        answer(&mut lin, &[("organ", &[("organ", "zhen-239")])]).await;
        assert!(
            lin.get("/requests/new/organ").await.has("value=\"zhen-239\" checked"),
            "what was chosen stays in sight"
        );
        answer(&mut lin, &[("wanted", &[("wanted", "第230镇人民政府2024年的公路养护合同")]), ANSWERS[5]]).await;
        let check = lin.get("/requests/new/check").await;
        assert!(check.has("也许归第230镇人民政府公开"), "{}", check.body);
        assert!(lin.get("/complaints/new").await.has("<datalist"), "too many to choose from: the name is written");
    })
    .await;
}

#[tokio::test]
async fn whose_it_is_is_told_within_the_tree_and_by_who_took_over() {
    on_both(async |office| {
        cases::county(&office).await;
        let mut act = office.db.act(Actor::Operator, Moment(office.now_ms())).await.unwrap();
        let hall = office.db.organ_at("qh").await.unwrap();
        let other = office.db.organ_at("yunze").await.unwrap();
        let new = |slug, name, short_name, parent| NewOrgan {
            slug,
            name,
            short_name,
            kind: "department",
            level: "county",
            parent: Some(parent),
            ..NewOrgan::default()
        };
        act.add_organ(&new("linye", "青禾县林业局", "县林业局", hall.id)).await.unwrap();
        let land = act.add_organ(&new("ziran", "青禾县自然资源局", "县自然资源局", hall.id)).await.unwrap();
        act.add_organ(&new("yz-ly", "云泽县林业局", "县林业局", other.id)).await.unwrap();
        act.commit().await.unwrap();
        let mut closed = office.db.organ_at("linye").await.unwrap();
        closed.successor_id = Some(land);
        let mut act = office.db.act(Actor::Operator, Moment(office.now_ms())).await.unwrap();
        act.change_organ(&closed).await.unwrap();
        act.commit().await.unwrap();

        let mut lin = Somebody::at(&office);
        answer(&mut lin, &ANSWERS[..3]).await;
        let page = lin.get("/requests/new/organ").await;
        assert!(page.has("职责由青禾县自然资源局承继"), "{}", page.body);
        let csrf = page.csrf();
        let shut = lin.post("/requests/new/organ", &[("csrf", &csrf), ("organ", "linye")]).await;
        assert!(shut.has("请选一个机关"), "{}", shut.body);
        let wanted = [("wanted", &[("wanted", "县林业局2023年的古树名木普查表")][..]), ANSWERS[5]];
        answer(&mut lin, &[("organ", &[("organ", "shui")])]).await;
        answer(&mut lin, &wanted).await;
        let page = lin.get("/requests/new/check").await;
        assert!(page.has("也许归青禾县自然资源局公开") && !page.has("也许归青禾县自然资源局、云泽"), "{}", page.body);
    })
    .await;
}
