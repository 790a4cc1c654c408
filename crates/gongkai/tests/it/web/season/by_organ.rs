//! A cell of a report of several organs leads whoever writes it to each organ's part in it: what adds up, what is counted twice,
//! who is missing; the checks of that report hold it against the same parts, and the list says how far they have come.

use super::{
    super::{
        compile::{done, send},
        house::{shelve, shelved},
        people::person,
    },
    doubled::TWICE,
    *,
};

const NEW: &str = "requests.new.total";

/// The county's government office is a government, had one request in 2025, and has two heads.
async fn governed(office: &Office) -> County {
    let County { hall, water } = county(office).await;
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    act.change_organ(&Organ { kind: "government".to_owned(), ..hall.clone() }).await.unwrap();
    act.commit().await.unwrap();
    has_none(office, hall.id).await;
    person(office, Some(hall.id), "tao", &["head"]).await;
    let hall = office.db.organ(hall.id).await.unwrap();
    handed_in(office, &hall, WATER, date(2025, 12, 1)).await;
    County { hall, water }
}

async fn begins(somebody: &mut Somebody, year: &str) {
    went(&sends(somebody, "/desk/compile/begin", &[("year", year), ("range", "region")]).await);
}

/// Where a cell of a table leads.
fn leads(page: &Page, address: &str) -> String {
    let (_, rest) = page.body.split_once(&format!(" id=\"{address}\"")).unwrap_or_else(|| panic!("{}", page.body));
    let (inner, _) = rest.split_once("</td>").unwrap();
    let (_, link) = inner.split_once("href=\"").unwrap_or_else(|| panic!("{address} leads nowhere: {inner}"));
    link.split_once('"').unwrap().0.replace("&#38;", "&")
}

/// What the page of a cell says of an organ: its number, and the rest of its row.
fn share<'a>(page: &'a Page, organ: &str) -> (&'a str, &'a str) {
    let begins = format!("<th scope=\"row\">{organ}</th><td class=\"num\" data-th=\"数\">");
    let (_, rest) = page.body.split_once(&begins).unwrap_or_else(|| panic!("{organ}: {}", page.body));
    rest.split_once("</tr>").unwrap().0.split_once("</td>").unwrap()
}

fn number(page: &Page, organ: &str) -> i64 {
    share(page, organ).0.parse().unwrap()
}

/// Why one is taken off.
const WHY: &str = "镇里转给水利局的一件，两家都计了";

/// The head notes one that the town and the bureau both count.
async fn noted(lu: &mut Somebody) {
    let typed = [("range", "region"), ("cell", NEW), ("amount", "1"), ("why", WHY)];
    went(&notes(lu, TWICE, &typed, ["yundu", "shui"]).await);
}

/// The organ's own share leads to its records.
async fn own_records(shen: &mut Somebody, page: &Page) {
    let (_, own) = share(page, "青禾县政府办").1.split_once("href=\"").unwrap();
    let records = shen.get(&own.split_once('"').unwrap().0.replace("&#38;", "&")).await;
    assert!(records.status == StatusCode::OK && records.has("QH-20"), "{}", records.body);
}

/// The town has nobody here: the office above brings what it has.
async fn town_hands_in(yu: &mut Somebody) {
    let source = [("source", "镇党政办电话核对")];
    went(&brings(yu, "yundu", &paper("云渡镇人民政府", &known(&OF_TOWN)), &source).await);
}

