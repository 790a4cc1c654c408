//! The year's reports while they are collected: the organ asks those below for theirs, and has brought its own as a file.

use axum::http::StatusCode;

use crate::web::house::{Part, Somebody, report};

/// The officer and head of the organ begins to collect, uploads the organ's own report and notes what is counted twice.
pub async fn collected(officer: &mut Somebody) {
    let token = officer.get("/requests/follow").await.csrf();
    let opened = [("csrf", token.as_str()), ("version", "0"), ("due", "2026-10-20")];
    let twice = [("csrf", token.as_str()), ("cell", "requests.new.total"), ("amount", "1"), ("why", "移交的一件")];
    for (path, fields) in [("open", &opened[..]), ("sum/twice", &twice[..])] {
        let page = officer.post(&format!("/desk/season/2025/{path}"), fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    }
    let file = report(2025, "一");
    let parts: [Part<'_>; 2] = [("csrf", None, token.as_bytes()), ("file", Some("年报.html"), &file)];
    let page = officer.multipart("/desk/season/2025/of/ben/upload", &parts).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
}
