//! What can go wrong between us and the register.

/// What went wrong, in a sentence fit for a page.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody else saved it first: load it again and try once more.
    #[error("这条记录已被他人更新，请刷新后再试")]
    Stale,
    /// No such record, or not one for these eyes.
    #[error("没有这条{0}")]
    Missing(&'static str),
    /// What everybody may see would be gone without a word of why.
    #[error("已发布的年报只能由同样发布的版本替换")]
    Released,
    /// Another record has this name, slug or code already.
    #[error("{0}已被占用")]
    Taken(&'static str),
    /// A file is larger than [`crate::MAX_FILE`]; its size in bytes.
    #[error("文件有{0}字节，超过20MB的上限")]
    TooLarge(usize),
    /// A write of this act failed, and the act was to be committed all the same.
    #[error("前一步没有完成，全部撤销")]
    HalfDone,
    /// Another writer was in the way; the same act may succeed now.
    #[error("数据库正忙，请稍后再试")]
    Busy,
    /// The database address is not one we can use.
    #[error("数据库地址不可用：{0}")]
    Address(String),
    /// The database's tables are not those of this program.
    #[error("数据库结构升级失败：{0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// What the database holds is not what was written there.
    #[error("台账中的数据无法识别：{0}")]
    Corrupt(String),
    /// A file beside the register cannot be made; nothing was.
    #[error("文件不能写入：{0}")]
    Unwritable(#[source] std::io::Error),
    /// Only the embedded database can do this.
    #[error("{0}")]
    NotHere(&'static str),
    /// The database refused or could not be reached.
    #[error("数据库出错：{0}")]
    Database(#[source] sqlx::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        // SQLITE_CORRUPT and SQLITE_NOTADB; PostgreSQL's codes have five places
        if let sqlx::Error::Database(refusal) = &error
            && matches!(refusal.code().as_deref(), Some("11" | "26"))
        {
            return Self::Corrupt("文件不是SQLite数据库，或者已经损坏".to_owned());
        }
        let busy = match &error {
            // SQLITE_BUSY and its kin; PostgreSQL: serialization failure, deadlock
            sqlx::Error::Database(refusal) => {
                matches!(refusal.code().as_deref(), Some("5" | "261" | "517" | "40001" | "40P01"))
            }
            sqlx::Error::PoolTimedOut => true,
            _ => false,
        };
        if busy { Self::Busy } else { Self::Database(error) }
    }
}

impl Error {
    /// Turns the breach of a `unique` into the field it is about.
    pub(crate) fn taken(error: sqlx::Error, field: &'static str) -> Self {
        match error.as_database_error() {
            Some(refusal) if refusal.is_unique_violation() => Self::Taken(field),
            _ => error.into(),
        }
    }
}
