//! What is counted twice is taken off once: in the range for which it was found, by two people, never more than there is, and
//! the check of the parent against its children knows of it.

use gongkai::{
    publish::{content::Content, past},
    season::against::{Against, against},
};
use gongkai_law::proactive::{kind::PublicationKind, validity::Life};
use gongkai_store::{Error, NewSeasonAdjustment};
use jiff::civil::Date;

use super::{
    super::{people::person, redress},
    uploads::{TOWN, town},
    *,
};

pub const TWICE: &str = "/desk/season/2025/sum/twice";

/// The county's government office is a government; its officer, its head and another head.
pub async fn governed(office: &Office) -> County {
    let County { hall, water } = county(office).await;
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    act.change_organ(&Organ { kind: "government".to_owned(), ..hall.clone() }).await.unwrap();
    act.commit().await.unwrap();
    has_none(office, hall.id).await;
    person(office, Some(hall.id), "tao", &["head"]).await;
    County { hall: office.db.organ(hall.id).await.unwrap(), water }
}

pub async fn confirmed(somebody: &mut Somebody, n: i32, range: &str) -> Page {
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
        went(&notes(&mut lu, TWICE, &typed("20"), ["qh", "shui"]).await);
        let own = confirmed(&mut lu, 1, "departments").await;
        assert!(own.status == StatusCode::UNPROCESSABLE_ENTITY && own.has("要由另一个人确认"), "{}", own.body);
        went(&confirmed(&mut tao, 1, "departments").await);
        let licences = async |range| {
            let sum = roll_up(&office, &hall, 2025, range).await.unwrap();
            sum.figures.at("proactive.licences")
        };
        assert_eq!(licences(Range::Departments).await, Some(50));
        assert_eq!(licences(Range::Region).await, Some(70), "of the whole region nobody said so");

        went(&notes(&mut lu, TWICE, &typed("51"), ["qh", "shui"]).await);
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
            let new = NewSeasonAdjustment { scope, cell, amount: -1, why: "x", mark, ..NewSeasonAdjustment::default() };
            match act.add_season_adjustment(hall.id, 2025, &new).await {
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
            went(&notes(&mut lu, TWICE, &typed, ["qh", "shui"]).await);
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
            went(&notes(&mut lu, TWICE, &typed, ["qh", "shui"]).await);
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
                let (amount, why, of) = (-1, "已核", NewSeasonAdjustment::default());
                let new = NewSeasonAdjustment { scope, cell, amount, why, mark, ..of };
                act.add_season_adjustment(hall.id, 2026, &new).await.unwrap();
            }
        }
        act.commit().await.unwrap();
        let page = lu.get(here).await;
        assert!(page.has("已核") && !page.has(open), "{}", page.body);
    })
    .await;
}

/// What these organs had on their sites before there was this register, under one 文号.
pub async fn released(office: &Office, organs: &[OrganId], number: &str, (formed, repealed): (Date, Option<Date>)) {
    let content = Content {
        title: "农村供水管理办法".to_owned(),
        body: "第一条　供水单位每月检测一次出厂水。".to_owned(),
        number: number.to_owned(),
        formed: Some(formed),
        ..Content::default()
    };
    let one = |organ: &OrganId| past::Past {
        organ: *organ,
        kind: PublicationKind::Normative,
        content: content.clone(),
        index_number: format!("{organ}/{number}"),
        on: formed,
        life: Life { repealed, ..Life::default() },
    };
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let all: Vec<_> = organs.iter().map(one).collect();
    past::load(&mut act, &all, office.today()).await.unwrap();
    act.commit().await.unwrap();
}

/// Columns of the row of normative documents in the sum of the region.
async fn documents<const N: usize>(office: &Office, hall: &Organ, year: i16, columns: [&str; N]) -> [Option<i64>; N] {
    let sum = roll_up(office, hall, year, Range::Region).await.unwrap();
    columns.map(|column| sum.figures.at(&format!("proactive.normative_documents.{column}")))
}

/// What the register shows of joint papers, as far as nobody settled it.
fn shown(page: &Page) -> Vec<&str> {
    let marks = page.body.split("name=\"mark\" value=\"document:").skip(1);
    let mut marks: Vec<_> = marks.map(|rest| rest.split_once('"').unwrap().0).collect();
    marks.sort_unstable();
    marks
}

/// Takes up what is shown, one after the other.
async fn takes_up(somebody: &mut Somebody, marks: &[&str]) {
    for mark in marks {
        let mark = format!("document:{mark}");
        went(&sends(somebody, TWICE, &[("range", "region"), ("mark", &mark)]).await);
    }
}

