//! What was typed, taken apart. Never parsed by the engine: any text is a question.

use crate::{
    fold::{Folded, Mode, Run, Script, is_han},
    number, pinyin,
    query::MAX_WORDS,
    synonyms::Synonyms,
    tokens::{MAX_WORD, bare, jieba},
};

/// Parts of a question that count.
const MAX_ATOMS: usize = 32;
/// Stretches of a question that move titles up.
const MAX_STRETCHES: usize = 8;
/// Longest word of the dictionary that is a term.
const MAX_LEXEME: usize = 12;
/// First letters that are looked for as such.
const INITIALS: std::ops::RangeInclusive<usize> = 3..=20;

/// Words that say how one asks and not what for.
const SILENT: &[&str] = &[
    "的",
    "了",
    "和",
    "与",
    "及",
    "或",
    "在",
    "是",
    "对",
    "为",
    "于",
    "之",
    "等",
    "把",
    "被",
    "将",
    "就",
    "都",
    "也",
    "还",
    "吗",
    "呢",
    "吧",
    "啊",
    "怎么",
    "如何",
    "怎样",
    "怎么办",
    "怎么样",
    "什么",
    "哪些",
    "哪里",
    "哪儿",
    "哪个",
    "多少",
    "请问",
    "我",
    "我们",
    "我要",
    "想",
    "要",
    "有",
    "有没有",
    "能不能",
    "可以",
    "可不可以",
    "关于",
    "一下",
    "为什么",
    "是不是",
    "去",
    "查",
    "查询",
    "查找",
];

/// What a question is after, by the words it is asked with, and what stands in titles that answer it.
const HINTS: [(&[&str], &[&str]); 2] = [
    (
        &[
            "怎么",
            "如何",
            "怎样",
            "怎么办",
            "哪里",
            "哪儿",
            "什么",
            "多久",
            "申请",
            "办",
            "办理",
            "领",
            "领取",
            "条件",
            "材料",
        ],
        &["指南", "流程", "须知", "办理"],
    ),
    (&["多少", "多少钱", "标准", "罚款", "罚", "几"], &["标准", "目录", "办法", "细则", "规定", "方案"]),
];

/// A stretch of text to be found as it stands, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Needle {
    /// As in [`Folded::text`].
    pub(crate) text: String,
    /// Terms of a text field that together are the stretch, with their offsets.
    pub(crate) terms: Vec<(usize, String)>,
    /// The same for numbers.
    pub(crate) numbers: Vec<(usize, String)>,
}

/// One thing that must be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Atom {
    /// A word or phrase, and others that mean the same.
    Text { needle: Needle, others: Vec<Needle> },
    /// Something that would be nice to find: a single character beside words.
    Nice(Needle),
    /// 文号: exactly this number, here or quoted.
    Number(Needle),
    /// Letters: words as they stand, or the sound of a title.
    Letters { words: Vec<Needle>, ways: Vec<Vec<String>>, initials: Option<String> },
}

/// What was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) atoms: Vec<Atom>,
    /// Stretches of Chinese as they were typed, of more than one word.
    pub(crate) stretches: Vec<Needle>,
    /// What moves titles up because of how it was asked.
    pub(crate) hints: Vec<Needle>,
    /// All of it without marks and blanks.
    pub(crate) whole: String,
    /// All of it as a number, where it has digits.
    pub(crate) number: Option<Needle>,
    pub(crate) synonyms: Vec<(String, Vec<String>)>,
}

impl Needle {
    /// None where nothing of it counts.
    pub(crate) fn new(source: &str) -> Option<Self> {
        let folded = Folded::new(source, Mode::Text);
        let terms = cover(&folded, false);
        let digits = folded.runs.iter().any(|run| run.script == Script::Word);
        let numbers = if digits { cover(&Folded::new(source, Mode::Number), true) } else { terms.clone() };
        (!terms.is_empty()).then_some(Self { text: folded.text, terms, numbers })
    }

    /// Whether it is one Chinese character, which texts are not indexed by.
    pub(crate) fn is_single(&self) -> bool {
        is_one_han(&self.text)
    }
}

