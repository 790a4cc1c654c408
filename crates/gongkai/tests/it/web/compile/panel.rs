//! What the page of the data says beside its tables: a zero that nobody counted is called so, the months say how far they go,
//! and nothing there tells another number than the table, or leads to a page that does.

use gongkai::Office;
use gongkai_law::request::decision::Decision;
use gongkai_store::{Actor, Moment, NewMonthlyFigure, Organ};
use jiff::civil::date;

use super::{
    super::{
        figures::{answered, worked},
        house::{Page, Somebody, noon, on_both, shelve, shelved},
        people::person,
        season::{brings_as, opened, paper, paper_of},
    },
    AT, at, begun, bureau, done, handed_in, months, requests, send, take,
};

/// The row of an indicator in the panel, with the links of the page written as they are typed.
fn row(page: &Page, indicator: &str) -> String {
    let (_, rest) =
        page.body.split_once(&format!("<th scope=\"row\">{indicator}")).unwrap_or_else(|| panic!("{}", page.body));
    rest.split_once("</tr>").unwrap().0.replace("&#38;", "&").replace("&amp;", "&")
}

/// 插入一个数: what the editor says of a name beside its list; `None` where it does not offer it.
async fn offered(somebody: &mut Somebody, report: &str, name: &str) -> Option<String> {
    let page = somebody.get(&format!("{report}/write")).await;
    let (_, rest) = page.body.split_once(&format!("<option value=\"{name}\">"))?;
    Some(rest.split_once("</option>").unwrap().0.to_owned())
}

/// Penalties of a month, the first time or over what stands there.
async fn penalties(office: &Office, organ: &Organ, (year, month): (i16, i16), value: i64, seen: Option<i32>) {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let (source, note) = ("执法系统", if seen.is_some() { "漏计简易程序" } else { "" });
    let new = NewMonthlyFigure {
        organ: organ.id,
        indicator: "penalties",
        year,
        month,
        value,
        source,
        note,
        file: None,
        seen,
    };
    act.enter_month(&new).await.unwrap();
    act.commit().await.unwrap();
}

#[tokio::test]
async fn zeros_of_a_year_before_the_platform_are_called_so_and_those_of_a_covered_one_are_not() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        requests(&office, &organ).await;
        months(&office, &organ, 12).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2023").await;
        let before = "/desk/compile/2023";
        let told = "台账里最早的申请是2024年12月的，2023年的表三、表四都是零：平台启用以前的，请照旧台账核对";
        let of_months = "表二的行政处罚从2025年1月起填报，2023年的零不是数出来的";
        for page in [before.to_owned(), format!("{before}/check")] {
            let page = gu.get(&page).await;
            assert!(page.has(told) && page.has(of_months), "{}", page.body);
        }
        let penalties = row(&gu.get(before).await, "决定和收费·行政处罚");
        assert!(penalties.contains("从2025年1月起填报，2023年还没有填报") && !penalties.contains("齐"), "{penalties}");
        assert!(!penalties.contains("0件"), "nobody counted that: {penalties}");
        assert_eq!(offered(&mut gu, before, "决定和收费·行政处罚").await, None);

        begun(&mut gu, "2025").await;
        let covered = gu.get(AT).await;
        assert!(!covered.has("平台启用以前") && !covered.has("不是数出来的"), "{}", covered.body);
        assert!(row(&covered, "决定和收费·行政处罚").contains("1个单位，齐<"), "{}", covered.body);
    })
    .await;
}

