//! What a walk through a season must not meet: a closed organ's zero that nobody counted, a sum in green whose own table does
//! not balance, another's report for one's own, a day moved past the law's, and an officer who hears nothing of what is asked.

use gongkai_store::NewReport;

use super::{
    super::{
        house::{shelve, shelved},
        people::person,
    },
    *,
};

const AT: &str = "/desk/season/2025/of/shui";
const SUM: &str = "/desk/season/2025/sum";

/// A released report of 2024 with so many new requests, and none of anything else.
async fn told_of(office: &Office, organ: OrganId, new: i64) {
    let report = format!(
        "{{\"requests\":{{\"rows\":{{\"new\":[{new}],\"carried_in\":[0]}}}},\"redress\":{{\"review\":{{\"total\":0}},\
         \"litigation_direct\":{{\"total\":0}},\"litigation_after_review\":{{\"total\":0}}}}}}"
    );
    let bytes = format!("2024年的年报，新收{new}件");
    let file = shelved((organ, 2024), ("2024.html", bytes.as_bytes()));
    shelve(office, &NewReport { report: &report, ..file }).await;
}

#[tokio::test]
async fn what_a_closed_organ_never_wrote_into_the_register_and_told_in_its_reports_is_missing_and_no_zero() {
    on_both(async |office| {
        let County { hall, water } = county(&office).await;
        let woods = founded(&office, "linye", "青禾县林业局", ("county", hall.id)).await;
        let farms = founded(&office, "nongji", "青禾县农机局", ("county", hall.id)).await;
        for organ in [&hall, &water, &woods, &farms] {
            has_none(&office, organ.id).await;
        }
        closes(&office, ("linye", water.id), "2025-06-30T04:00:00Z").await;
        closes(&office, ("nongji", water.id), "2025-06-30T04:00:00Z").await;
        let (mut yu, mut gu) = (signed_in(&office, "yu").await, signed_in(&office, "gu").await);
        opened(&mut yu).await;
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &[]), &[]).await);
        let missing = async || {
            let sum = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
            let missing: Vec<_> = sum.missing.iter().map(|one| one.name.clone()).collect();
            (missing, sum.figures.at("requests.new.total"))
        };
        assert_eq!(missing().await, (vec![], Some(0)), "nothing says that it had any");
        assert!(!yu.get("/desk/season/2025").await.has("汇总还缺"));

        told_of(&office, farms.id, 0).await;
        assert_eq!(missing().await, (vec![], Some(0)), "it had none the year before either");
        told_of(&office, woods.id, 9).await;
        assert_eq!(
            missing().await,
            (vec!["青禾县林业局".to_owned()], None),
            "nine the year before, and none is recorded"
        );
        let page = yu.get(SUM).await;
        assert!(
            page.has("缺1家") && page.has("申请台账里没有它2024年、2025年的申请") && !page.has("单位齐了"),
            "{}",
            page.body
        );
        assert!(yu.get("/desk/season/2025").await.has("汇总还缺1家"));

        let source = [("source", "水利局接收的档案")];
        let cells = [("requests.new.natural_person", 9), ("requests.new.total", 9)];
        let left = [("requests.carried_out.natural_person", 9), ("requests.carried_out.total", 9)];
        let file = paper("青禾县林业局", &known(&[cells, left].concat()));
        went(&brings(&mut yu, "linye", &file, &source).await);
        assert_eq!(missing().await, (vec![], Some(9)));
        went(&answers(&mut yu, "linye", &[("step", "returned"), ("why", "少了附件")]).await);
        assert_eq!(missing().await, (vec!["青禾县林业局".to_owned()], None), "what came back is no zero");
        assert!(yu.get(SUM).await.has("已退回，没有报送年报"));
        assert!(yu.get("/desk/season/2025").await.has("汇总还缺1家"), "the list says what the sum says");
    })
    .await;
}

/// Five came, and the total says six: the head lets it pass.
async fn torn(office: &Office, water: OrganId) {
    person(office, Some(water), "an", &["head"]).await;
    let mut an = signed_in(office, "an").await;
    let cells = [("requests.new.natural_person", 5), ("requests.new.total", 6)];
    let left = [("requests.carried_out.natural_person", 5), ("requests.carried_out.total", 5)];
    let file = paper("青禾县水利局", &known(&[cells, left].concat()));
    went(&brings(&mut an, "shui", &file, &[("pass", "纸质定本已经公布")]).await);
}

