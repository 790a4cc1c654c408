//! The whole desk, walked: every kind of page that somebody of the staff can get to by links is opened in a browser,
//! wide and narrow. None refuses whom it was offered to, none overflows, and axe finds nothing on any.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    net::SocketAddr,
};

use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use super::{PHONE, WIDE, browser, enter, examine, overflow};
use crate::web::house::{office, unhurried};

const PASSWORD: &str = "qinghe-walks-its-desk";

/// The demonstration with its staff and requests.
pub async fn open_desk() -> (String, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let db = gongkai_store::Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = office(db);
    let hash = gongkai::password::hash(PASSWORD.to_owned()).await.unwrap();
    gongkai::demo::fill(&office).await.unwrap();
    gongkai::demo::open_desk(&office, &hash).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let app = gongkai::router::router(office, unhurried(), &[]);
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (base, folder)
}

/// An address with `{part of a title}` in it, the 索引号 of the publication in its place: the demonstration numbers what it
/// has by the day on which it is made.
pub async fn place(folder: &tempfile::TempDir, path: &str) -> String {
    let Some((before, (title, after))) =
        path.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    else {
        return path.to_owned();
    };
    let db = gongkai_store::Db::open(&folder.path().join("register.db")).await.unwrap();
    let all = db.released_after(0, 100_000).await.unwrap();
    let found = all.into_iter().find(|one| one.title.contains(title));
    format!("{before}{}{after}", found.unwrap_or_else(|| panic!("nothing is called {title}")).index_number)
}

/// One of each kind of duty.
const WALKERS: [&str; 8] = ["shenyan", "tangheng", "luowei", "fangzhou", "qiumin", "heyi", "wenqi", "pengyue"];

/// Files of requests and of cases, and reports of a season: in other states they offer other things.
const STORIES: [&str; 3] = ["/desk/requests/*?", "/desk/redress/*?", "/desk/season/*/of/*?"];
/// So many of them each of the staff opens; of other pages one of a kind.
const OF_A_KIND: usize = 5;

const LINKS: &str = "
    return [...document.querySelectorAll('a[href]')].filter(a => a.origin === location.origin
        && a.pathname.startsWith('/desk')).map(a => a.pathname + a.search);";

const ANSWER: &str = "
    const [path, done] = arguments;
    fetch(path).then(r => done([r.status, r.headers.get('content-type') || '']));";

/// What an address is of: without what tells one request, person or day from the next.
fn kind(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parts: Vec<_> = path.split('/').collect();
    let bare = |(at, part): (usize, &&str)| {
        let is_name = at > 0 && parts.get(at - 1) == Some(&"of");
        if is_name || part.chars().any(|c| c.is_ascii_digit()) { "*" } else { *part }.to_owned()
    };
    let keys: BTreeSet<_> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    let keys: Vec<_> = keys.into_iter().collect();
    format!("{}?{}", parts.iter().enumerate().map(bare).collect::<Vec<_>>().join("/"), keys.join("&"))
}

pub async fn sign_in(client: &Client, base: &str, user: &str) {
    client.goto(&format!("{base}/signin")).await.unwrap();
    for (field, words) in [("user", user), ("pass", PASSWORD)] {
        let css = format!("input[name={field}]");
        client.find(Locator::Css(&css)).await.unwrap().send_keys(words).await.unwrap();
    }
    enter(client, "form[action='/signin'] .btn").await;
    client.wait().for_element(Locator::Css("form[action='/signout'], a[href='/signout']")).await.unwrap();
}

/// Opens all that can be got to; `seen` has how many of each kind were looked at.
async fn walk(client: &Client, base: &str, user: &str, seen: &mut BTreeMap<String, usize>, faults: &mut Vec<String>) {
    let width = client.execute("return innerWidth", Vec::new()).await.unwrap();
    let mut ahead: VecDeque<String> = [client.current_url().await.unwrap().path().to_owned()].into();
    let mut known: BTreeSet<String> = ahead.iter().cloned().collect();
    let mut asked = BTreeMap::new();
    while let Some(path) = ahead.pop_front() {
        let kind = kind(&path);
        let most = if STORIES.contains(&kind.as_str()) { OF_A_KIND } else { 1 };
        let asked: &mut usize = asked.entry(kind.clone()).or_default();
        if *asked >= most {
            continue;
        }
        *asked += 1;
        let answer = client.execute_async(ANSWER, vec![json!(path)]).await.unwrap();
        if answer[0] != 200 {
            faults.push(format!("{user} is led to {path}, which answers {}", answer[0]));
            continue;
        }
        if !answer[1].as_str().is_some_and(|kind| kind.starts_with("text/html")) {
            continue;
        }
        client.goto(&format!("{base}{path}")).await.unwrap();
        let over = overflow(client).await;
        if over > 0 {
            faults.push(format!("{user}: {path} at {width} overflows by {over}"));
        }
        // axe takes its time: it looks at what it has not seen with another of the staff
        let count = seen.entry(kind).or_default();
        if *count < most {
            *count += 1;
            examine(client, &format!("{user}: {path}"), faults).await;
        }
        let links = client.execute(LINKS, Vec::new()).await.unwrap();
        let links = links.as_array().into_iter().flatten().filter_map(Value::as_str);
        ahead.extend(links.filter(|link| known.insert((*link).to_owned())).map(str::to_owned));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_of_the_staff_can_open_and_read_all_that_they_are_led_to() {
    let (base, _folder) = open_desk().await;
    let mut faults = Vec::new();
    for width in [WIDE, PHONE] {
        let mut seen = BTreeMap::new();
        for user in WALKERS {
            let Some(client) = browser(width).await else { return };
            sign_in(&client, &base, user).await;
            walk(&client, &base, user, &mut seen, &mut faults).await;
            client.close().await.unwrap();
        }
        let looked: usize = seen.values().sum();
        println!("{width}: {looked} pages of {} kinds", seen.len());
        assert!(looked > 40, "only {looked} pages at {width}: {seen:?}");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
