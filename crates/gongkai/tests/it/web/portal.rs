//! What everybody sees of what is published, and nothing of what is not: pages, files, tables and feeds.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use gongkai::{
    Office,
    publish::{content::Content, content::Link, out, record::Words, write},
};
use gongkai_law::proactive::{kind::PublicationKind, release::PublicationStep};
use gongkai_store::{PublicationId, Upload};
use jiff::{Timestamp, civil::date};

use super::{
    house::{Page, Somebody, month_later, on_both},
    publishing::{Bureau, begun, bureau, opened, reviewed, signed, step, whole},
};

pub async fn out_now(office: &Office, bureau: &Bureau, kind: PublicationKind, content: &Content) -> PublicationId {
    let id = begun(office, bureau, kind, content).await;
    reviewed(office, bureau, id).await;
    signed(office, bureau, id).await;
    id
}

async fn place(office: &Office, id: PublicationId) -> String {
    format!("/items/{}", office.db.released(id).await.unwrap().index_number)
}

/// What stands in a page after this, up to the end of its element.
fn after<'a>(page: &'a Page, words: &str) -> &'a str {
    let (_, rest) = page.body.split_once(words).unwrap_or_else(|| panic!("no {words} in {}", page.body));
    rest.split("</").next().unwrap()
}

#[tokio::test]
async fn a_publication_says_whose_it_is_when_it_was_formed_and_how_soon_it_came_out() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let content = Content {
            summary: "规定供水的责任。".to_owned(),
            keywords: "供水；水价".to_owned(),
            theme: "农业、水利".to_owned(),
            ..whole("农村供水<管理>办法")
        };
        let id = out_now(&office, &bureau, PublicationKind::Normative, &content).await;
        let mut somebody = Somebody::at(&office);
        let here = place(&office, id).await;
        let page = somebody.get(&here).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.has("<h2>第一章</h2>") && page.has("（此件公开发布）"), "{}", page.body);
        assert!(after(&page, "<dt>索引号</dt><dd>").ends_with("/2026-00001"));
        // formed on Monday 28 September; the holiday of October lies between, Saturday 10 October was worked
        assert!(page.has("2026年10月12日</time>（形成后第6个工作日）"), "{}", page.body);
        assert!(page.has("主动公开，面向全社会") && page.has("<b>现行有效</b>") && page.has("农业、水利"));
        assert!(!page.has("<管理>") && page.has("农村供水&#60;管理&#62;办法"), "a title is text");
        for tag in
            ["SiteName", "ColumnName", "ArticleTitle", "PubDate", "ContentSource", "Keywords", "Description", "Url"]
        {
            assert!(page.has(&format!("<meta name=\"{tag}\"")), "{tag}");
        }
        let json: serde_json::Value = serde_json::from_str(after(&page, "ld+json\">")).unwrap();
        assert_eq!(json["name"], "农村供水<管理>办法");
        assert_eq!(json["legislationLegalForce"], "InForce");
        let known = somebody.get(&format!("/items/{id}?v=1")).await;
        assert_eq!((known.status, known.location()), (StatusCode::PERMANENT_REDIRECT, &*format!("{here}?v=1")));
        let escaped = somebody.get(&here.replace("/2026", "%2F2026")).await;
        assert_eq!(escaped.status, StatusCode::OK, "a proxy may escape the slash of a number");
    })
    .await;
}

