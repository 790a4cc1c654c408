//! An office with a register of its own, and somebody with a browser's manners.

use std::{collections::BTreeMap, future::Future, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use futures_util::StreamExt as _;
use gongkai::{
    Office,
    find::Finder,
    guard::{
        limit::Uploads,
        rate::{Rate, Rates},
    },
    letters::fonts::{Chosen, Fonts},
    site::{Plate, Site},
    vault::Vault,
    verify::Reader,
};
use gongkai_law::calendar::Calendar;
use gongkai_store::{Actor, Counts, Db, Moment, NewReport, OrganId, ReportId, Upload, Visibility};
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tower::ServiceExt;

/// 2026-10-12, noon in Qinghe.
pub fn noon() -> Timestamp {
    "2026-10-12T04:00:00Z".parse().unwrap()
}

/// Thirty-one days later.
pub fn month_later() -> Timestamp {
    "2026-11-12T04:00:01Z".parse().unwrap()
}

/// An office over this register.
pub fn office(db: Db) -> Office {
    Office {
        db,
        calendar: Arc::new(Calendar::built_in().clone()),
        clock: noon,
        site: Plate::of(Site::demo()),
        reader: Reader::default(),
        uploads: Uploads::default(),
        matter_days: 20,
        vault: Vault::open(&tempfile::tempdir().unwrap().keep()).unwrap(),
        rules: Arc::default(),
        provider: None,
        post: Arc::default(),
        fonts: Arc::new(Fonts::of(&Chosen::default())),
        search: Some(Arc::new(Finder::in_memory().unwrap())),
        common: gongkai::Common::default(),
        visits: gongkai::visits::Visits::default(),
        seal: Arc::new([7; 32]),
        secure: false,
    }
}

/// A report in which nothing was found, for everybody to see.
pub fn shelved<'a>((organ, year): (OrganId, i16), (source, bytes): (&'a str, &'a [u8])) -> NewReport<'a> {
    NewReport {
        organ,
        year,
        edition: Some("2021"),
        counts: Counts::default(),
        source,
        file: Upload { bytes, media: "text/html" },
        report: "{}",
        visibility: Visibility::Portal,
        replaces: None,
    }
}

/// Keeps a report in the library.
pub async fn shelve(office: &Office, new: &NewReport<'_>) -> ReportId {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let id = act.keep_report(new).await.unwrap();
    act.commit().await.unwrap();
    id
}

/// Tells the same story to SQLite, and to the PostgreSQL server named by `GONGKAI_TEST_POSTGRES`.
pub async fn on_both<F: Future<Output = ()>>(story: impl Fn(Office) -> F) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    story(office(db)).await;
    let tell = async |url: String| story(office(Db::connect(&url).await.unwrap())).await;
    on_postgres(tell).await;
}

/// Tells a story to two offices on one register of the PostgreSQL server, as if on two machines.
pub async fn on_two_machines(story: impl AsyncFnOnce(Office, Office)) {
    on_postgres(async |url| {
        let (here, there) = (Db::connect(&url).await.unwrap(), Db::connect(&url).await.unwrap());
        story(office(here), office(there)).await;
    })
    .await;
}

/// A register of its own on the server, gone afterwards.
pub async fn on_postgres(story: impl AsyncFnOnce(String)) {
    let Ok(server) = std::env::var("GONGKAI_TEST_POSTGRES") else {
        assert!(std::env::var_os("GONGKAI_TEST_REQUIRE").is_none(), "GONGKAI_TEST_POSTGRES is not set");
        println!("GONGKAI_TEST_POSTGRES is not set: told to SQLite only");
        return;
    };
    let schema = format!("web_{}", uuid::Uuid::now_v7().simple());
    let mut connection = PgConnection::connect(&server).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("create schema {schema}"))).execute(&mut connection).await.unwrap();
    let mark = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{mark}options[search_path]={schema}");
    Db::connect(&url).await.unwrap().migrate().await.unwrap();
    story(url).await;
    sqlx::raw_sql(AssertSqlSafe(format!("drop schema {schema} cascade"))).execute(&mut connection).await.unwrap();
}

/// Rates that a test does not meet.
pub fn unhurried() -> Rates {
    let rate = Rate { burst: 100_000, every: Duration::from_millis(1) };
    Rates { read: rate, post: rate }
}

/// Somebody with a browser.
#[derive(Clone)]
pub struct Somebody {
    app: Router,
    cookies: BTreeMap<String, String>,
    /// Where they sit, as a proxy says it.
    address: Option<&'static str>,
}

/// What came back.
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    pub bytes: axum::body::Bytes,
}

impl Page {
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The token of the first form.
    pub fn csrf(&self) -> String {
        let (_, rest) = self.body.split_once("name=\"csrf\" value=\"").unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    }

