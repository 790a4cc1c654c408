//! 编制年报 in a real browser: each of its five steps at a desk and on a phone, in each state that a report is in, and all of it
//! without scripts.

use std::net::SocketAddr;

use fantoccini::{Client, Locator};
use gongkai::Office;
use serde_json::json;

use super::{PHONE, WIDE, browser, browser_with, came, enter, leave, look, overflow};
use crate::web::{
    compile::{AT, at, begun, bureau, last_year, months, requests, take, write, written},
    desk::PASSWORD,
    house::{office, unhurried},
};

/// Where an office answers.
pub async fn served(office: &Office) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let app = gongkai::router::router(office.clone(), unhurried(), &[]);
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });
    base
}

async fn opened(folder: &tempfile::TempDir) -> Office {
    let db = gongkai_store::Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    office(db)
}

pub async fn sign_in(client: &Client, base: &str, user: &str) {
    client.goto(&format!("{base}/signin")).await.unwrap();
    for (id, words) in [("user", user), ("pass", PASSWORD)] {
        client.find(Locator::Id(id)).await.unwrap().send_keys(words).await.unwrap();
    }
    enter(client, "form[action='/signin'] .btn").await;
    came(client, Locator::Css(".deskbar")).await;
}

/// A browser in which no script runs.
pub async fn plain() -> Option<Client> {
    let client = browser_with(WIDE, json!({ "profile.managed_default_content_settings.javascript": 2 })).await?;
    client.goto("data:text/html,<title>off</title><script>document.title='on'</script>").await.unwrap();
    assert_eq!(client.title().await.unwrap(), "off", "scripts run in this browser");
    Some(client)
}

const STOPS: [&str; 7] = ["", "/compare", "/write", "/write?part=1-2", "/write?part=6", "/check", "/sign"];