#[tokio::test]
async fn a_joint_paper_counts_once_as_issued_as_repealed_and_in_every_year_in_which_it_is_in_force() {
    const COLUMNS: [&str; 3] = ["issued", "repealed", "in_force"];
    on_both(async |office| {
        let County { hall, water } = governed(&office).await;
        let both = [hall.id, water.id];
        released(&office, &both, "青水联〔2022〕1号", (date(2022, 4, 11), None)).await;
        released(&office, &both, "青水联〔2023〕7号", (date(2023, 5, 8), Some(date(2025, 6, 30)))).await;
        released(&office, &both, "青水联〔2025〕3号", (date(2025, 3, 10), None)).await;
        released(&office, &[water.id], "青水发〔2025〕9号", (date(2025, 4, 2), None)).await;
        let (mut lu, mut tao, mut gu) =
            (signed_in(&office, "lu").await, signed_in(&office, "tao").await, signed_in(&office, "gu").await);
        opened(&mut lu).await;
        let here = "/desk/season/2025/sum?range=region";
        assert_eq!(shown(&lu.get(here).await), [""; 0], "the bureau has not handed in: nothing is there twice");

        // of the two of 2022 and 2023 one was repealed, two came, and three are in force
        let cells = COLUMNS.map(|column| format!("proactive.normative_documents.{column}"));
        let cells: Vec<_> = cells.iter().map(String::as_str).zip([Some(2), Some(1), Some(3)]).collect();
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &cells), &[]).await);
        assert_eq!(documents(&office, &hall, 2025, COLUMNS).await, [Some(3), Some(2), Some(5)]);
        let page = lu.get(here).await;
        let marks = [
            "青水联20221号:2022:normative:in_force",
            "青水联20237号:2023:normative:repealed",
            "青水联20253号",
            "青水联20253号:2025:normative:in_force",
        ];
        assert_eq!(shown(&page), marks, "{}", page.body);
        assert!(page.has("2家都公开了，是联合制发的一件"), "{}", page.body);
        takes_up(&mut lu, &marks).await;
        for n in 1..=4 {
            went(&confirmed(&mut tao, n, "region").await);
        }
        assert_eq!(documents(&office, &hall, 2025, COLUMNS).await, [Some(2), Some(1), Some(3)]);
        assert_eq!(shown(&lu.get(here).await), [""; 0]);
        let departments = shown(&lu.get("/desk/season/2025/sum?range=departments").await).len();
        assert_eq!(departments, 4, "of another range nobody settled it");

        // a year in which nothing came and nothing went
        went(&sends(&mut lu, "/desk/season/2026/open", &[("due", "2027-01-20"), ("version", "0")]).await);
        let file = paper_of(("青禾县水利局", 2026), &known(&[("proactive.normative_documents.in_force", 3)]));
        went(&brings_as(&mut gu, "/desk/season/2026/of/shui", (&file, ""), &[]).await);
        assert_eq!(documents(&office, &hall, 2026, COLUMNS).await, [Some(0), Some(0), Some(5)]);
        let page = lu.get("/desk/season/2026/sum?range=region").await;
        assert_eq!(shown(&page), [marks[0], marks[3]], "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn a_joint_paper_counts_once_on_the_form_of_2019_as_made_as_published_and_among_all_that_is_public() {
    on_both(async |office| {
        let County { hall, .. } = governed(&office).await;
        let mut ids = Vec::new();
        for (slug, name) in [("linye", "青禾县林业局"), ("jiaotong", "青禾县交通局")] {
            ids.push(founded(&office, slug, name, ("county", hall.id)).await.id);
        }
        released(&office, &ids, "青林联〔2018〕5号", (date(2018, 9, 3), Some(date(2019, 9, 3)))).await;
        released(&office, &ids, "青林联〔2020〕2号", (date(2020, 5, 20), None)).await;
        released(&office, &ids, "青林联〔2021〕4号", (date(2021, 2, 1), None)).await;
        let (mut lu, mut yu) = (signed_in(&office, "lu").await, signed_in(&office, "yu").await);
        went(&sends(&mut lu, "/desk/season/2020/open", &[("due", "2026-10-20"), ("version", "0")]).await);
        let cells = known(&[
            ("proactive.normative_documents.made", 1),
            ("proactive.normative_documents.published", 1),
            ("proactive.normative_documents.total_published", 2),
        ]);
        for (slug, name) in [("linye", "青禾县林业局"), ("jiaotong", "青禾县交通局")] {
            let at = format!("/desk/season/2020/of/{slug}");
            let file = paper_of((name, 2020), &cells);
            went(&brings_as(&mut yu, &at, (&file, ""), &[("source", "电话核对")]).await);
        }
        let page = lu.get("/desk/season/2020/sum?range=region").await;
        let marks = [
            "青林联20185号:2018:normative:total_published",
            "青林联20202号",
            "青林联20202号:2020:normative:published",
            "青林联20202号:2020:normative:total_published",
        ];
        assert_eq!(shown(&page), marks, "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn a_joint_paper_of_organs_that_one_report_holds_together_is_there_once_for_that_report() {
    on_both(async |office| {
        let county = governed(&office).await;
        let town = town(&office, &county).await;
        let centre = office.db.organ_at("yundu-nz").await.unwrap();
        let all = [county.water.id, town.id, centre.id];
        released(&office, &all, "青水联〔2025〕3号", (date(2025, 3, 10), None)).await;
        let (mut lu, mut yu, mut gu) =
            (signed_in(&office, "lu").await, signed_in(&office, "yu").await, signed_in(&office, "gu").await);
        opened(&mut lu).await;
        let cells =
            known(&[("proactive.normative_documents.issued", 1), ("proactive.normative_documents.in_force", 1)]);
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &cells), &[]).await);
        let source = [("source", "镇党政办电话核对")];
        went(&brings_as(&mut yu, TOWN, (&paper("云渡镇人民政府", &cells), "region"), &source).await);
        let page = lu.get("/desk/season/2025/sum?range=region").await;
        let marks = ["青水联20253号", "青水联20253号:2025:normative:in_force"];
        assert_eq!(shown(&page), marks, "{}", page.body);
        assert!(page.has("2家都公开了") && !page.has("3家都公开了"), "{}", page.body);
        takes_up(&mut lu, &marks).await;
        let mut tao = signed_in(&office, "tao").await;
        for n in [1, 2] {
            went(&confirmed(&mut tao, n, "region").await);
        }
        assert_eq!(documents(&office, &county.hall, 2025, ["issued", "in_force"]).await, [Some(1), Some(1)]);
        let departments = lu.get("/desk/season/2025/sum?range=departments").await;
        assert_eq!(shown(&departments), [""; 0], "the town is no department");
    })
    .await;
}
