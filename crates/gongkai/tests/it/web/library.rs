//! The library's list: page after page, narrowed and summed where the reports lie; and the page of one report.

mod report;

use gongkai::Office;
use gongkai_store::{Actor, Counts, Moment, NewOrgan, NewReport, Sight, Totals, Wish};

use super::house::{Somebody, noon, on_both, shelved};

/// Thirty-two offices; the first three with a report of 2025 each, and the first with one of 2024.
async fn filled(office: &Office) {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let mut organs = Vec::new();
    for n in 0..32 {
        let (slug, name) = (format!("o{n}"), format!("青禾县第{n}办公室"));
        let new = NewOrgan {
            slug: &slug,
            name: &name,
            short_name: &name,
            kind: "department",
            level: "county",
            ..NewOrgan::default()
        };
        organs.push(act.add_organ(&new).await.unwrap());
    }
    let wrong = Counts { fails: 1, ..Counts::default() };
    for (n, year, counts, rows) in [
        (0, 2024, wrong, r#"{"new":[1]}"#),
        (0, 2025, Counts::default(), r#"{"new":[3],"rejected_a":[2],"other":[1]}"#),
        (1, 2025, wrong, r#"{"new":[4],"rejected_a":[9]}"#),
        (2, 2025, Counts::default(), r#"{"new":[9000000000000000000]}"#),
    ] {
        let report = format!(r#"{{"requests":{{"rows":{rows}}}}}"#);
        let new = NewReport { counts, report: &report, ..shelved((organs[n], year), ("a.html", b"a")) };
        act.keep_report(&new).await.unwrap();
    }
    act.commit().await.unwrap();
}

#[tokio::test]
async fn the_list_goes_on_where_the_page_before_ended() {
    on_both(async |office| {
        filled(&office).await;
        let mut somebody = Somebody::at(&office);
        let first = somebody.get("/reports?kind=department").await;
        assert!(
            first.has("青禾县第29办公室") && !first.has("青禾县第30办公室") && !first.has("第一页"),
            "{}",
            first.body
        );
        let (before, _) = first.body.split_once("\" rel=\"next\"").unwrap();
        let next = before.rsplit_once("href=\"").unwrap().1.replace("&#38;", "&").replace("&amp;", "&");
        let second = somebody.get(&next).await;
        assert!(second.has("青禾县第30办公室") && second.has("青禾县第31办公室"), "{}", second.body);
        assert!(!second.has("青禾县第29办公室") && !second.has("下一页") && second.has("第一页"), "{}", second.body);
        assert!(second.has("32个单位合计"), "the sums are those of all pages: {}", second.body);
        assert!(somebody.get("/reports?after=x.y").await.has("青禾县第0办公室"));
    })
    .await;
}

#[tokio::test]
async fn a_result_is_looked_for_in_the_years_that_are_shown() {
    on_both(async |office| {
        filled(&office).await;
        let mut somebody = Somebody::at(&office);
        for (asked, found) in [
            ("verdict=fail", &[0, 1][..]),
            ("verdict=fail&year=2025", &[1]),
            ("verdict=missing&year=2025&q=第2办公室", &[]),
            ("verdict=missing&q=第2办公室", &[2]),
            ("verdict=missing&q=第0办公室", &[]),
            ("verdict=slip", &[]),
        ] {
            let page = somebody
                .get(&format!("/reports?{}", asked.replace("第", "%E7%AC%AC").replace("办公室", "%E5%8A%9E")))
                .await;
            let listed: Vec<usize> =
                (0..32).filter(|n| page.has(&format!("<th scope=\"row\">青禾县第{n}办公室"))).collect();
            assert_eq!(listed, found, "{asked}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_sum_leaves_out_pairs_with_a_gap_and_digits_that_ran_together() {
    on_both(async |office| {
        filled(&office).await;
        let years = office.db.totals(&Wish::default(), (2020, 2025), Sight::Public).await.unwrap();
        let year = |year, received, rest| Totals { year, received, rest, ..Totals::default() };
        assert_eq!(years, [year(2024, Some(1), None), year(2025, Some(7), Some(3))]);
    })
    .await;
}