#[tokio::test]
async fn a_sum_whose_table_does_not_balance_is_not_in_green_and_says_whose_figures_tear_it() {
    on_both(async |office| {
        let County { hall, water } = county(&office).await;
        has_none(&office, hall.id).await;
        let mut yu = signed_in(&office, "yu").await;
        opened(&mut yu).await;
        torn(&office, water.id).await;
        let page = yu.get(SUM).await;
        assert!(page.has("单位齐了") && !page.has("三张表都平"), "{}", page.body);
        assert!(page.has("各类申请人相加5，总计6"), "{}", page.body);
        assert!(page.has("/desk/season/2025/of/shui\">青禾县水利局</a>自己的数就不平"), "{}", page.body);
        assert!(!page.has(">青禾县政府办</a>自己的数就不平"), "its own figures balance");
    })
    .await;
}

#[tokio::test]
async fn what_was_let_pass_stands_in_the_list_of_those_above_with_its_reason_and_whose_word_it_was() {
    on_both(async |office| {
        let County { water, .. } = county(&office).await;
        let mut yu = signed_in(&office, "yu").await;
        opened(&mut yu).await;
        torn(&office, water.id).await;
        let list = yu.get("/desk/season/2025").await;
        assert!(list.has("处错误：纸质定本已经公布") && list.has("放行"), "{}", list.body);
        let one = yu.get(AT).await;
        assert!(one.has("处错误：纸质定本已经公布") && one.has("理由：纸质定本已经公布"), "{}", one.body);
        went(&answers(&mut yu, "shui", &[("step", "returned"), ("why", "请更正表三")]).await);
        let one = yu.get(AT).await;
        assert!(one.has("退回　余春生"), "who sent it back has a name");
        assert!(!one.has("纸质定本已经公布"), "what came back is the bureau's own again: {}", one.body);
        assert!(!yu.get("/desk/season/2025").await.has("纸质定本已经公布"));
        assert!(signed_in(&office, "an").await.get(AT).await.has("理由：纸质定本已经公布"));
    })
    .await;
}

#[tokio::test]
async fn what_is_taken_off_a_part_takes_its_total_along_or_the_page_says_what_tears() {
    on_both(async |office| {
        let County { hall, .. } = county(&office).await;
        has_none(&office, hall.id).await;
        person(&office, Some(hall.id), "tao", &["head"]).await;
        let (mut lu, mut tao, mut gu) =
            (signed_in(&office, "lu").await, signed_in(&office, "tao").await, signed_in(&office, "gu").await);
        opened(&mut lu).await;
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &known(&OF_WATER)), &[]).await);
        let page = lu.get(SUM).await;
        assert!(page.has("三张表都平") && page.has("name=\"along\" value=\"1\" checked"), "{}", page.body);

        let twice = format!("{SUM}/twice");
        let typed = [("cell", "requests.new.natural_person"), ("amount", "2"), ("why", "两家都计了")];
        went(&notes(&mut lu, &twice, &typed, ["qh", "shui"]).await);
        let page = lu.get(SUM).await;
        assert!(page.has("待确认的都确认以后") && page.has("各类申请人相加3，总计5"), "{}", page.body);
        went(&sends(&mut lu, &format!("{twice}/1"), &[]).await);
        assert!(!lu.get(SUM).await.has("待确认的都确认以后"));

        went(&notes(&mut lu, &twice, &[&typed[..], &[("along", "1")]].concat(), ["qh", "shui"]).await);
        let noted = office.db.season_adjustments(hall.id, 2025).await.unwrap();
        let cells: Vec<_> = noted.iter().map(|one| (one.cell.as_str(), one.amount)).collect();
        assert_eq!(cells, [("requests.new.natural_person", -2), ("requests.new.total", -2)]);
        let page = lu.get(SUM).await;
        assert!(!page.has("各类申请人相加3") && !page.has("补记这个合计"), "{}", page.body);
        assert!(page.has("新收＋上年结转3，办理结果总计＋结转下年度5"), "what came in is still to be carried out");
        assert_eq!(page.body.matches(&format!("action=\"{twice}/")).count(), 1, "one to be dropped: {}", page.body);
        went(&sends(&mut tao, &format!("{twice}/{}", noted[1].n), &[("counts", "1")]).await);
        let sum = roll_up(&office, &hall, 2025, Range::Region).await.unwrap();
        assert_eq!(
            (sum.figures.at("requests.new.total"), sum.figures.at("requests.new.natural_person")),
            (Some(3), Some(3)),
            "a part and its total are confirmed together"
        );
        went(&sends(&mut tao, &format!("{twice}/{}", noted[0].n), &[]).await);
        assert!(office.db.season_adjustments(hall.id, 2025).await.unwrap().is_empty(), "and dropped together");
    })
    .await;
}

