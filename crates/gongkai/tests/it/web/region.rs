//! The region's reports: who has which, what they say beside each other, and all of it as data, against what is counted by hand.

mod compared;
mod data;

use std::collections::BTreeMap;

use axum::http::StatusCode;
use gongkai::Office;
use gongkai_law::annual_report::{Edition, Figures};
use gongkai_report::{Format, Report, json};
use gongkai_store::{Actor, Civil, Counts, Moment, NewOrgan, NewReport, Organ, OrganId, ReportId, Visibility};
use jiff::civil::date;

use super::house::{Page, Somebody, noon, on_both, shelve, shelved};

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
    keep_file(office, of, (figures, ""), replaces, Visibility::Portal).await
}

/// The same of a file that has something more at its end, or that is not public.
async fn keep_file(
    office: &Office,
    (organ, year, counts): (OrganId, i16, Counts),
    (figures, end): (&Figures, &str),
    replaces: Option<ReportId>,
    visibility: Visibility,
) -> ReportId {
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
    let file = format!("{text}{end}");
    let source = format!("{year}.html");
    let edition = Some(figures.edition().key());
    let plain = shelved((organ, year), (&source, file.as_bytes()));
    shelve(office, &NewReport { edition, counts, report: &text, visibility, replaces, ..plain }).await
}

/// A region with reports as the dice have them; gives what everybody sees. Of the last organ they see none, for its only
/// one is not public.
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
    let of = (ids["nobody"], 2023, Counts::default());
    keep_file(office, of, (&figures(5, 2023), ""), None, Visibility::Desk).await;
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
        let town = row(&page, "县云渡镇人民政府");
        assert!(
            town.contains("<span class=\"hidden\">（属县人民政府）</span>"),
            "who hears the page knows the tree: {town}"
        );
    })
    .await;
}

#[tokio::test]
async fn another_file_with_the_same_figures_is_no_correction() {
    on_both(async |office| {
        region(&office).await;
        let organ = office.db.organ_at("nobody").await.unwrap();
        let (of, same) = ((organ.id, 2021, Counts::default()), figures(5, 2021));
        let first = keep(&office, of, &same, None).await;
        let second = keep_file(&office, of, (&same, " "), Some(first), Visibility::Portal).await;
        let mut somebody = Somebody::at(&office);
        let mut said = async || {
            let page = somebody.get("/reports/region").await;
            plain(cell(row(&page, "县桥头镇人民政府"), "2021"))
        };
        assert_eq!(said().await, "通过换过文件");
        let third = keep(&office, of, &figures(6, 2021), Some(second)).await;
        assert_eq!(said().await, "通过更正1次");
        keep(&office, of, &same, Some(third)).await;
        assert_eq!(said().await, "通过更正2次", "back to the first is one more");
        let data = somebody.get("/reports/data.csv?organ=nobody&year=2021").await;
        assert!(data.has("\"4\",\"2026-10-12\""), "the fourth: {}", data.body);
    })
    .await;
}