#[tokio::test]
async fn a_file_comes_with_its_name_and_type_once_and_goes_with_its_publication() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let id = begun(&office, &bureau, PublicationKind::General, &whole("工程名录")).await;
        let upload = Upload { bytes: b"<script>alert(1)</script>", media: "text/html" };
        let draft = opened(&office, id).await;
        write::attach(&office, &bureau.writer, &draft, ("名录.html", upload)).await.unwrap();
        let mut somebody = Somebody::at(&office);
        let file = format!("/items/{id}/files/0");
        assert_eq!(somebody.get(&file).await.status, StatusCode::NOT_FOUND, "a draft's file is nobody's");
        reviewed(&office, &bureau, id).await;
        signed(&office, &bureau, id).await;
        assert!(somebody.get(&place(&office, id).await).await.has("HTML，25 B"));
        let sent = somebody.get(&file).await;
        let disposition = sent.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert!(disposition.starts_with("attachment;") && disposition.ends_with("%E5%90%8D%E5%BD%95.html"));
        assert_eq!(sent.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        let again = Request::get(&file).header(header::IF_NONE_MATCH, &sent.headers[header::ETAG]);
        assert_eq!(somebody.send(again.body(Body::empty()).unwrap()).await.status, StatusCode::NOT_MODIFIED);
        out::withdraw(&office, &bureau.signer, &opened(&office, id).await, "名录有误").await.unwrap();
        assert_eq!(somebody.get(&file).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_publication_is_taken_along_as_a_file_that_says_whether_it_is_in_force() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let body = "# 第一章　总则\n\n第一条　为了加强农村供水管理。\n\n| 指标 | 结果 |\n| 浊度 | 合格 |";
        let content = Content {
            number: "青政发〔2026〕9号".to_owned(),
            repealed: Some(date(2026, 10, 1)),
            body: body.to_owned(),
            ..whole("农村供水<管理>办法")
        };
        let id = out_now(&office, &bureau, PublicationKind::Normative, &content).await;
        let mut somebody = Somebody::at(&office);
        let page = somebody.get(&place(&office, id).await).await;
        for ending in ["docx", "pdf"] {
            let file = format!("/items/{id}/paper.{ending}");
            assert!(page.has(&format!("href=\"{file}\" download")), "{}", page.body);
            let sent = somebody.get(&file).await;
            assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
            let read = gongkai_gate::examine(&format!("办法.{ending}"), &sent.bytes, &gongkai_gate::Rules::default());
            assert!(read.findings.is_empty(), "what we make ourselves has nothing in it that must not go out");
            let text: String = read.text.split_whitespace().collect();
            for words in [
                "农村供水<管理>办法",
                "青政发〔2026〕9号",
                "已废止",
                "2026年10月1日起废止",
                "第一条",
                "浊度",
                "（此件公开发布）",
                "索引号：",
            ] {
                assert!(text.contains(words), "{ending} has no {words}: {text}");
            }
            let again = Request::get(&file).header(header::IF_NONE_MATCH, &sent.headers[header::ETAG]);
            assert_eq!(somebody.send(again.body(Body::empty()).unwrap()).await.status, StatusCode::NOT_MODIFIED);
        }
        out::withdraw(&office, &bureau.signer, &opened(&office, id).await, "发错").await.unwrap();
        assert_eq!(somebody.get(&format!("/items/{id}/paper.docx")).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn what_was_taken_down_says_why_and_nothing_of_its_text_and_what_never_was_is_not_found() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let id = out_now(&office, &bureau, PublicationKind::Notice, &whole("停水公告")).await;
        let here = place(&office, id).await;
        out::withdraw(&office, &bureau.signer, &opened(&office, id).await, "时间写错").await.unwrap();
        let mut somebody = Somebody::at(&office);
        for path in [here.clone(), format!("{here}?v=1")] {
            let page = somebody.get(&path).await;
            assert_eq!(page.status, StatusCode::GONE, "{path}");
            assert!(page.has("时间写错") && page.has("停水公告") && page.has("2026年10月12日"), "{}", page.body);
            assert!(!page.has("每月检测") && page.has("noindex"), "{path} gives what was taken down");
        }
        for path in ["/catalogue/A20_15", "/feeds/latest.atom", "/sitemap/items/1", "/"] {
            assert!(!somebody.get(path).await.has("停水公告"), "{path}");
        }
        let unknown = somebody.get("/items/none/2026-00099").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        assert!(unknown.has("action=\"/search\"") && unknown.has("href=\"/requests/new\"") && unknown.has("索引号"));
    })
    .await;
}