#[tokio::test]
async fn nobody_lets_another_organs_report_pass_for_ones_own() {
    on_both(async |office| {
        let County { hall, water } = county(&office).await;
        founded(&office, "yunze-shui", "云泽县水利局", ("county", hall.id)).await;
        person(&office, Some(water.id), "an", &["head"]).await;
        let (mut yu, mut an) = (signed_in(&office, "yu").await, signed_in(&office, "an").await);
        opened(&mut yu).await;
        let pass = [("pass", "就用这一份")];
        let page = brings_as(&mut an, AT, (&paper("云泽县水利局", &[]), ""), &pass).await;
        assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.has("这一条不能放行"), "{}", page.body);
        assert!(page.has("自己的年报上传"), "and says what to do: {}", page.body);
        assert!(yu.get("/desk/season/2025?state=reported").await.has("没有这样的单位"), "nothing was handed in");
    })
    .await;
}

#[tokio::test]
async fn a_season_that_began_in_time_is_not_moved_past_the_laws_day_afterwards() {
    on_both(async |office| {
        let County { hall, .. } = county(&office).await;
        founded(&office, "yundu", "云渡镇人民政府", ("township", hall.id)).await;
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        act.open_season(hall.id, 2025, Civil(date(2026, 1, 20)), None).await.unwrap();
        act.commit().await.unwrap();
        let mut yu = signed_in(&office, "yu").await;
        // a town's own day was over before the season began: it frees nobody from the departments'
        let town = [("organ", "yundu"), ("day", "01-10"), ("do", "set")];
        went(&sends(&mut yu, "/desk/season/days", &town).await);
        let moves = async |yu: &mut Somebody, due: &'static str| {
            sends(yu, "/desk/season/2025/open", &[("due", due), ("version", "0")]).await
        };
        for late in ["2026-02-15", "2027-12-31"] {
            let page = moves(&mut yu, late).await;
            assert!(
                page.status == StatusCode::UNPROCESSABLE_ENTITY && page.has("2026年1月31日前要公布"),
                "{}",
                page.body
            );
        }
        let page = moves(&mut yu, "2026-01-25").await;
        went(&page);
        let page = yu.get(page.location()).await;
        assert!(page.has("报送日改为2026年1月25日") && !page.has("已经开始收"), "{}", page.body);
        let locked = sends(&mut yu, "/desk/season/2025/lock", &[("locked", "1"), ("version", "1")]).await;
        assert!(yu.get(locked.location()).await.has("已锁定，"));
        let freed = sends(&mut yu, "/desk/season/2025/lock", &[("locked", "0"), ("version", "2")]).await;
        assert!(yu.get(freed.location()).await.has("已解锁，"));
    })
    .await;
}

#[tokio::test]
async fn what_those_above_ask_for_or_send_back_is_among_what_presses_its_officer_today() {
    on_both(async |office| {
        county(&office).await;
        let (mut yu, mut gu, mut shen) =
            (signed_in(&office, "yu").await, signed_in(&office, "gu").await, signed_in(&office, "shen").await);
        opened(&mut yu).await;
        assert!(!gu.get("/desk/today").await.has(AT), "nobody asked yet");
        went(&sends(&mut yu, "/desk/season/2025/call", &[("words", "请在20日前报送")]).await);
        let today = gu.get("/desk/today").await;
        assert!(today.has("上级催报2025年年报：请在20日前报送") && today.has(AT), "{}", today.body);
        assert!(!shen.get("/desk/today").await.has(AT), "it is not hers");
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &[]), &[]).await);
        assert!(!gu.get("/desk/today").await.has(AT), "it was handed in");
        went(&answers(&mut yu, "shui", &[("step", "returned"), ("why", "表三结转数不平")]).await);
        let today = gu.get("/desk/today").await;
        assert!(today.has("上级退回2025年年报：表三结转数不平") && today.has(AT), "{}", today.body);
        assert!(!today.has("上级催报"), "that was answered: {}", today.body);
    })
    .await;
}
