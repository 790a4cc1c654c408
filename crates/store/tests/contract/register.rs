//! A fresh, empty register on each database that is at hand.

use std::{borrow::Cow, future::Future};

use gongkai_store::{Actor, Db, Digest, Moment, NewOrgan, OrganId, SealedUpload, journal};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection, migrate::Migrator};

/// A register of its own, and a way past the crate to spoil it.
pub struct Register {
    pub db: Db,
    url: String,
}

/// 2026-11-21T00:00:00Z.
pub const NOON: Moment = Moment(1_795_219_200_000);

impl Register {
    /// Whether this is the server rather than the file.
    pub fn is_postgres(&self) -> bool {
        self.url.starts_with("postgres")
    }

    /// Runs SQL as an administrator with a shell could.
    pub async fn tamper(&self, sql: &str) -> Result<(), sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        if self.is_postgres() {
            let mut connection = PgConnection::connect(&self.url).await?;
            sqlx::raw_sql(sql).execute(&mut connection).await?;
        } else {
            let mut connection = SqliteConnection::connect(&self.url).await?;
            sqlx::raw_sql(sql).execute(&mut connection).await?;
        }
        Ok(())
    }

    /// The journal from its first row, as acts and objects.
    pub async fn acts(&self) -> Vec<(String, String)> {
        let rows = journal::rows(&self.db, 0, 1000).await.unwrap();
        rows.into_iter().map(|row| (row.act, row.object)).collect()
    }
}

/// Tells the same story to each database: a new SQLite file, and a new schema of the PostgreSQL server named by
/// `GONGKAI_TEST_POSTGRES` (`postgres://…`), which `cargo xtask test` sets.
pub async fn on_both<F: Future<Output = ()>>(story: impl Fn(Register) -> F) {
    before(i64::MAX, story).await;
}

/// The same of a register that has only the tables of the migrations before this one.
pub async fn before<F: Future<Output = ()>>(version: i64, story: impl Fn(Register) -> F) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("register.db").display());
    story(open(url, version).await).await;
    let Ok(server) = std::env::var("GONGKAI_TEST_POSTGRES") else {
        assert!(std::env::var_os("GONGKAI_TEST_REQUIRE").is_none(), "GONGKAI_TEST_POSTGRES is not set");
        println!("GONGKAI_TEST_POSTGRES is not set: told to SQLite only");
        return;
    };
    let schema = format!("test_{}", uuid::Uuid::now_v7().simple());
    let mut connection = PgConnection::connect(&server).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("create schema {schema}"))).execute(&mut connection).await.unwrap();
    let mark = if server.contains('?') { '&' } else { '?' };
    story(open(format!("{server}{mark}options[search_path]={schema}"), version).await).await;
    sqlx::raw_sql(AssertSqlSafe(format!("drop schema {schema} cascade"))).execute(&mut connection).await.unwrap();
}

async fn open(url: String, before: i64) -> Register {
    let db = Db::connect(&url).await.unwrap();
    let register = Register { db, url };
    if before == i64::MAX {
        register.db.migrate().await.unwrap();
        return register;
    }
    let older = |mut all: Migrator| {
        all.migrations = Cow::Owned(all.migrations.iter().filter(|one| one.version < before).cloned().collect());
        all
    };
    if register.is_postgres() {
        let mut connection = PgConnection::connect(&register.url).await.unwrap();
        older(sqlx::migrate!("migrations/postgres")).run(&mut connection).await.unwrap();
    } else {
        let mut connection = SqliteConnection::connect(&register.url).await.unwrap();
        older(sqlx::migrate!("migrations/sqlite")).run(&mut connection).await.unwrap();
    }
    register
}

/// 青禾县 has an organ more.
pub async fn organ(db: &Db, slug: &str, name: &str, position: i32) -> OrganId {
    let new =
        NewOrgan { slug, name, short_name: name, kind: "department", level: "county", position, ..Default::default() };
    let mut act = db.act(Actor::Operator, NOON).await.unwrap();
    let id = act.add_organ(&new).await.unwrap();
    act.commit().await.unwrap();
    id
}

/// A paper as a case keeps it, under key 0; what it is sealed by is nothing to the register.
pub fn sealed(paper: &[u8], record: &'static str) -> SealedUpload<'static> {
    let bytes = [&[0; 30], paper].concat().leak();
    let name = Digest::of(&[record.as_bytes(), paper].concat());
    SealedUpload { name, record, size: paper.len(), bytes, media: "application/pdf" }
}
