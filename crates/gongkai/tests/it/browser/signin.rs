//! Signing in with a phone and without it, in a real browser.

use std::net::SocketAddr;

use fantoccini::{Client, Locator};
use gongkai::people::totp::Secret;

use super::{PHONE, WIDE, browser, enter, examine, open_desk, sign_in};
use crate::web::{
    desk::hire,
    house::{noon, office, unhurried},
    oidc::Running,
};

async fn type_code(client: &Client, code: &str, button: &str) {
    client.find(Locator::Id("otp")).await.unwrap().send_keys(code).await.unwrap();
    enter(client, &format!("form[action='/signin/code'] {button}")).await;
}

async fn words(client: &Client, css: &str) -> String {
    client.wait().for_element(Locator::Css(css)).await.unwrap().text().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authenticator_is_bound_by_its_picture_and_let_go_by_a_recovery_code() {
    let (base, _folder) = open_desk().await;
    let mut complaints = Vec::new();
    for width in [WIDE, PHONE] {
        let Some(client) = browser(width).await else { return };
        sign_in(&client, &base, "shen").await;
        client.goto(&format!("{base}/signin/code")).await.unwrap();
        client.wait().for_element(Locator::Css("svg.qr")).await.unwrap();
        examine(&client, "/signin/code, to bind", &mut complaints).await;
        let secret = Secret::of_base32(&words(&client, "main b.code").await.replace(' ', "")).unwrap();
        let now = secret.code(u64::try_from(noon().as_second()).unwrap() / 30);
        type_code(&client, &now, "button").await;
        let recovery = words(&client, ".codes .code").await;
        examine(&client, "/signin/code, codes", &mut complaints).await;
        client.goto(&format!("{base}/signin/code?recovery=1")).await.unwrap();
        client.wait().for_element(Locator::Css(".banner.warn")).await.unwrap();
        examine(&client, "/signin/code, bound", &mut complaints).await;
        type_code(&client, &recovery, "button[value='unbind']").await;
        client.wait().for_element(Locator::Css("a[href='/desk/today']")).await.unwrap();
        client.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_signs_in_at_the_identity_provider_and_leaves_both() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let Some(running) = Running::start(&base) else { return };
    let folder = tempfile::tempdir().unwrap();
    let db = gongkai_store::Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let mut office = office(db);
    office.clock = gongkai::office::now;
    office.provider = Some(running.configured(&base));
    hire(&office, false).await;
    let app = gongkai::router::router(office, unhurried(), &[]).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });
    let mut complaints = Vec::new();
    for width in [WIDE, PHONE] {
        let Some(client) = browser(width).await else { return };
        client.goto(&format!("{base}/signin")).await.unwrap();
        client.wait().for_element(Locator::Id("provider")).await.unwrap();
        examine(&client, "/signin, with a provider", &mut complaints).await;
        enter(&client, "#provider").await;
        client.wait().for_element(Locator::Css("input[name='login']")).await.unwrap().send_keys("gu").await.unwrap();
        client.find(Locator::Css("input[name='password']")).await.unwrap().send_keys("x").await.unwrap();
        enter(&client, "button[type='submit']").await;
        client.wait().for_element(Locator::Css("a[href='/desk/account']")).await.unwrap();
        client.goto(&format!("{base}/signout")).await.unwrap();
        enter(&client, "form[action='/signout'] button").await;
        client.wait().for_element(Locator::Css("a[href*='/session/end']")).await.unwrap();
        examine(&client, "/signin, left", &mut complaints).await;
        enter(&client, "a[href*='/session/end']").await;
        enter(&client, "button[value='yes']").await;
        client.wait().for_url(&format!("{base}/").parse().unwrap()).await.unwrap();
        client.goto(&format!("{base}/signin/oidc/back?code=old&state=old")).await.unwrap();
        client.wait().for_element(Locator::Css("a[href='#provider']")).await.unwrap();
        examine(&client, "/signin, turned away", &mut complaints).await;
        client.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
