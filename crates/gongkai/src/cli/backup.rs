//! `gongkai backup` and `restore`: the register in one file, and its keys in another, to be kept apart.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::Args;
use gongkai::{
    keys::{KeysError, Trial},
    trouble::{self, said, unmade},
    vault::{self, Vault},
};
use gongkai_store::{Db, journal};

use super::{
    End, Ended, print,
    register::{Register, block_on, operator},
    upkeep::held,
};

#[derive(Args)]
pub struct Backup {
    /// 备份写到这个文件
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 密钥另存到这个文件，默认是备份文件名加.key
    #[arg(long, value_name = "文件")]
    key: Option<PathBuf>,
    #[command(flatten)]
    register: Register,
}

#[derive(Args)]
pub struct Restore {
    /// 备份文件
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 备份时另存的密钥文件，默认是备份文件名加.key
    #[arg(long, value_name = "文件")]
    key: Option<PathBuf>,
    /// 密钥找不到了也要恢复：姓名、证件号码、联系方式和查询码都打不开
    #[arg(long, conflicts_with = "key")]
    without_key: bool,
    #[command(flatten)]
    register: Register,
}

/// Where the keys of a backup are when nobody says otherwise.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".key");
    name.into()
}

/// Writes a whole copy of the embedded register to a new file, and its keys to another.
pub fn backup(Backup { file, key, register }: &Backup) -> Ended {
    let key = key.clone().unwrap_or_else(|| beside(file));
    for new in [file, &key] {
        if new.exists() {
            return Err(format!("“{}”已经存在，备份不会覆盖它", new.display()));
        }
    }
    let name = file.display();
    let keys = register.place(&register.settings()?).data.join(vault::FILE);
    // a rotation may strike keys while the copy is made: those of before and those of after it open all of it together
    let before = fs::read_to_string(&keys).unwrap_or_default();
    register.with(async |db| {
        let refused = |error| format!("没有备份到“{name}”：{}", trouble::register(&error));
        db.backup(file).await.map_err(refused)
    })?;
    if !keys.is_file() {
        print(&format!("已备份到{name}\n"))?;
        return Ok(End::Fine);
    }
    let kept = fs::read_to_string(&keys).and_then(|after| keep_key(&key, Vault::joined(&before, &after).as_bytes()));
    kept.map_err(|error| format!("密钥没有存到“{}”：{}", key.display(), unmade(&error)))?;
    print(&format!("已备份到{name}；密钥另存在{}，没有它，备份里的姓名和联系方式打不开，请分开保管\n", key.display()))?;
    Ok(End::Fine)
}

/// Writes a key file for the eyes of its owner alone.
fn keep_key(to: &Path, bytes: &[u8]) -> io::Result<()> {
    use io::Write as _;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(to)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Puts a backup in the place of a register that is not there, after its journal was verified and its key was tried.
pub fn restore(Restore { file, key, without_key, register }: &Restore) -> Ended {
    let place = register.place(&register.settings()?);
    let (target, keys) = (place.file(), place.data.join(vault::FILE));
    if place.database.is_some() {
        return Err("恢复只用于数据目录里的SQLite台账，其他数据库请用它自己的工具".to_owned());
    }
    if *without_key && keys.exists() {
        return Err(format!(
            "“{}”还在：去掉 --without-key 用它恢复；它若不是这份备份的密钥，先把它移走",
            keys.display()
        ));
    }
    for there in std::iter::once(&target).chain(key.as_ref().map(|_| &keys)) {
        if there.exists() {
            return Err(format!("“{}”已经存在，恢复不会覆盖它", there.display()));
        }
    }
    let unmade = |error: &io::Error| format!("不能恢复到“{}”：{}", place.data.display(), unmade(error));
    // beside the data folder where there is none yet: a restore that fails must not leave one
    let room = tempfile::tempdir_in(standing(&place.data)).map_err(|error| unmade(&error))?;
    let copy = room.path().join("restored.sqlite");
    let (sound, trial) = verified_copy(file, &copy)?;
    // a folder that lost its register may still have its keys
    let key = key.clone().unwrap_or_else(|| if keys.exists() { keys.clone() } else { beside(file) });
    let key = if *without_key { renounced(&copy, room.path())? } else { key };
    let brings_key = key != keys && key.is_file();
    if trial.is_any() && !without_key {
        opens(&key, &trial)?;
    }
    fs::create_dir_all(&place.data).map_err(|error| unmade(&error))?;
    let _held = held(&place.data)?;
    if brings_key {
        fs::read(&key).and_then(|bytes| keep_key(&keys, &bytes)).map_err(|error| unmade(&error))?;
    }
    fs::rename(&copy, &target).map_err(|error| unmade(&error))?;
    print(&format!("已恢复到{}，操作日志{sound}条完好\n", place.data.display()))?;
    Ok(End::Fine)
}

/// Draws new keys for a copy whose own are lost, and says so in its journal; where they are.
fn renounced(copy: &Path, room: &Path) -> Result<PathBuf, String> {
    block_on(async {
        let db = Db::open(copy).await.map_err(|error| trouble::register(&error))?;
        let done = gongkai::keys::give_up(&db, room, operator()).await;
        db.close().await;
        done.map_err(|error| error.to_string())
    })??;
    Ok(room.join(vault::FILE))
}

/// Whether what is sealed in a backup opens by this file.
fn opens(key: &Path, trial: &Trial) -> Result<(), String> {
    let name = key.display();
    if !key.is_file() {
        return Err(format!(
            "没有密钥文件“{name}”，备份里的姓名、联系方式和材料打不开；用 --key 指明它在哪里，确实没有了再用 --without-key"
        ));
    }
    let vault = Vault::read(key).map_err(|error| error.to_string())?;
    match trial.fit(&vault, key) {
        Err(KeysError::Others(_)) => Err(format!("“{name}”不是这份备份的密钥，加密的数据用它打不开")),
        tried => tried.map_err(|error| error.to_string()),
    }
}

/// The nearest folder to a place that is there already.
fn standing(place: &Path) -> &Path {
    let there = place.ancestors().find(|folder| folder.is_dir());
    there.unwrap_or(Path::new("."))
}

/// Copies a backup and walks its journal; how many rows are sound, and what to try the keys on.
fn verified_copy(file: &Path, copy: &Path) -> Result<(i64, Trial), String> {
    let name = file.display();
    let none = |error| format!("“{name}”不是台账的备份：{}", trouble::register(&error));
    fs::copy(file, copy).map_err(|error| format!("备份文件“{name}”读不了：{}", said(&error)))?;
    block_on(async {
        let db = Db::open(copy).await.map_err(none)?;
        let verified = journal::verify(&db).await.map_err(none)?;
        if let Some(fault) = verified.broken {
            return Err(format!("“{name}”的操作日志断了：{fault}，没有恢复"));
        }
        // of an older program, perhaps
        db.migrate().await.map_err(none)?;
        let trial = Trial::of(&db).await.map_err(none)?;
        db.close().await;
        Ok((verified.sound.seq, trial))
    })?
}