/// Every step, wide and narrow, as this person sees it.
async fn looked_at(base: &str, user: &str, state: &str, complaints: &mut Vec<String>) {
    for width in [WIDE, PHONE] {
        let Some(client) = browser(width).await else { return };
        sign_in(&client, base, user).await;
        let steps = STOPS.iter().map(|stop| format!("{AT}{stop}"));
        for path in ["/desk/compile".to_owned()].into_iter().chain(steps) {
            let before = complaints.len();
            look(&client, base, &path, complaints).await;
            complaints.iter_mut().skip(before).for_each(|complaint| *complaint = format!("{state}: {complaint}"));
            assert!(client.find(Locator::Css("main h1")).await.is_ok(), "{path} has no heading at {width}");
            let over = overflow(&client).await;
            if over > 0 {
                complaints.push(format!("{state}: {path} overflows by {over} at {width}"));
            }
            // an id that stands twice leads nobody to where it says
            let twice = "const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
                return ids.filter((id, at) => ids.indexOf(id) !== at);";
            let twice = client.execute(twice, Vec::new()).await.unwrap();
            if twice != json!([]) {
                complaints.push(format!("{state}: {path} has twice {twice}"));
            }
        }
        client.close().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_of_a_report_passes_axe_wide_and_narrow_in_each_state() {
    let folder = tempfile::tempdir().unwrap();
    let office = opened(&folder).await;
    let organ = bureau(&office).await;
    requests(&office, &organ).await;
    months(&office, &organ, 11).await;
    last_year(&office, &organ, "3").await;
    let base = served(&office).await;
    let mut complaints = Vec::new();
    let mut gu = at(&office, "gu").await;
    begun(&mut gu, "2025").await;
    // a month is missing, a name there is not, a number against the register, an error that the head may let pass
    write(&mut gu, AT, "1-2", "本年新收申请{表三·天气·总计}件，全年举办培训2次，办结{表三·办结·总计}件。").await;
    looked_at(&base, "gu", "起草", &mut complaints).await;
    looked_at(&base, "lu", "起草，负责人", &mut complaints).await;
    written(&mut gu, AT, gongkai_law::annual_report::Edition::Of2021).await;
    crate::web::compile::enter(&office, &organ, 12).await;
    crate::web::compile::pass_all(&office, &organ).await;
    for _ in 0..2 {
        assert_eq!(take(&mut gu, AT, "submitted", "").await.status, 303);
        assert_eq!(take(&mut at(&office, "fang").await, AT, "sent_back", "第三方面太短").await.status, 303);
    }
    assert_eq!(take(&mut gu, AT, "submitted", "").await.status, 303);
    looked_at(&base, "fang", "审核", &mut complaints).await;
    for (name, step) in [("fang", "reviewed"), ("tang", "signed"), ("lu", "published")] {
        assert_eq!(take(&mut at(&office, name).await, AT, step, "").await.status, 303, "{step}");
    }
    crate::web::figures::worked(&office, &organ, "迟来的一件", jiff::civil::date(2025, 12, 29), &[]).await;
    looked_at(&base, "lu", "公布", &mut complaints).await;
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Replaces what stands in the field and saves it; the browser goes on to the next part.
pub async fn writes(client: &Client, text: &str) {
    let field = came(client, Locator::Id("text")).await;
    field.clear().await.unwrap();
    field.send_keys(text).await.unwrap();
    // the last part leads to itself
    leave(client, "button[name='do'][value='next']").await;
}

/// Writes one part after the other, each as it comes, and sees that it was saved.
pub async fn writes_all(client: &Client, texts: &[(&str, String)]) {
    for (part, text) in texts {
        came(client, Locator::Css(&format!("input[name='part'][value='{part}']"))).await;
        writes(client, text).await;
        came(client, Locator::Css("p[role='status'] .tag.ok")).await;
    }
}

/// The ten parts of a report, for the bureau itself or for `whom`: what was done, the numbers bound, and what section five says.
pub fn parts_of(whom: &str, work: &'static str, five: &'static str) -> [(&'static str, String); 10] {
    let applied = format!(
        "{whom}本年新收申请{{表三·新收·总计}}件，办结{{表三·办结·总计}}件，结转下年度继续办理{{表三·结转下年·总计}}件。{work}"
    );
    let managed = format!("{whom}制发行政规范性文件{{表二·行政规范性文件·制发}}件。{work}");
    [
        ("1-1", work.to_owned()),
        ("1-2", applied),
        ("1-3", managed),
        ("1-4", work.to_owned()),
        ("1-5", work.to_owned()),
        ("2", String::new()),
        ("3", String::new()),
        ("4", String::new()),
        ("5", five.to_owned()),
        ("6", "没有其他需要报告的事项。".to_owned()),
    ]
}

/// Begins a report and goes through the five steps by their links and buttons, writes every part, says where last year's
/// promises are answered, and hands it in.
pub async fn compiles(client: &Client, base: &str, year: i16, texts: &[(&str, String)]) {
    let here = format!("/desk/compile/{year}");
    client.goto(&format!("{base}/desk/compile")).await.unwrap();
    enter(client, &format!("form[aria-label='开始编制{year}年'] button")).await;
    came(client, Locator::Css(&format!("main a.btn[href='{here}/compare']"))).await;
    enter(client, &format!("main a.btn[href='{here}/compare']")).await;
    enter(client, &format!("main a.btn[href='{here}/write']")).await;
    writes_all(client, texts).await;
    client.goto(&format!("{base}{here}/check")).await.unwrap();
    let promises = client.find_all(Locator::Css("form[action$='/promises'] select")).await.unwrap();
    for promise in &promises {
        promise.select_by_value("5").await.unwrap();
    }
    if !promises.is_empty() {
        enter(client, "form[action$='/promises'] button").await;
        came(client, Locator::Css("form[action$='/promises'] option[value='5'][selected]")).await;
    }
    enter(client, &format!("main a.btn[href='{here}/sign']")).await;
    enter(client, "form[action$='/take/submitted'] button").await;
    came(client, Locator::Css("#v1")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_a_report_is_begun_written_checked_and_handed_in() {
    let folder = tempfile::tempdir().unwrap();
    let office = opened(&folder).await;
    let organ = bureau(&office).await;
    requests(&office, &organ).await;
    months(&office, &organ, 12).await;
    last_year(&office, &organ, "1").await;
    let base = served(&office).await;
    let Some(client) = plain().await else { return };
    sign_in(&client, &base, "gu").await;
    let work = "修订政务公开目录，清理失效文件，开展培训和检查，逐项回应群众关心的事项。";
    let five = "公开专区已经在周六开放。新的问题是目录更新不及时，下一步将每月检查。";
    compiles(&client, &base, 2025, &parts_of("", work, five)).await;
    let said = client.source().await.unwrap();
    assert!(said.contains("第1版定本") && said.contains("待审核"), "{said}");
    client.close().await.unwrap();
}
