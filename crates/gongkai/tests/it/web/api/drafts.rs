//! What a program writes: a draft like every other, once for each Idempotency-Key, never released by it.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use gongkai::{Office, publish::take::may};
use gongkai_law::proactive::release::PublicationVerb;
use gongkai_store::{PublicationFilter, Scope};
use serde_json::{Value, json};

use super::{
    super::{
        house::{Page, Somebody, on_both},
        publishing::opened,
    },
    keys::{at, made, secret, staffed},
    problem,
};

pub fn whole(title: &str) -> Value {
    json!({
        "kind": "notice",
        "title": title,
        "body": "各乡镇：\n\n10月15日停水检修。",
        "formed": "2026-10-12",
        "keywords": "停水；检修",
    })
}

/// Sends JSON with a key.
pub async fn by_key(office: &Office, key: &str, method: &str, path: &str, body: &Value) -> Page {
    named(office, key, (method, path), "", body).await
}

async fn named(office: &Office, key: &str, (method, path): (&str, &str), once: &str, body: &Value) -> Page {
    let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
    request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
    request = request.header(header::CONTENT_TYPE, "application/json");
    if !once.is_empty() {
        request = request.header("Idempotency-Key", once);
    }
    let body = if method == "GET" { Body::empty() } else { Body::from(body.to_string()) };
    Somebody::at(office).send(request.body(body).unwrap()).await
}

fn json_of(page: &Page, status: StatusCode) -> Value {
    assert_eq!(page.status, status, "{}", page.body);
    serde_json::from_str(&page.body).unwrap()
}

async fn key(office: &Office, maker: &str) -> String {
    secret(&made(&mut at(office, maker).await).await)
}

async fn count(office: &Office) -> i64 {
    office.db.publication_count(Scope::All, &PublicationFilter::default()).await.unwrap()
}

