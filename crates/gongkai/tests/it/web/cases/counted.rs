//! How many requests of one applicant a month has.

use super::*;

#[tokio::test]
async fn the_months_count_for_the_fee_looks_at_every_request_however_many_came_since() {
    on_both(async |office| {
        let county = county(&office).await;
        // of the same applicant, all of one month: the two hundred that came later must not hide the first ones
        let first = handed_in(&office, &county.hall, WATER, date(2026, 9, 21)).await;
        let twelfth = {
            for n in 0..10 {
                handed_in(&office, &county.hall, &format!("材料{n}"), date(2026, 9, 22)).await;
            }
            handed_in(&office, &county.hall, "第十二件", date(2026, 9, 23)).await
        };
        for n in 0..205 {
            handed_in(&office, &county.hall, &format!("后来的材料{n}"), date(2026, 10, 9)).await;
        }
        let mut shen = signed_in(&office, "shen").await;
        assert!(shen.get(&format!("/desk/requests/{first}")).await.has("第1件，今年共217件"));
        let file = shen.get(&format!("/desk/requests/{twelfth}")).await;
        assert!(file.has("第12件，今年共217件"), "{}", file.body);
        went_through(&step(&mut shen, &twelfth, "fee_notified", &[("tariff", "item")]).await);
    })
    .await;
}
