//! What came out after its term stays told so: on the desk's list, in its table, and category by category.

use gongkai::publish::content::Content;
use gongkai_law::proactive::kind::PublicationKind;
use jiff::civil::date;

use super::{
    desk::PASSWORD,
    house::on_both,
    people::sign_in,
    publishing::{begun, bureau, opened, reviewed, signed, whole},
};

#[tokio::test]
async fn what_came_out_late_is_listed_with_its_days_and_counted_in_its_category() {
    on_both(async |mut office| {
        let bureau = bureau(&office).await;
        let kind = PublicationKind::Normative;
        let late = begun(&office, &bureau, kind, &whole("农村供水管理办法")).await;
        let in_time =
            Content { formed: Some(date(2026, 10, 26)), number: String::new(), ..whole("水价管理办法") };
        let in_time = begun(&office, &bureau, kind, &in_time).await;
        let still = Content { number: String::new(), ..whole("供水应急办法") };
        begun(&office, &bureau, kind, &still).await;
        // the two of 28 September were due on Friday 30 October; Tuesday is the second working day after it
        office.clock = || "2026-11-03T04:00:00Z".parse().unwrap();
        for id in [late, in_time] {
            reviewed(&office, &bureau, id).await;
            signed(&office, &bureau, id).await;
        }
        let kept = opened(&office, late).await.publication;
        assert_eq!((kept.missed.map(|day| day.0), kept.late_days), (Some(date(2026, 10, 30)), Some(2)));
        assert_eq!(opened(&office, in_time).await.publication.missed, None);
        let mut lu = sign_in(&office, "lu", PASSWORD).await.0;
        let list = lu.get("/desk/publications?v=tardy").await;
        for words in ["农村供水管理办法", "逾期2个工作日发布", "10-30", "到期未发布1条", "逾期发布1条"]
        {
            assert!(list.has(words), "{words}: {}", list.body);
        }
        let table = lu.get("/desk/export/publications.csv?v=tardy").await;
        let lines: Vec<_> = table.body.lines().collect();
        assert_eq!(lines.len(), 2, "{}", table.body);
        assert!(
            lines[1].starts_with("\"农村供水管理办法\"") && lines[1].contains(r#""2026-10-30","2""#),
            "{}",
            table.body
        );
        let all = lu.get("/desk/export/publications.csv?v=public").await;
        assert_eq!(all.body.lines().count(), 3, "{}", all.body);
        for page in ["/catalogue", "/catalogue?organ=shui"] {
            assert!(lu.get(page).await.has("逾期1条"), "{page}");
        }
        let mut gu = sign_in(&office, "gu", PASSWORD).await.0;
        assert!(gu.get(&format!("/desk/publications/{late}")).await.has("逾期2个工作日"));
    })
    .await;
}

#[tokio::test]
async fn a_list_goes_to_nobody_who_may_not_see_it() {
    on_both(async |office| {
        let bureau = bureau(&office).await;
        begun(&office, &bureau, PublicationKind::General, &whole("停水公告")).await;
        let other = super::people::organ(&office, "lin").await;
        super::people::person(&office, Some(other), "he", &["officer"]).await;
        let table = sign_in(&office, "he", PASSWORD).await.0.get("/desk/export/publications.csv").await;
        assert!(table.body.lines().count() == 1 && !table.has("停水公告"), "{}", table.body);
        let outside = super::house::Somebody::at(&office).get("/desk/export/publications.csv").await;
        assert!(!outside.has("停水公告") && !outside.status.is_success(), "{}", outside.body);
    })
    .await;
}
