//! What the region's reports say beside each other, against what a person adds up.

use axum::http::StatusCode;
use gongkai_law::annual_report::{Edition, Figures};
use gongkai_store::Counts;

use super::{
    super::house::{Somebody, on_both},
    Kept, ORGANS, YEARS, cell, keep, plain, region, row,
};

/// Cells of the form added up as a person would with the paper: `None` where one of them is not known.
fn by_hand(figures: &Figures, addresses: &[&str]) -> Option<i64> {
    addresses.iter().try_fold(0, |sum, address| Some(sum + figures.at(address)?))
}

fn measured(key: &str, figures: &Figures) -> String {
    let is_old = figures.edition() == Edition::Of2019;
    let count = |addresses: &[&str]| by_hand(figures, addresses).map_or("读不出".to_owned(), |sum| sum.to_string());
    match key {
        "received" => count(&["requests.new.total"]),
        "unable" => count(&[
            "requests.unable_not_held.total",
            "requests.unable_need_creation.total",
            "requests.unable_unclear.total",
        ]),
        "other" if is_old => count(&["requests.other.total"]),
        "other" => {
            count(&["requests.other_no_correction.total", "requests.other_unpaid.total", "requests.other_other.total"])
        }
        "lawsuits" => count(&["redress.litigation_direct.total", "redress.litigation_after_review.total"]),
        "documents_issued" if is_old => "格式没有".to_owned(),
        "documents_issued" => count(&["proactive.normative_documents.issued"]),
        "penalties" if is_old => count(&["proactive.penalties.decisions"]),
        "penalties" => count(&["proactive.penalties"]),
        "open_share" => {
            let open = by_hand(figures, &["requests.granted.total", "requests.partial.total"]);
            match open.zip(figures.at("requests.total.total")) {
                None => "读不出".to_owned(),
                Some((_, 0)) => "不计".to_owned(),
                // half of a tenth counts as one
                Some((open, all)) => format!("{:.1}%", (open as f64 * 1000.0 / all as f64 + 1e-9).round() / 10.0),
            }
        }
        other => panic!("{other}"),
    }
}

/// Key and heading.
const MEASURED: [(&str, &str); 7] = [
    ("received", "新收申请（件）"),
    ("unable", "无法提供（件）"),
    ("other", "其他处理（件）"),
    ("lawsuits", "行政诉讼（件）"),
    ("documents_issued", "规范性文件制发（件）"),
    ("penalties", "行政处罚（件）"),
    ("open_share", "公开率（%）"),
];

#[tokio::test]
async fn what_is_compared_is_what_the_reports_say_and_what_they_do_not_say_is_no_zero() {
    on_both(async |office| {
        let kept = region(&office).await;
        let mut somebody = Somebody::at(&office);
        for part in MEASURED.chunks(4) {
            let chosen: Vec<_> = part.iter().map(|(key, _)| format!("m={key}")).collect();
            let chosen = chosen.join("&");
            for year in YEARS {
                let page = somebody.get(&format!("/reports/compare?year={year}&{chosen}")).await;
                for (slug, name, ..) in ORGANS {
                    let row = row(&page, name.trim_start_matches("青禾"));
                    agrees(row, kept.iter().find(|one| (one.slug, one.year) == (slug, year)), part);
                }
            }
            for (slug, ..) in ORGANS {
                let page = somebody.get(&format!("/reports/compare?organ={slug}&{chosen}")).await;
                for year in YEARS {
                    let there = kept.iter().find(|one| (one.slug, one.year) == (slug, year));
                    let row = row(&page, &year.to_string());
                    assert_eq!(row.contains("旧格式"), there.is_some() && year == 2020, "{row}");
                    agrees(row, there, part);
                }
            }
        }
    })
    .await;
}

fn agrees(row: &str, there: Option<&Kept>, measures: &[(&str, &str)]) {
    for (key, head) in measures {
        let said = cell(row, head);
        let expected = there.map_or("缺".to_owned(), |there| measured(key, &there.figures));
        assert_eq!(plain(said), expected, "{key}: {row}");
        let leads = said.contains("<a href=\"/reports/");
        assert_eq!(leads, expected.ends_with(|c: char| c.is_ascii_digit() || c == '%'), "{key}: {said}");
    }
    let copy = cell(row, "出处");
    match there {
        Some(there) => {
            let said = format!("第{}版，2026-10-12 {}.html", there.version, there.year);
            assert_eq!(plain(copy), said);
            assert!(copy.contains(&format!("/reports/{}/{}", there.slug, there.year)), "{copy}");
        }
        None => assert_eq!(plain(copy), "没有公布年报"),
    }
}

#[tokio::test]
async fn organs_are_ordered_by_name_or_by_a_measure_with_what_is_not_known_last() {
    on_both(async |office| {
        let kept = region(&office).await;
        let mut somebody = Somebody::at(&office);
        let page = somebody.get("/reports/compare?year=2024&m=received&sort=received").await;
        let at =
            |slug: &str| page.body.find(&format!("organ={slug}&")).or(page.body.find(&format!("organ={slug}&#38;")));
        let mut listed: Vec<_> = ORGANS.iter().map(|(slug, ..)| (at(slug).unwrap(), *slug)).collect();
        listed.sort_unstable();
        let value = |slug: &str| {
            let there = kept.iter().find(|one| (one.slug, one.year) == (slug, 2024));
            there.and_then(|there| there.figures.at("requests.new.total"))
        };
        let values: Vec<_> = listed.iter().map(|(_, slug)| value(slug)).collect();
        let mut sorted = values.clone();
        sorted.sort_unstable_by(|a, b| b.cmp(a));
        assert!(values == sorted && values.first().is_some_and(Option::is_some), "{values:?}");
        assert!(page.has("aria-sort=\"descending\""), "{}", page.body);
        let many: Vec<_> = MEASURED.iter().map(|(key, _)| format!("m={key}")).collect();
        let many = somebody.get(&format!("/reports/compare?{}", many.join("&"))).await;
        assert!(many.has("只比前6个") && !many.has("data-th=\"公开率"), "{}", many.body);
        assert_eq!(somebody.get("/reports/compare?organ=nowhere").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn the_chart_of_an_organs_years_shows_the_last_eight_and_the_table_all() {
    on_both(async |office| {
        region(&office).await;
        let organ = office.db.organ_at("nobody").await.unwrap();
        for year in [2012, 2025] {
            keep(&office, (organ.id, year, Counts::default()), &Figures::zero(Edition::Of2021), None).await;
        }
        let page = Somebody::at(&office).get("/reports/compare?organ=nobody&m=received").await;
        let drawn = |year: i16| page.has(&format!("text-anchor=\"middle\">{year}</text>"));
        let years: Vec<_> = (2012..=2025).filter(|year| drawn(*year)).collect();
        assert_eq!(years, (2018..=2025).collect::<Vec<_>>(), "{}", page.body);
        assert!(page.has("最近8年"));
        assert_eq!(plain(cell(row(&page, "2012"), "新收申请（件）")), "0");
    })
    .await;
}
