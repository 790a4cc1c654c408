//! A year that is frozen, the published report beside the register, and the figures for programs.

use gongkai_store::journal;
use serde_json::{Value, json};

use super::*;
use crate::web::house;

async fn freeze(somebody: &mut Somebody, year: &str) -> Page {
    let csrf = somebody.get("/desk").await.csrf();
    let unsure = somebody.post("/desk/figures/freeze", &[("csrf", &csrf), ("year", year)]).await;
    assert_eq!(unsure.status, StatusCode::BAD_REQUEST, "nobody freezes a year by a slip");
    somebody.post("/desk/figures/freeze", &[("csrf", &csrf), ("year", year), ("sure", "1")]).await
}

#[tokio::test]
async fn a_frozen_year_stays_as_it_was_reported_and_what_moved_since_stands_beside_it() {
    on_both(async |office| {
        let numbers = a_year(&office).await;
        let mut shen = signed_in(&office, "shen").await;
        let officer = freeze(&mut shen, "2025").await;
        assert!(officer.status == StatusCode::FORBIDDEN && officer.has("定稿由"), "{}", officer.body);
        let mut lu = signed_in(&office, "lu").await;
        let early = freeze(&mut lu, "2026").await;
        assert!(early.status == StatusCode::FORBIDDEN && early.has("2026年还没有过完"), "{}", early.body);
        assert_eq!(freeze(&mut lu, "2025").await.location(), "/desk/figures?year=2025#fz");
        let page = lu.get("/desk/figures?year=2025").await;
        assert!(page.has("2025年已定稿（陆清和") && page.has("定稿以来没有更正"), "{}", page.body);
        assert_eq!(freeze(&mut lu, "2025").await.status, StatusCode::CONFLICT, "a year is frozen once");

        // it turns out to have come in January: of the year before nothing is left
        let dossier = Dossier::numbered(&office, &numbers[0], Scope::All).await.unwrap();
        let mut act = office.db.act(Actor::System, Moment::from(noon())).await.unwrap();
        let redated = Taken { on: date(2026, 10, 12), step: Step::Redated { step: 0, on: date(2026, 1, 5) } };
        let words =
            Words { why: "收文登记错了".to_owned(), proof: "收文登记簿".to_owned(), ..Words::default() };
        take::take(&office, &mut act, &Hand::Platform, &dossier, redated, &words).await.unwrap();
        act.commit().await.unwrap();
        let page = lu.get("/desk/figures?year=2025").await;
        assert!(page.has("更正数") && page.has("href=\"#requests.new.total\""), "{}", page.body);
        let (_, moved) = page.body.split_once("变动的申请").unwrap();
        let moved = moved.split_once("</ul>").unwrap().0;
        assert!(moved.contains(&numbers[0]) && moved.contains("本年新收，公民，结转下年"), "{moved}");
        assert!(moved.contains("现在：不再计入"), "{moved}");
        as_reported_and_as_now(&mut lu).await;
        let open = lu.get("/desk/figures?year=2026").await;
        assert!(open.has("2026年还没有过完") && total(&open, "new") == 5, "{}", open.body);
        let rows = journal::rows(&office.db, 0, 1000).await.unwrap();
        assert_eq!(rows.iter().filter(|row| row.act.contains("freeze")).count(), 1);
    })
    .await;
}

/// The frozen year's own tables show what was reported, and beside it and by the switch what is counted now; so do the files.
async fn as_reported_and_as_now(lu: &mut Somebody) {
    let shown = |page: &Page, address: &str| {
        let (_, rest) = page.body.split_once(&format!(" id=\"{address}\"")).unwrap_or_else(|| panic!("{}", page.body));
        rest.split_once('>').unwrap().1.split_once("</td>").unwrap().0.to_owned()
    };
    let page = lu.get("/desk/figures?year=2025").await;
    let head = page.body.split_once("</h1>").unwrap().1.split_once("</div>").unwrap().0;
    assert!(head.contains("已定稿") && head.contains("陆清和，2026-10-12 12:00") && !head.contains("截至"), "{head}");
    let new = shown(&page, "requests.new.total");
    assert!(new.contains(">1<") && new.contains("现为0") && new.contains("href=\"#fz\""), "{new}");
    assert!(page.has("1 + 0 = 0 + 1"), "{}", page.body);
    assert_eq!(page.body.matches("现为").count(), 5, "four cells, and the sentence that explains them: {}", page.body);
    assert!(head.contains("as=live"), "{head}");
    let live = lu.get("/desk/figures?year=2025&as=live").await;
    let head = live.body.split_once("</h1>").unwrap().1.split_once("</div>").unwrap().0;
    assert!(head.contains("实时数") && head.contains("截至") && head.contains("看定稿的数"), "{head}");
    assert_eq!(shown(&live, "requests.new.total"), "0");
    assert!(!live.has("现为") && live.has("0 + 0 = 0 + 0"), "{}", live.body);

    for (query, frozen, new) in [("", true, 1), ("&as=live", false, 0)] {
        let json = lu.get(&format!("/desk/figures/tables.json?year=2025{query}")).await;
        let name = json.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert_eq!(name.contains("frozen"), frozen, "{name}");
        let told: Value = serde_json::from_str(&json.body).unwrap();
        assert_eq!((&told["frozen"], &told["requests"]["rows"]["new"][6]), (&json!(frozen), &json!(new)));
        let csv = lu.get(&format!("/desk/figures/tables.csv?year=2025{query}")).await;
        let line = csv.body.lines().find(|line| line.contains("\"requests.new.total\"")).unwrap();
        assert!(line.contains("frozen") == frozen && line.contains(&format!("\"{new}\"")), "{line}");
        assert_eq!(csv.body.lines().count(), 1 + 175 + 15);
        let xlsx = lu.get(&format!("/desk/figures/tables.xlsx?year=2025{query}")).await;
        assert!(xlsx.status == StatusCode::OK && xlsx.body.starts_with("PK"));
    }
    for strange in ["/desk/figures?as=frozen", "/desk/figures/tables.json?as=x"] {
        assert_eq!(lu.get(strange).await.status, StatusCode::BAD_REQUEST, "{strange}");
    }
}

