//! Every page in a real browser: axe finds nothing, nothing overflows sideways, and all of it works by keyboard.
//!
//! `GONGKAI_TEST_WEBDRIVER` is ChromeDriver's address, `GONGKAI_TEST_AXE` the path of `axe.min.js`; `cargo xtask test`
//! sets both.

mod bulk;
mod closing;
mod columns;
mod compile;
mod county;
mod desk;
mod five;
mod gate;
mod import;
mod keys;
mod letters;
mod matters;
mod mistakes;
mod narrow;
mod portal;
mod publishing;
mod region;
mod signin;
mod standard;
mod walk;

use std::net::SocketAddr;

use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource as _, KeyAction, KeyActions},
    key::Key,
};
use serde_json::{Value, json};

use gongkai_store::{Actor, Moment, Sight};

use crate::web::{
    cases,
    desk::{PASSWORD, hire},
    house::{office, unhurried},
};

/// The address of a filled demonstration, with its folder. One of its reports is withdrawn, and somebody has yet to choose
/// a password.
async fn open_house() -> (String, tempfile::TempDir) {
    open_house_with(|app| app).await
}

/// The same house without the headers that forbid frames and foreign scripts, so that a page can be measured in one.
async fn open_house_in_frames() -> (String, tempfile::TempDir) {
    open_house_with(|app| {
        app.layer(axum::middleware::map_response(async |mut response: axum::response::Response| {
            for name in ["content-security-policy", "x-frame-options", "cross-origin-opener-policy"] {
                response.headers_mut().remove(name);
            }
            response
        }))
    })
    .await
}

async fn open_house_with(layer: impl FnOnce(axum::Router) -> axum::Router) -> (String, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let db = gongkai_store::Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = office(db);
    gongkai::demo::fill(&office).await.unwrap();
    hire(&office, true).await;
    withdraw(&office, "shuili", 2020).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let app = layer(gongkai::router::router(office, unhurried(), &[]));
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (base, folder)
}

async fn withdraw(office: &gongkai::Office, organ: &str, year: i16) {
    let organ = office.db.organ_at(organ).await.unwrap();
    let line = office.db.report_of(organ.id, year, Sight::Public).await.unwrap().unwrap().line;
    let mut act = office.db.act(Actor::Operator, Moment(office.now_ms())).await.unwrap();
    act.withdraw_report(line.id, line.version, "报送时附错了材料。").await.unwrap();
    act.commit().await.unwrap();
}

/// A desk's window.
const WIDE: i64 = 1280;
/// A phone's screen.
const PHONE: i64 = 375;

/// A browser as wide as this; `None`, with a word, where no driver is set. A headless window is never narrower than 500
/// pixels, a phone that the driver plays is.
async fn browser(width: i64) -> Option<Client> {
    browser_with(width, json!({})).await
}

/// A browser with these preferences of its user.
async fn browser_with(width: i64, preferences: Value) -> Option<Client> {
    let Ok(driver) = std::env::var("GONGKAI_TEST_WEBDRIVER") else {
        assert!(std::env::var_os("GONGKAI_TEST_REQUIRE").is_none(), "GONGKAI_TEST_WEBDRIVER is not set");
        println!("GONGKAI_TEST_WEBDRIVER is not set: no page was looked at in a browser");
        return None;
    };
    let arguments = json!([
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync"
    ]);
    let mut capabilities = serde_json::Map::new();
    let mut options = json!({ "args": arguments, "prefs": preferences });
    if width < 500 {
        options["mobileEmulation"] = json!({ "deviceMetrics": { "width": width, "height": 812, "pixelRatio": 2 } });
    }
    capabilities.insert("goog:chromeOptions".to_owned(), options);
    let mut builder = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
    let client = builder.capabilities(capabilities).connect(&driver).await.unwrap();
    if width >= 500 {
        client.set_window_size(u32::try_from(width).unwrap(), 1000).await.unwrap();
    }
    Some(client)
}

