//! Letters stand at their steps.

use super::*;

#[tokio::test]
async fn each_step_that_sends_a_letter_leads_to_it_in_the_timeline() {
    on_both(async |office| {
        let county = county(&office).await;
        let number = handed_in(&office, &county.hall, WATER, date(2026, 10, 9)).await;
        let mut shen = signed_in(&office, "shen").await;
        let asked = [("why", "请写明年份"), ("until", "2026-10-30")];
        went_through(&step(&mut shen, &number, "clarify_asked", &asked).await);
        let file = shen.get(&format!("/desk/requests/{number}")).await;
        let (_, timeline) = file.body.split_once("id=\"c-tl\"").unwrap();
        let place = format!("href=\"/desk/requests/{number}/notices/1\"");
        assert!(timeline.contains(&place) && timeline.contains(">补正告知书</a>"), "{timeline}");
        assert!(shen.get(&format!("/desk/requests/{number}/notices/1")).await.has("补正告知书"));
    })
    .await;
}
