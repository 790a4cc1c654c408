//! 带来的话: what somebody looked for and did not find, carried from the search or from a tombstone into the application, where
//! it can be changed. The address only carries it: nothing is written before they press the button.

use gongkai_store::Error;
use serde::Deserialize;

use super::{
    organs,
    questions::{WANTED, cleaned},
};
use crate::{
    office::Office,
    publish::portal::lines::link,
    requests::draft::{self, Draft},
};

/// Characters that are carried.
const CARRIED: usize = 200;

/// What an address brings to the start of an application.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Brought {
    /// 所需信息
    pub wanted: String,
    /// The organ in addresses; may be empty.
    pub organ: String,
}

impl Brought {
    /// The address that brings this.
    pub fn address(wanted: &str, organ: &str) -> String {
        let wanted: String = wanted.chars().take(CARRIED).collect();
        link("/requests/new", &[("wanted", &wanted), ("organ", organ)])
    }

    /// What of it is usable.
    pub fn cleaned(self) -> Self {
        let wanted: String = self.wanted.chars().take(CARRIED).collect();
        Self { wanted: cleaned("wanted", &wanted), organ: cleaned("organ", &self.organ) }
    }

    /// Writes it into a draft of this browser: after what is asked there already, and to the organ where none was chosen.
    ///
    /// # Errors
    /// The register.
    pub async fn put(&self, office: &Office, browser: &[u8], mut draft: Draft) -> Result<Draft, Error> {
        let asked = draft.get("wanted");
        if !self.wanted.is_empty() && !asked.contains(&self.wanted) {
            let both = [asked, &self.wanted].map(str::trim).join("\n");
            draft.set("wanted", both.trim().chars().take(WANTED).collect());
        }
        if draft.get("organ").is_empty() && organs::addressed(office, &self.organ).await?.is_some() {
            draft.set("organ", self.organ.clone());
        }
        if !draft.is_blank() {
            draft::keep(office, browser, &draft).await?;
        }
        Ok(draft)
    }
}
