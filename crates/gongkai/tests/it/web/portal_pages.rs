//! What pages of the portal say of themselves to machines, of their days, and of what a version changed.

use axum::http::{StatusCode, header};
use gongkai::{
    Office,
    publish::{content::Content, record::Words, write},
};
use gongkai_law::proactive::{kind::PublicationKind, release::PublicationStep};
use gongkai_store::PublicationId;

use super::{
    house::{Page, Somebody, month_later, on_both},
    publishing::{Bureau, begun, bureau, opened, reviewed, signed, step, whole},
};

/// Released on 12 October, and changed to this on 12 November.
async fn changed(office: &Office, bureau: &Bureau, first: &Content, then: &Content) -> PublicationId {
    let id = begun(office, bureau, PublicationKind::Normative, first).await;
    reviewed(office, bureau, id).await;
    signed(office, bureau, id).await;
    let later = Office { clock: month_later, ..office.clone() };
    step(&later, &bureau.writer, id, PublicationStep::Revised, &Words::default()).await.unwrap();
    let draft = opened(&later, id).await;
    write::write(&later, &bureau.writer, &draft, PublicationKind::Normative, then).await.unwrap();
    reviewed(&later, bureau, id).await;
    signed(&later, bureau, id).await;
    id
}

async fn place(office: &Office, id: PublicationId) -> String {
    format!("/items/{}", office.db.released(id).await.unwrap().index_number)
}

/// The contents of the tags of this name.
fn tags<'a>(page: &'a Page, name: &str) -> Vec<&'a str> {
    let begin = format!("<meta name=\"{name}\" content=\"");
    page.body.split(begin.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[tokio::test]
async fn the_day_of_release_is_that_of_the_first_wherever_it_is_said_and_a_change_has_a_day_of_its_own() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let then = Content { body: "第一条　每周检测一次。".to_owned(), ..whole("供水办法") };
        let id = changed(&office, &bureau, &whole("供水办法"), &then).await;
        let here = place(&office, id).await;
        let mut somebody = Somebody::at(&Office { clock: month_later, ..office.clone() });
        let page = somebody.get(&here).await;
        assert!(page.has("<dt>发布日期</dt><dd><time datetime=\"2026-10-12\">"), "{}", page.body);
        assert!(page.has("<dt>更新日期</dt><dd><time datetime=\"2026-11-12\">"), "{}", page.body);
        assert!(tags(&page, "PubDate")[0].starts_with("2026-10-12 "), "{}", page.body);
        for list in ["/", "/catalogue/A20_01", "/organs/shui"] {
            let page = somebody.get(list).await;
            let (_, line) = page.body.split_once(&format!("href=\"{here}\"")).unwrap();
            let line = line.split("</li>").next().unwrap();
            assert!(line.contains("</a><time datetime=\"2026-10-12\">"), "{list}: {line}");
            assert!(line.contains("2026-11-12</time>更新"), "{list}: {line}");
        }
        let table = somebody.get("/policies.csv").await.body;
        let (head, row) = table.trim_start_matches('\u{feff}').split_once('\n').unwrap();
        let at = |name: &str| head.trim().split(',').position(|column| column.trim_matches('"') == name).unwrap();
        let row: Vec<&str> = row.trim().split(',').map(|cell| cell.trim_matches('"')).collect();
        assert_eq!((row[at("发布日期")], row[at("更新日期")]), ("2026-10-12", "2026-11-12"));
        let library: serde_json::Value = serde_json::from_str(&somebody.get("/policies.json").await.body).unwrap();
        let whole = somebody.get(&format!("/api/v1/items/{id}")).await;
        let whole: serde_json::Value = serde_json::from_str(&whole.body).unwrap();
        let list: serde_json::Value = serde_json::from_str(&somebody.get("/api/v1/items").await.body).unwrap();
        for said in [&library["documents"][0], &whole, &list["items"][0]] {
            assert_eq!((&said["released"], &said["changed"]), (&"2026-10-12".into(), &"2026-11-12".into()), "{said}");
        }
        let feed = somebody.get("/feeds/latest.atom").await;
        assert!(feed.has("<published>2026-10-12T") && feed.has("<updated>2026-11-12T"), "{}", feed.body);
    })
    .await;
}

