//! `gongkai report convert`: a report in the statutory form, in another format.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use gongkai::trouble::unmade;
use gongkai_report::write::Target;

use super::one::{One, one};
use crate::cli::{End, Ended};

#[derive(Args)]
pub struct Arguments {
    /// 年报文件，或者 report read 输出的JSON；- 表示标准输入
    #[arg(value_name = "路径")]
    path: PathBuf,
    /// 输出格式：json、html、docx、xlsx、md（pdf尚不支持）
    #[arg(long, value_name = "格式", value_enum)]
    to: To,
    /// 写到哪个文件；- 表示标准输出
    #[arg(short, long, value_name = "文件")]
    output: PathBuf,
    /// 文件里有几个年度的年报时，要哪一年的
    #[arg(long, value_name = "年度")]
    year: Option<i16>,
}

#[derive(Clone, Copy, ValueEnum)]
enum To {
    Json,
    Html,
    Docx,
    Xlsx,
    Pdf,
    Md,
}

impl To {
    fn target(self) -> Result<Target, String> {
        match self {
            Self::Json => Ok(Target::Json),
            Self::Html => Ok(Target::Html),
            Self::Docx => Ok(Target::Docx),
            Self::Xlsx => Ok(Target::Xlsx),
            Self::Md => Ok(Target::Markdown),
            Self::Pdf => Err("还不能直接输出PDF，请先输出DOCX或HTML，再打印或另存为PDF".to_owned()),
        }
    }
}

/// Writes the whole file or nothing.
pub fn run(arguments: &Arguments) -> Ended {
    let target = arguments.to.target()?;
    let one = one(&arguments.path, arguments.year)?;
    let source = arguments.path.to_string_lossy();
    let bytes = match &one {
        One::Read(reading) => target.rewrite(&source, reading)?,
        One::Kept(report) => target.write(&source, report)?,
    };
    if arguments.output == Path::new("-") {
        crate::cli::write(&mut std::io::stdout(), &bytes)?;
    } else {
        replace(&arguments.output, &bytes)
            .map_err(|error| format!("写不了{}：{}", arguments.output.display(), unmade(&error)))?;
    }
    Ok(End::Fine)
}

/// Puts a file in place of another in one step: whoever looks sees the old one or the new one.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let name = path.file_name().ok_or(std::io::ErrorKind::IsADirectory)?;
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = path.with_file_name(beside);
    let written = fs::OpenOptions::new().write(true).create_new(true).open(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    });
    if written.is_err() {
        // what is left of it is of no use to anybody; the first error is the one to tell
        let _ = fs::remove_file(&beside);
    }
    written
}
