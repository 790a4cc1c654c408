//! The two databases behind one SQL text.

use std::{
    fs::OpenOptions,
    io,
    path::Path,
    time::{Duration, Instant},
};

use sqlx::{
    ConnectOptions, Connection, PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{Error, Result, shown::Changes};

/// 台账: an open register. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Db(pub(crate) Pools, pub(crate) Changes);

/// SQLite has one writer at a time; a pool of one lets writers wait in line instead of polling a lock.
#[derive(Clone, Debug)]
pub(crate) enum Pools {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Postgres(PgPool),
}

/// Connections that read the embedded register. Each is used in turn, with a cache of its own, so more are colder.
const READERS: u32 = 4;
/// Pages of the file that the writer holds, in KiB below zero: what a large act changes is written once, when it is committed,
/// and not over and over because something else has to be looked at.
const WRITTEN: &str = "-65536";
/// The same of each reader.
const READ: &str = "-8192";
/// Rows that SQLite's thread may be ahead of who asked: past it the two wait for each other row by row.
const ROWS: usize = 2_000;

/// How long one waits for who has the embedded register.
const WAIT: Duration = Duration::from_secs(10);
/// How long a connection to PostgreSQL may lie idle before it is tried.
const UNTRIED: Duration = Duration::from_secs(1);

/// An open transaction.
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one expression against whichever pool this is.
macro_rules! on {
    ($db:expr, $pool:ident => $run:expr) => {
        match &$db.0 {
            $crate::db::Pools::Sqlite { read: $pool, .. } => $run,
            $crate::db::Pools::Postgres($pool) => $run,
        }
    };
}
pub(crate) use on;

/// Runs one expression on the connection of whichever transaction this is.
macro_rules! on_tx {
    ($tx:expr, $connection:ident => $run:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx) => {
                let $connection = &mut **tx;
                $run
            }
            $crate::db::Tx::Postgres(tx) => {
                let $connection = &mut **tx;
                $run
            }
        }
    };
}
pub(crate) use on_tx;