#[tokio::test]
async fn a_program_writes_a_draft_and_people_check_it_of_whom_its_maker_is_none() {
    on_both(async |office| {
        staffed(&office).await;
        let key = key(&office, "lu").await;
        let made = by_key(&office, &key, "POST", "/drafts", &whole("停水公告")).await;
        let saved = json_of(&made, StatusCode::CREATED);
        let place = made.headers[header::LOCATION].to_str().unwrap().to_owned();
        assert_eq!(saved["href"], place);
        let path = place.strip_prefix("/api/v1").unwrap();
        let draft = json_of(&by_key(&office, &key, "GET", path, &Value::Null).await, StatusCode::OK);
        assert_eq!(
            (&draft["stage"]["key"], &draft["writable"], &draft["item"]),
            (&"draft".into(), &true.into(), &Value::Null)
        );
        assert_eq!(draft["draft"]["keywords"], "停水；检修");
        let changed = json!({"version": draft["version"], "draft": whole("城东路停水公告")});
        let after = json_of(&by_key(&office, &key, "PUT", path, &changed).await, StatusCode::OK);
        assert_eq!(after["draft"]["title"], "城东路停水公告");
        let late = by_key(&office, &key, "PUT", path, &changed).await;
        assert!(problem(&late, 409, "conflict")["detail"].as_str().unwrap().contains("先改过"));
        let id = saved["id"].as_str().unwrap();
        problem(&Somebody::at(&office).get(&format!("/api/v1/items/{id}")).await, 404, "not-found");
        // an officer hands it in; the head who made the key has written it and does not check it
        let mut gu = at(&office, "gu").await;
        let page = gu.get(&format!("/desk/publications/{id}")).await;
        let version = super::super::cases::version(&page);
        let fields = [("csrf", page.csrf()), ("version", version)];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, None, value.as_bytes())).collect();
        let handed = gu.multipart(&format!("/desk/publications/{id}/submit"), &fields).await;
        assert_eq!(handed.status, StatusCode::SEE_OTHER, "{}", handed.body);
        let closed = by_key(&office, &key, "PUT", path, &json!({"version": 2, "draft": whole("改")})).await;
        problem(&closed, 409, "conflict");
        let lu = office.db.person_named("lu").await.unwrap().unwrap();
        let hand = gongkai::people::roles::Hand::Staff {
            id: lu.id,
            organ: lu.organ_id,
            roles: vec![gongkai::people::roles::Role::Head],
            stands_in: Vec::new(),
        };
        let manuscript = opened(&office, id.parse().unwrap()).await;
        let refused = may(&office, &hand, &manuscript, PublicationVerb::Pass).unwrap_err().to_string();
        assert!(refused.contains("同一个人不能办两步"), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn the_same_request_twice_makes_one_draft_and_another_under_its_name_is_refused() {
    on_both(async |office| {
        staffed(&office).await;
        let key = key(&office, "lu").await;
        let at = ("POST", "/drafts");
        let body = whole("一");
        let twice = || named(&office, &key, at, "oa-2026-17", &body);
        let (one, again) = tokio::join!(twice(), twice());
        assert_eq!((one.status, again.status), (StatusCode::CREATED, StatusCode::CREATED), "{}", again.body);
        assert_eq!((one.body, &one.headers[header::LOCATION]), (again.body, &again.headers[header::LOCATION]));
        assert_eq!(count(&office).await, 1);
        problem(&named(&office, &key, at, "oa-2026-17", &whole("二")).await, 422, "reused-key");
        json_of(&named(&office, &key, at, "oa-2026-18", &whole("一")).await, StatusCode::CREATED);
        assert_eq!(count(&office).await, 2);
        problem(&named(&office, &key, at, &"x".repeat(256), &whole("一")).await, 400, "bad-parameter");
        // one that was refused may come again, mended
        let bad = json!({"kind": "poem"});
        problem(&named(&office, &key, at, "oa-2026-19", &bad).await, 422, "unfit");
        json_of(&named(&office, &key, at, "oa-2026-19", &whole("三")).await, StatusCode::CREATED);
    })
    .await;
}

#[tokio::test]
async fn a_key_reads_and_changes_what_it_began_and_nothing_else() {
    on_both(async |office| {
        staffed(&office).await;
        let (ours, theirs) = (key(&office, "lu").await, key(&office, "he").await);
        let saved = json_of(&by_key(&office, &ours, "POST", "/drafts", &whole("停水公告")).await, StatusCode::CREATED);
        let path = format!("/drafts/{}", saved["id"].as_str().unwrap());
        let change = json!({"version": 0, "draft": whole("改")});
        problem(&by_key(&office, &theirs, "GET", &path, &Value::Null).await, 404, "not-found");
        problem(&by_key(&office, &theirs, "PUT", &path, &change).await, 404, "not-found");
        // a second key of the same organ
        let second = key(&office, "lu").await;
        problem(&by_key(&office, &second, "PUT", &path, &change).await, 404, "not-found");
        json_of(&by_key(&office, &ours, "PUT", &path, &change).await, StatusCode::OK);
        problem(&by_key(&office, "gongkai_0000", "GET", &path, &Value::Null).await, 401, "no-key");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_taken_is_named_field_by_field() {
    on_both(async |office| {
        staffed(&office).await;
        let key = key(&office, "lu").await;
        let strange = json!({
            "kind": "notice",
            "formed": "2026-02-30",
            "topics": ["A99"],
            "attribute": "secret",
            "ground": "Z9",
            "summary": "长".repeat(101),
            "fields": {"chair": "县长"},
            "relations": [{"relation": "loves", "to": "x"}, {"relation": "repeals", "to": "没有这个文号"}],
        });
        let said = problem(&by_key(&office, &key, "POST", "/drafts", &strange).await, 422, "unfit");
        let names: Vec<_> =
            said["errors"].as_array().unwrap().iter().filter_map(|fault| fault["name"].as_str()).collect();
        for name in [
            "formed",
            "topics",
            "attribute",
            "ground",
            "summary",
            "fields.chair",
            "relations.0.relation",
            "relations.1.to",
        ] {
            assert!(names.contains(&name), "{name}: {said}");
        }
        for (body, detail) in [
            (json!({"title": "无种类"}), "缺少“kind”"),
            (json!({"kind": "notice", "colour": "red"}), "没有“colour”这个字段"),
            (json!({"kind": 7}), "类型"),
        ] {
            let said = problem(&by_key(&office, &key, "POST", "/drafts", &body).await, 422, "unfit");
            assert!(said["detail"].as_str().unwrap().contains(detail), "{said}");
        }
        let half =
            json_of(&by_key(&office, &key, "POST", "/drafts", &json!({"kind": "meeting"})).await, StatusCode::CREATED);
        assert!(half["lacks"].as_array().unwrap().iter().any(|lack| lack["name"] == "title"), "{half}");
    })
    .await;
}

fn raw(key: &str, path: &str, media: &str, body: impl Into<Body>) -> Request<Body> {
    let request = Request::post(format!("/api/v1{path}")).header(header::AUTHORIZATION, format!("bearer {key}"));
    request.header(header::CONTENT_TYPE, media).body(body.into()).unwrap()
}

#[tokio::test]
async fn files_are_put_to_a_draft_once_and_what_is_no_paper_or_too_large_is_refused() {
    on_both(async |office| {
        staffed(&office).await;
        let key = key(&office, "lu").await;
        let mut program = Somebody::at(&office);
        let saved = json_of(&by_key(&office, &key, "POST", "/drafts", &whole("停水公告")).await, StatusCode::CREATED);
        let draft = format!("/drafts/{}", saved["id"].as_str().unwrap());
        let files = format!("{draft}/files?name=%E6%B8%85%E5%8D%95.txt");
        let binary = "application/octet-stream";
        let file = json_of(&program.send(raw(&key, &files, binary, "桥头村")).await, StatusCode::CREATED);
        assert_eq!(
            (&file["name"], &file["media"], &file["size"]),
            (&"清单.txt".into(), &"text/plain".into(), &9.into())
        );
        let shown = json_of(&by_key(&office, &key, "GET", &draft, &Value::Null).await, StatusCode::OK);
        assert_eq!((&shown["files"][0]["sm3"], &shown["version"]), (&file["sm3"], &1.into()));
        problem(&program.send(raw(&key, &files, binary, "<script>")).await, 415, "media-type");
        problem(&program.send(raw(&key, &files, binary, vec![b'a'; 20_000_001])).await, 413, "too-large");
        problem(&program.send(raw(&key, &format!("{draft}/files"), binary, "a")).await, 400, "bad-parameter");
        problem(
            &program.send(raw(&key, &format!("{draft}/files?name=..%2Fa"), binary, "a")).await,
            400,
            "bad-parameter",
        );
        problem(&program.send(raw(&key, "/drafts", "text/plain", "{}")).await, 415, "media-type");
        problem(&program.send(raw(&key, "/drafts", "application/json", "{\"kind\":")).await, 400, "bad-body");
        problem(&program.send(raw(&key, "/drafts", "application/json", vec![b' '; 4_000_001])).await, 413, "too-large");
        assert_eq!(count(&office).await, 1);
    })
    .await;
}
