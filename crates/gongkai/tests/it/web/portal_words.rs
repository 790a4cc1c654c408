//! What a reader finds on the portal in words: bodies with their markup, the guide, the names of the boards.

use axum::http::{StatusCode, header};
use gongkai::publish::{content::Content, write};
use gongkai_law::proactive::kind::PublicationKind;
use gongkai_store::Upload;

use super::{
    house::{Somebody, on_both},
    publishing::{begun, bureau, opened, reviewed, signed, whole},
};

#[tokio::test]
async fn a_guide_says_when_and_how_the_office_is_reached_and_warns_where_that_is_old_or_does_not_agree() {
    on_both(async |mut office| {
        let bureau = bureau(&office).await;
        let mut organ = office.db.organ(bureau.organ).await.unwrap();
        let mut act = office.db.act(bureau.head.actor(), gongkai_store::Moment(office.now_ms())).await.unwrap();
        organ.office = "水利局办公室　南堤路9号　0000-555 0166".to_owned();
        act.change_organ(&organ).await.unwrap();
        let head = gongkai::letters::head::Letterhead {
            phone: "0000-555 0166".to_owned(),
            hours: "周一至周五9:00—17:00".to_owned(),
            fax: "0000-555 0177".to_owned(),
            internet: "gongkai@shui.example".to_owned(),
            ..Default::default()
        };
        head.keep(&mut act, &organ).await.unwrap();
        act.commit().await.unwrap();
        let guide = Somebody::at(&office).get("/organs/shui/guide").await;
        for words in ["周一至周五9:00—17:00", "0000-555 0177", "gongkai@shui.example"] {
            assert!(guide.has(words), "{words}: {}", guide.body);
        }
        assert!(!guide.has("不一致") && !guide.has("超过一年"), "{}", guide.body);

        let mut act = office.db.act(bureau.head.actor(), gongkai_store::Moment(office.now_ms())).await.unwrap();
        let moved = gongkai::letters::head::Letterhead { phone: "0000-555 0200".to_owned(), ..head };
        moved.keep(&mut act, &organ).await.unwrap();
        act.commit().await.unwrap();
        assert!(Somebody::at(&office).get("/organs/shui/guide").await.has("两处不一致"));
        office.clock = || "2028-01-12T04:00:01Z".parse().unwrap();
        assert!(Somebody::at(&office).get("/organs/shui/guide").await.has("超过一年没有核对"));
    })
    .await;
}

/// The beginning of a PNG; nobody looks further here.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0";

#[tokio::test]
async fn a_body_has_lists_links_and_pictures_of_its_own_and_nothing_typed_becomes_markup() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let body = "**请带原件**，见[水利厅](https://shui.example/bz)和https://a.example/x，<b>不是</b>[坏](javascript:alert(1))\n\n\
                    - 身份证\n- 户口簿\n\n![取水口位置](位置.png)\n\n![别人的](https://other.example/a.png)";
        let content = Content { body: body.to_owned(), ..whole("取水口公示") };
        let id = begun(&office, &bureau, PublicationKind::General, &content).await;
        let upload = Upload { bytes: PNG, media: "image/png" };
        write::attach(&office, &bureau.writer, &opened(&office, id).await, ("位置.png", upload)).await.unwrap();
        reviewed(&office, &bureau, id).await;
        signed(&office, &bureau, id).await;
        let mut somebody = Somebody::at(&office);
        let place = format!("/items/{}", office.db.released(id).await.unwrap().index_number);
        let page = somebody.get(&place).await;
        for markup in [
            "<strong>请带原件</strong>",
            "<a href=\"https://shui.example/bz\" rel=\"noopener noreferrer\">水利厅</a><span class=\"muted\">（shui.example）</span>",
            "<a href=\"https://a.example/x\" rel=\"noopener noreferrer\">https://a.example/x</a>",
            "&lt;b&gt;不是&lt;/b&gt;",
            "<li>户口簿</li>",
            &format!("<img src=\"/items/{id}/files/0\" alt=\"取水口位置\""),
        ] {
            assert!(page.has(markup), "{markup}: {}", page.body);
        }
        assert!(!page.has("href=\"javascript") && !page.has("src=\"https://other.example"), "{}", page.body);
        let picture = somebody.get(&format!("/items/{id}/files/0")).await;
        assert_eq!(picture.headers[header::CONTENT_TYPE], "image/png");
        assert_eq!(somebody.get(&format!("/items/{id}/paper.docx")).await.status, StatusCode::OK);
        let read = somebody.get(&format!("/api/v1/items/{id}")).await;
        assert!(read.has("<strong>请带原件</strong>") && read.has("**请带原件**"), "{}", read.body);
    })
    .await;
}

#[tokio::test]
async fn the_four_boards_have_the_names_that_every_site_gives_them() {
    on_both(async |office| {
        bureau(&office).await;
        let mut somebody = Somebody::at(&office);
        for path in ["/", "/organs/shui"] {
            let home = somebody.get(path).await;
            for board in ["政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报"]
            {
                assert!(home.has(&format!("<b>{board}</b>")), "{path} {board}: {}", home.body);
            }
        }
    })
    .await;
}