#[tokio::test]
async fn an_old_version_says_so_at_its_top_and_the_address_has_the_new_one() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let id = out_now(&office, &bureau, PublicationKind::Normative, &whole("供水办法")).await;
        let later = Office { clock: month_later, ..office.clone() };
        step(&later, &bureau.writer, id, PublicationStep::Revised, &Words::default()).await.unwrap();
        let new = Content { body: "第一条　每周检测一次。".to_owned(), ..whole("供水办法") };
        let draft = opened(&later, id).await;
        write::write(&later, &bureau.writer, &draft, PublicationKind::Normative, &new).await.unwrap();
        let here = place(&office, id).await;
        let mut somebody = Somebody::at(&later);
        assert!(!somebody.get(&here).await.has("每周检测"), "a draft of the new version is nobody's");
        reviewed(&later, &bureau, id).await;
        signed(&later, &bureau, id).await;
        let now = somebody.get(&here).await;
        assert!(now.has("每周检测") && now.has("<dt>更新日期</dt>") && !now.has("不是现在的"), "{}", now.body);
        let old = somebody.get(&format!("{here}?v=1")).await;
        assert!(old.has("2026年10月12日发布的第1版，不是现在的") && old.has("每月检测") && !old.has("每周检测"));
        assert!(old.has("noindex") && old.has(&format!("<link rel=\"canonical\" href=\"{here}\">")), "{}", old.body);
        for wrong in ["3", "0", "x", "99999999999"] {
            assert_eq!(somebody.get(&format!("{here}?v={wrong}")).await.status, StatusCode::NOT_FOUND, "{wrong}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_document_leads_to_what_explains_it_and_to_what_took_its_place() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let old = out_now(&office, &bureau, PublicationKind::Normative, &whole("村镇供水规定")).await;
        let to = |id: PublicationId, relation: &str| Link { to: id.to_string(), relation: relation.to_owned() };
        let new =
            Content { from: Some(date(2026, 11, 12)), links: vec![to(old, "replaces")], ..whole("农村供水办法") };
        let new = out_now(&office, &bureau, PublicationKind::Normative, &new).await;
        let reading = Content {
            fields: [("form".to_owned(), "图解".to_owned())].into(),
            links: vec![to(new, "interprets")],
            ..whole("一图读懂农村供水")
        };
        let reading = out_now(&office, &bureau, PublicationKind::Interpretation, &reading).await;
        let (old, new, reading) = (place(&office, old).await, place(&office, new).await, place(&office, reading).await);
        let mut somebody = Somebody::at(&office);
        let before = somebody.get(&old).await;
        assert!(
            before.has("将于2026年11月12日废止") && before.has(&format!("代替它的：<a href=\"{new}\">农村供水办法"))
        );
        let page = somebody.get(&new).await;
        assert!(page.has("<b>尚未施行</b>") && page.has("自2026年11月12日起施行"), "{}", page.body);
        assert!(page.has("<h2 id=\"h-int\">解读</h2>") && page.has(&reading) && page.has("图解"));
        assert!(somebody.get(&reading).await.has("解读的文件"));
        let later = Office { clock: month_later, ..office.clone() };
        somebody.moved_to(&later);
        assert!(somebody.get(&old).await.has("<b>已废止</b>2026年11月12日起废止"), "before the night's work as well");
        assert!(somebody.get(&new).await.has("<b>现行有效</b>"));
    })
    .await;
}

