//! Pages that anybody may open.

use std::time::Duration;

use axum::http::{StatusCode, header};
use gongkai::guard::{headers::CONTENT_SECURITY_POLICY, rate::Rate};

use super::house::{Somebody, on_both, unhurried};

#[tokio::test]
async fn every_page_carries_its_guards_and_no_script_or_style_of_its_own() {
    on_both(async |office| {
        gongkai::demo::fill(&office).await.unwrap();
        let mut somebody = Somebody::at(&office);
        for path in [
            "/",
            "/verify",
            "/reports",
            "/reports?m=redress&verdict=fail",
            "/reports/ziran/2025",
            "/checks",
            "/checks/A001",
            "/deadline",
            "/deadline?received=2026-09-18",
            "/fee",
            "/signin",
            "/nowhere",
        ] {
            let page = somebody.get(path).await;
            assert_eq!(page.headers.get(header::CONTENT_SECURITY_POLICY).unwrap(), CONTENT_SECURITY_POLICY, "{path}");
            assert_eq!(page.headers.get(header::X_CONTENT_TYPE_OPTIONS).unwrap(), "nosniff", "{path}");
            assert!(page.headers.contains_key(header::REFERRER_POLICY), "{path}");
            assert!(!page.has("<style") && !page.has(" style=") && !page.has("<script>"), "{path}");
            assert!(!page.has("href=\"#\""), "a dead link on {path}");
        }
    })
    .await;
}

#[tokio::test]
async fn every_link_of_the_site_leads_somewhere() {
    on_both(async |office| {
        gongkai::demo::fill(&office).await.unwrap();
        let mut somebody = Somebody::at(&office);
        let (mut seen, mut left) = (std::collections::BTreeSet::new(), vec!["/".to_owned()]);
        // of thousands of publications some are as good as all
        let mut of_kind = std::collections::BTreeMap::<String, usize>::new();
        while let Some(path) = left.pop() {
            let of_many = path.starts_with("/reports/") && !path.starts_with("/reports/ziran/2025");
            if of_many || !seen.insert(path.clone()) {
                continue;
            }
            let count = of_kind.entry(path.split(['/', '?']).nth(1).unwrap_or_default().to_owned()).or_default();
            *count += 1;
            if *count > 60 {
                continue;
            }
            let page = somebody.get(&path).await;
            assert!(page.status.is_success() || page.status.is_redirection(), "{path}: {}", page.status);
            let hrefs = page.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
            let own =
                hrefs.filter(|href| href.starts_with('/')).map(|href| href.replace("&#38;", "&").replace("&amp;", "&"));
            left.extend(own.filter_map(|href| href.split('#').next().map(str::to_owned)));
        }
        assert!(seen.len() > 40, "{seen:?}");
    })
    .await;
}

#[tokio::test]
async fn a_deadline_is_counted_day_by_day_and_its_link_asks_the_same() {
    on_both(async |office| {
        let mut somebody = Somebody::at(&office);
        let page = somebody.get("/deadline?received=2026-09-18&extend=&sent=").await;
        assert!(page.has("2026年10月22日") && page.has("href=\"/deadline?received=2026-09-18\""), "{}", page.body);
        let stopped = somebody.get("/deadline?received=2026-09-18&sent=2026-09-21&answered=2026-09-22").await;
        assert!(stopped.has("2026年10月23日") && stopped.has("class=\"stop"));
        let typed_in_chinese = gongkai::library::portal::escape("２０２６－０９－１８");
        assert!(somebody.get(&format!("/deadline?received={typed_in_chinese}")).await.has("2026年10月22日"));
        let open = somebody.get("/deadline?received=2026-09-18&sent=2026-09-21").await;
        assert!(open.has("还算不出"));
        let wrong = somebody.get("/deadline?received=2026-09-18&sent=2026-09-30&answered=2026-09-21").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.has("<title>错误：") && wrong.has("href=\"#answered\"") && wrong.has("aria-invalid"));
    })
    .await;
}

#[tokio::test]
async fn a_fee_is_told_tier_by_tier() {
    on_both(async |office| {
        let mut somebody = Somebody::at(&office);
        assert!(somebody.get("/fee?how=item&n=33").await.has("2,600元"));
        assert!(somebody.get("/fee?how=page&n=128").await.has("1,260元"));
        let typed_in_chinese = format!("/fee?how=page&n={}", gongkai::library::portal::escape("　１２８ "));
        assert!(somebody.get(&typed_in_chinese).await.has("1,260元"));
        assert_eq!(somebody.get("/fee?how=item&n=+").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let wrong = somebody.get("/fee?how=item&n=%3Cb%3E").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!wrong.has("value=\"<b>"));
    })
    .await;
}

