//! 附件包: the files of an import in one ZIP, looked at before anything is unpacked: how many, how large, how tightly packed,
//! and whether a name leads out of it.

use std::{
    collections::HashMap,
    io::{Cursor, Read, Seek},
};

use gongkai_store::MAX_FILE;
use zip::ZipArchive;

/// Files in it.
const MOST: usize = 20_000;
/// All of them together, unpacked.
const TOGETHER: u64 = 4 << 30;
/// How many times larger a file may be than it lies in it, where it is larger than a megabyte.
const TIGHTEST: u64 = 200;
/// Characters of a name.
const LONGEST: usize = 300;

/// Something that a bundle is read from.
pub trait Source: Read + Seek + Send {}
impl<T: Read + Seek + Send> Source for T {}

/// 附件包
pub struct Bundle {
    archive: Option<ZipArchive<Box<dyn Source>>>,
    /// Path, its place, and its size.
    files: Vec<(String, usize, u64)>,
    by_path: HashMap<String, usize>,
    /// Of the names without their folders, whose are borne once.
    by_name: HashMap<String, Option<usize>>,
}

impl Bundle {
    /// None at all.
    pub fn empty() -> Self {
        Self { archive: None, files: Vec::new(), by_path: HashMap::new(), by_name: HashMap::new() }
    }

    /// From its bytes.
    ///
    /// # Errors
    /// As [`Bundle::open`].
    pub fn of(bytes: Vec<u8>) -> Result<Self, String> {
        Self::open(Box::new(Cursor::new(bytes)))
    }

    /// Looks through its list.
    ///
    /// # Errors
    /// A Chinese sentence: no ZIP, too many, too large, too tight, a name that leads out of it, locked by a password.
    pub fn open(source: Box<dyn Source>) -> Result<Self, String> {
        let mut archive = ZipArchive::new(source).map_err(|_| "附件包不是ZIP文件，或者已经损坏。".to_owned())?;
        if archive.len() > MOST {
            return Err(format!("附件包里有{}个文件，最多{MOST}个，请分成几包。", archive.len()));
        }
        let mut bundle = Self::empty();
        let mut together = 0_u64;
        for at in 0..archive.len() {
            let file = archive.by_index_raw(at).map_err(|_| "附件包已经损坏。".to_owned())?;
            let name = decoded(file.name_raw());
            if file.is_dir() || is_rubbish(&name) {
                continue;
            }
            let path = sound(&name)?;
            let (size, packed) = (file.size(), file.compressed_size().max(1));
            if file.encrypted() {
                return Err(format!("附件包里的“{path}”加了密码，请去掉密码再上传。"));
            }
            if size > 1 << 20 && size / packed > TIGHTEST {
                return Err(format!("附件包里的“{path}”压缩了{}倍，不像正常的文件，没有打开。", size / packed));
            }
            together = together.saturating_add(size);
            if together > TOGETHER {
                return Err(format!("附件包解开以后超过{} GB，请分成几包。", TOGETHER >> 30));
            }
            bundle.add(path, at, size);
        }
        bundle.archive = Some(archive);
        Ok(bundle)
    }

    fn add(&mut self, path: String, at: usize, size: u64) {
        let nth = self.files.len();
        let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
        self.by_name.entry(name).and_modify(|one| *one = None).or_insert(Some(nth));
        self.by_path.insert(path.to_lowercase(), nth);
        self.files.push((path, at, size));
    }

