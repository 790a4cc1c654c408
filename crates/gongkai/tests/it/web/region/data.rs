//! The open data: every cell of what everybody sees, in each format, and a thousand reports.

use axum::http::{StatusCode, header};
use gongkai::{Office, sheet};
use gongkai_law::annual_report::{Edition, Figures, Form, figures::show, form::Kind};
use gongkai_report::{Format, Report, json};
use gongkai_store::{Actor, Counts, Moment, NewOrgan, NewReport};
use serde_json::Value;

use super::{
    super::house::{Somebody, noon, on_both, shelved},
    Kept, figures, keep, region,
};

/// Organ, year, cell, value in digits, version: of every cell of what everybody sees.
fn every_cell(kept: &[Kept]) -> Vec<[String; 5]> {
    let mut all = Vec::new();
    for one in kept {
        for (cell, value) in one.figures.form().cells().iter().zip(one.figures.values()) {
            let digits = value.map(|value| show(value, cell.kind)).unwrap_or_default();
            let version = one.version.to_string();
            all.push([one.slug.to_owned(), one.year.to_string(), cell.address.clone(), digits, version]);
        }
    }
    all.sort_unstable();
    all
}

fn picked(row: &[String]) -> [String; 5] {
    [0, 2, 4, 6, 8].map(|at: usize| row.get(at).cloned().unwrap_or_default())
}

