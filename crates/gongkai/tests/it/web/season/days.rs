//! The day of handing in, held to the days on which those below must publish; and the day of townships, set from above.

use axum::http::StatusCode;
use gongkai::compile::due::Due;
use gongkai_store::journal;
use jiff::civil::date;

use super::{super::people::person, *};

/// Who supervises an area in which only two towns report.
async fn area(office: &Office, hall: OrganId) -> (Organ, Organ, Somebody) {
    let area = founded(office, "xincheng", "新城管理委员会", ("county", hall)).await;
    let yundu = founded(office, "yundu", "云渡镇人民政府", ("township", area.id)).await;
    let shiqiao = founded(office, "shiqiao", "石桥乡人民政府", ("township", area.id)).await;
    person(office, Some(area.id), "ning", &["supervisor"]).await;
    (yundu, shiqiao, signed_in(office, "ning").await)
}

async fn opens(somebody: &mut Somebody, due: &str) -> Page {
    sends(somebody, "/desk/season/2026/open", &[("due", due), ("version", "0")]).await
}

#[tokio::test]
async fn where_only_towns_report_they_hand_in_by_the_day_that_was_set_for_them_and_not_by_that_of_departments() {
    on_both(async |office| {
        let County { hall, .. } = county(&office).await;
        let (yundu, shiqiao, mut ning) = area(&office, hall.id).await;
        let early = opens(&mut ning, "2027-03-20").await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(early.has("还没有定公布期限") && early.has("2027年1月31日"), "{}", early.body);

        let page = ning.get("/desk/season/days").await;
        assert!(page.has("云渡镇人民政府") && page.has("石桥乡人民政府") && page.has("没有定"), "{}", page.body);
        assert!(
            page.has("id=\"o-yundu\"") && !page.has("id=\"c-yundu\""),
            "there is no day to take back: {}",
            page.body
        );
        let towns = [("organ", "yundu"), ("organ", "shiqiao")];
        let sets =
            async |ning: &mut Somebody, day: &'static str, act: &'static str, of: &[(&'static str, &'static str)]| {
                let fields: Vec<_> = of.iter().copied().chain([("day", day), ("do", act)]).collect();
                sends(ning, "/desk/season/days", &fields).await
            };
        let before = journal::head(&office.db).await.unwrap().seq;
        let wrong = sets(&mut ning, "02-29", "set", &towns).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.has("请写月和日"), "{}", wrong.body);
        assert!(sets(&mut ning, "03-31", "set", &[]).await.has("请选至少一个单位"));
        // the law sets the bureau its day, and it is none of hers
        assert!(sets(&mut ning, "03-31", "set", &[("organ", "shui")]).await.has("不在下级里"));
        assert_eq!(journal::head(&office.db).await.unwrap().seq, before, "nothing was set");
        went(&sets(&mut ning, "3月31日", "set", &towns).await);
        assert_eq!(journal::head(&office.db).await.unwrap().seq, before + 1, "one act, one row");
        let page = ning.get("/desk/season/days").await;
        assert!(page.has("id=\"c-yundu\"") && !page.has(" checked"), "whose day goes is said each time: {}", page.body);
        for town in [&yundu, &shiqiao] {
            let due = Due::of(&office, town, 2026).await.unwrap();
            assert_eq!(due, Some(Due { on: date(2027, 3, 31), lawful: false }), "{}", town.name);
        }

        let late = opens(&mut ning, "2027-04-05").await;
        assert!(late.status == StatusCode::UNPROCESSABLE_ENTITY && late.has("2027年3月31日"), "{}", late.body);
        went(&opens(&mut ning, "2027-03-20").await);
        assert!(ning.get("/desk/season/2026/of/yundu").await.has("（当地规定）"));

        went(&sets(&mut ning, "", "clear", &towns[1..]).await);
        assert_eq!(Due::of(&office, &shiqiao, 2026).await.unwrap(), None);
        assert!(Due::of(&office, &yundu, 2026).await.unwrap().is_some(), "the other keeps its day");
        let again = opens(&mut ning, "2027-03-10").await;
        assert!(again.has("石桥乡人民政府还没有定公布期限"), "{}", again.body);
    })
    .await;
}

#[tokio::test]
async fn with_a_department_among_those_below_nobody_hands_in_after_january() {
    on_both(async |office| {
        let County { hall, .. } = county(&office).await;
        let (.., mut ning) = area(&office, hall.id).await;
        let towns = [("organ", "yundu"), ("organ", "shiqiao"), ("day", "03-31"), ("do", "set")];
        went(&sends(&mut ning, "/desk/season/days", &towns).await);
        let mut yu = signed_in(&office, "yu").await;
        let late = opens(&mut yu, "2027-02-01").await;
        assert!(late.status == StatusCode::UNPROCESSABLE_ENTITY && late.has("第四十九条"), "{}", late.body);
        went(&opens(&mut yu, "2027-01-31").await);
        let mut gu = signed_in(&office, "gu").await;
        assert_eq!(gu.get("/desk/season/days").await.status, StatusCode::FORBIDDEN);
        assert_eq!(sends(&mut gu, "/desk/season/days", &towns).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}
