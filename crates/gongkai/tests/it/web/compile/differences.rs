//! Differences: to last year on whichever form it was, to what the register settled where nothing is published, and of a
//! correction to the version that is out. What cannot be compared says so and is not reckoned.

use gongkai::Office;
use gongkai_law::{
    annual_report::{Edition, indicator::Indicator},
    request::decision::Decision,
};
use gongkai_store::{Actor, Moment, NewReport, Organ, Visibility};
use jiff::civil::date;

use super::{
    super::{
        figures::{answered, worked},
        house::{Page, Somebody, noon, on_both, shelve, shelved},
        people::person,
        season::paper_of,
    },
    AT, at, begun, bureau, done,
    editions::{goes_out, moves_on},
    handed_in, months, requests, send, take, write, written,
};

const WATER: &str = "青禾县水利局";
const COUNTY: &str = "青禾县人民政府";

/// The row of the comparison that has this name; of two tables the last one's.
fn row<'a>(page: &'a Page, name: &str) -> &'a str {
    let head = format!("<th scope=\"row\">{name}</th>");
    let (_, rest) = page.body.rsplit_once(&head).unwrap_or_else(|| panic!("{name}: {}", page.body));
    rest.split_once("</tr>").unwrap().0
}

/// The figure that a row shows of a year.
fn shows(page: &Page, name: &str, year: i16, figure: &str) {
    let row = row(page, name);
    let (_, cell) = row.split_once(&format!("data-th=\"{year}\">")).unwrap_or_else(|| panic!("{name}: {row}"));
    let cell = cell.split_once("</td>").unwrap().0;
    let bare = cell.strip_suffix("</a>").map_or(cell, |link| link.rsplit_once('>').unwrap().1);
    assert_eq!(bare, figure, "{name} in {year}: {row}");
}

/// What a row says of the difference.
fn differs(page: &Page, name: &str, words: &str) {
    let row = row(page, name);
    let cell = row.split_once("data-th=\"差\">").unwrap().1.split_once("</td>").unwrap().0;
    assert_eq!(cell, words, "{name}: {row}");
}

const OTHERWISE: &str = "<span class=\"tag plain\">口径不同</span>";
const NOWHERE: &str = "<span class=\"tag plain\">格式没有</span>";

async fn kept(office: &Office, organ: &Organ, (agency, year): (&str, i16), cells: &[(&str, i64)]) {
    let cells: Vec<_> = cells.iter().map(|(address, value)| (*address, Some(*value))).collect();
    let page = paper_of((agency, year), &cells);
    let name = format!("{year}.html");
    let edition = Edition::for_year(year).map(Edition::key);
    shelve(office, &NewReport { edition, ..shelved((organ.id, year), (&name, &page)) }).await;
}

/// Says from a month on that an organ has none of what is entered month by month.
async fn none_since(office: &Office, organ: &Organ, month: &str) {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    for indicator in Indicator::entered() {
        act.settle_figure_duty(organ.id, indicator.key, month, Some("没有")).await.unwrap();
    }
    act.commit().await.unwrap();
}

/// 2020 on the trial form: one request carried out, four ended otherwise, 41 licences.
async fn of_2020(office: &Office, organ: &Organ) {
    let cells = [
        ("requests.new.natural_person", 5),
        ("requests.new.total", 5),
        ("requests.other.natural_person", 4),
        ("requests.other.total", 4),
        ("requests.total.natural_person", 4),
        ("requests.total.total", 4),
        ("requests.carried_out.natural_person", 1),
        ("requests.carried_out.total", 1),
        ("proactive.licences.previous_items", 12),
        ("proactive.licences.decisions", 41),
        ("proactive.normative_documents.total_published", 60),
        ("proactive.procurement.projects", 3),
    ];
    kept(office, organ, (WATER, 2020), &cells).await;
}

