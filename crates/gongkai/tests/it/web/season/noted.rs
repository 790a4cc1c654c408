//! What is taken off as counted twice says whose figures it stands in and which documents or cases it is, so that an auditor
//! finds it a year later: beside the note, in the cell, in the record of the report and in the journal.

use gongkai_store::{NewSeasonAdjustment, journal};

use super::{
    super::evidence::back_in,
    doubled::{TWICE, confirmed, governed, released},
    *,
};

const SUM: &str = "/desk/season/2025/sum?range=region";
const LICENCES: [(&str, &str); 4] =
    [("range", "region"), ("cell", "proactive.licences"), ("amount", "2"), ("why", "两家联合发的许可都计了")];

/// The county with what its bureau handed in; its officer, its head and another head.
async fn collected(office: &Office) -> (County, [Somebody; 3]) {
    let county = governed(office).await;
    let people = [signed_in(office, "shen").await, signed_in(office, "lu").await, signed_in(office, "tao").await];
    let [shen, mut lu, tao] = people;
    opened(&mut lu).await;
    let mut gu = signed_in(office, "gu").await;
    went(&brings(&mut gu, "shui", &paper("青禾县水利局", &known(&OF_WATER)), &[]).await);
    (county, [shen, lu, tao])
}

/// Notes two licences with these organs and papers.
async fn typed(somebody: &mut Somebody, organs: &[&str], papers: &str) -> Page {
    let organs: Vec<_> = organs.iter().map(|slug| ("organ", *slug)).collect();
    sends(somebody, TWICE, &[&LICENCES[..], &organs[..], &[("papers", papers)][..]].concat()).await
}

