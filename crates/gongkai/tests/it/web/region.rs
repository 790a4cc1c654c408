//! The region's reports: who has which, what they say beside each other, and all of it as data, against what is counted by hand.

use std::collections::BTreeMap;

use axum::http::{StatusCode, header};
use gongkai::{Office, sheet};
use gongkai_law::annual_report::{Edition, Figures, Form, figures::show};
use gongkai_report::{Format, Report, json};
use gongkai_store::{Actor, Counts, Moment, NewOrgan, NewReport, OrganId, ReportId, Upload, Visibility};
use serde_json::Value;

use super::house::{Page, Somebody, noon, on_both};

/// Slug, name, level, and the slug of who stands above.
const ORGANS: [(&str, &str, &str, &str); 6] = [
    ("qinghe", "青禾县人民政府", "county", ""),
    ("jiaoyu", "青禾县教育局", "county", "qinghe"),
    ("shuili", "青禾县水利局", "county", "qinghe"),
    ("gongan", "青禾县公安局", "county", "qinghe"),
    ("yundu", "青禾县云渡镇人民政府", "township", "qinghe"),
    ("nobody", "青禾县桥头镇人民政府", "township", "qinghe"),
];

/// Years that the region has.
const YEARS: [i16; 6] = [2020, 2021, 2022, 2023, 2024, 2025];

/// A number that is always the same for the same place.
fn dice(seed: usize) -> i64 {
    let mut x = (seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x ^= x >> 29;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    i64::try_from((x >> 40) % 50).unwrap()
}

/// Figures of an organ and year: some unknown, the total column and the form's sums as they come.
fn figures(organ: usize, year: i16) -> Figures {
    let mut figures = Figures::unknown(Edition::for_year(year).unwrap());
    let cells = figures.form().cells().len();
    for (id, n) in (0..).zip(0..cells) {
        let value = dice(organ * 10_000 + usize::try_from(year).unwrap() * 500 + n);
        // one in twenty-five is not known
        figures.set(id, (value > 1).then_some(value - 2));
    }
    figures
}

/// What one says of a report in the register: `None` where the organ has none of the year.
fn counts(organ: usize, year: i16) -> Option<Counts> {
    match dice(organ * 77 + usize::try_from(year).unwrap()) {
        0..8 => None,
        8..16 => Some(Counts { fails: 2, ..Counts::default() }),
        16..22 => Some(Counts { unread: 3, ..Counts::default() }),
        22..28 => Some(Counts { unsures: 4, ..Counts::default() }),
        _ => Some(Counts::default()),
    }
}

struct Kept {
    slug: &'static str,
    name: &'static str,
    year: i16,
    figures: Figures,
    version: i64,
}

async fn keep(office: &Office, of: (OrganId, i16, Counts), figures: &Figures, replaces: Option<ReportId>) -> ReportId {
    let (organ, year, counts) = of;
    let report = Report {
        agency: None,
        year: Some(year),
        format: Some(Format::Form(figures.edition())),
        figures: Some(figures.clone()),
        sections: Vec::new(),
    };
    let mut text = Vec::new();
    json::Record::bare("a.html", &report).write(&mut text);
    let text = String::from_utf8(text).unwrap();
    let new = NewReport {
        organ,
        year,
        edition: Some(figures.edition().key()),
        counts,
        source: &format!("{year}.html"),
        file: Upload { bytes: text.as_bytes(), media: "text/html" },
        report: &text,
        visibility: Visibility::Portal,
        replaces,
    };
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let id = act.keep_report(&new).await.unwrap();
    act.commit().await.unwrap();
    id
}

/// A region with reports as the dice have them; gives what everybody sees. The last organ has none.
async fn region(office: &Office) -> Vec<Kept> {
    let mut ids: BTreeMap<&str, OrganId> = BTreeMap::new();
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    for ((slug, name, level, above), position) in ORGANS.into_iter().zip(1..) {
        let kind = if name.ends_with("人民政府") { "government" } else { "department" };
        let short_name = name.trim_start_matches("青禾");
        let parent = ids.get(above).copied();
        let new = NewOrgan { slug, name, short_name, kind, level, parent, position, uscc: None };
        ids.insert(slug, act.add_organ(&new).await.unwrap());
    }
    act.commit().await.unwrap();
    let mut kept = Vec::new();
    for (n, (slug, name, ..)) in ORGANS.into_iter().enumerate().take(5) {
        for year in YEARS {
            let Some(counts) = counts(n, year) else { continue };
            let of = (ids[slug], year, counts);
            let (mut version, mut last) = (1, keep(office, of, &figures(n + 50, year), None).await);
            // some are kept again as they are, which changes nothing, and some corrected
            if dice(n + usize::try_from(year).unwrap()) % 3 == 0 {
                last = keep(office, of, &figures(n + 50, year), Some(last)).await;
                keep(office, of, &figures(n, year), Some(last)).await;
                version = 2;
            }
            let figures = figures(if version == 2 { n } else { n + 50 }, year);
            kept.push(Kept { slug, name, year, figures, version });
        }
    }
    assert!(kept.iter().any(|one| one.version == 2) && kept.len() < 30, "{}", kept.len());
    kept
}

/// The row of an organ or a year.
fn row<'a>(page: &'a Page, head: &str) -> &'a str {
    let mut rows = page.body.split("<tr>").filter(|row| {
        row.starts_with("<th scope=\"row\"")
            && plain(row.split("</th>").next().unwrap()).trim_end_matches(" 旧格式") == head
    });
    let found = rows.next().unwrap_or_else(|| panic!("no row of {head}: {}", page.body));
    found.split("</tr>").next().unwrap()
}

