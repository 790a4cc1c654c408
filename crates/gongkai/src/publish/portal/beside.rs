//! 解读与相关: what stands beside a publication.

use gongkai_law::proactive::{relation::Relation, validity::Validity};
use gongkai_store::Related;

use super::lines::{address, sign};
use crate::{office::civil_date, publish::content::Content};

/// Another publication.
pub struct Other {
    /// Its address.
    pub href: String,
    /// 标题
    pub title: String,
    /// 文号; may be empty.
    pub number: String,
    /// 发布日期, in ISO 8601.
    pub on: String,
    /// What it is to this one, or in which form it explains it; may be empty.
    pub word: String,
    /// 有效性, where it is not simply in force.
    pub validity: Option<(&'static str, &'static str)>,
}

impl Other {
    /// One of them, under this word.
    pub fn of(other: &Related, word: String) -> Self {
        let validity = other.validity.as_deref().and_then(Validity::of_key);
        Self {
            href: address(&other.index_number),
            title: other.title.clone(),
            number: other.number.clone(),
            on: civil_date(other.first_ms.timestamp()).to_string(),
            word,
            validity: validity.filter(|v| *v != Validity::InForce).map(|v| (sign(v), v.label())),
        }
    }
}

/// What stands beside.
pub struct Beside {
    /// 解读 of this one.
    pub readings: Vec<Other>,
    /// All others.
    pub others: Vec<Other>,
}

impl Beside {
    /// Of all that is related.
    pub fn of(related: Vec<Related>) -> Self {
        let reads = |other: &Related| other.inward && other.relation == Relation::Interprets.key();
        let (readings, others): (Vec<Related>, Vec<Related>) = related.into_iter().partition(reads);
        Self {
            readings: readings.iter().map(|other| Other::of(other, form(other))).collect(),
            others: others.iter().map(|other| Other::of(other, said(other))).collect(),
        }
    }
}

/// 图解, 问答 …: the form of an interpretation.
fn form(other: &Related) -> String {
    let content = Content::read(&other.content).unwrap_or_default();
    content.field("form").trim().to_owned()
}

/// What the other one is to this one.
fn said(other: &Related) -> String {
    word(&other.relation, other.inward).to_owned()
}

/// What another one is to this one, by a word of the register, and by whether the other one names this one.
pub fn word(relation: &str, inward: bool) -> &'static str {
    let Some(relation) = Relation::of_key(relation) else { return "" };
    // “解读” read from the interpretation is the document that it explains
    match (relation, inward) {
        (Relation::Interprets, false) => "解读的文件",
        (Relation::Consults, false) => "征求意见的文件",
        (relation, true) => relation.back(),
        (relation, false) => relation.label(),
    }
}
