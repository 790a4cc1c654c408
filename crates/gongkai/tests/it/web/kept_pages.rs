//! Kept pages: what everybody sees comes from memory, and yet nobody sees what is not so any more, nor what is another's.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, Response, StatusCode, header},
};
use gongkai::{
    Office,
    guard::pages::Pages,
    people::roles::Hand,
    post::Post,
    publish::out,
    router,
    site::{self, Site},
    visits,
};
use gongkai_law::proactive::{kind::PublicationKind, release::PublicationStep};
use gongkai_store::{Actor, Db, Moment, PublicationId};
use jiff::Timestamp;
use tower::ServiceExt as _;

use super::{
    desk::PASSWORD,
    house::{Somebody, noon, office, on_both, on_two_machines, unhurried},
    people::person,
    publishing::{Bureau, begun, bureau, opened, reviewed, signed, step, whole},
};

fn app(office: &Office) -> Router {
    router::router(office.clone(), unhurried(), &[])
}

/// A request with these headers, and what comes back of it.
async fn ask(app: &Router, path: &str, headers: &[(&str, &str)]) -> Response<Body> {
    let request = headers
        .iter()
        .fold(Request::get(path).header("host", "gk.example"), |request, (name, value)| request.header(*name, *value));
    app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

async fn text(response: Response<Body>) -> String {
    String::from_utf8(to_bytes(response.into_body(), 4 << 20).await.unwrap().to_vec()).unwrap()
}

fn name(headers: &HeaderMap) -> String {
    headers[header::ETAG].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_released_a_changed_and_a_withdrawn_item_shows_at_once_on_every_page_that_was_kept() {
    on_both(async |office| {
        let (bureau, app) = (bureau(&office).await, app(&office));
        let pages = ["/", "/organs/shui", "/feeds/latest.atom", "/catalogue/A20_15", "/catalogue", "/sitemap/items/1"];
        for path in pages {
            assert!(!text(ask(&app, path, &[]).await).await.contains("停水公告"), "{path}");
        }
        let id = begun(&office, &bureau, PublicationKind::Notice, &whole("停水公告")).await;
        reviewed(&office, &bureau, id).await;
        signed(&office, &bureau, id).await;
        let here = format!("/items/{}", office.db.released(id).await.unwrap().index_number);
        for path in &pages[..4] {
            assert!(text(ask(&app, path, &[]).await).await.contains("停水公告"), "{path}");
        }
        assert!(text(ask(&app, &here, &[]).await).await.contains("每月检测"));

        step(&office, &bureau.writer, id, PublicationStep::Revised, &Default::default()).await.unwrap();
        let changed =
            gongkai::publish::content::Content { body: "改在周三停水。".to_owned(), ..whole("停水公告") };
        let draft = opened(&office, id).await;
        gongkai::publish::write::write(&office, &bureau.writer, &draft, PublicationKind::Notice, &changed)
            .await
            .unwrap();
        assert!(text(ask(&app, &here, &[]).await).await.contains("每月检测"), "a draft is nobody's");
        reviewed(&office, &bureau, id).await;
        signed(&office, &bureau, id).await;
        let page = text(ask(&app, &here, &[]).await).await;
        assert!(page.contains("改在周三停水") && !page.contains("每月检测"), "{page}");

        out::withdraw(&office, &bureau.signer, &opened(&office, id).await, "时间写错").await.unwrap();
        assert_eq!(ask(&app, &here, &[]).await.status(), StatusCode::GONE);
        for path in pages {
            assert!(!text(ask(&app, path, &[]).await).await.contains("停水公告"), "{path} shows what was withdrawn");
        }
    })
    .await;
}

#[tokio::test]
async fn what_another_machine_changes_is_seen_here_within_two_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("register.db");
    let here = Db::open(&file).await.unwrap();
    here.migrate().await.unwrap();
    seen_here(office(here), office(Db::open(&file).await.unwrap())).await;
}

#[tokio::test]
async fn what_another_machine_changes_in_the_register_of_a_server_is_seen_here_within_two_seconds() {
    on_two_machines(seen_here).await;
}

/// What is released and withdrawn there is seen here: on pages that are kept, and on pages that are made for an address
/// which nobody asked for before.
async fn seen_here(here: Office, there: Office) {
    let (bureau, app) = (bureau(&there).await, app(&here));
    let pages = ["/", "/catalogue/A20_15", "/catalogue", "/policies"];
    let before = all(&app, &pages).await;
    assert!(!before.contains("停水公告") && !before.contains("供水办法"));
    let notice = released_there(&there, &bureau, PublicationKind::Notice, "停水公告").await;
    sees(&app, &pages[..2], |page| page.contains("停水公告")).await;
    sees(&app, &pages[2..3], |page| page.contains("现有1条")).await;
    let rule = released_there(&there, &bureau, PublicationKind::Normative, "供水办法").await;
    sees(&app, &["/policies", "/policies?y=2026", "/"], |page| page.contains("供水办法")).await;
    let addresses = [address(&here, notice).await, address(&here, rule).await];
    sees(&app, &[&addresses[0], &addresses[1]], |page| page.contains("每月检测")).await;

    out::withdraw(&there, &bureau.signer, &opened(&there, notice).await, "时间写错").await.unwrap();
    sees(&app, &pages[..2], |page| !page.contains("停水公告")).await;
    sees(&app, &[&addresses[0]], |page| !page.contains("每月检测")).await;
}

async fn released_there(office: &Office, bureau: &Bureau, kind: PublicationKind, title: &str) -> PublicationId {
    let id = begun(office, bureau, kind, &whole(title)).await;
    reviewed(office, bureau, id).await;
    signed(office, bureau, id).await;
    id
}

async fn address(office: &Office, id: PublicationId) -> String {
    format!("/items/{}", office.db.released(id).await.unwrap().index_number)
}

async fn all(app: &Router, pages: &[&str]) -> String {
    let mut all = String::new();
    for path in pages {
        all.push_str(&text(ask(app, path, &[]).await).await);
    }
    all
}

/// Soon each of these pages is as it should be, and stays so, by its address and by one that is new. How soon is measured by the
/// bench: here everything else is tested beside it.
async fn sees(app: &Router, pages: &[&str], is_right: impl Fn(&str) -> bool) {
    let begun = std::time::Instant::now();
    for path in pages {
        while !is_right(&text(ask(app, path, &[]).await).await) {
            assert!(begun.elapsed().as_secs() < 10, "ten seconds on {path} still is as it was");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let joint = if path.contains('?') { '&' } else { '?' };
        let new = format!("{path}{joint}n={}", begun.elapsed().as_nanos());
        assert!(is_right(&text(ask(app, &new, &[]).await).await), "{path} is older where it is made anew");
    }
}

#[tokio::test]
async fn who_is_signed_in_gets_pages_of_their_own_and_nobody_else_sees_them() {
    on_both(async |office| {
        person(&office, None, "heyi", &["system"]).await;
        let app = app(&office);
        let mut clerk = Somebody::through(&app);
        let csrf = clerk.get("/signin").await.csrf();
        let signed = clerk.post("/signin", &[("csrf", &csrf), ("user", "heyi"), ("pass", PASSWORD)]).await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
        for path in ["/", "/catalogue", "/policies"] {
            assert!(clerk.get(path).await.has("的工作台"), "{path} does not know who is signed in");
            let page = text(ask(&app, path, &[]).await).await;
            assert!(!page.contains("的工作台") && page.contains("工作人员登录"), "{path} is somebody else's");
            assert!(clerk.get(path).await.has("的工作台"), "{path} was kept of a visitor and shown to a clerk");
        }
        assert!(
            !clerk.get("/catalogue").await.headers.contains_key(header::ETAG),
            "a page of one's own is kept nowhere"
        );
    })
    .await;
}

#[tokio::test]
async fn a_kept_page_with_a_form_carries_each_browsers_own_token() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = office(db);
    let app = app(&office);
    let (mut one, mut other) = (Somebody::through(&app), Somebody::through(&app));
    let (first, second) = (one.get("/").await, other.get("/").await);
    assert_eq!((first.csrf().len(), second.csrf().len()), (64, 64));
    assert_ne!(first.csrf(), second.csrf(), "two browsers, one token");
    assert_eq!(first.csrf(), one.get("/").await.csrf(), "the token of a browser changed without a reason");
    assert_eq!(first.headers[header::CACHE_CONTROL], "private, no-cache");
    // the token is good for what it is there for: the number is unknown, the form is not
    let (mine, theirs) = (first.csrf(), second.csrf());
    let asked = [("csrf", mine.as_str()), ("number", "QH-2026-0001"), ("code", "AAAA-BBBB-CCCC")];
    assert_ne!(one.post("/requests/follow", &asked).await.status, StatusCode::FORBIDDEN);
    let stolen = [("csrf", theirs.as_str()), ("number", "QH-2026-0001"), ("code", "AAAA-BBBB-CCCC")];
    assert_eq!(one.post("/requests/follow", &stolen).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_browser_that_has_the_page_is_told_so_and_is_told_otherwise_once_it_changed() {
    on_both(async |office| {
        let (bureau, app) = (bureau(&office).await, app(&office));
        let page = ask(&app, "/catalogue", &[]).await;
        assert!(page.headers().get(header::SET_COOKIE).is_none(), "a page without a form needs no cookie");
        let known = name(page.headers());
        let again = ask(&app, "/catalogue", &[("if-none-match", &known)]).await;
        assert_eq!((again.status(), name(again.headers())), (StatusCode::NOT_MODIFIED, known.clone()));
        assert!(text(again).await.is_empty());
        let packed = ask(&app, "/catalogue", &[("accept-encoding", "gzip")]).await;
        assert_eq!(packed.headers()[header::CONTENT_ENCODING], "gzip");
        let id = begun(&office, &bureau, PublicationKind::Notice, &whole("停水公告")).await;
        reviewed(&office, &bureau, id).await;
        signed(&office, &bureau, id).await;
        let later = ask(&app, "/catalogue", &[("if-none-match", &known)]).await;
        assert_eq!(later.status(), StatusCode::OK, "what changed is sent");
        let care = ask(&app, "/catalogue", &[("cookie", "care=1"), ("if-none-match", &name(later.headers()))]).await;
        assert!(text(care).await.contains("data-care"), "关怀版 is another page");
        assert!(!text(ask(&app, "/catalogue", &[]).await).await.contains("data-care"));
    })
    .await;
}

#[tokio::test]
async fn the_views_on_a_page_that_is_kept_ready_are_true_within_some_seconds() {
    on_both(async |office| {
        let (bureau, app) = (bureau(&office).await, app(&office));
        let id = begun(&office, &bureau, PublicationKind::Notice, &whole("停水公告")).await;
        reviewed(&office, &bureau, id).await;
        signed(&office, &bureau, id).await;
        let here = format!("/items/{}", office.db.released(id).await.unwrap().index_number);
        let first = ask(&app, &here, &[]).await;
        let known = name(first.headers());
        assert!(text(first).await.contains("访问量 0"));
        for _ in 0..3 {
            ask(&app, &here, &[("user-agent", "Mozilla/5.0 Firefox/140.0")]).await;
        }
        let read = std::time::Instant::now();
        while !text(ask(&app, &here, &[]).await).await.contains("访问量 3") {
            assert!(read.elapsed().as_secs() < 30, "three have read it and the page does not say so");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        // written down meanwhile: they are the same three
        visits::write(&office).await.unwrap();
        let later = ask(&app, &here, &[("if-none-match", &known)]).await;
        assert_eq!(later.status(), StatusCode::OK, "who has the page with another count is sent the new one");
        let page = text(later).await;
        assert!(page.contains("访问量 3"), "{page}");
        for coding in ["gzip", "br"] {
            let packed = ask(&app, &here, &[("accept-encoding", coding)]).await;
            assert_eq!(packed.headers()[header::CONTENT_ENCODING], coding);
        }
        let plain = ask(&app, &here, &[("accept-encoding", "br;q=0, gzip;q=0.0")]).await;
        assert!(plain.headers().get(header::CONTENT_ENCODING).is_none(), "who takes none gets none");
    })
    .await;
}

#[tokio::test]
async fn a_page_that_is_packed_is_the_same_page() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let app = app(&office(db));
    let plain = to_bytes(ask(&app, "/catalogue", &[]).await.into_body(), 4 << 20).await.unwrap();
    let packed = ask(&app, "/catalogue", &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(packed.headers()[header::CONTENT_ENCODING], "br", "the smaller of the two");
    let packed = to_bytes(packed.into_body(), 4 << 20).await.unwrap();
    assert!(packed.len() * 2 < plain.len(), "{} of {}", packed.len(), plain.len());
    let mut read = Vec::new();
    std::io::Read::read_to_end(&mut brotli::Decompressor::new(packed.as_ref(), 4_096), &mut read).unwrap();
    assert_eq!(read, plain);
}

#[tokio::test]
async fn under_whatever_name_a_site_is_asked_its_pages_name_the_address_that_the_office_gave() {
    on_both(async |office| {
        let site = "https://gk.qinghe.example".to_owned();
        let office = Office { post: std::sync::Arc::new(Post { site, ..Post::default() }), ..office };
        let (bureau, app) = (bureau(&office).await, app(&office));
        let id = begun(&office, &bureau, PublicationKind::Normative, &whole("供水办法")).await;
        reviewed(&office, &bureau, id).await;
        signed(&office, &bureau, id).await;
        let here = format!("/items/{}", office.db.released(id).await.unwrap().index_number);
        let api = format!("/api/v1/items/{id}");
        let places =
            [&here, "/feeds/latest.atom", "/sitemap.xml", "/sitemap/items/1", "/robots.txt", "/policies.json", &api];
        for path in places {
            let asked = Request::get(path).header("host", "evil.example").body(Body::empty()).unwrap();
            let page = text(app.clone().oneshot(asked).await.unwrap()).await;
            assert!(page.contains("https://gk.qinghe.example/"), "{path} does not say where the site is: {page}");
            assert!(!page.contains("evil.example"), "{path} believes whoever asks");
        }
    })
    .await;
}

fn next_day() -> Timestamp {
    "2026-10-13T04:00:00Z".parse().unwrap()
}

fn toggled() -> Timestamp {
    if LATER.load(std::sync::atomic::Ordering::SeqCst) { next_day() } else { noon() }
}

static LATER: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

#[tokio::test]
async fn a_page_is_made_anew_on_the_next_day_and_when_the_site_gets_another_name() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = Office { clock: toggled, ..office(db) };
    let app = app(&office);
    let calculator = "/policies";
    assert!(text(ask(&app, calculator, &[]).await).await.contains("2026-10-12"));
    LATER.store(true, std::sync::atomic::Ordering::SeqCst);
    assert!(text(ask(&app, calculator, &[]).await).await.contains("2026-10-13"), "a page of yesterday");
    let id = person(&office, None, "heyi", &["system"]).await;
    let hand =
        Hand::Staff { id, organ: None, roles: vec![gongkai::people::roles::Role::System], stands_in: Vec::new() };
    site::hang(&office, &hand, Site { name: "青禾县公开网".to_owned(), ..Site::demo() }).await.unwrap();
    assert!(text(ask(&app, calculator, &[]).await).await.contains("青禾县公开网"));
}

#[tokio::test]
async fn however_many_addresses_are_asked_for_what_is_kept_stays_within_its_room() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = office(db);
    let pages = Pages::within(&office, 400_000);
    let app = Router::new()
        .route("/checks", axum::routing::get(async || axum::response::Html("字".repeat(3_000))))
        .layer(axum::middleware::from_fn_with_state(pages.clone(), gongkai::guard::pages::answer));
    for nth in 0..400 {
        assert_eq!(ask(&app, &format!("/checks?n={nth}"), &[]).await.status(), StatusCode::OK);
        let (held, most) = pages.room();
        assert!(held <= most && most <= 400_000, "{held} of {most}");
    }
    assert!(pages.room().0 > 100_000, "nothing was kept");
    let mut act = office.db.act(Actor::Operator, Moment(office.now_ms())).await.unwrap();
    act.set("a setting", "another").await.unwrap();
    act.commit().await.unwrap();
    assert_eq!(ask(&app, "/checks?n=399", &[]).await.status(), StatusCode::OK);
}