/// What stands in a cell under this heading.
fn cell<'a>(row: &'a str, head: &str) -> &'a str {
    let (_, rest) = row.split_once(&format!("data-th=\"{head}\">")).unwrap_or_else(|| panic!("no {head}: {row}"));
    rest.split("</td>").next().unwrap()
}

/// Words without marks, and without what only screen readers say.
fn plain(html: &str) -> String {
    let mut words = String::new();
    for part in html.split("<span class=\"hidden\">").enumerate().map(|(n, part)| match n {
        0 => part,
        _ => part.split_once("</span>").unwrap().1,
    }) {
        let mut depth = 0;
        words.extend(part.chars().filter(|c| {
            depth += i32::from(*c == '<');
            let outside = depth == 0;
            depth -= i32::from(*c == '>');
            outside
        }));
    }
    words.trim().to_owned()
}

#[tokio::test]
async fn the_matrix_says_of_every_organ_and_year_what_is_there_and_how_it_stands() {
    on_both(async |office| {
        let kept = region(&office).await;
        let mut somebody = Somebody::at(&office);
        let page = somebody.get("/reports/region").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let (mut missing, mut corrected) = (0, 0);
        for (n, (slug, name, ..)) in ORGANS.into_iter().enumerate() {
            let row = row(&page, name.trim_start_matches("青禾"));
            for year in YEARS {
                let there = kept.iter().find(|one| (one.slug, one.year) == (slug, year));
                let said = cell(row, &year.to_string());
                let (Some(there), Some(counts)) = (there, counts(n, year)) else {
                    assert_eq!(plain(said), "缺", "{slug} {year}");
                    missing += 1;
                    continue;
                };
                let word = match counts {
                    Counts { fails: 2, .. } => "2错",
                    Counts { unread: 3, .. } => "读不全",
                    Counts { unsures: 4, .. } => "4疑",
                    _ => "通过",
                };
                let again = if there.version == 2 { "更正1次" } else { "" };
                corrected += there.version - 1;
                assert_eq!(plain(said), format!("{word}{again}"), "{slug} {year}");
                assert!(said.contains(&format!("href=\"/reports/{slug}/{year}\"")), "{slug} {year}: {said}");
            }
        }
        let said =
            format!("6个单位，2020—2025年应有36份年报，公布了{}份，缺{missing}份，更正过{corrected}份", kept.len());
        assert!(page.has(&said), "{said}: {}", page.body);
    })
    .await;
}