fn two_years_on() -> Timestamp {
    "2028-10-12T04:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn the_catalogue_tells_what_is_there_what_is_stale_and_what_is_missing_and_its_tables_say_the_same() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        out_now(&office, &bureau, PublicationKind::Fee, &{
            Content { fields: [("standard".to_owned(), "见表".to_owned())].into(), ..whole("收费清单") }
        })
        .await;
        let mut somebody = Somebody::at(&office);
        let tags = |page: &Page| {
            ["齐全", "超期未更新", "空缺"].map(|tag| page.body.matches(&format!("\">{tag}</span></td>")).count())
        };
        let page = somebody.get("/catalogue?organ=shui").await;
        assert_eq!(tags(&page), [1, 0, 15 + 7 - 1], "{}", page.body);
        assert!(page.has("（八）行政事业性收费</a></th><td class=\"num\" data-th=\"条数\">1</td>"));
        let later = Office { clock: two_years_on, ..office.clone() };
        somebody.moved_to(&later);
        assert_eq!(tags(&somebody.get("/catalogue?organ=shui").await), [0, 1, 21]);
        let json: serde_json::Value =
            serde_json::from_str(&somebody.get("/catalogue.json?organ=shui").await.body).unwrap();
        let fee = json["categories"].as_array().unwrap().iter().find(|row| row["key"] == "A20_08").unwrap();
        assert_eq!((&fee["count"], &fee["coverage"]), (&1.into(), &"超期未更新".into()));
        let csv = somebody.get("/catalogue.csv?organ=shui").await;
        assert!(
            csv.has("\"A20_08\",\"行政事业性收费\"")
                && csv.headers[header::CONTENT_TYPE].to_str().unwrap().contains("csv")
        );
        assert_eq!(somebody.get("/catalogue?organ=nobody").await.status, StatusCode::NOT_FOUND);
        assert_eq!(somebody.get("/catalogue/A20_99").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_category_is_turned_page_by_page_and_every_item_is_met_once() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        for n in 0..28 {
            out_now(&office, &bureau, PublicationKind::General, &whole(&format!("第{n}号信息。"))).await;
        }
        let mut somebody = Somebody::at(&office);
        let (mut path, mut met) = ("/catalogue/A20_15?organ=shui".to_owned(), Vec::new());
        for _ in 0..2 {
            let page = somebody.get(&path).await;
            assert!(page.has("现有28条"), "{}", page.body);
            met.extend((0..28).filter(|n| page.has(&format!(">第{n}号信息。</a>"))));
            let Some((before, _)) = page.body.split_once("\" rel=\"next\"") else { break };
            path = before.rsplit_once("href=\"").unwrap().1.replace("&#38;", "&");
        }
        met.sort_unstable();
        assert_eq!(met, (0..28).collect::<Vec<_>>());
        assert_eq!(somebody.get("/catalogue/A20_15?after=nonsense").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn the_policy_library_is_told_apart_by_validity_organ_year_and_theme_and_given_away_whole() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let content = |title: &str, year: i16, theme: &str| Content {
            formed: Some(date(year, 9, 1)),
            theme: theme.to_owned(),
            number: format!("青水发〔{year}〕{}号", title.chars().count()),
            ..whole(title)
        };
        out_now(&office, &bureau, PublicationKind::Normative, &content("供水办法", 2026, "水利／供水")).await;
        let ending =
            Content { until: Some(date(2026, 12, 1)), ..content("堤防养护规定", 2024, "水利／堤防") };
        out_now(&office, &bureau, PublicationKind::Regulation, &ending).await;
        let not_yet = Content { from: Some(date(2027, 1, 1)), ..content("100%节水办法", 2026, "农业_节水") };
        out_now(&office, &bureau, PublicationKind::Normative, &not_yet).await;
        out_now(&office, &bureau, PublicationKind::Notice, &content("停水通知", 2026, "水利／供水")).await;
        let mut somebody = Somebody::at(&office);
        let escape = gongkai::library::portal::escape;
        let all = ["供水办法", "堤防养护规定", "100%节水办法"];
        for (query, expected) in [
            (String::new(), &all[..]),
            ("v=in_force".to_owned(), &all[..2]),
            ("v=not_yet".to_owned(), &all[2..]),
            ("y=2024&o=shui".to_owned(), &all[1..2]),
            ("k=regulation".to_owned(), &all[1..2]),
            ("s=end".to_owned(), &all[1..2]),
            (format!("t={}", escape("水利")), &all[..2]),
            (format!("t={}", escape("堤防")), &all[1..2]),
            (format!("t={}", escape("农业_")), &all[2..]),
            (format!("t={}", escape("农业%")), &[]),
            (format!("t={}", escape("\"\\")), &[]),
            ("y=2019".to_owned(), &[]),
        ] {
            let page = somebody.get(&format!("/policies?{query}")).await;
            let found: Vec<_> = all.into_iter().filter(|title| page.has(&format!("\">{title}</a>"))).collect();
            assert_eq!(found, expected, "{query}");
            assert!(!page.has("停水通知"), "a notice is no policy");
        }
        let page = somebody.get("/policies").await;
        assert!(page.has("今年还有1件到期") && page.has("现行有效 <span class=\"num\">2</span>"), "{}", page.body);
        let json: serde_json::Value = serde_json::from_str(&somebody.get("/policies.json").await.body).unwrap();
        let titles: Vec<_> = json["documents"].as_array().unwrap().iter().map(|row| row["title"].clone()).collect();
        assert_eq!(titles.len(), 3, "{titles:?}");
        let csv = somebody.get("/policies.csv").await;
        assert_eq!(csv.body.lines().count(), 4, "{}", csv.body);
        assert!(csv.has("\"堤防养护规定\"") && csv.has("\"2026-12-01\"") && csv.has("\"尚未施行\""));
    })
    .await;
}