#[tokio::test]
async fn large_type_stays_and_leads_to_no_other_site() {
    on_both(async |office| {
        let mut somebody = Somebody::at(&office);
        let switched = somebody.get("/deadline?received=2026-09-18&care=1").await;
        assert_eq!(switched.location(), "/deadline?received=2026-09-18");
        assert!(somebody.get("/fee").await.has("<html lang=\"zh-Hans\" data-care"));
        somebody.get("/?care=0").await;
        assert!(!somebody.get("/fee").await.has("data-care"));
        let elsewhere = somebody.get("//example.org/?care=1").await;
        assert!(!elsewhere.location().starts_with("//"), "{}", elsewhere.location());
        let elsewhere = somebody.get("/\\example.org/?care=1").await;
        assert_eq!(elsewhere.location(), "/example.org/");
    })
    .await;
}

#[tokio::test]
async fn who_reads_traditional_characters_gets_every_public_page_in_them_and_the_register_stays_as_it_is() {
    on_both(async |office| {
        let mut somebody = Somebody::at(&office);
        assert_eq!(somebody.get("/fee?script=hant").await.location(), "/fee");
        let page = somebody.get("/policies").await;
        assert!(page.has("<html lang=\"zh-Hant\"") && page.has("政策文件庫") && page.has("href=\"/requests/new\""));
        assert!(!page.has("库"), "a word stayed");
        assert!(somebody.get("/nowhere").await.has("找不到這一頁"), "what goes wrong is said so too");
        let found = somebody.get("/search?q=%E5%9B%BD").await;
        assert!(found.has("value=\"国\""), "what was typed stays as it was typed");
        somebody.get("/fee?script=hans").await;
        assert!(somebody.get("/policies").await.has("政策文件库"));
    })
    .await;
}

#[tokio::test]
async fn names_that_the_register_knows_are_no_words_in_traditional_characters() {
    on_both(async |office| {
        super::people::organ(&office, "shui").await;
        super::people::person(&office, None, "范志明", &[]).await;
        let mut somebody = Somebody::at(&office);
        somebody.get("/fee?script=hant").await;
        let page = somebody.get("/search?q=&v=%E8%8C%83%E5%BF%97%E6%98%8E%E8%A7%84%E8%8C%83").await;
        assert!(page.has("效力“范志明規範”"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn too_many_posts_are_told_to_wait() {
    on_both(async |office| {
        let post = Rate { burst: 2, every: Duration::from_secs(600) };
        let mut somebody = Somebody::with(&office, gongkai::guard::rate::Rates { post, ..unhurried() });
        for _ in 0..2 {
            assert_ne!(somebody.post("/signin", &[("csrf", "")]).await.status, StatusCode::TOO_MANY_REQUESTS);
        }
        let third = somebody.post("/signin", &[("csrf", "")]).await;
        assert_eq!(third.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(third.has("<title>错误：次数过多") && third.headers.contains_key(header::RETRY_AFTER));
    })
    .await;
}

#[tokio::test]
async fn the_map_of_the_site_counts_as_a_page_and_the_sign_of_life_does_not() {
    on_both(async |office| {
        let read = Rate { burst: 1, every: Duration::from_secs(600) };
        let mut somebody = Somebody::with(&office, gongkai::guard::rate::Rates { read, ..unhurried() });
        assert!(somebody.get("/sitemap.xml").await.has("/checks/A001</loc>"));
        for map in ["/sitemap.xml", "/robots.txt"] {
            assert_eq!(somebody.get(map).await.status, StatusCode::TOO_MANY_REQUESTS, "{map}");
        }
        assert_eq!(somebody.get("/health").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn whatever_is_refused_is_refused_with_a_page_in_chinese() {
    on_both(async |office| {
        let mut somebody = Somebody::at(&office);
        for address in ["/checks/%ff", "/reports?q=a&q=b", "/deadline?received=2026-09-18&received=2026-09-21"] {
            let page = somebody.get(address).await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST, "{address}");
            assert!(page.has("<title>错误：这个地址看不懂"), "{address}: {}", page.body);
        }
        for (address, fields) in [("/signin", [("user", "gu")]), ("/verify", [("paste", "words")])] {
            let page = somebody.post(address, &fields).await;
            assert!(page.status.is_client_error(), "{address}");
            assert!(page.has("没有读到上传的内容"), "{address}: {}", page.body);
        }
    })
    .await;
}