#[tokio::test]
async fn the_published_report_stands_beside_the_register_cell_by_cell() {
    on_both(async |office| {
        a_year(&office).await;
        let mut gu = signed_in(&office, "gu").await;
        assert!(gu.get("/desk/figures?year=2026").await.has("年报库里没有本机关2026年的年报"));
        // zeroes everywhere but in one total, where the register counts one request granted
        let page = house::with_a_wrong_total(&house::report(2026, "总体平稳。"));
        let water = office.db.organ_at("shui").await.unwrap();
        house::shelve(&office, &house::shelved((water.id, 2026), ("水利局2026.html", &page))).await;

        let page = gu.get("/desk/figures?year=2026").await;
        assert!(page.has("<a href=\"/reports/shui/2026\">2026年年报</a>"), "{}", page.body);
        let (_, table) = page.body.split_once("<th scope=\"col\" class=\"num\">台账</th>").unwrap();
        let table = table.split_once("</table>").unwrap().0;
        let row = |address: &str| {
            let (_, rest) = table.split_once(&format!("href=\"#{address}\"")).unwrap_or_else(|| panic!("{table}"));
            let cells: Vec<_> = rest.split("class=\"num\">").skip(1).take(2).collect();
            (cells[0].split_once('<').unwrap().0.to_owned(), cells[1].split_once('<').unwrap().0.to_owned())
        };
        // one natural person's request, new and granted; the report's odd seven stands in the first cell of its row
        assert_eq!(row("requests.new.natural_person"), ("0".into(), "1".into()));
        assert_eq!(row("requests.granted.natural_person"), ("7".into(), "1".into()));
        assert_eq!(row("requests.granted.total"), ("0".into(), "1".into()));
        assert_eq!(table.matches("<tr>").count(), 6, "and the totals of new and of all results: {table}");
        // 175 and 15 cells, less the six in which they part
        assert!(page.has("有184格相同，6格不同"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn programs_get_the_figures_in_the_shape_of_a_report_and_only_of_whom_somebody_may_count() {
    on_both(async |office| {
        a_year(&office).await;
        let mut yu = signed_in(&office, "yu").await;
        let own = yu.get("/desk/figures/tables.json?year=2026").await;
        assert_eq!(own.status, StatusCode::OK, "{}", own.body);
        assert!(own.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("application/json"));
        let told: Value = serde_json::from_str(&own.body).unwrap();
        assert_eq!((&told["schema"], &told["year"]), (&json!("gongkai.report/1"), &json!(2026)));
        assert_eq!(told["agency"], "青禾县政府办");
        assert_eq!(told["requests"]["rows"]["new"], json!([4, 0, 0, 0, 0, 0, 4]));
        assert_eq!(told["requests"]["rows"]["carried_in"], json!([1, 0, 0, 0, 0, 0, 1]));
        assert_eq!(told["requests"]["rows"]["other_no_correction"][6], 1);
        assert_eq!(told["redress"]["review"]["total"], 0);
        assert_eq!(told["proactive"]["licences"], Value::Null, "what the register does not count is unknown, not zero");

        let below: Value = serde_json::from_str(&yu.get("/desk/figures/tables.json?scope=below").await.body).unwrap();
        assert_eq!(below["requests"]["rows"]["new"][6], 5);
        let older = yu.get("/desk/figures/tables.json?edition=2019").await;
        let older: Value = serde_json::from_str(&older.body).unwrap();
        assert_eq!((&older["edition"], &older["requests"]["rows"]["other"][6]), (&json!("2019"), &json!(2)));
        let mut gu = signed_in(&office, "gu").await;
        assert_eq!(gu.get("/desk/figures/tables.json?scope=below").await.status, StatusCode::FORBIDDEN);
        let stranger = Somebody::at(&office).get("/desk/figures/tables.json").await;
        assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}
