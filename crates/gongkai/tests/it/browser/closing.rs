//! A whole year: an organ's first request to its published report, through the pages of the desk and the portal, and then the
//! published tables against a pencil that reads the raw rows of the register and nothing of the product.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicI64, Ordering},
};

use fantoccini::{Client, Locator};
use gongkai::{Office, publish::take::POINTS};
use gongkai_law::{annual_report::indicator::Indicator, request::decision::Decision};
use gongkai_store::Organ;
use jiff::Timestamp;
use serde_json::Value;
use sqlx::{Connection as _, SqliteConnection};

use super::{
    came,
    compile::{compiles, parts_of, plain, served, sign_in},
    enter,
};
use crate::web::{
    compile::{at, bureau, last_year},
    house::{Page, Somebody, office},
    letters, people, publishing_desk, redress, requests,
};

/// The office's clock: it goes on from day to day of the story.
static NOW: AtomicI64 = AtomicI64::new(0);

fn clock() -> Timestamp {
    Timestamp::from_millisecond(NOW.load(Ordering::Relaxed)).unwrap()
}

/// Ten in the morning of this day, in Qinghe.
fn day(day: &str) {
    let at: Timestamp = format!("{day}T02:00:00Z").parse().unwrap();
    NOW.store(at.as_millisecond(), Ordering::Relaxed);
}

fn went(page: &Page) {
    assert!(page.status.is_redirection() || page.status == 201, "{}: {}", page.status, page.body);
}

/// 林晚舟 asks for something on line; the number, and the browser that follows it.
async fn on_line(office: &Office, wanted: &str) -> (String, Somebody) {
    let mut lin = Somebody::at(office);
    let questions: Vec<_> = requests::ANSWERS
        .iter()
        .map(|(question, answers)| match *question {
            "wanted" => (*question, vec![("wanted", wanted)]),
            _ => (*question, answers.to_vec()),
        })
        .collect();
    let questions: Vec<_> = questions.iter().map(|(question, answers)| (*question, answers.as_slice())).collect();
    requests::answer(&mut lin, &questions).await;
    let csrf = lin.get("/requests/new/check").await.csrf();
    went(&lin.post("/requests/new/check", &[("csrf", &csrf)]).await);
    let receipt = lin.get("/requests/receipt").await;
    let number = receipt.body.split_once("<dd class=\"code\">").unwrap().1.split_once('<').unwrap().0.to_owned();
    (number, lin)
}

/// Somebody comes to the desk, and gu writes down what they ask.
async fn by_hand(office: &Office, who: (&str, &str, &str), wanted: &str) -> String {
    let mut gu = at(office, "gu").await;
    let csrf = gu.get("/desk/register").await.csrf();
    let today = office.today().to_string();
    let (kind, name, number) = who;
    let fields = [
        ("csrf", csrf.as_str()),
        ("ch", "hand"),
        ("arrived", &today),
        ("kind", kind),
        ("name", name),
        ("idno", number),
        ("tel", "13800000000"),
        ("addr", "青禾县云渡镇桥头村8组"),
        ("agent", if kind == "natural_person" { "" } else { "苏晴" }),
        ("what", wanted),
        ("form", "paper"),
    ];
    let parts: Vec<_> = fields.iter().map(|(name, value)| (*name, None, value.as_bytes())).collect();
    let receipt = gu.multipart("/desk/register", &parts).await;
    went(&receipt);
    let (_, rest) = receipt.body.split_once("SHUILI-").unwrap();
    let number: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
    format!("SHUILI-{number}")
}

/// gu drafts an answer, fang looks it over, tang signs, gu sends it.
async fn answered(office: &Office, number: &str, decision: Decision) {
    let mut gu = at(office, "gu").await;
    let drafted = letters::draft(&mut gu, number, decision, 0).await;
    went(&drafted);
    let letter = drafted.location().to_owned();
    went(&letters::act(&mut gu, &letter, "hand_in", "").await);
    went(&letters::act(&mut at(office, "fang").await, &letter, "reviewed", "").await);
    went(&letters::act(&mut at(office, "tang").await, &letter, "signed", "").await);
    went(&letters::act(&mut gu, &letter, "sent", "").await);
}

