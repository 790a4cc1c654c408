//! Where an organ stands in the tree says whose report it is in, also where one between makes no report by itself.

use super::*;

#[tokio::test]
async fn a_report_from_below_a_village_that_makes_none_is_in_the_sum_once() {
    on_both(async |office| {
        let County { hall, .. } = county(&office).await;
        has_none(&office, hall.id).await;
        let town = founded(&office, "yundu", "云渡镇人民政府", ("township", hall.id)).await;
        let village = founded(&office, "qiaotou", "桥头村村民委员会", ("township", town.id)).await;
        founded(&office, "qt-sb", "桥头村水保站", ("township", village.id)).await;
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        for (organ, kind) in [(&town, "government"), (&village, "village")] {
            act.change_organ(&Organ { kind: kind.to_owned(), ..organ.clone() }).await.unwrap();
        }
        act.commit().await.unwrap();
        let (mut yu, mut gu) = (signed_in(&office, "yu").await, signed_in(&office, "gu").await);
        opened(&mut yu).await;
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &[]), &[]).await);
        let (source, at) = ([("source", "镇党政办电话核对")], "/desk/season/2025/of/yundu");
        let file = paper("云渡镇人民政府", &known(&OF_TOWN));
        went(&brings_as(&mut yu, at, (&file, "self"), &source).await);
        let short = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
        let missing: Vec<_> = short.missing.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(missing, ["桥头村水保站"], "it is waited for, whatever stands between");

        let station = paper("桥头村水保站", &known(&[("proactive.licences", 4)]));
        went(&brings(&mut yu, "qt-sb", &station, &source).await);
        let licences = async || {
            let sum = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
            (sum.figures.at("proactive.licences"), sum.is_whole())
        };
        assert_eq!(licences().await, (Some(4), true));

        went(&answers(&mut yu, "yundu", &[("step", "returned"), ("why", "范围报错了")]).await);
        went(&brings_as(&mut yu, at, (&file, "region"), &source).await);
        assert_eq!(licences().await, (Some(0), true), "the town has it in its own now");
    })
    .await;
}
