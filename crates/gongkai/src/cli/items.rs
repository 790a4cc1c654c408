//! `gongkai items`: publications brought in many at once, and those of a year taken out as pages.

use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use clap::{Args, Subcommand};
use gongkai::{
    Office,
    people::roles::Hand,
    publish::{
        archive,
        bulk::{
            bundle::Bundle,
            desk::keep::known,
            look::{Looked, look},
            one::About,
            progress::Progress,
            take_in::{Brought, Unfinished, take_in},
            template,
        },
        word_list,
    },
    requests::take::NotTaken,
    trouble::{self, said},
};
use gongkai_store::{Error, Organ};

use super::{
    End, Ended, print,
    register::{Register, block_on},
};

/// How often is told how far it is.
const OFTEN: usize = 500;
/// The same while it is written.
const TURN: Duration = Duration::from_secs(2);

#[derive(Subcommand)]
pub enum Command {
    /// 批量导入：清单一行一条，附件在一个ZIP里；没有清单的，ZIP里是旧网页
    #[command(override_usage = "gongkai items import [清单] --organ 地址 [--files 附件.zip] [--dry-run] [选项]")]
    Import(Import),
    /// 把旧网页读成一份清单，改好以后再导入
    #[command(override_usage = "gongkai items pages 网页.zip --to 清单.xlsx")]
    Pages(Pages),
    /// 归档：一年里公开的信息做成放在文件夹里就能看的网页
    #[command(override_usage = "gongkai items archive 年份 --to 归档.zip [--organ 地址] [选项]")]
    Archive(ArchiveYear),
}

#[derive(Args)]
pub struct Import {
    /// 清单：XLSX或者CSV
    #[arg(value_name = "清单")]
    sheet: Option<PathBuf>,
    /// 附件包，或者旧网页：ZIP
    #[arg(long, value_name = "ZIP")]
    files: Option<PathBuf>,
    /// 发布机构在地址里的简称
    #[arg(long, value_name = "地址")]
    organ: String,
    /// 只试读，不写入
    #[arg(long)]
    dry_run: bool,
    /// 历史信息迁移：写明从哪个系统来、原来怎样审查公开的；由负责人提请、签发人确认以后公开
    #[arg(long, value_name = "说明")]
    migrate: Option<String>,
    #[command(flatten)]
    register: Register,
}

#[derive(Args)]
pub struct Pages {
    /// 旧网页：ZIP
    #[arg(value_name = "ZIP")]
    files: PathBuf,
    /// 写到哪里
    #[arg(long, value_name = "XLSX")]
    to: PathBuf,
}

#[derive(Args)]
pub struct ArchiveYear {
    /// 年份
    #[arg(value_name = "年份")]
    year: i16,
    /// 写到哪里
    #[arg(long, value_name = "ZIP")]
    to: PathBuf,
    /// 只要一个单位的
    #[arg(long, value_name = "地址")]
    organ: Option<String>,
    #[command(flatten)]
    register: Register,
}

/// Carries a command out.
pub fn run(command: &Command) -> Ended {
    match command {
        Command::Import(import) => bring(import),
        Command::Pages(Pages { files, to }) => pages(files, to),
        Command::Archive(year) => archive_year(year),
    }
}

fn opened(path: &Path) -> Result<File, String> {
    File::open(path).map_err(|error| format!("打不开“{}”：{}", path.display(), said(&error)))
}

fn bundle(path: Option<&PathBuf>) -> Result<Bundle, String> {
    match path {
        None => Ok(Bundle::empty()),
        Some(path) => Bundle::open(Box::new(std::io::BufReader::new(opened(path)?))),
    }
}

fn told(done: usize, all: usize) {
    if done.is_multiple_of(OFTEN) && done > 0 {
        eprintln!("{done}条，共{all}条");
    }
}

/// Work that Ctrl-C asks to stop: what it has put aside is let go then, and nothing of it is written.
fn stopped_by_hand() -> Arc<Progress> {
    let progress = Arc::new(Progress::unwatched(None));
    let asked = progress.clone();
    // beside the one thread of the command, which may be reading files
    std::thread::spawn(move || {
        if let Ok(Ok(())) = block_on(async { tokio::signal::ctrl_c().await }) {
            eprintln!("正在停下");
            asked.stop();
        }
    });
    progress
}

/// Tells from time to time how far it is, until it ends.
async fn watched<T>(progress: &Progress, work: impl Future<Output = T>) -> T {
    let mut turns = tokio::time::interval(TURN);
    turns.tick().await;
    tokio::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return done,
            _ = turns.tick() => {
                let (done, all) = progress.far();
                eprintln!("正在写入：{done}条，共{all}条");
            }
        }
    }
}

async fn organ(office: &Office, slug: &str) -> Result<Organ, String> {
    office.db.organ_at(slug).await.map_err(|error| match error {
        Error::Missing(_) => format!("没有地址是“{slug}”的单位"),
        error => trouble::register(&error),
    })
}

