//! 佐证 by a key: the file behind a month that a system pushed: what is taken, once, and what another one wants.

use axum::{
    body::Body,
    http::{Request, header},
};
use gongkai::{Office, api_keys::key::KeyScope, library::portal::escape};
use gongkai_store::journal;
use serde_json::{Value, json};

use super::{
    super::{
        cases::{county, signed_in},
        house::{Page, Somebody, on_both},
    },
    counts,
    pushed::{key, sends},
};

const PDF: &[u8] = b"%PDF-1.7 penalties";

/// Sends a file for a month of penalties.
async fn attaches(office: &Office, key: &str, (month, query): (&str, &str), once: &str, file: &[u8]) -> (u16, Value) {
    let request = Request::post(format!("/api/v1/figures/penalties/{month}/evidence?{query}"));
    let request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
    let request = request.header(header::CONTENT_TYPE, "application/octet-stream");
    let request = if once.is_empty() { request } else { request.header("Idempotency-Key", once) };
    let page: Page = Somebody::at(office).send(request.body(Body::from(file.to_vec())).unwrap()).await;
    (page.status.as_u16(), serde_json::from_str(&page.body).unwrap_or_else(|_| panic!("{}", page.body)))
}

fn called(name: &str) -> String {
    format!("name={}", escape(name))
}

#[tokio::test]
async fn a_file_is_put_behind_a_month_once_and_another_one_is_a_correction_with_its_reason() {
    on_both(async |office| {
        let county = county(&office).await;
        let hall = county.hall.id;
        counts(&office, hall, &["penalties"]).await;
        let key = key(&office, hall, KeyScope::WriteFigures).await;
        let (august, list) = ("2026-08", called("8月处罚台账.pdf"));
        let early = attaches(&office, &key, (august, &list), "", PDF).await;
        assert_eq!((early.0, &early.1["type"]), (409, &"/api#conflict".into()), "there is no number yet: {}", early.1);
        let pushed = json!({"count": 4, "source": "执法系统"});
        assert_eq!(sends(&office, &key, ("PUT", "/figures/penalties/2026-08"), "", &pushed).await.0, 200);

        let first = attaches(&office, &key, (august, &list), "proof-8", PDF).await;
        assert_eq!(
            (first.0, &first.1["done"], &first.1["media"]),
            (200, &"attached".into(), &"application/pdf".into())
        );
        assert_eq!(attaches(&office, &key, (august, &list), "proof-8", PDF).await, first, "the same answer again");
        let same = attaches(&office, &key, (august, &list), "", PDF).await;
        assert_eq!((&same.1["done"], &same.1["corrections"]), (&"same".into(), &0.into()), "{}", same.1);
        let read = sends(&office, &key, ("GET", "/figures?year=2026"), "", &Value::Null).await.1;
        let lines = read["figures"].as_array().unwrap();
        let line = lines.iter().find(|line| line["indicator"] == "penalties").unwrap();
        assert_eq!(line["months"][0]["evidence"], "8月处罚台账.pdf", "{line}");
        let mut shen = signed_in(&office, "shen").await;
        assert!(shen.get("/desk/months/penalties?year=2026").await.has("8月处罚台账.pdf"));
        assert_eq!(shen.get("/desk/months/penalties/2026-08/0?year=2026").await.bytes, PDF);

        let other = called("8月台账（盖章）.pdf");
        let mute = attaches(&office, &key, (august, &other), "", b"%PDF-1.7 stamped").await;
        assert_eq!((mute.0, &mute.1["errors"][0]["name"]), (422, &"reason".into()), "{}", mute.1);
        let told = format!("{other}&reason={}", escape("换成盖章的"));
        let done = attaches(&office, &key, (august, &told), "", b"%PDF-1.7 stamped").await;
        assert_eq!((&done.1["done"], &done.1["corrections"]), (&"replaced".into(), &1.into()), "{}", done.1);
        let history = office.db.monthly_figure_history(hall, "penalties", (2026, 8)).await.unwrap();
        let kept: Vec<_> = history.iter().map(|one| (one.value, one.file_name.as_str(), one.note.as_str())).collect();
        assert_eq!(kept, [(4, "8月处罚台账.pdf", ""), (4, "8月台账（盖章）.pdf", "换成盖章的")]);

        let rows = journal::rows(&office.db, 0, 500).await.unwrap();
        let acts = |act: &str| rows.iter().filter(|row| row.act == act).count();
        assert_eq!((acts("figure.prove"), acts("api_key.enter")), (1, 3), "the number, the file, the other file");
    })
    .await;
}

/// With which key, behind which month and by what name, which file, and what the answer is.
type Tried<'a> = (&'a str, (&'a str, &'a str), &'a [u8], u16);

#[tokio::test]
async fn what_is_no_paper_or_too_large_or_of_another_key_is_not_taken() {
    on_both(async |office| {
        let county = county(&office).await;
        let hall = county.hall.id;
        counts(&office, hall, &["penalties"]).await;
        let drafts = key(&office, hall, KeyScope::WriteItems).await;
        let key = key(&office, hall, KeyScope::WriteFigures).await;
        let pushed = json!({"count": 4, "source": "执法系统"});
        assert_eq!(sends(&office, &key, ("PUT", "/figures/penalties/2026-08"), "", &pushed).await.0, 200);
        let (august, name) = ("2026-08", called("台账.pdf"));
        let large = vec![b'a'; 20_000_001];
        let refused: [Tried<'_>; 6] = [
            (&key, (august, &name), b"MZ\x90\0", 415),
            (&key, (august, &name), b"", 415),
            (&key, (august, &name), &large, 413),
            (&key, (august, ""), PDF, 400),
            (&key, ("2026-8", &name), PDF, 404),
            (&drafts, (august, &name), PDF, 403),
        ];
        for (key, place, file, status) in refused {
            let (said, answer) = attaches(&office, key, place, "", file).await;
            assert_eq!(said, status, "{place:?}: {answer}");
        }
        let months = office.db.monthly_figures(hall, 2026).await.unwrap();
        assert!(months.iter().all(|one| one.file_name.is_empty()), "{months:?}");
    })
    .await;
}
