//! 检索请求: what is asked.

use std::{borrow::Cow, collections::BTreeMap};

use crate::entry::Entry;

/// Characters of a question that count; the rest is cut.
pub const MAX_WORDS: usize = 200;
/// Hits on one page at most.
pub const MAX_TAKE: usize = 1_000;

/// 检索请求. The default asks for the first twenty of everything, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// What was typed, as it was: no syntax but “ ” and " " around words that must stand together. Nothing typed finds
    /// everything.
    pub words: String,
    /// Where the words must stand.
    pub within: Within,
    /// 筛选: of each field any of the values; a field without values does not filter.
    pub filters: BTreeMap<Facet, Vec<String>>,
    /// Which come first.
    pub sort: Sort,
    /// Hits to pass over; there is no ceiling but the total.
    pub skip: usize,
    /// Hits to return, [`MAX_TAKE`] at most.
    pub take: usize,
    /// Whether to cut snippets from the texts.
    pub snippets: bool,
    /// Whether to count the values of each field.
    pub counts: bool,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            words: String::new(),
            within: Within::Everything,
            filters: BTreeMap::new(),
            sort: Sort::Relevance,
            skip: 0,
            take: 20,
            snippets: true,
            counts: true,
        }
    }
}

/// 检索范围: where the words must stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Within {
    /// Title, numbers, keywords, summary, body, attachments, names of the organ and the kind.
    #[default]
    Everything,
    /// 仅标题.
    Title,
}

/// 排序.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// 按相关度; where nothing was typed, newest first.
    #[default]
    Relevance,
    /// 按发布日期, newest first.
    Published,
    /// 按成文日期, newest first; what has none by its day of publication.
    Formed,
}

/// 筛选项: a field that filters and is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// 发布机构.
    Organ,
    /// 体裁.
    Kind,
    /// 主题分类.
    Theme,
    /// 公开事项.
    Topic,
    /// 有效性.
    Validity,
    /// 年份.
    Year,
}

impl Facet {
    /// All of them, in the order in which they are declared.
    pub const ALL: [Self; 6] = [Self::Organ, Self::Kind, Self::Theme, Self::Topic, Self::Validity, Self::Year];

    pub(crate) fn column(self) -> &'static str {
        match self {
            Self::Organ => "organ",
            Self::Kind => "kind",
            Self::Theme => "theme",
            Self::Topic => "topic",
            Self::Validity => "validity",
            Self::Year => "year",
        }
    }

    pub(crate) fn values(self, entry: &Entry) -> Vec<Cow<'_, str>> {
        let one = |value| vec![Cow::Borrowed(value)];
        match self {
            Self::Organ => one(entry.organ.as_str()),
            Self::Kind => one(&entry.kind),
            Self::Theme => one(&entry.theme),
            Self::Topic => entry.topics.iter().map(|topic| Cow::Borrowed(topic.as_str())).collect(),
            Self::Validity => one(&entry.validity),
            Self::Year => entry.year.map(|year| Cow::Owned(year.to_string())).into_iter().collect(),
        }
    }
}
