//! What the platform counts of a year by itself, and the list behind each number.

use axum::http::StatusCode;
use gongkai::{indicators::counted::counted, publish::content::Content};
use gongkai_law::proactive::kind::PublicationKind;
use gongkai_store::Scope;

use super::super::{
    desk::PASSWORD,
    house::{month_later, on_both},
    people::sign_in,
    publishing::{Bureau, begun, bureau, opened, reviewed, signed, whole},
};

async fn public(office: &gongkai::Office, bureau: &Bureau, kind: PublicationKind, content: &Content) {
    let id = begun(office, bureau, kind, content).await;
    reviewed(office, bureau, id).await;
    signed(office, bureau, id).await;
}

#[tokio::test]
async fn what_was_published_first_in_a_year_counts_by_kind_form_and_category_and_a_year_before_is_unknown() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        let nothing = counted(&office, Scope::Organ(bureau.organ), 2026).await.unwrap();
        assert!(nothing.iter().all(|count| count.value.is_none()), "nothing was ever published here: no zero");
        for n in 0..3 {
            public(&office, &bureau, PublicationKind::Notice, &whole(&format!("停水公告{n}"))).await;
        }
        let fields = [("project".to_owned(), "水库加固工程".to_owned())].into();
        public(&office, &bureau, PublicationKind::Project, &Content { fields, ..whole("水库加固工程进展") }).await;
        let land = Content { topics: vec!["A20_15".into(), "A21_C04".into()], ..whole("征地补偿方案公告") };
        public(&office, &bureau, PublicationKind::Notice, &land).await;
        let converted = Content { converted: Some(office.today()), ..whole("桥头村饮水井的位置") };
        public(&office, &bureau, PublicationKind::General, &converted).await;
        let gone = begun(&office, &bureau, PublicationKind::Notice, &whole("发错的公告")).await;
        reviewed(&office, &bureau, gone).await;
        signed(&office, &bureau, gone).await;
        gongkai::publish::out::withdraw(&office, &bureau.signer, &opened(&office, gone).await, "发错了").await.unwrap();

        let value = |counts: &[gongkai::indicators::counted::PlatformCount], key: &str| {
            counts.iter().find(|count| count.indicator.key == key).unwrap().value
        };
        let counts = counted(&office, Scope::Organ(bureau.organ), 2026).await.unwrap();
        let found = ["website", "key_areas", "converted", "interpretations", "consultations", "mistakes"];
        assert_eq!(found.map(|key| value(&counts, key)), [Some(6), Some(2), Some(1), Some(0), Some(0), Some(0)]);
        let before = counted(&office, Scope::Organ(bureau.organ), 2025).await.unwrap();
        assert_eq!(value(&before, "website"), None, "what was before the platform is not known");
        // a second release in another month is the same item
        let later = gongkai::Office { clock: month_later, ..office.clone() };
        assert_eq!(value(&counted(&later, Scope::All, 2026).await.unwrap(), "website"), Some(6));

        let mut lu = sign_in(&office, "lu", PASSWORD).await.0;
        let grid = lu.get("/desk/months?year=2026").await;
        assert!(grid.has("<a href=\"/desk/months/key_areas?year=2026\">2条</a>"), "{}", grid.body);
        let list = lu.get("/desk/months/key_areas?year=2026").await;
        assert_eq!(list.status, StatusCode::OK);
        assert!(list.has("水库加固工程进展") && list.has("征地补偿方案公告") && !list.has("停水公告"), "{}", list.body);
        assert!(lu.get("/desk/months?year=2025").await.has("那时还没有在平台发布"));
    })
    .await;
}

#[tokio::test]
async fn an_interpretation_counts_under_each_form_in_which_it_was_made() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        public(&office, &bureau, PublicationKind::Normative, &whole("农村供水管理办法")).await;
        let document = office.db.released_lines(&gongkai_store::ReleasedFilter::default(), None, 5).await.unwrap();
        let to = document[0].publication_id.to_string();
        for (n, form) in ["文字、图解", "图解", "音视频"].into_iter().enumerate() {
            let link = gongkai::publish::content::Link { to: to.clone(), relation: "interprets".to_owned() };
            let fields = [("form".to_owned(), form.to_owned())].into();
            let content = Content { fields, links: vec![link], ..whole(&format!("解读{n}")) };
            public(&office, &bureau, PublicationKind::Interpretation, &content).await;
        }
        let counts = counted(&office, Scope::Organ(bureau.organ), 2026).await.unwrap();
        let of = |key: &str| counts.iter().find(|count| count.indicator.key == key).unwrap().value.unwrap();
        let forms = ["", "_text", "_graphic", "_questions", "_media"].map(|end| of(&format!("interpretations{end}")));
        assert_eq!(forms, [3, 1, 2, 0, 1]);
    })
    .await;
}
