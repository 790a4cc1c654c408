//! The five real reports as their organs' earlier ones: each officer brings last year's through the file field, it is kept, and
//! the next year's report is compiled after it, signed and published, carrying in what the real one carried out; and the year
//! after that carries in what this one carried out.

use std::{fs, path::Path};

use axum::http::StatusCode;
use fantoccini::{Client, Locator};
use gongkai::{
    Office, password,
    publish::{content::Content, past},
};
use gongkai_law::{
    annual_report::{Edition, Figures, indicator::Indicator},
    proactive::{kind::PublicationKind, validity::Life},
};
use gongkai_report::Report;
use gongkai_store::{Actor, Db, Moment, NewFigureDuty, NewOrgan, NewPerson, Organ, Sight};
use jiff::civil::date;

use super::{
    came,
    closing::printed,
    compile::{compiles, parts_of, plain, served, sign_in},
    drop_by_hand, enter, leave,
};
use crate::web::{
    compile::{
        at, begun, done,
        five::{as_read, beside, folder},
        take, written,
    },
    desk::PASSWORD,
    figures::{cell, worked},
    house::{Somebody, noon, office},
};

/// Which of them are compiled, signed and published in the browser; of the others the officers send the same forms.
const IN_BROWSER: [usize; 2] = [0, 3];
/// Who has a part in each organ's report.
const STAFF: [(&str, &str); 4] = [("gu", "officer"), ("fang", "reviewer"), ("tang", "signer"), ("lu", "head")];

/// The organ of a report with its staff, which counts nothing month by month.
async fn founded(office: &Office, (n, hash): (usize, &str), report: &Report) -> Organ {
    let agency = report.agency.as_deref().unwrap();
    let slug = format!("five{n}");
    let kind = if agency.ends_with("政府") { "government" } else { "department" };
    let new = NewOrgan { slug: &slug, name: agency, short_name: agency, kind, level: "county", ..NewOrgan::default() };
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let organ = act.add_organ(&new).await.unwrap();
    let none =
        |one: &'static Indicator| NewFigureDuty { indicator: one.key, since: "2019-01", none_why: Some("没有") };
    act.settle_figure_duties(organ, &Indicator::entered().map(none).collect::<Vec<_>>()).await.unwrap();
    for (name, role) in STAFF {
        let name = format!("{name}{n}");
        let (organ, name, roles) = (Some(organ), name.as_str(), &[role][..]);
        let new = NewPerson { organ, name, full_name: name, roles, password: hash, must_change: false };
        act.add_person(&new).await.unwrap();
    }
    act.commit().await.unwrap();
    office.db.organ(organ).await.unwrap()
}

/// What was in force at the end of the real report's year is on the organ's site.
async fn in_force(office: &Office, organ: &Organ, year: i16, figures: &Figures) -> i64 {
    let row = "proactive.normative_documents";
    let n = figures.at(&format!("{row}.in_force")).or_else(|| figures.at(&format!("{row}.total_published"))).unwrap();
    let formed = date(year - 1, 3, 10);
    let one = |i: i64| past::Past {
        organ: organ.id,
        kind: PublicationKind::Normative,
        content: Content {
            title: format!("第{i}件管理办法"),
            body: "第一条　每月检查一次。".to_owned(),
            number: format!("旧发〔{}〕{i}号", year - 1),
            formed: Some(formed),
            ..Content::default()
        },
        index_number: format!("{}/{i}", organ.slug),
        on: formed,
        life: Life::default(),
    };
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    past::load(&mut act, &(1..=n).map(one).collect::<Vec<_>>(), office.today()).await.unwrap();
    act.commit().await.unwrap();
    n
}

/// The officer brings the file, looks at what was found, and keeps it.
async fn brought(client: &Client, base: &str, n: usize, (file, year): (&Path, i16)) {
    client.delete_all_cookies().await.unwrap();
    sign_in(client, base, &format!("gu{n}")).await;
    drop_by_hand(client, base, file).await;
    leave(client, "form[action$='/keep'] button").await;
    assert_eq!(client.current_url().await.unwrap().path(), format!("/reports/five{n}/{year}"));
}

/// Begun, written and handed in by the officer, in the browser.
async fn compiled(client: &Client, base: &str, year: i16) {
    let work = "全年梳理公开事项，逐条核对目录，培训经办人员，对照清单自查两轮。";
    let five = "上年提出的各项都已办理。新的问题是部分栏目更新偏慢，下一步将每月检查。";
    compiles(client, base, year, &parts_of("", work, five)).await;
    client.goto(&format!("{base}/desk/compile/{year}/compare")).await.unwrap();
    let page = client.source().await.unwrap();
    assert!(page.contains(MEETS), "{page}");
}

const MEETS: &str = "上年结转各列，都等于";

/// Reviewed, signed and published by three people, in the browser.
async fn signed(client: &Client, base: &str, n: usize, year: i16) {
    for (user, step) in [("fang", "reviewed"), ("tang", "signed"), ("lu", "published")] {
        client.delete_all_cookies().await.unwrap();
        sign_in(client, base, &format!("{user}{n}")).await;
        client.goto(&format!("{base}/desk/compile/{year}/sign")).await.unwrap();
        enter(client, &format!("form[action$='/take/{step}'] button")).await;
        came(client, Locator::Css(&format!("main:not(:has(form[action$='/take/{step}']))"))).await;
    }
}