impl Question {
    /// `strict`: what looks like a 文号 must be found as one.
    pub(crate) fn new(words: &str, synonyms: &Synonyms, strict: bool) -> Self {
        let words: String = words.chars().take(MAX_WORDS).collect();
        let mut question = Self { whole: crate::schema::whole(&words), ..Self::default() };
        for (piece, quoted) in quotes(&words) {
            if quoted {
                let others = Vec::new();
                question.atoms.extend(Needle::new(piece).map(|needle| Atom::Text { needle, others }));
            } else {
                question.loose(piece, synonyms, strict);
            }
        }
        question.settle();
        if words.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
            question.number = Needle::new(&words);
        }
        question
    }

    /// The same with long words taken apart, for when nothing has them as they stand.
    pub(crate) fn parted(mut self) -> Self {
        let mut atoms = Vec::new();
        for atom in self.atoms {
            let pieces = match &atom {
                Atom::Text { needle, .. } => pieces(&needle.text),
                _ => Vec::new(),
            };
            if pieces.len() > 1 {
                let pieces = pieces.into_iter().filter_map(Needle::new);
                atoms.extend(pieces.map(|needle| Atom::Text { needle, others: Vec::new() }));
            } else {
                atoms.push(atom);
            }
        }
        atoms.truncate(MAX_ATOMS);
        self.atoms = atoms;
        self
    }

    /// Whether a 文号 was typed.
    pub(crate) fn has_number(&self) -> bool {
        self.atoms.iter().any(|atom| matches!(atom, Atom::Number(_)))
    }

    /// How many things must be found.
    pub(crate) fn demands(&self) -> usize {
        self.atoms.iter().filter(|atom| !matches!(atom, Atom::Nice(_))).count()
    }

    fn loose(&mut self, piece: &str, synonyms: &Synonyms, strict: bool) {
        let mut from = 0;
        let numbers = if strict { number::numbers(piece) } else { Vec::new() };
        for place in numbers {
            self.plain(piece.get(from..place.start).unwrap_or_default(), synonyms);
            self.atoms.extend(piece.get(place.clone()).and_then(Needle::new).map(Atom::Number));
            from = place.end;
        }
        self.plain(piece.get(from..).unwrap_or_default(), synonyms);
    }

    fn plain(&mut self, piece: &str, synonyms: &Synonyms) {
        for chunk in piece.split_whitespace() {
            let folded = Folded::new(chunk, Mode::Text);
            let mut runs = folded.runs.iter().peekable();
            while let Some(run) = runs.next() {
                if run.script == Script::Han {
                    self.chinese(folded.word(run), synonyms);
                    continue;
                }
                // PM2.5 and 11370200MB2857381N/2026-00009 belong together
                let mut end = run.spots.end;
                let mut position = run.position;
                let follows = |next: &&Run, at: usize| next.script == Script::Word && next.position == at + 1;
                while let Some(next) = runs.next_if(|next| follows(next, position)) {
                    (end, position) = (next.spots.end, next.position);
                }
                let place = |at: usize| folded.spots.get(at);
                let source = place(run.spots.start).zip(end.checked_sub(1).and_then(place));
                let source = source.and_then(|(first, last)| chunk.get(first.from as usize..last.to as usize));
                let others = Vec::new();
                self.atoms.extend(source.and_then(Needle::new).map(|needle| Atom::Text { needle, others }));
            }
        }
    }

    /// A run of Chinese, folded: its words, with what means the same.
    fn chinese(&mut self, run: &str, synonyms: &Synonyms) {
        let cut = synonyms.join(jieba().cut(run, true).into_iter().map(|token| token.word).collect(), run);
        for (_, answers) in HINTS.iter().filter(|(asks, _)| cut.iter().any(|word| asks.contains(word))) {
            self.hints.extend(answers.iter().filter_map(|answer| Needle::new(answer)));
        }
        let said: Vec<&str> = cut.iter().copied().filter(|word| !SILENT.contains(word)).collect();
        let words = if said.is_empty() { cut } else { said };
        if words.len() > 1 && self.stretches.len() < MAX_STRETCHES {
            self.stretches.extend(Needle::new(run));
        }
        for word in words {
            let Some(needle) = Needle::new(word) else { continue };
            let same = synonyms.of(word);
            if !same.is_empty() && self.synonyms.iter().all(|(known, _)| known != word) {
                self.synonyms.push((word.to_owned(), same.iter().map(|&s| s.to_owned()).collect()));
            }
            let others = same.into_iter().filter_map(Needle::new).collect();
            self.atoms.push(Atom::Text { needle, others });
        }
    }

    /// What can only be told when all of it is known.
    fn settle(&mut self) {
        self.atoms.truncate(MAX_ATOMS);
        self.hints.sort_by(|a, b| a.text.cmp(&b.text));
        self.hints.dedup();
        let mut atoms: Vec<Atom> = Vec::new();
        for atom in std::mem::take(&mut self.atoms) {
            let known = atoms.contains(&atom);
            match (letters(&atom), atoms.last_mut()) {
                (Some(needle), Some(Atom::Letters { words, .. })) => words.push(needle),
                (Some(needle), _) => {
                    atoms.push(Atom::Letters { words: vec![needle], ways: Vec::new(), initials: None });
                }
                (None, _) if !known => atoms.push(atom),
                _ => {}
            }
        }
        let is_single = |atom: &Atom| matches!(atom, Atom::Text { needle, .. } if needle.is_single());
        let words = atoms.iter().any(|atom| !is_single(atom));
        for mut atom in atoms {
            if let Atom::Letters { words, ways, initials } = &mut atom {
                (*ways, *initials) = sounds(words);
            }
            match atom {
                Atom::Text { needle, .. } if words && needle.is_single() => self.atoms.push(Atom::Nice(needle)),
                _ => self.atoms.push(atom),
            }
        }
    }
}