/// A normative document goes from the form to everybody.
async fn issued(office: &Office, title: &str) {
    let mut gu = at(office, "gu").await;
    let formed = office.today().to_string();
    let fields = [
        ("kind", "normative"),
        ("title", title),
        ("number", "青水发〔2025〕9号"),
        ("body", "各乡镇：\n\n# 第一章\n第一条　供水单位每月检测一次出厂水。"),
        ("formed", formed.as_str()),
        ("attribute", "proactive"),
    ];
    let file = publishing_desk::begun(&mut gu, &fields, &[]).await;
    let points: Vec<_> = POINTS.iter().map(|(key, _)| format!("point.{key}")).collect();
    let all: Vec<_> = points.iter().map(|point| (point.as_str(), "1")).collect();
    let none: Vec<(&str, &str)> = Vec::new();
    for (who, verb, fields) in
        [("gu", "submit", &none), ("lu", "pass", &none), ("mi", "pass", &all), ("tang", "pass", &none)]
    {
        let mut somebody = at(office, who).await;
        went(&publishing_desk::send(&mut somebody, &file, &format!("{file}/{verb}"), fields, &[]).await);
    }
}

/// A review of an answer comes and is decided for the office.
async fn reviewed(office: &Office, number: &str) {
    day("2025-04-01");
    let papers = [
        ("request", number),
        ("case_number", "禾政复〔2025〕7号"),
        ("on", "2025-04-01"),
        ("procedure", "ordinary"),
        ("accepted", "2025-03-31"),
    ];
    let file = redress::registered(&mut at(office, "gu").await, &papers).await;
    day("2025-04-08");
    let answer = [("on", "2025-04-08"), ("proof", "专人送达")];
    redress::went_through(&mut at(office, "gu").await, &file, "answered", &answer).await;
    day("2025-05-20");
    let end = [
        ("on", "2025-05-20"),
        ("conclusion", "review_upheld"),
        ("served", "2025-05-20"),
        ("letter", "禾政复决〔2025〕7号"),
    ];
    redress::went_through(&mut at(office, "gu").await, &file, "concluded", &end).await;
}

