//! The API: what programs read without a key and write with one, and how they are told why not.

mod drafts;
mod fuzzed;
mod keys;

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use gongkai::{
    Office,
    find::feed,
    guard::rate::{Rate, Rates},
    publish::{
        content::{Content, Link},
        out,
    },
};
use gongkai_law::proactive::kind::PublicationKind;
use gongkai_store::PublicationId;
use serde_json::Value;
use std::time::Duration;

use super::{
    house::{Page, Somebody, on_both, unhurried},
    people::organ,
    publishing::{Bureau, begun, bureau, opened, reviewed, signed, whole},
};

async fn public(office: &Office, bureau: &Bureau, kind: PublicationKind, content: &Content) -> PublicationId {
    let id = begun(office, bureau, kind, content).await;
    reviewed(office, bureau, id).await;
    signed(office, bureau, id).await;
    id
}

async fn withdraw(office: &Office, bureau: &Bureau, id: PublicationId, why: &str) {
    out::withdraw(office, &bureau.signer, &opened(office, id).await, why).await.unwrap();
}

/// Reads an address of the API; answers its JSON.
async fn read(office: &Office, path: &str) -> Value {
    let page = Somebody::at(office).get(&format!("/api/v1{path}")).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    assert_eq!(page.headers[header::CONTENT_TYPE], "application/json");
    assert!(page.headers.contains_key(header::ETAG) && !page.headers.contains_key(header::SET_COOKIE), "{path}");
    serde_json::from_str(&page.body).unwrap()
}

/// What is told where nothing else can be answered.
fn problem(page: &Page, status: u16, kind: &str) -> Value {
    assert_eq!(page.status.as_u16(), status, "{}", page.body);
    assert_eq!(page.headers[header::CONTENT_TYPE], "application/problem+json", "{}", page.body);
    let said: Value = serde_json::from_str(&page.body).unwrap();
    assert_eq!(said["type"], format!("/api#{kind}"), "{said}");
    assert_eq!(said["status"], status);
    for words in ["title", "detail"] {
        assert!(said[words].as_str().is_some_and(|words| !words.is_ascii()), "{words} is no Chinese: {said}");
    }
    assert!(said["instance"].as_str().is_some_and(|at| at.starts_with("/api/v1")), "{said}");
    said
}

fn titles(list: &Value) -> Vec<&str> {
    list["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap()).collect()
}

fn encoded(words: &str) -> String {
    words.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn what_is_public_is_listed_page_by_page_and_narrowed_by_every_filter() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        organ(&office, "lin").await;
        for n in 0..5 {
            public(&office, &bureau, PublicationKind::Notice, &whole(&format!("停水公告{n}"))).await;
        }
        public(&office, &bureau, PublicationKind::Normative, &whole("农村供水管理办法")).await;
        begun(&office, &bureau, PublicationKind::Notice, &whole("没有审的公告")).await;
        let (mut seen, mut next) = (Vec::new(), Some("/api/v1/items?limit=4&organ=shui".to_owned()));
        while let Some(at) = next {
            let page = Somebody::at(&office).get(&at).await;
            let list: Value = serde_json::from_str(&page.body).unwrap();
            seen.extend(titles(&list).into_iter().map(str::to_owned));
            next = list["next"].as_str().map(str::to_owned);
            let link = page.headers.get(header::LINK).map(|link| link.to_str().unwrap().to_owned());
            assert_eq!(link, next.as_ref().map(|next| format!("<{next}>; rel=\"next\"")));
        }
        assert_eq!(seen.len(), 6, "{seen:?}");
        assert_eq!(seen[0], "农村供水管理办法", "the newest first: {seen:?}");
        for (query, found) in [
            ("kind=normative", 1),
            ("kind=notice&limit=100", 5),
            ("topic=A20_01", 1),
            ("validity=in_force", 1),
            ("validity=repealed", 0),
            ("year=2026", 6),
            ("year=2025", 0),
            ("organ=lin", 0),
        ] {
            assert_eq!(titles(&read(&office, &format!("/items?{query}")).await).len(), found, "{query}");
        }
        feed::turn(&office).await.unwrap();
        let found = read(&office, &format!("/items?q={}&limit=2", encoded("停水"))).await;
        assert_eq!((found["total"].as_i64(), titles(&found).len()), (Some(5), 2), "{found}");
        let rest = Somebody::at(&office).get(found["next"].as_str().unwrap()).await;
        let rest: Value = serde_json::from_str(&rest.body).unwrap();
        assert!(titles(&rest).iter().all(|title| !titles(&found).contains(title)), "{rest}");
        let narrow = format!("/items?q={}&kind=normative", encoded("供水"));
        assert_eq!(titles(&read(&office, &narrow).await), ["农村供水管理办法"]);
    })
    .await;
}

