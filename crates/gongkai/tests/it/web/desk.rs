//! Signing in, and what only signed-in people may do.

use axum::http::StatusCode;
use gongkai::{Office, password};
use gongkai_store::{Actor, Moment, NewPerson};

use super::house::{Somebody, noon, on_both, report, with_a_wrong_total};

const PASSWORD: &str = "green grain in the county";

async fn hire(office: &Office, must_change: bool) {
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let new =
        NewPerson { organ: None, name: "gu", full_name: "顾南乔", role: "admin", password: &hash, must_change };
    act.add_person(&new).await.unwrap();
    act.commit().await.unwrap();
}

async fn sign_in(somebody: &mut Somebody, pass: &str) -> super::house::Page {
    let csrf = somebody.get("/signin").await.csrf();
    somebody.post("/signin", &[("csrf", &csrf), ("user", "gu"), ("pass", pass)]).await
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
        assert!(Somebody::at(&office).get(&link).await.has("不会自动删除"));

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
            assert!(page.has("账号或者密码不对"), "{}", page.body);
        }
        assert!(sign_in(&mut somebody, PASSWORD).await.has("已锁定"));
    })
    .await;
}

#[tokio::test]
async fn many_passwords_tried_at_the_same_moment_get_no_further_than_five_in_turn() {
    on_both(async |office| {
        hire(&office, false).await;
        let mut tries = tokio::task::JoinSet::new();
        for n in 0..12 {
            let mut somebody = Somebody::at(&office);
            tries.spawn(async move { sign_in(&mut somebody, &format!("wrong {n}")).await });
        }
        let told = tries.join_all().await.iter().filter(|page| page.has("账号或者密码不对")).count();
        // two are looked at side by side, so one more may slip in
        assert!((5..=6).contains(&told), "{told} were told that the password is wrong");
    })
    .await;
}
