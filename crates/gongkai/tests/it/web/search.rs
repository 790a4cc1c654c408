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
