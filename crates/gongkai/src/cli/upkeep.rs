//! `gongkai migrate`, `backup`, `restore`, `audit verify`, `calendar load`: the register's upkeep.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use gongkai::trouble::{self, said, unmade};
use gongkai_law::calendar::Notice;
use gongkai_store::{Db, Error, journal};

use super::{
    End, Ended, print,
    register::{Register, operator},
};

/// What needs nothing but a register.
#[derive(Args)]
pub struct Plain {
    #[command(flatten)]
    register: Register,
}

/// What needs a register and a file.
#[derive(Args)]
pub struct WithFile {
    /// 文件
    #[arg(value_name = "文件")]
    file: PathBuf,
    #[command(flatten)]
    register: Register,
}

#[derive(Subcommand)]
pub enum Audit {
    /// 校验操作日志的哈希链
    #[command(override_usage = "gongkai audit verify [选项]")]
    Verify(Plain),
}

#[derive(Subcommand)]
pub enum Calendar {
    /// 把一年的放假通知载入台账
    #[command(override_usage = "gongkai calendar load 文件 [选项]")]
    Load(WithFile),
}

/// Brings the register's tables up to this program.
pub fn migrate(Plain { register }: &Plain) -> Ended {
    let place = register.place(&register.settings()?);
    // a server that is running would meet tables that it does not know
    let _held = (place.database.is_none() && place.file().is_file()).then(|| held(&place.data)).transpose()?;
    register.with(|db| async move { db.migrate().await.map_err(|error| trouble::register(&error)) })?;
    print("台账结构已是最新\n")?;
    Ok(End::Fine)
}

/// Writes a whole copy of the embedded register to a new file.
pub fn backup(WithFile { file, register }: &WithFile) -> Ended {
    if file.exists() {
        return Err(format!("“{}”已经存在，备份不会覆盖它", file.display()));
    }
    let name = file.display();
    register.with(async |db| {
        let refused = |error| format!("没有备份到“{name}”：{}", trouble::register(&error));
        db.backup(file).await.map_err(refused)
    })?;
    print(&format!("已备份到{name}\n"))?;
    Ok(End::Fine)
}

/// Puts a backup in the place of a register that is not there, after its journal was verified.
pub fn restore(WithFile { file, register }: &WithFile) -> Ended {
    let place = register.place(&register.settings()?);
    let target = place.file();
    if place.database.is_some() {
        return Err("恢复只用于数据目录里的SQLite台账，其他数据库请用它自己的工具".to_owned());
    }
    if target.exists() {
        return Err(format!("“{}”里已经有台账，恢复不会覆盖它", place.data.display()));
    }
    let unmade = |error: &io::Error| format!("不能恢复到“{}”：{}", place.data.display(), unmade(error));
    // beside the data folder where there is none yet: a restore that fails must not leave one
    let room = tempfile::tempdir_in(standing(&place.data)).map_err(|error| unmade(&error))?;
    let copy = room.path().join("restored.sqlite");
    let sound = verified_copy(file, &copy)?;
    fs::create_dir_all(&place.data).map_err(|error| unmade(&error))?;
    let _held = held(&place.data)?;
    fs::rename(&copy, &target).map_err(|error| unmade(&error))?;
    print(&format!("已恢复到{}，操作日志{sound}条完好\n", place.data.display()))?;
    Ok(End::Fine)
}

/// Keeps servers out of a data folder until it is dropped.
fn held(data: &Path) -> Result<fs::File, String> {
    gongkai::hold(data).map_err(|error| error.to_string())
}

/// The nearest folder to a place that is there already.
fn standing(place: &Path) -> &Path {
    let there = place.ancestors().find(|folder| folder.is_dir());
    there.unwrap_or(Path::new("."))
}

/// Copies a backup and walks its journal; how many rows are sound.
fn verified_copy(file: &Path, copy: &Path) -> Result<i64, String> {
    let name = file.display();
    fs::copy(file, copy).map_err(|error| format!("备份文件“{name}”读不了：{}", said(&error)))?;
    let verified = super::register::block_on(async {
        let db = Db::open(copy).await?;
        let verified = journal::verify(&db).await;
        db.close().await;
        verified
    })?
    .map_err(|error: Error| format!("“{name}”不是台账的备份：{}", trouble::register(&error)))?;
    match verified.broken {
        None => Ok(verified.sound.seq),
        Some(fault) => Err(format!("“{name}”的操作日志断了：{fault}，没有恢复")),
    }
}

/// 校验: ends with 1 when the chain is broken, and says where.
pub fn audit(command: &Audit) -> Ended {
    let Audit::Verify(Plain { register }) = command;
    let verified =
        register.with(|db| async move { journal::verify(&db).await.map_err(|error| trouble::register(&error)) })?;
    match verified.broken {
        None => {
            print(&format!("操作日志完整，共{}条，链尾{}\n", verified.sound.seq, verified.sound.hash))?;
            Ok(End::Fine)
        }
        Some(fault) => {
            print(&format!("操作日志的链断了：{fault}；前{}条完好\n", verified.sound.seq))?;
            Ok(End::Wrong)
        }
    }
}

/// A notice is read and refused before the register is touched.
pub fn calendar(command: &Calendar) -> Ended {
    let Calendar::Load(WithFile { file, register }) = command;
    let name = file.display();
    let text = fs::read_to_string(file).map_err(|error| format!("{name}：{}", said(&error)))?;
    let notice = Notice::parse(&text).map_err(|error| format!("{name}：{error}"))?;
    let (year, published) = (notice.year, notice.published);
    let new = register.with(|db| async move {
        let (actor, at) = operator();
        let load = async {
            let mut act = db.act(actor, at).await?;
            let new = act.load_notice(&gongkai_store::Notice { year, published, text }).await?;
            act.commit().await?;
            Ok::<bool, Error>(new)
        };
        load.await.map_err(|error| trouble::register(&error))
    })?;
    let said = if new { "已载入" } else { "早已载入，没有变化：" };
    print(&format!("{said}{year}年放假安排（{published}公布）\n"))?;
    Ok(End::Fine)
}
