//! What can go wrong between us and the index.

use std::{io, sync::Arc};

use tantivy::TantivyError;

/// What went wrong, in a sentence fit for a page.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The index was written by another version of this program; what it calls its form. [`Rebuild`](crate::Rebuild)
    /// mends it.
    #[error("检索库是另一版本写的（{0}），请重建检索库")]
    Foreign(String),
    /// What lies in the folder is no index, or lacks a part of one. [`Rebuild`](crate::Rebuild) mends it.
    #[error("检索库已损坏，请重建检索库：{0}")]
    Broken(String),
    /// Somebody else writes, in this process or another: one at a time.
    #[error("检索库正由另一进程写入，请稍后再试")]
    Busy,
    /// An entry without an identity, or with one of more than 200 bytes: it could never be replaced or removed.
    #[error("检索条目的编号须为 1 至 200 字节")]
    Identity,
    /// The folder cannot be read or written.
    #[error("检索库的文件夹不能读写：{0}")]
    Folder(#[from] io::Error),
    /// The engine failed; what was committed before is still there.
    #[error("检索失败：{0}")]
    Engine(String),
}

impl From<TantivyError> for Error {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(..) => Self::Busy,
            TantivyError::DataCorruption(damage) => Self::Broken(format!("{damage:?}")),
            TantivyError::IncompatibleIndex(other) => Self::Foreign(format!("{other:?}")),
            TantivyError::OpenReadError(fault) => Self::Broken(fault.to_string()),
            TantivyError::OpenDirectoryError(fault) => Self::Broken(fault.to_string()),
            TantivyError::IoError(fault) => Self::Folder(shared(&fault)),
            other => Self::Engine(other.to_string()),
        }
    }
}

/// The engine shares its errors; ours own theirs.
fn shared(fault: &Arc<io::Error>) -> io::Error {
    io::Error::new(fault.kind(), fault.to_string())
}
