//! What the raw rows of the register say of 2025, cell by cell: for the organs that compile from the register by SQL of this
//! test's own over requests, cases, months and documents; for who handed in a file what stands in that file.

use std::collections::BTreeMap;

use serde_json::Value;
use sqlx::{Connection as _, PgConnection, Row as _, SqliteConnection};

use crate::browser::closing::printed;

/// Cells by their addresses; one that is not there is zero.
pub type Cells = BTreeMap<String, i64>;

/// The register, past the product.
pub enum Raw {
    Lite(SqliteConnection),
    Post(PgConnection),
}

impl Raw {
    pub async fn lite(path: &std::path::Path) -> Self {
        Self::Lite(SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap())
    }

    pub async fn post(url: &str) -> Self {
        Self::Post(PgConnection::connect(url).await.unwrap())
    }

    /// Rows of words; what is null is an empty one.
    pub async fn rows(&mut self, sql: &'static str) -> Vec<Vec<String>> {
        macro_rules! read {
            ($connection:expr) => {{
                let rows = sqlx::query(sql).fetch_all($connection).await.unwrap();
                let mut all = Vec::new();
                for row in &rows {
                    let word = |at| row.get::<Option<String>, usize>(at).unwrap_or_default();
                    all.push((0..row.len()).map(word).collect());
                }
                all
            }};
        }
        match self {
            Self::Lite(connection) => read!(connection),
            Self::Post(connection) => read!(connection),
        }
    }
}

fn add(cells: &mut Cells, address: String, more: i64) {
    *cells.entry(address).or_default() += more;
}

fn detail(words: &str) -> Value {
    serde_json::from_str(words).unwrap()
}

/// Table 3: of each request on which day it came, and on which and how it ended for the first time, from its steps.
async fn of_requests(raw: &mut Raw, cells: &mut Cells) {
    const SQL: &str = "
        select r.number, r.applicant, r.channel, s.kind, s.on_date, s.detail from request r
        join organ o on o.id = r.organ_id join request_step s on s.request_id = r.id
        where o.slug in ('qinghe', 'shuili') order by r.number, s.n";
    for steps in raw.rows(SQL).await.chunk_by(|a, b| a[0] == b[0]) {
        // what nobody signed for came when both sides said so
        let signed = ["in_person", "signed_post"].contains(&steps[0][2].as_str());
        let comes = if signed { "arrived" } else { "confirmed" };
        let Some(came) = steps.iter().find(|step| step[3] == comes).map(|step| step[4].as_str()) else { continue };
        let (mut drafted, mut end) = (String::new(), None);
        for step in steps {
            match step[3].as_str() {
                "drafted" => drafted = detail(&step[5])["decision"].as_str().unwrap().to_owned(),
                "sent" => end = end.or(Some((step[4].as_str(), drafted.clone()))),
                "withdrawn" => end = end.or(Some((step[4].as_str(), "other_other".to_owned()))),
                other => assert!(!["lapsed", "struck", "redated"].contains(&other), "{steps:?}"),
            }
        }
        if came > "2025-12-31" || end.as_ref().is_some_and(|(on, _)| *on < "2025-01-01") {
            continue;
        }
        let mut rows = vec![if came < "2025-01-01" { "carried_in" } else { "new" }.to_owned()];
        match end.filter(|(on, _)| *on <= "2025-12-31") {
            Some((_, decision)) => rows.extend([decision, "total".to_owned()]),
            None => rows.push("carried_out".to_owned()),
        }
        for row in rows {
            add(cells, format!("requests.{row}.{}", steps[0][1]), 1);
            add(cells, format!("requests.{row}.total"), 1);
        }
    }
}

