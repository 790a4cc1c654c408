//! What is counted twice is taken off once: in the range for which it was found, by two people, never more than there is, and
//! the check of the parent against its children knows of it.

use gongkai::season::against::{Against, against};
use gongkai_store::{Error, NewSeasonAdjustment};

use super::{
    super::{people::person, redress},
    *,
};

const TWICE: &str = "/desk/season/2025/sum/twice";

/// The county's government office is a government; its officer, its head and another head.
async fn governed(office: &Office) -> County {
    let County { hall, water } = county(office).await;
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    act.change_organ(&Organ { kind: "government".to_owned(), ..hall.clone() }).await.unwrap();
    act.commit().await.unwrap();
    has_none(office, hall.id).await;
    person(office, Some(hall.id), "tao", &["head"]).await;
    County { hall: office.db.organ(hall.id).await.unwrap(), water }
}

async fn confirmed(somebody: &mut Somebody, n: i32, range: &str) -> Page {
    sends(somebody, &format!("{TWICE}/{n}"), &[("counts", "1"), ("range", range)]).await
}

#[tokio::test]
async fn what_is_counted_twice_is_taken_off_one_range_by_two_people_and_never_more_than_there_is() {
    on_both(async |office| {
        let County { hall, .. } = governed(&office).await;
        let (mut lu, mut tao, mut gu) =
            (signed_in(&office, "lu").await, signed_in(&office, "tao").await, signed_in(&office, "gu").await);
        opened(&mut lu).await;
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &known(&OF_WATER)), &[]).await);
        let typed = |amount: &'static str| {
            [("range", "departments"), ("cell", "proactive.licences"), ("amount", amount), ("why", "两家都计了")]
        };
        went(&sends(&mut lu, TWICE, &typed("20")).await);
        let own = confirmed(&mut lu, 1, "departments").await;
        assert!(own.status == StatusCode::UNPROCESSABLE_ENTITY && own.has("要由另一个人确认"), "{}", own.body);
        went(&confirmed(&mut tao, 1, "departments").await);
        let licences = async |range| {
            let sum = roll_up(&office, &hall, 2025, range).await.unwrap();
            sum.figures.at("proactive.licences")
        };
        assert_eq!(licences(Range::Departments).await, Some(50));
        assert_eq!(licences(Range::Region).await, Some(70), "of the whole region nobody said so");

        went(&sends(&mut lu, TWICE, &typed("51")).await);
        let more = confirmed(&mut tao, 2, "departments").await;
        assert!(more.status == StatusCode::UNPROCESSABLE_ENTITY && more.has("减得比各家合计还多"), "{}", more.body);
        assert_eq!(licences(Range::Departments).await, Some(50));
        went(&sends(&mut tao, &format!("{TWICE}/2"), &[("range", "departments")]).await);

        let own_range = [("range", "self"), ("cell", "proactive.licences"), ("amount", "1"), ("why", "重复")];
        assert!(sends(&mut lu, TWICE, &own_range).await.has("本级自己的数没有重复"));
    })
    .await;
}

#[tokio::test]
async fn what_the_register_proposed_is_noted_once_for_a_range() {
    on_both(async |office| {
        let County { hall, .. } = county(&office).await;
        let noted = async |scope| {
            let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
            let (cell, mark) = ("proactive.licences", "document:a");
            let done = act
                .add_season_adjustment(hall.id, 2025, &NewSeasonAdjustment { scope, cell, amount: -1, why: "x", mark })
                .await;
            match done {
                Ok(()) => act.commit().await,
                Err(error) => Err(error),
            }
        };
        noted("region").await.unwrap();
        assert!(matches!(noted("region").await, Err(Error::Taken(_))), "two at once note it once");
        noted("departments").await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_parent_that_leaves_out_what_was_confirmed_to_be_twice_agrees_with_its_children_and_one_that_does_not_differs()
 {
    on_both(async |office| {
        let County { hall, .. } = governed(&office).await;
        let (mut lu, mut tao, mut gu) =
            (signed_in(&office, "lu").await, signed_in(&office, "tao").await, signed_in(&office, "gu").await);
        opened(&mut lu).await;
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &known(&OF_WATER)), &[]).await);
        for cell in ["requests.new.natural_person", "requests.new.total"] {
            let typed = [("range", "region"), ("cell", cell), ("amount", "1"), ("why", "移交的一件两家都计了")];
            went(&sends(&mut lu, TWICE, &typed).await);
        }
        let mut shen = signed_in(&office, "shen").await;
        let less = known(&[
            ("requests.new.natural_person", 4),
            ("requests.new.total", 4),
            ("requests.carried_out.natural_person", 4),
            ("requests.carried_out.total", 4),
            ("proactive.licences", 70),
        ]);
        let file = paper("青禾县政府办", &less);
        went(&brings_as(&mut shen, "/desk/season/2025/of/qh", (&file, "region"), &[]).await);
        let held = async || {
            let sum = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
            against(&office, &hall, 2025, &sum).await.unwrap()
        };
        let Against::Differs(messages) = held().await else { panic!("nobody confirmed it yet") };
        assert!(messages.iter().any(|message| message.contains("本级4、下级合计5")), "{messages:?}");
        for n in [1, 2] {
            went(&confirmed(&mut tao, n, "region").await);
        }
        let sum = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
        assert_eq!(sum.figures.at("requests.new.total"), Some(4));
        let Against::Differs(messages) = held().await else { panic!("what is carried out is still one more below") };
        assert!(messages.iter().all(|message| !message.contains("新收")), "{messages:?}");
        for cell in ["requests.carried_out.natural_person", "requests.carried_out.total"] {
            let typed = [("range", "region"), ("cell", cell), ("amount", "1"), ("why", "移交的一件两家都计了")];
            went(&sends(&mut lu, TWICE, &typed).await);
        }
        for n in [3, 4] {
            went(&confirmed(&mut tao, n, "region").await);
        }
        assert_eq!(held().await, Against::Agrees);
        assert!(lu.get("/desk/season/2025/sum").await.has("相等"));
    })
    .await;
}

