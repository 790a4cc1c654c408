//! `gongkai report convert`: a report in the statutory form, in another format.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use gongkai::{
    letters::{
        fonts::{Chosen, Fonts},
        pdf,
    },
    trouble::unmade,
};
use gongkai_report::write::{Paper, Target};

use super::one::{One, one};
use crate::cli::{End, Ended};

#[derive(Args)]
pub struct Arguments {
    /// 年报文件，或者 report read 输出的JSON；- 表示标准输入
    #[arg(value_name = "路径")]
    path: PathBuf,
    /// 输出格式：json、html、docx、xlsx、md、pdf
    #[arg(long, value_name = "格式", value_enum)]
    to: To,
    /// 写到哪个文件；- 表示标准输出
    #[arg(short, long, value_name = "文件")]
    output: PathBuf,
    /// 文件里有几个年度的年报时，要哪一年的
    #[arg(long, value_name = "年度")]
    year: Option<i16>,
    /// PDF用哪个字体文件；不写用本机的仿宋或者宋体
    #[arg(long, value_name = "字体文件")]
    font: Option<PathBuf>,
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
    /// The format; `None` for PDF, which takes the fonts of the machine.
    fn target(self) -> Option<Target> {
        match self {
            Self::Json => Some(Target::Json),
            Self::Html => Some(Target::Html),
            Self::Docx => Some(Target::Docx),
            Self::Xlsx => Some(Target::Xlsx),
            Self::Md => Some(Target::Markdown),
            Self::Pdf => None,
        }
    }
}

/// Writes the whole file or nothing.
pub fn run(arguments: &Arguments) -> Ended {
    let one = one(&arguments.path, arguments.year)?;
    let source = arguments.path.to_string_lossy();
    let bytes = match (arguments.to.target(), &one) {
        (Some(target), One::Read(reading)) => target.rewrite(&source, reading)?,
        (Some(target), One::Kept(report)) => target.write(&source, report)?,
        (None, one) => printed(arguments, one)?,
    };
    if arguments.output == Path::new("-") {
        crate::cli::write(&mut std::io::stdout(), &bytes)?;
    } else {
        replace(&arguments.output, &bytes)
            .map_err(|error| format!("写不了{}：{}", arguments.output.display(), unmade(&error)))?;
    }
    Ok(End::Fine)
}

fn printed(arguments: &Arguments, one: &One) -> Result<Vec<u8>, String> {
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let fonts = match &arguments.font {
        Some(font) => Chosen { font: Some(font.clone()), title_font: None },
        None => Chosen { font: named("GONGKAI_LETTERS_FONT"), title_font: named("GONGKAI_LETTERS_TITLE_FONT") },
    };
    let preamble = if let One::Read(reading) = one { reading.preamble.text.as_str() } else { "" };
    pdf::report::file(&Fonts::of(&fonts), &Paper::of(one.report(), preamble))
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
