//! 订阅什么: a category, an organ, or a search.

use gongkai_law::proactive::catalogue::{self, Category};
use gongkai_store::{Error, Organ};

use crate::{office::Office, publish::portal::lines::link};

/// Characters of a search.
const LONGEST: usize = 60;

/// 订阅的内容
#[derive(Clone, Debug)]
pub enum Topic {
    /// 栏目: a category of what is published without being asked.
    Category(&'static Category),
    /// 机构
    Organ(Box<Organ>),
    /// 检索词
    Search(String),
}

impl Topic {
    /// What an address names; `None` where there is no such thing.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, kind: &str, what: &str) -> Result<Option<Self>, Error> {
        let organs = if kind == "organ" { office.db.organs_at(&[what]).await? } else { Vec::new() };
        Ok(Self::among(&organs, kind, what))
    }

    /// What the register names, where these are the organs.
    pub fn among(organs: &[Organ], kind: &str, what: &str) -> Option<Self> {
        match kind {
            "topic" => catalogue::of_key(what).map(Self::Category),
            "organ" => organs.iter().find(|organ| organ.slug == what).map(|organ| Self::Organ(Box::new(organ.clone()))),
            "search" => {
                let words: Vec<&str> = what.split_whitespace().collect();
                let words = words.join(" ");
                (!words.is_empty() && words.chars().count() <= LONGEST).then_some(Self::Search(words))
            }
            _ => None,
        }
    }

    /// The words in the register: which kind, and what.
    pub fn key(&self) -> (&'static str, &str) {
        match self {
            Self::Category(category) => ("topic", category.key),
            Self::Organ(organ) => ("organ", &organ.slug),
            Self::Search(words) => ("search", words),
        }
    }

    /// In Chinese.
    pub fn label(&self) -> String {
        match self {
            Self::Category(category) => format!("栏目：{}", category.title),
            Self::Organ(organ) => format!("单位：{}", organ.name),
            Self::Search(words) => format!("检索：{words}"),
        }
    }

    /// Where it stands on the portal.
    pub fn page(&self) -> String {
        match self {
            Self::Category(category) => format!("/catalogue/{}", category.key),
            Self::Organ(organ) => format!("/organs/{}", organ.slug),
            Self::Search(words) => link("/search", &[("q", words), ("s", "date")]),
        }
    }

    /// Its feed.
    pub fn feed(&self) -> String {
        match self {
            Self::Category(category) => format!("/feeds/topics/{}.atom", category.key),
            Self::Organ(organ) => format!("/feeds/organs/{}.atom", organ.slug),
            Self::Search(words) => link("/feeds/search.atom", &[("q", words)]),
        }
    }
}
