//! Signing in: authenticators, locks by place, the rules for passwords.

use std::sync::Arc;

use axum::http::StatusCode;
use gongkai::{
    Office,
    people::{rules::Rules, totp::Secret},
};
use jiff::{Timestamp, ToSpan as _};

use super::{
    desk::{PASSWORD, hire},
    house::{Page, Somebody, noon, on_both},
};

pub async fn try_in(somebody: &mut Somebody, pass: &str, otp: &str) -> Page {
    let csrf = somebody.get("/signin").await.csrf();
    somebody.post("/signin", &[("csrf", &csrf), ("user", "gu"), ("pass", pass), ("otp", otp)]).await
}

/// Signs 顾南乔 in and binds an authenticator; gives its secret, and the recovery codes.
pub async fn bind(office: &Office, somebody: &mut Somebody) -> (Secret, Vec<String>) {
    try_in(somebody, PASSWORD, "").await;
    let page = somebody.get("/signin/code").await;
    let (_, rest) = page.body.split_once("密钥 <b class=\"code\">").unwrap();
    let letters = rest.split_once('<').unwrap().0.replace(' ', "");
    let secret = Secret::of_base32(&letters).unwrap();
    let wrong = somebody.post("/signin/code", &[("csrf", &page.csrf()), ("otp", "12345")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has(&letters[..4]), "the same secret is shown again: {}", wrong.body);
    let csrf = page.csrf();
    let bound = somebody.post("/signin/code", &[("csrf", &csrf), ("otp", &code(office, &secret))]).await;
    assert_eq!(bound.status, StatusCode::OK, "{}", bound.body);
    (secret, codes(&bound))
}

/// How many recovery codes 顾南乔 has.
pub async fn codes_left(office: &Office) -> i64 {
    let person = office.db.person_named("gu").await.unwrap().unwrap();
    office.db.recovery_codes_left(person.id).await.unwrap()
}

/// The recovery codes that a page shows.
fn codes(page: &Page) -> Vec<String> {
    let shown = page.body.split("<li class=\"code\">").skip(1);
    shown.filter_map(|code| code.split_once('<')).map(|(code, _)| code.to_owned()).collect()
}

#[tokio::test]
async fn without_the_phone_each_recovery_code_opens_the_door_once_and_new_ones_void_the_old() {
    on_both(async |mut office| {
        hire(&office, false).await;
        let mut own = Somebody::at(&office);
        let (secret, codes) = bind(&office, &mut own).await;
        assert_eq!(codes.len(), 10);
        assert!(!own.get("/signin/code").await.has(&codes[0]), "they are shown once");
        assert!(own.get("/desk/account").await.has("恢复码还有10个没有用过"));

        let mut thief = Somebody::from(&office, "198.51.100.7");
        assert!(try_in(&mut thief, "wrong", &codes[0]).await.has("账号、密码或者动态码不对"));
        assert!(try_in(&mut thief, PASSWORD, "2222-3333-4444").await.has("账号、密码或者动态码不对"));
        let typed = codes[0].to_lowercase().replace('-', " ");
        let mut other = Somebody::at(&office);
        let entered = try_in(&mut other, PASSWORD, &typed).await;
        assert_eq!(entered.location(), "/signin/code?recovery=1", "a wrong password used none up");
        assert!(other.get(entered.location()).await.has("您刚才用掉了一个恢复码，还有9个"));
        assert!(try_in(&mut thief, PASSWORD, &codes[0]).await.has("账号、密码或者动态码不对"), "but once");

        let csrf = other.get("/signin/code").await.csrf();
        let fresh = other.post("/signin/code", &[("csrf", &csrf), ("otp", &codes[1]), ("act", "codes")]).await;
        let fresh = self::codes(&fresh);
        assert!(fresh.len() == 10 && !fresh.contains(&codes[2]));
        let mut stranger = Somebody::from(&office, "198.51.100.8");
        assert!(try_in(&mut stranger, PASSWORD, &codes[2]).await.has("账号、密码或者动态码不对"), "the old are void");
        office.clock = || noon() + 2.minutes();
        let now = code(&office, &secret);
        assert_eq!(try_in(&mut Somebody::at(&office), PASSWORD, &now).await.status, StatusCode::SEE_OTHER);
        let mut last = Somebody::at(&office);
        assert_eq!(try_in(&mut last, PASSWORD, &fresh[0]).await.status, StatusCode::SEE_OTHER);
        let csrf = last.get("/signin/code").await.csrf();
        let again = last.post("/signin/code", &[("csrf", &csrf), ("otp", &now), ("act", "unbind")]).await;
        assert!(again.has("这个动态码已经用过"), "what opened the door unbinds nothing: {}", again.body);
        let freed = last.post("/signin/code", &[("csrf", &csrf), ("otp", &fresh[1]), ("act", "unbind")]).await;
        assert_eq!(freed.status, StatusCode::SEE_OTHER, "{}", freed.body);
        assert_eq!(codes_left(&office).await, 0);
    })
    .await;
}

/// What the authenticator shows now.
pub fn code(office: &Office, secret: &Secret) -> String {
    secret.code(u64::try_from(office.now_ms() / 30_000).unwrap())
}

#[tokio::test]
async fn with_an_authenticator_bound_the_password_alone_opens_nothing_and_a_code_opens_once() {
    on_both(async |mut office| {
        hire(&office, false).await;
        let mut own = Somebody::at(&office);
        let (secret, _) = bind(&office, &mut own).await;
        assert!(own.get("/desk/account").await.has("登录时要填认证器上的6位数字"), "binding keeps the session");

        office.clock = || noon() + 1.minute();
        let mut thief = Somebody::from(&office, "198.51.100.7");
        for otp in ["", "000000", "abc"] {
            let page = try_in(&mut thief, PASSWORD, otp).await;
            assert!(page.has("账号、密码或者动态码不对"), "{otp}: {}", page.body);
        }
        let now = code(&office, &secret);
        assert!(try_in(&mut thief, "wrong", &now).await.has("账号、密码或者动态码不对"), "nor the code alone");
        let mut other = Somebody::at(&office);
        assert_eq!(try_in(&mut other, PASSWORD, &now).await.status, StatusCode::SEE_OTHER);
        assert!(other.get("/desk/account").await.has("顾南乔"));
        assert!(try_in(&mut thief, PASSWORD, &now).await.has("这个动态码已经用过"));

        office.clock = || noon() + 2.minutes();
        other.moved_to(&office);
        let csrf = other.get("/signin/code").await.csrf();
        let freed = other.post("/signin/code", &[("csrf", &csrf), ("otp", &code(&office, &secret))]).await;
        assert_eq!(freed.status, StatusCode::SEE_OTHER, "{}", freed.body);
        assert_eq!(try_in(&mut Somebody::at(&office), PASSWORD, "").await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn where_a_second_proof_is_the_rule_nobody_gets_past_binding_it() {
    on_both(async |mut office| {
        hire(&office, false).await;
        office.rules = Arc::new(Rules { two_factor: true, ..Rules::default() });
        let mut somebody = Somebody::at(&office);
        assert_eq!(try_in(&mut somebody, PASSWORD, "").await.location(), "/signin/code");
        assert_eq!(somebody.get("/desk/account").await.status, StatusCode::UNAUTHORIZED);
        bind(&office, &mut somebody).await;
        assert_eq!(somebody.get("/desk/account").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn wrong_passwords_from_elsewhere_never_shut_out_whoever_sits_where_they_always_sit() {
    on_both(async |mut office| {
        office.rules = Arc::new(Rules { failures: 3, anywhere: 7, ..Rules::default() });
        hire(&office, false).await;
        let mut own = Somebody::from(&office, "192.0.2.1");
        assert_eq!(try_in(&mut own, PASSWORD, "").await.status, StatusCode::SEE_OTHER);

        let mut one = Somebody::from(&office, "198.51.100.1");
        for _ in 0..3 {
            try_in(&mut one, "wrong", "").await;
        }
        assert!(try_in(&mut one, PASSWORD, "").await.has("已锁定"), "locked where the wrong ones came from");
        let mut new_desk = Somebody::from(&office, "192.0.2.9");
        assert_eq!(try_in(&mut new_desk, PASSWORD, "").await.status, StatusCode::SEE_OTHER, "and nowhere else");

        for address in ["198.51.100.2", "198.51.100.3", "198.51.100.4", "198.51.100.5"] {
            let mut many = Somebody::from(&office, address);
            for _ in 0..2 {
                try_in(&mut many, "wrong", "").await;
            }
        }
        let mut unknown = Somebody::from(&office, "203.0.113.1");
        assert!(try_in(&mut unknown, PASSWORD, "").await.has("已锁定"), "seven from everywhere lock new places");
        let mut own = Somebody::from(&office, "192.0.2.1");
        assert_eq!(try_in(&mut own, PASSWORD, "").await.status, StatusCode::SEE_OTHER, "the known place stays open");
        office.clock = || noon() + 16.minutes();
        let mut later = Somebody::from(&office, "203.0.113.1");
        assert_eq!(try_in(&mut later, PASSWORD, "").await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn an_old_password_has_to_go_and_none_of_the_last_comes_back() {
    on_both(async |mut office| {
        hire(&office, false).await;
        let much_later: fn() -> Timestamp = || noon() + (90 * 24).hours();
        office.clock = much_later;
        let mut somebody = Somebody::at(&office);
        assert_eq!(try_in(&mut somebody, PASSWORD, "").await.location(), "/signin/password");
        let told = change(&mut somebody, PASSWORD).await;
        assert!(told.has("这个密码用过"), "{}", told.body);
        assert!(change(&mut somebody, "Gu-is-here-2026").await.has("密码里不能有账号"));
        assert!(change(&mut somebody, "onlyletters").await.has("密码要有12至128个字符"));
        assert!(change(&mut somebody, "only-letters-s").await.has("至少要有3种"));
        assert_eq!(change(&mut somebody, "Water-under-2026").await.status, StatusCode::SEE_OTHER);

        let csrf = somebody.get("/signin/password").await.csrf();
        let bare = [("csrf", csrf.as_str()), ("pass", "a river of many words"), ("again", "a river of many words")];
        let page = somebody.post("/signin/password", &bare).await;
        assert!(page.has("现在的密码不对"), "an open session is no proof of the password: {}", page.body);
        let back = [("csrf", csrf.as_str()), ("now", "Water-under-2026"), ("pass", PASSWORD), ("again", PASSWORD)];
        assert!(somebody.post("/signin/password", &back).await.has("这个密码用过"));
    })
    .await;
}

async fn change(somebody: &mut Somebody, pass: &str) -> Page {
    let csrf = somebody.get("/signin/password").await.csrf();
    somebody.post("/signin/password", &[("csrf", &csrf), ("pass", pass), ("again", pass)]).await
}

#[test]
fn rules_that_lock_everybody_out_or_let_everybody_in_are_refused() {
    assert!(Rules::default().checked().is_ok());
    for wrong in [
        Rules { failures: 0, ..Rules::default() },
        Rules { shortest: 4, ..Rules::default() },
        Rules { idle: 0, ..Rules::default() },
        Rules { kinds: 5, ..Rules::default() },
    ] {
        assert!(wrong.checked().is_err());
    }
}

/// What the door says to wrong passwords for a name, one after the other, apart from the name itself.
async fn told(office: &Office, user: &str, from: &'static str, times: usize) -> Vec<(StatusCode, String)> {
    let mut somebody = Somebody::from(office, from);
    let mut told = Vec::new();
    for _ in 0..times {
        let csrf = somebody.get("/signin").await.csrf();
        let page = somebody.post("/signin", &[("csrf", &csrf), ("user", user), ("pass", "wrong")]).await;
        told.push((page.status, page.body.replace(&page.csrf(), "").replace(&format!("value=\"{user}\""), "")));
    }
    told
}

#[tokio::test]
async fn the_door_says_of_a_name_that_nobody_has_what_it_says_of_a_name_that_somebody_has() {
    on_both(async |mut office| {
        office.rules = Arc::new(Rules { failures: 3, anywhere: 7, ..Rules::default() });
        hire(&office, false).await;
        for (place, times) in [("198.51.100.1", 5), ("198.51.100.2", 4), ("198.51.100.3", 2)] {
            let (known, unknown) =
                (told(&office, "gu", place, times).await, told(&office, "nobody-here", place, times).await);
            assert_eq!(known, unknown, "{place}");
            let locked = |(_, body): &&(StatusCode, String)| body.contains("账号已锁定，请15分钟以后再试");
            // three tries here, then none; seven in all, then none anywhere
            let open = known.iter().filter(|told| !locked(told)).count();
            assert_eq!(open, if place == "198.51.100.3" { 1 } else { 3 }, "{place}");
        }
        assert!(!Somebody::at(&office).get("/signin").await.has("admin"), "no account is named at the door");
        office.clock = || noon() + 16.minutes();
        let later = told(&office, "nobody-here", "198.51.100.1", 1).await.remove(0).1;
        assert!(later.contains("账号、密码或者动态码不对") && !later.contains("已锁定"), "{later}");
        office.clock = || noon() + 48.hours();
        gongkai::purge(&office).await.unwrap();
        let again = told(&office, "nobody-here", "198.51.100.1", 3).await;
        assert!(again.iter().all(|(_, body)| !body.contains("已锁定")), "forgotten after a day");
    })
    .await;
}
