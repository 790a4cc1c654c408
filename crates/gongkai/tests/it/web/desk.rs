//! Signing in, and what only signed-in people may do.

use std::{
    collections::HashSet,
    sync::atomic::{AtomicI64, Ordering},
};

use axum::http::StatusCode;
use gongkai::{Office, password};
use gongkai_store::{Actor, Moment, NewPerson};
use jiff::{Timestamp, ToSpan as _};

use super::house::{Somebody, noon, on_both, report, with_a_wrong_total};

/// The password of 顾南乔.
pub const PASSWORD: &str = "green grain in the county";

/// Somebody to keep reports.
pub async fn hire(office: &Office, must_change: bool) {
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let new =
        NewPerson { organ: None, name: "gu", full_name: "顾南乔", roles: &["system"], password: &hash, must_change };
    act.add_person(&new).await.unwrap();
    act.commit().await.unwrap();
}

async fn sign_in(somebody: &mut Somebody, pass: &str) -> super::house::Page {
    sign_in_as(somebody, "gu", pass).await
}

async fn sign_in_as(somebody: &mut Somebody, name: &str, pass: &str) -> super::house::Page {
    let csrf = somebody.get("/signin").await.csrf();
    somebody.post("/signin", &[("csrf", &csrf), ("user", name), ("pass", pass)]).await
}

#[tokio::test]
async fn only_a_signed_in_person_keeps_a_report_and_rules_on_what_was_found() {
    on_both(async |office| {
        hire(&office, false).await;
        let mut somebody = Somebody::at(&office);
        let link = somebody.drop(&[("a.html", &with_a_wrong_total(&report(2025, "总体平稳。")))]).await;
        let csrf = somebody.get(&link).await.csrf();
        let refused = somebody.post(&format!("{link}/1/keep"), &[("csrf", &csrf)]).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);

        assert_eq!(sign_in(&mut somebody, PASSWORD).await.status, StatusCode::SEE_OTHER);
        let page = somebody.get(&link).await;
        assert!(page.has("顾南乔") && page.has("留存到年报库"), "{}", page.body);
        let kept = somebody.post(&format!("{link}/1/keep"), &[("csrf", &page.csrf())]).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
        let shelf = kept.location().to_owned();
        assert!(Somebody::at(&office).get(&link).await.has("留存到年报库的报告不受影响"));

        let page = somebody.get(&shelf).await;
        let (_, rest) = page.body.split_once("name=\"fingerprint\" value=\"").unwrap();
        let fingerprint = rest.split_once('"').unwrap().0.to_owned();
        let (_, rest) = rest.split_once("name=\"code\" value=\"").unwrap();
        let code = rest.split_once('"').unwrap().0.to_owned();
        let csrf = page.csrf();
        let fields = [
            ("csrf", csrf.as_str()),
            ("fingerprint", &fingerprint),
            ("code", &code),
            ("say", "confirm"),
            ("anchor", "f1"),
        ];
        let ruled = somebody.post(&format!("{shelf}/rule"), &fields).await;
        assert_eq!(ruled.status, StatusCode::SEE_OTHER, "{}", ruled.body);
        let page = Somebody::at(&office).get(&shelf).await;
        assert!(page.has("已确认属实") && page.has("顾南乔，2026-10-12"), "{}", page.body);

        let revised = somebody.drop(&[("b.html", &with_a_wrong_total(&report(2025, "总体向好。")))]).await;
        let page = somebody.get(&revised).await;
        assert!(page.has("已确认属实"), "the same fault in another text: {}", page.body);
        let form = [("csrf", page.csrf()), ("replaces", replaces(&page))];
        let kept = somebody.post(&format!("{revised}/1/keep"), &form.each_ref().map(|(k, v)| (*k, v.as_str()))).await;
        assert_eq!(kept.location(), shelf);
        assert!(Somebody::at(&office).get(&shelf).await.has("已确认属实"));
    })
    .await;
}

#[tokio::test]
async fn of_an_archive_the_kept_report_stays_and_the_rest_goes_with_the_link() {
    on_both(async |mut office| {
        hire(&office, false).await;
        let (kept, other) = (report(2025, "总体平稳。"), report(2024, "总体向好。"));
        let mut somebody = Somebody::at(&office);
        sign_in(&mut somebody, PASSWORD).await;
        let link = somebody.drop(&[("2025.html", &kept), ("2024.html", &other)]).await;
        let page = somebody.get(&format!("{link}/1")).await;
        let shelf = somebody.post(&format!("{link}/1/keep"), &[("csrf", &page.csrf())]).await;
        assert_eq!(shelf.status, StatusCode::SEE_OTHER, "{}", shelf.body);

        office.clock = super::house::month_later;
        gongkai::purge(&office).await.unwrap();
        let mut anybody = Somebody::at(&office);
        assert_eq!(anybody.get(&link).await.status, StatusCode::NOT_FOUND);
        assert!(office.db.file_bytes(gongkai_store::Digest::of(&other)).await.is_err());
        assert_eq!(office.db.file_bytes(gongkai_store::Digest::of(&kept)).await.unwrap(), kept);
        assert!(anybody.get(shelf.location()).await.has("青禾县水利局"));
    })
    .await;
}

