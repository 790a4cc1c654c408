//! Signing in by the office's identity provider, a real one that runs beside the tests.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::Arc,
};

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use gongkai::{
    Office,
    people::{
        provider::{Oidc, Provider},
        rules::Rules,
    },
};
use gongkai_store::{Actor, Moment, journal};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use jiff::ToSpan as _;

use super::{
    desk::{PASSWORD, hire},
    house::{Page, Somebody, on_both},
    signin::{bind, code, codes_left, try_in},
};

const SITE: &str = "http://gk.qinghe.example";

/// A provider, until it is dropped.
pub struct Running {
    child: Child,
    pub issuer: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        // one that has ended already cannot be killed
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    /// `None` where the machine has none; `GONGKAI_TEST_REQUIRE` wants one.
    pub fn start(site: &str) -> Option<Self> {
        let Ok(modules) = std::env::var("GONGKAI_TEST_OIDC") else {
            assert!(std::env::var_os("GONGKAI_TEST_REQUIRE").is_none(), "GONGKAI_TEST_OIDC is not set");
            println!("GONGKAI_TEST_OIDC is not set: nobody was vouched for");
            return None;
        };
        // why it failed is in the log alone
        let _ = tracing_subscriber::fmt().with_test_writer().try_init();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/web/oidc/provider.mjs");
        let mut command = Command::new("node");
        command.args([script, &modules, site]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut issuer = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut issuer).unwrap();
        assert!(issuer.starts_with("http://"), "the provider did not start");
        Some(Self { child, issuer: issuer.trim().to_owned() })
    }

    pub fn configured(&self, site: &str) -> Arc<Provider> {
        Arc::new(self.settings("preferred_username").checked(site).unwrap())
    }

    fn settings(&self, claim: &str) -> Oidc {
        Oidc {
            issuer: self.issuer.clone(),
            client_id: "gongkai".to_owned(),
            client_secret: "only-the-two-of-us-know".to_owned(),
            client_secret_file: None,
            claim: claim.to_owned(),
            scopes: vec!["profile".to_owned()],
            label: "用县统一认证登录".to_owned(),
            authority: None,
        }
    }
}

/// Tells the story to an office of today on both databases, with a provider beside it.
async fn with_provider<F: Future<Output = ()>>(story: impl Fn(Office, Arc<Running>) -> F) {
    let Some(running) = Running::start(SITE).map(Arc::new) else { return };
    on_both(async |mut office| {
        office.clock = gongkai::office::now;
        office.provider = Some(running.configured(SITE));
        hire(&office, false).await;
        story(office, running.clone()).await;
    })
    .await;
}

/// A browser at the provider, with its cookies.
struct Elsewhere {
    client: Client<HttpConnector, Body>,
    cookies: BTreeMap<String, String>,
}

impl Elsewhere {
    fn new() -> Self {
        let client = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build_http();
        Self { client, cookies: BTreeMap::new() }
    }

    async fn send(&mut self, mut request: Request<Body>) -> Page {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        let (parts, body) = self.client.request(request).await.unwrap().into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), rest.split(';').next().unwrap().to_owned());
        }
        let bytes = to_bytes(Body::new(body), 1 << 20).await.unwrap();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Page { status: parts.status, headers: parts.headers, body, bytes }
    }

    /// Gives a name at the provider, and is sent back with this address.
    async fn sign_in(&mut self, running: &Running, address: &str, login: &str) -> String {
        let here = |path: &str| match path.strip_prefix('/') {
            Some(rest) => format!("{}/{rest}", running.issuer),
            None => path.to_owned(),
        };
        let asked = self.send(Request::get(address).body(Body::empty()).unwrap()).await;
        let form =
            Request::post(here(asked.location())).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let fields = format!("prompt=login&password=x&login={}", gongkai::library::portal::escape(login));
        let entered = self.send(form.body(Body::from(fields)).unwrap()).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.body);
        let back = self.send(Request::get(here(entered.location())).body(Body::empty()).unwrap()).await;
        back.location().strip_prefix(SITE).unwrap_or_else(|| panic!("{}", back.body)).to_owned()
    }
}

/// Presses the button, signs in at the provider by this name, and gives the address that leads back.
async fn vouched(somebody: &mut Somebody, running: &Running, login: &str) -> String {
    let there = somebody.get("/signin/oidc").await;
    assert!(there.location().starts_with(&running.issuer), "{}", there.body);
    Elsewhere::new().sign_in(running, there.location(), login).await
}

