//! 文书要素: what was filled in for a letter, as the register keeps it.

use std::collections::BTreeMap;

use gongkai_law::{
    exempt::Exemption,
    request::{
        decision::Decision,
        letter::{Content, LetterKind},
    },
};
use serde::{Deserialize, Serialize};

use super::{search::Search, text::Text};

/// 不公开的部分: what is withheld, on which ground, and why. Art. 37.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which part.
    pub what: String,
    /// The code of the refusal that it would be alone: `C4`.
    pub ground: String,
    /// Why, as the applicant reads it.
    pub why: String,
}

impl Part {
    /// The exemption that it rests on.
    pub fn exemption(&self) -> Option<Exemption> {
        Exemption::ALL.into_iter().find(|exemption| exemption.decision().code() == self.ground)
    }

    /// Whether all three are there.
    pub fn is_whole(&self) -> bool {
        !self.what.trim().is_empty() && !self.why.trim().is_empty() && self.exemption().is_some()
    }

    /// Whether none of its words is there.
    pub fn is_blank(&self) -> bool {
        self.what.trim().is_empty() && self.why.trim().is_empty()
    }
}

/// What a letter's row keeps besides its number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Fields {
    /// The key of the decision that an answer tells; empty for a notice.
    pub decision: String,
    /// Which of its letters.
    pub variant: usize,
    /// What the officer wrote, by the key of the content.
    pub typed: BTreeMap<String, String>,
    /// What a partial answer withholds.
    pub withheld: Vec<Part>,
    /// 检索记录: where was looked for what is not there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub searched: Vec<Search>,
    /// 随附材料: their places among the request's files.
    pub files: Vec<i32>,
    /// 附件题名: what the letter calls an enclosure, by its place.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub titles: BTreeMap<i32, String>,
    /// 提供方式: the key of [`super::supplied::Means`], of an answer that gives something.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub means: String,
    /// 作废: thrown away before it was handed in; it stays on record.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub struck: bool,
    /// The step that a notice goes with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<i32>,
    /// Whether it is a letter by hand, which goes with no step and tells no decision.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_hand: bool,
    /// As it was handed in for review: from then on records may change, the letter does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

impl Fields {
    /// As the register keeps it.
    ///
    /// # Errors
    /// [`gongkai_store::Error::Corrupt`] where the row is none that we wrote.
    pub fn read(letter: &gongkai_store::Letter) -> Result<Self, gongkai_store::Error> {
        serde_json::from_str(&letter.fields).map_err(|_| gongkai_store::Error::Corrupt(format!("文书{}", letter.id)))
    }

    /// For the register.
    pub fn json(&self) -> String {
        // a struct of words and numbers always has a JSON
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What it decides.
    pub fn decision(&self) -> Option<Decision> {
        Decision::of_key(&self.decision)
    }

    /// Whether it is a draft of an answer on which somebody may go on writing.
    pub fn is_unfinished(&self) -> bool {
        self.decision().is_some() && self.text.is_none() && !self.struck
    }

    /// What kind of letter an answer is.
    pub fn kind(&self) -> Option<LetterKind> {
        self.decision().map(|decision| LetterKind::telling(decision, self.variant))
    }

    /// What the officer wrote of a content.
    pub fn typed(&self, content: Content) -> &str {
        self.typed.get(content.key()).map_or("", String::as_str)
    }

    /// The grounds of the parts withheld.
    pub fn grounds(&self) -> Vec<Exemption> {
        self.withheld.iter().filter_map(Part::exemption).collect()
    }
}
