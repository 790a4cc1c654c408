//! `gongkai migrate`, `backup`, `restore`, `audit verify`, `calendar load`: the register's upkeep.

use std::{fs, path::PathBuf};

use clap::{Args, Subcommand};
use gongkai_law::calendar::Notice;
use gongkai_store::{Db, Error, journal};

use super::{
    End, Ended,
    inputs::said,
    print,
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
    register.with(|db| async move { db.migrate().await.map_err(|error| error.to_string()) })?;
    print("台账结构已是最新\n")?;
    Ok(End::Fine)
}

/// Writes a whole copy of the embedded register to a new file.
pub fn backup(WithFile { file, register }: &WithFile) -> Ended {
    if file.exists() {
        return Err(format!("“{}”已经存在，备份不会覆盖它", file.display()));
    }
    let copy = file.clone();
    register.with(|db| async move { db.backup(&copy).await.map_err(|error| error.to_string()) })?;
    print(&format!("已备份到{}\n", file.display()))?;
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
    fs::create_dir_all(&place.data).map_err(|error| format!("{}：{}", place.data.display(), said(&error)))?;
    let room =
        tempfile::tempdir_in(&place.data).map_err(|error| format!("{}：{}", place.data.display(), said(&error)))?;
    let copy = room.path().join("restored.sqlite");
    fs::copy(file, &copy).map_err(|error| format!("{}：{}", file.display(), said(&error)))?;
    let verified = super::register::block_on(async {
        let db = Db::open(&copy).await?;
        let verified = journal::verify(&db).await;
        db.close().await;
        verified
    })?
    .map_err(|error: Error| format!("{}不是台账的备份：{error}", file.display()))?;
    if let Some(fault) = verified.broken {
        return Err(format!("{}的操作日志断了：{fault}，没有恢复", file.display()));
    }
    fs::rename(&copy, &target).map_err(|error| format!("{}：{}", target.display(), said(&error)))?;
    print(&format!("已恢复到{}，操作日志{}条完好\n", place.data.display(), verified.sound.seq))?;
    Ok(End::Fine)
}

/// 校验: ends with 1 when the chain is broken, and says where.
pub fn audit(command: &Audit) -> Ended {
    let Audit::Verify(Plain { register }) = command;
    let verified = register.with(|db| async move { journal::verify(&db).await.map_err(|error| error.to_string()) })?;
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
        load.await.map_err(|error| error.to_string())
    })?;
    let said = if new { "已载入" } else { "早已载入，没有变化：" };
    print(&format!("{said}{year}年放假安排（{published}公布）\n"))?;
    Ok(End::Fine)
}