#[tokio::test]
async fn the_open_data_have_every_cell_of_every_report_in_each_format() {
    on_both(async |office| {
        let kept = region(&office).await;
        let expected = every_cell(&kept);
        let mut somebody = Somebody::at(&office);
        for file in ["csv", "xlsx"] {
            let page = somebody.get(&format!("/reports/data.{file}")).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.body);
            assert!(page.headers[header::LINK].to_str().unwrap().contains("/reports/data"));
            let rows = sheet::rows::read(&page.bytes, 100_000).unwrap();
            assert_eq!(rows[0].1[6], "数");
            let mut found: Vec<_> = rows[1..].iter().map(|(_, row)| picked(row)).collect();
            found.sort_unstable();
            assert!(found == expected, "{file}: {} rows, {} expected", found.len(), expected.len());
            let one = rows.iter().find(|(_, row)| row[0] == "qinghe" && row[4] == "requests.new.total").unwrap();
            assert_eq!((one.1[1].as_str(), one.1[5].as_str()), ("青禾县人民政府", "表三·新收·总计"));
        }
        let page = somebody.get("/reports/data.json").await;
        let json: Value = serde_json::from_str(&page.body).unwrap();
        assert!(
            json["licence"].as_str().unwrap().contains("注明出处") && json["columns"].as_array().unwrap().len() == 12
        );
        let words = |value: &Value| match value {
            Value::Null => String::new(),
            Value::String(words) => words.clone(),
            other => other.to_string(),
        };
        let rows = json["rows"].as_array().unwrap().iter();
        let rows = rows.map(|row| row.as_array().unwrap().iter().map(words).collect::<Vec<_>>());
        let mut found: Vec<_> = rows.map(|row| picked(&row)).collect();
        found.sort_unstable();
        assert!(found == expected, "json: {} rows", found.len());

        let some = somebody.get("/reports/data.csv?organ=shuili&year=2024").await;
        let expected: Vec<_> = expected.into_iter().filter(|row| row[0] == "shuili" && row[1] == "2024").collect();
        assert_eq!(some.body.lines().count() - 1, expected.len());
        for wrong in ["organ=nowhere", "year=soon"] {
            let page = somebody.get(&format!("/reports/data.csv?{wrong}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{wrong}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_figure_below_zero_is_a_number_in_every_file() {
    on_both(async |office| {
        region(&office).await;
        let organ = office.db.organ_at("nobody").await.unwrap();
        let mut figures = Figures::unknown(Edition::Of2019);
        let changes = figures.form().cells().iter().position(|cell| cell.kind == Kind::Change).unwrap();
        figures.set(u16::try_from(changes).unwrap(), Some(-5));
        keep(&office, (organ.id, 2020, Counts::default()), &figures, None).await;
        let mut somebody = Somebody::at(&office);
        let page = somebody.get("/reports/data.csv?organ=nobody&year=2020").await;
        let raw: &[u8] = b",\"-5\",\"";
        assert!(page.bytes.windows(raw.len()).any(|some| some == raw), "{}", page.body);
        let json = somebody.get("/reports/data.json?organ=nobody&year=2020").await;
        assert!(json.has(",-5,"), "{}", json.body);
    })
    .await;
}

#[tokio::test]
async fn the_api_gives_the_same_cells_page_by_page() {
    on_both(async |office| {
        let kept = region(&office).await;
        let mut somebody = Somebody::at(&office);
        let (mut found, mut next) = (Vec::new(), Some("/api/v1/report-cells?limit=4".to_owned()));
        while let Some(at) = next {
            let page: Value = serde_json::from_str(&somebody.get(&at).await.body).unwrap();
            found.extend(page["items"].as_array().unwrap().iter().cloned());
            next = page["next"].as_str().map(str::to_owned);
        }
        assert_eq!(found.len(), kept.len());
        let order: Vec<_> = found.iter().map(|one| std::cmp::Reverse(one["year"].as_i64().unwrap())).collect();
        assert!(order.is_sorted(), "the latest year first: {order:?}");
        for one in &kept {
            let is_it = |item: &&Value| item["organ"]["slug"] == one.slug && item["year"] == one.year;
            let item = found.iter().find(is_it).unwrap();
            assert_eq!((item["version"].as_i64(), item["organ"]["name"].as_str()), (Some(one.version), Some(one.name)));
            for (cell, value) in one.figures.form().cells().iter().zip(one.figures.values()) {
                let said = &item["cells"][&cell.address];
                let expected = match value {
                    Some(amount) if cell.kind.is_amount() => Value::from(show(*amount, cell.kind)),
                    count => Value::from(*count),
                };
                assert_eq!(*said, expected, "{} {} {}", one.slug, one.year, cell.address);
            }
        }
        let row = somebody.get("/api/v1/report-cells?cell=requests.new&year=2025&limit=100").await;
        let row: Value = serde_json::from_str(&row.body).unwrap();
        for item in row["items"].as_array().unwrap() {
            assert!(item["cells"].as_object().unwrap().len() == 7 && item["year"] == 2025, "{item}");
        }
        let cells = Form::of(Edition::Of2021).cells().len();
        let all = found.iter().find(|one| one["year"] == 2025).unwrap();
        assert_eq!(all["cells"].as_object().unwrap().len(), cells);
    })
    .await;
}

/// A hundred and twenty-five organs with a report of each of eight years.
async fn a_thousand(office: &Office) {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    for n in 0..125 {
        let (slug, name) = (format!("o{n}"), format!("青禾县第{n}办公室"));
        let new = NewOrgan {
            slug: &slug,
            name: &name,
            short_name: &name,
            kind: "department",
            level: "county",
            ..NewOrgan::default()
        };
        let organ = act.add_organ(&new).await.unwrap();
        for year in 2018..2026 {
            let figures = figures(n, year.max(2019));
            let report = Report {
                agency: None,
                year: Some(year),
                format: Some(Format::Form(figures.edition())),
                figures: Some(figures.clone()),
                sections: Vec::new(),
            };
            let mut text = Vec::new();
            json::Record::bare("a.html", &report).write(&mut text);
            // what else a report's JSON has: words, places, findings
            let text = format!("{}{}", String::from_utf8(text).unwrap(), " ".repeat(40_000));
            let plain = shelved((organ, year), ("a.html", name.as_bytes()));
            let new = NewReport { edition: Some(figures.edition().key()), report: &text, ..plain };
            act.keep_report(&new).await.unwrap();
        }
    }
    act.commit().await.unwrap();
}

#[tokio::test]
async fn a_thousand_reports_are_shown_while_nobody_notices() {
    on_both(async |office| {
        a_thousand(&office).await;
        for path in [
            "/reports/region?year=all",
            "/reports/compare?year=2024&m=received&m=denied&m=open_share&m=other&m=fees&m=lawsuits",
            "/reports/compare?organ=o7",
            "/api/v1/report-cells?cell=requests.new.total&year=2024&limit=100",
        ] {
            // what is kept of a page must not answer for it
            let mut took = Vec::new();
            for _ in 0..3 {
                office.db.note_public_change();
                let start = std::time::Instant::now();
                let page = Somebody::at(&office).get(path).await;
                took.push(start.elapsed());
                assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
            }
            let best = took.iter().min().unwrap();
            println!("{path}: {best:?}");
            // without optimisation, beside other tests: some ten times what the office sees
            assert!(*best < std::time::Duration::from_millis(1_500), "{path}: {took:?}");
        }
        let start = std::time::Instant::now();
        let all = Somebody::at(&office).get("/reports/data.csv").await;
        println!("{} rows in {:?}", all.body.lines().count() - 1, start.elapsed());
        assert_eq!(all.body.lines().count() - 1, 125 * (3 * 198 + 5 * 200));

        // one more is more than a spreadsheet holds
        let mut somebody = Somebody::at(&office);
        assert!(!somebody.get("/reports/data").await.has("行数太多"));
        let organ = office.db.organ_at("o7").await.unwrap();
        keep(&office, (organ.id, 2017, Counts::default()), &figures(7, 2021), None).await;
        let page = somebody.get("/reports/data").await;
        assert_eq!(page.body.matches("行数太多，请下载CSV").count(), 1, "{}", page.body);
        assert!(!page.has("href=\"/reports/data.xlsx\"") && page.has("href=\"/reports/data.xlsx?year=2017\""));
        let refused = somebody.get("/reports/data.xlsx").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.has("一个文件放不下") && refused.has("请按年度下载") && !refused.has("没有读到"),
            "{}",
            refused.body
        );
    })
    .await;
}