#[tokio::test]
async fn an_item_is_whole_and_what_was_not_released_or_was_taken_down_is_not_shown() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let method = public(&office, &bureau, PublicationKind::Normative, &whole("农村供水管理办法")).await;
        let link = Link { to: method.to_string(), relation: "interprets".to_owned() };
        let fields = [("form".to_owned(), "图解".to_owned())].into();
        let reading = Content { links: vec![link], fields, ..whole("一图读懂供水管理") };
        let reading = public(&office, &bureau, PublicationKind::Interpretation, &reading).await;
        let item = read(&office, &format!("/items/{method}")).await;
        let number = item["index_number"].as_str().unwrap();
        assert_eq!(item["kind"]["key"], "normative");
        assert_eq!((&item["organ"]["slug"], &item["version"]), (&"shui".into(), &1.into()));
        assert!(item["body"].as_str().unwrap().contains("# 第一章"), "{item}");
        assert!(item["body_html"].as_str().unwrap().contains("<h2>第一章</h2>"), "{item}");
        assert_eq!(item["relations"][0]["id"], reading.to_string());
        assert_eq!(item["relations"][0]["inward"], true);
        let by_number = read(&office, &format!("/items/{}", number.replace('/', "%2F"))).await;
        assert_eq!(by_number, item);
        let old = read(&office, &format!("/items/{method}/versions/1")).await;
        assert_eq!(old["title"], item["title"]);
        let mut somebody = Somebody::at(&office);
        problem(&somebody.get(&format!("/api/v1/items/{method}/versions/2")).await, 404, "not-found");
        let draft = begun(&office, &bureau, PublicationKind::Notice, &whole("没有审的公告")).await;
        problem(&somebody.get(&format!("/api/v1/items/{draft}")).await, 404, "not-found");
        withdraw(&office, &bureau, method, "文号有误").await;
        let gone = problem(&somebody.get(&format!("/api/v1/items/{method}")).await, 410, "gone");
        assert_eq!(gone["tombstone"]["why"], "文号有误");
        assert_eq!(gone["tombstone"]["index_number"], number);
        assert!(!gone.to_string().contains("第一章"), "{gone}");
        problem(&somebody.get(&format!("/api/v1/items/{method}/versions/1")).await, 410, "gone");
        assert_eq!(titles(&read(&office, "/items").await), ["一图读懂供水管理"]);
        let left = read(&office, &format!("/items/{reading}")).await;
        assert!(left["relations"].as_array().unwrap().is_empty(), "{left}");
    })
    .await;
}

#[tokio::test]
async fn catalogue_organs_and_statistics_say_what_the_pages_say() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        public(&office, &bureau, PublicationKind::Normative, &whole("农村供水管理办法")).await;
        public(&office, &bureau, PublicationKind::Notice, &whole("停水公告")).await;
        let catalogue = read(&office, "/catalogue?organ=shui").await;
        let file = Somebody::at(&office).get("/catalogue.json?organ=shui").await;
        assert_eq!(catalogue, serde_json::from_str::<Value>(&file.body).unwrap());
        let first = &catalogue["categories"][0];
        assert_eq!((&first["key"], &first["count"]), (&"A20_01".into(), &1.into()), "{first}");
        let organs = read(&office, "/organs").await;
        assert_eq!(organs["items"][0]["slug"], "shui");
        assert_eq!(read(&office, "/organs/shui").await["slug"], "shui");
        let statistics = read(&office, "/statistics?organ=shui").await;
        assert_eq!((&statistics["total"], &statistics["by_year"][0]["year"]), (&2.into(), &2026.into()));
        let kinds = statistics["by_kind"].as_array().unwrap();
        assert!(kinds.iter().any(|kind| kind["key"] == "notice" && kind["count"] == 1), "{statistics}");
    })
    .await;
}

