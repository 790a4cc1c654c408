//! What citizens find, by whatever words, and what nobody finds any more.

use axum::http::StatusCode;
use gongkai::{
    Office,
    find::feed,
    publish::{content::Content, out},
};
use gongkai_law::proactive::kind::PublicationKind;
use gongkai_store::PublicationId;
use jiff::civil::date;
use serde_json::Value;

use super::{
    house::{Page, Somebody, on_both},
    publishing::{Bureau, begun, bureau, opened, reviewed, signed, whole},
};

async fn public(office: &Office, bureau: &Bureau, kind: PublicationKind, content: &Content) -> PublicationId {
    let id = begun(office, bureau, kind, content).await;
    reviewed(office, bureau, id).await;
    signed(office, bureau, id).await;
    id
}

/// The page of a search, and how many it says there are.
async fn asked(office: &Office, query: &str) -> (Page, String) {
    let page = Somebody::at(office).get(&format!("/search?{query}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let (before, _) = page.body.split_once("</b> 条结果").unwrap();
    let count = before.rsplit_once("<b>").unwrap().1.to_owned();
    (page, count)
}

fn encoded(words: &str) -> String {
    words.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn count(office: &Office, words: &str) -> String {
    asked(office, &format!("q={}", encoded(words))).await.1
}

#[tokio::test]
async fn a_document_is_found_by_half_its_title_its_number_in_any_punctuation_its_sound_and_the_other_script() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let method =
            Content { number: "青政发〔2026〕9号".to_owned(), ..whole("青禾县农村供水管理办法") };
        let id = public(&office, &bureau, PublicationKind::Normative, &method).await;
        let number = office.db.released(id).await.unwrap().index_number;
        public(&office, &bureau, PublicationKind::Notice, &whole("城东路停水公告")).await;
        let draft = whole("农村供水内部讨论稿");
        begun(&office, &bureau, PublicationKind::General, &draft).await;
        assert_eq!(feed::turn(&office).await.unwrap(), 2);
        for words in
            ["农村供水", "供水管理", "青政发[2026] 9号", "青政发２０２６", "農村供水", "nongcun gongshui", "ncgs"]
        {
            let (page, count) = asked(&office, &format!("q={}", encoded(words))).await;
            assert_eq!(count, "1", "{words}: {}", page.body);
            assert!(page.has(&format!("href=\"/items/{number}\"")) && !page.has("讨论稿"), "{words}");
        }
        let (page, all) = asked(&office, "q=").await;
        assert_eq!(all, "2", "{}", page.body);
        let (page, some) = asked(&office, "q=&k=notice").await;
        assert!(some == "1" && page.has("城东路停水公告") && page.has("类别：通知公告"), "{}", page.body);
        assert!(asked(&office, &format!("q={}", encoded("农村供水"))).await.0.has("<mark>"));
        let hints = Somebody::at(&office).get(&format!("/search/suggest?q={}", encoded("农村"))).await;
        assert!(hints.has("青禾县农村供水管理办法"), "{}", hints.body);
    })
    .await;
}

#[tokio::test]
async fn what_is_withdrawn_is_found_no_more_and_what_is_changed_is_found_as_it_is_now() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let id = public(&office, &bureau, PublicationKind::General, &whole("采砂规划环评批复")).await;
        feed::turn(&office).await.unwrap();
        assert_eq!(count(&office, "采砂规划").await, "1");
        out::withdraw(&office, &bureau.signer, &opened(&office, id).await, "原批复被撤销").await.unwrap();
        let (page, _) = asked(&office, &format!("q={}", encoded("采砂规划"))).await;
        assert!(!page.has("采砂规划环评批复"), "not even before the index knows: {}", page.body);
        feed::turn(&office).await.unwrap();
        assert_eq!(count(&office, "采砂规划").await, "0");
        assert_eq!(feed::turn(&office).await.unwrap(), 0, "nothing is taken up twice");
    })
    .await;
}

