//! 开门: opens the register, listens, and stops when asked to.

use std::{
    fs::{File, TryLockError},
    io::{self, IsTerminal as _, Write as _},
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use gongkai_law::calendar::{Calendar, Notice};
use gongkai_store::{Actor, Db, Moment, NewPerson};
use tokio::net::TcpListener;
use tracing_subscriber::{EnvFilter, filter::LevelFilter};

use crate::{
    api,
    common::Common,
    demo, door,
    find::Finder,
    guard::{self, attempts, limit::Uploads, rate::Rates, room},
    keys,
    letters::fonts::{Chosen, Fonts},
    library::region::fill::fill,
    mistakes,
    office::Office,
    password,
    people::{provider::Provider, rules::Rules},
    post::Post,
    requests::take::NotTaken,
    rounds,
    router::router,
    site::{Plate, Site},
    trouble,
    verify::Reader,
    visits::{self, Visits},
};

/// What `gongkai serve` was asked for.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The data folder; made where there is none.
    pub data: PathBuf,
    /// The register's address; SQLite in the data folder without one.
    pub database: Option<String>,
    /// Fills an empty data folder with a fictional county.
    pub demo: bool,
    /// Proxies whose word on client addresses counts.
    pub trusted_proxies: Vec<IpAddr>,
    /// Served over TLS by a proxy in front: cookies travel over TLS only.
    pub secure: bool,
    /// How often one address may ask.
    pub rates: Rates,
    /// What a sign-in has to be like.
    pub rules: Rules,
    /// By whom people may sign in besides.
    pub provider: Option<Arc<Provider>>,
    /// By which ways people are told who are not at the desk.
    pub post: Post,
    /// What letters are printed with.
    pub letters: Chosen,
    /// Working days that the office gives itself for complaints and corrections.
    pub matter_days: u16,
}

impl Config {
    /// Working days for complaints and corrections where nobody set any: as many as for an answer.
    pub const MATTER_DAYS: u16 = 20;

    /// The defaults, for a data folder.
    pub fn new(data: PathBuf) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data,
            database: None,
            demo: false,
            trusted_proxies: Vec::new(),
            secure: false,
            rates: Rates::default(),
            rules: Rules::default(),
            provider: None,
            post: Post::default(),
            letters: Chosen::default(),
            matter_days: Self::MATTER_DAYS,
        }
    }
}

