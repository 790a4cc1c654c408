//! The page of one report: the six sections in their order with the tables between them, what its figures say, and what was
//! found in it.

use gongkai::Office;
use gongkai_store::{Actor, Moment, NewOrgan};

use super::super::house::{Page, Somebody, noon, on_both, report, shelve, shelved, with_a_wrong_total};

const OF_2024: &[u8] = include_bytes!("../../../../../../fixtures/reports/bars.txt");
const OF_2020: &[u8] = include_bytes!("../../../../../../fixtures/reports/indented_glosses_2019.txt");

/// The page of a report that the library has.
async fn page(office: &Office, year: i16, name: &str, bytes: &[u8]) -> Page {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let (slug, organ) = (format!("shui{year}"), format!("青禾县第{year}水利局"));
    let new = NewOrgan {
        slug: &slug,
        name: &organ,
        short_name: &organ,
        kind: "department",
        level: "county",
        ..NewOrgan::default()
    };
    let organ = act.add_organ(&new).await.unwrap();
    act.commit().await.unwrap();
    shelve(office, &shelved((organ, year), (name, bytes))).await;
    Somebody::at(office).get(&format!("/reports/{slug}/{year}")).await
}

/// Each stands on the page after the one before.
fn in_turn(page: &Page, words: &[&str]) {
    let mut rest = page.body.as_str();
    for word in words {
        rest = rest.split_once(word).unwrap_or_else(|| panic!("{word} does not come next: {}", page.body)).1;
    }
}

const TITLES: [&str; 6] = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
];

#[tokio::test]
async fn the_six_sections_of_either_edition_come_in_order_with_their_tables_between_them_and_an_empty_one_says_so() {
    on_both(async |office| {
        for year in [2020, 2025] {
            let page = page(&office, year, "a.html", &report(year, "全年公开信息。")).await;
            let heads: [String; 6] = std::array::from_fn(|n| format!("<h2 id=\"s{}\">{}</h2>", n + 1, TITLES[n]));
            let [one, two, three, four, five, six] = heads.each_ref().map(String::as_str);
            let links: Vec<String> = (1..).zip(TITLES).map(|(n, title)| format!("#s{n}\">{title}</a>")).collect();
            let links: Vec<&str> = links.iter().map(String::as_str).collect();
            in_turn(&page, &links);
            let (empty, end) = ("无（报告的这一部分只有标题，没有内容）", "id=\"checked\"");
            let (proactive, requests) = ("id=\"proactive.regulations.", "id=\"requests.new.total\"");
            let redress = "id=\"redress.review.total\"";
            let words = [one, "全年公开信息。", two, proactive, three, requests, four, redress];
            in_turn(&page, &words.iter().copied().chain([five, empty, six, empty, end]).collect::<Vec<_>>());
            assert_eq!(page.body.matches("<table class=\"form-table").count(), 3, "each table once");
            assert_eq!(page.body.matches(empty).count(), 2, "a table is no empty section: {}", page.body);
        }
    })
    .await;
}

#[tokio::test]
async fn a_section_that_the_report_left_out_keeps_its_place_and_is_said_to_be_missing() {
    on_both(async |office| {
        let whole = String::from_utf8(report(2025, "全年公开信息。")).unwrap();
        let cut = whole.replacen(TITLES[5], "", 1);
        assert_ne!(whole, cut);
        let page = page(&office, 2025, "a.html", cut.as_bytes()).await;
        in_turn(
            &page,
            &[TITLES[4], TITLES[5], "<h2 id=\"s6\">六、其他需要报告的事项</h2>", "无（报告里没有这一部分）"],
        );
    })
    .await;
}

#[tokio::test]
async fn a_report_says_at_a_glance_what_its_own_tables_say_and_no_day_that_it_does_not_state() {
    on_both(async |office| {
        let page_of_2024 = page(&office, 2024, "a.txt", OF_2024).await;
        // 4 and 303 of 6275 were opened, wholly or in part
        for words in [
            "<b>6,283<small>件</small></b>",
            "<b>6,275<small>件</small></b>",
            "<b>4.9%</b>",
            "予以公开与部分公开之和，除以办结总计",
            "<b>28<small>件</small></b>",
            "答复结果：予以公开 4件（0.1%），部分公开 303件（4.8%），不予公开 3,234件（51.5%）",
            "谁在申请：自然人 421件（6.7%），商业企业 660件（10.5%）",
            "发布日期　文件没有载明",
            "/reports/shui2024/2024/pictures\">图文版",
            "/reports/shui2024/2024/report.docx",
        ] {
            assert!(page_of_2024.has(words), "{words}: {}", page_of_2024.body);
        }
        assert!(!page_of_2024.has("report.pdf"), "a PDF is written of what was compiled here");
        let page_of_2020 = page(&office, 2020, "b.txt", OF_2020).await;
        let day = "发布日期　<time datetime=\"2024-01-20\">2024年1月20日</time>";
        assert!(page_of_2020.has(day) && page_of_2020.has("白石县林业局"), "{}", page_of_2020.body);
    })
    .await;
}

#[tokio::test]
async fn a_report_from_before_the_forms_shows_what_it_has_under_its_own_titles() {
    on_both(async |office| {
        let words = "本局坚持以公开为常态，通过门户网站、政务公开栏等渠道公开各类信息，方便群众查阅。".repeat(12);
        let text = format!(
            "青禾县水利局2015年政府信息公开工作年度报告\n本报告的统计期限自2015年1月1日起至2015年12月31日止。\n一、概述\n{words}\n二、依申请公开\n没有收到申请。{words}\n三、存在的主要问题和改进措施\n没有专人负责。\n"
        );
        let page = page(&office, 2015, "a.txt", text.as_bytes()).await;
        in_turn(
            &page,
            &[
                "本报告的统计期限自2015年1月1日起",
                "一、概述",
                "没有收到申请。",
                "三、存在的主要问题和改进措施</h2>",
                "没有专人负责。",
                "id=\"checked\"",
            ],
        );
        // what the checks miss of a form they may name
        let (said, _) = page.body.split_once("id=\"checked\"").unwrap();
        for absent in ["一、总体情况", "五、存在的主要问题", "无（", "form-table", "class=\"stats", "图文版"] {
            assert!(!said.contains(absent), "{absent}: {said}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_marked_cell_leads_to_its_finding_below_the_sections_and_the_finding_back_to_the_cell() {
    on_both(async |office| {
        let wrong = with_a_wrong_total(&report(2025, "全年公开信息。"));
        let page = page(&office, 2025, "a.html", &wrong).await;
        in_turn(&page, &["<h2 id=\"s3\">", "<a href=\"#f1\">", "<h2 id=\"s4\">", "id=\"checked\"", "id=\"f1\""]);
        let (_, finding) = page.body.split_once("id=\"f1\"").unwrap();
        let (before, _) = finding.split_once("\">看单元格").unwrap();
        let (_, cell) = before.rsplit_once("href=\"#").unwrap();
        assert!(page.has(&format!(" id=\"{cell}\"")), "{cell}: {}", page.body);
    })
    .await;
}
