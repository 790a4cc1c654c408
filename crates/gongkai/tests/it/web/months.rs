//! 指标月报: what organs count month by month: who may, what is asked for, what stays of a correction, and that what nobody
//! counted is never a zero.

mod counted;
mod filled;
mod import;
mod proved;
mod pushed;
mod reminded;

use std::collections::BTreeMap;

use axum::http::StatusCode;
use gongkai::{
    Office,
    indicators::year::{Gap, Owed, entered},
};
use gongkai_law::annual_report::indicator::Indicator;
use gongkai_store::{Actor, Moment, NewFigureDuty, NewMonth, OrganId, Scope, journal};

use super::{
    cases::{County, county, signed_in},
    house::{Page, Somebody, noon, on_both},
};

/// Says for an organ that it counts these from the beginning of the year.
async fn counts(office: &Office, organ: OrganId, indicators: &[&str]) {
    let duty = |indicator| NewFigureDuty { indicator, since: "2026-01", none_why: None };
    let duties: Vec<_> = indicators.iter().copied().map(duty).collect();
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    act.settle_figure_duties(organ, &duties).await.unwrap();
    act.commit().await.unwrap();
}

/// Enters months of 2026 past every page.
async fn had(office: &Office, organ: OrganId, indicator: &str, months: &[(i16, i64)]) {
    let month = |(month, value): &(i16, i64)| NewMonth {
        indicator,
        year: 2026,
        month: *month,
        value: *value,
        source: "执法系统",
        note: "",
        seen: None,
    };
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    act.enter_months(organ, &months.iter().map(month).collect::<Vec<_>>(), None).await.unwrap();
    act.commit().await.unwrap();
}

/// Fills in the form of an indicator.
async fn enters(somebody: &mut Somebody, indicator: &str, fields: &[(&str, &str)]) -> Page {
    sends(somebody, &format!("/desk/months/{indicator}"), fields, None).await
}