/// Why it could not open, in a sentence for the person who started it.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// `--demo` on a folder that holds something else.
    #[error("“{}”里已经有别的数据，不能用作演示。请换一个空的数据目录，或者去掉 --demo", .0.display())]
    NotADemo(PathBuf),
    /// The data folder cannot be used.
    #[error("数据目录“{}”用不了：{}", .0.display(), trouble::unmade(.1))]
    Folder(PathBuf, io::Error),
    /// Another server has the folder's register open.
    #[error("数据目录“{}”正由另一个gongkai serve使用，请先停掉它，或者换一个数据目录", .0.display())]
    Served(PathBuf),
    /// The address is taken or not ours.
    #[error("不能在 {} 上监听：{}", .0, trouble::said(.1))]
    Listen(SocketAddr, io::Error),
    /// The keys of what is sealed.
    #[error(transparent)]
    Keys(#[from] crate::keys::KeysError),
    /// The search index.
    #[error("检索库打不开：{0}")]
    Search(#[from] gongkai_search::Error),
    /// The register.
    #[error("台账打不开：{}", trouble::register(.0))]
    Store(#[from] gongkai_store::Error),
    /// The runtime or the server broke down.
    #[error("服务中断：{}", trouble::said(.0))]
    Server(io::Error),
    /// The demo could not be made.
    #[error("演示数据没有做成：{0}")]
    Demo(String),
}

/// Serves until Ctrl-C or SIGTERM; then finishes what is running.
///
/// # Errors
/// [`ServeError`], before anything was served.
pub fn serve(config: Config) -> Result<(), ServeError> {
    log();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(ServeError::Server)?;
    let done = runtime.block_on(run(config));
    // a reading that is still running must not hold the door
    runtime.shutdown_timeout(Duration::from_secs(2));
    done
}

/// 日志: warnings and errors on stderr; `GONGKAI_LOG` asks for more, in the words of `tracing`'s filter.
fn log() {
    let filter = EnvFilter::builder().with_default_directive(LevelFilter::WARN.into()).with_env_var("GONGKAI_LOG");
    let mut filter = filter.from_env_lossy();
    // looks after the form of an index that a rebuild has replaced until the next question lets go of it
    if let Ok(quiet) = "tantivy::directory::mmap_directory::file_watcher=error".parse() {
        filter = filter.add_directive(quiet);
    }
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    let log = log.with_ansi(io::stderr().is_terminal());
    // a program that embeds the server may have its own already
    let _ = log.try_init();
}

async fn run(config: Config) -> Result<(), ServeError> {
    let listener = TcpListener::bind(config.listen).await.map_err(|e| ServeError::Listen(config.listen, e))?;
    let address = listener.local_addr().map_err(ServeError::Server)?;
    let (office, _held) = open(&config).await?;
    let first = first_person(&office).await?;
    let shown = config.demo.then(password::one_time);
    announce(address, first.as_deref(), shown.as_deref()).map_err(ServeError::Server)?;
    let hash = match shown {
        Some(shown) => Some(password::hash(shown).await.map_err(|error| ServeError::Demo(error.to_string()))?),
        None => None,
    };
    let housekeeping = tokio::spawn(keep_house(office.clone(), hash));
    let app = router(office.clone(), config.rates, &config.trusted_proxies);
    door::keep(listener, app, door::Patience::default(), asked_to_stop()).await;
    housekeeping.abort();
    // what was counted since the last turn
    if let Err(error) = visits::write(&office).await {
        tracing::warn!(%error, "the last views were not written down");
    }
    office.db.close().await;
    Ok(())
}

/// The door is open at once; the shelves of a demonstration fill within some seconds, and the rounds begin after that.
async fn keep_house(office: Office, demo: Option<String>) {
    if let Some(hash) = demo
        && let Err(error) = show(&office, &hash).await
    {
        tracing::error!(%error, "the demonstration was not filled");
    }
    rounds::make(office).await;
}

async fn show(office: &Office, password: &str) -> Result<(), NotTaken> {
    demo::fill(office).await?;
    demo::open_desk(office, password).await
}

/// 占用: held for as long as a server has the embedded register of a data folder open. The system lets go of it even
/// when the server is killed.
///
/// # Errors
/// [`ServeError::Served`] while somebody else holds it; [`ServeError::Folder`] where there can be none.
pub fn hold(data: &Path) -> Result<File, ServeError> {
    let folder = |error| ServeError::Folder(data.to_owned(), error);
    let file = for_the_owner(&data.join("serving.lock")).map_err(folder)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(ServeError::Served(data.to_owned())),
        Err(TryLockError::Error(error)) => Err(folder(error)),
    }
}

/// Opens the register and what belongs to it; the file is the hold on the folder: whoever changes its keys must be
/// alone.
async fn open(config: &Config) -> Result<(Office, File), ServeError> {
    let folder = |error| ServeError::Folder(config.data.clone(), error);
    std::fs::create_dir_all(&config.data).map_err(folder)?;
    let empty = std::fs::read_dir(&config.data).map_err(folder)?.next().is_none();
    let file = config.data.join("gongkai.sqlite");
    let is_new = config.database.is_some() || empty;
    // an empty file may be on its way to becoming anything; opening it would make it ours
    let holds_a_register = std::fs::metadata(&file).is_ok_and(|file| file.len() > 0);
    if config.demo && !is_new && !holds_a_register {
        return Err(ServeError::NotADemo(config.data.clone()));
    }
    let db = match &config.database {
        Some(url) => Db::connect(url).await?,
        None => Db::open(&file).await?,
    };
    if config.demo && !may_be_a_demo(&db, is_new).await? {
        db.close().await;
        return Err(ServeError::NotADemo(config.data.clone()));
    }
    // not sooner: a folder that is refused stays as it was
    let held = hold(&config.data);
    if held.is_err() {
        db.close().await;
    }
    let held = held?;
    db.migrate().await?;
    let is_demo = db.setting(demo::SETTING).await?.is_some();
    let mut office = Office {
        rules: Arc::new(config.rules.clone()),
        provider: config.provider.clone(),
        post: Arc::new(config.post.clone()),
        fonts: Arc::new(Fonts::of(&config.letters)),
        secure: config.secure,
        matter_days: config.matter_days,
        search: Some(Arc::new(Finder::open(&config.data)?)),
        ..within(db, &config.data).await?
    };
    fill(&office.db, Moment(office.now_ms())).await?;
    if config.demo && !is_demo {
        demo::mark(&office).await?;
        office.site = Plate::of(Site::kept(&office.db).await?.unwrap_or_else(Site::demo));
    }
    Ok((office, held))
}

/// The office over an open register without its doors, for what is done by command.
///
/// # Errors
/// The keys beside the register, and the register.
pub async fn within(db: Db, data: &Path) -> Result<Office, ServeError> {
    let unset = match db.setting(demo::SETTING).await? {
        Some(_) => Site::demo(),
        None => Site::unnamed(),
    };
    Ok(Office {
        site: Plate::of(Site::kept(&db).await?.unwrap_or(unset)),
        calendar: Arc::new(calendar(&db).await?),
        clock: crate::office::now,
        reader: Reader::default(),
        matter_days: Config::MATTER_DAYS,
        uploads: Uploads::default(),
        vault: keys::of(&db, data).await?,
        db,
        rules: Arc::default(),
        provider: None,
        post: Arc::default(),
        fonts: Arc::new(Fonts::of(&Chosen::default())),
        search: None,
        common: Common::default(),
        visits: Visits::default(),
        seal: Arc::new(seal(data).map_err(|error| ServeError::Folder(data.to_owned(), error))?),
        secure: false,
    })
}

/// Whether a register holds a demonstration or nothing at all; asked before its tables are touched.
async fn may_be_a_demo(db: &Db, is_new: bool) -> Result<bool, gongkai_store::Error> {
    match db.setting(demo::SETTING).await {
        Ok(Some(_)) => Ok(true),
        Ok(None) => Ok(db.organ_count(None).await? + count_people(db).await? == 0),
        // no table of settings: nobody has made the register yet, or the file is not one of ours
        Err(gongkai_store::Error::Database(_)) => Ok(is_new),
        Err(other) => Err(other),
    }
}

/// The built-in notices and those that were loaded into the register.
///
/// # Errors
/// The register; [`gongkai_store::Error::Corrupt`] for a notice that nobody can read.
pub async fn calendar(db: &Db) -> Result<Calendar, gongkai_store::Error> {
    carried(&db.notices().await?)
}

/// The built-in notices and these.
///
/// # Errors
/// [`gongkai_store::Error::Corrupt`] for a notice that nobody can read.
pub fn carried(loaded: &[gongkai_store::Notice]) -> Result<Calendar, gongkai_store::Error> {
    loaded.iter().try_fold(Calendar::built_in().clone(), |calendar, notice| {
        let read = Notice::parse(&notice.text).map_err(|error| gongkai_store::Error::Corrupt(error.to_string()))?;
        Ok(calendar.with(read))
    })
}

async fn count_people(db: &Db) -> Result<i64, gongkai_store::Error> {
    Ok(i64::try_from(db.people("", 1).await?.len()).unwrap_or(1))
}

/// The key that signs form tokens: beside the register, for its owner's eyes only.
fn seal(data: &Path) -> io::Result<[u8; 32]> {
    let path = data.join("seal.key");
    if let Ok(bytes) = std::fs::read(&path)
        && let Ok(seal) = <[u8; 32]>::try_from(bytes)
    {
        return Ok(seal);
    }
    let seal = guard::random();
    for_the_owner(&path)?.write_all(&seal)?;
    Ok(seal)
}

/// Makes a file anew that only its owner may read.
fn for_the_owner(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The administrator of a register without people, with a password for one time.
async fn first_person(office: &Office) -> Result<Option<String>, ServeError> {
    if count_people(&office.db).await? > 0 {
        return Ok(None);
    }
    let once = password::one_time();
    let hash = password::hash(once.clone()).await.map_err(|error| ServeError::Demo(error.to_string()))?;
    let mut act = office.db.act(Actor::Operator, Moment(office.now_ms())).await?;
    let new = NewPerson {
        organ: None,
        name: "admin",
        full_name: "管理员",
        roles: &["system"],
        password: &hash,
        must_change: true,
    };
    act.add_person(&new).await?;
    act.commit().await?;
    Ok(Some(once))
}

fn announce(address: SocketAddr, once: Option<&str>, demo: Option<&str>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "已经开门：http://{address}")?;
    if let Some(password) = demo {
        writeln!(out, "演示数据：青禾县，单位、人物和数字都是虚构的，几秒后齐备")?;
        writeln!(out, "演示账号（这次启动的密码都是 {password}）：")?;
        for clerk in &demo::staff::STAFF {
            let roles: Vec<_> = clerk.roles.iter().map(|role| role.label()).collect();
            writeln!(out, "  {}　{}　{}　{}", clerk.name, clerk.full_name, clerk.place(), roles.join("、"))?;
        }
    }
    if let Some(once) = once {
        writeln!(out, "管理员账号 admin，一次性密码 {once}（只显示这一次，登录后要换）")?;
    }
    writeln!(out, "按 Ctrl-C 关门")?;
    out.flush()
}

/// Deletes expired uploads, sessions, unfinished applications, and messages that went out long ago.
///
/// # Errors
/// As the register has them.
pub async fn purge(office: &Office) -> Result<(), gongkai_store::Error> {
    let now = Moment(office.now_ms());
    office.db.purge_sessions(now).await?;
    office.db.purge_drafts(now).await?;
    office.db.purge_wrong_codes(now.plus_minutes(-attempts::MINUTES)).await?;
    office.db.purge_rooms(now.plus_minutes(-60 * room::HOURS)).await?;
    office.db.purge_messages(now.plus_days(-90)).await?;
    office.db.purge_signin_places(now.plus_days(-1), now.plus_days(-90)).await?;
    office.db.purge_unknown_names(now.plus_days(-1)).await?;
    office.db.purge_api_answers(now.plus_days(-api::DAYS)).await?;
    office.db.let_go_before(now.plus_days(-1)).await?;
    mistakes::forget(office).await?;
    loop {
        let mut act = office.db.act(Actor::System, now).await?;
        let gone = act.purge_verifications(100).await?;
        act.commit().await?;
        if gone < 100 {
            return Ok(());
        }
    }
}

async fn asked_to_stop() {
    let interrupt = async { drop(tokio::signal::ctrl_c().await) };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! { () = interrupt => {}, () = terminate => {} }
}