#[tokio::test]
async fn a_cell_of_a_report_of_several_leads_its_officer_to_each_organs_part_and_to_who_is_missing() {
    on_both(async |office| {
        let County { hall, .. } = governed(&office).await;
        founded(&office, "yundu", "云渡镇人民政府", ("township", hall.id)).await;
        let (mut yu, mut gu, mut shen) =
            (signed_in(&office, "yu").await, signed_in(&office, "gu").await, signed_in(&office, "shen").await);
        let (mut lu, mut tao, mut he) =
            (signed_in(&office, "lu").await, signed_in(&office, "tao").await, signed_in(&office, "he").await);
        opened(&mut yu).await;
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &known(&OF_WATER)), &[]).await);
        begins(&mut shen, "2025").await;

        let href = leads(&shen.get("/desk/compile/2025").await, NEW);
        let short = shen.get(&href).await;
        assert_eq!(short.status, StatusCode::OK, "{}", short.body);
        assert!(short.has("还缺1家") && short.has("云渡镇人民政府：没有报送年报"), "{}", short.body);
        assert!(short.has("已有的合计6，还缺1家：本格没有数，缺的不按零计"), "{}", short.body);
        assert_eq!((number(&short, "青禾县政府办"), number(&short, "青禾县水利局")), (1, 5));
        let over = |range: &str| format!("/desk/compile/2025/cell?at={NEW}&range={range}");
        let other = over("departments");
        assert!(!short.has("range=departments") && shen.get(&other).await.status == StatusCode::NOT_FOUND);
        let of_head = lu.get(&other).await;
        assert!(of_head.has("本格6") && of_head.has("range=region"), "who collects may look: {}", of_head.body);
        assert_eq!(lu.get(&over("self")).await.status, StatusCode::NOT_FOUND);
        assert!(share(&short, "青禾县水利局").1.contains("已报送，还没有接收"), "{}", short.body);
        assert!(!short.has("/desk/season/2025/of/"), "the papers below are for whoever collects them: {}", short.body);
        own_records(&mut shen, &short).await;
        let of_head = lu.get(&href).await;
        assert!(of_head.has("/desk/season/2025/of/shui/copy") && of_head.has("/desk/season/2025/of/yundu"));
        for (who, somebody) in [("gu", &mut gu), ("he", &mut he)] {
            assert_eq!(somebody.get(&href).await.status, StatusCode::NOT_FOUND, "{who} has no part in that report");
        }

        town_hands_in(&mut yu).await;
        went(&answers(&mut yu, "shui", &[("step", "accepted")]).await);
        noted(&mut lu).await;
        let waits = shen.get(&href).await;
        assert!(waits.has(WHY) && waits.has("待确认") && waits.has("合计8 = 本格8"), "{}", waits.body);
        went(&sends(&mut tao, &format!("{TWICE}/1"), &[("range", "region"), ("counts", "1")]).await);

        let whole = shen.get(&href).await;
        let organs = ["青禾县政府办", "青禾县水利局", "云渡镇人民政府"];
        let parts: i64 = organs.iter().map(|organ| number(&whole, organ)).sum();
        let data = shen.get("/desk/compile/2025").await;
        assert_eq!(cell(&data, NEW), (parts - 1, Some(href)), "what the organs have, less what two of them count");
        assert!(whole.has("合计8 − 去重1 = 本格7") && whole.has(WHY) && !whole.has("还缺"), "{}", whole.body);
        assert!(share(&whole, "青禾县水利局").1.contains("年报，已接收"), "{}", whole.body);
        let nothing = shen.get(&leads(&data, "requests.carried_in.total")).await;
        assert!(nothing.has("合计0 = 本格0") && number(&nothing, "云渡镇人民政府") == 0, "a zero is shown whose it is");
    })
    .await;
}

