//! The desk on a telephone: nothing is cut off, and what is long wraps.

use gongkai_law::request::{decision::Decision, step::Step};
use jiff::civil::date;

use super::*;
use crate::web::figures::{answered, worked};

/// How the open page lies on a narrow screen: by how much it is too wide, and how wide or high some of it is.
async fn measured(client: &Client, script: &str) -> i64 {
    client.execute(&format!("return Math.round({script})"), Vec::new()).await.unwrap().as_i64().unwrap()
}

async fn served() -> (String, String, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let db = gongkai_store::Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = office(db);
    let county = cases::county(&office).await;
    let partly = answered(date(2026, 9, 20), Decision::Partial);
    let steps: Vec<(_, Step)> = partly.to_vec();
    let wanted = "云渡镇农村集中供水工程2026年水质检测报告和验收时的全部检测记录以及历次整改的情况";
    let number = worked(&office, &county.hall, wanted, date(2026, 9, 10), &steps).await;
    cases::handed_in(&office, &county.hall, cases::WATER, date(2026, 9, 10)).await;
    counted(&office, county.hall.id).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let app = gongkai::router::router(office, unhurried(), &[]).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (base, number, folder)
}

/// A year of licences with a month missing and one corrected.
async fn counted(office: &gongkai::Office, organ: gongkai_store::OrganId) {
    use gongkai_store::{Actor, Moment, NewMonth};
    let month = |month, value, seen, note| NewMonth {
        indicator: "licences",
        year: 2026,
        month,
        value,
        source: "政务服务平台办件统计",
        note,
        seen,
    };
    let all: Vec<_> = (1..=8).map(|nth| month(nth, 1_024, None, "")).collect();
    let mut act = office.db.act(Actor::Operator, Moment(office.now_ms())).await.unwrap();
    act.settle_figure_duty(organ, "licences", "2026-01", None).await.unwrap();
    act.enter_months(organ, &all, None).await.unwrap();
    act.enter_months(organ, &[month(3, 1_025, Some(0), "漏计1件")], None).await.unwrap();
    act.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_fits_a_telephone() {
    let (base, number, _folder) = served().await;
    let Some(client) = browser(PHONE).await else { return };
    sign_in(&client, &base, "lu").await;
    let mut complaints = Vec::new();
    let file = format!("/desk/requests/{number}");
    let months =
        ["/desk/months", "/desk/months/licences", "/desk/months/duties", "/desk/months/import", "/desk/figures"];
    let others = [&*file, "/desk?v=all", "/signin/code", "/desk/delegations", "/desk/print?v=all"];
    for path in others.into_iter().chain(months) {
        look(&client, &base, path, &mut complaints).await;
        assert!(overflow(&client).await <= 0, "{path} is too wide");
        assert!(measured(&client, "document.querySelector('main').scrollWidth").await <= PHONE, "{path} is cut off");
    }
    client.goto(&format!("{base}{file}")).await.unwrap();
    let tag = client.find(Locator::Css("h1 + p .tag")).await.unwrap().text().await.unwrap();
    assert!(tag.contains("部分公开，等送达凭证") && !tag.contains("区分处理"), "{tag}");
    client.goto(&format!("{base}/desk/delegations")).await.unwrap();
    assert!(client.source().await.unwrap().contains("还没有登记过委托"));
    assert!(measured(&client, "document.getElementById('from').clientWidth").await >= 150, "a day is cut off");
    client.goto(&format!("{base}/desk/print?v=all")).await.unwrap();
    let tallest = "Math.max(...[...document.querySelectorAll('.paper tbody tr')].map(row => row.clientHeight))";
    assert!(measured(&client, tallest).await < 150, "the rows are towers");
    client.close().await.unwrap();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
