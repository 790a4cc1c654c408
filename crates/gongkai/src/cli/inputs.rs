//! What to read: files, folders, stdin and lists of names, one after another, never all names at once.

use std::{
    ffi::OsString,
    fs, io,
    io::{BufRead, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use gongkai::trouble::said;
use gongkai_report::read::Limits;

/// One source to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file, or whatever stands at a path that was given.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// Standard input, taken in.
    Held(Arc<[u8]>),
    /// A folder that could not be listed, or what else could not be taken in, and why.
    Unreadable(PathBuf, String),
}

impl Input {
    /// As the caller wrote it.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) | Self::Unreadable(path, _) => path.to_string_lossy().into_owned(),
            Self::Stdin | Self::Held(_) => "-".to_owned(),
        }
    }

    /// The same input, made to be read more than once.
    pub fn held(self) -> Self {
        match self {
            Self::Stdin => match self.load(Limits::COMMAND_LINE.source) {
                Ok(bytes) => Self::Held(bytes.into()),
                Err(reason) => Self::Unreadable("-".into(), reason),
            },
            other => other,
        }
    }

    /// Its bytes, at most `most` of them.
    ///
    /// # Errors
    /// A Chinese sentence: not there, not allowed, not a file, or larger than `most`.
    pub fn load(&self, most: usize) -> Result<Vec<u8>, String> {
        match self {
            Self::Unreadable(_, reason) => Err(reason.clone()),
            Self::Stdin => take(io::stdin().lock(), 0, most),
            Self::Held(bytes) => Ok(bytes.to_vec()),
            Self::File(path) => {
                let file = fs::File::open(path).map_err(|e| said(&e))?;
                let metadata = file.metadata().map_err(|e| said(&e))?;
                if metadata.is_dir() {
                    return Err("这是一个文件夹".to_owned());
                }
                take(file, usize::try_from(metadata.len()).unwrap_or(usize::MAX), most)
            }
        }
    }
}

fn take(source: impl io::Read, expected: usize, most: usize) -> Result<Vec<u8>, String> {
    let too_large = || format!("文件超过{} MiB，未读取", most >> 20);
    if expected > most {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(expected.saturating_add(1));
    source.take(most as u64 + 1).read_to_end(&mut bytes).map_err(|e| said(&e))?;
    if bytes.len() > most { Err(too_large()) } else { Ok(bytes) }
}

/// All inputs of a command line: the paths given, then the names in the list.
pub fn inputs(paths: Vec<PathBuf>, list: Option<&Path>) -> Result<impl Iterator<Item = Input> + Send + use<>, String> {
    if paths.is_empty() && list.is_none() {
        return Err("没有指定要读的文件。用 --help 查看用法".to_owned());
    }
    let from_stdin = list.is_some_and(|list| list == Path::new("-"));
    let read_stdin = paths.iter().filter(|path| path.as_path() == Path::new("-")).count();
    if read_stdin + usize::from(from_stdin) > 1 {
        return Err("标准输入只能读一次".to_owned());
    }
    let list: Box<dyn BufRead + Send> = match list {
        None => Box::new(io::empty()),
        Some(_) if from_stdin => Box::new(io::BufReader::new(io::stdin())),
        Some(path) => {
            let file = fs::File::open(path).map_err(|e| format!("{}：{}", path.display(), said(&e)))?;
            Box::new(io::BufReader::new(file))
        }
    };
    Ok(paths.into_iter().chain(names(list)).flat_map(expand))
}

fn names(mut list: Box<dyn BufRead + Send>) -> impl Iterator<Item = PathBuf> + Send {
    std::iter::from_fn(move || {
        loop {
            let mut line = Vec::new();
            list.read_until(b'\n', &mut line).ok().filter(|&length| length > 0)?;
            let name = line.trim_ascii();
            if !name.is_empty() {
                return Some(PathBuf::from(os_string(name)));
            }
        }
    })
}

#[cfg(unix)]
fn os_string(bytes: &[u8]) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes.to_vec())
}

#[cfg(not(unix))]
fn os_string(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}

/// A path that was given: itself, or the files below it.
fn expand(path: PathBuf) -> Box<dyn Iterator<Item = Input> + Send> {
    if path == Path::new("-") {
        return Box::new(std::iter::once(Input::Stdin));
    }
    if path.is_dir() {
        return Box::new(Walk { open: vec![listed(&path).into_iter()] });
    }
    Box::new(std::iter::once(Input::File(path)))
}

/// The files below a folder in bytewise order of their paths, one folder's names in memory at a time on each level.
struct Walk {
    open: Vec<std::vec::IntoIter<Entry>>,
}

enum Entry {
    Folder(PathBuf),
    File(PathBuf),
    Unreadable(PathBuf, String),
}

impl Iterator for Walk {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        loop {
            match self.open.last_mut()?.next() {
                None => drop(self.open.pop()),
                Some(Entry::File(path)) => return Some(Input::File(path)),
                Some(Entry::Unreadable(path, reason)) => return Some(Input::Unreadable(path, reason)),
                Some(Entry::Folder(path)) => self.open.push(listed(&path).into_iter()),
            }
        }
    }
}

/// What stands in a folder, without hidden names and links. A folder sorts as its name with a slash, so that the walk's
/// order is that of whole paths.
fn listed(folder: &Path) -> Vec<Entry> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) => return vec![Entry::Unreadable(folder.to_owned(), said(&e))],
    };
    let mut named = Vec::new();
    for entry in entries {
        let (entry, kind) = match entry.and_then(|entry| entry.file_type().map(|kind| (entry, kind))) {
            Ok(found) => found,
            Err(e) => return vec![Entry::Unreadable(folder.to_owned(), said(&e))],
        };
        let mut key = entry.file_name().into_encoded_bytes();
        if key.starts_with(b".") || !(kind.is_dir() || kind.is_file()) {
            continue;
        }
        if kind.is_dir() {
            key.push(b'/');
        }
        named.push((key, if kind.is_dir() { Entry::Folder(entry.path()) } else { Entry::File(entry.path()) }));
    }
    named.sort_by(|a, b| a.0.cmp(&b.0));
    named.into_iter().map(|(_, entry)| entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_walked_in_the_order_of_whole_paths_without_hidden_files_and_links() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a/z.txt", "a.txt", "a/.hidden", "b/c/d.txt", "a!", ".git/config", "b/乙.txt", "b/甲.txt"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.path().join("a.txt"), folder.path().join("link")).unwrap();
        let found: Vec<String> = inputs(vec![folder.path().to_owned()], None)
            .unwrap()
            .map(|input| input.name()[folder.path().to_string_lossy().len() + 1..].to_owned())
            .collect();
        let mut sorted = found.clone();
        sorted.sort();
        assert_eq!(found, sorted);
        assert_eq!(found, ["a!", "a.txt", "a/z.txt", "b/c/d.txt", "b/乙.txt", "b/甲.txt"]);
    }

    #[test]
    fn a_file_over_the_limit_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large");
        fs::write(&path, vec![b'x'; 3 << 20]).unwrap();
        assert_eq!(Input::File(path.clone()).load(2 << 20).unwrap_err(), "文件超过2 MiB，未读取");
        assert_eq!(Input::File(path).load(3 << 20).unwrap().len(), 3 << 20);
    }
}
