//! The files of the project, read once; and Rust source told apart into code, strings and comments.

use std::{
    fmt, fs,
    ops::Range,
    path::{Path, PathBuf},
};

/// Something to tidy.
pub struct Complaint {
    path: String,
    line: usize,
    what: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// A text file of the project.
pub struct File {
    /// From the root, with `/`.
    pub path: String,
    /// All of it.
    pub text: String,
}

impl File {
    /// A complaint about the line that holds this byte.
    pub fn complain(&self, at: usize, what: impl Into<String>) -> Complaint {
        Complaint { path: self.path.clone(), line: line_of(&self.text, at), what: what.into() }
    }
}

/// The line, from 1, that holds a byte.
pub fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|&byte| byte == b'\n').count()
}

/// The whole project.
pub struct House {
    /// Its folder.
    pub root: PathBuf,
    /// Text files, in the order of their paths.
    pub files: Vec<File>,
}

impl House {
    /// Reads every file that is UTF-8, without what builds and runs leave behind.
    pub fn open() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the project").to_path_buf();
        let mut house = Self { files: Vec::new(), root: root.clone() };
        house.collect(&root);
        house.files.sort_by(|a, b| a.path.cmp(&b.path));
        assert!(house.files.iter().any(|file| file.path == "Cargo.toml"), "no project in {}", root.display());
        house
    }

    fn collect(&mut self, folder: &Path) {
        const LEFT_BEHIND: [&str; 7] =
            [".git", "target", "corpus", "artifacts", "node_modules", "gongkai-data", "proptest-regressions"];
        for entry in fs::read_dir(folder).expect("a folder that we just listed").flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            if LEFT_BEHIND.iter().any(|left| name == *left) || path.join("CACHEDIR.TAG").exists() {
                continue;
            }
            if path.is_dir() {
                self.collect(&path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                let path = path.strip_prefix(&self.root).expect("below the root");
                self.files.push(File { path: path.display().to_string(), text });
            }
        }
    }

    /// Files under a folder with an ending.
    pub fn under<'a>(&'a self, folder: &'a str, ending: &'a str) -> impl Iterator<Item = &'a File> {
        self.files.iter().filter(move |file| file.path.starts_with(folder) && file.path.ends_with(ending))
    }

    /// Rust source under a folder, taken apart.
    pub fn rust<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = Rust<'a>> {
        self.under(folder, ".rs").map(|file| Rust::of(file, self.is_for_tests(&file.path)))
    }

    /// Whether a file is built for tests alone: by its folder, or because its parent says so.
    fn is_for_tests(&self, path: &str) -> bool {
        if ["/tests/", "/examples/", "/benches/"].iter().any(|folder| path.contains(folder)) {
            return true;
        }
        let module = path.strip_suffix("/mod.rs").or_else(|| path.strip_suffix(".rs")).unwrap_or(path);
        let Some((folder, name)) = module.rsplit_once('/') else { return false };
        let parents = [format!("{folder}.rs"), format!("{folder}/mod.rs"), format!("{folder}/lib.rs")];
        let parent = self.files.iter().find(|file| file.path != path && parents.contains(&file.path));
        let marked = parent.is_some_and(|file| {
            let words = file.text.split("#[cfg(test)]").skip(1).filter_map(|rest| rest.split(';').next());
            words.filter(|words| !words.contains('{')).any(|words| words.ends_with(&format!("mod {name}")))
        });
        marked || parent.is_some_and(|file| self.is_for_tests(&file.path))
    }
}

/// Rust source, taken apart: in each layer everything else is blanked, so that offsets and lines agree.
pub struct Rust<'a> {
    /// Where it stands.
    pub file: &'a File,
    /// Without comments and the insides of strings.
    pub code: String,
    /// The insides of strings.
    pub strings: String,
    /// Comments.
    pub comments: String,
    /// Stretches that only tests see.
    tests: Vec<Range<usize>>,
}

impl<'a> Rust<'a> {
    /// Takes a file apart.
    pub fn of(file: &'a File, for_tests: bool) -> Self {
        let layers = Layers::of(&file.text);
        let tests = match for_tests {
            true => std::iter::once(0..file.text.len()).collect(),
            false => test_items(&layers.code),
        };
        Self { file, code: layers.code, strings: layers.strings, comments: layers.comments, tests }
    }