async fn sends(somebody: &mut Somebody, path: &str, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Page {
    let csrf = somebody.get("/signout").await.csrf();
    let mut parts = vec![("csrf", None, csrf.as_bytes())];
    parts.extend(fields.iter().map(|(name, value)| (*name, None, value.as_bytes())));
    parts.extend(file.map(|(name, bytes)| ("file", Some(name), bytes)));
    somebody.multipart(path, &parts).await
}

async fn values(office: &Office, organ: OrganId, indicator: &str) -> Vec<(i16, i64)> {
    let all = office.db.monthly_figures(organ, 2026).await.unwrap();
    all.into_iter().filter(|one| one.indicator == indicator).map(|one| (one.month, one.value)).collect()
}

/// A row of the grid: the twelve months and the sum, as the page has them.
fn row(page: &Page, indicator: &str) -> Vec<String> {
    let (_, rest) =
        page.body.split_once(&format!("<tr id=\"{indicator}\">")).unwrap_or_else(|| panic!("{}", page.body));
    let (row, _) = rest.split_once("</tr>").unwrap();
    let cells = row.split("<td class=\"num").skip(1).map(|cell| {
        let (_, cell) = cell.split_once('>').unwrap();
        let mut words = String::new();
        let mut inside = true;
        for c in cell.split("</td>").next().unwrap().chars() {
            match c {
                '<' => inside = false,
                '>' => inside = true,
                c if inside => words.push(c),
                _ => {}
            }
        }
        words
    });
    cells.collect()
}

async fn both(office: &Office) -> (County, Somebody, Somebody) {
    let county = county(office).await;
    (county, signed_in(office, "shen").await, signed_in(office, "lu").await)
}

#[tokio::test]
async fn the_head_says_what_is_counted_and_what_there_is_none_of_and_nobody_else_does() {
    on_both(async |office| {
        let (county, mut shen, mut lu) = both(&office).await;
        let said = [
            ("is-licences", "counts"),
            ("since-licences", "2026年3月"),
            ("is-coercive_measures", "none"),
            ("why-coercive_measures", "本机关没有行政强制权"),
        ];
        let page = shen.get("/desk/months/duties").await;
        assert!(page.has("由公开工作机构负责人落实") && !page.has("<select"), "{}", page.body);
        assert_eq!(super::people::post(&mut shen, "/desk/months/duties", &said).await.status, StatusCode::FORBIDDEN);

        let mute = [("is-penalties", "none"), ("is-fees", "counts"), ("since-fees", "去年")];
        let wrong = super::people::post(&mut lu, "/desk/months/duties", &mute).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        for words in
            ["错误：", "请更正以下2处", "行政处罚：不涉及的，请写明理由", "id=\"since-fees-e\"", "value=\"去年\""]
        {
            assert!(wrong.has(words), "{words}: {}", wrong.body);
        }
        assert!(office.db.figure_duties(Scope::All).await.unwrap().is_empty(), "nothing of it was kept");

        assert_eq!(super::people::post(&mut lu, "/desk/months/duties", &said).await.status, StatusCode::SEE_OTHER);
        let duties = office.db.figure_duties(Scope::Organ(county.hall.id)).await.unwrap();
        let told: Vec<_> = duties
            .iter()
            .map(|duty| (duty.indicator.as_str(), duty.since.as_str(), duty.none_why.as_deref()))
            .collect();
        assert_eq!(
            told,
            [("coercive_measures", "2026-01", Some("本机关没有行政强制权")), ("licences", "2026-03", None)]
        );
        let grid = shen.get("/desk/months?year=2026").await;
        assert!(grid.has("不涉及：本机关没有行政强制权") && grid.has("没有落实责任"), "{}", grid.body);
        let licences = row(&grid, "licences");
        assert_eq!(&licences[..3], ["·不用填", "·不用填", "缺"], "January was not asked for, March is missing");
        assert_eq!(&licences[8..], ["缺", "·不用填", "·不用填", "·不用填", ""], "October is not over");
    })
    .await;
}

#[tokio::test]
async fn a_month_is_entered_with_its_source_and_a_correction_leaves_what_stood_there_and_why() {
    on_both(async |office| {
        let (county, mut shen, _) = both(&office).await;
        counts(&office, county.hall.id, &["penalties", "fees"]).await;
        let file = Some(("9月统计表.csv", "案号,结果\n1,罚款".as_bytes()));
        let fields = [("year", "2026"), ("m-8", "１，２０８"), ("m-9", "7"), ("source", "行政执法系统")];
        let done = sends(&mut shen, "/desk/months/penalties", &fields, file).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert_eq!(values(&office, county.hall.id, "penalties").await, [(8, 1208), (9, 7)]);
        let page = shen.get(done.location()).await;
        assert!(page.has("已经报上") && page.has("9月统计表.csv") && page.has("沈知秋"), "{}", page.body);
        let kept = shen.get("/desk/months/penalties/2026-08/0?year=2026").await;
        assert_eq!(kept.body, "案号,结果\n1,罚款");

        // what was entered is corrected where it stands, with a reason, and not over somebody else's correction
        let place = "/desk/months/penalties/2026-09";
        let mute = sends(&mut shen, place, &[("seen", "0"), ("value", "9"), ("source", "行政执法系统")], None).await;
        assert_eq!(mute.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(mute.has("2026年9月已经报了7，更正要写明理由") && mute.has("value=\"9\""), "{}", mute.body);
        let right = [("seen", "0"), ("value", "9"), ("source", "行政执法系统"), ("note", "漏计简易程序2件")];
        assert_eq!(sends(&mut shen, place, &right, None).await.status, StatusCode::SEE_OTHER);
        let late = [("seen", "0"), ("value", "11"), ("source", "行政执法系统"), ("note", "又漏了2件")];
        let late = sends(&mut shen, place, &late, None).await;
        assert!(late.has("刚被别人填过，现在是9"), "{}", late.body);
        let page = shen.get("/desk/months/penalties?year=2026").await;
        assert!(page.has("改过1次") && page.has("漏计简易程序2件") && page.has("<li>7，行政执法系统"), "{}", page.body);
        assert_eq!(values(&office, county.hall.id, "penalties").await, [(8, 1208), (9, 9)]);

        let fees = [("year", "2026"), ("m-9", "8,423,160.5"), ("source", "非税收入系统对账单")];
        assert_eq!(enters(&mut shen, "fees", &fees).await.status, StatusCode::SEE_OTHER);
        assert_eq!(
            values(&office, county.hall.id, "fees").await,
            [(9, 842_316_050)],
            "one fen is one millionth of 万元"
        );
        assert!(shen.get("/desk/months/fees?year=2026").await.has("已报的合计842.31605万元"));
        let acts = journal::rows(&office.db, 0, 500).await.unwrap();
        assert_eq!(acts.iter().filter(|row| row.act == "figure.enter").count(), 3);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_known_yet_or_be_true_is_not_taken_and_comes_back_as_it_was_typed() {
    on_both(async |office| {
        let (county, mut shen, mut lu) = both(&office).await;
        counts(&office, county.hall.id, &["licences", "fees"]).await;
        let cases = [
            ("licences", "m-10", "3", "2026年10月还没有结束"),
            ("licences", "m-9", "-3", "第一次填报不能是负数"),
            ("licences", "m-9", "3.5", "行政许可要填整数"),
            ("licences", "m-9", "100000000", "最大99,999,999"),
            ("licences", "m-9", "三", "行政许可要填整数"),
            ("fees", "m-9", "0.005", "最多两位小数"),
            ("penalties", "m-9", "3", "还没有落实填报责任"),
        ];
        for (indicator, month, typed, why) in cases {
            let fields = [("year", "2026"), (month, typed), ("source", "执法系统")];
            let page = enters(&mut shen, indicator, &fields).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{indicator} {typed}");
            assert!(page.has(why) && page.has("错误："), "{indicator} {typed}: {}", page.body);
        }
        let mute = enters(&mut shen, "licences", &[("year", "2026"), ("m-9", "41"), ("source", "")]).await;
        assert!(mute.has("请写明这个数的来源") && mute.has("value=\"41\""), "{}", mute.body);
        assert!(enters(&mut shen, "licences", &[("year", "2026"), ("source", "x")]).await.has("请至少填一个月的数"));
        assert!(values(&office, county.hall.id, "licences").await.is_empty());
        assert_eq!(shen.get("/desk/months?year=2027").await.status, StatusCode::BAD_REQUEST);
        assert_eq!(shen.get("/desk/months/weather").await.status, StatusCode::NOT_FOUND);
        assert_eq!(enters(&mut shen, "website", &[("m-9", "1")]).await.status, StatusCode::NOT_FOUND, "it is counted");
        // the head enters too, the signer looks on
        let fields = [("year", "2026"), ("m-9", "41"), ("source", "许可台账")];
        assert_eq!(enters(&mut lu, "licences", &fields).await.status, StatusCode::SEE_OTHER);
        let mut zhou = signed_in(&office, "zhou").await;
        assert_eq!(enters(&mut zhou, "licences", &fields).await.status, StatusCode::FORBIDDEN);
        let page = zhou.get("/desk/months/licences?year=2026").await;
        assert!(page.has("许可台账") && !page.has("正确的数"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn a_year_is_the_sum_of_its_months_or_says_what_it_lacks_wherever_it_is_shown() {
    on_both(async |office| {
        let (county, mut shen, _) = both(&office).await;
        let months = |seed: i64| (1..=9).map(move |month| (month, i64::from(month) * 7 % 5 + seed)).collect::<Vec<_>>();
        for (organ, seed) in [(county.hall.id, 3), (county.water.id, 40)] {
            counts(&office, organ, &["licences", "penalties", "coercive_measures", "fees"]).await;
            had(&office, organ, "licences", &months(seed)).await;
            had(&office, organ, "fees", &months(seed * 1_000_000)).await;
            had(&office, organ, "coercive_measures", &months(0)).await;
        }
        had(&office, county.hall.id, "penalties", &months(1)).await;
        had(&office, county.water.id, "penalties", &months(1)[..4]).await;

        let sum = |seed| months(seed).into_iter().map(|(_, value)| value).sum::<i64>();
        let nine = Owed { until: 9, closed: false };
        let both = BTreeMap::from([(county.hall.id, nine), (county.water.id, nine)]);
        let year = entered(&office, (Scope::Subtree(county.hall.id), &both), 2026).await.unwrap();
        let of = |key: &str| year.iter().find(|count| count.indicator.key == key).unwrap();
        assert_eq!(of("licences").value(), Some(sum(3) + sum(40)));
        assert_eq!(of("penalties").value(), None, "what lacks a month has no sum");
        assert_eq!(of("penalties").gaps, BTreeMap::from([(county.water.id, Gap::Months(vec![5, 6, 7, 8, 9]))]));
        assert_eq!(of("meetings").gaps.len(), 2, "nobody said whether they count meetings");

        let grid = row(&shen.get("/desk/months?year=2026").await, "licences");
        let shown: i64 = grid[..9].iter().map(|cell| cell.parse::<i64>().unwrap()).sum();
        assert_eq!((shown, grid[12].parse().unwrap()), (sum(3), sum(3)));
        let mut yu = signed_in(&office, "yu").await;
        let page = yu.get("/desk/figures?year=2026&scope=below").await;
        assert!(page.has(&format!(">{}件</a>", sum(3) + sum(40))), "{}", page.body);
        assert!(page.has("不成立") && page.has("青禾县水利局缺5月至9月"), "{}", page.body);
        let list = yu.get("/desk/figures/months?year=2026&edition=2021&scope=below&row=penalties&column=months").await;
        assert!(list.has("行政处罚　13件") && list.has("执法系统"), "{}", list.body);
        let file = yu.get("/desk/figures/months.csv?year=2026&scope=below&row=fees&column=months").await;
        let yuan = |line: &str| line.split("\",\"").nth(3).unwrap().replace('.', "").parse::<i64>().unwrap();
        let all: i64 = file.body.lines().skip(1).map(yuan).sum();
        assert_eq!(all, sum(3_000_000) + sum(40_000_000), "{}", file.body);
        // the older form has no amount of fees
        assert!(!yu.get("/desk/figures?year=2026&edition=2019").await.has("row=fees"));
    })
    .await;
}

#[tokio::test]
async fn who_supervises_sees_who_lacks_which_month_and_changes_nothing_below() {
    on_both(async |office| {
        let (county, mut shen, _) = both(&office).await;
        let all: Vec<_> = Indicator::entered().map(|indicator| indicator.key).collect();
        counts(&office, county.hall.id, &all).await;
        for key in &all {
            had(&office, county.hall.id, key, &(1..=9).map(|month| (month, 0)).collect::<Vec<_>>()).await;
        }
        counts(&office, county.water.id, &["penalties"]).await;
        had(&office, county.water.id, "penalties", &[(1, 5), (2, 5), (3, 5), (4, 5), (5, 5), (6, 5), (8, 5)]).await;
        let mut yu = signed_in(&office, "yu").await;
        let page = yu.get("/desk/months/below?year=2026").await;
        assert!(page.has("决定和收费·行政处罚　缺7月、9月") && page.has("17项没有落实填报责任"), "{}", page.body);
        assert!(!page.has("<tr><th scope=\"row\"><a href=\"/desk/months?year=2026\">"), "the hall lacks nothing");
        let everybody = yu.get("/desk/months/below?year=2026&v=all").await;
        assert!(everybody.has("报齐了</span>"), "{}", everybody.body);
        let file = yu.get("/desk/months/below.csv?year=2026").await;
        assert!(
            file.has("\"青禾县水利局\",\"2026\",\"决定和收费·行政处罚\",\"是\",\"缺7月、9月\",\"2\""),
            "{}",
            file.body
        );
        let below = yu.get(&format!("/desk/months/penalties?year=2026&organ={}", county.water.id)).await;
        assert!(below.has("缺7月、9月") && !below.has("name=\"m-7\""), "{}", below.body);
        assert_eq!(enters(&mut yu, "penalties", &[("year", "2026"), ("m-7", "1")]).await.status, StatusCode::FORBIDDEN);

        // whoever does not supervise sees their own
        for path in ["/desk/months/below", "/desk/months/below.csv"] {
            assert_eq!(shen.get(path).await.status, StatusCode::FORBIDDEN);
        }
        let other = format!("/desk/months?organ={}", county.water.id);
        assert_eq!(shen.get(&other).await.status, StatusCode::FORBIDDEN);
        let mut gu = signed_in(&office, "gu").await;
        assert!(gu.get("/desk/months?year=2026").await.has("缺2个月"));
        let neighbour = office.db.organ_at("yunze").await.unwrap().id;
        let beside = yu.get(&format!("/desk/months?organ={neighbour}")).await;
        assert_eq!(beside.status, StatusCode::NOT_FOUND, "a neighbour stands below nobody here");
    })
    .await;
}
