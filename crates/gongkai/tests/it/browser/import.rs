//! Taking an old register in, in a real browser: what is to be mended, what is taken as usual, and what came of it.

use std::net::SocketAddr;

use fantoccini::Locator;

use super::{PHONE, WIDE, browser, enter, examine, overflow};
use crate::web::{
    cases::{PASSWORD, county},
    house::{office, unhurried},
};

const HEAD: &str = "原编号,申请人类别,申请人,申请内容,提交渠道,到达日期,要求补正日期,办理结果,办结日期,送达日期";

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_an_import_passes_axe_wide_and_narrow() {
    let folder = tempfile::tempdir().unwrap();
    let db = gongkai_store::Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = office(db);
    county(&office).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let app = gongkai::router::router(office, unhurried(), &[]).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });

    let mut complaints = Vec::new();
    for width in [WIDE, PHONE] {
        let Some(client) = browser(width).await else { return };
        client.goto(&format!("{base}/signin")).await.unwrap();
        for (id, words) in [("user", "lu"), ("pass", PASSWORD)] {
            client.find(Locator::Id(id)).await.unwrap().send_keys(words).await.unwrap();
        }
        enter(&client, "form[action='/signin'] .btn").await;
        client.wait().for_element(Locator::Css(".deskbar")).await.unwrap();
        let rows = [
            ("wrong.csv", format!("{width}-1,公民,林晚舟,供水水质,当面,2025-13-06,,其他,2025-04-10,")),
            ("right.csv", format!("{width}-2,公民,林晚舟,供水水质,当面,2025-03-06,2025-03-10,,,")),
        ];
        for (name, row) in rows {
            let file = folder.path().join(name);
            std::fs::write(&file, format!("{HEAD}\r\n{row}\r\n")).unwrap();
            client.goto(&format!("{base}/desk/import")).await.unwrap();
            examine(&client, "/desk/import", &mut complaints).await;
            client.find(Locator::Id("file")).await.unwrap().send_keys(file.to_str().unwrap()).await.unwrap();
            enter(&client, "form[action='/desk/import'] .btn").await;
            client.wait().for_element(Locator::Css(".stats")).await.unwrap();
            examine(&client, name, &mut complaints).await;
            let over = overflow(&client).await;
            assert!(over <= 0, "{name} overflows by {over} at {width}");
        }
        client.find(Locator::Id("assumed")).await.unwrap().send_keys(" ").await.unwrap();
        enter(&client, "form[action^='/desk/import/'] .btn").await;
        client.wait().for_element(Locator::Css("a[href='/desk/figures']")).await.unwrap();
        examine(&client, "taken in", &mut complaints).await;
        client.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
