//! 压缩包: a ZIP of many reports, opened within bounds.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::Source;

/// Files of all archives of one upload at most.
const MOST: usize = 200;
/// Bytes of one file in an archive.
const ONE: u64 = 20_000_000;
/// Bytes of all files of all archives of one upload.
const ALL: u64 = 200_000_000;

/// What the archives of one upload may still hold, all together: fifty small archives must not hold fifty times as much.
pub struct Room {
    files: usize,
    bytes: u64,
}

impl Default for Room {
    fn default() -> Self {
        Self { files: MOST, bytes: ALL }
    }
}

/// Whether a source looks like an archive, by its first bytes.
pub fn is_packed(source: &Source) -> bool {
    source.bytes.starts_with(b"PK\x03\x04") || source.bytes.starts_with(b"PK\x05\x06")
}

/// The files of an archive; `None` for what is a file itself (DOCX and XLSX are archives too).
///
/// # Errors
/// A Chinese sentence: damaged, locked, too many, too large.
pub fn open(source: &Source, room: &mut Room) -> Result<Option<Vec<Source>>, String> {
    if !is_packed(source) {
        return Ok(None);
    }
    let damaged = |_| "压缩包已经损坏，打不开".to_owned();
    let mut archive = ZipArchive::new(Cursor::new(&*source.bytes)).map_err(damaged)?;
    if archive.index_for_name("[Content_Types].xml").is_some() {
        return Ok(None);
    }
    let mut out = Vec::new();
    for i in 0..archive.len() {
        let file = archive.by_index(i).map_err(|_| "压缩包加了密码或者已经损坏，请解开以后上传".to_owned())?;
        let name = name(&file);
        if file.is_dir() || is_junk(&name) {
            continue;
        }
        room.files =
            room.files.checked_sub(1).ok_or_else(|| format!("压缩包里的文件合计超过{MOST}个，请分几次上传"))?;
        let mut bytes = Vec::new();
        // the announced size may lie: what counts is what comes out
        file.take(ONE.min(room.bytes) + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| format!("压缩包里的“{name}”已经损坏"))?;
        let size = bytes.len() as u64;
        if size > ONE {
            return Err(format!("压缩包里的“{name}”超过20 MB"));
        }
        let left = room.bytes.checked_sub(size);
        room.bytes = left.ok_or_else(|| "压缩包展开以后合计超过200 MB，请分几次上传".to_owned())?;
        out.push(Source { name, bytes: bytes.into() });
    }
    if out.is_empty() { Err("压缩包里没有文件".to_owned()) } else { Ok(Some(out)) }
}

/// The last part of the name. Windows writes names in GBK without saying so.
fn name<R: std::io::Read>(file: &zip::read::ZipFile<'_, R>) -> String {
    let raw = file.name_raw();
    let whole = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(raw).0.into_owned(),
    };
    whole.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or_default().chars().take(120).collect()
}

fn is_junk(name: &str) -> bool {
    name.is_empty() || name.starts_with('.') || matches!(name, "Thumbs.db" | "desktop.ini")
}