impl Db {
    /// Opens the register at `postgres://…` or `sqlite://PATH` (made when it is not there). Tables: [`Db::migrate`].
    /// The way to PostgreSQL is not encrypted: let it be the machine's own, a private network's or a tunnel's.
    ///
    /// Fails with [`Error::Address`] for any other address, SQLite's `:memory:` included, where each connection would
    /// see a register of its own.
    pub async fn connect(url: &str) -> Result<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = url.parse::<PgConnectOptions>().map_err(|error| Error::Address(error.to_string()))?;
            // a pool tries for half a minute to reach a server that is not there, and then cannot say why
            options.connect().await?.close().await?;
            let pool = PgPoolOptions::new().max_connections(16).acquire_timeout(Duration::from_secs(30));
            // to ask before each query whether the server is still there would double the ways to it
            let pool = pool.test_before_acquire(false).before_acquire(|connection, known| {
                Box::pin(async move {
                    if known.idle_for > UNTRIED {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            });
            return Ok(Self(Pools::Postgres(pool.connect_lazy_with(options)), Changes::default()));
        }
        if !url.starts_with("sqlite:") || url.contains(":memory:") || url.contains("mode=memory") {
            return Err(Error::Address("应为 sqlite://路径 或 postgres://…".into()));
        }
        let options = url.parse::<SqliteConnectOptions>().map_err(|error| Error::Address(error.to_string()))?;
        Self::sqlite(options).await
    }

    /// Opens the embedded register in this file, made when it is not there.
    pub async fn open(file: &Path) -> Result<Self> {
        Self::sqlite(SqliteConnectOptions::new().filename(file)).await
    }

    /// `synchronous = FULL`: what was committed survives a power cut. `secure_delete`: erased data leaves no remains in
    /// the file; `journal_size_limit`: nor, once the next acts are committed, in the log beside it; `wal_autocheckpoint`: the
    /// erasure of a paper reaches the file with its own commit, whatever the log held before.
    async fn sqlite(options: SqliteConnectOptions) -> Result<Self> {
        // SQLite says best why a file cannot be opened
        let _ = for_the_owner(OpenOptions::new().create(true).append(true), options.get_filename());
        let options = options
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(WAIT)
            .row_buffer_size(ROWS)
            .pragma("secure_delete", "on")
            .pragma("wal_autocheckpoint", "200")
            .pragma("journal_size_limit", "0");
        // a file does not hang up: nothing is tried before a connection is used again
        let pool = || SqlitePoolOptions::new().test_before_acquire(false);
        let writer = options.clone().pragma("cache_size", WRITTEN);
        let write = in_turn(|| pool().max_connections(1).connect_with(writer.clone())).await?;
        let options = options.pragma("cache_size", READ).pragma("query_only", "on");
        let read = in_turn(|| pool().max_connections(READERS).connect_with(options.clone())).await?;
        Ok(Self(Pools::Sqlite { read, write }, Changes::default()))
    }

    /// Brings the tables up to this program; nothing to do when they are. Several processes, on PostgreSQL several
    /// machines, may call it at once.
    pub async fn migrate(&self) -> Result<()> {
        match &self.0 {
            Pools::Sqlite { write, .. } => {
                // sqlx takes no lock here: of two who find no tables, both would make them
                let mut tx = write.begin_with("begin immediate").await?;
                sqlx::migrate!("migrations/sqlite").run_direct(None, &mut *tx, false).await?;
                tx.commit().await?;
            }
            Pools::Postgres(pool) => sqlx::migrate!("migrations/postgres").run(pool).await?,
        }
        Ok(())
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        on!(self, pool => sqlx::query("select 1").execute(pool).await.map(|_| ()))?;
        Ok(())
    }

    /// Looks again at how much there is of what, by which the database chooses its ways: some milliseconds, from time to
    /// time.
    pub async fn settle(&self) -> Result<()> {
        match &self.0 {
            Pools::Sqlite { write, .. } => {
                // a sample of each index is enough
                let mut tx = write.acquire().await?;
                sqlx::query("pragma analysis_limit = 1000").execute(&mut *tx).await?;
                sqlx::query("analyze").execute(&mut *tx).await?;
            }
            Pools::Postgres(pool) => {
                sqlx::query("analyze").execute(pool).await?;
            }
        }
        Ok(())
    }

    /// 备份: writes a whole, consistent copy of the embedded register to a file that must not exist yet, while others
    /// read; writers wait. [`Error::Unwritable`] when it exists or cannot be made; a copy that fails is removed again.
    /// PostgreSQL has `pg_dump` for it and gives [`Error::NotHere`].
    pub async fn backup(&self, file: &Path) -> Result<()> {
        match &self.0 {
            Pools::Sqlite { write, .. } => {
                let name = file.to_str().ok_or_else(|| Error::Address("备份文件名不是UTF-8".into()))?;
                for_the_owner(OpenOptions::new().create_new(true).append(true), file).map_err(Error::Unwritable)?;
                let copied = sqlx::query("vacuum into $1").bind(name).execute(write).await;
                if copied.is_err() {
                    // half a copy must not pass for a whole one; the first error is the one to tell
                    let _ = std::fs::remove_file(file);
                }
                copied?;
                Ok(())
            }
            Pools::Postgres(_) => Err(Error::NotHere("PostgreSQL的备份请用pg_dump")),
        }
    }

    /// Waits for what is running and closes every connection.
    pub async fn close(&self) {
        match &self.0 {
            Pools::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    /// What is committed survives a power cut. `BEGIN IMMEDIATE` takes SQLite's write lock at once, so that no
    /// transaction fails half way for want of it.
    pub(crate) async fn begin(&self) -> Result<Tx> {
        Ok(match &self.0 {
            Pools::Sqlite { write, .. } => {
                Tx::Sqlite(write.begin_with("pragma synchronous = full; begin immediate").await?)
            }
            Pools::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// For what the web remembers of a browser: what is committed is there at once and survives the end of the program,
    /// but nobody waits for the disk, so a power cut may undo the last of it. The next act that is committed makes it last.
    pub(crate) async fn begin_passing(&self) -> Result<Tx> {
        Ok(match &self.0 {
            Pools::Sqlite { write, .. } => {
                Tx::Sqlite(write.begin_with("pragma synchronous = normal; begin immediate").await?)
            }
            Pools::Postgres(pool) => Tx::Postgres(pool.begin_with("begin; set local synchronous_commit = off").await?),
        })
    }
}

/// Opens the file again while another process is in the way. To turn the log on, and to clear it away behind the last who
/// leaves, SQLite wants the file alone and does not wait for it, whatever `busy_timeout` says.
async fn in_turn<F: Future<Output = sqlx::Result<SqlitePool>>>(open: impl Fn() -> F) -> Result<SqlitePool> {
    let end = Instant::now() + WAIT;
    loop {
        match open().await.map_err(Error::from) {
            Err(Error::Busy) if Instant::now() < end => tokio::time::sleep(Duration::from_millis(20)).await,
            opened => return opened,
        }
    }
}

/// Makes a file that only its owner may read: left to SQLite, everybody on the machine could. What it keeps beside the
/// file takes the same rights.
fn for_the_owner(options: &mut OpenOptions, file: &Path) -> io::Result<()> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.open(file).map(|_| ())
}

impl Tx {
    pub(crate) async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