#[tokio::test]
async fn a_case_that_the_closed_organ_reports_and_its_successor_goes_on_with_is_proposed() {
    on_both(async |office| {
        let County { hall, water } = governed(&office).await;
        let (mut lu, mut gu) = (signed_in(&office, "lu").await, signed_in(&office, "gu").await);
        went(&sends(&mut lu, "/desk/season/2026/open", &[("due", "2027-01-20"), ("version", "0")]).await);
        let request = redress::refused_in_july(&office, &water).await;
        redress::registered(&mut gu, &[("request", &request)]).await;
        let cells = known(&[("redress.review.pending", 1), ("redress.review.total", 1)]);
        let at = "/desk/season/2026/of/shui";
        went(&brings_as(&mut gu, at, (&paper_of(("青禾县水利局", 2026), &cells), ""), &[]).await);
        closes(&office, ("shui", hall.id), "2026-10-12T04:00:00Z").await;
        let sum = roll_up(&office, &hall, 2026, Range::Region).await.unwrap();
        assert_eq!(sum.figures.at("redress.review.pending"), Some(2), "both have the one case");
        let page = lu.get("/desk/season/2026/sum").await;
        assert!(page.has("移交青禾县政府办的1件复议诉讼案件"), "{}", page.body);
        let marked = |cell: &str| format!("value=\"handover:{}:{}:review:{cell}\"", water.id, hall.id);
        for cell in ["redress.review.pending", "redress.review.total"] {
            assert!(page.has(&marked(cell)), "{cell}: {}", page.body);
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_settled_of_a_handover_before_is_not_proposed_again() {
    on_both(async |office| {
        let County { hall, water } = governed(&office).await;
        let (mut lu, mut gu) = (signed_in(&office, "lu").await, signed_in(&office, "gu").await);
        went(&sends(&mut lu, "/desk/season/2026/open", &[("due", "2027-01-20"), ("version", "0")]).await);
        handed_in(&office, &water, WATER, date(2026, 9, 1)).await;
        went(&brings_as(&mut gu, "/desk/season/2026/of/shui", (&paper_of(("青禾县水利局", 2026), &[]), ""), &[]).await);
        closes(&office, ("shui", hall.id), "2026-10-12T04:00:00Z").await;
        let open = "件申请，两家都计了结转";
        let here = "/desk/season/2026/sum?range=region";
        assert!(lu.get(here).await.has(open));
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        for row in ["carried_in", "carried_out"] {
            for column in ["natural_person", "total"] {
                let (mark, cell) = (
                    format!("handover:{}:{}:{row}:natural_person:{column}", water.id, hall.id),
                    format!("requests.{row}.{column}"),
                );
                let (scope, mark, cell) = ("region", mark.as_str(), cell.as_str());
                let new = NewSeasonAdjustment { scope, cell, amount: -1, why: "已核", mark };
                act.add_season_adjustment(hall.id, 2026, &new).await.unwrap();
            }
        }
        act.commit().await.unwrap();
        let page = lu.get(here).await;
        assert!(page.has("已核") && !page.has(open), "{}", page.body);
    })
    .await;
}
