//! Months pushed by a department's own system: by a key of that scope, once for each Idempotency-Key, all or nothing.

use axum::{
    body::Body,
    http::{Request, header},
};
use gongkai::{
    Office,
    api_keys::key::{KeyScope, Wanted, issue},
    people::roles::{Hand, Role},
};
use gongkai_store::{OrganId, journal};
use serde_json::{Value, json};

use super::{
    super::{
        cases::{county, person},
        house::{Page, Somebody, on_both},
    },
    counts, values,
};

pub async fn key(office: &Office, organ: OrganId, scope: KeyScope) -> String {
    let head = person(office, "lu").await.parse().unwrap();
    let hand = Hand::Staff { id: head, organ: Some(organ), roles: vec![Role::Head], stands_in: Vec::new() };
    let until = office.today().tomorrow().unwrap();
    issue(office, &hand, organ, &Wanted { name: "执法系统", scopes: &[scope], until }).await.unwrap()
}

pub async fn sends(office: &Office, key: &str, (method, path): (&str, &str), once: &str, body: &Value) -> (u16, Value) {
    let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
    request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
    request = request.header(header::CONTENT_TYPE, "application/json");
    if !once.is_empty() {
        request = request.header("Idempotency-Key", once);
    }
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    let page: Page = Somebody::at(office).send(request.body(body).unwrap()).await;
    (page.status.as_u16(), serde_json::from_str(&page.body).unwrap_or_else(|_| panic!("{}", page.body)))
}

fn month(month: &str, count: i64, reason: &str) -> Value {
    json!({"indicator": "penalties", "month": month, "count": count, "source": "执法系统", "reason": reason})
}

#[tokio::test]
async fn what_a_system_pushes_counts_once_and_a_correction_wants_its_reason() {
    on_both(async |office| {
        let county = county(&office).await;
        let hall = county.hall.id;
        counts(&office, hall, &["penalties", "fees"]).await;
        let key = key(&office, hall, KeyScope::WriteFigures).await;
        let list = json!({"figures": [month("2026-07", 3, ""), month("2026-08", 4, ""),
            {"indicator": "fees", "month": "2026-08", "amount_yuan": "260.5", "source": "非税系统"}]});
        let post = ("POST", "/figures");
        let first = sends(&office, &key, post, "penalties-2026-08", &list).await;
        assert_eq!(first, (200, json!({"entered": 3, "corrected": 0, "same": 0})));
        assert_eq!(sends(&office, &key, post, "penalties-2026-08", &list).await, first, "the same answer again");
        let fresh = sends(&office, &key, post, "", &list).await;
        assert_eq!(fresh.1, json!({"entered": 0, "corrected": 0, "same": 3}), "the same numbers change nothing");
        let other = json!({"figures": [month("2026-07", 9, "")]});
        assert_eq!(sends(&office, &key, post, "penalties-2026-08", &other).await.1["type"], "/api#reused-key");

        let one = ("PUT", "/figures/penalties/2026-08");
        let mute = sends(&office, &key, one, "", &json!({"count": 6, "source": "执法系统"})).await;
        assert_eq!((mute.0, &mute.1["errors"][0]["name"]), (422, &"reason".into()), "{}", mute.1);
        let told = json!({"count": 6, "source": "执法系统", "reason": "漏计2件"});
        assert_eq!(sends(&office, &key, one, "", &told).await.1["corrected"], 1);
        assert_eq!(values(&office, hall, "penalties").await, [(7, 3), (8, 6)]);
        assert_eq!(values(&office, hall, "fees").await, [(8, 26_050)]);
        let read = sends(&office, &key, ("GET", "/figures?year=2026"), "", &Value::Null).await.1;
        let lines = read["figures"].as_array().unwrap();
        let penalties = lines.iter().find(|line| line["indicator"] == "penalties").unwrap();
        assert_eq!(penalties["months"][1]["corrections"], 1, "{penalties}");
        assert_eq!((&penalties["since"], &read["organ"]), (&"2026-01".into(), &"qh".into()));
        let rows = journal::rows(&office.db, 0, 500).await.unwrap();
        assert!(rows.iter().any(|row| row.act == "api_key.enter" && row.detail.contains("执法系统")));
    })
    .await;
}