#[tokio::test]
async fn a_register_without_a_request_is_believed_until_a_report_says_that_some_came() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        assert!(!gu.get(AT).await.has("平台启用以前"), "nobody ever asked, as far as anybody knows");
        let came = ["natural_person", "total"].map(|column| format!("requests.new.{column}"));
        let cells = came.each_ref().map(|cell| (cell.as_str(), Some(13)));
        let page = paper_of(("青禾县水利局", 2024), &cells);
        shelve(&office, &shelved((organ.id, 2024), ("2024.html", &page))).await;
        let data = gu.get(AT).await;
        assert!(data.has("台账里一件申请也没有，2024年的年报有新收13件，2025年的表三、表四都是零"), "{}", data.body);
        worked(&office, &organ, "灌渠的造价", date(2025, 3, 3), &[]).await;
        let data = gu.get(AT).await;
        assert!(!data.has("平台启用以前"), "{}", data.body);
        let begun = "台账里最早的申请是2025年3月的，2024年的年报有新收13件：1月至2月的申请可能没有进台账";
        assert!(data.has(begun), "{}", data.body);
    })
    .await;
}

#[tokio::test]
async fn what_an_organ_has_none_of_is_said_with_its_reason_and_offered_to_no_text() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        months(&office, &organ, 12).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        let gazette = row(&gu.get(AT).await, "公开·政府公报");
        assert!(gazette.contains("不涉及") && gazette.contains("本机关没有这项职权"), "{gazette}");
        assert!(!gazette.contains("0条") && !gazette.contains("齐") && !gazette.contains("<a "), "{gazette}");
        assert_eq!(offered(&mut gu, AT, "公开·政府公报").await, None);
        assert!(offered(&mut gu, AT, "决定和收费·行政处罚").await.unwrap().ends_with("24件"));
    })
    .await;
}

#[tokio::test]
async fn in_a_year_that_goes_on_the_months_say_how_far_they_go() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        months(&office, &organ, 12).await;
        for month in 1..=9 {
            penalties(&office, &organ, (2026, month), 2, None).await;
        }
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2026").await;
        // it is October
        let data = gu.get("/desk/compile/2026").await;
        assert!(data.has("2026年还没有过完，数还会变。"), "{}", data.body);
        let penalties = row(&data, "决定和收费·行政处罚");
        assert!(penalties.contains("18件") && penalties.contains("1个单位，齐到9月"), "{penalties}");
        begun(&mut gu, "2025").await;
        assert!(!gu.get(AT).await.has("还没有过完"));
    })
    .await;
}

#[tokio::test]
async fn a_month_that_was_corrected_after_the_report_went_out_stands_beside_what_was_reported() {
    on_both(async |office| {
        let organ = handed_in(&office).await;
        for (name, step) in [("fang", "reviewed"), ("tang", "signed"), ("lu", "published")] {
            done(&take(&mut at(&office, name).await, AT, step, "").await);
        }
        let mut gu = at(&office, "gu").await;
        let data = gu.get(AT).await;
        assert!(row(&data, "决定和收费·行政处罚").contains("24件") && !data.has("台账现在"), "{}", data.body);
        penalties(&office, &organ, (2025, 12), 5, Some(0)).await;
        let corrected = row(&gu.get(AT).await, "决定和收费·行政处罚");
        assert!(corrected.contains(">24件<"), "the version that is out has that: {corrected}");
        assert!(corrected.contains("台账现在是27件，定本是24件"), "{corrected}");
    })
    .await;
}