    /// The paths of its files, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(path, ..)| path.as_str())
    }

    /// Its path in the bundle of what somebody names, by its path or by its name where only one file bears it.
    ///
    /// # Errors
    /// That there is none, or several.
    pub fn find(&self, named: &str) -> Result<&str, String> {
        let named = named.trim().replace('\\', "/").trim_start_matches("./").to_lowercase();
        let nth = match (self.by_path.get(&named), self.by_name.get(&named)) {
            (Some(nth), _) | (None, Some(Some(nth))) => *nth,
            (None, Some(None)) => return Err("附件包里有几个同名的文件，请写上文件夹".to_owned()),
            (None, None) => return Err("附件包里没有这个文件".to_owned()),
        };
        self.files.get(nth).map(|(path, ..)| path.as_str()).ok_or_else(|| "附件包里没有这个文件".to_owned())
    }

    /// Whether it is larger than an attachment may be.
    pub fn is_too_large(&self, path: &str) -> bool {
        let nth = self.by_path.get(&path.to_lowercase()).and_then(|nth| self.files.get(*nth));
        nth.is_some_and(|(.., size)| *size > MAX_FILE as u64)
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// A Chinese sentence: damaged, or larger than it says.
    pub fn read(&mut self, path: &str) -> Result<Vec<u8>, String> {
        let nth = self.by_path.get(&path.to_lowercase()).and_then(|nth| self.files.get(*nth));
        let (Some((_, at, size)), Some(archive)) = (nth, self.archive.as_mut()) else {
            return Err("附件包里没有这个文件".to_owned());
        };
        let file = archive.by_index(*at).map_err(|_| "文件损坏，解不开".to_owned())?;
        let most = (*size).min(MAX_FILE as u64);
        let mut bytes = Vec::new();
        // the list may say less than there is
        file.take(most + 1).read_to_end(&mut bytes).map_err(|_| "文件损坏，解不开".to_owned())?;
        if bytes.len() as u64 > most {
            return Err(format!("超过{} MB", MAX_FILE >> 20));
        }
        Ok(bytes)
    }
}

/// Names of old programs are in GB18030 without saying so.
fn decoded(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(raw).0.into_owned(),
    }
}

/// What systems put beside files of their own accord.
fn is_rubbish(name: &str) -> bool {
    name.starts_with("__MACOSX/")
        || name.split('/').any(|part| part.starts_with('.') && part.len() > 2 && part != "..")
        || name.ends_with("Thumbs.db")
}

fn sound(name: &str) -> Result<String, String> {
    let path = name.replace('\\', "/");
    let leads_out = path.starts_with('/') || path.contains(':') || path.split('/').any(|part| part == "..");
    if leads_out || path.chars().any(char::is_control) {
        return Err("附件包里有文件名指到包外面去，没有打开。".to_owned());
    }
    if path.chars().count() > LONGEST {
        return Err(format!("附件包里有文件名超过{LONGEST}个字，请改短。"));
    }
    Ok(path.trim_start_matches("./").to_owned())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn packed(files: &[(&str, Vec<u8>)]) -> Result<Bundle, String> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        Bundle::of(writer.finish().unwrap().into_inner())
    }

    fn why(bundle: Result<Bundle, String>) -> String {
        bundle.err().unwrap()
    }

    #[test]
    fn a_file_is_found_by_its_path_or_by_a_name_that_only_one_bears() {
        let files = [
            ("甲/一.txt", b"1".to_vec()),
            ("乙/一.txt", b"2".to_vec()),
            ("乙/Two.TXT", b"3".to_vec()),
            (".DS_Store", vec![0]),
        ];
        let mut bundle = packed(&files).unwrap();
        assert_eq!(bundle.paths().count(), 3);
        assert_eq!(bundle.find("two.txt"), Ok("乙/Two.TXT"));
        assert_eq!(bundle.find(".\\乙\\一.txt").unwrap(), "乙/一.txt");
        assert!(bundle.find("一.txt").unwrap_err().contains("同名") && bundle.find("三.txt").is_err());
        assert_eq!(bundle.read("甲/一.txt").unwrap(), b"1");
    }

    #[test]
    fn what_is_no_honest_bundle_is_not_opened() {
        assert!(why(Bundle::of(b"PK but no".to_vec())).contains("不是ZIP"));
        assert!(why(packed(&[("../etc/passwd", b"x".to_vec())])).contains("包外面"));
        assert!(why(packed(&[("C:\\x.txt", b"x".to_vec())])).contains("包外面"));
        assert!(why(packed(&[(&"长".repeat(301), b"x".to_vec())])).contains("改短"));
        assert!(why(packed(&[("弹.txt", vec![b'0'; 30 << 20])])).contains("倍"));
    }
}
