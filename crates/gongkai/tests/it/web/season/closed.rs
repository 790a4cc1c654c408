//! Organs that were closed: what nobody entered of their months stays unknown, and what came afterwards is their successor's.

use gongkai::{compile::figures::YearFigures, indicators::missing};
use gongkai_law::annual_report::Edition;
use gongkai_store::{NewMonthlyFigure, Scope, journal};

use super::{super::cases::version, *};

/// The organ counts licences, three a month, and has none of anything else.
async fn counts_licences(office: &Office, organ: OrganId, months: std::ops::RangeInclusive<i16>) {
    has_none(office, organ).await;
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    act.settle_figure_duty(organ, "licences", "2025-01", None).await.unwrap();
    for month in months {
        enters(&mut act, organ, month).await;
    }
    act.commit().await.unwrap();
}

async fn enters(act: &mut gongkai_store::Act, organ: OrganId, month: i16) {
    let (source, note) = ("许可系统", "");
    let new = NewMonthlyFigure {
        organ,
        indicator: "licences",
        year: 2025,
        month,
        value: 3,
        source,
        note,
        file: None,
        seen: None,
    };
    act.enter_month(&new).await.unwrap();
}

#[tokio::test]
async fn months_before_the_closing_that_nobody_entered_are_no_zero_and_those_after_are_the_successors() {
    on_both(async |office| {
        let County { hall, water } = county(&office).await;
        let woods = founded(&office, "linye", "青禾县林业局", ("county", hall.id)).await;
        has_none(&office, hall.id).await;
        has_none(&office, water.id).await;
        counts_licences(&office, woods.id, 1..=6).await;
        closes(&office, ("linye", water.id), "2025-09-10T04:00:00Z").await;
        let (mut yu, mut gu) = (signed_in(&office, "yu").await, signed_in(&office, "gu").await);
        opened(&mut yu).await;
        let of_water = [("proactive.licences", Some(12))];
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &of_water), &[]).await);

        let short = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
        assert_eq!(short.figures.at("proactive.licences"), None, "July and August are not zero");
        assert!(!short.is_whole());
        let lacks = missing::of(&office, Scope::Subtree(hall.id), 2025).await.unwrap();
        let of_woods = lacks.iter().find(|lack| lack.organ == woods.id).unwrap();
        let said: Vec<_> = of_woods.gaps.iter().map(|(of, gap)| (of.key, gap.said())).collect();
        assert_eq!(said, [("licences", "缺7月至8月".to_owned())], "from September on the bureau of water counts");
        assert!(yu.get("/desk/months/below?year=2025").await.has("青禾县林业局（已撤并）"));
        assert!(yu.get("/desk/figures?year=2025&scope=below").await.has("青禾县林业局缺7月至8月"));
        let what = (hall.id, 2025, Edition::Of2021);
        let year = YearFigures::of_range(&office, what, Range::Region, &Default::default()).await.unwrap();
        let licences = year.entered.iter().find(|count| count.indicator.key == "licences").unwrap();
        assert!(year.lacks(licences.indicator).contains("青禾县林业局缺7月至8月"), "the report says the same");

        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        for month in [7, 8] {
            enters(&mut act, woods.id, month).await;
        }
        act.commit().await.unwrap();
        let whole = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
        assert_eq!(whole.figures.at("proactive.licences"), Some(8 * 3 + 12));
        assert!(whole.is_whole(), "{:?}", whole.missing);
    })
    .await;
}

#[tokio::test]
async fn of_a_closed_organ_of_which_nobody_said_anything_the_year_is_missing_until_somebody_brings_it() {
    on_both(async |office| {
        let County { hall, water } = county(&office).await;
        has_none(&office, hall.id).await;
        founded(&office, "xinfang", "青禾县信访局", ("county", hall.id)).await;
        founded(&office, "nongji", "青禾县农机局", ("county", hall.id)).await;
        closes(&office, ("xinfang", water.id), "2025-06-10T04:00:00Z").await;
        closes(&office, ("nongji", water.id), "2024-03-10T04:00:00Z").await;
        let (mut yu, mut gu) = (signed_in(&office, "yu").await, signed_in(&office, "gu").await);
        opened(&mut yu).await;
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &[]), &[]).await);
        let short = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
        let missing: Vec<_> = short.missing.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(missing, ["青禾县信访局"], "half a year of which nothing is known");
        assert_eq!(short.through, [("青禾县农机局".to_owned(), "青禾县水利局".to_owned())], "gone the year before");
        assert_eq!(short.figures.at("requests.new.total"), None);
        let page = yu.get("/desk/season/2025/sum").await;
        assert!(
            page.has("href=\"/desk/season/2025/of/xinfang\""),
            "the page leads to where it is brought: {}",
            page.body
        );

        let source = [("source", "水利局接收的档案")];
        went(&brings(&mut yu, "xinfang", &paper("青禾县信访局", &known(&OF_TOWN)), &source).await);
        let whole = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
        assert_eq!((whole.figures.at("requests.new.total"), whole.is_whole()), (Some(2), true));
    })
    .await;
}