fn bring(import: &Import) -> Ended {
    let named = import.sheet.as_ref().or(import.files.as_ref());
    let Some(named) = named else { return Err("请写上清单，或者用 --files 指明旧网页的ZIP".to_owned()) };
    let name = named.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let why = import.migrate.as_deref().unwrap_or_default().trim().to_owned();
    if import.migrate.is_some() && (why.is_empty() || why.chars().count() > 500) {
        return Err("--migrate 后面写明从哪个系统来、原来怎样审查公开的，最多500字".to_owned());
    }
    let sheet = match &import.sheet {
        Some(path) => {
            Some(std::fs::read(path).map_err(|error| format!("打不开“{}”：{}", path.display(), said(&error)))?)
        }
        None => None,
    };
    let mut bundle = bundle(import.files.as_ref())?;
    let brought = Brought { name, why, migrates: import.migrate.is_some() };
    let place = import.register.place(&import.register.settings()?);
    let (text, sound) = import.register.with(|db| async move {
        let office = gongkai::within(db, &place.data).await.map_err(|error| error.to_string())?;
        let organ = organ(&office, &import.organ).await?;
        let names = [organ.name.clone(), organ.short_name.clone()];
        let words = word_list::of(&office, &organ).await.map_err(|error| trouble::register(&error))?;
        let about = About { organ: names, today: office.today(), migrates: brought.migrates, words };
        let progress = stopped_by_hand();
        let step = |done, all| {
            told(done, all);
            progress.at(done, all)
        };
        let mut looked = look(sheet.as_deref(), &mut bundle, &about, &step)?;
        known(&office, &mut looked).await.map_err(|error| trouble::register(&error))?;
        if !looked.faults.is_empty() || looked.rows == 0 {
            return Ok((faults(&looked), false));
        }
        let passed = passed(&looked);
        if import.dry_run {
            return Ok((format!("{passed}可以导入{}条。这是试读，什么也没有写。\n", looked.rows), true));
        }
        let work = take_in(&office, (&Hand::Platform, &organ), (&brought, None), (&looked, bundle), &progress);
        watched(&progress, work).await.map_err(unwritten)?;
        let next = if brought.migrates {
            "等负责人提请、签发人确认"
        } else {
            "成为草稿，照常三审以后发布"
        };
        Ok((format!("{passed}已经导入{}条，{next}。\n", looked.rows), true))
    })?;
    print(&text)?;
    Ok(if sound { End::Fine } else { End::Wrong })
}

fn unwritten(why: Unfinished) -> String {
    match why {
        Unfinished::Stopped => "已经停下，一条也没有写入".to_owned(),
        Unfinished::Unread(why) => format!("{why}。一条也没有写入"),
        Unfinished::Not(NotTaken::Refused(refusal)) => refusal.to_string(),
        Unfinished::Not(NotTaken::Store(error)) => trouble::register(&error),
    }
}

fn faults(looked: &Looked) -> String {
    let line = |fault: &gongkai::sheet::table::Fault| {
        let mend = if fault.mend.is_empty() { String::new() } else { format!("。{}", fault.mend) };
        format!("第{}行 {}：{}{mend}\n", fault.row, fault.column, fault.what)
    };
    let all: String = looked.faults.iter().map(line).collect();
    format!("{}{all}{}条，{}处要改；一条也没有写入。\n", passed(looked), looked.rows, looked.faults.len())
}

fn passed(looked: &Looked) -> String {
    looked.passed.iter().map(|(path, why)| format!("{path}：{why}\n")).collect()
}

fn pages(files: &PathBuf, to: &Path) -> Ended {
    let mut bundle = bundle(Some(files))?;
    let (rows, passed) = gongkai::publish::bulk::pages::rows(&mut bundle)?;
    let mut made = template::file(&rows).map_err(|error| format!("清单做不成：{error}"))?;
    let unwritten = |error: std::io::Error| format!("“{}”写不进去：{}", to.display(), said(&error));
    std::io::Seek::rewind(&mut made).map_err(unwritten)?;
    let mut out = File::create(to).map_err(unwritten)?;
    std::io::copy(&mut made, &mut out).map_err(unwritten)?;
    let passed: String = passed.iter().map(|(path, why)| format!("{path}：{why}\n")).collect();
    print(&format!("{passed}读出{}条，写在{}\n", rows.len(), to.display()))?;
    Ok(End::Fine)
}

fn archive_year(asked: &ArchiveYear) -> Ended {
    if !(1949..=2200).contains(&asked.year) {
        return Err(format!("“{}”不是年份", asked.year));
    }
    let place = asked.register.place(&asked.register.settings()?);
    // beside the place first, so that nothing half-written stands there
    let folder = asked.to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let unwritten = |error: std::io::Error| format!("“{}”写不进去：{}", asked.to.display(), said(&error));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(unwritten)?;
    let done = asked.register.with(|db| async {
        let office = gongkai::within(db, &place.data).await.map_err(|error| error.to_string())?;
        let whose = match &asked.organ {
            Some(slug) => Some(organ(&office, slug).await?),
            None => None,
        };
        let out = std::io::BufWriter::new(file.as_file_mut());
        let told = |count: usize| told(count, count);
        let done = archive::write(&office, (asked.year, whose.as_ref()), out, told).await;
        done.map_err(|error| error.to_string())
    })?;
    file.flush().map_err(unwritten)?;
    file.persist(&asked.to).map_err(|error| unwritten(error.error))?;
    print(&format!(
        "已经归档{}条、{}个附件，撤下的{}条只有墓碑，写在{}；解开以后打开index.html\n",
        done.items,
        done.files,
        done.stones,
        asked.to.display()
    ))?;
    Ok(End::Fine)
}
