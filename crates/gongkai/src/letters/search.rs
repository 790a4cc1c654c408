//! 检索记录: where was looked for what is said not to be there, by what words, when, by whom, and what came of it.

use gongkai_law::calendar::in_chinese;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Searches that one answer tells.
pub const SEARCHES: usize = 4;

/// 检索记录: one search.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Search {
    /// Where: an archive, a system, an office.
    pub place: String,
    /// By what words.
    pub words: String,
    /// When: an ISO date.
    pub day: String,
    /// By whom.
    pub who: String,
    /// What came of it.
    pub found: String,
}

impl Search {
    /// Whether none of it is there. A day or a name alone is what the form offered.
    pub fn is_blank(&self) -> bool {
        [&self.place, &self.words, &self.found].iter().all(|part| part.trim().is_empty())
    }

    /// Whether any of its words is so.
    pub fn is_any(&self, so: impl Fn(&str) -> bool) -> bool {
        [&self.place, &self.words, &self.day, &self.who, &self.found].iter().any(|part| so(part))
    }

    /// What it lacks, as the form asks for it; a day that has not come is no day.
    pub fn lacks(&self, today: Date) -> Vec<&'static str> {
        let parts = [("检索范围", &self.place), ("检索词", &self.words), ("检索人", &self.who), ("结果", &self.found)];
        let blank = parts.iter().filter(|(_, words)| words.trim().is_empty()).map(|(label, _)| *label);
        let day = self.on().is_none_or(|day| day > today).then_some("检索日期");
        blank.chain(day).collect()
    }

    fn on(&self) -> Option<Date> {
        crate::typed::number(&self.day).parse().ok()
    }

    fn said(&self) -> String {
        let bare = |words: &str| words.trim().trim_end_matches(['。', '；']).to_owned();
        let day = self.on().map_or_else(|| self.day.clone(), in_chinese);
        let (who, place, words) = (bare(&self.who), bare(&self.place), bare(&self.words));
        format!("{day}，{who}在{place}以“{words}”检索，结果：{}。", bare(&self.found))
    }
}

/// The searches as a letter tells them, one a line.
pub fn told(searches: &[Search]) -> String {
    let whole: Vec<_> = searches.iter().filter(|search| !search.is_blank()).collect();
    let several = whole.len() > 1;
    let line = |(n, search): (usize, &&Search)| match several {
        true => format!("{n}.{}", search.said()),
        false => search.said(),
    };
    (1..).zip(&whole).map(line).collect::<Vec<_>>().join("\n")
}
