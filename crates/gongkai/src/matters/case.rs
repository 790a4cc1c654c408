//! 卷: one matter opened, with its steps and where it stands.

use gongkai_law::matter::{Matter, MatterStanding, MatterStep, Settled};
use gongkai_store::{Civil, Error, MatterNow, OrganId, Scope, StepRow};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{office::Office, requests::register::Identity, vault::VaultError};

/// What was written beside a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// What was asked, said or found.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// The organ that is named with it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub who: String,
}

/// The whole of a step's `detail`: what the law wants to know, and the words.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Detail {
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    settled: Option<String>,
    #[serde(flatten)]
    words: Words,
}

/// 经过: one step as it is shown.
#[derive(Clone, Debug)]
pub struct Entry {
    /// As the register keeps it.
    pub row: StepRow,
    /// As the law sees it.
    pub step: MatterStep,
    /// What was written beside it.
    pub words: Words,
}

/// 卷
#[derive(Clone, Debug)]
pub struct Case {
    /// As the register keeps it.
    pub matter: gongkai_store::Matter,
    /// 事项种类
    pub kind: Matter,
    /// Its steps.
    pub entries: Vec<Entry>,
    /// Where it stands.
    pub standing: MatterStanding,
}

impl Case {
    /// The matter of this number in this scope.
    ///
    /// # Errors
    /// [`Error::Missing`] where there is none.
    pub async fn numbered(office: &Office, number: &str, scope: Scope) -> Result<Self, Error> {
        let found = office.db.matter_numbered(number, scope).await?;
        Self::of(office, found.ok_or(Error::Missing("事项"))?).await
    }

    /// The matter of this number about which an organ was asked, or one that it succeeds and answers for.
    ///
    /// # Errors
    /// [`Error::Missing`] where there is none.
    pub async fn asked(office: &Office, number: &str, about: OrganId) -> Result<Self, Error> {
        let found = office.db.matter_asked(number, about).await?.ok_or(Error::Missing("事项"))?;
        Self::of(office, gongkai_store::Matter { about_id: about, ..found }).await
    }

    /// The matter that this fingerprint of a code opens.
    ///
    /// # Errors
    /// The register.
    pub async fn by_code(office: &Office, number: &str, code_mac: &[u8]) -> Result<Option<Self>, Error> {
        match office.db.matter_by_code(number, code_mac).await? {
            Some(matter) => Self::of(office, matter).await.map(Some),
            None => Ok(None),
        }
    }

    async fn of(office: &Office, matter: gongkai_store::Matter) -> Result<Self, Error> {
        let corrupt = || Error::Corrupt(format!("事项{}", matter.number));
        let kind = Matter::of_key(&matter.kind).ok_or_else(corrupt)?;
        let rows = office.db.matter_steps(matter.id).await?;
        let entries = rows.into_iter().map(read).collect::<Option<Vec<_>>>().ok_or_else(corrupt)?;
        let standing = MatterStanding::of(kind, entries.iter().map(|entry| (entry.step, entry.row.on_date.0)));
        Ok(Self { matter, kind, entries, standing })
    }

    /// Who brought it. Whoever shows it unmasked has to leave a trace.
    ///
    /// # Errors
    /// [`VaultError`]; `Ok(None)` where no name was given, or it was erased.
    pub fn identity(&self, office: &Office) -> Result<Option<Identity>, VaultError> {
        let Some(sealed) = &self.matter.sealed else { return Ok(None) };
        let plain = office.vault.open_sealed(&self.matter.number, sealed)?;
        serde_json::from_slice(&plain).map(Some).map_err(|_| VaultError::Spoiled)
    }

    /// Where it will stand after another step.
    pub fn after(&self, step: MatterStep, on: Date) -> MatterStanding {
        let steps = self.entries.iter().map(|entry| (entry.step, entry.row.on_date.0));
        MatterStanding::of(self.kind, steps.chain([(step, on)]))
    }
}

/// The `detail` of a step: JSON.
pub fn detail(step: MatterStep, words: &Words) -> String {
    let mut detail = Detail { words: words.clone(), ..Detail::default() };
    match step {
        MatterStep::AccountAsked { until } => detail.until = Some(until.to_string()),
        MatterStep::Settled(settled) => detail.settled = Some(settled.key().to_owned()),
        MatterStep::Arrived | MatterStep::Accepted | MatterStep::Accounted => {}
    }
    // a struct of words always has a JSON
    serde_json::to_string(&detail).unwrap_or_default()
}

fn read(row: StepRow) -> Option<Entry> {
    let detail: Detail = serde_json::from_str(&row.detail).ok()?;
    let step = match row.kind.as_str() {
        "arrived" => MatterStep::Arrived,
        "accepted" => MatterStep::Accepted,
        "account_asked" => MatterStep::AccountAsked { until: detail.until?.parse().ok()? },
        "accounted" => MatterStep::Accounted,
        "settled" => MatterStep::Settled(Settled::of_key(&detail.settled?)?),
        _ => return None,
    };
    Some(Entry { row, step, words: detail.words })
}

/// 投影: what lists keep of a standing. `due` is the office's own term, as it was set when the matter came.
pub fn now(standing: &MatterStanding, due: Option<Civil>) -> MatterNow<'static> {
    MatterNow {
        stage: standing.stage(),
        due: due.filter(|_| standing.settled.is_none()),
        outcome: standing.settled.map(|(settled, _)| settled.key()),
        ended: standing.settled.map(|(_, on)| Civil(on)),
        asked: standing.asked,
    }
}