#[tokio::test]
async fn a_number_that_was_typed_for_all_is_shown_beside_those_of_the_organs() {
    on_both(async |office| {
        governed(&office).await;
        let (mut gu, mut shen) = (signed_in(&office, "gu").await, signed_in(&office, "shen").await);
        let at = "proactive.procurement.projects";
        let file = paper_of(("青禾县水利局", 2020), &[(at, Some(3))]);
        went(&brings_as(&mut gu, "/desk/season/2020/of/shui", (&file, ""), &[]).await);
        begins(&mut shen, "2020").await;
        let here = "/desk/compile/2020";
        // both are there, and the hall has no number for it
        let short = shen.get(&format!("{here}/cell?at={at}")).await;
        let row = "<th scope=\"row\">已有的合计</th><td class=\"num\" data-th=\"数\"><b>3</b></td>";
        assert!(short.has(row) && !short.has("<th scope=\"row\">合计</th>"), "{}", short.body);
        let typed = [(format!("v.{at}"), "40"), (format!("s.{at}"), "全县汇总表")];
        let typed: Vec<_> = typed.iter().map(|(name, word)| (name.as_str(), *word)).collect();
        done(&send(&mut shen, here, here, &typed).await);
        let data = shen.get(here).await;
        let page = shen.get(&leads(&data, at)).await;
        assert!(page.has("本格40：手工填写（全县汇总表），是全部单位的数"), "{}", page.body);
        assert_eq!(number(&page, "青禾县水利局"), 3);
        assert!(share(&page, "青禾县政府办").0.contains("没有数"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn a_report_of_several_in_work_is_checked_against_its_parts_once_all_are_there() {
    on_both(async |office| {
        let County { hall, .. } = governed(&office).await;
        founded(&office, "yundu", "云渡镇人民政府", ("township", hall.id)).await;
        let (mut yu, mut gu, mut shen) =
            (signed_in(&office, "yu").await, signed_in(&office, "gu").await, signed_in(&office, "shen").await);
        opened(&mut yu).await;
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &known(&OF_WATER)), &[]).await);
        begins(&mut shen, "2025").await;
        let check = shen.get("/desk/compile/2025/check").await;
        // not one number is known, which is said once and is no fault of whoever wrote the page
        assert!(check.has("200格没有数：缺云渡镇人民政府的数"), "{}", check.body);
        assert!(!check.has("/checks/H001") && !check.has("读不回来"), "{}", check.body);
        assert!(check.has("/desk/compile/2025/cell?at="), "what is missing leads to whose it is: {}", check.body);
        town_hands_in(&mut yu).await;
        let check = shen.get("/desk/compile/2025/check").await;
        assert!(!check.has("/checks/H001"), "it could be held against all of them, and agrees: {}", check.body);
        let linked = format!("/desk/compile/2025/cell?at={NEW}&#38;range=region");
        for page in ["compare", "proof/draft"] {
            let page = shen.get(&format!("/desk/compile/2025/{page}")).await;
            assert!(page.has(&linked), "{}", page.body);
        }
    })
    .await;
}

#[tokio::test]
async fn a_file_of_several_that_is_not_the_sum_of_its_parts_is_found_beside_the_sum_and_was_never_changed() {
    on_both(async |office| {
        governed(&office).await;
        let (mut yu, mut gu, mut shen) =
            (signed_in(&office, "yu").await, signed_in(&office, "gu").await, signed_in(&office, "shen").await);
        opened(&mut yu).await;
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &known(&OF_WATER)), &[]).await);
        // the bureau's five, and the request of the hall itself forgotten
        let file = paper("青禾县政府办", &known(&OF_WATER));
        went(&brings_as(&mut shen, "/desk/season/2025/of/qh", (&file, "region"), &[]).await);
        let sum = yu.get("/desk/season/2025/sum").await;
        assert!(sum.has("与2份下级报告之和不等") && sum.has("本级5、下级合计6"), "{}", sum.body);
        let page = shen.get(&format!("/desk/compile/2025/cell?at={NEW}")).await;
        assert!(page.has("第1版定本") && page.has("与现在的合计不同"), "{}", page.body);
        assert!(!page.has("送审以后变了"), "a file was no sum of ours before: {}", page.body);
    })
    .await;
}

#[tokio::test]
async fn a_file_of_several_whose_own_part_is_in_no_register_here_has_no_error_for_that() {
    on_both(async |office| {
        let County { hall, .. } = county(&office).await;
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        act.change_organ(&Organ { kind: "government".to_owned(), ..hall.clone() }).await.unwrap();
        act.commit().await.unwrap();
        // nothing was entered here of the hall, which had two requests of its own
        has_none(&office, hall.id).await;
        let (mut yu, mut gu, mut shen) =
            (signed_in(&office, "yu").await, signed_in(&office, "gu").await, signed_in(&office, "shen").await);
        opened(&mut yu).await;
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &known(&OF_WATER)), &[]).await);
        let all = ["new.natural_person", "new.total", "carried_out.natural_person", "carried_out.total"];
        let mut cells: Vec<_> = all.map(|at| (format!("requests.{at}"), Some(7))).into();
        cells.push(("proactive.licences".to_owned(), Some(70)));
        let cells: Vec<_> = cells.iter().map(|(at, n)| (at.as_str(), *n)).collect();
        let file = paper("青禾县政府办", &cells);
        went(&brings_as(&mut shen, "/desk/season/2025/of/qh", (&file, "region"), &[]).await);
        let check = shen.get("/desk/compile/2025/check").await;
        assert_eq!(check.status, StatusCode::OK, "{}", check.body);
        assert!(!check.has("与2份下级报告之和不等"), "{}", check.body);
        assert!(!check.has("下级报告没有报送"), "{}", check.body);
    })
    .await;
}

