//! 撤并: the report of an organ that took over another's open files. What it carries in is what it carried out itself and what
//! came from the closed one, and nothing besides.

use axum::http::StatusCode;
use gongkai::{
    Office,
    compile::{across::across, examine::Examined},
};
use gongkai_law::{annual_report::Edition, request::decision::Decision};
use gongkai_store::{Actor, Civil, Moment, Organ, Scope};
use jiff::civil::date;

use super::{
    super::{
        figures::{answered, worked},
        house::{Somebody, noon, on_both},
        season::founded,
    },
    AT, at, begun, bureau, done, last_year, months, requests, send, take, work, written,
};

const SUM: &str = "上一年年报的结转下年度1 + 青禾县林业局2025年3月10日移交来的3";

/// The bureau of water carried one request out of 2024; that of woods two, and it had one more in 2025 and one answered,
/// when it was closed on 10 March.
async fn merged(office: &Office) -> Organ {
    let water = bureau(office).await;
    let county = office.db.organ_at("qinghe").await.unwrap();
    let woods = founded(office, "linye", "青禾县林业局", ("county", county.id)).await;
    requests(office, &water).await;
    months(office, &water, 12).await;
    last_year(office, &water, "1").await;
    for (wanted, came) in [
        ("古树名木的名录", date(2024, 12, 24)),
        ("护林道路的造价", date(2024, 12, 30)),
        ("苗圃的租约", date(2025, 2, 10)),
    ] {
        worked(office, &woods, wanted, came, &[]).await;
    }
    let granted = answered(date(2025, 1, 15), Decision::Granted);
    worked(office, &woods, "防火带的宽度", date(2024, 12, 26), &granted).await;
    let on = Civil(date(2025, 3, 10));
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let closed = Organ { successor_id: Some(water.id), closed_on: Some(on), ..woods.clone() };
    act.change_organ(&closed).await.unwrap();
    let handed = act.hand_over(woods.id, water.id, on).await.unwrap();
    assert_eq!(handed.requests, 3, "what was answered stays");
    act.commit().await.unwrap();
    water
}

async fn drafted(office: &Office) -> Somebody {
    let mut gu = at(office, "gu").await;
    begun(&mut gu, "2025").await;
    written(&mut gu, AT, Edition::Of2021).await;
    gu
}

#[tokio::test]
async fn what_a_successor_took_over_is_carried_in_with_its_own_and_keeps_nothing_back_at_the_desk_or_in_the_library() {
    on_both(async |office| {
        let water = merged(&office).await;
        let mut gu = drafted(&office).await;
        let examined = Examined::of(&office, &work(&office, &water, 2025).await).await.unwrap();
        assert_eq!(examined.year.figures.at("requests.carried_in.total"), Some(4));
        let fails: Vec<_> = examined.fails().into_iter().map(|fail| fail.message).collect();
        assert!(fails.is_empty() && examined.bars.is_empty(), "{fails:?} {:?}", examined.bars);
        let compared = gu.get(&format!("{AT}/compare")).await;
        for column in ["自然人", "总计"] {
            assert!(compared.has(&format!("{column}：上年结转4 = {SUM}</span>")), "{column}: {}", compared.body);
        }
        assert!(compared.has("连同撤并移交的") && !compared.has("有没有补录、漏录"), "{}", compared.body);

        done(&take(&mut gu, AT, "submitted", "").await);
        for (name, step) in [("fang", "reviewed"), ("tang", "signed"), ("lu", "published")] {
            done(&take(&mut at(&office, name).await, AT, step, "").await);
        }
        let page = Somebody::at(&office).get("/reports/shuili/2025").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        assert!(!page.has("年度报告的结转下年度是"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn one_request_more_than_was_carried_out_and_taken_over_keeps_the_report_back() {
    on_both(async |office| {
        let water = merged(&office).await;
        // entered late: last year's report does not have it
        worked(&office, &water, "补录的一件", date(2024, 12, 25), &[]).await;
        let mut gu = drafted(&office).await;
        let compared = gu.get(&format!("{AT}/compare")).await;
        assert!(compared.has(&format!("自然人：上年结转5，{SUM}，应当是4</span>")), "{}", compared.body);
        assert!(compared.has("有没有补录、漏录") && !compared.has("连同撤并移交的"), "{}", compared.body);
        let held = take(&mut gu, AT, "submitted", "").await;
        assert!(held.status == StatusCode::UNPROCESSABLE_ENTITY && held.has("Y001"), "{}", held.body);
        let check = gu.get(&format!("{AT}/check")).await;
        assert!(check.has("加移交来的3，应当是4，相差1"), "{}", check.body);
    })
    .await;
}

#[tokio::test]
async fn a_year_before_the_handover_and_the_county_around_both_have_nothing_of_it() {
    on_both(async |office| {
        let water = merged(&office).await;
        let county = office.db.organ_at("qinghe").await.unwrap();
        let mut gu = at(&office, "gu").await;
        let fields = [("year", "2024"), ("range", "self")];
        done(&send(&mut gu, "/desk/compile", "/desk/compile/begin", &fields).await);
        let before = Examined::of(&office, &work(&office, &water, 2024).await).await.unwrap();
        assert_eq!(before.across, [], "in 2024 the bureau of woods was there");
        assert_eq!(before.year.figures.at("requests.carried_out.total"), Some(1));
        for (scope, year, expected) in [
            (Scope::Organ(water.id), 2025, 3),
            (Scope::Organ(water.id), 2026, 0),
            (Scope::Level(county.id), 2025, 0),
            (Scope::Subtree(county.id), 2025, 0),
        ] {
            let found = across(&office, scope, year).await.unwrap();
            assert_eq!(found.iter().map(|one| one.count).sum::<i64>(), expected, "{scope:?} {year}: {found:?}");
        }
    })
    .await;
}