#[tokio::test]
async fn released_reports_are_read_figure_by_figure_and_a_withdrawn_one_leaves_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let db = gongkai_store::Db::open(&folder.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = super::house::office(db);
    gongkai::demo::fill(&office).await.unwrap();
    let list = read(&office, "/reports?organ=shuili").await;
    let years: Vec<_> = list["items"].as_array().unwrap().iter().map(|line| line["year"].as_i64().unwrap()).collect();
    assert!(years.is_sorted_by(|a, b| a > b) && years.len() > 2, "{years:?}");
    let report = read(&office, "/reports/shuili/2025").await;
    assert_eq!(report["report"]["schema"], "gongkai.report/1");
    assert_eq!(report["report"]["requests"]["rows"]["new"][6], report["received"], "{report}");
    let all = read(&office, "/statistics").await;
    let last = all["requests"].as_array().unwrap().last().unwrap();
    assert!(last["received"].as_i64() > report["received"].as_i64(), "{last}");
    let organ = office.db.organ_at("shuili").await.unwrap();
    let line = office.db.report_of(organ.id, 2020, gongkai_store::Sight::Public).await.unwrap().unwrap().line;
    let mut act = office.db.act(gongkai_store::Actor::Operator, gongkai_store::Moment(office.now_ms())).await.unwrap();
    act.withdraw_report(line.id, line.version, "附错了材料").await.unwrap();
    act.commit().await.unwrap();
    let gone = problem(&Somebody::at(&office).get("/api/v1/reports/shuili/2020").await, 410, "gone");
    assert_eq!(gone["tombstone"]["why"], "附错了材料");
    problem(&Somebody::at(&office).get("/api/v1/reports/shuili/1999").await, 404, "not-found");
}

fn asking(path: &str, name: header::HeaderName, value: &str) -> Request<Body> {
    Request::get(path).header(name, value).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn nobody_is_sent_again_what_they_have_and_other_sites_may_read() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let id = public(&office, &bureau, PublicationKind::Notice, &whole("停水公告")).await;
        let mut somebody = Somebody::at(&office);
        for path in ["/api/v1/items".to_owned(), format!("/api/v1/items/{id}"), "/api/v1/openapi.json".to_owned()] {
            let first = somebody.get(&path).await;
            let tag = first.headers[header::ETAG].to_str().unwrap().to_owned();
            assert!(tag.starts_with('"'), "strong: {tag}");
            assert_eq!(first.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
            let again = somebody.send(asking(&path, header::IF_NONE_MATCH, &format!("\"x\", W/{tag}"))).await;
            assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{path}");
            assert_eq!(again.headers[header::ETAG], *tag);
        }
        for coding in ["gzip", "br"] {
            let packed = somebody.send(asking("/api/v1/openapi.json", header::ACCEPT_ENCODING, coding)).await;
            assert_eq!(packed.headers[header::CONTENT_ENCODING], *coding);
            assert!(packed.headers[header::ETAG].to_str().unwrap().starts_with("W/"), "other bytes, a weak tag");
        }
        let before = somebody.get("/api/v1/items").await.headers[header::ETAG].clone();
        withdraw(&office, &bureau, id, "内容有误").await;
        let after = somebody.send(asking("/api/v1/items", header::IF_NONE_MATCH, before.to_str().unwrap())).await;
        assert_eq!(after.status, StatusCode::OK, "what changed is sent");
    })
    .await;
}

