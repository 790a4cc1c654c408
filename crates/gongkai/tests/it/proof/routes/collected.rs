//! The year's reports while they are compiled and collected: the organ asks those below for theirs, and has brought its own as a
//! file. A spreadsheet that waits.

use axum::http::StatusCode;

use crate::web::house::{Part, Somebody, report};

/// The officer and head of the organ has a report in work, begins to collect, uploads the organ's own report and notes what is counted twice.
pub async fn collected(officer: &mut Somebody) {
    compiling(officer).await;
    let token = officer.get("/requests/follow").await.csrf();
    let opened = [("csrf", token.as_str()), ("version", "0"), ("due", "2026-10-20")];
    let what = [("csrf", token.as_str()), ("cell", "requests.new.total"), ("amount", "1"), ("why", "移交的一件")];
    let whose = [("organ", "ben"), ("organ", "xia"), ("papers", "移交〔2025〕1号")];
    let twice = [&what[..], &whose].concat();
    for (path, fields) in [("open", &opened[..]), ("sum/twice", &twice[..])] {
        let page = officer.post(&format!("/desk/season/2025/{path}"), fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    }
    let file = report(2025, "一");
    let parts: [Part<'_>; 2] = [("csrf", None, token.as_bytes()), ("file", Some("年报.html"), &file)];
    let page = officer.multipart("/desk/season/2025/of/ben/upload", &parts).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
}

/// 编制年报: a report of 2024 in work; that of 2025 comes as a file.
async fn compiling(officer: &mut Somebody) {
    let csrf = officer.get("/desk/compile").await.csrf();
    let begun = officer.post("/desk/compile/begin", &[("csrf", &csrf), ("year", "2024")]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
}

/// The key of a spreadsheet that was looked through and waits to be taken in.
pub async fn looked_through(officer: &mut Somebody) -> String {
    let table = "原编号,申请人类别,申请人,申请内容,提交渠道,到达日期,办理结果,办结日期\r\n\
                 2025-1,自然人,白石溪,采石场台账,当面,2025-03-06,予以公开,2025-03-10\r\n";
    let csrf = officer.get("/desk/import").await.csrf();
    let parts = [("csrf", None, csrf.as_bytes()), ("file", Some("旧台账.csv"), table.as_bytes())];
    let page = officer.multipart("/desk/import", &parts).await;
    let (_, rest) = page.body.split_once("action=\"/desk/import/").unwrap_or_else(|| panic!("{}", page.body));
    rest.split_once('"').unwrap().0.to_owned()
}