#[tokio::test]
async fn every_page_names_its_site_and_its_column_once_to_machines() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let id = begun(&office, &bureau, PublicationKind::Normative, &whole("供水办法")).await;
        let picture = gongkai_store::Upload { bytes: b"\x89PNG\r\n\x1a\n", media: "image/png" };
        let draft = opened(&office, id).await;
        write::attach(&office, &bureau.writer, &draft, ("示意图.png", picture)).await.unwrap();
        reviewed(&office, &bureau, id).await;
        signed(&office, &bureau, id).await;
        let post = gongkai::post::Post { site: "https://gk.qinghe.example".to_owned(), ..Default::default() };
        let office = Office { post: std::sync::Arc::new(post), ..office };
        let here = place(&office, id).await;
        let mut somebody = Somebody::at(&office);
        let column = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"];
        let pages = [
            ("/", ""),
            ("/policies", "政策文件库"),
            ("/catalogue/A20_15", gongkai_law::proactive::catalogue::of_key("A20_15").unwrap().title),
            ("/organs/shui", "公开单位"),
            ("/requests/new", "依申请公开"),
            ("/reports", "公开年报"),
            (&here, gongkai_law::proactive::catalogue::of_key("A20_01").unwrap().title),
        ];
        for (path, name) in pages {
            let page = somebody.get(path).await;
            assert_eq!(tags(&page, "SiteName"), ["青禾县政府信息公开"], "{path}");
            assert_eq!(tags(&page, "SiteDomain"), ["gk.qinghe.example"], "{path}");
            assert_eq!(tags(&page, "SiteIDCode"), ["0000000001"], "{path}");
            match name {
                "" => assert!(column.iter().all(|tag| tags(&page, tag).is_empty()), "the first page is no column"),
                name => {
                    assert_eq!(tags(&page, "ColumnName"), [name], "{path}");
                    let once = |tag: &&str| tags(&page, tag).len() == 1 && !tags(&page, tag)[0].is_empty();
                    assert!(column.iter().all(once), "{path}: {}", page.body);
                }
            }
        }
        let page = somebody.get(&here).await;
        let organ = office.db.organ(bureau.organ).await.unwrap().name;
        assert_eq!(tags(&page, "Author"), [organ.as_str()], "no department is named: the organ wrote it");
        let picture = tags(&page, "Image")[0].strip_prefix("https://gk.qinghe.example").unwrap();
        assert_eq!(somebody.get(picture).await.headers[header::CONTENT_TYPE], "image/png");
    })
    .await;
}

#[tokio::test]
async fn a_version_shows_which_words_it_took_out_and_which_it_put_in() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let first = Content {
            body: "第一条　每月检测一次。\n\n第二条　照旧。".to_owned(), ..whole("供水办法")
        };
        let body = "第一条　每周检测一次。\n\n第二条　照旧。\n\n第三条　<b>新</b>的一条。".to_owned();
        let then = Content { body, keywords: "供水".to_owned(), ..whole("农村供水办法") };
        let here = place(&office, changed(&office, &bureau, &first, &then).await).await;
        let mut somebody = Somebody::at(&Office { clock: month_later, ..office.clone() });
        let page = somebody.get(&here).await;
        let href = format!("{here}?v=2&from=1");
        assert!(page.has(&format!("href=\"{}\"", href.replace('&', "&#38;"))), "{}", page.body);
        let shown = somebody.get(&href).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
        assert!(shown.has("</span>月</del>") && shown.has("</span>周</ins>"), "{}", shown.body);
        assert!(shown.has("第二条　照旧。") && !shown.has("<b>新</b>") && shown.has("noindex"), "{}", shown.body);
        assert!(shown.has("<td data-th=\"原来\">供水办法</td><td data-th=\"改成\">农村供水办法</td>"));
        assert!(shown.has("<th scope=\"row\">关键词</th>") && !shown.has("<th scope=\"row\">文号</th>"));
        for wrong in ["?v=1&from=2", "?v=2&from=2", "?v=3&from=1", "?from=0", "?from=x"] {
            assert_eq!(somebody.get(&format!("{here}{wrong}")).await.status, StatusCode::NOT_FOUND, "{wrong}");
        }
        let slash = somebody.get(&format!("{here}/")).await;
        assert_eq!((slash.status, slash.location()), (StatusCode::MOVED_PERMANENTLY, here.as_str()));
        assert_eq!(somebody.get("/items/nowhere/2026-00001/").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn who_is_lost_is_led_on_and_a_program_is_told_in_plain_text() {
    on_both(async |office| {
        let mut somebody = Somebody::at(&office);
        for path in ["/subscriptions/new?kind=zz", "/mistakes/QH-ZC-2026-0001/x", "/no/such/page"] {
            let page = somebody.get(path).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
            assert!(page.has("href=\"/search\"") && !page.has("去找年报"), "{path}: {}", page.body);
        }
        assert!(somebody.get("/reports/nobody/2025").await.has("去找年报"));
        for path in ["/feeds/topics/zz.atom", "/feeds/organs/zz.atom", "/sitemap/items/zz"] {
            let page = somebody.get(path).await;
            let media = page.headers[header::CONTENT_TYPE].to_str().unwrap();
            assert!(media.starts_with("text/plain") && !page.has("<"), "{path} answers a program with a page: {media}");
            assert!(!page.status.is_success() && !page.body.is_empty(), "{path}");
        }
        let bureau = bureau(&office).await;
        let id = begun(&office, &bureau, PublicationKind::Notice, &whole("停水公告")).await;
        reviewed(&office, &bureau, id).await;
        signed(&office, &bureau, id).await;
        let (here, access) = (place(&office, id).await, somebody.get("/access").await);
        assert!(access.has("href=\"/mistakes/new?item=%2Faccess\""), "every page leads to it: {}", access.body);
        assert!(somebody.get("/mistakes/new").await.has("粘贴那一页的地址"));
        let unknown = somebody.get("/mistakes/new?item=none").await;
        assert!(unknown.status == StatusCode::UNPROCESSABLE_ENTITY && unknown.has("value=\"none\""));
        for typed in [here.trim_start_matches("/items/"), &format!("https%3A//gk.qinghe.example{here}%3Fv=1")] {
            let form = somebody.get(&format!("/mistakes/new?item={typed}")).await;
            assert!(form.status == StatusCode::OK && form.has("停水公告"), "{typed}: {}", form.body);
        }
        let access = somebody.get("/access").await;
        assert!(access.status == StatusCode::OK && access.has("关怀版") && access.has("第二十九条"));
    })
    .await;
}
