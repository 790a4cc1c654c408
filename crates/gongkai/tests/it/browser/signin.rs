//! Signing in with a phone and without it, in a real browser.

use fantoccini::{Client, Locator};
use gongkai::people::totp::Secret;

use super::{PHONE, WIDE, browser, enter, examine, open_desk, sign_in};
use crate::web::house::noon;

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