    /// Whether a byte is for tests only.
    pub fn in_test(&self, at: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&at))
    }

    /// Where a word stands in the code that ships.
    pub fn shipped<'b>(&'b self, word: &'b str) -> impl Iterator<Item = usize> + 'b {
        self.code.match_indices(word).map(|(at, _)| at).filter(|&at| !self.in_test(at))
    }
}

/// What stands behind `#[cfg(test)]`, where it has a body here.
fn test_items(code: &str) -> Vec<Range<usize>> {
    let marks = code.match_indices("#[cfg(test)]");
    let bodies = marks.filter_map(|(at, _)| {
        let open = at + code[at..].find(['{', ';'])?;
        code[open..].starts_with('{').then_some(at..closing(code, open)?)
    });
    bodies.collect()
}

/// One past the brace that closes the one at `open`.
pub fn closing(code: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

#[derive(Clone, Copy, PartialEq)]
enum Layer {
    Code,
    String,
    Comment,
}

struct Layers {
    code: String,
    strings: String,
    comments: String,
}

impl Layers {
    fn of(text: &str) -> Self {
        let mut layer_of = vec![Layer::Code; text.len()];
        let mut at = 0;
        while at < text.len() {
            let (layer, end) = stretch(text, at);
            layer_of[at..end].fill(layer);
            at = end;
        }
        let only = |layer: Layer| {
            let kept = text.bytes().zip(&layer_of);
            let bytes = kept.map(|(byte, &own)| if own == layer || byte == b'\n' { byte } else { b' ' });
            String::from_utf8(bytes.collect()).expect("stretches end between characters")
        };
        Self { code: only(Layer::Code), strings: only(Layer::String), comments: only(Layer::Comment) }
    }
}

/// What begins at a byte, and where it ends.
fn stretch(text: &str, at: usize) -> (Layer, usize) {
    let rest = &text[at..];
    let word_before = text[..at].bytes().next_back().is_some_and(|byte| byte == b'_' || byte.is_ascii_alphanumeric());
    let to = |end: Option<usize>| at + end.unwrap_or(rest.len());
    if rest.starts_with("//") {
        return (Layer::Comment, to(rest.find('\n')));
    }
    if rest.starts_with("/*") {
        return (Layer::Comment, to(rest.find("*/").map(|end| end + 2)));
    }
    if rest.starts_with('"') {
        return (Layer::String, to(quote_end(rest, '"')));
    }
    if let (false, Some(raw)) = (word_before, rest.strip_prefix('r')) {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            let close = format!("\"{}", "#".repeat(hashes));
            let body = 1 + hashes + 1;
            return (Layer::String, to(rest[body..].find(&close).map(|end| body + end + close.len())));
        }
    }
    let mut chars = rest.chars();
    let first = chars.next().map_or(1, char::len_utf8);
    let is_char = matches!((chars.next(), chars.next()), (Some('\\'), _) | (Some(_), Some('\'')));
    if rest.starts_with('\'') && is_char {
        return (Layer::String, to(quote_end(rest, '\'')));
    }
    (Layer::Code, at + first)
}

/// One past the quote that closes the one at the start.
fn quote_end(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, char) in rest.char_indices().skip(1) {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if char == quote => return Some(at + char.len_utf8()),
            _ => {}
        }
    }
    None
}

#[test]
fn strings_comments_and_lifetimes_are_told_apart() {
    let text = r##"fn a<'x>(b: &'x str) { f("// not \" a comment", '"', r#"raw "x""#); } // todo"##;
    let layers = Layers::of(text);
    assert_eq!(layers.comments.trim(), "// todo");
    assert_eq!(layers.code.split_whitespace().collect::<Vec<_>>().join(" "), "fn a<'x>(b: &'x str) { f( , , ); }");
    assert!(layers.strings.contains("// not") && layers.strings.contains("raw \"x\""));
}

#[test]
fn what_only_tests_see_is_not_shipped() {
    let text =
        "fn a() { b.unwrap() }\n#[cfg(test)]\nmod tests { fn c() { d.unwrap() } }\n#[cfg(test)]\nmod e;\n".to_owned();
    let file = File { path: "crates/x/src/a.rs".to_owned(), text };
    assert_eq!(Rust::of(&file, false).shipped(".unwrap()").collect::<Vec<_>>(), [10]);
}
