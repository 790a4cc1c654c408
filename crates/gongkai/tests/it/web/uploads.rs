//! Uploads: in by the form, out behind a private link, gone when they should be.

use std::io::{Cursor, Write as _};

use axum::http::{StatusCode, header};
use gongkai::guard::limit::Uploads;
use gongkai_store::Error;

use super::house::{Somebody, month_later, on_both, report, with_a_wrong_total};

#[tokio::test]
async fn a_report_is_read_shown_and_deleted_by_whoever_has_the_link() {
    on_both(async |office| {
        let mut somebody = Somebody::at(&office);
        let wrong = with_a_wrong_total(&report(2025, "总体平稳。"));
        let link = somebody.drop(&[("水利局.html", &wrong)]).await;
        assert!(link.len() > "/verify/".len() + 32, "a link that could be guessed: {link}");
        let page = somebody.get(&link).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.has("青禾县水利局") && page.has("处错误") && page.has("is-bad"), "{}", page.body);
        assert_eq!(page.headers.get(header::CACHE_CONTROL).unwrap(), "no-store");
        assert!(page.headers.get("x-robots-tag").unwrap().to_str().unwrap().contains("noindex"));

        let asked = somebody.get(&format!("{link}/delete")).await;
        assert!(asked.has("删除这次上传？") && asked.has("水利局.html"), "{}", asked.body);
        assert_eq!(somebody.get(&link).await.status, StatusCode::OK, "a question deletes nothing");
        let gone = somebody.post(&format!("{link}/delete"), &[("csrf", &asked.csrf())]).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER);
        assert!(somebody.get(gone.location()).await.has("原来的链接也打不开了"));
        assert!(!somebody.get("/verify").await.has("原来的链接也打不开了"));
        assert_eq!(somebody.get(&link).await.status, StatusCode::NOT_FOUND);
        let sm3 = gongkai_store::Digest::of(&wrong);
        assert!(matches!(office.db.file_bytes(sm3).await, Err(Error::Missing(_))));
    })
    .await;
}

