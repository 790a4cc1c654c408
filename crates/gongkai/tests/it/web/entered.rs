//! 登记: the same application entered twice is told from two that only ask the same.

use axum::http::StatusCode;
use gongkai::Office;
use gongkai_store::{RequestFilter, Scope};
use jiff::{Timestamp, ToSpan};

use super::{
    cases::{county, signed_in},
    house::{Page, Somebody, noon, on_both},
};

const FORM: &str = "请公开云渡镇桥头村征地补偿方案。";

/// Hands in the form of an applicant who has shown no number of identity.
async fn enter(somebody: &mut Somebody, fields: &[(&str, &str)]) -> Page {
    let csrf = somebody.get("/desk/register").await.csrf();
    let usual = [
        ("ch", "hand"),
        ("arrived", "2026-10-12"),
        ("unproved", "1"),
        ("name", "田禾"),
        ("what", FORM),
        ("form", "paper"),
    ];
    let kept = usual.iter().filter(|(name, _)| !fields.iter().any(|(other, _)| other == name));
    let parts: Vec<_> = [("csrf", csrf.as_str())].iter().chain(kept).chain(fields).copied().collect();
    let parts: Vec<_> = parts.iter().map(|(name, value)| (*name, None, value.as_bytes())).collect();
    somebody.multipart("/desk/register", &parts).await
}

async fn registered(office: &Office) -> i64 {
    office.db.request_count(Scope::All, &RequestFilter::default()).await.unwrap()
}

#[tokio::test]
async fn two_villagers_with_the_same_printed_form_each_get_their_number() {
    on_both(async |office| {
        county(&office).await;
        let mut shen = signed_in(&office, "shen").await;
        let own = [[("name", "田禾"), ("tel", "13800000001")], [("name", "田穗"), ("tel", "13800000002")]];
        for who in own {
            let page = enter(&mut shen, &who).await;
            assert_eq!(page.status, StatusCode::CREATED, "{}", page.body);
        }
        // one of the name with another telephone, and the first one by post
        let namesake = enter(&mut shen, &[("tel", "13800000003")]).await;
        assert_eq!(namesake.status, StatusCode::CREATED, "{}", namesake.body);
        let by_post = enter(&mut shen, &[("tel", "13800000001"), ("ch", "signed"), ("proof", "XA00000001")]).await;
        assert_eq!(by_post.status, StatusCode::CREATED, "{}", by_post.body);
        assert_eq!(registered(&office).await, 4);
    })
    .await;
}

#[tokio::test]
async fn the_same_entered_again_within_a_minute_names_the_first_and_is_registered_only_if_one_says_so() {
    on_both(async |mut office| {
        county(&office).await;
        let mut shen = signed_in(&office, "shen").await;
        for (nth, number) in [("", "QH-2026-0001"), ("11010519491231002X", "QH-2026-0002")] {
            let who = [("tel", "13800000001"), ("idno", nth)];
            let first = enter(&mut shen, &who).await;
            assert!(first.status == StatusCode::CREATED && first.has(number), "{}", first.body);
            let again = enter(&mut shen, &who).await;
            assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.body);
            let told = format!("一分钟内登记过同样的一件：<a href=\"/desk/requests/{number}\">");
            assert!(again.has(&told) && again.has("仍要登记"), "{}", again.body);
            assert!(again.has(FORM) && again.has("value=\"13800000001\""), "the form is kept: {}", again.body);
        }
        assert_eq!(registered(&office).await, 2);
        let meant = enter(&mut shen, &[("tel", "13800000001"), ("then", "again")]).await;
        assert!(meant.status == StatusCode::CREATED && meant.has("QH-2026-0003"), "{}", meant.body);

        office.clock = later;
        let mut shen = signed_in(&office, "shen").await;
        let next = enter(&mut shen, &[("tel", "13800000001")]).await;
        assert!(next.status == StatusCode::CREATED && next.has("QH-2026-0004"), "a minute later: {}", next.body);
    })
    .await;
}

fn later() -> Timestamp {
    noon() + 61.seconds()
}