/// The report that the page says would be replaced.
fn replaces(page: &super::house::Page) -> String {
    let (_, rest) = page.body.split_once("name=\"replaces\" value=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

/// Somebody signed in, with a page open on which this report may be kept.
async fn about_to_keep(office: &Office, year: i16, text: &str) -> (Somebody, String, [String; 2]) {
    let mut somebody = Somebody::at(office);
    sign_in(&mut somebody, PASSWORD).await;
    let link = somebody.drop(&[("a.html", &report(year, text))]).await;
    let page = somebody.get(&link).await;
    let form = [page.csrf(), replaces(&page)];
    (somebody, format!("{link}/1/keep"), form)
}

#[tokio::test]
async fn a_report_takes_the_place_of_the_one_its_keeper_saw_and_of_no_other() {
    on_both(async |office| {
        hire(&office, false).await;
        let (mut one, here, [csrf, nothing]) = about_to_keep(&office, 2025, "总体平稳。").await;
        let (mut other, there, [other_csrf, nothing_too]) = about_to_keep(&office, 2025, "总体向好。").await;
        assert_eq!((nothing.as_str(), nothing_too.as_str()), ("", ""));
        let kept = one.post(&here, &[("csrf", &csrf), ("replaces", &nothing)]).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
        let late = other.post(&there, &[("csrf", &other_csrf), ("replaces", &nothing_too)]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.has("<title>错误：刚被别人改过") && late.has("请退回原来的页面，刷新"), "{}", late.body);
        let page = other.get(there.trim_end_matches("/1/keep")).await;
        assert!(page.has("替换现有的"), "{}", page.body);
        let seen = replaces(&page);
        let kept = other.post(&there, &[("csrf", &page.csrf()), ("replaces", &seen)]).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    })
    .await;
}

#[tokio::test]
async fn a_second_click_on_the_same_button_leads_to_what_the_first_one_kept() {
    on_both(async |office| {
        hire(&office, false).await;
        let (mut somebody, here, [csrf, nothing]) = about_to_keep(&office, 2025, "总体平稳。").await;
        let form = [("csrf", csrf.as_str()), ("replaces", nothing.as_str())];
        let first = somebody.post(&here, &form).await;
        let second = somebody.post(&here, &form).await;
        assert_eq!((first.status, second.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER), "{}", second.body);
        assert_eq!(first.location(), second.location());
        let organ = office.db.organs_named("青禾县水利局").await.unwrap().remove(0);
        assert_eq!(office.db.revisions(organ.id, 2025, gongkai_store::Sight::Staff).await.unwrap().len(), 1);
        let page = somebody.get(here.trim_end_matches("/1/keep")).await;
        assert!(
            page.has("已留存") && page.has(first.location()) && !page.has("留存到年报库</button>"),
            "{}",
            page.body
        );
        assert!(!page.has("替换现有的"), "a report is not offered to take its own place: {}", page.body);
    })
    .await;
}

#[tokio::test]
async fn of_two_organs_of_one_name_the_keeper_says_which_and_the_other_gets_nothing() {
    on_both(async |office| {
        hire(&office, false).await;
        let (mut somebody, here, [csrf, nothing]) = about_to_keep(&office, 2025, "总体平稳。").await;
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        let new = |slug, name, level, parent| gongkai_store::NewOrgan {
            slug,
            name,
            short_name: name,
            kind: "department",
            level,
            parent,
            ..gongkai_store::NewOrgan::default()
        };
        let above = act.add_organ(&new("yunze", "云泽市人民政府", "city", None)).await.unwrap();
        act.add_organ(&new("jia", "青禾县水利局", "county", None)).await.unwrap();
        let yi = act.add_organ(&new("yi", "青禾县水利局", "county", Some(above))).await.unwrap();
        act.commit().await.unwrap();

        let unasked = somebody.post(&here, &[("csrf", &csrf), ("replaces", &nothing)]).await;
        assert_eq!(unasked.status, StatusCode::CONFLICT);
        let page = somebody.get(here.trim_end_matches("/1/keep")).await;
        assert!(page.has("叫这个名字的单位有2个") && page.has("云泽市人民政府，县级，地址yi"), "{}", page.body);
        let kept = somebody.post(&here, &[("csrf", &page.csrf()), ("replaces", ""), ("organ", "yi")]).await;
        assert_eq!(kept.location(), "/reports/yi/2025", "{}", kept.body);
        let all = office.db.reports(&gongkai_store::Filter::default(), gongkai_store::Sight::Staff, None, 9).await;
        assert_eq!(all.unwrap().iter().map(|line| line.organ_id).collect::<Vec<_>>(), [yi]);
        let nobody = somebody.post(&here, &[("csrf", &csrf), ("replaces", ""), ("organ", "bing")]).await;
        assert_eq!(nobody.status, StatusCode::CONFLICT);
    })
    .await;
}

#[tokio::test]
async fn two_who_bring_the_first_reports_of_an_organ_at_once_do_not_stumble() {
    on_both(async |office| {
        hire(&office, false).await;
        for (first, second, expected) in [(2024, 2025, StatusCode::SEE_OTHER), (2023, 2023, StatusCode::CONFLICT)] {
            let (mut one, here, [csrf, nothing]) = about_to_keep(&office, first, "总体平稳。").await;
            let (mut other, there, [other_csrf, _]) = about_to_keep(&office, second, "总体向好。").await;
            let (mine, theirs) = ([("csrf", csrf.as_str()), ("replaces", &nothing)], [("csrf", other_csrf.as_str())]);
            let (one, other) = tokio::join!(one.post(&here, &mine), other.post(&there, &theirs));
            let mut told = [one.status, other.status];
            told.sort();
            assert_eq!(told, [StatusCode::SEE_OTHER, expected], "{}{}", one.body, other.body);
        }
    })
    .await;
}

#[tokio::test]
async fn twenty_minutes_of_silence_end_a_session_and_a_word_in_between_prolongs_it() {
    on_both(async |mut office| {
        hire(&office, false).await;
        let mut somebody = Somebody::at(&office);
        sign_in(&mut somebody, PASSWORD).await;
        let clocks: [(fn() -> Timestamp, bool); 3] =
            [(|| noon() + 19.minutes(), true), (|| noon() + 38.minutes(), true), (|| noon() + 59.minutes(), false)];
        for (clock, is_in) in clocks {
            office.clock = clock;
            somebody.moved_to(&office);
            assert_eq!(somebody.get("/reports").await.has("顾南乔"), is_in, "at {}", clock());
        }
    })
    .await;
}

#[tokio::test]
async fn twelve_hours_end_a_session_however_busy_it_was() {
    static MINUTES: AtomicI64 = AtomicI64::new(0);
    on_both(async |mut office| {
        MINUTES.store(0, Ordering::Relaxed);
        office.clock = || noon() + MINUTES.load(Ordering::Relaxed).minutes();
        hire(&office, false).await;
        let mut somebody = Somebody::at(&office);
        sign_in(&mut somebody, PASSWORD).await;
        let mut signed_out = None;
        while signed_out.is_none() {
            let now = MINUTES.fetch_add(15, Ordering::Relaxed) + 15;
            signed_out = (!somebody.get("/fee").await.has("顾南乔")).then_some(now);
        }
        assert_eq!(signed_out, Some(12 * 60));
    })
    .await;
}

#[tokio::test]
async fn a_one_time_password_opens_nothing_but_the_page_that_replaces_it() {
    on_both(async |office| {
        hire(&office, true).await;
        let mut somebody = Somebody::at(&office);
        assert_eq!(sign_in(&mut somebody, PASSWORD).await.location(), "/signin/password");
        assert!(somebody.get("/reports").await.has("工作人员登录"));
        let csrf = somebody.get("/signin/password").await.csrf();
        let short = [("csrf", csrf.as_str()), ("pass", "short"), ("again", "short")];
        assert_eq!(somebody.post("/signin/password", &short).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let long = "another grain of the county";
        let fields = [("csrf", csrf.as_str()), ("pass", long), ("again", long)];
        assert_eq!(somebody.post("/signin/password", &fields).await.status, StatusCode::SEE_OTHER);
        assert!(somebody.get("/reports").await.has("顾南乔"));
        let csrf = somebody.get("/signout").await.csrf();
        somebody.post("/signout", &[("csrf", &csrf)]).await;
        assert!(somebody.get("/reports").await.has("工作人员登录"));
    })
    .await;
}

#[tokio::test]
async fn five_wrong_passwords_lock_the_account_even_against_the_right_one() {
    on_both(async |office| {
        hire(&office, false).await;
        let mut somebody = Somebody::at(&office);
        for _ in 0..5 {
            let page = sign_in(&mut somebody, "wrong").await;
            assert!(page.has("账号、密码或者动态码不对"), "{}", page.body);
        }
        assert!(sign_in(&mut somebody, PASSWORD).await.has("已锁定"));
    })
    .await;
}

#[tokio::test]
async fn many_passwords_tried_at_the_same_moment_get_no_further_than_five_in_turn() {
    on_both(async |office| {
        hire(&office, false).await;
        let mut seen = Vec::new();
        for name in ["gu", "nobody"] {
            let mut tries = tokio::task::JoinSet::new();
            for n in 0..12 {
                let mut somebody = Somebody::at(&office);
                tries.spawn(async move { sign_in_as(&mut somebody, name, &format!("wrong {n}")).await });
            }
            let told = tries.join_all().await;
            let wrong = told.iter().filter(|page| page.has("账号、密码或者动态码不对")).count();
            let locked = told.iter().filter(|page| page.has("已锁定")).count();
            assert_eq!((wrong, locked), (5, 7), "{name}");
            let fields = |page: &super::house::Page| {
                page.body.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
            };
            let said: HashSet<Vec<String>> = told.iter().map(fields).collect();
            seen.push(said);
        }
        assert_eq!(seen[0], seen[1], "nothing on the page shows whether there is such an account");
    })
    .await;
}
