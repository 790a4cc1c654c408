//! The pages of letters in a real browser, at a desk and on a phone.

use std::net::SocketAddr;

use fantoccini::Locator;
use gongkai_law::request::{decision::Decision, step::Step, third_party::Asked};
use jiff::civil::date;

use super::{PHONE, WIDE, browser, enter, look, overflow};
use crate::web::{
    house::{Somebody, office, unhurried},
    letters::{PASSWORD, act, draft, on, reachable, request, sign_in, water},
    requests,
};

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_letters_passes_axe_wide_and_narrow() {
    let folder = tempfile::tempdir().unwrap();
    let db = gongkai_store::Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = office(db);
    let organ = water(&office).await;
    reachable(&office, &organ).await;
    let asked = on(date(2026, 9, 8), Step::Consulted { party: 0, asked: Asked::CoProducer });
    let number = request(&office, &organ, &[asked]).await;
    let over = request(&office, &organ, &[on(date(2026, 9, 4), Step::Withdrawn)]).await;
    let letter = draft(&mut sign_in(&office, "shen").await, &number, Decision::UnableNotHeld, 0).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let app = gongkai::router::router(office, unhurried(), &[]).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });

    let file = format!("/desk/requests/{number}");
    let pages = [
        format!("{file}/letters"),
        letter.location().to_owned(),
        format!("{file}/notices/1"),
        format!("{file}/notices/1-consult_notice"),
        format!("{file}/drafted"),
        format!("{file}/letters/new/assist"),
        format!("{file}/letters/new/third_party_told"),
        format!("/desk/requests/{over}/papers/cover"),
        format!("/desk/requests/{over}/papers/index"),
        "/desk/letters/templates".to_owned(),
        "/desk/letters/templates/D1-0".to_owned(),
        "/desk/letterhead".to_owned(),
    ];
    let mut complaints = Vec::new();
    for width in [WIDE, PHONE] {
        let Some(client) = browser(width).await else { return };
        client.goto(&format!("{base}/signin")).await.unwrap();
        for (id, words) in [("user", "shen"), ("pass", PASSWORD)] {
            client.find(Locator::Id(id)).await.unwrap().send_keys(words).await.unwrap();
        }
        enter(&client, "form[action='/signin'] .btn").await;
        client.wait().for_element(Locator::Css(".deskbar")).await.unwrap();
        for path in &pages {
            look(&client, &base, path, &mut complaints).await;
            let heading = client.find(Locator::Css("main h1")).await;
            assert!(heading.is_ok(), "{path} has no heading at {width}");
            let over = overflow(&client).await;
            assert!(over <= 0, "{path} overflows by {over} at {width}");
        }
        client.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_applicants_letters_and_pages_around_them_pass_axe_wide_and_narrow() {
    let folder = tempfile::tempdir().unwrap();
    let db = gongkai_store::Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = office(db);
    let organ = water(&office).await;
    reachable(&office, &organ).await;
    let (number, code) = requests::apply(&mut Somebody::at(&office)).await;
    let mut shen = sign_in(&office, "shen").await;
    let letter = draft(&mut shen, &number, Decision::DeniedProcess, 0).await.location().to_owned();
    act(&mut shen, &letter, "hand_in", "").await;
    act(&mut sign_in(&office, "gu").await, &letter, "reviewed", "").await;
    act(&mut sign_in(&office, "lu").await, &letter, "signed", "").await;
    act(&mut shen, &letter, "sent", "").await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let app = gongkai::router::router(office, unhurried(), &[]).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });

    let here = format!("/requests/follow/{number}");
    let mut complaints = Vec::new();
    for width in [WIDE, PHONE] {
        let Some(client) = browser(width).await else { return };
        client.goto(&format!("{base}/requests/follow")).await.unwrap();
        for (id, words) in [("number", &number), ("code", &code)] {
            client.find(Locator::Id(id)).await.unwrap().send_keys(words).await.unwrap();
        }
        enter(&client, "form[action='/requests/follow'] .btn").await;
        client.wait().for_element(Locator::Css(".timeline")).await.unwrap();
        for path in [here.clone(), format!("{here}/answer"), format!("{here}/contact")] {
            look(&client, &base, &path, &mut complaints).await;
            let over = overflow(&client).await;
            assert!(over <= 0, "{path} overflows by {over} at {width}");
        }
        client.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
