//! 催报: on the fifth working day of the next month the head is told once what is missing, and everybody sees it on their day.

use gongkai::indicators::remind::remind;
use gongkai_store::{Actor, Moment};

use super::{
    super::{
        cases::{county, person, signed_in},
        house::on_both,
        post::{free_port, with_mail},
    },
    counts, had,
};

#[tokio::test]
async fn the_head_is_told_once_on_the_fifth_working_day_what_of_the_last_month_is_missing() {
    on_both(async |office| {
        let county = county(&office).await;
        let mut office = with_mail(office, free_port());
        counts(&office, county.hall.id, &["penalties", "licences"]).await;
        counts(&office, county.water.id, &["penalties"]).await;
        had(&office, county.hall.id, "licences", &[(9, 0)]).await;
        for name in ["lu", "shen", "gu"] {
            let id = person(&office, name).await.parse().unwrap();
            let mut act = office.db.act(Actor::Operator, Moment(office.now_ms())).await.unwrap();
            act.set_reach(id, None, "mail").await.unwrap();
            act.commit().await.unwrap();
        }
        // after the holidays of October and a Saturday that is worked the fifth working day is the 13th
        assert_eq!(remind(&office).await.unwrap(), 0, "the 12th is the fourth");
        assert!(!signed_in(&office, "shen").await.get("/desk/today").await.has("上月指标还没有填报"));
        office.clock = || "2026-10-13T04:00:00Z".parse().unwrap();
        assert_eq!(remind(&office).await.unwrap(), 1, "the head, and no officer");
        let (waiting, _) = office.db.messages_waiting().await.unwrap();
        assert_eq!(waiting, 1);
        office.clock = || "2026-10-14T04:00:00Z".parse().unwrap();
        remind(&office).await.unwrap();
        assert_eq!(office.db.messages_waiting().await.unwrap().0, 1, "a month is asked for once");
        let until = Moment(office.now_ms()).plus_minutes(5);
        let told = office.db.take_messages(Moment(office.now_ms()), until, 9).await.unwrap();
        assert!(told[0].body.contains("2026年9月") && told[0].body.contains("决定和收费·行政处罚"), "{}", told[0].body);
        assert!(!told[0].body.contains("行政许可"), "that was entered: {}", told[0].body);

        let today = signed_in(&office, "shen").await.get("/desk/today").await;
        assert!(today.has("上月指标还没有填报") && today.has("/desk/months/penalties?year=2026"), "{}", today.body);
        had(&office, county.hall.id, "penalties", &[(9, 3)]).await;
        assert!(!signed_in(&office, "shen").await.get("/desk/today").await.has("上月指标还没有填报"));
    })
    .await;
}
