//! `gongkai key rotate`: a new key for everything that is sealed; `give-up`: new keys where the old ones are lost.

use clap::Subcommand;
use gongkai::{
    keys::Trial,
    rekey::rekey,
    vault::{self, Vault},
};

use super::{
    End, Ended, print,
    register::operator,
    upkeep::{Plain, held},
};

#[derive(Subcommand)]
pub enum Command {
    /// 换一把新密钥：把加密的数据全部重新加密，然后划去旧密钥
    #[command(override_usage = "gongkai key rotate [选项]")]
    Rotate(Plain),
    /// 密钥文件丢了又没有备份：放弃已经加密的数据，另起一把密钥
    #[command(override_usage = "gongkai key give-up [选项]")]
    GiveUp(Plain),
}

pub fn run(command: &Command) -> Ended {
    match command {
        Command::Rotate(plain) => rotate(plain),
        Command::GiveUp(plain) => give_up(plain),
    }
}

fn give_up(Plain { register }: &Plain) -> Ended {
    let place = register.place(&register.settings()?);
    let _held = held(&place.data)?;
    register.with(|db| async move {
        db.migrate().await.map_err(|error| gongkai::trouble::register(&error))?;
        gongkai::keys::give_up(&db, &place.data, operator()).await.map_err(|error| error.to_string())
    })?;
    print("另起了一把密钥；以前加密的姓名、联系方式和材料打不开了，以前的查询码也不能用，可以在卷宗里另发\n")?;
    Ok(End::Fine)
}

fn rotate(Plain { register }: &Plain) -> Ended {
    let place = register.place(&register.settings()?);
    let file = place.data.join(vault::FILE);
    if !file.is_file() {
        return Err(format!("“{}”里没有密钥文件{}，没有可换的密钥", place.data.display(), vault::FILE));
    }
    // a server that is running has the old keys in memory and would go on sealing under them
    let _held = held(&place.data)?;
    let vault = Vault::read(&file).map_err(|error| error.to_string())?;
    let (_, at) = operator();
    let done = register.with(async |db| {
        db.migrate().await.map_err(|error| gongkai::trouble::register(&error))?;
        let trial = Trial::of(&db).await.map_err(|error| gongkai::trouble::register(&error))?;
        trial.fit(&vault, &file).map_err(|error| error.to_string())?;
        rekey(&db, &vault, at).await.map_err(|error| format!("没有换完，已经换好的都有效，请再运行一次：{error}"))
    })?;
    let begun = if done.went_on { "接着上次没有换完的，" } else { "" };
    if done.spoiled > 0 {
        print(&format!("{begun}重新加密了{}条，旧密钥仍留在{}\n", done.resealed, file.display()))?;
        let more = if u64::try_from(done.first.len()) == Ok(done.spoiled) { "" } else { "\n  ……" };
        let first = done.first.iter().map(|one| format!("\n  {one}")).collect::<String>();
        return Err(format!(
            "{}条打不开，原样留着，请核对密钥文件或者从备份找回，再运行一次：{first}{more}",
            done.spoiled
        ));
    }
    print(&format!(
        "{begun}重新加密了{}条，现在用第{}把密钥，旧密钥已从{}划去；以前的备份要用当时留下的密钥文件\n",
        done.resealed,
        done.key,
        file.display()
    ))?;
    if done.lost > 0 {
        print(&format!("另有{}条是以前放弃的密钥加密的，原样留着\n", done.lost))?;
    }
    Ok(End::Fine)
}
