//! What an officer writes down is proved, and what the file says of its day and of the next step is so.

use axum::http::StatusCode;
use jiff::civil::date;

use super::{
    cases::{PASSWORD, county, handed_in, person, signed_in, step, version, went_through},
    house::{Somebody, on_both},
};

#[tokio::test]
async fn what_came_of_the_applicant_is_written_down_in_words_or_with_its_paper() {
    on_both(async |office| {
        let county = county(&office).await;
        let mut shen = signed_in(&office, "shen").await;
        let number = handed_in(&office, &county.hall, "水质检测报告", date(2026, 10, 9)).await;
        let asked = [("on", "2026-10-12"), ("why", "请写明哪一个水厂"), ("until", "2026-10-30")];
        went_through(&step(&mut shen, &number, "clarify_asked", &asked).await);
        let bare = step(&mut shen, &number, "clarified", &[("on", "2026-10-12"), ("why", " ")]).await;
        assert!(bare.has("请填写补正的内容，或者附上补正材料"), "{}", bare.body);
        let file = shen.get(&format!("/desk/requests/{number}")).await;
        let (_, next) = file.body.split_once("id=\"c-next\"").unwrap();
        let (_, first) = next.split_once("href=\"").unwrap();
        assert!(!first.starts_with(&format!("/desk/requests/{number}/drafted")), "{first}");
        assert!(!file.has(&format!("class=\"btn small\" href=\"/desk/requests/{number}/drafted\"")), "{}", file.body);
        went_through(&step(&mut shen, &number, "clarified", &[("on", "2026-10-12"), ("why", "桥头水厂")]).await);

        let reasons = [("on", "2026-10-12"), ("why", "一个月内二十件"), ("until", "2026-10-20")];
        went_through(&step(&mut shen, &number, "reasons_asked", &reasons).await);
        let bare = step(&mut shen, &number, "reasoned", &[("on", "2026-10-12")]).await;
        assert!(bare.has("请填写申请人说明的理由，或者附上来信"), "{}", bare.body);
        went_through(&step(&mut shen, &number, "reasoned", &[("on", "2026-10-12"), ("why", "研究用")]).await);

        let delay = [("on", "2026-10-12"), ("until", "2027-01-20"), ("why", "逐件核对需要三个月")];
        went_through(&step(&mut signed_in(&office, "lu").await, &number, "delayed", &delay).await);
        let file = shen.get(&format!("/desk/requests/{number}")).await;
        assert!(file.has("决定在合理期限内延迟答复，最后一天是2027年1月20日"), "{}", file.body);
        assert!(file.has("第三十五条") && file.has("放假通知载入后也不变"), "{}", file.body);
        for wrong in ["数20个工作日", "原定", "通知载入后重算", "暂定</span>"] {
            assert!(!file.has(wrong), "{wrong}: {}", file.body);
        }
        let standing = gongkai::requests::dossier::Dossier::numbered(&office, &number, gongkai_store::Scope::All).await;
        let standing = standing.unwrap().standing;
        assert_eq!((standing.due(), standing.provisional()), (Some(date(2027, 1, 20)), false));
        assert_eq!(standing.delayed, Some(date(2027, 1, 20)));
    })
    .await;
}

#[tokio::test]
async fn two_notes_written_at_once_both_stand() {
    on_both(async |office| {
        let county = county(&office).await;
        let number = handed_in(&office, &county.hall, "水质检测报告", date(2026, 10, 9)).await;
        let (mut shen, mut lu) = (signed_in(&office, "shen").await, signed_in(&office, "lu").await);
        let here = format!("/desk/requests/{number}");
        let (one, other) = (shen.get(&here).await, lu.get(&here).await);
        for (somebody, page, words) in [(&mut shen, &one, "电话问过水厂"), (&mut lu, &other, "县里也有人问")]
        {
            let (csrf, seen) = (page.csrf(), version(page));
            let parts = [("csrf", csrf.as_str()), ("version", &seen), ("why", words)];
            let parts = parts.map(|(name, value)| (name, None, value.as_bytes()));
            went_through(&somebody.multipart(&format!("{here}/noted"), &parts).await);
        }
        let file = shen.get(&here).await;
        assert!(file.has("电话问过水厂") && file.has("县里也有人问"), "{}", file.body);
    })
    .await;
}

/// Signs in with what the page that asked for it carries along, which does not show these words; where that leads.
pub async fn back_in(somebody: &mut Somebody, user: &str, (asked, typed): (&super::house::Page, &str)) -> String {
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED, "{}", asked.body);
    assert!(asked.has("您填的内容没有丢"), "{}", asked.body);
    let (_, rest) = asked.body.split_once("name=\"kept\" value=\"").unwrap();
    let kept = rest.split_once('"').unwrap().0;
    assert!(!asked.has(typed), "what was typed travels sealed: {}", asked.body);
    let fields = [("csrf", asked.csrf()), ("user", user.into()), ("pass", PASSWORD.into()), ("kept", kept.into())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    somebody.post("/signin", &fields).await.location().to_owned()
}