/// A headless window is never narrower than 500 pixels: phones are measured in a frame of their width.
const SIDEWAYS: &str = "
    const [path, width, done] = arguments;
    const frame = document.createElement('iframe');
    frame.width = width; frame.height = 900;
    let tries = 0;
    const measure = () => {
        const page = frame.contentDocument.documentElement;
        // a page that is not laid out yet has no width
        if (page.clientWidth === 0 && tries++ < 100) return setTimeout(measure, 50);
        const wide = [...frame.contentDocument.querySelectorAll('body *')].filter(e =>
            e.getBoundingClientRect().right > page.clientWidth + 1 && !e.closest('.scroll, .source, .hidden, .skip, thead'));
        const over = page.scrollWidth > page.clientWidth || page.clientWidth === 0;
        const first = [page.scrollWidth, ...wide.slice(0, 3).map(e => e.outerHTML.slice(0, 120))];
        frame.remove(); done(over ? first : []);
    };
    frame.onload = measure;
    frame.src = path; document.body.append(frame);";

const AXE: &str = "
    const done = arguments[0];
    axe.run(document, { resultTypes: ['violations'] }).then(found => done(found.violations.map(v =>
        v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | '))));";

const PAGES: [&str; 21] = [
    "/",
    "/verify",
    "/reports",
    "/reports/ziran/2025",
    "/reports/qinghe/2019",
    "/checks",
    "/checks/A001",
    "/deadline?received=2026-09-10&sent=2026-09-18&answered=2026-09-29",
    "/deadline?received=2026-12-20",
    "/deadline?received=nonsense",
    "/fee",
    "/fee?n=nonsense",
    "/verify?deleted=1",
    "/reports/shuili/2020",
    "/signin",
    "/nowhere",
    "/requests/new",
    "/requests/new/applicant",
    "/requests/follow?n=SHUILI-2026-0001",
    "/complaints/new",
    "/corrections/new?about=shuili",
];

async fn look(client: &Client, base: &str, path: &str, complaints: &mut Vec<String>) {
    client.goto(&format!("{base}{path}")).await.unwrap();
    examine(client, path, complaints).await;
}

/// Waits for an element. A question that a page's leaving cut off is asked again.
async fn came(client: &fantoccini::Client, what: Locator<'_>) -> fantoccini::elements::Element {
    for _ in 0..60 {
        if let Ok(element) = client.wait().at_most(std::time::Duration::from_millis(500)).for_element(what).await {
            return element;
        }
    }
    panic!("{what:?} did not come at {:?}", client.current_url().await);
}

/// By how many pixels the page that stands open is wider than the window.
async fn overflow(client: &Client) -> i64 {
    let over = "return document.documentElement.scrollWidth - innerWidth";
    client.execute(over, Vec::new()).await.unwrap().as_i64().unwrap()
}

/// Looks at pages wide, narrow and in large type: each says its words, axe finds nothing, and none is wider than the window.
async fn read_in_every_width<P: AsRef<str>>(base: &str, pages: &[(P, &str)]) {
    let mut faults = Vec::new();
    for (width, care) in [(WIDE, ""), (PHONE, ""), (PHONE, "care=1")] {
        let Some(client) = browser(width).await else { return };
        client.goto(&format!("{base}/fee?{care}")).await.unwrap();
        for (path, words) in pages {
            let path = path.as_ref();
            client.goto(&format!("{base}{path}")).await.unwrap();
            let page = client.source().await.unwrap();
            assert!(page.contains(words), "{path} at {width} does not say {words}");
            let over = overflow(&client).await;
            if over > 0 {
                faults.push(format!("{path} at {width} {care} overflows by {over}"));
            }
            examine(&client, path, &mut faults).await;
        }
        client.close().await.unwrap();
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Has axe look at the page that stands open.
async fn examine(client: &Client, path: &str, complaints: &mut Vec<String>) {
    let axe = std::env::var("GONGKAI_TEST_AXE").map(|path| std::fs::read_to_string(path).unwrap());
    let width = client.execute("return innerWidth", Vec::new()).await.unwrap();
    let Ok(axe) = &axe else {
        println!("GONGKAI_TEST_AXE is not set: axe did not look at {path}");
        return;
    };
    client.execute(axe, Vec::new()).await.unwrap();
    let found = client.execute_async(AXE, Vec::new()).await.unwrap();
    complaints.extend(found.as_array().unwrap().iter().map(|v| format!("{path} at {width}: axe {v}")));
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_any_page_wide_or_narrow_or_in_large_type() {
    let (base, _folder) = open_house().await;
    let mut complaints = Vec::new();
    for width in [WIDE, PHONE] {
        let Some(client) = browser(width).await else { return };
        client.goto(&base).await.unwrap();
        assert_eq!(client.execute("return innerWidth", Vec::new()).await.unwrap(), width);
        for path in PAGES {
            look(&client, &base, path, &mut complaints).await;
        }
        client.goto(&format!("{base}/?care=1")).await.unwrap();
        for path in ["/", "/reports", "/reports/ziran/2025", "/deadline"] {
            look(&client, &base, path, &mut complaints).await;
        }
        client.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_overflows_sideways_down_to_320_pixels() {
    let Some(client) = browser(1400).await else { return };
    let (base, _folder) = open_house_in_frames().await;
    let mut complaints = Vec::new();
    client.goto(&format!("{base}/frame")).await.unwrap();
    for path in PAGES {
        for width in [320, 375, 640, 768, 1280] {
            let over = client.execute_async(SIDEWAYS, vec![json!(path), json!(width)]).await.unwrap();
            if over.as_array().is_some_and(|over| !over.is_empty()) {
                complaints.push(format!("{path} at {width}: {over}"));
            }
        }
    }
    client.close().await.unwrap();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// One key, down and up, wherever the focus is.
async fn press(client: &Client, key: Key) {
    let value = char::from(key);
    let keys = KeyActions::new("keyboard".to_owned()).then(KeyAction::Down { value }).then(KeyAction::Up { value });
    client.perform_actions(keys).await.unwrap();
}

/// Drops a file by the form's field; gives the path of the private link. By the button's key: on a phone the driver's
/// click may miss a button below the window's edge.
async fn drop_by_hand(client: &Client, base: &str, file: &std::path::Path) -> String {
    client.goto(&format!("{base}/verify")).await.unwrap();
    client.find(Locator::Id("file")).await.unwrap().send_keys(file.to_str().unwrap()).await.unwrap();
    enter(client, "form[data-upload] button").await;
    client.wait().for_element(Locator::Id("link")).await.unwrap();
    client.current_url().await.unwrap().path().to_owned()
}

/// Presses a button, or follows a link, by its key.
async fn enter(client: &Client, css: &str) {
    let element = client.wait().for_element(Locator::Css(css)).await.unwrap();
    element.send_keys(&char::from(Key::Enter).to_string()).await.unwrap();
}

/// The same of what leads to a page that may look like this one: waits until this one is gone.
async fn leave(client: &Client, css: &str) {
    let page = client.wait().for_element(Locator::Css("html")).await.unwrap();
    enter(client, css).await;
    for _ in 0..600 {
        if page.tag_name().await.is_err() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{css} led nowhere from {:?}", client.current_url().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_go_in_by_their_field_and_every_kind_of_answer_passes_axe() {
    let (base, folder) = open_house().await;
    let wrong = crate::web::house::with_a_wrong_total(&crate::web::house::report(2025, "总体平稳。"));
    let no_report = "这里没有年报。".as_bytes().to_vec();
    let both = [("2025.html".to_owned(), wrong.clone()), ("说明.txt".to_owned(), no_report.clone())];
    let archive = crate::web::uploads::packed(both.into_iter());
    let mut complaints = Vec::new();
    for width in [WIDE, PHONE] {
        let Some(client) = browser(width).await else { return };
        for (name, bytes) in [("水利局2025.html", &wrong), ("说明.txt", &no_report), ("年报.zip", &archive)] {
            let file = folder.path().join(name);
            std::fs::write(&file, bytes).unwrap();
            let link = drop_by_hand(&client, &base, &file).await;
            look(&client, &base, &link, &mut complaints).await;
            look(&client, &base, &format!("{link}/delete"), &mut complaints).await;
        }
        client.goto(&format!("{base}/signin")).await.unwrap();
        client.find(Locator::Id("user")).await.unwrap().send_keys("gu").await.unwrap();
        client.find(Locator::Id("pass")).await.unwrap().send_keys(PASSWORD).await.unwrap();
        enter(&client, "form[action='/signin'] button").await;
        client.wait().for_element(Locator::Id("again")).await.unwrap();
        look(&client, &base, "/signin/password", &mut complaints).await;
        client.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_a_file_goes_in_its_fault_is_found_and_the_report_is_taken_away() {
    let (base, folder) = open_house().await;
    let taken = folder.path().join("taken");
    let preferences = json!({
        "profile.managed_default_content_settings.javascript": 2,
        "download.default_directory": taken.to_str().unwrap(),
    });
    let Some(client) = browser_with(WIDE, preferences).await else { return };
    client.goto("data:text/html,<title>off</title><script>document.title='on'</script>").await.unwrap();
    assert_eq!(client.title().await.unwrap(), "off", "scripts run in this browser");
    let file = folder.path().join("水利局2025.html");
    let wrong = crate::web::house::with_a_wrong_total(&crate::web::house::report(2025, "总体平稳。"));
    std::fs::write(&file, wrong).unwrap();
    drop_by_hand(&client, &base, &file).await;
    enter(&client, ".form-table td a").await;
    let place = client.current_url().await.unwrap().fragment().unwrap().to_owned();
    client.find(Locator::Css(&format!("article.finding#{place}"))).await.unwrap();
    enter(&client, "a[href$='report.json']").await;
    let mut found = None;
    for _ in 0..100 {
        let mut files = std::fs::read_dir(&taken).into_iter().flatten().map(|file| file.unwrap().path());
        found = files.find(|path| path.extension().is_some_and(|ending| ending == "json"));
        if found.is_some() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let report: Value = serde_json::from_slice(&std::fs::read(found.unwrap()).unwrap()).unwrap();
    assert_eq!((&report["agency"], &report["year"]), (&json!("青禾县水利局"), &json!(2025)));
    client.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn text_is_pasted_and_checked_with_the_keyboard_alone() {
    let Some(client) = browser(WIDE).await else { return };
    let (base, _folder) = open_house().await;
    client.goto(&format!("{base}/verify")).await.unwrap();
    let active = "return document.activeElement.id || document.activeElement.className";
    press(&client, Key::Tab).await;
    assert_eq!(
        client.execute(active, Vec::new()).await.unwrap(),
        Value::from("skip"),
        "the first stop leads past the head"
    );
    for _ in 0..60 {
        if client.execute(active, Vec::new()).await.unwrap() == "paste" {
            break;
        }
        press(&client, Key::Tab).await;
    }
    let text = "青禾县水利局2025年政府信息公开工作年度报告";
    client.active_element().await.unwrap().send_keys(&format!("{text}{}", char::from(Key::Tab))).await.unwrap();
    press(&client, Key::Enter).await;
    client.wait().for_element(Locator::Css("a[href='/verify'].btn, #find")).await.unwrap();
    assert!(client.current_url().await.unwrap().path().len() > 40);
    client.close().await.unwrap();
}

/// Applies from the first question to the progress page by keyboard, and has axe look at each page on the way where there
/// are complaints to be written down; gives the address of the progress page.
async fn apply_by_hand(client: &Client, base: &str, mut complaints: Option<&mut Vec<String>>) -> String {
    client.goto(&format!("{base}/requests/new/applicant")).await.unwrap();
    for (question, answers) in [
        ("applicant", &[("kind", " "), ("name", "林晚舟")][..]),
        ("identity", &[("number", "11010519491231002X")]),
        ("contact", &[("phone", "13800000000"), ("email", "lin@mail.example")]),
        ("organ", &[("organ", " ")]),
        ("wanted", &[("wanted", "云渡镇农村供水工程的水质检测报告"), ("from", "2024")]),
        ("supply", &[("supply", " "), ("delivery", " ")]),
        ("check", &[]),
    ] {
        let form = format!("form[method=post][action='/requests/new/{question}']");
        client.wait().for_element(Locator::Css(&form)).await.unwrap();
        if let Some(complaints) = complaints.as_deref_mut() {
            examine(client, question, complaints).await;
        }
        for (id, words) in answers {
            client.find(Locator::Id(id)).await.unwrap().send_keys(words).await.unwrap();
        }
        enter(client, &format!("{form} .btn")).await;
    }
    client.wait().for_element(Locator::Css(".keep")).await.unwrap();
    if let Some(complaints) = complaints {
        examine(client, "receipt", complaints).await;
    }
    enter(client, "main a.btn[href^='/requests/follow/']").await;
    client.wait().for_element(Locator::Css(".acts")).await.unwrap();
    client.current_url().await.unwrap().path().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_applies_by_keyboard_and_every_page_on_the_way_passes_axe() {
    let (base, _folder) = open_house().await;
    let mut complaints = Vec::new();
    for width in [WIDE, PHONE] {
        let Some(client) = browser(width).await else { return };
        let here = apply_by_hand(&client, &base, Some(&mut complaints)).await;
        let places = ["", "/withdraw", "/clarify", "/reasons", "/contact"];
        for path in places.map(|place| format!("{here}{place}")) {
            look(&client, &base, &path, &mut complaints).await;
        }
        client.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_somebody_applies_and_withdraws() {
    let (base, _folder) = open_house().await;
    let preferences = json!({ "profile.managed_default_content_settings.javascript": 2 });
    let Some(client) = browser_with(WIDE, preferences).await else { return };
    let here = apply_by_hand(&client, &base, None).await;
    client.goto(&format!("{base}{here}/withdraw")).await.unwrap();
    enter(&client, "form[action$='/withdraw'] .btn").await;
    client.wait().for_element(Locator::Css(".banner.ok")).await.unwrap();
    assert_eq!(client.find(Locator::Css("h1")).await.unwrap().text().await.unwrap(), "申请已经撤回");
    client.close().await.unwrap();
}

/// The desk of an officer who has something to do today.
async fn open_desk() -> (String, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let db = gongkai_store::Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = office(db);
    let county = cases::county(&office).await;
    cases::handed_in(&office, &county.hall, cases::WATER, jiff::civil::date(2026, 9, 10)).await;
    gongkai::requests::night::run(&office).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let app = gongkai::router::router(office, unhurried(), &[]).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (base, folder)
}

/// By their password, as far as their desk.
async fn sign_in(client: &Client, base: &str, user: &str) {
    client.goto(&format!("{base}/signin")).await.unwrap();
    client.find(Locator::Id("user")).await.unwrap().send_keys(user).await.unwrap();
    client.find(Locator::Id("pass")).await.unwrap().send_keys(cases::PASSWORD).await.unwrap();
    enter(client, "form[action='/signin'] button").await;
    client.wait().for_element(Locator::Css("a[href='/desk/today']")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_officer_needs_today_and_their_reminders_pass_axe_wide_and_narrow() {
    let (base, _folder) = open_desk().await;
    let mut complaints = Vec::new();
    for width in [WIDE, PHONE] {
        let Some(client) = browser(width).await else { return };
        sign_in(&client, &base, "shen").await;
        for path in ["/desk/today", "/desk", "/desk/account"] {
            look(&client, &base, path, &mut complaints).await;
        }
        client.find(Locator::Id("mail")).await.unwrap().send_keys("nobody").await.unwrap();
        enter(&client, "form[action='/desk/account/reach'] button").await;
        client.wait().for_element(Locator::Id("mail-e")).await.unwrap();
        examine(&client, "/desk/account/reach", &mut complaints).await;
        client.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