/// The same by the forms alone.
async fn sent(office: &Office, n: usize, year: i16) {
    let here = format!("/desk/compile/{year}");
    let mut gu = at(office, &format!("gu{n}")).await;
    begun(&mut gu, &year.to_string()).await;
    written(&mut gu, &here, Edition::Of2021).await;
    done(&take(&mut gu, &here, "submitted", "").await);
    for (user, step) in [("fang", "reviewed"), ("tang", "signed"), ("lu", "published")] {
        done(&take(&mut at(office, &format!("{user}{n}")).await, &here, step, "").await);
    }
}

/// What is out carries in, column by column, what the real report carried out; the checks that look back have no word against
/// it; and the year after begins from it.
async fn carried(office: &Office, (n, organ): (usize, &Organ), last: &Report, documents: i64) {
    let (year, figures) = (last.year.unwrap() + 1, last.figures.as_ref().unwrap());
    let mut gu = at(office, &format!("gu{n}")).await;
    let compare = gu.get(&format!("/desk/compile/{year}/compare")).await;
    assert!(compare.has(MEETS), "{}: {}", organ.name, compare.body);
    if figures.edition() == Edition::Of2021 {
        beside(&compare, figures, year - 1, &organ.name);
    }
    let shelf = gu.get(&format!("/reports/five{n}/{year}")).await;
    assert_eq!(shelf.status, StatusCode::OK);
    for code in ["Y001", "Y002", "Y003", "H001"] {
        assert!(
            !shelf.has(&format!("href=\"/checks/{code}\">{code}</a><span>")),
            "{} {code}: {}",
            organ.name,
            shelf.body
        );
    }
    // what could not be assessed would be named: of the two forms only the carried over requests hang together
    assert!(!shelf.has("/checks/Y001"), "{}: {}", organ.name, shelf.body);
    assert_eq!(shelf.has("/checks/Y002"), figures.edition() == Edition::Of2019, "{}: {}", organ.name, shelf.body);
    let kept = office.db.report_of(organ.id, year, Sight::Public).await.unwrap().unwrap();
    assert_eq!((kept.line.counts.fails, kept.line.counts.unread), (0, 0), "{}", organ.name);
    let json = Somebody::at(office).get(&format!("/reports/five{n}/{year}/report.json")).await;
    let out = printed(&serde_json::from_str(&json.body).unwrap());
    let mut columns = 0;
    for (address, carried_in) in &out {
        let Some(column) = address.strip_prefix("requests.carried_in.") else { continue };
        let carried_out = figures.at(&format!("requests.carried_out.{column}"));
        assert_eq!(Some(*carried_in), carried_out, "{} {column}", organ.name);
        columns += 1;
    }
    assert_eq!(columns, 7);
    assert_eq!(out["proactive.normative_documents.in_force"], documents, "{}", organ.name);
    assert_eq!((out["requests.new.total"], out["requests.carried_out.natural_person"]), (1, 1), "{}", organ.name);

    let next = format!("/desk/compile/{}", year + 1);
    begun(&mut gu, &(year + 1).to_string()).await;
    assert!(gu.get(&format!("{next}/compare")).await.has(MEETS), "{}", organ.name);
    let data = gu.get(&next).await;
    assert_eq!(cell(&data, "requests.carried_in.natural_person").0, 1, "{}", organ.name);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_real_report_is_brought_by_its_officer_and_the_next_years_goes_out_with_what_it_carried_out() {
    let Some(folder) = folder() else { return };
    let Some(client) = plain().await else { return };
    let register = tempfile::tempdir().unwrap();
    let db = Db::open(&register.path().join("register.db")).await.unwrap();
    db.migrate().await.unwrap();
    let office = office(db);
    let base = served(&office).await;
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    assert_eq!(files.len(), 5, "{}", folder.display());
    for (n, path) in files.iter().enumerate() {
        let path = fs::canonicalize(path).unwrap();
        let last = as_read(path.file_name().unwrap().to_str().unwrap(), &fs::read(&path).unwrap());
        let (year, figures) = (last.year.unwrap(), last.figures.as_ref().unwrap());
        let organ = founded(&office, (n, &hash), &last).await;
        let documents = in_force(&office, &organ, year, figures).await;
        for i in 0..figures.at("requests.carried_out.total").unwrap() {
            worked(&office, &organ, &format!("结转的第{i}件"), date(year, 12, 22), &[]).await;
        }
        worked(&office, &organ, "来年年底的一件", date(year + 1, 12, 22), &[]).await;
        brought(&client, &base, n, (&path, year)).await;
        match IN_BROWSER.contains(&n) {
            true => {
                compiled(&client, &base, year + 1).await;
                signed(&client, &base, n, year + 1).await;
            }
            false => sent(&office, n, year + 1).await,
        }
        carried(&office, (n, &organ), &last, documents).await;
    }
    client.close().await.unwrap();
}