#[tokio::test]
async fn nothing_in_work_is_anywhere_and_what_is_out_is_everywhere() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let draft = begun(&office, &bureau, PublicationKind::Normative, &whole("机密草稿")).await;
        reviewed(&office, &bureau, draft).await;
        let id = out_now(&office, &bureau, PublicationKind::Normative, &whole("公开的办法")).await;
        let mut somebody = Somebody::at(&office);
        let here = place(&office, id).await;
        for path in [
            "/",
            "/catalogue/A20_01",
            "/policies",
            "/policies.csv",
            "/policies.json",
            "/organs/shui",
            "/feeds/latest.atom",
            "/feeds/organs/shui.atom",
            "/feeds/topics/A20_01.atom",
        ] {
            let page = somebody.get(path).await;
            assert!(page.has("公开的办法") && page.has(&here), "{path}: {}", page.body);
            assert!(!page.has("机密草稿"), "{path}");
        }
        assert_eq!(somebody.get(&format!("/items/{draft}")).await.status, StatusCode::NOT_FOUND);
        let map = somebody.get("/sitemap/items").await;
        assert!(map.has("/sitemap/items/1</loc>") && somebody.get("/robots.txt").await.has("/sitemap/items"));
        let map = somebody.get("/sitemap/items/1").await;
        assert!(map.has(&format!("{here}</loc>")) && map.body.matches("<url>").count() == 1, "{}", map.body);
        for path in ["/sitemap/items/2", "/sitemap/items/0", "/feeds/organs/shui", "/feeds/topics/x.atom"] {
            assert_eq!(somebody.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let feed = somebody.get("/feeds/latest.atom").await;
        assert!(
            feed.has("<updated>2026-10-12T04:00:00Z</updated>")
                && feed.headers[header::CONTENT_TYPE] == "application/atom+xml; charset=utf-8"
        );
    })
    .await;
}

