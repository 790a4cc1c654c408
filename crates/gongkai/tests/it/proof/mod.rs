//! Nothing lost, nobody in: registers that somebody tampered with, keys that change, programs that are killed.

mod audit;
#[allow(dead_code, reason = "what only the bench asks of it")]
#[path = "../../../examples/bench/browser.rs"]
mod browser;
mod counted;
mod keys;
mod killed;
mod large;
#[path = "../../../../law/tests/case/lives.rs"]
mod lives;
mod meanwhile;
mod rebuild;
mod redress;
mod routes;
mod sealed;
mod spoiled;
mod verbs;

use std::{
    future::Future,
    path::{Path, PathBuf},
};

use gongkai::{
    Office,
    requests::register::{Application, Identity, Receipt, register},
    vault::Vault,
};
use gongkai_law::request::{
    application::{Applicant, Delivery, Supply},
    received::Channel,
};
use gongkai_store::{Actor, Db, Moment, NewOrgan, Organ};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, sqlite::SqliteConnectOptions};

use crate::{
    cli::{Answer, gongkai_in},
    web::house::{noon, office},
};

/// A data folder and a register, and the ways of somebody with every right on the database.
pub struct Ground {
    pub folder: tempfile::TempDir,
    pub office: Office,
    /// PostgreSQL's address; SQLite in the data folder without one.
    pub database: Option<String>,
}

impl Ground {
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// What the program answers about this register.
    pub fn gongkai(&self, arguments: &[&str]) -> Answer {
        gongkai_in(self.folder.path(), &[arguments, &self.options()].concat(), b"")
    }

    pub fn options(&self) -> Vec<&str> {
        let database = self.database.iter().flat_map(|url| ["--database", url]);
        ["--data", "data"].into_iter().chain(database).collect()
    }

    /// Runs statements past everything that the program and the tables are against.
    pub async fn tamper(&self, sql: &str) {
        match &self.database {
            Some(url) => {
                let mut connection = PgConnection::connect(url).await.unwrap();
                let sql = format!("set session_replication_role = replica; {sql}");
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
            }
            None => {
                let file = self.data().join("gongkai.sqlite");
                let options = SqliteConnectOptions::new().filename(file).foreign_keys(false);
                let mut connection = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
                sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
            }
        }
    }

    pub fn is_postgres(&self) -> bool {
        self.database.is_some()
    }
}

async fn ground(folder: tempfile::TempDir, database: Option<String>) -> Ground {
    let data = folder.path().join("data");
    std::fs::create_dir_all(&data).unwrap();
    let db = match &database {
        Some(url) => Db::connect(url).await,
        None => Db::open(&data.join("gongkai.sqlite")).await,
    };
    let db = db.unwrap();
    db.migrate().await.unwrap();
    let office = Office { vault: Vault::open(&data).unwrap(), ..office(db) };
    Ground { folder, office, database }
}

/// Tells the same story on SQLite, and on the PostgreSQL server named by `GONGKAI_TEST_POSTGRES`.
pub async fn on_both<F: Future<Output = ()>>(story: impl Fn(Ground) -> F) {
    story(ground(tempfile::tempdir().unwrap(), None).await).await;
    let Ok(server) = std::env::var("GONGKAI_TEST_POSTGRES") else {
        assert!(std::env::var_os("GONGKAI_TEST_REQUIRE").is_none(), "GONGKAI_TEST_POSTGRES is not set");
        println!("GONGKAI_TEST_POSTGRES is not set: told to SQLite only");
        return;
    };
    let schema = format!("proof_{}", uuid::Uuid::now_v7().simple());
    let mut connection = PgConnection::connect(&server).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("create schema {schema}"))).execute(&mut connection).await.unwrap();
    let mark = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{mark}options[search_path]={schema}");
    story(ground(tempfile::tempdir().unwrap(), Some(url)).await).await;
    sqlx::raw_sql(AssertSqlSafe(format!("drop schema {schema} cascade"))).execute(&mut connection).await.unwrap();
}

/// 青禾县水利局
pub async fn bureau(office: &Office) -> Organ {
    let mut act = office.db.act(Actor::Operator, Moment::from(noon())).await.unwrap();
    let new = NewOrgan {
        slug: "shui",
        name: "青禾县水利局",
        short_name: "县水利局",
        kind: "department",
        level: "county",
        ..NewOrgan::default()
    };
    let id = act.add_organ(&new).await.unwrap();
    act.commit().await.unwrap();
    office.db.organ(id).await.unwrap()
}

/// Somebody of this name hands in an application.
pub async fn applied(office: &Office, organ: &Organ, name: &str) -> Receipt {
    asked_for(office, organ, name, "云渡镇农村集中供水工程的水质检测报告").await
}

/// The same, with what is asked.
pub async fn asked_for(office: &Office, organ: &Organ, name: &str, wanted: &str) -> Receipt {
    handed_over(office, organ, (name, wanted), Channel::InPerson).await
}

/// An application that came in this way.
pub async fn came(office: &Office, organ: &Organ, by: Channel) -> Receipt {
    handed_over(office, organ, ("林晚舟", "云渡镇农村集中供水工程的水质检测报告"), by).await
}

async fn handed_over(office: &Office, organ: &Organ, (name, wanted): (&str, &str), channel: Channel) -> Receipt {
    let application = Application {
        applicant: Applicant::NaturalPerson,
        identity: Identity { name: name.to_owned(), number: "11010519491231002X".to_owned(), ..Identity::default() },
        wanted: wanted.to_owned(),
        supply: Supply::Electronic,
        delivery: Delivery::Online,
        channel,
        arrived: office.today(),
        confirmed: None,
        proof: String::new(),
    };
    register(office, Actor::Public, organ, &application).await.unwrap()
}

/// The lines of a data folder's key file.
pub fn key_lines(data: &Path) -> Vec<String> {
    std::fs::read_to_string(data.join("vault.key")).unwrap().lines().map(str::to_owned).collect()
}