#[tokio::test]
async fn of_several_organs_a_number_is_that_of_their_reports_everywhere_and_leads_to_them_one_by_one() {
    on_both(async |office| {
        let water = bureau(&office).await;
        let county = office.db.organ_at("qinghe").await.unwrap();
        for (name, roles) in [("shen", &["officer"][..]), ("ju", &["officer", "supervisor"])] {
            person(&office, Some(county.id), name, roles).await;
        }
        months(&office, &county, 12).await;
        months(&office, &water, 12).await;
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        act.settle_figure_duty(water.id, "meetings", "2025-01", None).await.unwrap();
        act.commit().await.unwrap();
        let (mut shen, mut ju) = (at(&office, "shen").await, at(&office, "ju").await);
        let fields = [("year", "2025"), ("range", "departments")];
        done(&send(&mut shen, "/desk/compile", "/desk/compile/begin", &fields).await);

        // the months of both are here, the report of one is not
        let (name, cell) = ("决定和收费·行政处罚", "/desk/compile/2025/cell?at=proactive.penalties&range=departments");
        let lacking = row(&shen.get(AT).await, name);
        assert!(lacking.contains("缺数") && lacking.contains("缺青禾县水利局的数"), "{lacking}");
        assert!(lacking.contains(cell) && !lacking.contains("/desk/months"), "{lacking}");
        assert_eq!(offered(&mut shen, AT, name).await, None);

        opened(&mut at(&office, "yu").await).await;
        let file = paper("青禾县水利局", &[("proactive.penalties", Some(30))]);
        let mut gu = at(&office, "gu").await;
        done(&brings_as(&mut gu, "/desk/season/2025/of/shuili", (&file, ""), &[]).await);
        let whole = row(&shen.get(AT).await, name);
        assert!(whole.contains(">54件<") && whole.contains(cell) && !whole.contains("/desk/months"), "{whole}");
        assert!(offered(&mut shen, AT, name).await.unwrap().ends_with("54件"));
        assert!(offered(&mut shen, AT, "表二·行政处罚").await.unwrap().ends_with("54件"));
        assert!(shen.get(cell).await.has("54"), "where it leads to says the same");

        // what only the text has is the sum of the months: who may look below is led to who lacks them, and the others nowhere
        let meetings = row(&shen.get(AT).await, "监督保障·会议");
        assert!(meetings.contains("青禾县水利局缺1月至12月") && !meetings.contains("<a "), "{meetings}");
        let below = "/desk/months/below?year=2025";
        assert!(row(&ju.get(AT).await, "监督保障·会议").contains(below));
        assert!(ju.get(below).await.has("监督保障·会议　缺1月至12月"));
    })
    .await;
}

#[tokio::test]
async fn one_old_request_does_not_make_the_register_believed_in_every_year_after_it() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        let granted = answered(date(2024, 1, 9), Decision::Granted);
        worked(&office, &organ, "桥头村饮水井的位置", date(2023, 12, 25), &granted).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        assert!(!gu.get(AT).await.has("平台启用以前"), "no report says otherwise");
        let came = ["natural_person", "total"].map(|column| format!("requests.new.{column}"));
        let cells = came.each_ref().map(|cell| (cell.as_str(), Some(13)));
        let page = paper_of(("青禾县水利局", 2024), &cells);
        shelve(&office, &shelved((organ.id, 2024), ("2024.html", &page))).await;
        let data = gu.get(AT).await;
        assert!(data.has("台账里没有2024年新收的申请，2024年的年报有新收13件"), "{}", data.body);
    })
    .await;
}

#[tokio::test]
async fn half_a_year_of_months_is_not_called_whole() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        act.settle_figure_duty(organ.id, "penalties", "2025-07", None).await.unwrap();
        act.commit().await.unwrap();
        for month in 7..=12 {
            penalties(&office, &organ, (2025, month), 2, None).await;
        }
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        let data = gu.get(AT).await;
        assert!(data.has("表二的行政处罚从2025年7月起填报，1月至6月没有填报，数不全"), "{}", data.body);
        let row = row(&data, "决定和收费·行政处罚");
        assert!(row.contains("12件") && row.contains("1个单位，从7月起填报") && !row.contains("齐"), "{row}");
    })
    .await;
}

#[tokio::test]
async fn a_number_that_came_with_a_file_is_called_so_and_held_against_no_month() {
    on_both(async |office| {
        bureau(&office).await;
        opened(&mut at(&office, "yu").await).await;
        let file = paper("青禾县水利局", &[("proactive.penalties", Some(30))]);
        let mut gu = at(&office, "gu").await;
        done(&brings_as(&mut gu, "/desk/season/2025/of/shuili", (&file, ""), &[]).await);
        let row = row(&gu.get(AT).await, "决定和收费·行政处罚");
        assert!(row.contains(">30件<") && row.contains("上传件的数"), "{row}");
        assert!(!row.contains("台账现在") && !row.contains("0个单位") && !row.contains("<a "), "{row}");
    })
    .await;
}
