//! 留痕: a step of a publication with the words of whoever took it, as the register keeps it.

use gongkai_law::proactive::{
    overturn::Overturn,
    release::{Check, PublicationStep},
};
use gongkai_store::StepRow;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::settle::Settled;

/// What is written down beside a step. Everything may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// 意见、理由
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// 保密审查结论, point by point: the keys of what was looked at and found free of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cleared: Vec<String>,
    /// 代签: in whose stead, as the journal names them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub instead: String,
    /// 照发的理由: of findings that stay as they are, by their fingerprints.
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub justified: std::collections::BTreeMap<String, String>,
    /// 公开属性 of what was checked or put away, where it is not 主动公开.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub attribute: String,
    /// 审核流程: the checks that it has to pass, beside its handing in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub route: Vec<String>,
    /// 处理: what was chosen for each finding.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub settled: Vec<Settled>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Detail {
    #[serde(skip_serializing_if = "Option::is_none")]
    check: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<Date>,
    #[serde(flatten)]
    words: Words,
}

/// The `detail` of a step: JSON.
pub fn detail(step: PublicationStep, words: &Words) -> String {
    let mut detail = Detail { words: words.clone(), ..Detail::default() };
    if let PublicationStep::Passed { check, .. } | PublicationStep::Returned { check } = step {
        detail.check = Some(check.key().to_owned());
    }
    if let PublicationStep::Passed { from, .. } = step {
        detail.from = from;
    }
    if let PublicationStep::Overturned { how, day } = step {
        (detail.how, detail.day) = (Some(how.key().to_owned()), Some(day));
    }
    // a struct of words always has a JSON
    serde_json::to_string(&detail).unwrap_or_default()
}

/// A step as the register keeps it, read back.
///
/// # Errors
/// [`gongkai_store::Error::Corrupt`] where the row is none that [`detail`] wrote.
pub fn read(row: &StepRow) -> Result<(PublicationStep, Words), gongkai_store::Error> {
    let corrupt = || gongkai_store::Error::Corrupt(format!("第{}步 {}", row.n, row.kind));
    let detail: Detail = serde_json::from_str(&row.detail).map_err(|_| corrupt())?;
    let step = step(&row.kind, &detail).ok_or_else(corrupt)?;
    Ok((step, detail.words))
}

fn step(kind: &str, detail: &Detail) -> Option<PublicationStep> {
    let check = || detail.check.as_deref().and_then(Check::of_key);
    Some(match kind {
        "begun" => PublicationStep::Begun,
        "submitted" => PublicationStep::Submitted,
        "passed" => PublicationStep::Passed { check: check()?, from: detail.from },
        "returned" => PublicationStep::Returned { check: check()? },
        "recalled" => PublicationStep::Recalled,
        "released" => PublicationStep::Released,
        "retained" => PublicationStep::Retained,
        "revised" => PublicationStep::Revised,
        "withdrawn" => PublicationStep::Withdrawn,
        "expired" => PublicationStep::Expired,
        "reassessed" => PublicationStep::Reassessed,
        "discarded" => PublicationStep::Discarded,
        "migrated" => PublicationStep::Migrated,
        "overturned" => {
            PublicationStep::Overturned { how: Overturn::of_key(detail.how.as_deref()?)?, day: detail.day? }
        }
        _ => return None,
    })
}