/// 秦望舒 writes down who goes on for an organ below the hall, and since when.
async fn merges(qin: &mut Somebody, organ: &Organ, (successor, closed): (&str, &str)) -> Page {
    let here = format!("/desk/organs/{}", organ.slug);
    let page = qin.get(&here).await;
    let (csrf, version) = (page.csrf(), version(&page));
    let Organ { name, short_name, slug, kind, level, .. } = organ;
    let fields = [
        ("csrf", csrf.as_str()),
        ("version", &version),
        ("name", name),
        ("short_name", short_name),
        ("slug", slug),
        ("kind", kind),
        ("level", level),
        ("parent", "qh"),
        ("successor", successor),
        ("closed", closed),
    ];
    qin.post(&here, &fields).await
}

#[tokio::test]
async fn an_organ_is_closed_on_the_day_that_is_typed_and_not_on_that_of_the_typing() {
    on_both(async |office| {
        let County { hall, water } = county(&office).await;
        let woods = founded(&office, "linye", "青禾县林业局", ("county", hall.id)).await;
        has_none(&office, hall.id).await;
        has_none(&office, water.id).await;
        counts_licences(&office, woods.id, 1..=2).await;
        let mut qin = signed_in(&office, "qin").await;
        let here = "/desk/organs/linye";
        assert!(qin.get(here).await.has("name=\"closed\" value=\"2026-10-12\""), "today, unless another is typed");
        let early = merges(&mut qin, &woods, ("shui", "2026-10-13")).await;
        assert!(early.status == StatusCode::UNPROCESSABLE_ENTITY && early.has("不能在今天以后"), "{}", early.body);
        assert!(early.has("value=\"2026-10-13\""), "what was typed is kept");
        assert!(merges(&mut qin, &woods, ("shui", "三月")).await.has("要写成2026-03-15的样子"));
        went(&merges(&mut qin, &woods, ("shui", "2025-03-10")).await);
        assert!(qin.get(here).await.has("name=\"closed\" value=\"2025-03-10\""));
        let rows = journal::rows(&office.db, 0, 1000).await.unwrap();
        assert!(rows.iter().any(|row| row.act == "organ.change" && row.detail.contains("2025-03-10")));

        let (mut yu, mut gu) = (signed_in(&office, "yu").await, signed_in(&office, "gu").await);
        opened(&mut yu).await;
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &[("proactive.licences", Some(12))]), &[]).await);
        let lacks = async || {
            let all = missing::of(&office, Scope::Subtree(hall.id), 2025).await.unwrap();
            let woods = all.into_iter().find(|lack| lack.organ == woods.id);
            woods.map(|lack| lack.gaps.iter().map(|(_, gap)| gap.said()).collect::<Vec<_>>())
        };
        assert_eq!(lacks().await, None, "January and February are there, and no more is its own");
        let whole = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
        assert_eq!((whole.figures.at("proactive.licences"), whole.is_whole()), (Some(2 * 3 + 12), true));

        went(&merges(&mut qin, &woods, ("shui", "2025-05-01")).await);
        assert_eq!(lacks().await, Some(vec!["缺3月至4月".to_owned()]), "a day that was wrong is put right");
        went(&merges(&mut qin, &woods, ("", "2025-05-01")).await);
        assert_eq!(office.db.organ(woods.id).await.unwrap().closed_on, None, "who goes on alone was not closed");
        went(&merges(&mut qin, &woods, ("shui", "")).await);
        let closed = office.db.organ(woods.id).await.unwrap().closed_on;
        assert_eq!(closed, Some(Civil(date(2026, 10, 12))), "without a day it is today");
    })
    .await;
}

#[tokio::test]
async fn of_an_organ_closed_on_a_day_that_nobody_knows_only_years_with_something_of_it_are_asked_for() {
    on_both(async |office| {
        let County { hall, water } = county(&office).await;
        has_none(&office, hall.id).await;
        has_none(&office, water.id).await;
        let woods = founded(&office, "linye", "青禾县林业局", ("county", hall.id)).await;
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        act.change_organ(&Organ { successor_id: Some(water.id), ..woods.clone() }).await.unwrap();
        act.commit().await.unwrap();
        let (mut yu, mut gu, mut qin) =
            (signed_in(&office, "yu").await, signed_in(&office, "gu").await, signed_in(&office, "qin").await);
        assert!(qin.get("/desk/organs/linye").await.has("name=\"closed\" value=\"\""), "nobody is led to say today");
        opened(&mut yu).await;
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &[]), &[]).await);
        let whole = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
        assert!(whole.is_whole(), "{:?}", whole.missing);
        assert_eq!(whole.through, [("青禾县林业局".to_owned(), "青禾县水利局".to_owned())]);
        let owes = async || {
            let lacks = missing::of(&office, Scope::Subtree(hall.id), 2025).await.unwrap();
            lacks.iter().any(|lack| lack.organ == woods.id)
        };
        assert!(!owes().await);

        counts_licences(&office, woods.id, 3..=3).await;
        assert!(owes().await, "it worked in March: until when, somebody has to say");
        assert!(!roll_up(&office, &hall, 2025, Range::Region).await.unwrap().is_whole());
    })
    .await;
}
