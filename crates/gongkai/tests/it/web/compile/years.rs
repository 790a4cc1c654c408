//! Years: the figures against what is counted by hand, and the older form with what no register has.

use axum::http::StatusCode;
use gongkai::compile::range::Range;
use gongkai::compile::{examine::Examined, figures::Source, save::save};
use gongkai_law::annual_report::{Edition, Figures, Form};
use gongkai_store::{Actor, Moment};

use super::{
    super::house::{noon, on_both},
    AT, at, begun, bureau, done, last_year, months, requests, send, take, work, written,
};

#[tokio::test]
async fn each_figure_is_what_was_counted_by_hand_and_leads_to_its_records() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        requests(&office, &organ).await;
        months(&office, &organ, 12).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        let examined = Examined::of(&office, &work(&office, &organ, 2025).await).await.unwrap();
        let mut by_hand = Figures::zero(Edition::Of2021);
        let rows = ["new", "new", "carried_in", "granted", "unable_not_held", "total", "total", "carried_out"];
        for row in rows {
            for column in ["natural_person", "total"] {
                let cell = by_hand.form().cell(&format!("requests.{row}.{column}")).unwrap();
                by_hand.set(cell, by_hand.get(cell).map(|n| n + 1));
            }
        }
        let penalties = by_hand.form().cell("proactive.penalties").unwrap();
        by_hand.set(penalties, Some(12 * 2));
        for (cell, (ours, theirs)) in
            by_hand.form().cells().iter().zip(examined.year.figures.values().iter().zip(by_hand.values()))
        {
            assert_eq!(ours, theirs, "{}", cell.address);
        }
        let data = gu.get(AT).await;
        for address in ["requests.new.total", "requests.granted.natural_person", "requests.carried_out.total"] {
            let (_, rest) = data.body.split_once(&format!(" id=\"{address}\"")).unwrap();
            let href = rest.split_once("<a href=\"").unwrap().1.split_once('"').unwrap().0.replace("&#38;", "&");
            let list = gu.get(&href).await;
            assert!(list.status == StatusCode::OK && list.has("件</h1>"), "{address} at {href}: {}", list.body);
        }
        assert!(data.has("没有办结的申请 <a href"), "{}", data.body);
    })
    .await;
}

/// The cells that are asked for at the desk.
fn asked_by_hand(examined: &Examined) -> Vec<&'static str> {
    let cells = Form::of(Edition::Of2019).cells().iter().zip(&examined.year.origins);
    let asked = cells.filter(|(_, origins)| matches!(origins.source, Source::ByHand(_)));
    let asked: Vec<_> = asked.map(|(cell, _)| cell.address.as_str()).collect();
    assert!(asked.contains(&"proactive.procurement.amount_yuan") && asked.contains(&"proactive.fees.change"));
    assert!(asked.iter().all(|address| address.starts_with("proactive.")) && asked.len() == 17, "{asked:?}");
    asked
}

#[tokio::test]
async fn the_older_form_asks_for_what_no_register_has_and_takes_neither_a_blank_nor_a_number_without_a_source() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        for indicator in gongkai_law::annual_report::indicator::Indicator::entered() {
            act.settle_figure_duty(organ.id, indicator.key, "2020-01", Some("没有")).await.unwrap();
        }
        act.commit().await.unwrap();
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2020").await;
        let at = "/desk/compile/2020";
        written(&mut gu, at, Edition::Of2019).await;
        let held = take(&mut gu, at, "submitted", "").await;
        assert!(held.has("台账里没有，请填数和来源"), "{}", held.body);
        let examined = Examined::of(&office, &work(&office, &organ, 2020).await).await.unwrap();
        let asked = asked_by_hand(&examined);
        let bare = [("v.proactive.procurement.projects", "3")];
        let wrong = send(&mut gu, at, at, &bare).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.has("要写明数从哪里来"), "{}", wrong.body);
        let odd = [("v.proactive.procurement.projects", "许多"), ("s.proactive.procurement.projects", "县财政局")];
        assert!(send(&mut gu, at, at, &odd).await.has("填的“许多”不是数"));
        let names: Vec<(String, String, &str)> = asked
            .iter()
            .map(|address| {
                let value = if address.ends_with("change") { "-1" } else { "1" };
                (format!("v.{address}"), format!("s.{address}"), value)
            })
            .collect();
        let fields: Vec<(&str, &str)> = names
            .iter()
            .flat_map(|(value, source, typed)| [(value.as_str(), *typed), (source.as_str(), "县财政局台账")])
            .collect();
        done(&send(&mut gu, at, at, &fields).await);
        let examined = Examined::of(&office, &work(&office, &organ, 2020).await).await.unwrap();
        assert_eq!(examined.year.unknown().len(), 0, "{:?}", examined.bars);
        assert!(examined.bars.is_empty(), "{:?}", examined.bars);
        let handed = take(&mut gu, at, "submitted", "").await;
        assert_eq!(handed.status, StatusCode::SEE_OTHER, "{}", handed.body);
        let copy = gu.get(&format!("{at}/files/1.json")).await;
        assert!(copy.has("\"edition\":\"2019\"") && copy.has("\"change\":-1"), "{}", copy.body);
        let sign = gu.get(&format!("{at}/sign")).await;
        assert!(sign.has("第1版定本"), "{}", sign.body);
    })
    .await;
}

#[tokio::test]
async fn a_department_reports_for_itself_alone_and_a_government_names_each_organ_that_lacks_something() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        months(&office, &organ, 12).await;
        last_year(&office, &organ, "1").await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        let wide = send(&mut gu, AT, AT, &[("range", "region")]).await;
        assert_eq!(wide.status, StatusCode::FORBIDDEN, "{}", wide.body);
        let county = office.db.organ_at("qinghe").await.unwrap();
        super::super::people::person(&office, Some(county.id), "shen", &["officer"]).await;
        let mut shen = super::at(&office, "shen").await;
        let fields = [("year", "2025"), ("range", "region")];
        done(&send(&mut shen, "/desk/compile", "/desk/compile/begin", &fields).await);
        let data = shen.get(AT).await;
        assert!(data.has("青禾县人民政府没有落实填报责任"), "{}", data.body);
        assert!(!data.has("青禾县水利局没有"), "the bureau has all of its months: {}", data.body);
        let opened = work(&office, &county, 2025).await;
        assert_eq!(opened.range, Range::Region);
        let hand = gongkai::people::roles::Hand::Platform;
        let kept = save(&office, &hand, &opened, (Range::Own, opened.content.clone())).await.unwrap();
        assert_eq!(kept.range, Range::Own);
    })
    .await;
}
