//! What readers find wrong: from the link on the page to the answer, and the change of what was wrong.

use axum::http::StatusCode;
use gongkai::{Office, post::send, publish::record::Words, requests::night};
use gongkai_law::proactive::{kind::PublicationKind, release::PublicationStep};
use gongkai_store::{PublicationId, Scope, journal};

use super::{
    desk::PASSWORD,
    house::{Page, Somebody, on_both},
    matters::given,
    people::{organ, person, sign_in},
    post::{Server, free_port, with_mail},
    publishing::{Bureau, begun, bureau, reviewed, signed, step, whole},
    requests::follow,
};

const WRONG: &str = "出厂水写成每月检测一次，第三条说每周一次";

async fn published(office: &Office) -> (Bureau, PublicationId) {
    let bureau = bureau(office).await;
    let id = begun(office, &bureau, PublicationKind::General, &whole("供水公告")).await;
    reviewed(office, &bureau, id).await;
    signed(office, &bureau, id).await;
    (bureau, id)
}

/// Sends the form that the page of the publication leads to.
async fn find(somebody: &mut Somebody, id: PublicationId, fields: &[(&str, &str)]) -> Page {
    let page = somebody.get(&format!("/mistakes/new?item={id}")).await;
    let (_, once) = page.body.split_once("name=\"once\" value=\"").unwrap();
    let (item, once) = (id.to_string(), once.split_once('"').unwrap().0.to_owned());
    let csrf = page.csrf();
    let known = [("csrf", csrf.as_str()), ("once", &once), ("item", &item)];
    let all: Vec<_> = known.into_iter().chain(fields.iter().copied()).collect();
    somebody.post("/mistakes/new", &all).await
}

/// What is wrong on a page, sent by the form to which the foot of that page leads.
async fn find_on(somebody: &mut Somebody, path: &str, words: &str) -> Page {
    let page = somebody.get(path).await;
    let (_, link) = page.body.split_once("<a href=\"/mistakes/new?item=").unwrap_or_else(|| panic!("{}", page.body));
    let form = somebody.get(&format!("/mistakes/new?item={}", link.split_once('"').unwrap().0)).await;
    let value = |name: &str| {
        let (_, rest) = form.body.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    };
    let (csrf, once, item) = (form.csrf(), value("once"), value("item"));
    somebody.post("/mistakes/new", &[("csrf", &csrf), ("once", &once), ("item", &item), ("words", words)]).await
}