/// Words of two and three characters beside each other in a longer one.
fn pieces(word: &str) -> Vec<&str> {
    let mut end = 0;
    let own = word.chars().all(is_han) && word.chars().nth(3).is_some();
    let mut tokens = if own { jieba().cut_for_search(word, false) } else { Vec::new() };
    tokens.sort_by_key(|token| (token.start, token.end));
    let short = tokens.into_iter().filter(|token| (2..=3).contains(&(token.end - token.start)));
    let apart = short.filter(|token| {
        token.start >= end && {
            end = token.end;
            true
        }
    });
    apart.map(|token| token.word).collect()
}

fn letters(atom: &Atom) -> Option<Needle> {
    let Atom::Text { needle, .. } = atom else { return None };
    needle.text.bytes().all(|byte| byte.is_ascii_lowercase()).then(|| needle.clone())
}

/// How a row of letters may sound, and whether it may be first letters.
fn sounds(words: &[Needle]) -> (Vec<Vec<String>>, Option<String>) {
    let row: String = words.iter().map(|word| word.text.as_str()).collect();
    let ways = pinyin::parted(&row).into_iter().filter(|way| way.len() > 1);
    let ways = ways.map(|way| way.into_iter().map(str::to_owned).collect()).collect();
    let initials = (words.len() == 1 && INITIALS.contains(&row.len())).then_some(row);
    (ways, initials)
}

/// Pieces of what was typed, and whether each stood in quotes.
fn quotes(words: &str) -> Vec<(&str, bool)> {
    let mut out = Vec::new();
    let mut rest = words;
    while let Some((at, open)) = rest.char_indices().find(|(_, c)| "“\"「『＂".contains(*c)) {
        let inside = rest.get(at + open.len_utf8()..).unwrap_or_default();
        let Some((end, close)) = inside.char_indices().find(|(_, c)| "”\"」』＂".contains(*c)) else { break };
        out.push((rest.get(..at).unwrap_or_default(), false));
        out.push((inside.get(..end).unwrap_or_default(), true));
        rest = inside.get(end + close.len_utf8()..).unwrap_or_default();
    }
    out.push((rest, false));
    out
}

/// Terms that together are a stretch of text, none more than needed.
fn cover(folded: &Folded, numbers: bool) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    let first = folded.runs.first().map_or(0, |run| run.position);
    for run in &folded.runs {
        let (word, position) = (folded.word(run), run.position - first);
        if run.script == Script::Word {
            let short: String = word.chars().take(MAX_WORD).collect();
            out.push((position, if numbers { bare(&short).to_owned() } else { short }));
            continue;
        }
        let length = run.spots.len();
        if length <= 2 || (length <= MAX_LEXEME && jieba().has_word(word)) {
            out.push((position, word.to_owned()));
            continue;
        }
        for token in jieba().cut(word, false) {
            let from = if token.end - token.start > 1 { token.start } else { token.start.min(length - 2) };
            let to = token.end.max(from + 2);
            // what is longer than any term is covered by pairs
            let step = if to - from <= MAX_LEXEME { to - from } else { 2 };
            for from in (from..to).step_by(step).map(|from| from.min(to - step)) {
                let spots = run.spots.start + from..run.spots.start + from + step;
                out.push((position + from, folded.slice(spots).to_owned()));
            }
        }
    }
    // texts are not indexed by single characters: beside others their place is enough
    if !numbers && out.iter().any(|(_, term)| !is_one_han(term)) {
        out.retain(|(_, term)| !is_one_han(term));
    }
    out.dedup();
    out
}

fn is_one_han(term: &str) -> bool {
    let mut chars = term.chars();
    chars.next().is_some_and(is_han) && chars.next().is_none()
}
