//! The desk's pages of a draft: what the first text says, names that there are not, promises, days.

use axum::http::StatusCode;
use gongkai::{
    Office,
    compile::{pressing, take::scope, work::Work},
    people::roles::Hand,
};
use gongkai_law::annual_report::compilation::CompileStage;
use gongkai_store::{Actor, Moment, NewOrgan};

use super::{
    super::{
        house::{noon, on_both},
        people::person,
    },
    AT, at, begun, bureau, done, last_year, months, requests, send, write,
};

#[tokio::test]
async fn the_first_text_has_its_numbers_bound_and_says_what_is_left_to_write() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        requests(&office, &organ).await;
        months(&office, &organ, 12).await;
        last_year(&office, &organ, "1").await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        let page = gu.get(&format!("{AT}/write?part=1-2")).await;
        assert!(page.has("本年新收政府信息公开申请{表三·新收·总计}件"), "{}", page.body);
        assert!(page.has("没有因政府信息公开引起的行政复议、行政诉讼"), "{}", page.body);
        // read out, the number leads to its requests
        let (_, rest) = page.body.split_once("读出来是").unwrap();
        assert!(rest.contains("row=new") && rest.contains(">2</a>"), "{}", page.body);
        let five = gu.get(&format!("{AT}/write?part=5")).await;
        assert!(five.has("上年提出“下一步，将公开专区的开放时间延长到周六”，（请写落实情况）"), "{}", five.body);
        let check = gu.get(&format!("{AT}/check")).await;
        assert!(check.has("没有写完") && check.has("去年的承诺"), "{}", check.body);
        let six = gu.get(&format!("{AT}/write?part=6")).await;
        assert!(six.has("2025年没有收取信息处理费。"), "{}", six.body);
        done(&write(&mut gu, AT, "1-2", "本年新收{表三·新收·总计}件。").await);
        let list = at(&office, "yu").await.get("/desk/season/2025?state=drafting").await;
        assert!(list.has("青禾县水利局") && list.has("差"), "what is not written yet is no error: {}", list.body);
    })
    .await;
}

#[tokio::test]
async fn a_name_that_there_is_not_is_said_beside_the_field_and_the_text_is_kept() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        months(&office, &organ, 12).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        done(&write(&mut gu, AT, "1-1", "公开信息{公开·天气}条，收到意见312条。").await);
        let page = gu.get(&format!("{AT}/write?part=1-1")).await;
        assert!(page.has("没有叫“公开·天气”的数") && page.has("公开信息{公开·天气}条"), "{}", page.body);
        assert!(page.has("<mark>312</mark>"), "a number that was typed stands out: {}", page.body);
        let fields = [("part", "1-1"), ("text", "处罚"), ("do", "insert"), ("number", "表二·行政处罚")];
        done(&send(&mut gu, &format!("{AT}/write?part=1-1"), &format!("{AT}/write"), &fields).await);
        let page = gu.get(&format!("{AT}/write?part=1-1")).await;
        assert!(page.has("处罚{表二·行政处罚}件") && page.has(">24</"), "{}", page.body);
        // whoever wrote on an older version is told, and has their words back
        let csrf = gu.get("/signout").await.csrf();
        let old = [("csrf", csrf.as_str()), ("version", "0"), ("part", "1-1"), ("text", "我的话"), ("do", "save")];
        let late = gu.post(&format!("{AT}/write"), &old).await;
        assert!(late.status == StatusCode::CONFLICT && late.has("我的话"), "{}", late.body);
    })
    .await;
}

#[tokio::test]
async fn a_promise_of_last_year_is_doubtful_until_somebody_says_where_it_is_answered() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        requests(&office, &organ).await;
        months(&office, &organ, 12).await;
        last_year(&office, &organ, "1").await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        let page = gu.get(&format!("{AT}/check")).await;
        let (_, rest) = page.body.split_once("name=\"p.").unwrap();
        let name = format!("p.{}", rest.split_once('"').unwrap().0);
        assert!(gu.get(&format!("{AT}/write")).await.has("去年的改进没有回应"));
        done(&send(&mut gu, &format!("{AT}/check"), &format!("{AT}/promises"), &[(&name, "5")]).await);
        assert!(!gu.get(&format!("{AT}/write")).await.has("去年的改进没有回应"));
    })
    .await;
}

#[tokio::test]
async fn each_organ_is_told_its_own_day_and_a_township_the_day_that_was_set_for_it() {
    on_both(async |office| {
        bureau(&office).await;
        let mut gu = at(&office, "gu").await;
        let page = gu.get("/desk/compile").await;
        assert!(page.has("法定公布期限2026年1月31日已过254天"), "{}", page.body);
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        let new = NewOrgan {
            slug: "yundu",
            name: "青禾县云渡镇人民政府",
            short_name: "云渡镇",
            kind: "township",
            level: "township",
            ..NewOrgan::default()
        };
        let township = act.add_organ(&new).await.unwrap();
        act.commit().await.unwrap();
        person(&office, Some(township), "wen", &["head"]).await;
        let mut wen = at(&office, "wen").await;
        assert!(!wen.get("/desk/compile").await.has("公布期限2026年"));
        let wrong = send(&mut wen, "/desk/compile", "/desk/compile/due", &[("day", "2月30日")]).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.has("请写月和日"), "{}", wrong.body);
        done(&send(&mut wen, "/desk/compile", "/desk/compile/due", &[("day", "01-20")]).await);
        assert!(wen.get("/desk/compile").await.has("公布期限2026年1月20日已过265天"));
        let lu = send(&mut at(&office, "lu").await, "/desk/compile", "/desk/compile/due", &[("day", "03-01")]).await;
        assert_eq!(lu.status, StatusCode::FORBIDDEN, "the law sets a department its day");
    })
    .await;
}

/// Tuesday, 27 January 2026: four days before the day of departments, two months before that of governments.
fn late_january() -> jiff::Timestamp {
    "2026-01-27T04:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn a_report_is_called_for_before_its_day_from_whoever_has_the_next_step() {
    on_both(async |office| {
        let office = Office { clock: late_january, ..office };
        let organ = bureau(&office).await;
        let told = pressing::all(&office).await.unwrap();
        assert_eq!(told.keys().collect::<Vec<_>>(), [&organ.id], "the county has until the end of March");
        let [mut gu, mut fang] = [at(&office, "gu").await, at(&office, "fang").await];
        let page = gu.get("/desk/today").await;
        assert!(page.has("年报等我办") && page.has("2025年年报还没有开始编制"), "{}", page.body);
        assert!(!fang.get("/desk/today").await.has("2025年年报"), "there is nothing to review yet");
        begun(&mut gu, "2025").await;
        assert!(gu.get("/desk/today").await.has("2025年年报还在起草"));
        let platform = scope(&Hand::Platform).unwrap();
        let work = Work::of(&office, organ.id, 2025, platform).await.unwrap().unwrap();
        assert_eq!(work.standing.stage, CompileStage::Draft);
        assert_eq!(pressing::all(&office).await.unwrap()[&organ.id].stage, Some(CompileStage::Draft));
        last_year(&office, &organ, "1").await;
        assert!(pressing::all(&office).await.unwrap().contains_key(&organ.id), "that of 2024 is another");
    })
    .await;
}
