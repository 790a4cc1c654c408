//! 发现: one kind of thing at one part of a file that must not go out, or that a person must look at.

use std::ops::Range;

use crate::checks::Check;

/// 轻重: what a finding does to the release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// 不得公开: nothing mends it here; the file goes back.
    Refused,
    /// 必须处理: mended, masked or justified before anybody signs.
    Must,
    /// 请确认: a person decides.
    Confirm,
    /// 没有读: the platform did not look; a person has to.
    Unread,
}

impl Severity {
    /// As in machine formats.
    pub fn key(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Must => "must",
            Self::Confirm => "confirm",
            Self::Unread => "unread",
        }
    }

    /// As people say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Refused => "不得公开",
            Self::Must => "必须处理",
            Self::Confirm => "请确认",
            Self::Unread => "没有读",
        }
    }
}

/// 处理方式: how a finding can be dealt with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// 去除: taken out by [`strip`](crate::strip), nothing that a reader sees changes.
    Strip,
    /// 遮盖: the middle digits of numbers become asterisks.
    Mask,
    /// 删除: the hidden sheets, rows or columns are taken out.
    Remove,
    /// 更换: a person hands in another file, or other words.
    Replace,
    /// 说明理由，照发: it goes out as it is, with a reason on record.
    Justify,
}

impl Way {
    /// As in machine formats.
    pub fn key(self) -> &'static str {
        match self {
            Self::Strip => "strip",
            Self::Mask => "mask",
            Self::Remove => "remove",
            Self::Replace => "replace",
            Self::Justify => "justify",
        }
    }

    /// The way of this key.
    pub fn of_key(key: &str) -> Option<Self> {
        let all = [Self::Strip, Self::Mask, Self::Remove, Self::Replace, Self::Justify];
        all.into_iter().find(|way| way.key() == key)
    }

    /// As people say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Strip => "去除",
            Self::Mask => "遮盖",
            Self::Remove => "删除",
            Self::Replace => "更换或者改写",
            Self::Justify => "说明理由，照发",
        }
    }
}

/// 处所: where in a part of a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum At {
    /// The file as a whole, or a part of it without places.
    Whole,
    /// A line of text, from 1.
    Line(u32),
    /// A paragraph, from 1.
    Paragraph(u32),
    /// A page, from 1.
    Page(u32),
    /// A slide, from 1.
    Slide(u32),
    /// A cell: `B2`.
    Cell(String),
}

impl At {
    /// As people say it; empty for the whole.
    pub fn label(&self) -> String {
        match self {
            Self::Whole => String::new(),
            Self::Line(n) => format!("第{n}行"),
            Self::Paragraph(n) => format!("第{n}段"),
            Self::Page(n) => format!("第{n}页"),
            Self::Slide(n) => format!("第{n}张"),
            Self::Cell(cell) => format!("{cell}格"),
        }
    }
}

/// 原文摘录: some words of the file, its personal numbers masked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The words.
    pub words: String,
    /// Which bytes of them it is about; empty where it is all.
    pub marked: Range<usize>,
}

impl Excerpt {
    /// The part that it is about.
    pub fn about(&self) -> &str {
        self.words.get(self.marked.clone()).unwrap_or_default()
    }
}

/// 命中: one place of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Where.
    pub at: At,
    /// What stands there.
    pub excerpt: Excerpt,
}

/// 发现: all places of one check in one part of a file.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What it is.
    pub check: &'static Check,
    /// The file's name, or what the text is called.
    pub file: String,
    /// The part of the file: a sheet's name, `页眉`, `批注`; empty for the file itself.
    pub part: String,
    /// The first of its places, [`Finding::MOST_HITS`] at most.
    pub hits: Vec<Hit>,
    /// How many places there are.
    pub count: usize,
    /// How it can be dealt with in a file of this kind.
    pub ways: Vec<Way>,
    /// The same for the same finding in the same file, whatever moved around it, and another when a place is added: 16
    /// hex digits of an SM3 over masked words alone, so that no number can be guessed from it.
    pub fingerprint: String,
}

impl Finding {
    /// Places that are kept of one finding.
    pub const MOST_HITS: usize = 200;

    /// How much it weighs.
    pub fn severity(&self) -> Severity {
        self.check.severity
    }
}
