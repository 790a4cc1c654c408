//! The work list: saved views, parts by key, orders, print, and the shortcuts that are written down.

use axum::http::StatusCode;
use gongkai_store::Moment;
use jiff::civil::date;

use super::{
    cases::{county, handed_in, signed_in},
    house::{Page, Somebody, on_both},
};

/// The numbers of a page of the list, in its order.
fn numbers(page: &Page) -> Vec<String> {
    let rows = page.body.split("href=\"/desk/requests/").skip(1);
    rows.filter_map(|row| row.split_once('"')).map(|(number, _)| number.to_owned()).collect()
}

fn link(page: &Page, rel: &str) -> Option<String> {
    let (before, _) = page.body.split_once(&format!("\" rel=\"{rel}\""))?;
    before.rsplit_once("href=\"").map(|(_, href)| href.replace("&amp;", "&").replace("&#38;", "&"))
}

#[tokio::test]
async fn a_long_list_is_turned_to_its_end_and_back_without_losing_or_repeating_one() {
    on_both(async |office| {
        let county = county(&office).await;
        for nth in 0..53 {
            let came = date(2026, 9, 1).saturating_add(jiff::ToSpan::days(nth % 7));
            handed_in(&office, &county.hall, &format!("第{nth}份采砂许可材料"), came).await;
        }
        let mut shen = signed_in(&office, "shen").await;
        for order in ["", "by=new", "by=old"] {
            let mut page = shen.get(&format!("/desk?{order}")).await;
            let mut forth = vec![numbers(&page)];
            while let Some(next) = link(&page, "next") {
                page = shen.get(&next).await;
                forth.push(numbers(&page));
            }
            let mut back = vec![numbers(&page)];
            while let Some(prev) = link(&page, "prev") {
                page = shen.get(&prev).await;
                back.insert(0, numbers(&page));
            }
            assert_eq!(forth.iter().map(Vec::len).collect::<Vec<_>>(), [25, 25, 3], "{order}");
            assert_eq!(forth, back, "{order}");
            let mut all = forth.concat();
            all.sort();
            all.dedup();
            assert_eq!(all.len(), 53, "{order}");
        }
        let oldest = numbers(&shen.get("/desk?by=old").await);
        assert_eq!((oldest[0].as_str(), oldest[24].as_str()), ("QH-2026-0001", "QH-2026-0025"));
        assert_eq!(numbers(&shen.get("/desk?by=new").await)[0], "QH-2026-0053");
        // came first, due first: those of 1 September are the 1st, the 8th …
        assert_eq!(numbers(&shen.get("/desk").await)[..2], ["QH-2026-0001", "QH-2026-0008"]);
        let nonsense = shen.get("/desk?after=nonsense&by=nonsense&y=never&o=x").await;
        assert_eq!(numbers(&nonsense).len(), 25, "what cannot be read narrows nothing");
    })
    .await;
}

