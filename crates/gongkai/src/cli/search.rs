//! `gongkai search`: the search index, which is derived from the register.

use clap::Subcommand;
use gongkai::find::feed;

use super::{End, Ended, print, upkeep::Plain};

#[derive(Subcommand)]
pub enum Command {
    /// 从台账重建检索库；服务开着也可以做，做完即换上
    #[command(override_usage = "gongkai search rebuild [选项]")]
    Rebuild(Plain),
}

/// Carries a command out.
pub fn run(command: &Command) -> Ended {
    let Command::Rebuild(Plain { register }) = command;
    let place = register.place(&register.settings()?);
    let count = register.with(|db| async move {
        let told = |count: usize| {
            if count.is_multiple_of(10_000) && count > 0 {
                eprintln!("已收入{count}条");
            }
        };
        feed::rebuild(&db, &place.data, told).await.map_err(|error| format!("检索库没有重建，原来的照旧：{error}"))
    })?;
    print(&format!("检索库已重建，共{count}条\n"))?;
    Ok(End::Fine)
}
