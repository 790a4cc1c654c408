//! 故障: what the system refuses, said in Chinese to the person who runs the program.

use std::{error, io};

/// Why something could not be read, or done at all.
pub fn said(error: &io::Error) -> String {
    use io::ErrorKind as Kind;
    let told = match error.kind() {
        Kind::NotFound => "没有这个文件",
        Kind::PermissionDenied => "没有权限",
        Kind::AlreadyExists => "已有同名的文件",
        Kind::IsADirectory => "这是一个文件夹",
        Kind::NotADirectory => "路径里有一段不是文件夹",
        Kind::InvalidFilename => "文件名太长，或者有不能用的字符",
        Kind::InvalidInput => "路径不对，或者不是普通的文件",
        Kind::InvalidData => "内容不是UTF-8编码的文字",
        Kind::StorageFull | Kind::QuotaExceeded => "磁盘已满",
        Kind::ReadOnlyFilesystem => "磁盘是只读的",
        Kind::FileTooLarge => "文件太大",
        Kind::OutOfMemory => "内存不够",
        Kind::AddrInUse => "这个端口已有别的程序在用，请换一个端口，或者先停掉那个程序",
        Kind::AddrNotAvailable => "本机没有这个地址，请换成本机的地址",
        Kind::ConnectionRefused => "对方没有开着，请检查地址和端口",
        Kind::TimedOut => "等了太久没有回音",
        _ => {
            return error
                .raw_os_error()
                .map_or_else(|| "系统没有说明原因".to_owned(), |code| format!("系统错误{code}"));
        }
    };
    told.to_owned()
}

/// Why something could not be made: what is not there is the place for it.
pub fn unmade(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "上一级文件夹不存在，或者那里不能存放文件，请换一个地方".to_owned(),
        _ => said(error),
    }
}

/// What the register refuses; in its own words where nothing of the system is in them.
pub fn register(error: &gongkai_store::Error) -> String {
    use gongkai_store::Error;
    match (error, from_the_system(error)) {
        (Error::Unwritable(error), _) => format!("文件不能写入：{}", unmade(error)),
        (_, Some(cause)) => format!("数据库连不上：{}", said(cause)),
        _ => error.to_string(),
    }
}

fn from_the_system(error: &gongkai_store::Error) -> Option<&io::Error> {
    let first = error::Error::source(error);
    std::iter::successors(first, |error| error.source()).find_map(|error| error.downcast_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_refusal_of_the_system_is_told_in_english() {
        for code in 1..134 {
            let error = io::Error::from_raw_os_error(code);
            for told in [said(&error), unmade(&error)] {
                assert!(!told.is_ascii() && !told.contains("os error"), "{told}");
            }
        }
        assert_eq!(said(&io::Error::other("the thing broke")), "系统没有说明原因");
    }
}
