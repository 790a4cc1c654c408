//! `gongkai migrate`, `calendar load`: the register's upkeep.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use gongkai::trouble::{self, said};
use gongkai_law::calendar::Notice;
use gongkai_store::Error;

use super::{
    End, Ended, print,
    register::{Register, operator},
};

/// What needs nothing but a register.
#[derive(Args)]
pub struct Plain {
    #[command(flatten)]
    pub register: Register,
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

/// Keeps servers out of a data folder until it is dropped.
pub fn held(data: &Path) -> Result<fs::File, String> {
    gongkai::hold(data).map_err(|error| error.to_string())
}

/// A notice is read and refused before the register is touched.
pub fn calendar(command: &Calendar) -> Ended {
    let Calendar::Load(WithFile { file, register }) = command;
    let name = file.display();
    let text = fs::read_to_string(file).map_err(|error| format!("{name}：{}", said(&error)))?;
    let notice = Notice::parse(&text).map_err(|error| format!("{name}：{error}"))?;
    let (year, published) = (notice.year, notice.published);
    let place = register.place(&register.settings()?);
    let (new, moved) = register.with(|db| async move {
        let (actor, at) = operator();
        let load = async {
            let mut act = db.act(actor, at).await?;
            let new = act.load_notice(&gongkai_store::Notice { year, published, text }).await?;
            act.commit().await?;
            Ok::<bool, Error>(new)
        };
        let new = load.await.map_err(|error| trouble::register(&error))?;
        Ok((new, super::night::reckon(db, &place).await?))
    })?;
    let said = if new { "已载入" } else { "早已载入，没有变化：" };
    print(&format!("{said}{year}年放假安排（{published}公布）\n"))?;
    if moved > 0 {
        print(&format!("{moved}件申请的答复期限已重新推算，正在运行的服务请重新启动\n"))?;
    }
    Ok(End::Fine)
}