#[tokio::test]
async fn the_first_year_on_the_new_form_is_laid_beside_the_last_on_the_old_one_where_both_ask_the_same() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        of_2020(&office, &organ).await;
        none_since(&office, &organ, "2021-01").await;
        let granted = answered(date(2021, 1, 8), Decision::Granted);
        let unpaid = answered(date(2021, 3, 10), Decision::OtherOther);
        worked(&office, &organ, "桥头村饮水井的位置", date(2020, 12, 23), &granted).await;
        worked(&office, &organ, "灌渠的造价", date(2021, 3, 3), &unpaid).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2021").await;
        let page = gu.get("/desk/compile/2021/compare").await;
        for words in [
            "与<a href=\"/reports/shuili/2020\">2020年的年报</a>（年报库里公布的那一份）比",
            "两年的格式不同：2020年用国办公开办函〔2019〕60号，2021年用国办公开办函〔2021〕30号",
            "上年结转各列，都等于上一年年报的结转下年度",
        ] {
            assert!(page.has(words), "{words}: {}", page.body);
        }
        shows(&page, "表三·新收·总计", 2020, "5");
        shows(&page, "表三·新收·总计", 2021, "1");
        differs(&page, "表三·新收·总计", "-4");
        // only the heading of the column changed its words
        shows(&page, "表二·行政许可", 2020, "41");
        differs(&page, "表二·行政许可", "-41　<span class=\"tag warn\">变化大</span>");
        // one row became three
        shows(&page, "表三·其他处理·总计", 2020, "4");
        shows(&page, "表三·其他处理·总计", 2021, "1");
        differs(&page, "表三·其他处理·总计", "-3");
        shows(&page, "表三·其他处理的其他·总计", 2021, "1");
        differs(&page, "表三·其他处理的其他·总计", NOWHERE);
        // what was open to the public is not what is in force
        shows(&page, "表二·行政规范性文件·现行有效", 2020, "60");
        shows(&page, "表二·行政规范性文件·现行有效", 2021, "0");
        differs(&page, "表二·行政规范性文件·现行有效", OTHERWISE);
        // what came in late was in nobody's report
        worked(&office, &organ, "补录的一件", date(2020, 12, 25), &[]).await;
        let page = gu.get("/desk/compile/2021/compare").await;
        assert!(page.has("自然人：上年结转2，上一年年报的结转下年度1</span>"), "{}", page.body);
        assert!(page.has("有没有补录、漏录") && !page.has("科研机构：上年结转"), "{}", page.body);
    })
    .await;
}

const OUT: &str = "更正：与公布的第1版比";

/// How many cells a correction changes, as the page has it.
fn corrected(page: &Page) -> usize {
    assert!(page.has(OUT), "{}", page.body);
    page.body.matches("data-th=\"公布的\"").count()
}

#[tokio::test]
async fn a_correction_in_work_shows_each_cell_that_is_not_as_it_was_published() {
    on_both(async |office| {
        let organ = handed_in(&office).await;
        let mut gu = at(&office, "gu").await;
        let compare = format!("{AT}/compare");
        goes_out(&office).await;
        assert!(!gu.get(&compare).await.has("更正：与公布的"), "nothing is corrected");
        done(&take(&mut at(&office, "lu").await, AT, "corrected", "漏登了一件申请、一件处罚").await);
        let same = gu.get(&compare).await;
        assert_eq!(corrected(&same), 0, "{}", same.body);
        for words in ["各格都和公布的一样", "各部分的文字也没有改", "漏登了一件申请、一件处罚"]
        {
            assert!(same.has(words), "{words}: {}", same.body);
        }
        moves_on(&office, &organ).await;
        let page = gu.get(&compare).await;
        // one more request of a person came in and is open, in its column and in the total; and one more penalty
        assert_eq!(corrected(&page), 5, "{}", page.body);
        let (_, rest) = page.body.split_once("<th scope=\"row\">表三·新收·总计</th>").unwrap();
        let line = rest.split_once("</tr>").unwrap().0;
        assert!(line.contains("<a href=\"/reports/shuili/2025#requests.new.total\">2</a>"), "{line}");
        assert!(line.contains("row=new") && line.contains(">3</a>") && line.contains(">+1<"), "{line}");
        let (_, rest) = page.body.split_once("<th scope=\"row\">表二·行政处罚</th>").unwrap();
        let line = rest.split_once("</tr>").unwrap().0;
        assert!(line.contains(">24</a>") && line.contains(">25</a>") && line.contains(">+1<"), "{line}");
        assert!(page.has("文字不一样的：第一部分。"), "the text has the numbers: {}", page.body);
        assert!(page.has("（年报库里公布的那一份）比"), "last year is there besides: {}", page.body);
        done(&write(&mut gu, AT, "5", "公开专区周六上午开放。目录更新不及时，下一步将每月检查。").await);
        assert!(gu.get(&compare).await.has("文字不一样的：第一、五部分。"));
        done(&take(&mut gu, AT, "submitted", "").await);
        assert_eq!(corrected(&at(&office, "fang").await.get(&compare).await), 5, "who reviews sees the same");
        goes_out(&office).await;
        assert!(!gu.get(&compare).await.has("更正：与公布的"), "it is out");
    })
    .await;
}