#[tokio::test]
async fn the_last_page_of_many_is_as_good_as_the_first_and_words_of_any_kind_are_only_words() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        for n in 1..=23 {
            let one = Content { formed: Some(date(2026, 9, 1)), ..whole(&format!("第{n}号停水公告")) };
            public(&office, &bureau, PublicationKind::Notice, &one).await;
        }
        feed::turn(&office).await.unwrap();
        let (page, total) = asked(&office, &format!("q={}&p=3", encoded("停水公告"))).await;
        assert_eq!(total, "23");
        assert_eq!(page.body.matches("class=\"result\"").count(), 3);
        for odd in ["\"", "(((", "a AND NOT", "title:x^9", "\u{0}", "〔〕", "*", "<script>alert(1)</script>"] {
            let (page, _) = asked(&office, &format!("q={}", encoded(odd))).await;
            assert!(!page.has("<script>alert"), "{odd}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_name_of_an_organ_and_of_a_kind_find_what_bears_neither_in_its_text() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        public(&office, &bureau, PublicationKind::Notice, &whole("城东路停水")).await;
        public(&office, &bureau, PublicationKind::General, &whole("城西路修路")).await;
        feed::turn(&office).await.unwrap();
        let (page, total) = asked(&office, &format!("q={}", encoded("shui 通知公告"))).await;
        assert!(total == "1" && page.has("/items/") && !page.has("其中一部分词"), "{}", page.body);
        let (page, total) = asked(&office, &format!("q={}", encoded("城东路 飞碟"))).await;
        assert_eq!(total, "1", "{}", page.body);
        assert!(page.has("没有同时含这些词的结果，下面是含其中一部分词的"), "{}", page.body);
        let found = Somebody::at(&office).get(&format!("/api/v1/items?q={}", encoded("城东路 飞碟"))).await;
        let found: Value = serde_json::from_str(&found.body).unwrap();
        assert!(found["relaxed"] == true && found["total"] == 1, "{found}");
    })
    .await;
}

#[tokio::test]
async fn every_value_of_a_filter_can_be_chosen_without_scripts_and_one_that_nobody_knows_is_left_out_and_said() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let topics = (1..=15).map(|nth| format!("A20_{nth:02}")).collect();
        public(&office, &bureau, PublicationKind::General, &Content { topics, ..whole("供水") }).await;
        feed::turn(&office).await.unwrap();
        let (page, _) = asked(&office, "q=").await;
        let (_, folded) = page.body.split_once("<summary>全部15个</summary>").unwrap();
        let (folded, _) = folded.split_once("</details>").unwrap();
        assert_eq!(folded.matches("name=\"t\"").count(), 3);
        let (page, total) = asked(&office, "q=&o=shui&t=A20_15&v=zzz&k=notices&o=nobody&y=20x6&y=2026").await;
        assert_eq!(total, "1", "{}", page.body);
        for odd in ["效力“zzz”", "类别“notices”", "机构“nobody”", "年份“20x6”"] {
            assert!(page.has(odd), "{odd}: {}", page.body);
        }
        assert!(page.has("机构：shui") && page.has("年份：2026") && !page.has("v=zzz"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn a_page_after_the_last_leads_back_and_a_question_too_long_is_cut_and_said() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        for n in 1..=12 {
            public(&office, &bureau, PublicationKind::Notice, &whole(&format!("第{n}号停水公告"))).await;
        }
        feed::turn(&office).await.unwrap();
        for number in ["3", "99999", "18446744073709551616", "99999999999999999999999999"] {
            let (page, total) = asked(&office, &format!("q={}&p={number}", encoded("停水公告"))).await;
            assert_eq!(total, "12", "{number}");
            let last = format!("<a href=\"/search?q={}&#38;p=2\">看最后一页</a>", encoded("停水公告"));
            assert!(page.has("结果只有2页") && page.has(&last), "{number}: {}", page.body);
        }
        assert!(!asked(&office, &format!("q={}&p=2", encoded("停水公告"))).await.0.has("看最后一页"));
        let long = "停水公告".repeat(750);
        let (page, _) = asked(&office, &format!("q={}", encoded(&long))).await;
        assert!(page.has("一次最多查200个字，后面的没有用上"), "{}", page.body);
        assert!(page.body.len() < 40_000, "{}", page.body.len());
    })
    .await;
}

#[tokio::test]
async fn a_repeal_that_is_to_come_stands_beside_what_is_found() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let ends = Content { repealed: Some(date(2026, 12, 15)), ..whole("村镇供水暂行规定") };
        public(&office, &bureau, PublicationKind::Normative, &ends).await;
        feed::turn(&office).await.unwrap();
        assert!(asked(&office, "q=").await.0.has("将于2026年12月15日废止"));
        let found = Somebody::at(&office).get(&format!("/api/v1/items?q={}", encoded("村镇供水"))).await;
        let found: Value = serde_json::from_str(&found.body).unwrap();
        assert_eq!(found["items"][0]["repealed"], "2026-12-15", "{found}");
    })
    .await;
}
