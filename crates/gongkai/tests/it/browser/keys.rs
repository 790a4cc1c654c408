//! The desk's shortcuts, pressed in a real browser.

use std::net::SocketAddr;

use fantoccini::{Client, Locator, key::Key};
use jiff::civil::date;
use serde_json::Value;

use super::{WIDE, browser, enter};
use crate::web::{
    cases::{PASSWORD, county, handed_in},
    house::{office, unhurried},
};

/// Types single letters to whatever has the focus.
async fn press(client: &Client, keys: &str) {
    client.active_element().await.unwrap().send_keys(keys).await.unwrap();
}

/// Where the focus is: the address of a row, or what the field is called.
async fn focus(client: &Client) -> String {
    let script = "const at = document.activeElement; return at.getAttribute('href') || at.name || at.localName;";
    client.execute(script, Vec::new()).await.unwrap().as_str().unwrap_or_default().to_owned()
}

async fn path(client: &Client) -> String {
    client.current_url().await.unwrap().path().to_owned()
}

/// Waits until the browser has come to a page.
async fn came_to(client: &Client, there: &str) {
    let url = client.current_url().await.unwrap().join(there).unwrap();
    client.wait().for_url(&url).await.unwrap();
}

/// A list of two, with an officer before it.
async fn at_the_list(folder: &std::path::Path) -> Option<(Client, String)> {
    let db = gongkai_store::Db::open(&folder.join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = office(db);
    let county = county(&office).await;
    for wanted in ["云渡镇供水水质", "青禾江采砂许可"] {
        handed_in(&office, &county.hall, wanted, date(2026, 10, 9)).await;
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let app = gongkai::router::router(office, unhurried(), &[]).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });
    let client = browser(WIDE).await?;
    client.goto(&format!("{base}/signin")).await.unwrap();
    for (id, words) in [("user", "shen"), ("pass", PASSWORD)] {
        client.find(Locator::Id(id)).await.unwrap().send_keys(words).await.unwrap();
    }
    enter(&client, "form[action='/signin'] .btn").await;
    client.wait().for_element(Locator::Css("main [data-row]")).await.unwrap();
    Some((client, base))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keys_go_through_the_list_and_are_only_letters_in_a_field() {
    let folder = tempfile::tempdir().unwrap();
    let Some((client, _)) = at_the_list(folder.path()).await else { return };
    press(&client, "j").await;
    let first = focus(&client).await;
    press(&client, "j").await;
    let second = focus(&client).await;
    assert!(first.starts_with("/desk/requests/") && second.starts_with("/desk/requests/") && first != second);
    press(&client, "j").await;
    assert_eq!(focus(&client).await, second, "after the last there is none");
    press(&client, "k").await;
    assert_eq!(focus(&client).await, first);

    press(&client, "/").await;
    press(&client, "jng").await;
    let typed = client.execute("return document.activeElement.value", Vec::new()).await.unwrap();
    assert_eq!((typed, path(&client).await), (Value::from("jng"), "/desk".to_owned()), "in a field they are letters");
    press(&client, "\u{e00c}").await;
    press(&client, "gm").await;
    assert_eq!(path(&client).await, "/desk", "a form that was typed into is not left by a key");
    client.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keys_open_what_is_under_them_and_other_pages_until_somebody_turns_them_off() {
    let folder = tempfile::tempdir().unwrap();
    let Some((client, base)) = at_the_list(folder.path()).await else { return };
    press(&client, "?").await;
    let open = client.execute("return document.querySelector('dialog#keys').open", Vec::new()).await.unwrap();
    assert_eq!(open, Value::from(true));
    press(&client, &char::from(Key::Escape).to_string()).await;
    press(&client, "gf").await;
    came_to(&client, "/desk/figures").await;
    press(&client, "gd").await;
    came_to(&client, "/desk").await;
    press(&client, "j").await;
    let here = focus(&client).await;
    press(&client, "o").await;
    came_to(&client, &here).await;

    // whoever wants none of it turns them off for good
    client.goto(&format!("{base}/desk/keys")).await.unwrap();
    client.find(Locator::Css("main [data-keys] button")).await.unwrap().click().await.unwrap();
    client.goto(&format!("{base}/desk")).await.unwrap();
    press(&client, "gm").await;
    assert_eq!((path(&client).await, focus(&client).await.starts_with("/desk/requests/")), ("/desk".to_owned(), false));
    client.close().await.unwrap();
}
