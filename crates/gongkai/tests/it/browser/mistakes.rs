//! What readers find wrong, in a real browser: without scripts, at a desk and on a phone.

use fantoccini::{Client, Locator};
use serde_json::json;

use super::{
    PHONE, WIDE, browser, browser_with, came, enter, examine, look,
    walk::{open_desk, place, sign_in},
};

async fn type_in(client: &Client, answers: &[(&str, &str)]) {
    for (id, words) in answers {
        came(client, Locator::Id(id)).await.send_keys(words).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_finds_the_form_on_the_page_and_the_desk_answers_and_each_page_passes_axe() {
    let (base, folder) = open_desk().await;
    let item = place(&folder, "/items/{《青禾县农村供水管理办法》的通知}").await;
    let mut complaints = Vec::new();
    for (width, number) in [(WIDE, "QINGHE-ZC-2026-0003"), (PHONE, "QINGHE-ZC-2026-0004")] {
        let preferences = json!({ "profile.managed_default_content_settings.javascript": 2 });
        let Some(reader) = browser_with(width, preferences).await else { return };
        reader.goto(&format!("{base}{item}")).await.unwrap();
        enter(&reader, "a[href^='/mistakes/new']").await;
        type_in(&reader, &[("place", "第三条"), ("words", "咨询电话是空号，请核对"), ("email", "lin@yundu.example")])
            .await;
        enter(&reader, "form[action='/mistakes/new'] .btn").await;
        came(&reader, Locator::Css(".keep")).await;
        assert!(reader.current_url().await.unwrap().path().ends_with(number));
        reader.close().await.unwrap();

        let Some(client) = browser(width).await else { return };
        client.goto(&format!("{base}{item}")).await.unwrap();
        enter(&client, "a[href^='/mistakes/new']").await;
        came(&client, Locator::Id("words")).await;
        examine(&client, "form", &mut complaints).await;
        enter(&client, "form[action='/mistakes/new'] .btn").await;
        came(&client, Locator::Css(".error-summary")).await;
        examine(&client, "form with its complaints", &mut complaints).await;
        sign_in(&client, &base, "tangheng").await;
        look(&client, &base, "/desk/mistakes", &mut complaints).await;
        look(&client, &base, &format!("/desk/mistakes/{number}"), &mut complaints).await;
        type_in(&client, &[("outcome-mending", " "), ("answer", "电话正在改，谢谢。")]).await;
        enter(&client, "form[action$='/answer'] .btn").await;
        came(&client, Locator::Css(".tag.ok")).await;
        examine(&client, "answered", &mut complaints).await;
        client.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