#[tokio::test]
async fn what_was_typed_when_the_session_ended_comes_back_after_signing_in() {
    on_both(async |office| {
        let county = county(&office).await;
        let number = handed_in(&office, &county.hall, "水质检测报告", date(2026, 10, 9)).await;
        let drafted = format!("/desk/requests/{number}/drafted");
        let accepted = format!("/desk/requests/{number}/accepted");
        for (path, field) in [("/desk/register", "what"), (&accepted, "why"), (&drafted, "E1-0.fact")] {
            // a browser that was never signed in stands for one whose session has ended: both have the form's token
            let mut shen = Somebody::at(&office);
            let csrf = shen.get("/signin").await.csrf();
            let asked = match path.ends_with("drafted") {
                true => shen.post(path, &[("csrf", &csrf), ("outcome", "E1-0"), (field, "桥头水厂")]).await,
                false => {
                    let parts = [("csrf", None, csrf.as_bytes()), (field, None, "桥头水厂".as_bytes())];
                    shen.multipart(path, &parts).await
                }
            };
            let goal = back_in(&mut shen, "shen", (&asked, "桥头水厂")).await;
            assert_eq!(goal, path);
            let form = shen.get(&goal).await;
            assert!(form.has(">桥头水厂</textarea>") && form.has("登录过期前填的"), "{path}: {}", form.body);
            assert!(!shen.get(&goal).await.has("桥头水厂"), "{path}: it comes back once");
        }
        let mut shen = Somebody::at(&office);
        let csrf = shen.get("/signin").await.csrf();
        let asked = shen.multipart(&accepted, &[("csrf", None, csrf.as_bytes()), ("why", None, b"seen")]).await;
        let (_, rest) = asked.body.split_once("name=\"kept\" value=\"").unwrap();
        let kept = rest.split_once('"').unwrap().0;
        let mut other = Somebody::at(&office);
        let csrf = other.get("/signin").await.csrf();
        let fields = [("csrf", csrf.as_str()), ("user", "shen"), ("pass", PASSWORD), ("kept", kept)];
        assert_eq!(other.post("/signin", &fields).await.location(), "/desk", "another browser cannot open it");
    })
    .await;
}

#[tokio::test]
async fn an_internal_day_that_does_not_fit_is_said_at_its_field_and_an_overdue_case_may_have_one() {
    on_both(async |office| {
        let county = county(&office).await;
        let number = handed_in(&office, &county.hall, "水质检测报告", date(2026, 10, 9)).await;
        let overdue = handed_in(&office, &county.hall, "采砂许可", date(2026, 6, 1)).await;
        let mut lu = signed_in(&office, "lu").await;
        let to = person(&office, "shen").await;
        for (until, why) in [("2026-10-11", "内部期限不能早于今天"), ("2027-03-01", "内部期限不能晚于答复期限")]
        {
            let page = lu.get(&format!("/desk/requests/{number}")).await;
            let fields =
                [("csrf", page.csrf()), ("version", version(&page)), ("to", to.clone()), ("until", until.into())];
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let wrong = lu.post(&format!("/desk/requests/{number}/assign"), &fields).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
            assert!(wrong.has(why) && wrong.has(&format!("value=\"{until}\"")), "{}", wrong.body);
        }
        let csrf = lu.get("/desk").await.csrf();
        let picks = [format!("{number} 0"), format!("{overdue} 0")];
        let late = [("csrf", csrf.as_str()), ("pick", &picks[1]), ("to", &to), ("until", "2027-03-01")];
        went_through(&lu.post("/desk/assign", &late).await);

        let mut shen = signed_in(&office, "shen").await;
        let page = shen.get(&format!("/desk/requests/{overdue}/noted")).await;
        let (csrf, seen) = (page.csrf(), version(&page));
        let parts = [
            ("csrf", None, csrf.as_bytes()),
            ("version", None, seen.as_bytes()),
            ("why", None, "问过水厂".as_bytes()),
            ("papers", Some("setup.exe"), b"MZ\x90\0".as_slice()),
        ];
        let program = shen.multipart(&format!("/desk/requests/{overdue}/noted"), &parts).await;
        assert_eq!(program.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", program.body);
        assert!(program.has("setup.exe：不是能收的格式") && program.has(">问过水厂</textarea>"), "{}", program.body);
    })
    .await;
}