#[tokio::test]
async fn an_organs_home_and_guide_say_how_to_reach_it_and_since_when_that_is_so() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let later = Office { clock: month_later, ..office.clone() };
        let organ = office.db.organ(bureau.organ).await.unwrap();
        let mut act = later.db.act(bureau.head.actor(), gongkai_store::Moment(later.now_ms())).await.unwrap();
        let head = gongkai::letters::head::Letterhead {
            phone: "0000-555 0166".to_owned(),
            address: "南堤路9号".to_owned(),
            ..Default::default()
        };
        head.keep(&mut act, &organ).await.unwrap();
        act.commit().await.unwrap();
        let mut somebody = Somebody::at(&later);
        for path in ["/organs/shui", "/organs/shui/guide", "/guide"] {
            let page = somebody.get(path).await;
            assert!(
                page.has("0000-555 0166") && page.has("南堤路9号") && page.has(&organ.name),
                "{path}: {}",
                page.body
            );
        }
        let guide = somebody.get("/organs/shui/guide").await;
        assert!(guide.has("最近一次改动在<time datetime=\"2026-11-12\">"), "{}", guide.body);
        // art. 31: a signature of ours, or a word with the applicant
        assert!(guide.has("我们签收的当天") && guide.body.matches("与您确认收到的当天").count() == 4);
        assert!(guide.has("每月10件以内、每件30页以内不收") && guide.has("20个工作日内答复"));
        assert!(somebody.get("/organs").await.has("href=\"/organs/shui\""));
        assert!(somebody.get("/rules").await.has("国务院令第711号"));
        assert_eq!(somebody.get("/organs/nobody").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn what_was_issued_and_repealed_in_a_year_and_is_in_force_is_counted_and_leads_to_the_documents() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let repealed = Content { repealed: Some(date(2026, 10, 1)), ..whole("老的供水规定") };
        let lapsed = Content { until: Some(date(2026, 10, 5)), ..whole("供水试行办法") };
        for content in [whole("农村供水管理办法"), repealed, lapsed] {
            out_now(&office, &bureau, PublicationKind::Normative, &content).await;
        }
        out_now(&office, &bureau, PublicationKind::Regulation, &whole("供水条例实施细则")).await;
        out_now(&office, &bureau, PublicationKind::Notice, &whole("停水公告")).await;
        super::people::person(&office, Some(bureau.organ), "zhou", &["head"]).await;
        let mut zhou = super::people::sign_in(&office, "zhou", super::desk::PASSWORD).await.0;
        let page = zhou.get("/desk/figures").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        // what lapsed is neither repealed nor in force; of a year before, nothing had been formed
        for (row, column, n) in [
            ("normative", "issued", 3),
            ("normative", "repealed", 1),
            ("normative", "in_force", 1),
            ("regulation", "issued", 1),
            ("regulation", "in_force", 1),
        ] {
            let here = format!("/desk/figures/documents?year=2026&edition=2021&row={row}&column={column}");
            assert!(
                page.has(&format!("<a href=\"{}\">{n}</a>", here.replace('&', "&#38;"))),
                "{row} {column} {}",
                page.body
            );
            let list = zhou.get(&here).await;
            assert!(list.has(&format!("　{n}件</h1>")) && !list.has("停水公告"), "{}", list.body);
            let file = zhou.get(&here.replace("documents?", "documents.csv?")).await;
            assert_eq!(file.body.lines().count(), 1 + n, "{}", file.body);
        }
        assert!(zhou.get("/desk/figures/documents?row=normative&column=in_force").await.has("农村供水管理办法"));
        let before = zhou.get("/desk/figures?year=2025").await;
        assert!(!before.has("/desk/figures/documents"), "{}", before.body);
        let none = zhou.get("/desk/figures/documents?row=notice&column=issued").await;
        assert_eq!(none.status, StatusCode::NOT_FOUND, "a notice is in no row of table 2");
    })
    .await;
}

#[tokio::test]
async fn a_tombstone_bears_the_title_that_everybody_saw_last_and_leads_to_an_application_for_it() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let (general, writer) = (PublicationKind::General, &bureau.writer);
        let id = out_now(&office, &bureau, general, &whole("灌区轮灌安排")).await;
        for (title, goes_out) in [("灌区秋季轮灌安排", true), ("灌区冬季轮灌安排", false)] {
            step(&office, writer, id, PublicationStep::Revised, &Words::default()).await.unwrap();
            write::write(&office, writer, &opened(&office, id).await, general, &whole(title)).await.unwrap();
            if goes_out {
                reviewed(&office, &bureau, id).await;
                signed(&office, &bureau, id).await;
            }
        }
        let here = place(&office, id).await;
        out::withdraw(&office, &bureau.signer, &opened(&office, id).await, "安排取消").await.unwrap();
        let mut reader = Somebody::at(&office);
        let stone = reader.get(&here).await;
        assert_eq!(stone.status, StatusCode::GONE);
        assert_eq!(after(&stone, "<dt>原标题</dt><dd>"), "灌区秋季轮灌安排", "neither the first one nor the draft");
        let apply = stone.body.split("href=\"").find(|part| part.starts_with("/requests/new?")).unwrap();
        let apply = apply.split('"').next().unwrap().replace("&#38;", "&");
        let start = reader.get(&apply).await;
        assert!(start.has("《灌区秋季轮灌安排》") && start.has("已从网上撤下"), "{}", start.body);
    })
    .await;
}