/// Table 4: of each case how it stood at the year's end. All of the story's came in that year.
async fn of_cases(raw: &mut Raw, cells: &mut Cells) {
    const SQL: &str = "
        select c.number, c.route, s.kind, s.on_date, s.detail from redress c join organ o on o.id = c.organ_id
        join redress_step s on s.redress_id = c.id
        where o.slug in ('qinghe', 'shuili') order by c.number, s.n";
    for steps in raw.rows(SQL).await.chunk_by(|a, b| a[0] == b[0]) {
        if steps.iter().any(|step| step[2] == "cancelled") {
            continue;
        }
        assert!(steps[0][3].starts_with("2025"), "{steps:?}");
        let told = |step: &&Vec<String>| step[3].as_str() <= "2025-12-31";
        let last = steps.iter().filter(told).rfind(|step| ["concluded", "appealed"].contains(&step[2].as_str()));
        let column = match last.filter(|step| step[2] == "concluded") {
            None => "pending",
            Some(step) => match detail(&step[4])["conclusion"].as_str().unwrap() {
                "review_upheld" | "claims_rejected" => "upheld",
                "review_revoked" | "revoked" => "corrected",
                "suit_withdrawn" => "other",
                unknown => panic!("nobody said what {unknown} comes to"),
            },
        };
        add(cells, format!("redress.{}.{column}", steps[0][1]), 1);
        add(cells, format!("redress.{}.total", steps[0][1]), 1);
    }
}

/// Table 2: the twelve months, and the documents that everybody can read.
async fn of_table_2(raw: &mut Raw, cells: &mut Cells) {
    const MONTHS: &str = "
        select m.indicator, cast(m.value as text) from monthly_figure m join organ o on o.id = m.organ_id
        where o.slug in ('qinghe', 'shuili') and m.year = 2025 and m.current
        and m.indicator in ('licences', 'penalties', 'coercive_measures', 'fees')";
    const DOCUMENTS: &str = "
        select r.kind, r.formed, r.valid_from, r.valid_until, r.repealed from released r
        join organ o on o.id = r.organ_id
        where o.slug in ('qinghe', 'shuili') and r.state = 'public' and r.kind in ('regulation', 'normative')";
    let months = raw.rows(MONTHS).await;
    assert_eq!(months.len(), 2 * 4 * 12, "every month of the year");
    for month in months {
        let row = if month[0] == "fees" { "fees_wan" } else { month[0].as_str() };
        add(cells, format!("proactive.{row}"), month[1].parse().unwrap());
    }
    for document in raw.rows(DOCUMENTS).await {
        let [kind, formed, from, until, repealed] = document.as_slice() else { panic!("{document:?}") };
        let row = if kind == "normative" { "normative_documents" } else { "regulations" };
        let since = if from.is_empty() { formed } else { from };
        let stands = [
            ("issued", formed.starts_with("2025")),
            ("repealed", repealed.starts_with("2025")),
            (
                "in_force",
                !since.is_empty()
                    && since.as_str() <= "2025-12-31"
                    && (repealed.is_empty() || repealed.as_str() > "2025-12-31")
                    && (until.is_empty() || until.as_str() >= "2025-12-31"),
            ),
        ];
        for (column, _) in stands.iter().filter(|(_, stands)| *stands) {
            add(cells, format!("proactive.{row}.{column}"), 1);
        }
    }
}

/// What the two organs have that compile from the register.
pub async fn of_register(raw: &mut Raw) -> Cells {
    let mut cells = Cells::new();
    of_requests(raw, &mut cells).await;
    of_cases(raw, &mut cells).await;
    of_table_2(raw, &mut cells).await;
    cells
}

/// What stands in each file that was confirmed, the last of each organ, by whose it is.
pub async fn of_files(raw: &mut Raw) -> BTreeMap<String, Cells> {
    const SQL: &str = "
        select o.slug, u.report from season_upload u join organ o on o.id = u.organ_id
        where u.year = 2025 and u.confirmed_ms is not null and o.slug <> 'shuili' order by o.slug, u.n";
    raw.rows(SQL).await.into_iter().map(|row| (row[0].clone(), printed(&detail(&row[1])))).collect()
}
