//! Whoever was slower is told what came between.

use super::*;

/// What a hidden field of a page says.
fn hidden<'a>(page: &'a Page, name: &str) -> &'a str {
    let (_, rest) = page.body.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    rest.split_once('"').unwrap().0
}

#[tokio::test]
async fn whoever_was_slower_reads_who_wrote_what_meanwhile_and_keeps_what_they_typed() {
    on_both(async |office| {
        let county = county(&office).await;
        let number = handed_in(&office, &county.hall, WATER, date(2026, 10, 9)).await;
        let (mut shen, mut lu) = (signed_in(&office, "shen").await, signed_in(&office, "lu").await);
        let path = format!("/desk/requests/{number}/accepted");
        let open = lu.get(&path).await;
        let note = [("why", "申请人来过电话"), ("about", "")];
        went_through(&step(&mut shen, &number, "noted", &note).await);
        went_through(&step(&mut shen, &number, "accepted", &[("why", "属于本机关")]).await);
        let fields = [("version", hidden(&open, "version")), ("steps", hidden(&open, "steps")), ("why", "也看过了")];
        let csrf = open.csrf();
        let mut parts = vec![("csrf", None, csrf.as_bytes())];
        parts.extend(fields.iter().map(|(name, value)| (*name, None, value.as_bytes())));
        let late = lu.multipart(&path, &parts).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.has("您打开这一页以后，新增了") && late.has(">也看过了</textarea>"), "{}", late.body);
        assert!(late.has("2026-10-12 12:00　沈知秋：审核通过，转入办理：属于本机关"), "{}", late.body);
        assert!(late.has("沈知秋：申请人来过电话") && !late.has("当面提交，申请到达"), "{}", late.body);
    })
    .await;
}