/// The hall's report of 2024, as the library has it: three requests carried out.
async fn last_of_hall(office: &Office, hall: OrganId) {
    let out = [("requests.carried_out.natural_person", 3), ("requests.carried_out.total", 3)];
    let came = [("requests.new.natural_person", 3), ("requests.new.total", 3)];
    let cells: Vec<_> = known(&out).into_iter().chain(known(&came)).collect();
    let file = paper_of(("青禾县政府办", 2024), &cells);
    shelve(office, &shelved((hall, 2024), ("2024.html", &file))).await;
}

#[tokio::test]
async fn what_is_carried_into_a_sum_is_held_against_a_last_report_of_the_same_organs_alone() {
    on_both(async |office| {
        let County { hall, .. } = county(&office).await;
        has_none(&office, hall.id).await;
        last_of_hall(&office, hall.id).await;
        let (mut yu, mut gu) = (signed_in(&office, "yu").await, signed_in(&office, "gu").await);
        opened(&mut yu).await;
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &known(&OF_WATER)), &[]).await);
        // whoever is no government reports for itself alone, and the list is of all
        let (here, sum) = ("/desk/season/2025", "/desk/season/2025/sum");
        let list = yu.get(here).await;
        assert!(list.has("2024年度年报的范围是“本级”，不核对") && !list.has("不符"), "{}", list.body);
        assert!(yu.get(sum).await.has("2024年度年报的范围是“本级”，不核对"));
        let own = yu.get(&format!("{sum}?range=self")).await;
        assert!(own.has("上年结转下年度") && own.has("不符"), "of the hall alone nothing was carried in: {}", own.body);

        let hall = office.db.organ(hall.id).await.unwrap();
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        act.change_organ(&Organ { kind: "government".to_owned(), ..hall }).await.unwrap();
        act.commit().await.unwrap();
        let list = yu.get(here).await;
        assert!(list.has("与2024年度年报结转下年度的3不符"), "nobody knows whose report that is: {}", list.body);
        let late = [("due", "12月底"), ("version", "0")];
        let refused = sends(&mut yu, &format!("{here}/open"), &late).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.has("看汇总的三张表") && !refused.has("新收申请"), "{}", refused.body);
    })
    .await;
}

#[tokio::test]
async fn the_list_says_how_far_the_sum_has_come_what_a_merged_organ_handed_over_and_where_the_checks_are_read() {
    on_both(async |office| {
        let county = county(&office).await;
        merged(&office, &county).await;
        let (mut yu, mut gu) = (signed_in(&office, "yu").await, signed_in(&office, "gu").await);
        opened(&mut yu).await;
        let here = "/desk/season/2025";
        assert!(!yu.get(here).await.has("看核验"), "nobody has handed in");
        went(&brings(&mut gu, "shui", &paper("青禾县水利局", &known(&OF_WATER)), &[]).await);
        let list = yu.get(here).await;
        assert!(list.has("7 ＋ 缺1家") && list.has("0 ＋ 缺1家，年报库里没有2024年度年报"), "{}", list.body);
        assert!(list.has("已并入青禾县水利局（2026年10月12日），没办结的1件申请已移交"), "{}", list.body);
        assert!(list.has("href=\"/desk/season/2025/of/shui/copy#find\">看核验"), "{}", list.body);
        assert!(!list.has("/desk/season/2025/of/yundu/copy"), "{}", list.body);
        town_hands_in(&mut yu).await;
        let list = yu.get(here).await;
        assert!(list.has("<dd class=\"num\">9</dd>") && !list.has("＋ 缺"), "{}", list.body);
    })
    .await;
}