    pub fn has(&self, words: &str) -> bool {
        self.body.contains(words)
    }
}

/// One part of a multipart form: field, file name, bytes.
pub type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

impl Somebody {
    pub fn at(office: &Office) -> Self {
        Self::with(office, unhurried())
    }

    pub fn with(office: &Office, rates: Rates) -> Self {
        Self { app: gongkai::router::router(office.clone(), rates, &[]), cookies: BTreeMap::new(), address: None }
    }

    /// Another browser at the same server.
    pub fn through(app: &Router) -> Self {
        Self { app: app.clone(), cookies: BTreeMap::new(), address: None }
    }

    /// Somebody at this address, behind a proxy that is believed.
    pub fn from(office: &Office, address: &'static str) -> Self {
        let proxy = [std::net::Ipv4Addr::UNSPECIFIED.into()];
        let app = gongkai::router::router(office.clone(), unhurried(), &proxy);
        Self { app, cookies: BTreeMap::new(), address: Some(address) }
    }

    /// The same browser at the same office, at another time.
    pub fn moved_to(&mut self, office: &Office) {
        self.app = gongkai::router::router(office.clone(), unhurried(), &[]);
    }

    pub async fn send(&mut self, request: Request<Body>) -> Page {
        let (mut parts, body) = request.into_parts();
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            parts.headers.insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        if let Some(address) = self.address {
            parts.headers.insert("x-forwarded-for", address.parse().unwrap());
        }
        let response = self.app.clone().oneshot(Request::from_parts(parts, body)).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let (value, attributes) = rest.split_once(';').unwrap_or((rest, ""));
            match attributes.contains("Max-Age=0") {
                true => self.cookies.remove(name),
                false => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        let bytes = to_bytes(body, 64 << 20).await.unwrap();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Page { status: parts.status, headers: parts.headers, body, bytes }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let escape = gongkai::library::portal::escape;
        let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", escape(value))).collect();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body.join("&"))).unwrap()).await
    }

    pub async fn multipart(&mut self, path: &str, parts: &[Part<'_>]) -> Page {
        let mut body = Vec::new();
        for (field, file, bytes) in parts {
            let file = file.map(|name| format!("; filename=\"{name}\"")).unwrap_or_default();
            let head = format!("--frontier\r\nContent-Disposition: form-data; name=\"{field}\"{file}\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--frontier--\r\n");
        let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=frontier");
        let request = request.header(header::CONTENT_LENGTH, body.len());
        if body.len() < 1 << 20 {
            return self.send(request.body(Body::from(body)).unwrap()).await;
        }
        // what is large comes piece by piece, as over a wire
        let pieces: Vec<_> = body.chunks(65_536).map(<[u8]>::to_vec).collect();
        let wire = futures_util::stream::iter(pieces).then(|piece| async move {
            tokio::task::yield_now().await;
            Ok::<_, std::io::Error>(piece)
        });
        self.send(request.body(Body::from_stream(wire)).unwrap()).await
    }

    /// Drops files as the form does, and gives the private link.
    pub async fn drop(&mut self, files: &[(&str, &[u8])]) -> String {
        let csrf = self.get("/verify").await.csrf();
        let mut parts: Vec<Part<'_>> = vec![("csrf", None, csrf.as_bytes())];
        parts.extend(files.iter().map(|(name, bytes)| ("file", Some(*name), *bytes)));
        let page = self.multipart("/verify", &parts).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        page.location().to_owned()
    }
}

/// A report of 青禾县 as a page, with whatever the paragraph says.
pub fn report(year: i16, paragraph: &str) -> Vec<u8> {
    use gongkai_law::annual_report::{Edition, Figures};
    use gongkai_report::{Format, Report, Section, write};
    let edition = Edition::for_year(year).unwrap();
    let figures = Figures::zero(edition);
    let titles = figures.form().sections;
    let text = |number: u8| if number == 1 { paragraph.to_owned() } else { String::new() };
    let report = Report {
        agency: Some("青禾县水利局".to_owned()),
        year: Some(year),
        format: Some(Format::Form(edition)),
        figures: Some(figures),
        sections: (1..)
            .zip(titles)
            .map(|(number, title)| Section { number, title: title.to_owned(), text: text(number) })
            .collect(),
    };
    write::html(&report).into_bytes()
}

/// The same page with one figure of its tables changed: a total that is not the sum.
pub fn with_a_wrong_total(page: &[u8]) -> Vec<u8> {
    let page = String::from_utf8(page.to_vec()).unwrap();
    let at = page.find("（一）予以公开").unwrap();
    let (before, after) = page.split_at(at);
    let zero = after.find(">0<").unwrap();
    format!("{before}{}>7<{}", &after[..zero], &after[zero + 3..]).into_bytes()
}