#[tokio::test]
async fn who_notes_what_is_counted_twice_says_by_whom_and_which_and_gets_back_what_was_typed_otherwise() {
    on_both(async |office| {
        let (County { hall, .. }, [_, mut lu, _]) = collected(&office).await;
        let form = lu.get(SUM).await;
        for slug in ["qh", "shui"] {
            assert!(form.has(&format!("name=\"organ\" value=\"{slug}\">")), "nobody is ticked: {}", form.body);
        }
        assert!(!form.has("value=\"yunze\""), "it is in another county");

        let bare = typed(&mut lu, &["shui"], " \r\n ").await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        for said in ["请更正以下2处", "至少两家</span>", "写明是哪几件", "name=\"organ\" value=\"shui\" checked"]
        {
            assert!(bare.has(said), "{said}: {}", bare.body);
        }
        for kept in [
            "value=\"proactive.licences\" selected",
            "inputmode=\"decimal\" value=\"2\"",
            "value=\"两家联合发的许可都计了\"",
        ] {
            assert!(bare.has(kept), "{kept}: {}", bare.body);
        }
        assert!(!bare.has("name=\"organ\" value=\"qh\" checked"), "{}", bare.body);

        let elsewhere = typed(&mut lu, &["shui", "yunze"], TWICE_COUNTED).await;
        assert!(elsewhere.has("不在这个范围里") && elsewhere.has(&format!(">{TWICE_COUNTED}</textarea>")));
        let many: Vec<_> = (1..=51).map(|n| format!("青许〔2025〕{n}号")).collect();
        let many = typed(&mut lu, &["qh", "shui"], &many.join("\n")).await;
        assert!(many.has("最多写50行") && many.has("青许〔2025〕51号</textarea>"), "{}", many.body);
        let long = typed(&mut lu, &["qh", "shui"], &"许".repeat(101)).await;
        assert!(long.has("每行100字以内") && long.status == StatusCode::UNPROCESSABLE_ENTITY, "{}", long.body);
        let all_wrong = [("range", "region"), ("cell", "nowhere"), ("amount", "0")];
        assert!(sends(&mut lu, TWICE, &all_wrong).await.has("请更正以下4处"), "all at once");
        assert!(office.db.season_adjustments(hall.id, 2025).await.unwrap().is_empty(), "nothing was noted");

        let fifty: Vec<_> = (1..=50).map(|n| format!("青许〔2025〕{n}号")).collect();
        went(&typed(&mut lu, &["qh", "shui"], &fifty.join("\n")).await);
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_when_the_session_had_ended_comes_back_with_every_organ_that_was_ticked() {
    on_both(async |office| {
        let (County { hall, .. }, _) = collected(&office).await;
        // a browser that was never signed in stands for one whose session has ended
        let mut late = Somebody::at(&office);
        let csrf = late.get("/signin").await.csrf();
        let more = [("csrf", csrf.as_str()), ("organ", "qh"), ("organ", "shui"), ("papers", TWICE_COUNTED)];
        let asked = late.post(TWICE, &[&LICENCES[..], &more[..]].concat()).await;
        let here = back_in(&mut late, "lu", (&asked, TWICE_COUNTED)).await;
        let page = late.get(&here).await;
        let papers = format!(">{TWICE_COUNTED}</textarea>");
        for said in [
            "还没有记下",
            "name=\"organ\" value=\"qh\" checked",
            "name=\"organ\" value=\"shui\" checked",
            "value=\"proactive.licences\" selected",
            papers.as_str(),
        ] {
            assert!(page.has(said), "{said}: {}", page.body);
        }
        assert!(!page.has("name=\"along\" value=\"1\" checked"), "it was not ticked: {}", page.body);
        assert!(office.db.season_adjustments(hall.id, 2025).await.unwrap().is_empty(), "nothing was noted");
        assert!(!late.get(&here).await.has("还没有记下"), "it comes back once");
    })
    .await;
}

#[tokio::test]
async fn what_was_taken_off_is_told_with_its_organs_and_papers_wherever_it_is_shown() {
    const TOLD: &str = "青禾县政府办、青禾县水利局都计了；文号、编号：青许〔2025〕7号、青许〔2025〕9号";
    on_both(async |office| {
        let (County { hall, water }, [mut shen, mut lu, mut tao]) = collected(&office).await;
        went(&typed(&mut lu, &["shui", "qh"], "青许〔2025〕7号\r\n\r\n青许〔2025〕9号 \r\n青许〔2025〕7号").await);
        let noted = office.db.season_adjustments(hall.id, 2025).await.unwrap();
        assert_eq!(noted[0].concerned().collect::<Vec<_>>(), [hall.id, water.id]);
        assert_eq!(noted[0].papers, "青许〔2025〕7号\n青许〔2025〕9号");
        let page = lu.get(SUM).await;
        assert!(page.has(TOLD) && page.has("待确认"), "{}", page.body);
        let rows = journal::rows(&office.db, 0, 1000).await.unwrap();
        let row = rows.iter().find(|row| row.act == "season.adjust").unwrap();
        for known in ["青许〔2025〕9号", &hall.id.to_string(), &water.id.to_string()] {
            assert!(row.detail.contains(known), "{known}: {row:?}");
        }

        went(&sends(&mut shen, "/desk/compile/begin", &[("year", "2025"), ("range", "region")]).await);
        let cell = "/desk/compile/2025/cell?at=proactive.licences";
        let record = "/desk/compile/2025/proof/draft";
        assert!(shen.get(cell).await.has(TOLD));
        assert!(!shen.get(record).await.has(TOLD), "nobody confirmed it, so it is not taken off");
        went(&confirmed(&mut tao, 1, "region").await);
        assert!(shen.get(cell).await.has(TOLD));
        let record = shen.get(record).await;
        assert!(record.has(TOLD) && record.has("<td class=\"num\" data-th=\"减去\">-2</td>"), "{}", record.body);
        assert!(record.has("两家联合发的许可都计了"), "{}", record.body);
        let new = shen.get("/desk/compile/2025/cell?at=requests.new.total").await;
        assert!(!new.has(TOLD), "of another cell it is no part: {}", new.body);
    })
    .await;
}

#[tokio::test]
async fn what_was_noted_before_anybody_was_asked_stays_valid_and_says_that_nobody_wrote_it_down() {
    on_both(async |office| {
        let (County { hall, .. }, [_, mut lu, mut tao]) = collected(&office).await;
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        let (scope, cell, amount, why) = ("region", "proactive.licences", -3, "两家都计了");
        let new = NewSeasonAdjustment { scope, cell, amount, why, ..NewSeasonAdjustment::default() };
        act.add_season_adjustment(hall.id, 2025, &new).await.unwrap();
        act.commit().await.unwrap();
        assert!(lu.get(SUM).await.has("记的时候没有写是哪些单位、哪几件"));
        went(&confirmed(&mut tao, 1, "region").await);
        let sum = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
        assert_eq!(sum.figures.at("proactive.licences"), Some(67));
    })
    .await;
}

#[tokio::test]
async fn what_the_register_shows_names_its_joint_paper_and_the_requests_that_went_over_by_itself() {
    on_both(async |office| {
        let County { hall, water } = governed(&office).await;
        let (mut lu, mut gu) = (signed_in(&office, "lu").await, signed_in(&office, "gu").await);
        released(&office, &[hall.id, water.id], "青水联〔2026〕3号", (date(2026, 3, 10), None)).await;
        went(&sends(&mut lu, "/desk/season/2026/open", &[("due", "2027-01-20"), ("version", "0")]).await);
        let number = handed_in(&office, &water, WATER, date(2026, 9, 1)).await;
        let cells =
            known(&[("proactive.normative_documents.issued", 1), ("proactive.normative_documents.in_force", 1)]);
        let file = paper_of(("青禾县水利局", 2026), &cells);
        went(&brings_as(&mut gu, "/desk/season/2026/of/shui", (&file, ""), &[]).await);
        let joint = "青禾县政府办、青禾县水利局都计了；文号、编号：青水联〔2026〕3号";
        let page = lu.get("/desk/season/2026/sum?range=region").await;
        assert!(page.has(joint), "{}", page.body);
        let (twice, issued) = ("/desk/season/2026/sum/twice", "document:青水联20263号");
        went(&sends(&mut lu, twice, &[("range", "region"), ("mark", issued)]).await);
        let noted = office.db.season_adjustments(hall.id, 2026).await.unwrap();
        assert_eq!(noted[0].papers, "青水联〔2026〕3号");
        assert_eq!(noted[0].concerned().collect::<Vec<_>>(), [hall.id, water.id]);

        closes(&office, ("shui", hall.id), "2026-10-12T04:00:00Z").await;
        let page = lu.get("/desk/season/2026/sum?range=region").await;
        let moved = format!("青禾县水利局、青禾县政府办都计了；文号、编号：{number}<");
        assert!(page.has("移交青禾县政府办的1件申请") && page.has(&moved), "{}", page.body);
        let mark = format!("handover:{}:{}:carried_out:natural_person:total", water.id, hall.id);
        went(&sends(&mut lu, twice, &[("range", "region"), ("mark", &mark)]).await);
        let noted = office.db.season_adjustments(hall.id, 2026).await.unwrap();
        assert_eq!((noted[1].cell.as_str(), noted[1].papers.as_str()), ("requests.carried_out.total", number.as_str()));
    })
    .await;
}
