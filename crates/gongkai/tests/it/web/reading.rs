//! Reading places: the head enters them, everybody sees them, and what closes is gone. And nothing of the portal is out of
//! reach for not standing in the navigation.

use axum::http::StatusCode;

use super::{
    desk::PASSWORD,
    house::{Somebody, on_both},
    people::{organ, person, post, sign_in},
};

const LIBRARY: [(&str, &str); 5] = [
    ("kind", "library"),
    ("name", "县图书馆二楼"),
    ("address", "书香路8号"),
    ("hours", "周二至周日9:00—17:00"),
    ("phone", "0000-555 0310"),
];

#[tokio::test]
async fn what_a_head_enters_everybody_finds_and_an_officer_or_another_organ_changes_nothing() {
    on_both(async |office| {
        let (water, land) = (organ(&office, "shui").await, organ(&office, "tu").await);
        person(&office, Some(water), "lu", &["head"]).await;
        person(&office, Some(water), "gu", &["officer"]).await;
        person(&office, Some(land), "bai", &["head"]).await;
        let (mut lu, _) = sign_in(&office, "lu", PASSWORD).await;
        assert!(lu.get("/desk/places").await.has("全站都还没有"));
        let wrong = post(&mut lu, "/desk/places/new", &[("kind", "pub"), ("name", "县图书馆二楼")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        for words in ["请选种类", "请写地址", "请写开放时间", "value=\"县图书馆二楼\""] {
            assert!(wrong.has(words), "{words}: {}", wrong.body);
        }
        assert_eq!(post(&mut lu, "/desk/places/new", &LIBRARY).await.location(), "/desk/places");
        let list = lu.get("/desk/places").await;
        let edit =
            list.body.split("href=\"").find(|part| part.starts_with("/desk/places/") && part.contains("/edit\""));
        let edit = edit.unwrap().split('"').next().unwrap().to_owned();

        let mut reader = Somebody::at(&office);
        assert!(reader.get("/places").await.has("书香路8号"));
        assert!(reader.get("/organs/shui/guide").await.has("县图书馆二楼"));
        assert!(!reader.get("/organs/tu/guide").await.has("县图书馆二楼"), "it is another organ's");
        let (mut gu, _) = sign_in(&office, "gu", PASSWORD).await;
        assert_eq!(gu.get("/desk/places").await.status, StatusCode::FORBIDDEN);
        let (mut bai, _) = sign_in(&office, "bai", PASSWORD).await;
        assert_eq!(bai.get(&edit).await.status, StatusCode::NOT_FOUND);

        let mut changed = LIBRARY.to_vec();
        changed[2] = ("address", "书香路10号");
        let stale = post(&mut lu, &edit, &[&changed[..], &[("version", "7")]].concat()).await;
        assert!(stale.status == StatusCode::CONFLICT && stale.has("书香路10号"), "{}", stale.body);
        assert_eq!(
            post(&mut lu, &edit, &[&changed[..], &[("version", "0")]].concat()).await.location(),
            "/desk/places"
        );
        assert!(Somebody::at(&office).get("/places").await.has("书香路10号"));
        post(&mut lu, &edit.replace("/edit", "/remove"), &[]).await;
        assert!(!Somebody::at(&office).get("/places").await.has("县图书馆"));
    })
    .await;
}

#[tokio::test]
async fn every_part_of_the_portal_is_one_step_behind_the_navigation() {
    on_both(async |office| {
        organ(&office, "shui").await;
        let mut reader = Somebody::at(&office);
        let more = reader.get("/more").await;
        let inner = more.body.split("<main").nth(1).unwrap();
        let hrefs: Vec<_> = inner.split("href=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
        assert!(hrefs.len() > 20, "{hrefs:?}");
        for href in &hrefs {
            let page = reader.get(href).await;
            assert_eq!(page.status, StatusCode::OK, "{href}");
        }
        for here in ["/guide", "/rules", "/verify", "/checks", "/deadline", "/fee", "/places", "/columns", "/api"] {
            assert!(hrefs.contains(&here), "{here}");
        }
        let home = reader.get("/").await;
        let nav = home.body.split("aria-label=\"栏目\"").nth(1).unwrap().split("</nav>").next().unwrap();
        assert!(nav.matches("<li>").count() <= 7 && nav.contains("/more"), "{nav}");
    })
    .await;
}