#[tokio::test]
async fn the_matrix_is_narrowed_by_level_name_year_and_how_reports_stand() {
    on_both(async |office| {
        let kept = region(&office).await;
        let (_, of_2023) = (kept.len(), kept.iter().filter(|one| one.year == 2023).count());
        let mut somebody = Somebody::at(&office);
        let mut rows = async |query: &str| {
            let page = somebody.get(&format!("/reports/region?{query}")).await;
            assert_eq!(page.status, StatusCode::OK, "{query}: {}", page.body);
            let listed = ORGANS.into_iter().filter(|(slug, ..)| page.has(&format!("organ={slug}\">")));
            (listed.map(|(slug, ..)| slug).collect::<Vec<_>>(), page)
        };
        assert_eq!(rows("level=township").await.0, ["yundu", "nobody"]);
        assert_eq!(rows("q=%E6%B0%B4%E5%88%A9").await.0, ["shuili"], "水利");
        let (all, page) = rows("year=2023").await;
        assert_eq!(all.len(), 6);
        assert!(page.has(&format!("2023年应有6份年报，公布了{of_2023}份")), "{}", page.body);
        assert!(!page.has("data-th=\"2022\""), "{}", page.body);
        for (state, is) in [("corrected", true), ("missing", false)] {
            let expected = ORGANS.iter().enumerate().filter(|(n, (slug, ..))| {
                let of = |year: &i16| kept.iter().find(|one| (one.slug, one.year) == (*slug, *year));
                match is {
                    true => YEARS.iter().any(|year| of(year).is_some_and(|one| one.version == 2)),
                    false => *n == 5 || YEARS.iter().any(|year| of(year).is_none()),
                }
            });
            let expected: Vec<_> = expected.map(|(_, (slug, ..))| *slug).collect();
            assert_eq!(rows(&format!("state={state}")).await.0, expected, "{state}");
        }
        assert!(rows("q=nothing").await.1.has("没有符合条件的单位"));
    })
    .await;
}

#[tokio::test]
async fn a_withdrawn_report_and_a_year_that_is_not_due_are_not_missing() {
    on_both(async |office| {
        region(&office).await;
        let organ = office.db.organ_at("jiaoyu").await.unwrap();
        let id = keep(&office, (organ.id, 2026, Counts::default()), &Figures::zero(Edition::Of2021), None).await;
        let mut somebody = Somebody::at(&office);
        let page = somebody.get("/reports/region").await;
        assert_eq!(plain(cell(row(&page, "县教育局"), "2026")), "通过");
        assert_eq!(plain(cell(row(&page, "县水利局"), "2026")), "未到期", "it is October 2026");
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        act.withdraw_report(id, 0, "报错了年度").await.unwrap();
        act.commit().await.unwrap();
        let page = somebody.get("/reports/region").await;
        let said = cell(row(&page, "县教育局"), "2026");
        assert!(plain(said) == "撤回" && said.contains("/reports/jiaoyu/2026"), "{said}");
        let data = somebody.get("/reports/data.csv?year=2026").await;
        assert_eq!(data.body.lines().count(), 1, "what is withdrawn is no data: {}", data.body);
        assert!(somebody.get("/reports/compare?organ=jiaoyu").await.has("没有公布年报"));
    })
    .await;
}

/// Cells of the form added up as a person would with the paper: `None` where one of them is not known.
fn by_hand(figures: &Figures, addresses: &[&str]) -> Option<i64> {
    addresses.iter().try_fold(0, |sum, address| Some(sum + figures.at(address)?))
}

fn measured(key: &str, figures: &Figures) -> String {
    let is_old = figures.edition() == Edition::Of2019;
    let count = |addresses: &[&str]| by_hand(figures, addresses).map_or("读不出".to_owned(), |sum| sum.to_string());
    match key {
        "received" => count(&["requests.new.total"]),
        "unable" => count(&[
            "requests.unable_not_held.total",
            "requests.unable_need_creation.total",
            "requests.unable_unclear.total",
        ]),
        "other" if is_old => count(&["requests.other.total"]),
        "other" => {
            count(&["requests.other_no_correction.total", "requests.other_unpaid.total", "requests.other_other.total"])
        }
        "lawsuits" => count(&["redress.litigation_direct.total", "redress.litigation_after_review.total"]),
        "documents_issued" if is_old => "格式没有".to_owned(),
        "documents_issued" => count(&["proactive.normative_documents.issued"]),
        "penalties" if is_old => count(&["proactive.penalties.decisions"]),
        "penalties" => count(&["proactive.penalties"]),
        "open_share" => {
            let open = by_hand(figures, &["requests.granted.total", "requests.partial.total"]);
            match open.zip(figures.at("requests.total.total")) {
                None => "读不出".to_owned(),
                Some((_, 0)) => "不计".to_owned(),
                // half of a tenth counts as one
                Some((open, all)) => format!("{:.1}%", (open as f64 * 1000.0 / all as f64 + 1e-9).round() / 10.0),
            }
        }
        other => panic!("{other}"),
    }
}