#[tokio::test]
async fn whatever_cannot_be_answered_is_a_problem_that_says_why_in_chinese() {
    on_both(async |office| {
        let mut somebody = Somebody::at(&office);
        for (path, status, kind) in [
            ("/api/v1/", 404, "not-found"),
            ("/api/v1/nowhere", 404, "not-found"),
            ("/api/v1/items/nothing", 404, "not-found"),
            ("/api/v1/items/a/b/c/d", 404, "not-found"),
            ("/api/v1/organs/nobody", 404, "not-found"),
            ("/api/v1/items?organ=nobody", 404, "not-found"),
            ("/api/v1/items?limit=1000", 400, "bad-parameter"),
            ("/api/v1/items?kind=poem", 400, "bad-parameter"),
            ("/api/v1/items?colour=red", 400, "bad-parameter"),
            ("/api/v1/items?year=2026&year=2025", 400, "bad-parameter"),
            ("/api/v1/drafts/0199d2a4-2f6c-7000-8000-0123456789ab", 401, "no-key"),
        ] {
            let said = problem(&somebody.get(path).await, status, kind);
            assert_eq!(said["instance"], path.split('?').next().unwrap());
        }
        let unknown = problem(&somebody.get("/api/v1/items?kind=poem&limit=0").await, 400, "bad-parameter");
        let wrong: Vec<_> = unknown["errors"].as_array().unwrap().iter().map(|fault| &fault["name"]).collect();
        assert_eq!(wrong, ["kind", "limit"]);
        let wrong = somebody.send(Request::delete("/api/v1/items").body(Body::empty()).unwrap()).await;
        problem(&wrong, 405, "wrong-method");
        assert_eq!(wrong.headers[header::ALLOW], "GET,HEAD");
        let keyless = somebody.send(Request::post("/api/v1/drafts").body(Body::from("{}")).unwrap()).await;
        problem(&keyless, 401, "no-key");
        assert_eq!(keyless.headers[header::WWW_AUTHENTICATE], "Bearer");
        let rate = Rate { burst: 2, every: Duration::from_secs(60) };
        let mut hasty = Somebody::with(&office, Rates { read: rate, ..unhurried() });
        let first = hasty.get("/api/v1/items").await;
        assert_eq!(
            (&first.headers["x-ratelimit-limit"], &first.headers["x-ratelimit-remaining"]),
            (&"2".parse().unwrap(), &"1".parse().unwrap())
        );
        hasty.get("/api/v1/items").await;
        let late = hasty.get("/api/v1/items").await;
        problem(&late, 429, "too-many");
        assert!(late.headers.contains_key(header::RETRY_AFTER) && late.headers.contains_key("x-ratelimit-after"));
    })
    .await;
}

#[tokio::test]
async fn the_readable_page_has_every_operation_of_the_description_and_is_led_to() {
    on_both(async |office| {
        let page = Somebody::at(&office).get("/api").await;
        assert_eq!(page.status, StatusCode::OK);
        let described = read(&office, "/openapi.json").await;
        assert!(described["openapi"].as_str().unwrap().starts_with("3.1"), "{}", described["openapi"]);
        let mut operations = 0;
        for (path, item) in described["paths"].as_object().unwrap() {
            for operation in item.as_object().unwrap().values() {
                let summary = operation["summary"].as_str().unwrap();
                assert!(page.has(&format!("/api/v1{path}")) && page.has(summary), "{path}: {summary}");
                operations += 1;
            }
        }
        assert_eq!(operations, 18);
        for (name, shape) in described["components"]["schemas"].as_object().unwrap() {
            for (field, schema) in shape["properties"].as_object().into_iter().flatten() {
                let said = schema.get("description").or_else(|| schema.pointer("/oneOf/0/description"));
                let said = said.and_then(Value::as_str).unwrap_or_default();
                assert!(!said.is_ascii() && page.has(said), "{name}.{field}: “{said}”");
            }
        }
        assert_eq!(Somebody::at(&office).get("/api/v1").await.location(), "/api");
        for from in ["/", "/catalogue", "/policies"] {
            assert!(Somebody::at(&office).get(from).await.has("href=\"/api\""), "{from}");
        }
    })
    .await;
}