#[tokio::test]
async fn without_a_published_year_before_the_frozen_one_is_taken_and_an_older_report_only_shows_the_way() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        requests(&office, &organ).await;
        months(&office, &organ, 12).await;
        let mut gu = at(&office, "gu").await;
        begun(&mut gu, "2025").await;
        let compare = format!("{AT}/compare");
        let none = gu.get(&compare).await;
        assert!(none.has("年报库里没有上一年的年报，台账里也没有定稿的上年数，比不了"), "{}", none.body);
        assert!(!none.has("data-th=\"差\"") && !none.has("id=\"c-carried\""), "{}", none.body);

        kept(&office, &organ, (WATER, 2021), &[("requests.new.total", 3)]).await;
        kept(&office, &organ, (WATER, 2022), &[("requests.new.total", 9), ("requests.carried_out.total", 7)]).await;
        let paper = paper_of((WATER, 2023), &[]);
        let desk = NewReport { visibility: Visibility::Desk, ..shelved((organ.id, 2023), ("2023.html", &paper)) };
        shelve(&office, &desk).await;
        let older = gu.get(&compare).await;
        let said = "年报库里没有2024年的年报。用来比的是<a href=\"/reports/shuili/2022\">2022年的年报</a>";
        assert!(older.has(said) && older.has("结转不核对") && !older.has("id=\"c-carried\""), "{}", older.body);
        shows(&older, "表三·新收·总计", 2022, "9");
        differs(&older, "表三·新收·总计", "-7");

        let mut lu = at(&office, "lu").await;
        let csrf = lu.get("/signout").await.csrf();
        done(&lu.post("/desk/figures/freeze", &[("csrf", &csrf), ("year", "2024"), ("sure", "1")]).await);
        let frozen = gu.get(&compare).await;
        for words in [
            "年报库里没有2024年的年报。用来比的是<a href=\"/desk/figures?year=2024\">台账里定稿的上年数，未公布</a>：只有表三、表四",
            "上年结转各列，都等于台账里定稿的上年数的结转下年度",
        ] {
            assert!(frozen.has(words), "{words}: {}", frozen.body);
        }
        shows(&frozen, "表三·新收·总计", 2024, "1");
        differs(&frozen, "表三·新收·总计", "+1");
        shows(&frozen, "表二·行政处罚", 2024, "—");
        worked(&office, &organ, "补录的一件", date(2024, 12, 25), &[]).await;
        let late = gu.get(&compare).await;
        assert!(late.has("自然人：上年结转2，台账里定稿的上年数的结转下年度1</span>"), "{}", late.body);
    })
    .await;
}

const BEFORE: &str = "/desk/compile/2024";

/// 2024 written, reviewed and signed by three of one organ.
async fn signed(office: &Office, [writer, reviewer, signer]: [&str; 3]) -> Somebody {
    let mut somebody = at(office, writer).await;
    begun(&mut somebody, "2024").await;
    written(&mut somebody, BEFORE, Edition::Of2021).await;
    done(&take(&mut somebody, BEFORE, "submitted", "").await);
    for (name, step) in [(reviewer, "reviewed"), (signer, "signed")] {
        done(&take(&mut at(office, name).await, BEFORE, step, "").await);
    }
    somebody
}