/// Key and heading.
const MEASURED: [(&str, &str); 7] = [
    ("received", "新收申请（件）"),
    ("unable", "无法提供（件）"),
    ("other", "其他处理（件）"),
    ("lawsuits", "行政诉讼（件）"),
    ("documents_issued", "规范性文件制发（件）"),
    ("penalties", "行政处罚（件）"),
    ("open_share", "公开率（%）"),
];

#[tokio::test]
async fn what_is_compared_is_what_the_reports_say_and_what_they_do_not_say_is_no_zero() {
    on_both(async |office| {
        let kept = region(&office).await;
        let mut somebody = Somebody::at(&office);
        for part in MEASURED.chunks(4) {
            let chosen: Vec<_> = part.iter().map(|(key, _)| format!("m={key}")).collect();
            let chosen = chosen.join("&");
            for year in YEARS {
                let page = somebody.get(&format!("/reports/compare?year={year}&{chosen}")).await;
                for (slug, name, ..) in ORGANS {
                    let row = row(&page, name.trim_start_matches("青禾"));
                    agrees(row, kept.iter().find(|one| (one.slug, one.year) == (slug, year)), part);
                }
            }
            for (slug, ..) in ORGANS {
                let page = somebody.get(&format!("/reports/compare?organ={slug}&{chosen}")).await;
                for year in YEARS {
                    let there = kept.iter().find(|one| (one.slug, one.year) == (slug, year));
                    let row = row(&page, &year.to_string());
                    assert_eq!(row.contains("旧格式"), there.is_some() && year == 2020, "{row}");
                    agrees(row, there, part);
                }
            }
        }
    })
    .await;
}

fn agrees(row: &str, there: Option<&Kept>, measures: &[(&str, &str)]) {
    for (key, head) in measures {
        let said = cell(row, head);
        let expected = there.map_or("缺".to_owned(), |there| measured(key, &there.figures));
        assert_eq!(plain(said), expected, "{key}: {row}");
        let leads = said.contains("<a href=\"/reports/");
        assert_eq!(leads, expected.ends_with(|c: char| c.is_ascii_digit() || c == '%'), "{key}: {said}");
    }
    let copy = cell(row, "出处");
    match there {
        Some(there) => {
            let said = format!("第{}版，2026-10-12 {}.html", there.version, there.year);
            assert_eq!(plain(copy), said);
            assert!(copy.contains(&format!("/reports/{}/{}", there.slug, there.year)), "{copy}");
        }
        None => assert_eq!(plain(copy), "没有公布年报"),
    }
}

#[tokio::test]
async fn organs_are_ordered_by_name_or_by_a_measure_with_what_is_not_known_last() {
    on_both(async |office| {
        let kept = region(&office).await;
        let mut somebody = Somebody::at(&office);
        let page = somebody.get("/reports/compare?year=2024&m=received&sort=received").await;
        let at =
            |slug: &str| page.body.find(&format!("organ={slug}&")).or(page.body.find(&format!("organ={slug}&#38;")));
        let mut listed: Vec<_> = ORGANS.iter().map(|(slug, ..)| (at(slug).unwrap(), *slug)).collect();
        listed.sort_unstable();
        let value = |slug: &str| {
            let there = kept.iter().find(|one| (one.slug, one.year) == (slug, 2024));
            there.and_then(|there| there.figures.at("requests.new.total"))
        };
        let values: Vec<_> = listed.iter().map(|(_, slug)| value(slug)).collect();
        let mut sorted = values.clone();
        sorted.sort_unstable_by(|a, b| b.cmp(a));
        assert!(values == sorted && values.first().is_some_and(Option::is_some), "{values:?}");
        assert!(page.has("aria-sort=\"descending\""), "{}", page.body);
        let many: Vec<_> = MEASURED.iter().map(|(key, _)| format!("m={key}")).collect();
        let many = somebody.get(&format!("/reports/compare?{}", many.join("&"))).await;
        assert!(many.has("只比前6个") && !many.has("data-th=\"公开率"), "{}", many.body);
        assert_eq!(somebody.get("/reports/compare?organ=nowhere").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

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
            let new = NewReport {
                organ,
                year,
                edition: Some(figures.edition().key()),
                counts: Counts::default(),
                source: "a.html",
                file: Upload { bytes: name.as_bytes(), media: "text/html" },
                report: &text,
                visibility: Visibility::Portal,
                replaces: None,
            };
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
    })
    .await;
}