#[tokio::test]
async fn a_link_opens_nothing_after_thirty_days_and_its_file_is_erased() {
    on_both(async |mut office| {
        let page = report(2025, "总体平稳。");
        let link = Somebody::at(&office).drop(&[("a.html", &page)]).await;
        office.clock = month_later;
        let answer = Somebody::at(&office).get(&link).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(answer.has("<title>错误：这个核验链接已经失效"));
        gongkai::purge(&office).await.unwrap();
        assert!(office.db.file_bytes(gongkai_store::Digest::of(&page)).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn mending_is_told_by_what_is_gone_what_is_left_and_what_is_new() {
    on_both(async |office| {
        let mut somebody = Somebody::at(&office);
        let right = report(2025, "总体平稳。");
        let link = somebody.drop(&[("a.html", &with_a_wrong_total(&right))]).await;
        let csrf = somebody.get(&link).await.csrf();
        let parts: [super::house::Part<'_>; 2] = [("csrf", None, csrf.as_bytes()), ("file", Some("a.html"), &right)];
        let again = somebody.multipart(&format!("{link}/again"), &parts).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER);
        let page = somebody.get(again.location()).await;
        assert!(page.has("与上一次相比：改好"), "{}", page.body);
        assert!(!page.has("改好0处") && page.has("新出现0处"), "{}", page.body);
    })
    .await;
}

/// A ZIP of these.
pub fn packed(files: impl Iterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[tokio::test]
async fn several_archives_together_hold_no_more_than_one_may() {
    on_both(async |office| {
        let one = packed((0..120).map(|n| (format!("甲{n}.txt"), b"one".to_vec())));
        let other = packed((0..120).map(|n| (format!("乙{n}.txt"), b"two".to_vec())));
        let mut somebody = Somebody::at(&office);
        let link = somebody.drop(&[("甲.zip", &one), ("乙.zip", &other)]).await;
        assert!(somebody.get(&link).await.has("个文件不是年报"));
        assert!(somebody.get(&format!("{link}/121")).await.has("合计超过200个"));
    })
    .await;
}

#[tokio::test]
async fn an_archive_of_many_becomes_a_list_and_each_has_its_page() {
    on_both(async |office| {
        let files = [
            ("年报/2024.html", report(2024, "总体平稳。")),
            ("年报/2025.html", report(2025, "总体平稳。")),
            ("年报/说明.txt", "这里没有年报。".into()),
        ];
        let bytes = packed(files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)));
        let mut somebody = Somebody::at(&office);
        let link = somebody.drop(&[("年报.zip", &bytes)]).await;
        let list = somebody.get(&link).await;
        assert!(
            list.has("读出2份年报") && list.has("另有1个文件不是年报") && list.has("2024.html") && list.has("不是年报"),
            "{}",
            list.body
        );
        assert!(somebody.get(&format!("{link}/2")).await.has("2025年"));
        assert!(somebody.get(&format!("{link}/3")).await.has("没有读出年度报告"));
        assert_eq!(somebody.get(&format!("{link}/4")).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn pasted_text_is_as_good_as_a_file_and_nothing_at_all_is_said_so() {
    on_both(async |office| {
        let mut somebody = Somebody::at(&office);
        let csrf = somebody.get("/verify").await.csrf();
        let text = "青禾县水利局2025年政府信息公开工作年度报告".as_bytes();
        let pasted = somebody.multipart("/verify", &[("csrf", None, csrf.as_bytes()), ("paste", None, text)]).await;
        assert_eq!(pasted.status, StatusCode::SEE_OTHER);
        assert_eq!(somebody.get(pasted.location()).await.status, StatusCode::OK);
        let empty = [("csrf", None, csrf.as_bytes()), ("file", Some(""), &b""[..]), ("paste", None, b" ")];
        let nothing = somebody.multipart("/verify", &empty).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nothing.has("<title>错误：") && nothing.has("href=\"#file\""));
    })
    .await;
}

#[tokio::test]
async fn words_of_an_upload_never_become_markup() {
    on_both(async |office| {
        let mut somebody = Somebody::at(&office);
        let evil = report(2025, "<script>alert(1)</script>本年度<img src=x onerror=alert(2)>没有。");
        let evil = with_a_wrong_total(&evil);
        let link = somebody.drop(&[("<b>x</b>.html", &evil)]).await;
        let page = somebody.get(&link).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.has("<script>alert") && !page.has("<img src=x") && !page.has("<b>x</b>"), "{}", page.body);
        let original = somebody.get(&format!("{link}/1/original")).await;
        assert_eq!(original.headers.get(header::CONTENT_TYPE).unwrap(), "application/octet-stream");
        let how = original.headers.get(header::CONTENT_DISPOSITION).unwrap().to_str().unwrap().to_owned();
        assert!(how.starts_with("attachment"), "{how}");
        for file in ["docx", "xlsx", "html", "md", "json", "sarif"] {
            let taken = somebody.get(&format!("{link}/1/report.{file}")).await;
            assert_eq!(taken.status, StatusCode::OK, "{file}");
            assert!(taken.headers.contains_key(header::CONTENT_DISPOSITION), "{file} would open as a page of ours");
        }
    })
    .await;
}

#[tokio::test]
async fn a_form_from_elsewhere_is_refused() {
    on_both(async |office| {
        let mut somebody = Somebody::at(&office);
        somebody.get("/verify").await;
        let mut stranger = Somebody::at(&office);
        let theirs = stranger.get("/verify").await.csrf();
        for token in ["", "00", theirs.as_str()] {
            let parts = [("csrf", None, token.as_bytes()), ("paste", None, "年报".as_bytes())];
            let answer = somebody.multipart("/verify", &parts).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{token}");
        }
        let without = somebody.multipart("/verify", &[("paste", None, "年报".as_bytes())]).await;
        assert_eq!(without.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn while_there_is_no_room_for_more_files_a_page_says_when_to_come_back() {
    on_both(async |mut office| {
        office.uploads = Uploads::holding(100_000);
        let mut somebody = Somebody::at(&office);
        let csrf = somebody.get("/verify").await.csrf();
        let crowd = vec![b'x'; 150_000];
        let parts = [("csrf", None, csrf.as_bytes()), ("file", Some("a.txt"), crowd.as_slice())];
        let answer = somebody.multipart("/verify", &parts).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.has("<title>错误：现在上传的人太多") && answer.has("请过一分钟再传一次"), "{}", answer.body);
        assert_eq!(answer.headers.get(header::RETRY_AFTER).unwrap(), "60");
        // one after the other finds room: what an answer held is given back
        for _ in 0..3 {
            somebody.drop(&[("a.txt", &crowd[..80_000])]).await;
        }
    })
    .await;
}

#[tokio::test]
async fn too_much_is_answered_with_a_page() {
    on_both(async |office| {
        let mut somebody = Somebody::at(&office);
        let csrf = somebody.get("/verify").await.csrf();
        let large = vec![b'x'; 20_300_000];
        let parts = [("csrf", None, csrf.as_bytes()), ("file", Some("a.txt"), large.as_slice())];
        let answer = somebody.multipart("/verify", &parts).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(answer.has("20 MB") && answer.has("<title>错误：文件太大"));
    })
    .await;
}
