//! `gongkai audit verify`: the journal's chain, an end of it that was written down elsewhere, what every step and letter
//! says, and every kept file.

use clap::{Args, Subcommand};
use gongkai::{
    case_files::proved,
    guard, trouble,
    vault::{self, Vault},
};
use gongkai_store::{
    Db, Digest, Error, Opened, VerifiedContent, VerifiedFiles,
    journal::{self, Head, Verified},
};

use super::{End, Ended, print, register::Register};

#[derive(Subcommand)]
pub enum Command {
    /// 校验操作日志的哈希链、登记的经过和文书、留存的文件
    #[command(override_usage = "gongkai audit verify [--end 序号:哈希] [选项]")]
    Verify(Verify),
}

#[derive(Args)]
pub struct Verify {
    /// 以前记在别处的链尾，例如 1024:3f2a…；可以写几个
    #[arg(long, value_name = "序号:哈希")]
    end: Vec<String>,
    #[command(flatten)]
    register: Register,
}

/// Ends with 1 when something is not as it was written, and says what and where.
pub fn run(command: &Command) -> Ended {
    let Command::Verify(Verify { end, register }) = command;
    let ends = end.iter().map(|end| written_down(end)).collect::<Result<Vec<_>, _>>()?;
    let keys = register.place(&register.settings()?).data.join(vault::FILE);
    // whoever looks after the register need not have its keys
    let vault = keys.is_file().then(|| Vault::read(&keys)).transpose().map_err(|error| error.to_string())?;
    let found = register.with(|db| async move {
        Found::of(&db, &ends, vault.as_ref()).await.map_err(|error| trouble::register(&error))
    })?;
    print(&found.told())?;
    Ok(if found.is_sound() { End::Fine } else { End::Wrong })
}

/// `1024:3f2a…`, as `audit verify` prints it.
fn written_down(end: &str) -> Result<Head, String> {
    let read = || {
        let (seq, hash) = end.trim().split_once([':', '：'])?;
        let hash: [u8; 32] = guard::unhex(&hash.trim().to_ascii_lowercase())?.try_into().ok()?;
        Some(Head { seq: seq.trim().parse().ok()?, hash: Digest(hash) })
    };
    read().ok_or_else(|| format!("--end 应当是“序号:64位十六进制哈希”，“{end}”不是"))
}

struct Found {
    journal: Verified,
    /// Ends that were written down elsewhere and are not there.
    lost: Vec<i64>,
    held: usize,
    /// `None` where the chain is broken: its rows say nothing then.
    content: Option<VerifiedContent>,
    files: VerifiedFiles,
}

impl Found {
    async fn of(db: &Db, ends: &[Head], vault: Option<&Vault>) -> Result<Self, Error> {
        let journal = journal::verify(db).await?;
        let (mut lost, mut held) = (Vec::new(), 0);
        for end in ends {
            match journal::holds(db, *end).await? {
                true => held += 1,
                false => lost.push(end.seq),
            }
        }
        let content = match journal.broken {
            None => Some(db.verify_content().await?),
            Some(_) => None,
        };
        let files = db.verify_files(|file| vault.map_or(Opened::NoKey, |vault| proved(vault, file))).await?;
        Ok(Self { journal, lost, held, content, files })
    }

    fn is_sound(&self) -> bool {
        let content = self.content.as_ref().is_some_and(|content| content.broken.is_none());
        self.journal.broken.is_none() && self.lost.is_empty() && content && self.files.broken.is_none()
    }

    fn told(&self) -> String {
        let sound = self.journal.sound;
        let mut told = match self.journal.broken {
            None => format!("操作日志完整，共{}条，链尾{}:{}\n", sound.seq, sound.seq, sound.hash),
            Some(fault) => format!("操作日志的链断了：{fault}；前{}条完好\n", sound.seq),
        };
        for seq in &self.lost {
            told += &format!("第{seq}条与记在别处的链尾不符：到这一条为止的日志被改写、截短过\n");
        }
        if self.held > 0 {
            told += &format!("记在别处的链尾有{}个，都对得上\n", self.held);
        }
        told += &self.said();
        told += &match self.files.broken {
            None => format!("留存的文件{}份，都与登记的摘要一致\n", self.files.sound),
            Some(fault) => format!("留存的文件：{fault}；在它之前的{}份完好\n", self.files.sound),
        };
        if self.files.unopened > 0 {
            told += &format!("其中{}份是加密的，没有它们的密钥，只核对了密文\n", self.files.unopened);
        }
        told
    }

    /// Of the steps and letters.
    fn said(&self) -> String {
        let Some(content) = &self.content else {
            return "日志的链断了，登记的经过和文书无从核对\n".to_owned();
        };
        let mut told = match &content.broken {
            None => format!("登记的经过{}步、文书{}份，都与操作日志一致\n", content.steps, content.letters),
            Some(fault) => format!("登记的内容：{fault}\n"),
        };
        if content.unbound > 0 {
            told += &format!("另有{}步、份由旧版本或者整批载入，日志里没有它们的摘要\n", content.unbound);
        }
        told
    }
}