/// Found, with an address; its number and code.
async fn found(somebody: &mut Somebody, id: PublicationId) -> (String, String) {
    let fields = [("place", "第一条"), ("words", WRONG), ("email", "lin@yundu.example")];
    let sent = find(somebody, id, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    given(&somebody.get(sent.location()).await)
}

async fn at(office: &Office, name: &str) -> Somebody {
    sign_in(office, name, PASSWORD).await.0
}

/// Another release of it.
async fn mend(office: &Office, bureau: &Bureau, id: PublicationId) {
    step(office, &bureau.writer, id, PublicationStep::Revised, &Words::default()).await.unwrap();
    reviewed(office, bureau, id).await;
    signed(office, bureau, id).await;
}

async fn act(somebody: &mut Somebody, number: &str, act: &str, fields: &[(&str, &str)]) -> Page {
    let here = format!("/desk/mistakes/{number}");
    let csrf = somebody.get(&here).await.csrf();
    let all: Vec<_> = [("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied()).collect();
    somebody.post(&format!("{here}/{act}"), &all).await
}

#[tokio::test]
async fn what_a_reader_finds_wrong_is_answered_and_one_act_opens_the_change_of_it() {
    on_both(async |office| {
        let (bureau, id) = published(&office).await;
        let mut reader = Somebody::at(&office);
        let page = reader.get(&format!("/items/{id}")).await;
        let page = reader.get(page.location()).await;
        assert!(page.has(&format!("href=\"/mistakes/new?item={id}\"")), "{}", page.body);
        let short = find(&mut reader, id, &[("words", "错了"), ("place", "附件2")]).await;
        assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            short.has("至少5个字") && short.has("value=\"附件2\"") && short.has(">错了</textarea>"),
            "{}",
            short.body
        );
        let (number, code) = found(&mut reader, id).await;
        assert_eq!(number, "SHUI-ZC-2026-0001");
        // Monday 12 October, and three working days
        assert!(reader.get(&format!("/mistakes/{number}")).await.has("2026年10月15日"));

        let mut gu = at(&office, "gu").await;
        let list = gu.get("/desk/mistakes").await;
        assert!(list.has(&number) && list.has("供水公告") && list.has("2026年收到1件，已答复0件"), "{}", list.body);
        let here = format!("/desk/mistakes/{number}");
        let file = gu.get(&here).await;
        assert!(file.has(WRONG) && file.has("l***@yundu.example") && !file.has("lin@yundu"), "{}", file.body);
        let empty = act(&mut gu, &number, "answer", &[("answer", "已经改正，谢谢")]).await;
        assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.has("请选核对的结果"), "{}", empty.body);
        assert!(empty.has(">已经改正，谢谢</textarea>"), "what was typed is still there");

        let revised = act(&mut gu, &number, "revise", &[]).await;
        assert_eq!(revised.location(), format!("/desk/publications/{id}/write"), "{}", revised.body);
        let draft = gu.get(&format!("/desk/publications/{id}")).await;
        assert!(draft.has("开始修订") && draft.has(&format!("有人找错：{number}")), "{}", draft.body);
        assert!(gu.get(&here).await.has("已经在改"));

        let said = [("outcome", "mending"), ("answer", "第一条写错了，正在改为每周一次。")];
        assert_eq!(act(&mut gu, &number, "answer", &said).await.status, StatusCode::SEE_OTHER);
        assert_eq!(act(&mut gu, &number, "answer", &said).await.status, StatusCode::CONFLICT, "answered once");
        let mut elsewhere = Somebody::at(&office);
        let opened = follow(&mut elsewhere, &number, &code).await;
        let page = elsewhere.get(opened.location()).await;
        assert!(page.has("确有错误，正在改") && page.has("正在改为每周一次"), "{}", page.body);
        assert!(!gu.get("/desk/mistakes").await.has(&number) && gu.get("/desk/mistakes?v=all").await.has(&number));
        let rows = journal::rows(&office.db, 0, 200).await.unwrap();
        let row = |act: &str| rows.iter().find(|row| row.act == act).unwrap_or_else(|| panic!("{act}"));
        assert_eq!(row("mistake.add").actor, "public");
        assert_eq!(row("mistake.answer").actor, bureau.writer.actor().to_string());
    })
    .await;
}

#[tokio::test]
async fn a_mistake_is_its_own_organs_to_answer_and_whoever_looks_at_the_contact_leaves_a_trace() {
    on_both(async |office| {
        let (_, id) = published(&office).await;
        let other = organ(&office, "lin").await;
        person(&office, Some(other), "he", &["officer", "head"]).await;
        let (number, _) = found(&mut Somebody::at(&office), id).await;
        let sealed = office.db.mistake_numbered(&number, Scope::All).await.unwrap().sealed.unwrap();
        assert!(!String::from_utf8_lossy(&sealed).contains("yundu"), "no address lies open in the register");
        let here = format!("/desk/mistakes/{number}");
        assert_eq!(at(&office, "he").await.get(&here).await.status, StatusCode::NOT_FOUND);
        assert_eq!(Somebody::at(&office).get(&here).await.status, StatusCode::UNAUTHORIZED);
        let stranger = Somebody::at(&office).get(&format!("/mistakes/{number}")).await;
        assert_eq!(stranger.location(), format!("/requests/follow?n={number}"));
        let shown = act(&mut at(&office, "gu").await, &number, "reveal", &[]).await;
        assert!(shown.has("lin@yundu.example"), "{}", shown.body);
        let rows = journal::rows(&office.db, 0, 200).await.unwrap();
        assert!(rows.iter().any(|row| row.act == "mistake.reveal"));
        let gone = Somebody::at(&office).get("/mistakes/QH-ZC-2026-0009%0d").await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn the_term_shows_before_it_is_over_and_what_was_late_is_counted_for_good() {
    on_both(async |mut office| {
        let (_, id) = published(&office).await;
        let (number, _) = found(&mut Somebody::at(&office), id).await;
        office.clock = || "2026-10-15T04:00:00Z".parse().unwrap();
        let list = at(&office, "gu").await.get("/desk/mistakes").await;
        assert!(list.has("今天到期") && list.has("没有逾期的"), "{}", list.body);
        assert!(at(&office, "gu").await.get("/desk/today").await.has("读者找错待答复"));
        assert_eq!(night::run(&office).await.unwrap().unwrap().mistakes, 1);
        office.clock = || "2026-10-16T04:00:00Z".parse().unwrap();
        let mut gu = at(&office, "gu").await;
        let list = gu.get("/desk/mistakes").await;
        assert!(list.has("已经逾期") && list.has("逾期1件"), "{}", list.body);
        let said = [("outcome", "right"), ("answer", "核对过原件，没有错。")];
        assert_eq!(act(&mut gu, &number, "answer", &said).await.status, StatusCode::SEE_OTHER);
        let all = gu.get("/desk/mistakes?v=all").await;
        assert!(all.has("逾期答复") && all.has("已答复1件，逾期1件"), "{}", all.body);
    })
    .await;
}

#[tokio::test]
async fn one_address_does_not_fill_the_queue_and_a_form_sent_twice_makes_one() {
    on_both(async |mut office| {
        let (_, id) = published(&office).await;
        let mut flood = Somebody::from(&office, "203.0.113.7");
        for n in 0..30 {
            let words = format!("第{n}处写错了");
            assert_eq!(find(&mut flood, id, &[("words", &words)]).await.status, StatusCode::SEE_OTHER);
        }
        let full = find(&mut flood, id, &[("words", "还有一处写错")]).await;
        assert!(full.status == StatusCode::UNPROCESSABLE_ENTITY && full.has("最多提交30次"), "{}", full.body);
        assert!(full.has(">还有一处写错</textarea>"));
        let mut other = Somebody::from(&office, "198.51.100.9");
        let csrf = other.get(&format!("/mistakes/new?item={id}")).await.csrf();
        let item = id.to_string();
        let fields = [("csrf", csrf.as_str()), ("once", "one-form"), ("item", &item), ("words", WRONG)];
        let first = other.post("/mistakes/new", &fields).await;
        let second = other.post("/mistakes/new", &fields).await;
        assert_eq!(first.location(), second.location());
        assert_eq!(office.db.mistake_count(Scope::All, true).await.unwrap(), 31);
        office.clock = || "2026-10-13T04:00:01Z".parse().unwrap();
        gongkai::purge(&office).await.unwrap();
        assert_eq!(find(&mut flood, id, &[("words", "明天又找到一处")]).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn who_left_an_address_gets_the_answer_by_mail_once_and_is_forgotten_ninety_days_later() {
    let Some(_) = Server::start(free_port()) else { return };
    on_both(async |office| {
        let server = Server::start(free_port()).unwrap();
        let mut office = with_mail(office, server.port);
        let (bureau, id) = published(&office).await;
        let (number, _) = found(&mut Somebody::at(&office), id).await;
        assert_eq!(send::turn(&office).await.unwrap().sent, 0, "nothing is said before there is something to say");
        let said = [("outcome", "mended"), ("answer", "已改为每周一次。")];
        let early = act(&mut at(&office, "gu").await, &number, "answer", &said).await;
        assert!(early.status == StatusCode::CONFLICT && early.has("改过的还没有发布"), "{}", early.body);
        assert!(early.has(">已改为每周一次。</textarea>"));
        office.clock = || "2026-10-12T05:00:00Z".parse().unwrap();
        mend(&office, &bureau, id).await;
        let said = [("outcome", "mended"), ("answer", "已改为每周一次。")];
        assert_eq!(act(&mut at(&office, "gu").await, &number, "answer", &said).await.status, StatusCode::SEE_OTHER);
        assert_eq!(send::turn(&office).await.unwrap().sent, 1);
        assert_eq!(send::turn(&office).await.unwrap().sent, 0);
        let mails = server.mails();
        assert_eq!(mails.len(), 1);
        for words in
            ["lin@yundu.example", &number, "已经改正", "已改为每周一次", "https://gk.qinghe.example/requests/follow"]
        {
            assert!(mails[0].contains(words), "{words}: {}", mails[0]);
        }
        let contact = async |office: &Office| office.db.mistake_numbered(&number, Scope::All).await.unwrap().sealed;
        office.clock = || "2027-01-10T04:59:00Z".parse().unwrap();
        gongkai::purge(&office).await.unwrap();
        assert!(contact(&office).await.is_some(), "the ninetieth day is not over");
        office.clock = || "2027-01-10T05:00:01Z".parse().unwrap();
        gongkai::purge(&office).await.unwrap();
        assert_eq!(contact(&office).await, None);
        let rows = journal::rows(&office.db, 0, 300).await.unwrap();
        assert_eq!(rows.iter().filter(|row| row.act == "mistake.forget").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_on_a_page_that_is_no_publication_is_told_from_its_foot_and_answered_by_whose_page_it_is() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let forest = organ(&office, "lin").await;
        person(&office, Some(forest), "he", &["officer", "head"]).await;
        let mut reader = Somebody::at(&office);
        let sent = find_on(&mut reader, "/guide?from=home", "指南里的电话少了一位").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let here = sent.location().to_owned();
        let number = here.trim_start_matches("/mistakes/").to_owned();
        assert_eq!(number, "SHUI-ZC-2026-0001", "the site's own pages are the first organ's to mend");
        let receipt = reader.get(&here).await;
        assert!(receipt.has("公开指南（/guide）") && receipt.has("2026年10月15日"), "{}", receipt.body);
        let other = find_on(&mut reader, "/organs/lin", "单位名称少了一个字").await;
        assert_eq!(other.location(), "/mistakes/LIN-ZC-2026-0001", "an organ's page is its own");
        assert_eq!(at(&office, "he").await.get(&format!("/desk{here}")).await.status, StatusCode::NOT_FOUND);

        let mut gu = at(&office, "gu").await;
        let list = gu.get("/desk/mistakes").await;
        assert!(list.has("公开指南（/guide）") && !list.has("信息已经撤下"), "{}", list.body);
        let file = gu.get(&format!("/desk{here}")).await;
        assert!(file.has("<a href=\"/guide\">/guide</a>") && !file.has("开始修订"), "{}", file.body);
        assert_eq!(act(&mut gu, &number, "revise", &[]).await.status, StatusCode::NOT_FOUND);
        let said = [("outcome", "mended"), ("answer", "电话已经补全。")];
        let answered = act(&mut gu, &number, "answer", &said).await;
        assert_eq!(answered.status, StatusCode::SEE_OTHER, "no release mends such a page: {}", answered.body);
        let told = reader.get(&here).await;
        assert!(told.has("已经改正") && told.has("电话已经补全。") && told.has("看现在的页面"), "{}", told.body);
        let rows = journal::rows(&office.db, 0, 200).await.unwrap();
        let row = |act: &str| rows.iter().find(|row| row.act == act).unwrap_or_else(|| panic!("{act}"));
        assert!(row("mistake.add").detail.contains("/guide"), "{}", row("mistake.add").detail);
        assert_eq!(row("mistake.answer").actor, bureau.writer.actor().to_string());
    })
    .await;
}

#[tokio::test]
async fn a_report_carries_the_address_of_a_page_that_everybody_sees_and_of_no_other() {
    on_both(async |office| {
        bureau(&office).await;
        let mut somebody = Somebody::at(&office);
        let long = format!("/catalogue/{}", "a".repeat(200));
        let foreign = [
            "/desk/today",
            "/nowhere",
            "//elsewhere.example/guide",
            "/guide/../desk",
            "/guide/%2E%2e/desk",
            "https://elsewhere.example/guide",
            "/policies\"onclick",
            "/organs/nobody",
            "/columns/nobody",
            "/static/a.css",
            &long,
        ];
        for typed in foreign {
            let asked = gongkai::library::portal::escape(typed);
            let page = somebody.get(&format!("/mistakes/new?item={asked}")).await;
            assert!(
                page.status == StatusCode::UNPROCESSABLE_ENTITY && page.has("本站没有这一页"),
                "{typed}: {}",
                page.body
            );
            let csrf = somebody.get("/mistakes/new?item=/guide").await.csrf();
            let sent = [("csrf", csrf.as_str()), ("item", typed), ("words", "这里写错了一个字")];
            assert_eq!(somebody.post("/mistakes/new", &sent).await.status, StatusCode::NOT_FOUND, "{typed}");
        }
        assert_eq!(office.db.mistake_count(Scope::All, false).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn every_public_page_leads_to_the_form_and_a_private_link_stays_private() {
    on_both(async |office| {
        bureau(&office).await;
        let mut somebody = Somebody::at(&office);
        let link = somebody.drop(&[("年报.html", b"<p>1</p>")]).await;
        let token = link.trim_start_matches("/verify/").to_owned();
        let private = somebody.get(&link).await;
        assert_eq!(private.status, StatusCode::OK);
        let (_, foot) = private.body.split_once("aria-label=\"页脚\"").unwrap();
        assert!(
            foot.contains("/mistakes/new?item=%2Fverify\"") && !foot.contains(&token),
            "a private link stays private"
        );
        for path in
            ["/", "/policies", "/rules", "/more", "/access", "/search?q=x", "/requests/new", "/columns", "/reports"]
        {
            let page = somebody.get(path).await;
            let only = gongkai::library::portal::escape(path.split('?').next().unwrap());
            assert!(page.has(&format!("/mistakes/new?item={only}\"")), "{path}: {}", page.body);
            let form = somebody.get(&format!("/mistakes/new?item={only}")).await;
            assert!(form.status == StatusCode::OK && form.has("这个页面哪里写错了"), "{path}: {}", form.body);
        }
        assert!(somebody.get("/no/such/page").await.has("href=\"/mistakes/new\""));
    })
    .await;
}
