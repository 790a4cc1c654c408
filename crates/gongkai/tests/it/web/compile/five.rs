//! The five real reports as their organs' earlier ones: each is kept by its officer through the library's door, and the next
//! year's report begins from it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use axum::http::StatusCode;
use gongkai::{
    Office,
    compile::{last::LastYear, parts::Part},
};
use gongkai_law::annual_report::{Edition, Figures, Form, figures::show, indicator::Indicator};
use gongkai_report::{Outcome, Report, read};
use gongkai_store::{Actor, Moment, NewOrgan, Organ};
use jiff::civil::date;

use super::{
    super::{
        figures::worked,
        house::{Page, Somebody, noon, on_both, report},
        people::person,
    },
    at, begun, done, send,
};

/// Beside the repository, or where `GONGKAI_TEST_REPORTS` says.
pub fn folder() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reports");
    let folder = std::env::var_os("GONGKAI_TEST_REPORTS").map_or_else(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("GONGKAI_TEST_REQUIRE").is_none(), "no five real reports at {}", folder.display());
    println!("the five real reports are not beside the repository: nothing was carried forward from them");
    None
}

/// A report as our reader has it.
pub fn as_read(name: &str, bytes: &[u8]) -> Report {
    match read::read(bytes, name, &read::Limits::WEB).remove(0) {
        Outcome::Report(reading) => reading.report,
        Outcome::NoReport(reason) => panic!("{name}: {reason}"),
    }
}

/// The organ of a report with an officer of its own, by whom it was kept; and the report.
async fn kept(office: &Office, n: usize, name: &str, bytes: &[u8]) -> (Organ, Somebody, Report) {
    let report = as_read(name, bytes);
    let agency = report.agency.as_deref().unwrap();
    let slug = format!("five{n}");
    let new = NewOrgan {
        slug: &slug,
        name: agency,
        short_name: agency,
        kind: "department",
        level: "county",
        ..NewOrgan::default()
    };
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let organ = act.add_organ(&new).await.unwrap();
    for indicator in Indicator::entered() {
        act.settle_figure_duty(organ, indicator.key, "2019-01", Some("本机关没有这项职权")).await.unwrap();
    }
    act.commit().await.unwrap();
    let officer = format!("gu{n}");
    person(office, Some(organ), &officer, &["officer"]).await;
    let mut gu = at(office, &officer).await;
    let link = gu.drop(&[(name, bytes)]).await;
    let page = gu.get(&link).await;
    let shelf = gu.post(&format!("{link}/1/keep"), &[("csrf", &page.csrf())]).await;
    assert_eq!(shelf.location(), format!("/reports/{slug}/{}", report.year.unwrap()), "{name}: {}", shelf.body);
    (office.db.organ(organ).await.unwrap(), gu, report)
}

/// What stands in the column of the year before, by the row's name.
fn before(page: &Page, name: &str, year: i16) -> Option<String> {
    let (_, rest) = page.body.split_once(&format!("<th scope=\"row\">{name}</th>"))?;
    let (_, rest) = rest.split_once(&format!("data-th=\"{year}\">"))?;
    Some(rest.split_once('<')?.0.to_owned())
}

/// Every figure of the older report stands beside this year's where both forms ask for it, and none where only one does.
pub fn beside(page: &Page, figures: &Figures, year: i16, name: &str) {
    let names = gongkai::compile::names::Names::of(Edition::for_year(year + 1).unwrap());
    let same = figures.edition() == Edition::for_year(year + 1).unwrap();
    assert_eq!(page.has("两年的格式不同"), !same, "{name}");
    for (cell, words) in Form::of(Edition::for_year(year + 1).unwrap()).cells().iter().zip(&names.all) {
        let told = before(page, &words.words, year);
        let address = if same { cell.address.clone() } else { on_the_trial_form(&cell.address) };
        match figures.at(&address) {
            Some(0) if told.is_none() => {}
            Some(value) => assert_eq!(told, Some(show(value, cell.kind)), "{name} {}", cell.address),
            None => {
                assert!(told.is_none_or(|told| told == "—"), "{name} {}: what is not said is no zero", cell.address)
            }
        }
    }
}

/// Under which address the form of 2019 asks what a cell of today's does, nearly or in the same words; no cell's where it does not.
fn on_the_trial_form(address: &str) -> String {
    match address {
        "proactive.licences" | "proactive.penalties" | "proactive.coercive_measures" => format!("{address}.decisions"),
        other => other.replace(".issued", ".made").replace(".in_force", ".total_published"),
    }
}

