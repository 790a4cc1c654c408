//! 绑定的数: a text with names between braces, read out with the numbers that they stand for.

use gongkai_law::annual_report::Edition;

use super::{
    against,
    figures::YearFigures,
    names::{Name, Names},
};

/// The longest name; what runs on after a brace is no name.
const LONGEST: usize = 60;

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// 手写的数: digits that were typed, where no year, day or number of a document is meant.
    Typed(String),
    /// 绑定的数
    Number {
        /// Its name.
        name: String,
        /// In digits.
        value: String,
        /// Where its records are; empty where that is no one list.
        href: String,
    },
    /// 缺数: a number that is not known yet.
    Lacking {
        /// Its name.
        name: String,
        /// Why.
        why: String,
    },
    /// A name that there is not.
    Unknown(String),
}

/// A text as it reads out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadOut {
    /// In order.
    pub pieces: Vec<Piece>,
}

/// What stands for a number that is not known.
pub const LACKING: &str = "〔缺数〕";

impl ReadOut {
    /// Whether a number in it was typed.
    pub fn has_typed(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Typed(_)))
    }

    /// Reads a text out for a year.
    pub fn of(text: &str, year: &YearFigures, of: i16) -> Self {
        let names = Names::of(year.figures.edition());
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '｛']) {
            let (before, from) = rest.split_at(at);
            words(before, &mut pieces);
            let mut inner = from.chars();
            inner.next();
            let inner = inner.as_str();
            let end = inner.find(['}', '｝', '{', '｛', '\n']).filter(|end| *end <= LONGEST * 3);
            let closed = end.filter(|end| inner.get(*end..).is_some_and(|rest| rest.starts_with(['}', '｝'])));
            let Some(end) = closed else {
                let shown: String = inner.chars().take_while(|c| *c != '\n').take(12).collect();
                pieces.push(Piece::Unknown(shown));
                rest = inner;
                continue;
            };
            let (name, after) = inner.split_at(end);
            pieces.push(named(name.trim(), names, year, of));
            let mut after = after.chars();
            after.next();
            rest = after.as_str();
        }
        words(rest, &mut pieces);
        Self { pieces }
    }

    /// Whether a text asks for a number by a name that there is not.
    pub fn unnamed(text: &str, edition: Edition) -> bool {
        let names = Names::of(edition);
        let inner = text.split(['{', '｛']).skip(1).map(|rest| rest.split_once(['}', '｝']).map(|(name, _)| name));
        inner.into_iter().any(|name| name.is_none_or(|name| names.find(name).is_none()))
    }

    /// As the report prints it.
    pub fn text(&self) -> String {
        let said = self.pieces.iter().map(|piece| match piece {
            Piece::Words(words) | Piece::Typed(words) => words.as_str(),
            Piece::Number { value, .. } => value,
            Piece::Lacking { .. } | Piece::Unknown(_) => LACKING,
        });
        said.collect()
    }

    /// What is wrong with its names, each in a sentence.
    pub fn faults(&self) -> Vec<String> {
        let fault = |piece: &Piece| match piece {
            Piece::Lacking { name, why } => Some(format!("“{name}”还没有数：{why}")),
            Piece::Unknown(name) => Some(format!("没有叫“{name}”的数，从“插入一个数”里选")),
            Piece::Words(_) | Piece::Typed(_) | Piece::Number { .. } => None,
        };
        self.pieces.iter().filter_map(fault).collect()
    }

    /// 手写的数与台账不符: numbers that were typed right after the words of an indicator, in its unit, and are not its number; and
    /// words that deny what the register counts, or say of all what it has of some.
    pub fn against(&self, year: &YearFigures) -> Vec<String> {
        let typed = self.pieces.windows(3).filter_map(|three| match three {
            [Piece::Words(before), Piece::Typed(typed), Piece::Words(after)] => Some((before, typed, after)),
            _ => None,
        });
        let typed = typed.filter_map(|(before, typed, after)| against::disagrees(before, typed, after, year));
        let text = self.text();
        typed.chain(against::denies(&text, year)).chain(against::overstates(&text, year)).collect()
    }

    /// The names of the numbers in it with what they were read out as.
    pub fn numbers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Number { name, value, .. } => Some((name.as_str(), value.as_str())),
            _ => None,
        })
    }
}

fn named(words: &str, names: &Names, year: &YearFigures, of: i16) -> Piece {
    let Some(name) = names.find(words) else { return Piece::Unknown(words.to_owned()) };
    let Name { words, .. } = name;
    match name.value(year) {
        Some(value) => Piece::Number { name: words.clone(), value, href: name.href(year, of) },
        None => Piece::Lacking { name: words.clone(), why: name.lacks(year) },
    }
}

/// Words without names, their typed numbers apart.
fn words(text: &str, pieces: &mut Vec<Piece>) {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c: char| !c.is_ascii_digit() && !".,，".contains(c)).unwrap_or(from.len());
        let (run, after) = from.split_at(end);
        let digits = run.trim_end_matches(['.', ',', '，']);
        let after = from.get(digits.len()..).unwrap_or(after);
        plain += before;
        let dated = after.starts_with(['年', '月', '日', '号', '时', '％', '%', '〕', '.', '、', '-', ':']);
        let counted =
            plain.ends_with(['第', '〔', '-', ':', '至']) || plain.ends_with(|c: char| c.is_ascii_alphabetic());
        if dated || counted {
            plain += digits;
        } else {
            if !plain.is_empty() {
                pieces.push(Piece::Words(std::mem::take(&mut plain)));
            }
            pieces.push(Piece::Typed(digits.to_owned()));
        }
        rest = after;
    }
    plain += rest;
    if !plain.is_empty() {
        pieces.push(Piece::Words(plain));
    }
}
