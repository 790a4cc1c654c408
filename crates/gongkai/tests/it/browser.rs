//! Every page in a real browser: axe finds nothing, nothing overflows sideways, and all of it works by keyboard.
//!
//! `GONGKAI_TEST_WEBDRIVER` is ChromeDriver's address, `GONGKAI_TEST_AXE` the path of `axe.min.js`; `cargo xtask test`
//! sets both.

use std::net::SocketAddr;

use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource as _, KeyAction, KeyActions},
    key::Key,
};
use serde_json::{Value, json};

use crate::web::house::{office, unhurried};

/// The address of a filled demonstration, with its folder.
async fn open_house() -> (String, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let db = gongkai_store::Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = office(db);
    gongkai::demo::fill(&office).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let app = gongkai::router::router(office, unhurried(), &[]);
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (base, folder)
}

/// A desk's window.
const WIDE: i64 = 1280;
/// A phone's screen.
const PHONE: i64 = 375;

/// A browser as wide as this; `None`, with a word, where no driver is set. A headless window is never narrower than 500
/// pixels, a phone that the driver plays is.
async fn browser(width: i64) -> Option<Client> {
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
    let mut options = json!({ "args": arguments });
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

const PAGES: [&str; 13] = [
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
    "/signin",
    "/nowhere",
];

async fn look(client: &Client, base: &str, path: &str, complaints: &mut Vec<String>) {
    let axe = std::env::var("GONGKAI_TEST_AXE").map(|path| std::fs::read_to_string(path).unwrap());
    client.goto(&format!("{base}{path}")).await.unwrap();
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

/// The same house without the headers that forbid frames and foreign scripts, so that a page can be measured in one.
async fn open_house_in_frames() -> (String, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let db = gongkai_store::Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = office(db);
    gongkai::demo::fill(&office).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let strip = axum::middleware::map_response(async |mut response: axum::response::Response| {
        for name in ["content-security-policy", "x-frame-options", "cross-origin-opener-policy"] {
            response.headers_mut().remove(name);
        }
        response
    });
    let app = gongkai::router::router(office, unhurried(), &[]).layer(strip);
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (base, folder)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_in_by_its_field_and_its_verdict_passes_axe() {
    let (base, folder) = open_house().await;
    let wrong = crate::web::house::with_a_wrong_total(&crate::web::house::report(2025, "总体平稳。"));
    let file = folder.path().join("水利局2025.html");
    std::fs::write(&file, wrong).unwrap();
    let mut complaints = Vec::new();
    for width in [WIDE, PHONE] {
        let Some(client) = browser(width).await else { return };
        client.goto(&format!("{base}/verify")).await.unwrap();
        let field = client.find(Locator::Id("file")).await.unwrap();
        field.send_keys(file.to_str().unwrap()).await.unwrap();
        // by its key: on a phone the driver's click may miss a button below the window's edge
        let button = client.find(Locator::Css("form[data-upload] button")).await.unwrap();
        button.send_keys(&char::from(Key::Enter).to_string()).await.unwrap();
        client.wait().for_element(Locator::Id("find")).await.unwrap();
        let link = client.current_url().await.unwrap().path().to_owned();
        look(&client, &base, &link, &mut complaints).await;
        client.close().await.unwrap();
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
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