#[tokio::test]
async fn a_list_with_faults_is_told_each_by_its_place_and_none_of_it_is_entered() {
    on_both(async |office| {
        let county = county(&office).await;
        let hall = county.hall.id;
        counts(&office, hall, &["penalties", "fees"]).await;
        let drafts = key(&office, hall, KeyScope::WriteItems).await;
        let post = ("POST", "/figures");
        let sound = json!({"figures": [month("2026-08", 4, "")]});
        assert_eq!(sends(&office, &drafts, post, "", &sound).await.0, 403, "a key for drafts enters no month");
        let key = key(&office, hall, KeyScope::WriteFigures).await;
        let shape = json!({"figures": [month("2026-07", 3, ""), month("2026-8", 4, ""), {"indicator": "fees",
            "month": "2026-08", "count": 26050, "source": "非税系统"}, {"indicator": "website", "month": "2026-08",
            "count": 1, "source": "网站"}]});
        let (status, said) = sends(&office, &key, post, "", &shape).await;
        let names = |said: &Value| -> Vec<String> {
            said["errors"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(status, 422);
        assert_eq!(names(&said), ["figures.1.month", "figures.2.amount_yuan", "figures.3.indicator"]);
        let meaning = json!({"figures": [month("2026-07", 3, ""), month("2026-10", 4, ""), month("2026-06", -4, ""),
            month("2026-07", 3, ""), {"indicator": "licences", "month": "2026-08", "count": 1, "source": "许可"}]});
        let (_, said) = sends(&office, &key, post, "", &meaning).await;
        assert_eq!(names(&said), ["figures.1.month", "figures.2.count", "figures.3.month", "figures.4.indicator"]);
        for bad in [json!({"figures": []}), json!({"figures": [month("2026-07", 3, "")], "more": 1}), json!([])] {
            assert_eq!(sends(&office, &key, post, "", &bad).await.0, 422, "{bad}");
        }
        assert!(values(&office, hall, "penalties").await.is_empty());
        for path in ["/figures/weather/2026-08", "/figures/penalties/2026-8", "/figures/penalties/2018-08"] {
            let (status, _) = sends(&office, &key, ("PUT", path), "", &json!({"count": 6, "source": "x"})).await;
            assert_eq!(status, 404, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn of_requests_that_come_at_once_under_one_key_one_is_carried_out_and_all_have_its_answer() {
    on_both(async |office| {
        let county = county(&office).await;
        let hall = county.hall.id;
        counts(&office, hall, &["penalties"]).await;
        let key = key(&office, hall, KeyScope::WriteFigures).await;
        let list = json!({"figures": [month("2026-07", 3, ""), month("2026-08", 4, "")]});
        let sent: Vec<_> = (0..6)
            .map(|_| {
                let (office, key, list) = (office.clone(), key.clone(), list.clone());
                tokio::spawn(async move { sends(&office, &key, ("POST", "/figures"), "once", &list).await })
            })
            .collect();
        for answer in sent {
            let answer = answer.await.unwrap();
            assert_eq!(answer, (200, json!({"entered": 2, "corrected": 0, "same": 0})), "as the first was answered");
        }
        assert_eq!(values(&office, hall, "penalties").await, [(7, 3), (8, 4)]);
        let rows = journal::rows(&office.db, 0, 500).await.unwrap();
        assert_eq!(rows.iter().filter(|row| row.act == "api_key.enter").count(), 1, "it was carried out once");

        // corrected meanwhile by somebody else, it is still answered as it was
        let fix = json!({"count": 5, "source": "执法系统", "reason": "漏计"});
        assert_eq!(sends(&office, &key, ("PUT", "/figures/penalties/2026-08"), "", &fix).await.0, 200);
        let again = sends(&office, &key, ("POST", "/figures"), "once", &list).await;
        assert_eq!(again.1, json!({"entered": 2, "corrected": 0, "same": 0}));
    })
    .await;
}

#[tokio::test]
async fn two_different_lists_at_once_under_one_key_are_one_carried_out_and_one_refused() {
    on_both(async |office| {
        let county = county(&office).await;
        let hall = county.hall.id;
        counts(&office, hall, &["penalties"]).await;
        let key = key(&office, hall, KeyScope::WriteFigures).await;
        let (one, other) =
            (json!({"figures": [month("2026-07", 3, "")]}), json!({"figures": [month("2026-08", 4, "")]}));
        let post = ("POST", "/figures");
        let (one, other) =
            tokio::join!(sends(&office, &key, post, "twice", &one), sends(&office, &key, post, "twice", &other));
        let mut told = [one.0, other.0];
        told.sort_unstable();
        assert_eq!(told, [200, 422], "{} {}", one.1, other.1);
        assert_eq!(values(&office, hall, "penalties").await.len(), 1);
    })
    .await;
}
