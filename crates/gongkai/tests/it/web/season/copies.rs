//! Which version counts, and that who accepts it sees that very one.

use gongkai_law::annual_report::Edition;
use gongkai_store::NewMonthlyFigure;

use super::{
    super::compile::{AT, at, begun, bureau, done, last_year, months, requests, send, take, written},
    *,
};

/// Penalties of May, put right.
async fn corrects_may(office: &Office, organ: &Organ) {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let new = NewMonthlyFigure {
        organ: organ.id,
        indicator: "penalties",
        year: 2025,
        month: 5,
        value: 9,
        source: "执法系统",
        note: "漏计7件",
        file: None,
        seen: Some(0),
    };
    act.enter_month(&new).await.unwrap();
    act.commit().await.unwrap();
}

#[tokio::test]
async fn a_correction_that_was_signed_and_went_nowhere_is_not_in_the_sum() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        let county = office.db.organ_at("qinghe").await.unwrap();
        requests(&office, &organ).await;
        months(&office, &organ, 12).await;
        last_year(&office, &organ, "1").await;
        let [mut gu, mut lu, mut fang, mut tang] =
            [at(&office, "gu").await, at(&office, "lu").await, at(&office, "fang").await, at(&office, "tang").await];
        begun(&mut gu, "2025").await;
        written(&mut gu, AT, Edition::Of2021).await;
        let penalties = async || {
            let sum = roll_up(&office, &county, 2025, Range::Region).await.unwrap();
            sum.counted
                .iter()
                .find(|one| one.organ == organ.id)
                .map(|one| one.figures.at("proactive.penalties").unwrap())
        };
        done(&take(&mut gu, AT, "submitted", "").await);
        for (somebody, step) in [(&mut fang, "reviewed"), (&mut tang, "signed"), (&mut gu, "reported")] {
            assert_eq!(penalties().await, None, "before {step} the county has nothing");
            done(&take(somebody, AT, step, "").await);
        }
        assert_eq!(penalties().await, Some(24));
        done(&take(&mut lu, AT, "published", "").await);
        done(&take(&mut lu, AT, "corrected", "五月漏计7件").await);
        corrects_may(&office, &organ).await;
        done(&take(&mut gu, AT, "submitted", "").await);
        done(&take(&mut fang, AT, "reviewed", "").await);
        done(&take(&mut tang, AT, "signed", "").await);
        assert_eq!(penalties().await, Some(24), "nobody handed the second version in");
        let mut yu = at(&office, "yu").await;
        let page = yu.get("/desk/season/2025/of/shuili/copy").await;
        assert!(page.has("第1版") && !page.has("第2版"), "{}", page.body);
        done(&take(&mut gu, AT, "reported", "").await);
        assert_eq!(penalties().await, Some(31));
        let back = answers(&mut yu, "shuili", &[("step", "returned"), ("why", "请说明五月的数")]).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
        assert_eq!(penalties().await, Some(24), "what came back counts no more; what is public does");
    })
    .await;
}

#[tokio::test]
async fn who_accepts_a_report_reads_that_very_version_with_its_tables_and_its_checks() {
    on_both(async |office| {
        county(&office).await;
        let (mut yu, mut gu, mut he) =
            (signed_in(&office, "yu").await, signed_in(&office, "gu").await, signed_in(&office, "he").await);
        opened(&mut yu).await;
        let here = "/desk/season/2025/of/shui/copy";
        assert!(yu.get(here).await.has("没有定本可看"));
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &known(&OF_WATER)), &[]).await);
        let one = yu.get("/desk/season/2025/of/shui").await;
        assert!(one.has(&format!("href=\"{here}\"")), "{}", one.body);
        let page = yu.get(here).await;
        for words in ["青禾县水利局", "三张法定表格", "第1版", "编制范围：本级", ">70<", "平台外编制", "核验"]
        {
            assert!(page.has(words), "{words}: {}", page.body);
        }
        assert_eq!(he.get(here).await.status, StatusCode::NOT_FOUND, "a neighbour learns of nothing");
        let mut nobody = Somebody::at(&office);
        assert_eq!(nobody.get(here).await.status, StatusCode::UNAUTHORIZED);
        went(&answers(&mut yu, "shui", &[("step", "returned"), ("why", "请核对许可数")]).await);
        assert!(yu.get(here).await.has("没有定本可看"), "what went back is nobody's to accept");
    })
    .await;
}

#[tokio::test]
async fn remarks_that_are_too_long_come_back_as_they_were_typed() {
    on_both(async |office| {
        county(&office).await;
        let (mut yu, mut gu) = (signed_in(&office, "yu").await, signed_in(&office, "gu").await);
        opened(&mut yu).await;
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &[]), &[]).await);
        let long = "请核对".repeat(400);
        let page = answers(&mut yu, "shui", &[("step", "returned"), ("why", &long)]).await;
        assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.has("意见1000字以内"), "{}", page.body);
        assert!(page.has(&long), "what was typed is kept");
    })
    .await;
}

#[tokio::test]
async fn a_number_that_is_typed_into_the_report_of_several_organs_is_that_of_all_of_them() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        let county = office.db.organ_at("qinghe").await.unwrap();
        has_none_in_2020(&office, county.id).await;
        has_none_in_2020(&office, organ.id).await;
        super::super::people::person(&office, Some(county.id), "shen", &["officer"]).await;
        let (mut gu, mut shen) = (at(&office, "gu").await, at(&office, "shen").await);
        let cell = "proactive.procurement.projects";
        let file = paper_of(("青禾县水利局", 2020), &[(cell, Some(3))]);
        went(&brings_as(&mut gu, "/desk/season/2020/of/shuili", (&file, ""), &[]).await);
        let fields = [("year", "2020"), ("range", "region")];
        done(&send(&mut shen, "/desk/compile", "/desk/compile/begin", &fields).await);
        let here = "/desk/compile/2020";
        let typed = [("v.proactive.procurement.projects", "5"), ("s.proactive.procurement.projects", "县财政局台账")];
        done(&send(&mut shen, here, here, &typed).await);
        let work = super::super::compile::work(&office, &county, 2020).await;
        let year = gongkai::compile::figures::YearFigures::of(&office, &work).await.unwrap();
        assert_eq!(year.figures.at(cell), Some(5), "five in all, the bureau's three among them");
        let sum = roll_up(&office, &county, 2020, Range::Region).await.unwrap();
        assert_eq!(sum.counted[0].figures.at(cell), None, "what the county's own is nobody typed");
    })
    .await;
}

async fn has_none_in_2020(office: &Office, organ: OrganId) {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    for indicator in Indicator::entered() {
        act.settle_figure_duty(organ, indicator.key, "2020-01", Some("没有")).await.unwrap();
    }
    act.commit().await.unwrap();
}
