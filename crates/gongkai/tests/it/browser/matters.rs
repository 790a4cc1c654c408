//! Complaints and corrections in a real browser: without scripts, at a desk and on a phone.

use fantoccini::{Client, Locator};
use serde_json::json;

use super::{PHONE, WIDE, browser, browser_with, enter, examine, look, open_house};
use crate::web::{desk::PASSWORD, house::office};

/// The same house with the staff of its desks, who all have this house's password.
async fn open_house_with_staff() -> (String, tempfile::TempDir) {
    let (base, folder) = open_house().await;
    let db = gongkai_store::Db::open(&folder.path().join("register.db")).await.unwrap();
    let hash = gongkai::password::hash(PASSWORD.to_owned()).await.unwrap();
    gongkai::demo::staff::hire(&office(db), &hash).await.unwrap();
    (base, folder)
}

/// Fills in a form by keyboard, sends it and waits for what the answer has; a blank chooses what stands there.
async fn fill(client: &Client, address: &str, form: &str, answers: &[(&str, &str)], then: &str) {
    client.goto(address).await.unwrap();
    for (id, words) in answers {
        client.wait().for_element(Locator::Id(id)).await.unwrap().send_keys(words).await.unwrap();
    }
    enter(client, &format!("{form} .btn")).await;
    client.wait().for_element(Locator::Css(then)).await.unwrap();
}

const STORY: &str = "到期没有答复，打电话说再等等，已经一个月了";

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_and_a_correction_go_in_without_scripts_and_each_page_of_them_passes_axe() {
    let (base, _folder) = open_house().await;
    let mut complaints = Vec::new();
    for (width, scripts) in [(WIDE, 2), (WIDE, 1), (PHONE, 1)] {
        let preferences = json!({ "profile.managed_default_content_settings.javascript": scripts });
        let Some(client) = browser_with(width, preferences).await else { return };
        let said = [("about", "青禾县水利局"), ("ground", " "), ("words", STORY), ("name", "林晚舟")];
        fill(&client, &format!("{base}/complaints/new"), "form[action='/complaints/new']", &said, ".keep").await;
        if scripts == 1 {
            examine(&client, "complaint", &mut complaints).await;
        }
        let here = client.current_url().await.unwrap();
        let said = [
            ("about", "青禾县水利局"),
            ("words", "水表读数写成320，应为32"),
            ("proof", "抄表时拍的照片"),
            ("name", "林晚舟"),
            ("number", "11010519491231002X"),
            ("phone", "13800000000"),
        ];
        fill(&client, &format!("{base}/corrections/new"), "form[action='/corrections/new']", &said, ".keep").await;
        assert_ne!(here, client.current_url().await.unwrap());
        client.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_takes_a_complaint_to_its_end_and_each_page_passes_axe() {
    let (base, _folder) = open_house_with_staff().await;
    let mut complaints = Vec::new();
    for (width, number) in [(WIDE, "QINGHE-TS-2026-0001"), (PHONE, "QINGHE-TS-2026-0002")] {
        let Some(client) = browser(width).await else { return };
        let said = [("about", "青禾县水利局"), ("ground", " "), ("words", STORY)];
        fill(&client, &format!("{base}/complaints/new"), "form[action='/complaints/new']", &said, ".keep").await;
        let who = [("user", "tangheng"), ("pass", PASSWORD)];
        fill(&client, &format!("{base}/signin"), "form[action='/signin']", &who, ".deskbar").await;
        let here = format!("{base}/desk/complaints/{number}");
        look(&client, &base, "/desk/complaints", &mut complaints).await;
        fill(&client, &here, "form[action$='/accept']", &[], "form[action$='/ask']").await;
        examine(&client, "accepted", &mut complaints).await;
        let asked = [("ask", "为什么没有答复")];
        fill(&client, &here, "form[action$='/ask']", &asked, ".tag.info").await;
        let end = [("settled-urged", " "), ("why", "已督促县水利局答复")];
        fill(&client, &here, "form[action$='/settle']", &end, ".tag.info").await;
        examine(&client, "settled", &mut complaints).await;
        let told = [("fact", "9月1日的申请漏登"), ("reasons", "已督促县水利局答复")];
        fill(&client, &format!("{here}/letter"), "form#words", &told, ".letter").await;
        examine(&client, "letter", &mut complaints).await;
        client.goto(&format!("{base}/signout")).await.unwrap();
        enter(&client, "form[action='/signout'] button").await;
        client.wait().for_element(Locator::Css(".masthead")).await.unwrap();
        let who = [("user", "majing"), ("pass", PASSWORD)];
        fill(&client, &format!("{base}/signin"), "form[action='/signin']", &who, ".deskbar").await;
        look(&client, &base, &format!("/desk/complaints/{number}"), &mut complaints).await;
        client.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
