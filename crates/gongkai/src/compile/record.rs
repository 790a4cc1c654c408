//! 留痕: a step of a report in work with the words of whoever took it, as the register keeps it.

use gongkai_law::annual_report::compilation::CompileStep;
use gongkai_store::{Error, StepRow};
use serde::{Deserialize, Serialize};

/// What is written down beside a step. Everything may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// 意见、理由；更正说明
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// 代签: in whose stead, as the journal names them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub instead: String,
}

impl Words {
    /// Only a reason.
    pub fn because(why: &str) -> Self {
        Self { why: why.trim().to_owned(), ..Self::default() }
    }

    /// The `detail` of a step: JSON.
    pub fn json(&self) -> String {
        // a struct of words always has a JSON
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A step as the register keeps it, read back.
///
/// # Errors
/// [`Error::Corrupt`] where the row is none that [`Words::json`] was written into.
pub fn read(row: &StepRow) -> Result<(CompileStep, Words), Error> {
    let corrupt = || Error::Corrupt(format!("编制第{}步 {}", row.n, row.kind));
    let step = CompileStep::of_key(&row.kind).ok_or_else(corrupt)?;
    Ok((step, serde_json::from_str(&row.detail).map_err(|_| corrupt())?))
}