/// What is counted month by month: penalties and fees; of the rest lu says why there is none.
async fn months(office: &Office) {
    let said: Vec<_> = Indicator::entered()
        .flat_map(|indicator| {
            let counts = ["penalties", "fees"].contains(&indicator.key);
            let second = match counts {
                true => (format!("since-{}", indicator.key), "2025-01"),
                false => (format!("why-{}", indicator.key), "本机关没有这项"),
            };
            [(format!("is-{}", indicator.key), if counts { "counts" } else { "none" }), second]
        })
        .collect();
    let said: Vec<_> = said.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    went(&people::post(&mut at(office, "lu").await, "/desk/months/duties", &said).await);
    let mut gu = at(office, "gu").await;
    for (indicator, value) in
        [("penalties", |month: i64| (month * 7 % 5).to_string()), ("fees", |month: i64| format!("{}.5", 1_000 * month))]
            as [(&str, fn(i64) -> String); 2]
    {
        let typed: Vec<_> = (1..=12).map(|month| (format!("m-{month}"), value(month))).collect();
        let csrf = gu.get("/signout").await.csrf();
        let mut fields = vec![("csrf", csrf.as_str()), ("year", "2025"), ("source", "执法和非税系统年度对账单")];
        fields.extend(typed.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let parts: Vec<_> = fields.iter().map(|(name, value)| (*name, None, value.as_bytes())).collect();
        went(&gu.multipart(&format!("/desk/months/{indicator}"), &parts).await);
    }
}

/// The year, day by day.
async fn lived(office: &Office, organ: &Organ) {
    let person = ("natural_person", "林晚舟", "11010519491231002X");
    let company = ("enterprise", "青禾县清流供水公司", "91350100M000100Y43");
    day("2024-12-23");
    letters::reachable(office, organ).await;
    let carried = by_hand(office, person, "桥头村饮水井的位置").await;
    day("2025-01-09");
    answered(office, &carried, Decision::Granted).await;
    day("2025-03-03");
    let (denied, _) = on_line(office, "云渡镇供水工程改造方案的讨论稿").await;
    let made = by_hand(office, company, "全县各村用水户数的对比分析").await;
    let granted = by_hand(office, person, "灌渠清淤的验收报告").await;
    day("2025-03-10");
    answered(office, &denied, Decision::DeniedProcess).await;
    answered(office, &made, Decision::UnableNeedCreation).await;
    day("2025-03-12");
    answered(office, &granted, Decision::Granted).await;
    reviewed(office, &denied).await;
    day("2025-06-04");
    let (withdrawn, mut lin) = on_line(office, "水库的蓄水量").await;
    let here = format!("/requests/follow/{withdrawn}/withdraw");
    let csrf = lin.get(&here).await.csrf();
    went(&lin.post(&here, &[("csrf", &csrf), ("why", "已经找到了")]).await);
    day("2025-09-28");
    issued(office, "青禾县农村供水检测办法").await;
    day("2025-12-22");
    by_hand(office, company, "水质检测报告").await;
    day("2026-01-05");
    months(office).await;
}

type Cells = BTreeMap<String, i64>;

fn one(cells: &mut Cells, address: String, more: i64) {
    *cells.entry(address).or_default() += more;
}

/// What the raw rows say, cell by cell; a cell that is not there is zero.
async fn pencil(register: &std::path::Path) -> Cells {
    let mut raw = SqliteConnection::connect(&format!("sqlite://{}", register.display())).await.unwrap();
    let mut cells = Cells::new();
    of_requests(&mut raw, &mut cells).await;
    of_cases(&mut raw, &mut cells).await;
    of_table_2(&mut raw, &mut cells).await;
    cells
}

/// Table 3: of each request when it came, and when and how it ended, from its steps.
async fn of_requests(raw: &mut SqliteConnection, cells: &mut Cells) {
    const SQL: &str = "
        select r.number, r.applicant, s.kind, s.on_date, s.detail from request r join request_step s
        on s.request_id = r.id order by r.number, s.n";
    let steps: Vec<(String, String, String, String, String)> = sqlx::query_as(SQL).fetch_all(raw).await.unwrap();
    for of_one in steps.chunk_by(|a, b| a.0 == b.0) {
        let came = of_one.iter().find(|step| step.2 == "arrived").unwrap().3[..4].to_owned();
        let (mut drafted, mut end) = (String::new(), None);
        for (_, _, kind, on, detail) in of_one {
            let detail: Value = serde_json::from_str(detail).unwrap();
            match kind.as_str() {
                "drafted" => drafted = detail["decision"].as_str().unwrap().to_owned(),
                "sent" => end = end.or(Some((on[..4].to_owned(), drafted.clone()))),
                "withdrawn" => end = end.or(Some((on[..4].to_owned(), "other_other".to_owned()))),
                _ => {}
            }
        }
        let mut rows = match (came.as_str(), &end) {
            ("2025", _) => vec!["new".to_owned()],
            ("2024", Some((year, _))) if year == "2024" => continue,
            ("2024", _) => vec!["carried_in".to_owned()],
            _ => continue,
        };
        match end {
            Some((year, decision)) if year == "2025" => rows.extend([decision, "total".to_owned()]),
            _ => rows.push("carried_out".to_owned()),
        }
        for row in rows {
            one(cells, format!("requests.{row}.{}", of_one[0].1), 1);
            one(cells, format!("requests.{row}.total"), 1);
        }
    }
}

/// Table 4: all of the story's cases were decided for the office.
async fn of_cases(raw: &mut SqliteConnection, cells: &mut Cells) {
    const SQL: &str = "
        select c.route, s.on_date, s.detail from redress c join redress_step s on s.redress_id = c.id
        where s.kind = 'concluded'";
    let cases: Vec<(String, String, String)> = sqlx::query_as(SQL).fetch_all(raw).await.unwrap();
    for (route, on, detail) in cases {
        assert!(on.starts_with("2025") && detail.contains("review_upheld"), "{on} {detail}");
        one(cells, format!("redress.{route}.upheld"), 1);
        one(cells, format!("redress.{route}.total"), 1);
    }
}

/// Table 2: the months of the year, and the documents that everybody can read.
async fn of_table_2(raw: &mut SqliteConnection, cells: &mut Cells) {
    const MONTHS: &str = "select indicator, value from monthly_figure where current = 1 and year = 2025";
    const DOCUMENTS: &str = "
        select p.kind, p.formed from publication p join released r on r.publication_id = p.id where p.public = 1";
    let months: Vec<(String, i64)> = sqlx::query_as(MONTHS).fetch_all(&mut *raw).await.unwrap();
    assert_eq!(months.len(), 24);
    for (indicator, value) in months {
        one(cells, format!("proactive.{}", if indicator == "fees" { "fees_wan" } else { &indicator }), value);
    }
    let documents: Vec<(String, String)> = sqlx::query_as(DOCUMENTS).fetch_all(raw).await.unwrap();
    for (kind, formed) in documents {
        assert!(kind == "normative" && formed.starts_with("2025"), "{kind} {formed}");
        one(cells, "proactive.normative_documents.issued".to_owned(), 1);
        one(cells, "proactive.normative_documents.in_force".to_owned(), 1);
    }
}

/// Every cell of a report in JSON by its address: counts, and amounts in millionths.
pub(super) fn printed(report: &Value) -> BTreeMap<String, i64> {
    fn walk(address: String, value: &Value, columns: &[Value], out: &mut BTreeMap<String, i64>) {
        match value {
            Value::Object(inner) => {
                inner.iter().for_each(|(key, value)| walk(format!("{address}.{key}"), value, columns, out));
            }
            Value::Array(row) => {
                for (column, value) in columns.iter().zip(row) {
                    walk(format!("{address}.{}", column.as_str().unwrap()), value, columns, out);
                }
            }
            Value::String(amount) => {
                let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
                out.insert(address, format!("{whole}{part:0<6}").parse().unwrap());
            }
            number => {
                out.insert(address.clone(), number.as_i64().unwrap_or_else(|| panic!("{address} is {number}")));
            }
        }
    }
    let mut out = BTreeMap::new();
    let columns = report["requests"]["columns"].as_array().unwrap();
    walk("proactive".to_owned(), &report["proactive"], columns, &mut out);
    walk("requests".to_owned(), &report["requests"]["rows"], columns, &mut out);
    walk("redress".to_owned(), &report["redress"], columns, &mut out);
    out
}

/// The report is written in a browser without scripts, passed on by three people, and read by everybody.
async fn reported(client: &Client, base: &str) {
    let work = "修订政务公开目录，清理失效文件，开展培训和检查，逐项回应群众关心的事项。";
    let five = "公开专区已经在周六开放。新的问题是目录更新不及时，下一步将每月检查。";
    sign_in(client, base, "gu").await;
    compiles(client, base, 2025, &parts_of("", work, five)).await;
    for (user, step) in [("fang", "reviewed"), ("tang", "signed"), ("lu", "published")] {
        client.delete_all_cookies().await.unwrap();
        sign_in(client, base, user).await;
        client.goto(&format!("{base}/desk/compile/2025/sign")).await.unwrap();
        enter(client, &format!("form[action$='/take/{step}'] button")).await;
        let gone = format!("main:not(:has(form[action$='/take/{step}']))");
        came(client, Locator::Css(&gone)).await;
    }
    client.delete_all_cookies().await.unwrap();
    client.goto(&format!("{base}/reports/shuili/2025")).await.unwrap();
    let page = client.source().await.unwrap();
    let said = ["本年新收申请5件，办结5件，结转下年度继续办理1件", "制发行政规范性文件1件"];
    assert!(said.iter().all(|words| page.contains(words)), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_is_lived_from_the_first_request_to_the_published_report_and_each_cell_is_what_a_pencil_counts() {
    let folder = tempfile::tempdir().unwrap();
    let register = folder.path().join("register.db");
    let db = gongkai_store::Db::open(&register).await.unwrap();
    db.migrate().await.unwrap();
    let office = Office { clock, ..office(db) };
    let Some(client) = plain().await else { return };
    day("2024-12-20");
    let organ = bureau(&office).await;
    people::person(&office, Some(organ.id), "mi", &["secrecy"]).await;
    last_year(&office, &organ, "1").await;
    lived(&office, &organ).await;
    day("2026-01-12");
    reported(&client, &served(&office).await).await;
    client.close().await.unwrap();

    let json = Somebody::at(&office).get("/reports/shuili/2025/report.json").await;
    let printed = printed(&serde_json::from_str(&json.body).unwrap());
    let pencil = pencil(&register).await;
    assert_eq!(printed.len(), 10 + 175 + 15, "every cell of the form");
    for (address, value) in &printed {
        assert_eq!(*value, pencil.get(address).copied().unwrap_or(0), "{address}");
    }
    for (address, value) in &pencil {
        assert_eq!(printed.get(address), Some(value), "{address} is not in the report");
    }
    assert!(pencil.len() > 20, "{pencil:?}");
}