#[tokio::test]
async fn who_owes_no_report_has_no_gap_and_a_closed_organ_owes_those_that_were_due_before() {
    on_both(async |office| {
        region(&office).await;
        let at = async |slug: &str| office.db.organ_at(slug).await.unwrap().id;
        let (county, town, water) = (at("qinghe").await, at("yundu").await, at("shuili").await);
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        let mut farms = None;
        for (slug, name, kind, level, parent) in [
            ("qiaocun", "县桥头村村民委员会", "village", "village", Some(town)),
            ("yiyuan", "县人民医院", "public_service", "county", Some(county)),
            ("nongji", "县农机局", "department", "county", Some(county)),
            ("o1f", "白石县审计局", "department", "county", None),
        ] {
            let new = NewOrgan { slug, name, short_name: name, kind, level, parent, position: 1000, uscc: None };
            let id = act.add_organ(&new).await.unwrap();
            farms = if slug == "nongji" { Some(id) } else { farms };
        }
        act.commit().await.unwrap();
        keep(&office, (farms.unwrap(), 2021, Counts::default()), &Figures::zero(Edition::Of2021), None).await;
        let farms = office.db.organ(farms.unwrap()).await.unwrap();
        let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
        let closed_on = Some(Civil(date(2024, 3, 10)));
        act.change_organ(&Organ { successor_id: Some(water), closed_on, ..farms }).await.unwrap();
        act.commit().await.unwrap();

        let mut somebody = Somebody::at(&office);
        let page = somebody.get("/reports/region").await;
        let said = |name: &str| YEARS.map(|year| plain(cell(row(&page, name), &year.to_string())));
        for free in ["县桥头村村民委员会", "县人民医院", "白石县审计局"] {
            assert_eq!(said(free), ["—"; 6], "{free}");
        }
        assert_eq!(said("县农机局"), ["缺", "通过", "缺", "缺", "撤并", "撤并"], "2023's was due before the closing");
        let due = 36 + 4;
        assert!(page.has(&format!("10个单位，2020—2025年应有{due}份年报")), "{}", page.body);
        let missing = somebody.get("/reports/region?state=missing").await;
        assert!(missing.has("organ=nongji") && !missing.has("organ=qiaocun") && !missing.has("organ=o1f"));

        let compared = async |year: i16, head: &str, somebody: &mut Somebody| {
            let page = somebody.get(&format!("/reports/compare?year={year}&m=received")).await;
            let row = row(&page, head);
            (plain(cell(row, "新收申请（件）")), plain(cell(row, "出处")))
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(compared(2024, "县农机局", &mut somebody).await, pair("撤并", "单位已经撤并"));
        assert_eq!(compared(2023, "县农机局", &mut somebody).await, pair("缺", "没有公布年报"));
        assert_eq!(compared(2024, "县桥头村村民委员会", &mut somebody).await, pair("—", "没有年报，不算缺"));
        let village = somebody.get("/reports/compare?organ=qiaocun").await;
        assert!(village.has("6年里有0年的年报。"), "{}", village.body);
    })
    .await;
}

#[tokio::test]
async fn a_report_of_the_wrong_century_moves_no_year_off_the_page() {
    on_both(async |office| {
        region(&office).await;
        let organ = office.db.organ_at("jiaoyu").await.unwrap();
        let of = (organ.id, 2062, Counts::default());
        let id = keep(&office, of, &Figures::zero(Edition::Of2021), None).await;
        let mut somebody = Somebody::at(&office);
        for withdrawn in [false, true] {
            if withdrawn {
                let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
                act.withdraw_report(id, 0, "报错了年度").await.unwrap();
                act.commit().await.unwrap();
            }
            let page = somebody.get("/reports/region").await;
            assert!(page.has("6个单位，2020—2025年应有36份年报"), "{withdrawn}: {}", page.body);
            let page = somebody.get("/reports/compare").await;
            assert!(page.has("各单位2025年年报比较"), "{withdrawn}: {}", page.body);
        }
    })
    .await;
}

#[tokio::test]
async fn a_register_without_a_report_says_so() {
    on_both(async |office| {
        let mut somebody = Somebody::at(&office);
        for path in ["/reports/region", "/reports/compare"] {
            let page = somebody.get(path).await;
            assert!(page.has("还没有公布的年报。") && !page.has("0年年报"), "{path}: {}", page.body);
        }
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
        let police = office.db.organ_at("gongan").await.unwrap();
        keep(&office, (police.id, 2026, Counts::default()), &Figures::zero(Edition::Of2021), None).await;
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
        let data = somebody.get("/reports/data.csv?year=2026&organ=jiaoyu").await;
        assert_eq!(data.body.lines().count(), 1, "what is withdrawn is no data: {}", data.body);
        let page = somebody.get("/reports/compare?organ=jiaoyu&m=received").await;
        let of_2026 = row(&page, "2026");
        assert_eq!(plain(cell(of_2026, "新收申请（件）")), "撤回");
        assert!(cell(of_2026, "出处").contains("href=\"/reports/jiaoyu/2026\""), "it leads to why: {of_2026}");
        let page = somebody.get("/reports/compare?year=2026&m=received").await;
        let of_water = row(&page, "县水利局");
        assert_eq!(plain(cell(of_water, "新收申请（件）")), "未到期");
        assert_eq!(plain(cell(of_water, "出处")), "还没到公布期限");
        assert!(page.has("6个单位，1个有2026年的年报，缺1个。"), "only what was withdrawn: {}", page.body);
    })
    .await;
}
