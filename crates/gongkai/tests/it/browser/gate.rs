//! The page of what was found before the release: it passes axe wide and narrow, and a finding is masked by keyboard.

use gongkai::publish::content::Content;
use gongkai_law::proactive::kind::PublicationKind;

use super::*;
use crate::web::{
    gate::handed_on,
    publishing::{begun, bureau, whole},
};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_found_is_masked_by_keyboard_and_its_page_passes_axe_wide_and_narrow() {
    let folder = tempfile::tempdir().unwrap();
    let db = gongkai_store::Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = office(db);
    let bureau = bureau(&office).await;
    let told =
        Content { body: "咨询请联系杨某，电话13900000058。".to_owned(), ..whole("补贴申领须知") };
    let mut pages = Vec::new();
    for _ in [WIDE, PHONE] {
        let id = begun(&office, &bureau, PublicationKind::General, &told).await;
        handed_on(&office, &bureau, id).await;
        pages.push(format!("/desk/publications/{id}/gate"));
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let app = gongkai::router::router(office, unhurried(), &[]).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });
    let mut complaints = Vec::new();
    for (width, page) in [WIDE, PHONE].into_iter().zip(pages) {
        let Some(client) = browser(width).await else { return };
        client.goto(&format!("{base}/signin")).await.unwrap();
        client.find(Locator::Id("user")).await.unwrap().send_keys("fang").await.unwrap();
        client.find(Locator::Id("pass")).await.unwrap().send_keys(PASSWORD).await.unwrap();
        enter(&client, "form[action='/signin'] button").await;
        came(&client, Locator::Css("a[href='/desk/publications']")).await;
        look(&client, &base, &page, &mut complaints).await;
        enter(&client, "#main form button.btn:not(.danger)").await;
        came(&client, Locator::Css("[role=alert]")).await;
        examine(&client, "the form that came back", &mut complaints).await;
        client.find(Locator::Css("input[value=mask]")).await.unwrap().send_keys(" ").await.unwrap();
        for tick in client.find_all(Locator::Css("input[type=checkbox]")).await.unwrap() {
            tick.send_keys(" ").await.unwrap();
        }
        enter(&client, "#main form button.btn:not(.danger)").await;
        came(&client, Locator::Css(".timeline")).await;
        assert!(client.source().await.unwrap().contains("139****0058。"), "what goes out is masked");
        examine(&client, "its file", &mut complaints).await;
        client.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