#[tokio::test]
async fn a_year_that_was_signed_and_not_published_is_compared_with_by_that_name_until_it_is_out() {
    on_both(async |office| {
        let organ = bureau(&office).await;
        none_since(&office, &organ, "2024-01").await;
        requests(&office, &organ).await;
        let mut gu = signed(&office, ["gu", "fang", "tang"]).await;
        begun(&mut gu, "2025").await;
        let compare = format!("{AT}/compare");
        let page = gu.get(&compare).await;
        let said =
            "用来比的是<a href=\"/desk/compile/2024/proof/1\">台账里定稿的上年数，未公布</a>：2024年年报的定本签发了";
        assert!(page.has(said), "{}", page.body);
        assert_eq!(gu.get("/desk/compile/2024/proof/1").await.status, 200);
        assert!(page.has("都等于台账里定稿的上年数的结转下年度"), "{}", page.body);
        differs(&page, "表三·新收·总计", "+1");
        done(&take(&mut at(&office, "lu").await, BEFORE, "published", "").await);
        let page = gu.get(&compare).await;
        assert!(page.has("（年报库里公布的那一份）比") && !page.has("未公布"), "{}", page.body);
        differs(&page, "表三·新收·总计", "+1");
    })
    .await;
}

#[tokio::test]
async fn a_government_that_reports_on_more_organs_than_last_year_is_not_held_to_last_years_numbers() {
    on_both(async |office| {
        bureau(&office).await;
        let county = office.db.organ_at("qinghe").await.unwrap();
        for (name, role) in [("shen", "officer"), ("tao", "head"), ("hui", "reviewer"), ("qiu", "signer")] {
            person(&office, Some(county.id), name, &[role]).await;
        }
        none_since(&office, &county, "2024-01").await;
        requests(&office, &county).await;
        let mut shen = signed(&office, ["shen", "hui", "qiu"]).await;
        done(&take(&mut at(&office, "tao").await, BEFORE, "published", "").await);
        let fields = [("year", "2025"), ("range", "departments")];
        done(&send(&mut shen, "/desk/compile", "/desk/compile/begin", &fields).await);
        let compare = format!("{AT}/compare");
        let wide = shen.get(&compare).await;
        assert!(wide.has("口径不同（范围不同）：2024年编的是“本级”，今年编的是“本级和部门”"), "{}", wide.body);
        assert!(!wide.has("id=\"c-carried\"") && !wide.has("变化大</span>"), "{}", wide.body);
        shows(&wide, "表三·新收·总计", 2024, "1");
        differs(&wide, "表三·新收·总计", OTHERWISE);
        done(&send(&mut shen, AT, AT, &[("range", "self")]).await);
        let own = shen.get(&compare).await;
        assert!(!own.has("范围不同") && own.has("id=\"c-carried\""), "{}", own.body);
        differs(&own, "表三·新收·总计", "+1");
    })
    .await;
}

#[tokio::test]
async fn of_a_governments_report_that_came_from_elsewhere_nobody_says_whose_numbers_it_has() {
    on_both(async |office| {
        let water = bureau(&office).await;
        let county = office.db.organ_at("qinghe").await.unwrap();
        person(&office, Some(county.id), "shen", &["officer"]).await;
        kept(&office, &county, (COUNTY, 2024), &[("requests.new.total", 40)]).await;
        kept(&office, &water, (WATER, 2024), &[("requests.new.total", 4)]).await;
        let unknown = "平台不知道它的编制范围：不是“本级”的，数不能比";
        for (name, is_unknown) in [("shen", true), ("gu", false)] {
            let mut somebody = at(&office, name).await;
            begun(&mut somebody, "2025").await;
            let page = somebody.get(&format!("{AT}/compare")).await;
            assert_eq!(page.has(unknown), is_unknown, "{name}: {}", page.body);
        }
    })
    .await;
}
