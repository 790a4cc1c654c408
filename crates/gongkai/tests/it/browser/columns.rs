//! Special columns and subscriptions in a real browser, wide and on a phone: axe finds nothing on any of their pages.

use std::net::SocketAddr;

use fantoccini::{Client, Locator};
use gongkai::Office;

use super::{
    PHONE, WIDE, browser, came, enter, examine, look,
    walk::{open_desk, place, sign_in},
};
use crate::web::{
    house::{office, unhurried},
    post::with_mail,
};

async fn type_in(client: &Client, answers: &[(&str, &str)]) {
    for (id, words) in answers {
        came(client, Locator::Id(id)).await.send_keys(words).await.unwrap();
    }
}

/// A date field takes its parts in the order of its language: set it as its program would.
async fn date(client: &Client, id: &str, day: &str) {
    let set = "document.getElementById(arguments[0]).value = arguments[1];";
    client.execute(set, vec![id.into(), day.into()]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_makes_a_special_column_readers_see_it_and_each_page_passes_axe() {
    let (base, folder) = open_desk().await;
    let number = place(&folder, "{《青禾县农村供水管理办法》的通知}").await;
    let item = format!("/items/{number}");
    let mut complaints = Vec::new();
    for (width, slug) in [(WIDE, "gongshui"), (PHONE, "fangxun")] {
        let Some(client) = browser(width).await else { return };
        sign_in(&client, &base, "tangheng").await;
        client.goto(&format!("{base}/desk/columns/new")).await.unwrap();
        type_in(&client, &[("title", "农村供水专题"), ("slug", slug)]).await;
        enter(&client, "form[action='/desk/columns/new'] button.btn").await;
        came(&client, Locator::Css(".error-summary")).await;
        examine(&client, "special with its complaints", &mut complaints).await;
        type_in(&client, &[("intro", "从水源到水表。"), ("picks", number.as_str()), ("kind-normative", " ")]).await;
        date(&client, "last", "2026-12-31").await;
        enter(&client, "form[action='/desk/columns/new'] button.btn").await;
        came(&client, Locator::Css("table.cards")).await;
        examine(&client, "specials of the desk", &mut complaints).await;
        for path in ["/desk/places", "/desk/places/new", "/desk/complaints", "/places", "/more"] {
            look(&client, &base, path, &mut complaints).await;
        }
        look(&client, &base, "/search?q=%E5%8D%97%E6%9E%81%E7%A7%91%E8%80%83", &mut complaints).await;
        look(&client, &base, "/requests/new?wanted=%E5%8D%97%E6%9E%81&organ=shuili", &mut complaints).await;
        look(&client, &base, "/desk/columns/home", &mut complaints).await;
        type_in(&client, &[("normative", "1"), ("notice", "2")]).await;
        enter(&client, "form[action='/desk/columns/home'] button.btn").await;
        came(&client, Locator::Css("[role=status]")).await;
        for path in [&format!("/columns/{slug}"), "/columns", "/", "/organs/qinghe", &item] {
            look(&client, &base, path, &mut complaints).await;
        }
        for path in ["/subscriptions/new?kind=topic&what=A20_01", "/subscriptions/sent", "/subscriptions/x/y"] {
            look(&client, &base, path, &mut complaints).await;
        }
        client.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// A demonstration whose mails wait in the outbox, with its office.
async fn house_with_mail() -> (String, Office, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let db = gongkai_store::Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = with_mail(office(db), 1);
    gongkai::demo::fill(&office).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let app = gongkai::router::router(office.clone(), unhurried(), &[]);
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (base, office, folder)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_subscribes_says_yes_and_ends_it_by_keyboard_and_each_page_passes_axe() {
    let (base, office, _folder) = house_with_mail().await;
    let mut complaints = Vec::new();
    for (width, email) in [(WIDE, "lin@yundu.example"), (PHONE, "bai@yundu.example")] {
        let Some(client) = browser(width).await else { return };
        client.goto(&format!("{base}/catalogue/A20_01")).await.unwrap();
        enter(&client, "a[href^='/subscriptions/new']").await;
        came(&client, Locator::Id("email")).await;
        examine(&client, "subscribe", &mut complaints).await;
        enter(&client, "form[action='/subscriptions/new'] .btn").await;
        came(&client, Locator::Css(".error-summary")).await;
        examine(&client, "subscribe with its complaint", &mut complaints).await;
        type_in(&client, &[("email", email)]).await;
        enter(&client, "form[action='/subscriptions/new'] .btn").await;
        client.wait().for_url(&format!("{base}/subscriptions/sent").parse().unwrap()).await.unwrap();
        examine(&client, "sent", &mut complaints).await;
        let later = gongkai_store::Moment(office.now_ms()).plus_days(1);
        let id = office.db.subscribers_untold(later, 9).await.unwrap().remove(0).id;
        let own = format!("{base}{}", gongkai::subscriptions::place(&office, id));
        client.goto(&own).await.unwrap();
        examine(&client, "own, to be confirmed", &mut complaints).await;
        enter(&client, "button[value=confirm]").await;
        came(&client, Locator::Css(".tag.ok")).await;
        examine(&client, "own", &mut complaints).await;
        enter(&client, "button[value=all]").await;
        let gone = Locator::XPath("//h1[text()='没有订阅']");
        came(&client, gone).await;
        examine(&client, "own, ended", &mut complaints).await;
        client.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