/// Last year's words are offered beside each part that they have, and what is copied from them is called so.
async fn offered(gu: &mut Somebody, at: &str, last: &Report, name: &str) -> usize {
    let year = last.year.unwrap();
    let mut found = 0;
    for part in Part::all(Edition::for_year(year + 1).unwrap()) {
        let words = part.in_report(last);
        if words.trim().is_empty() {
            continue;
        }
        found += 1;
        let path = format!("{at}/write?part={}", part.key);
        let page = gu.get(&path).await;
        assert!(page.has(&format!("{year}年的这一段")), "{name} {}: {}", part.key, page.body);
        if part.is_note() || words.chars().count() < 200 {
            continue;
        }
        // no braces: they would be bound numbers
        let copied = words.replace(['{', '}'], "");
        let fields = [("part", part.key.as_str()), ("text", &copied), ("do", "save")];
        done(&send(gu, &path, &format!("{at}/write"), &fields).await);
        let page = gu.get(&path).await;
        assert!(page.has(&format!("有100%的文字与{year}年的相同")), "{name} {}", part.key);
        assert!(page.has("雷同"), "{name} {}", part.key);
    }
    found
}

#[tokio::test]
async fn each_real_report_is_kept_by_its_officer_and_next_years_begins_from_it() {
    let Some(folder) = folder() else { return };
    on_both(async |office| {
        let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
        files.sort();
        assert_eq!(files.len(), 5, "{}", folder.display());
        for (n, path) in files.iter().enumerate() {
            let name = path.file_name().unwrap().to_str().unwrap();
            let (organ, mut gu, last) = kept(&office, n, name, &fs::read(path).unwrap()).await;
            let (year, figures) = (last.year.unwrap(), last.figures.as_ref().unwrap());
            // what the report says is still open is open in the register
            let open = figures.at("requests.carried_out.total").unwrap();
            for i in 0..open {
                worked(&office, &organ, &format!("结转的第{i}件"), date(year, 12, 22), &[]).await;
            }
            begun(&mut gu, &(year + 1).to_string()).await;
            let at = format!("/desk/compile/{}", year + 1);
            let page = gu.get(&format!("{at}/compare")).await;
            assert_eq!(page.status, StatusCode::OK, "{name}: {}", page.body);
            assert!(page.has("上年结转各列，都等于上一年年报的结转下年度"), "{name}: {}", page.body);
            beside(&page, figures, year, name);

            // one more that the report knew nothing of is found in its column and in no other
            worked(&office, &organ, "年报没有算的一件", date(year, 12, 23), &[]).await;
            let page = gu.get(&format!("{at}/compare")).await;
            for column in ["自然人", "总计"] {
                let said = format!("{column}：上年结转{}，上一年年报的结转下年度{open}", open + 1);
                assert!(page.has(&said), "{name} {said}: {}", page.body);
            }
            assert_eq!(page.body.matches("上一年年报的结转下年度").count(), 2, "{name}");
            assert!(gu.get(&format!("{at}/check")).await.has("Y001"), "{name}");

            promised(&office, &organ, &mut gu, year, name).await;
            // of section one most parts, and five and six
            assert!(offered(&mut gu, &at, &last, name).await >= 5, "{name}");
        }
    })
    .await;
}

/// What section five promised is asked for, and stands in the first text of this year's.
async fn promised(office: &Office, organ: &Organ, gu: &mut Somebody, year: i16, name: &str) {
    let at = format!("/desk/compile/{}", year + 1);
    let last = LastYear::of(office, organ, year + 1).await.unwrap().unwrap();
    let promises = last.promises();
    assert!(promises.len() >= 2, "{name}: {promises:?}");
    let (check, five) = (gu.get(&format!("{at}/check")).await, gu.get(&format!("{at}/write?part=5")).await);
    for promise in &promises {
        println!("{name}: {}", promise.words);
        assert!(check.has(&format!("name=\"p.{}\"", promise.mark)), "{name}: {}", promise.words);
        let first: String = promise.words.chars().take(12).take_while(|c| !"“”\"'&<>".contains(*c)).collect();
        assert!(five.has(&format!("上年提出“{first}")), "{name} {first}: {}", five.body);
    }
}

#[tokio::test]
async fn what_last_years_report_does_not_say_is_said_and_no_zero() {
    on_both(async |office| {
        // one figure of what was carried out has a letter in it
        let page = String::from_utf8(report(2024, "全年公开信息。")).unwrap();
        let (before, row) = page.split_once("四、结转下年度继续办理").unwrap();
        let page = format!("{before}四、结转下年度继续办理{}", row.replacen(">0<", ">3O<", 1));
        let (_, mut gu, last) = kept(&office, 0, "2024.html", page.as_bytes()).await;
        let figures = last.figures.unwrap();
        assert_eq!(figures.at("requests.carried_out.natural_person"), None);
        assert_eq!(figures.at("requests.carried_out.total"), Some(0));
        begun(&mut gu, "2025").await;
        let page = gu.get("/desk/compile/2025/compare").await;
        assert!(page.has("自然人：上年结转0，上一年年报的结转下年度没有数"), "{}", page.body);
        assert_eq!(page.body.matches("上一年年报的结转下年度").count(), 1, "{}", page.body);
    })
    .await;
}
