//! 问题: what was asked of `/search`, as the address has it.

use std::collections::{BTreeMap, HashMap};

use gongkai_law::proactive::{catalogue, kind::PublicationKind, validity::Validity};
use gongkai_search::{Facet, MAX_WORDS, Query, Sort};

use super::portal::ROWS;
use crate::{library::portal::escape, office::Office, page::Error, requests::portal::brought::Brought};

/// 筛选: the name in the address, the legend, the field.
pub(super) const FACETS: [(&str, &str, Facet); 5] = [
    ("v", "效力", Facet::Validity),
    ("k", "类别", Facet::Kind),
    ("t", "主动公开事项", Facet::Topic),
    ("o", "机构", Facet::Organ),
    ("y", "发布年份", Facet::Year),
];
/// Values of one filter that count.
const MAX_CHOSEN: usize = 100;
/// Characters of a value nobody knows that are shown, and how many of them.
const SHOWN: usize = 20;
const MAX_SHOWN: usize = 5;

/// 问题. A name may come several times; what no filter knows is left out and said.
pub(super) struct Asked {
    pub(super) words: String,
    /// Whether what was typed was longer than what counts.
    pub(super) cut: bool,
    pub(super) sort: &'static str,
    /// From 1; a number that no page has is larger than any.
    pub(super) page: usize,
    pub(super) chosen: BTreeMap<&'static str, Vec<String>>,
    /// Names of the organs that were chosen, by their short names in addresses.
    pub(super) organs: HashMap<String, String>,
    pub(super) unknown: Vec<String>,
}

impl Asked {
    /// Asks the register for the organs that were chosen.
    pub(super) async fn of(office: &Office, pairs: &[(String, String)]) -> Result<Self, Error> {
        let all = |name: &'static str| {
            let named = pairs.iter().filter(move |(key, _)| key == name);
            named.map(|(_, value)| value.trim())
        };
        let typed = all("q").next().unwrap_or_default();
        // no address has a NUL, and no register takes one
        let slugs: Vec<&str> =
            all("o").filter(|slug| !slug.is_empty() && !slug.contains('\0')).take(MAX_CHOSEN).collect();
        let organs = if slugs.is_empty() { Vec::new() } else { office.db.organs_at(&slugs).await? };
        let organs = organs.into_iter().map(|organ| (organ.slug, organ.short_name)).collect();
        let mut asked = Self {
            words: typed.chars().take(MAX_WORDS).collect(),
            cut: typed.chars().nth(MAX_WORDS).is_some(),
            sort: if all("s").next() == Some("date") { "date" } else { "" },
            page: all("p").next().map_or(1, page),
            chosen: BTreeMap::new(),
            organs,
            unknown: Vec::new(),
        };
        for (name, legend, facet) in FACETS {
            let mut values: Vec<String> = Vec::new();
            for value in all(name).filter(|value| !value.is_empty()).take(MAX_CHOSEN) {
                if label(facet, value, &asked.organs).is_none() {
                    asked.unknown.push(format!("{legend}“{}”", value.chars().take(SHOWN).collect::<String>()));
                } else if values.iter().all(|known| known != value) {
                    values.push(value.to_owned());
                }
            }
            asked.chosen.insert(name, values);
        }
        asked.unknown.truncate(MAX_SHOWN);
        Ok(asked)
    }

    pub(super) fn query(&self) -> Query {
        let filters = FACETS.iter().filter_map(|(name, _, facet)| Some((*facet, self.chosen.get(name)?.clone())));
        Query {
            words: self.words.clone(),
            filters: filters.collect(),
            sort: if self.sort == "date" { Sort::Published } else { Sort::Relevance },
            skip: (self.page - 1).saturating_mul(ROWS),
            take: ROWS,
            ..Query::default()
        }
    }

    /// Where an application for what was asked begins, at the organ that was chosen where it was one.
    pub(super) fn apply(&self) -> String {
        let organ = match self.chosen.get("o").map(Vec::as_slice) {
            Some([one]) => one.as_str(),
            _ => "",
        };
        match self.words.as_str() {
            "" => Brought::address("", organ),
            words => Brought::address(&format!("与“{words}”有关的信息"), organ),
        }
    }

    /// Name and value of each choice.
    pub(super) fn kept(&self) -> Vec<(&'static str, String)> {
        let of = |(name, values): (&&'static str, &Vec<String>)| {
            let name = *name;
            values.clone().into_iter().map(move |value| (name, value)).collect::<Vec<_>>()
        };
        self.chosen.iter().flat_map(of).collect()
    }

    /// The address of the same question otherwise: another page, another order, without one choice.
    pub(super) fn href(&self, page: usize, sort: &str, without: Option<(&str, &str)>) -> String {
        let mut query = vec![format!("q={}", escape(&self.words))];
        for (name, values) in &self.chosen {
            let kept = values.iter().filter(|value| without != Some((*name, value.as_str())));
            query.extend(kept.map(|value| format!("{name}={}", escape(value))));
        }
        query.extend((!sort.is_empty()).then(|| format!("s={sort}")));
        query.extend((page > 1).then(|| format!("p={page}")));
        format!("/search?{}", query.join("&"))
    }
}

/// A number of a page; one too large to count is beyond every end.
fn page(typed: &str) -> usize {
    let is_number = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { typed.parse().unwrap_or(usize::MAX).max(1) } else { 1 }
}

/// How a value of a filter is called; none where there is no such value.
pub(super) fn label(facet: Facet, key: &str, organs: &HashMap<String, String>) -> Option<String> {
    match facet {
        Facet::Validity => Validity::of_key(key).map(|validity| validity.label().to_owned()),
        Facet::Kind => PublicationKind::of_key(key).map(|kind| kind.label().to_owned()),
        Facet::Topic => catalogue::of_key(key).map(|category| category.title.to_owned()),
        Facet::Organ => organs.get(key).cloned(),
        Facet::Year => key.parse::<i16>().ok().filter(|year| (1000..=9999).contains(year)).map(|year| year.to_string()),
        Facet::Theme => Some(key.to_owned()),
    }
}