async fn refused(somebody: &mut Somebody, address: &str, words: &str) {
    let page = somebody.get(address).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
    assert!(page.has(words), "{words}: {}", page.body);
    assert_eq!(somebody.get("/desk/account").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_the_provider_vouches_for_is_let_in_and_bound_at_the_first_time() {
    with_provider(async |mut office, running| {
        let mut gu = Somebody::at(&office);
        assert!(gu.get("/signin").await.has("用县统一认证登录"));
        let back = vouched(&mut gu, &running, "gu").await;
        assert_eq!(gu.get(&back).await.status, StatusCode::SEE_OTHER);
        assert!(gu.get("/desk/account").await.has("顾南乔"));
        let rows = journal::rows(&office.db, 0, 100).await.unwrap();
        let bound = rows.iter().find(|row| row.act == "person.bind_provider").unwrap();
        assert!(bound.detail.contains(&running.issuer));
        assert!(rows.iter().any(|row| row.act == "person.signin" && row.detail.contains("provider")));

        refused(&mut Somebody::at(&office), &back, "不是从这个浏览器开始的").await;
        assert!(gu.get(&back).await.has("已经用过"), "an address is good for one return");

        let mut again = Somebody::at(&office);
        let back = vouched(&mut again, &running, "gu").await;
        assert_eq!(again.get(&back).await.status, StatusCode::SEE_OTHER, "bound, not bound anew");
        let mut other = Somebody::at(&office);
        let back = vouched(&mut other, &running, "gu+namesake").await;
        refused(&mut other, &back, "已经绑定统一认证里的另一个人").await;
        let mut stranger = Somebody::at(&office);
        let back = vouched(&mut stranger, &running, "nobody").await;
        refused(&mut stranger, &back, "“nobody”在这里没有可用的账号").await;

        office.clock = || gongkai::office::now() + 13.hours();
        gu.moved_to(&office);
        assert_eq!(gu.get("/desk/account").await.status, StatusCode::UNAUTHORIZED, "a session ends here too");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_was_put_out_or_let_go_is_not_let_in_by_the_provider() {
    with_provider(async |office, running| {
        let gu = office.db.person_named("gu").await.unwrap().unwrap();
        let mut first = Somebody::at(&office);
        let back = vouched(&mut first, &running, "gu").await;
        assert_eq!(first.get(&back).await.status, StatusCode::SEE_OTHER);
        let act = async || office.db.act(Actor::Operator, Moment(office.now_ms())).await.unwrap();
        let mut release = act().await;
        release.unbind_provider(gu.id).await.unwrap();
        release.commit().await.unwrap();
        assert_eq!(first.get("/desk/account").await.status, StatusCode::UNAUTHORIZED, "letting go ends the session");
        let mut namesake = Somebody::at(&office);
        let back = vouched(&mut namesake, &running, "gu+namesake").await;
        assert_eq!(namesake.get(&back).await.status, StatusCode::SEE_OTHER, "the next one is bound");

        let mut disable = act().await;
        disable.disable_person(gu.id, true).await.unwrap();
        disable.commit().await.unwrap();
        assert_eq!(namesake.get("/desk/account").await.status, StatusCode::UNAUTHORIZED);
        let mut late = Somebody::at(&office);
        let back = vouched(&mut late, &running, "gu+namesake").await;
        refused(&mut late, &back, "在这里没有可用的账号").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_does_not_hold_opens_nothing() {
    with_provider(async |office, running| {
        for fault in ["aud", "exp", "iss", "nonce", "hash", "key", "none", "shared"] {
            let mut gu = Somebody::at(&office);
            let back = vouched(&mut gu, &running, &format!("gu+{fault}")).await;
            println!("{fault}");
            refused(&mut gu, &back, "统一认证的回答核对不上").await;
        }
        let mut gu = Somebody::at(&office);
        let back = vouched(&mut gu, &running, "gu+nameless").await;
        refused(&mut gu, &back, "统一认证没有给出您的账号名").await;
        let rows = journal::rows(&office.db, 0, 100).await.unwrap();
        assert!(!rows.iter().any(|row| row.act == "person.signin"), "{rows:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_that_nobody_set_out_for_is_turned_away_before_the_provider_is_asked() {
    with_provider(async |mut office, running| {
        let mut gu = Somebody::at(&office);
        let back = vouched(&mut gu, &running, "gu").await;
        let (before, state) = back.split_once("state=").unwrap();
        refused(&mut gu, &format!("{before}state=x{state}"), "不是从这个浏览器开始的").await;
        refused(&mut gu, &back, "不是从这个浏览器开始的").await;

        let other = vouched(&mut gu, &running, "gu").await;
        refused(&mut gu, &other.replace("iss=http", "iss=https"), "不是从这个浏览器开始的").await;
        let state = vouched(&mut gu, &running, "gu").await;
        let state = state.split_once("state=").unwrap().1.split('&').next().unwrap().to_owned();
        refused(&mut gu, &format!("/signin/oidc/back?error=access_denied&state={state}"), "没有让您登录").await;
        let back = vouched(&mut gu, &running, "gu").await;
        let (before, rest) = back.split_once("code=").unwrap();
        let rest = rest.split_once('&').unwrap().1;
        refused(&mut gu, &format!("{before}code=made-up&{rest}"), "已经用过、过期").await;

        let back = vouched(&mut gu, &running, "gu").await;
        office.clock = || gongkai::office::now() + 11.minutes();
        gu.moved_to(&office);
        refused(&mut gu, &back, "过期").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_provider_is_away_the_password_still_opens() {
    let Some(running) = Running::start(SITE) else { return };
    let on_its_way = tokio::sync::Mutex::new(Some(running));
    on_both(async |mut office| {
        office.clock = gongkai::office::now;
        hire(&office, false).await;
        let Some(running) = on_its_way.lock().await.take().or_else(|| Running::start(SITE)) else { return };
        office.provider = Some(running.configured(SITE));
        let mut gu = Somebody::at(&office);
        let back = vouched(&mut gu, &running, "gu").await;
        drop(running);
        refused(&mut gu, &back, "统一认证现在连不上").await;
        office.clock = || gongkai::office::now() + 2.minutes();
        gu.moved_to(&office);
        refused(&mut gu, "/signin/oidc", "用账号和密码登录").await;
        assert_eq!(try_in(&mut gu, PASSWORD, "").await.status, StatusCode::SEE_OTHER);
        assert_eq!(gu.get("/desk/account").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_an_authenticator_here_is_asked_for_its_code_and_locked_out_by_wrong_ones() {
    with_provider(async |mut office, running| {
        office.rules = Arc::new(Rules { failures: 3, ..Rules::default() });
        let mut own = Somebody::at(&office);
        let (secret, recovery) = bind(&office, &mut own).await;
        let mut gu = Somebody::from(&office, "192.0.2.7");
        let back = vouched(&mut gu, &running, "gu").await;
        assert_eq!(gu.get(&back).await.location(), "/signin/oidc/code");
        assert_eq!(gu.get("/desk/account").await.status, StatusCode::UNAUTHORIZED, "not in yet");
        let csrf = gu.get("/signin/oidc/code").await.csrf();
        let used = gu.post("/signin/oidc/code", &[("csrf", &csrf), ("otp", &code(&office, &secret))]).await;
        assert!(used.has("这个动态码已经用过"), "binding used it up: {}", used.body);
        let entered = gu.post("/signin/oidc/code", &[("csrf", &csrf), ("otp", &recovery[0])]).await;
        assert_eq!(entered.location(), "/signin/code?recovery=1");
        assert_eq!(codes_left(&office).await, 9);

        let mut thief = Somebody::from(&office, "198.51.100.7");
        let back = vouched(&mut thief, &running, "gu").await;
        thief.get(&back).await;
        let csrf = thief.get("/signin/oidc/code").await.csrf();
        for _ in 0..3 {
            let wrong = thief.post("/signin/oidc/code", &[("csrf", &csrf), ("otp", "2222-3333-4444")]).await;
            assert!(wrong.has("动态码不对"), "{}", wrong.body);
        }
        refused(&mut thief, "/signin/oidc/code", "请从这里重新登录").await;
        let back = vouched(&mut thief, &running, "gu").await;
        refused(&mut thief, &back, "已锁定").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_is_shown_the_way_out_of_the_provider_and_needs_no_password_of_ours() {
    with_provider(async |mut office, running| {
        office.provider = Some(Arc::new(running.settings("sub").checked(SITE).unwrap()));
        let person = office.db.person_named("gu").await.unwrap().unwrap();
        let mut act = office.db.act(Actor::Operator, Moment(office.now_ms())).await.unwrap();
        act.set_password(person.id, "$argon2id$none", true).await.unwrap();
        act.commit().await.unwrap();
        let mut gu = Somebody::at(&office);
        let back = vouched(&mut gu, &running, "gu").await;
        gu.get(&back).await;
        assert_eq!(gu.get("/desk/account").await.status, StatusCode::OK, "a password to be changed is of no matter");
        let csrf = gu.get("/signout").await.csrf();
        let left = gu.post("/signout", &[("csrf", &csrf)]).await;
        assert_eq!(left.location(), "/signin?left=1");
        let page = gu.get(left.location()).await;
        assert!(page.has(&format!("{}/session/end?client_id=gongkai", running.issuer)), "{}", page.body);
        assert_eq!(gu.get("/desk/account").await.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[test]
fn a_provider_that_anybody_could_listen_to_or_that_leads_nowhere_is_refused() {
    let sound = || Oidc {
        issuer: "https://login.qinghe.example/realms/gov".to_owned(),
        client_id: "gongkai".to_owned(),
        client_secret: "hush-hush".to_owned(),
        client_secret_file: None,
        claim: "preferred_username".to_owned(),
        scopes: Vec::new(),
        label: "统一认证".to_owned(),
        authority: None,
    };
    let provider = sound().checked(SITE).unwrap();
    assert!(!format!("{:?} {provider:?}", sound()).contains("hush-hush"));
    let no_file = || Some("/nowhere/secret".into());
    for (wrong, key) in [
        (Oidc { issuer: "http://login.qinghe.example".to_owned(), ..sound() }, "oidc.issuer"),
        (Oidc { issuer: "login".to_owned(), ..sound() }, "oidc.issuer"),
        (Oidc { client_id: String::new(), ..sound() }, "oidc.client_id"),
        (Oidc { claim: " ".to_owned(), ..sound() }, "oidc.claim"),
        (Oidc { client_secret_file: no_file(), ..sound() }, "oidc.client_secret_file"),
        (Oidc { authority: no_file(), ..sound() }, "oidc.authority"),
    ] {
        assert!(wrong.checked(SITE).unwrap_err().contains(key), "{key}");
    }
    assert!(sound().checked("").unwrap_err().contains("site"));
}
