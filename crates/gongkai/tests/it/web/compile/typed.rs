//! What is typed is held against the register, and nobody's words are lost to another's.

use axum::http::StatusCode;
use gongkai::Office;
use gongkai_store::{Actor, Moment, NewMonth, Organ};

use super::{
    super::{
        house::{noon, on_both},
        people::person,
    },
    AT, at, begun, bureau, done, last_year, months, requests, send, take, version, work, write, written,
};

/// Fees of 1.05 万元 in each month: 12.6 万元 in the year.
async fn fees(office: &Office, organ: &Organ) {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    act.settle_figure_duty(organ.id, "fees", "2025-01", None).await.unwrap();
    let month = |month| NewMonth {
        indicator: "fees",
        year: 2025,
        month,
        value: 1_050_000,
        source: "非税收入系统",
        note: "",
        seen: None,
    };
    let all: Vec<_> = (1..=12).map(month).collect();
    act.enter_months(organ.id, &all, None).await.unwrap();
    act.commit().await.unwrap();
}

#[tokio::test]
async fn a_number_typed_against_the_register_is_told_at_each_save_and_keeps_nothing_back() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        requests(&office, &organ).await;
        months(&office, &organ, 12).await;
        fees(&office, &organ).await;
        last_year(&office, &organ, "1").await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        written(&mut gu, AT, gongkai_law::annual_report::Edition::Of2021).await;
        let page = format!("{AT}/write?part=1-1");
        // twelve months of two penalties, and fees of 1.05万元 each
        let wrong = [
            ("作出行政处罚决定23件。", "“作出行政处罚决定23件”与台账的24件不符"),
            ("行政处罚共24件，行政处罚30件。", "“行政处罚30件”与台账的24件不符"),
            ("行政事业性收费12.5万元。", "“行政事业性收费12.5万元”与台账的12.6万元不符"),
            ("行政事业性收费126000万元。", "“行政事业性收费126000万元”与台账的12.6万元不符"),
            ("全年收取行政事业性收费12.6元。", "12.6元”与台账的126000.00元不符"),
            ("通过政府公报公开13条。", "“通过政府公报公开13条”与台账的0条不符"),
            ("全年举办培训2次。", "“全年举办培训2次”与台账的0次不符"),
        ];
        for (text, told) in wrong {
            done(&write(&mut gu, AT, "1-1", &format!("{text}修订目录，清理失效文件。")).await);
            for shown in [&page, &format!("{AT}/check")] {
                let seen = gu.get(shown).await;
                assert!(seen.has(told) && seen.has("数不符"), "{text} at {shown}: {}", seen.body);
            }
            assert!(work(&office, &organ, 2025).await.compilation.unsures > 0);
        }
        let right = [
            "作出行政处罚决定24件，行政处罚共24件。",
            "行政事业性收费12.6万元，行政事业性收费12.60万元，行政事业性收费126,000元。",
            // of a part, of another year, and about: nobody can tell
            "其中上半年行政处罚11件，上年行政处罚20件，行政处罚约20件，行政处罚案卷3册。",
            "作出行政处罚{表二·行政处罚}件。",
        ];
        for text in right {
            done(&write(&mut gu, AT, "1-1", &format!("{text}修订目录，清理失效文件。")).await);
            let seen = gu.get(&page).await;
            assert!(!seen.has("数不符"), "{text}: {}", seen.body);
        }
        done(&write(&mut gu, AT, "1-1", "通过政府公报公开13条。修订目录，清理失效文件。").await);
        assert!(gu.get(AT).await.status == StatusCode::OK);
        done(&take(&mut gu, AT, "submitted", "").await);
        assert!(gu.get(&format!("{AT}/proof/1")).await.has("“一、（一）主动公开”：手写的“通过政府公报公开13条”"));
    })
    .await;
}

#[tokio::test]
async fn of_two_who_answer_last_years_promises_the_later_is_told_and_loses_nothing() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        requests(&office, &organ).await;
        months(&office, &organ, 12).await;
        last_year(&office, &organ, "1").await;
        person(&office, Some(organ.id), "gu2", &["officer"]).await;
        let [mut gu, mut gu2] = [at(&office, "gu").await, at(&office, "gu2").await];
        begun(&mut gu, "2025").await;
        let here = format!("{AT}/check");
        let open = gu2.get(&here).await;
        let name = format!("p.{}", open.body.split_once("name=\"p.").unwrap().1.split_once('"').unwrap().0);
        let form = open.body.split_once("/promises\"").unwrap().1.split_once("</form>").unwrap().0.to_owned();
        assert!(form.contains("name=\"version\""), "{form}");
        let (csrf, seen) = (gu2.get("/signout").await.csrf(), version(&open));
        done(&send(&mut gu, &here, &format!("{AT}/promises"), &[(&name, "5")]).await);
        let fields = [("csrf", csrf.as_str()), ("version", seen.as_str()), (name.as_str(), "1-4")];
        let late = gu2.post(&format!("{AT}/promises"), &fields).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
        assert!(late.has("去年的承诺刚被别人改过，还没有保存") && late.has("value=\"1-4\" selected"), "{}", late.body);
        let kept = work(&office, &organ, 2025).await.content.answers;
        assert_eq!(kept.values().collect::<Vec<_>>(), ["5"], "what was saved first stands");
        // having seen it, they may
        done(&send(&mut gu2, &here, &format!("{AT}/promises"), &[(&name, "1-4")]).await);
        assert_eq!(work(&office, &organ, 2025).await.content.answers.values().collect::<Vec<_>>(), ["1-4"]);
    })
    .await;
}