async fn keep_view(somebody: &mut Somebody, fields: &[(&str, &str)]) -> Page {
    let csrf = somebody.get("/desk").await.csrf();
    let all: Vec<_> = [("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied()).collect();
    somebody.post("/desk/views", &all).await
}

#[tokio::test]
async fn a_view_is_kept_by_name_for_oneself_or_for_the_organ_and_for_nobody_else() {
    on_both(async |office| {
        let county = county(&office).await;
        handed_in(&office, &county.hall, "云渡镇供水水质", date(2026, 10, 9)).await;
        handed_in(&office, &county.hall, "青禾江采砂许可", date(2026, 10, 9)).await;
        let (mut shen, mut lu) = (signed_in(&office, "shen").await, signed_in(&office, "lu").await);
        let kept = keep_view(&mut shen, &[("name", "供水"), ("q", "水质"), ("by", "new")]).await;
        assert_eq!((kept.status, kept.location()), (StatusCode::SEE_OTHER, "/desk?q=%E6%B0%B4%E8%B4%A8&by=new"));
        assert_eq!(numbers(&shen.get(kept.location()).await), ["QH-2026-0001"]);
        keep_view(&mut shen, &[("name", "采砂"), ("q", "采砂"), ("shared", "on")]).await;
        let own = shen.get("/desk").await;
        assert!(own.has(">供水</a>") && own.has("采砂 <small>共用</small>"), "{}", own.body);
        let others = lu.get("/desk").await;
        assert!(!others.has("供水</a>") && others.has("采砂 <small>共用</small>"), "{}", others.body);
        // the bureau below is another organ
        assert!(!signed_in(&office, "gu").await.get("/desk").await.has("采砂"));

        // the same name again is the same view
        keep_view(&mut shen, &[("name", "供水"), ("q", "供水"), ("w", "office")]).await;
        assert_eq!(shen.get("/desk").await.body.matches(">供水</a>").count(), 1);
        let nameless = keep_view(&mut shen, &[("name", " "), ("q", "供水")]).await;
        assert_eq!(nameless.status, StatusCode::BAD_REQUEST);
        assert!(nameless.has("1至16个字"), "{}", nameless.body);

        let person = office.db.person_named("shen").await.unwrap().unwrap();
        let views = office.db.saved_views(county.hall.id, person.id, 9).await.unwrap();
        let id = |name: &str| views.iter().find(|view| view.name == name).unwrap().id.to_string();
        let csrf = lu.get("/desk").await.csrf();
        let private = lu.post(&format!("/desk/views/{}/drop", id("供水")), &[("csrf", &csrf)]).await;
        assert_eq!(private.status, StatusCode::NOT_FOUND, "nobody drops another's");
        let shared = lu.post(&format!("/desk/views/{}/drop", id("采砂")), &[("csrf", &csrf)]).await;
        assert_eq!(shared.status, StatusCode::SEE_OTHER, "the head drops what is shared");
        assert!(!shen.get("/desk").await.has("采砂 <small>"));
        let rows = gongkai_store::journal::rows(&office.db, 0, 1000).await.unwrap();
        assert_eq!(rows.iter().filter(|row| row.act.starts_with("view.")).count(), 4);
        assert!(rows.iter().all(|row| row.at_ms <= Moment(office.now_ms())));
    })
    .await;
}

#[tokio::test]
async fn what_colleagues_share_takes_no_place_among_the_forty_that_one_keeps() {
    on_both(async |office| {
        county(&office).await;
        let (mut shen, mut lu) = (signed_in(&office, "shen").await, signed_in(&office, "lu").await);
        for nth in 0..40 {
            let shared = [("name", format!("共用{nth:02}")), ("q", "供水".to_owned()), ("shared", "on".to_owned())];
            let shared: Vec<_> = shared.iter().map(|(name, value)| (*name, value.as_str())).collect();
            assert_eq!(keep_view(&mut lu, &shared).await.status, StatusCode::SEE_OTHER);
        }
        assert_eq!(keep_view(&mut shen, &[("name", "自己的"), ("q", "采砂")]).await.status, StatusCode::SEE_OTHER);
        let page = shen.get("/desk").await;
        assert!(page.has("自己的</a>") && page.has("共用39 <small>"), "{}", page.body);
        let one_more = keep_view(&mut lu, &[("name", "第41个"), ("q", "采砂")]).await;
        assert!(one_more.status == StatusCode::BAD_REQUEST && one_more.has("最多保存40个视图"), "{}", one_more.body);
        let again = keep_view(&mut lu, &[("name", "共用00"), ("q", "采砂")]).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "the same name is the same view");
    })
    .await;
}

#[tokio::test]
async fn the_list_goes_on_paper_as_it_stands_and_shows_no_name() {
    on_both(async |office| {
        let county = county(&office).await;
        handed_in(&office, &county.hall, "云渡镇供水水质", date(2026, 10, 9)).await;
        handed_in(&office, &county.hall, "青禾江采砂许可", date(2026, 10, 9)).await;
        let mut shen = signed_in(&office, "shen").await;
        let paper = shen.get("/desk/print?q=%E6%B0%B4%E8%B4%A8").await;
        assert!(paper.has("云渡镇供水水质") && !paper.has("采砂") && paper.has("1件"), "{}", paper.body);
        assert!(!paper.has("林晚舟"), "{}", paper.body);
        assert_eq!(signed_in(&office, "qin").await.get("/desk/print").await.status, StatusCode::FORBIDDEN);
        assert!(shen.get("/desk/keys").await.has("下一件、上一件"));
    })
    .await;
}
