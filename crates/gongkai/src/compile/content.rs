//! 年报内容: all that is written and chosen of a report in work, as the register keeps it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::range::Range;

/// 手工填写: a figure that no register has, with the sentence that says where it is from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ByHand {
    /// As the form writes it: a count, or an amount with its decimals.
    pub value: String,
    /// 来源
    pub source: String,
    /// 编制范围 for which it was typed: it is the number of no other. Empty where nobody wrote that down.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub range: String,
}

impl ByHand {
    /// Whether it is a number of this range.
    pub fn is_of(&self, range: Range) -> bool {
        self.range.is_empty() || self.range == range.key()
    }
}

/// 放行: a certain finding that the head let pass.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pass {
    /// Its check.
    pub code: String,
    /// What it said.
    pub message: String,
    /// 理由
    pub why: String,
    /// Who, as the journal names them.
    pub actor: String,
    /// When, in milliseconds.
    pub at_ms: i64,
}

/// 年报内容
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// What is written, by the part's key, with bound numbers as they were typed.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub parts: BTreeMap<String, String>,
    /// 手工填写, by the cell's address.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub by_hand: BTreeMap<String, ByHand>,
    /// 放行, by the finding's fingerprint.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub passed: BTreeMap<String, Pass>,
    /// 去年的承诺: where each is answered, by the promise's mark.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, String>,
}

impl Content {
    /// As the register keeps it.
    ///
    /// # Errors
    /// [`gongkai_store::Error::Corrupt`] where it is none that [`Content::json`] wrote.
    pub fn read(json: &str) -> Result<Self, gongkai_store::Error> {
        serde_json::from_str(json).map_err(|_| gongkai_store::Error::Corrupt("年报内容".to_owned()))
    }

    /// For the register.
    pub fn json(&self) -> String {
        // a struct of words always has a JSON
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What is written in a part; empty where nothing is.
    pub fn part(&self, key: &str) -> &str {
        self.parts.get(key).map_or("", String::as_str)
    }
}
