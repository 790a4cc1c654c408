//! The information processing fee: the totals that people reckoned, and the tariff said once more, item by item.

use gongkai_law::request::fee::{self, MOST, Tariff};
use proptest::prelude::*;

#[test]
fn a_month_of_items_costs_what_people_reckoned() {
    let totals = [
        (0, 0),
        (10, 0),
        (11, 100),
        (30, 2_000),
        (31, 2_200),
        (33, 2_600),
        (40, 4_000),
        (41, 4_300),
        (50, 7_000),
        (51, 7_400),
        (60, 11_000),
        (100, 37_000),
    ];
    for (items, total) in totals {
        assert_eq!(fee::by_item(items).unwrap().total, total, "{items} items");
    }
}

#[test]
fn the_pages_of_a_request_cost_what_people_reckoned() {
    let totals = [
        (0, 0),
        (30, 0),
        (31, 10),
        (100, 700),
        (101, 720),
        (128, 1_260),
        (200, 2_700),
        (201, 2_740),
        (250, 4_700),
        (500, 14_700),
    ];
    for (pages, total) in totals {
        assert_eq!(fee::by_page(pages).unwrap().total, total, "{pages} pages");
    }
}

#[test]
fn each_tier_shows_how_many_at_what_rate() {
    let fee = fee::by_item(45).unwrap();
    let told: Vec<String> =
        fee.tiers.iter().map(|t| format!("{}-{}: {} × {} = {}", t.from, t.to, t.count, t.rate, t.sum)).collect();
    assert_eq!(told, ["1-10: 10 × 0 = 0", "11-30: 20 × 100 = 2000", "31-40: 10 × 200 = 2000", "41-45: 5 × 300 = 1500"]);
    assert_eq!(Tariff::ByItem.basis().to_string(), "《政府信息公开信息处理费管理办法》第四条");
}

#[test]
fn a_number_beyond_reason_is_questioned_and_not_reckoned() {
    assert!(fee::by_item(MOST).is_ok() && fee::by_page(MOST).is_ok());
    let wrong = fee::by_item(u32::MAX).unwrap_err();
    assert_eq!(wrong.to_string(), "4294967295件超出可计算的范围（至多100000件），请核对数量");
    assert!(fee::by_page(MOST + 1).is_err());
}

/// 办法第四条: what the k-th item of a month costs.
fn item(k: u64) -> u64 {
    match k {
        ..=10 => 0,
        11..=30 => 100,
        _ => 100 + 100 * ((k - 31) / 10 + 1),
    }
}

/// 办法第五条: what the k-th page costs.
fn page(k: u64) -> u64 {
    if k > 200 {
        40
    } else if k > 100 {
        20
    } else if k > 30 {
        10
    } else {
        0
    }
}

proptest! {
    #[test]
    fn the_fee_is_the_sum_of_what_each_one_costs(n in 0_u32..3000) {
        prop_assert_eq!(fee::by_item(n).unwrap().total, (1..=u64::from(n)).map(item).sum::<u64>());
        prop_assert_eq!(fee::by_page(n).unwrap().total, (1..=u64::from(n)).map(page).sum::<u64>());
    }

    #[test]
    fn the_tiers_follow_one_another_without_gap_and_hold_everything(n in 1_u32..=MOST) {
        for fee in [fee::by_item(n).unwrap(), fee::by_page(n).unwrap()] {
            prop_assert_eq!(fee.tiers.iter().map(|t| t.count).sum::<u32>(), n);
            prop_assert!(fee.tiers.windows(2).all(|w| w[0].to + 1 == w[1].from && w[0].rate < w[1].rate));
            prop_assert_eq!((fee.tiers[0].from, fee.tiers.last().map(|t| t.to)), (1, Some(n)));
        }
    }
}
