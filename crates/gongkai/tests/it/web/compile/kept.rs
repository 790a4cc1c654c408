//! What is published is what is frozen, and what was handed in is held against the register by its numbers alone.

use axum::http::StatusCode;
use gongkai::{Office, compile::work::now};
use gongkai_law::annual_report::{Edition, compilation::CompileStep, indicator::Indicator};
use gongkai_store::{Actor, Civil, Moment, NewMonth, NewStep, Organ, Sight};

use super::{
    super::house::{Somebody, noon, on_both},
    AT, at, begun, bureau, done,
    editions::{goes_out, moves_on},
    handed_in, last_year, months, requests, take, work, write, written,
};

async fn signed(office: &Office) -> Organ {
    let organ = handed_in(office).await;
    for (name, step) in [("fang", "reviewed"), ("tang", "signed")] {
        done(&take(&mut at(office, name).await, AT, step, "").await);
    }
    organ
}

/// Nothing is out, and why is said.
async fn refused(office: &Office, organ: &Organ, whose: &str) {
    let page = take(&mut at(office, "lu").await, AT, "published", "").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
    assert!(page.has("没有公布：送审以后，表三、表四有4格变了"), "{}", page.body);
    assert!(page.has(&format!("定本是2，{whose}是3")) && page.has("退回修改，再送审"), "{}", page.body);
    assert!(office.db.report_of(organ.id, 2025, Sight::Public).await.unwrap().is_none(), "nobody reads it");
}

/// It goes back, and with the figures of now to everybody.
async fn goes_again(office: &Office, organ: &Organ) {
    done(&take(&mut at(office, "tang").await, AT, "sent_back", "台账变了").await);
    done(&take(&mut at(office, "gu").await, AT, "submitted", "").await);
    goes_out(office).await;
    let page = Somebody::at(office).get("/reports/shuili/2025").await;
    assert!(page.has("本年新收申请3件，办结2件。"), "{}", page.body);
    let kept = office.db.frozen_year(organ.id, 2025).await.unwrap().unwrap();
    assert!(kept.figures.contains("\"requests.new.total\":3"), "{}", kept.figures);
    let figures = at(office, "gu").await.get("/desk/figures?year=2025").await;
    assert!(figures.has("定稿以来没有更正") && !figures.has("没有计入"), "{}", figures.body);
}

#[tokio::test]
async fn what_moved_after_the_review_keeps_a_report_from_going_out_until_it_is_handed_in_again() {
    on_both(async |office| {
        let organ = signed(&office).await;
        moves_on(&office, &organ).await;
        refused(&office, &organ, "现在的台账").await;
        assert!(office.db.frozen_year(organ.id, 2025).await.unwrap().is_none(), "and nothing is frozen");
        goes_again(&office, &organ).await;
    })
    .await;
}

#[tokio::test]
async fn a_year_that_the_head_froze_otherwise_meanwhile_is_not_published_beside_it() {
    on_both(async |office| {
        let organ = signed(&office).await;
        moves_on(&office, &organ).await;
        let mut lu = at(&office, "lu").await;
        let csrf = lu.get("/signout").await.csrf();
        done(&lu.post("/desk/figures/freeze", &[("csrf", &csrf), ("year", "2025"), ("sure", "1")]).await);
        refused(&office, &organ, "定稿").await;
        goes_again(&office, &organ).await;
    })
    .await;
}

/// One training in each month, and so many more in December.
async fn trained(office: &Office, organ: &Organ, more: i64) {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let month = |month| NewMonth {
        indicator: "trainings",
        year: 2025,
        month,
        value: if month == 12 { 1 + more } else { 1 },
        source: "培训签到表",
        note: "核对过",
        seen: (more > 0).then_some(0),
    };
    match more {
        0 => {
            act.settle_figure_duty(organ.id, "trainings", "2025-01", None).await.unwrap();
            let all: Vec<_> = (1..=12).map(month).collect();
            act.enter_months(organ.id, &all, None).await.unwrap();
        }
        _ => act.enter_months(organ.id, &[month(12)], None).await.unwrap(),
    }
    act.commit().await.unwrap();
}

/// The same version handed in again in words that a later writer has for the same, with the same proof.
async fn reworded(office: &Office, organ: &Organ) {
    let opened = work(office, organ, 2025).await;
    let copy = office.db.compilation_copies(opened.compilation.id).await.unwrap().remove(0);
    let other = copy.report.replace("本报告按照", "本报告依照");
    assert_ne!(other, copy.report);
    done(&take(&mut at(office, "gu").await, AT, "recalled", "").await);
    let opened = work(office, organ, 2025).await;
    let (step, on) = (CompileStep::Submitted, office.today());
    let standing = opened.after(step, on);
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let new = NewStep { on: Civil(on), kind: step.key(), detail: "{}" };
    let what = (new, &now(&standing, step));
    let (id, version) = (opened.compilation.id, opened.compilation.version);
    act.take_compilation_step(id, version, what, Some((&other, &copy.proof))).await.unwrap();
    act.commit().await.unwrap();
}

#[tokio::test]
async fn other_words_for_the_same_numbers_are_no_change_of_the_register_and_another_number_of_the_text_is() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        requests(&office, &organ).await;
        months(&office, &organ, 12).await;
        trained(&office, &organ, 0).await;
        last_year(&office, &organ, "1").await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        written(&mut gu, AT, Edition::Of2021).await;
        let name = Indicator::of_key("trainings").unwrap().name();
        let text = format!("组织培训{{{name}}}次。修订目录，清理失效文件，开展检查。");
        done(&write(&mut gu, AT, "1-5", &text).await);
        done(&take(&mut gu, AT, "submitted", "").await);
        reworded(&office, &organ).await;
        let mut fang = at(&office, "fang").await;
        let sign = fang.get(&format!("{AT}/sign")).await;
        assert!(!sign.has("送审以后"), "{}", sign.body);
        trained(&office, &organ, 2).await;
        let sign = fang.get(&format!("{AT}/sign")).await;
        assert!(sign.has(&format!("送审以后，正文里的“{name}”由12变成14")), "{}", sign.body);
    })
    .await;
}
