//! 试读过的: an inventory with its bundle, kept sealed between looking through and taking in.

use gongkai_store::{Organ, PersonId};
use serde::{Deserialize, Serialize};

use crate::{
    office::Office,
    page::Error,
    publish::{
        bulk::{
            bundle::Bundle,
            columns::{INDEX, OLD},
            look::{Looked, fault, look},
            one::About,
            progress::Progress,
            take_in::Brought,
        },
        word_list,
    },
    sheet::kept::Kept,
};

/// An import that was looked through.
pub const KEPT: Kept = Kept { purpose: "bulk", done: "这份清单已经导入过了" };

/// What is kept of it besides its bytes.
#[derive(Serialize, Deserialize)]
struct Facts {
    name: String,
    why: String,
    migrates: bool,
    /// Bytes of the inventory; `None` where the bundle has pages instead.
    sheet: Option<usize>,
}

/// What somebody uploaded.
#[derive(Clone)]
pub struct Upload {
    /// How it is to be taken in.
    pub brought: Brought,
    /// The inventory.
    pub sheet: Option<Vec<u8>>,
    /// The ZIP; empty where there is none.
    pub zip: Vec<u8>,
}

impl Upload {
    /// Keeps it for an hour; gives its name.
    ///
    /// # Errors
    /// The register.
    pub async fn keep(&self, office: &Office, me: PersonId) -> Result<String, Error> {
        let facts = Facts {
            name: self.brought.name.clone(),
            why: self.brought.why.clone(),
            migrates: self.brought.migrates,
            sheet: self.sheet.as_ref().map(Vec::len),
        };
        // a struct of words always has a JSON, which has no line of its own
        let mut bytes = serde_json::to_vec(&facts).unwrap_or_default();
        bytes.push(b'\n');
        bytes.extend_from_slice(self.sheet.as_deref().unwrap_or_default());
        bytes.extend_from_slice(&self.zip);
        KEPT.keep(office, me, &bytes).await
    }

    /// What was kept; `None` where it was taken in, or its hour is over.
    ///
    /// # Errors
    /// The register; a key that is gone.
    pub async fn kept(office: &Office, me: PersonId, id: &str) -> Result<Option<Self>, Error> {
        let Some(bytes) = KEPT.open(office, me, id).await? else { return Ok(None) };
        let broken = || gongkai_store::Error::Corrupt("试读的清单".to_owned());
        let end = bytes.iter().position(|byte| *byte == b'\n').ok_or_else(broken)?;
        let (head, rest) = bytes.split_at(end);
        let facts: Facts = serde_json::from_slice(head).map_err(|_| broken())?;
        let rest = rest.get(1..).unwrap_or_default();
        let (sheet, zip) = rest.split_at_checked(facts.sheet.unwrap_or(0)).ok_or_else(broken)?;
        Ok(Some(Self {
            brought: Brought { name: facts.name, why: facts.why, migrates: facts.migrates },
            sheet: facts.sheet.map(|_| sheet.to_vec()),
            zip: zip.to_vec(),
        }))
    }

    fn bundle(&self) -> Result<Bundle, String> {
        if self.zip.is_empty() { Ok(Bundle::empty()) } else { Bundle::of(self.zip.clone()) }
    }

    /// Looks it through, off the threads that answer, and tells which 索引号 and old addresses are another's already.
    ///
    /// # Errors
    /// The register; inside, a Chinese sentence where nothing can be read.
    pub async fn look(
        &self,
        office: &Office,
        organ: &Organ,
        progress: std::sync::Arc<Progress>,
    ) -> Result<Result<(Looked, Bundle), String>, Error> {
        let names = [organ.name.clone(), organ.short_name.clone()];
        let words = word_list::of(office, organ).await?;
        let about = About { organ: names, today: office.today(), migrates: self.brought.migrates, words };
        let upload = self.clone();
        let work = tokio::task::spawn_blocking(move || {
            let mut bundle = upload.bundle()?;
            let looked = look(upload.sheet.as_deref(), &mut bundle, &about, &|done, all| progress.at(done, all))?;
            Ok((looked, bundle))
        });
        match work.await.map_err(|fault| Error::broken(&fault))? {
            Ok((mut looked, bundle)) => {
                known(office, &mut looked).await?;
                Ok(Ok((looked, bundle)))
            }
            Err(why) => Ok(Err(why)),
        }
    }
}

/// What is another's already, by one question each.
///
/// # Errors
/// The register.
pub async fn known(office: &Office, looked: &mut Looked) -> Result<(), gongkai_store::Error> {
    let numbers: Vec<_> =
        looked.items.iter().map(|item| item.index_number.as_str()).filter(|one| !one.is_empty()).collect();
    let taken = office.db.index_numbers_taken(&numbers).await?;
    let old: Vec<_> = looked.items.iter().map(|item| item.old.as_str()).filter(|one| !one.is_empty()).collect();
    let moved = office.db.old_addresses_of(&old).await?;
    for item in &looked.items {
        if taken.contains(&item.index_number) {
            let what = format!("索引号“{}”已经用过", item.index_number);
            looked.faults.push(fault(item.nth, INDEX, what, "已经导入过的，删掉这一行；不是的，空着，新编一个"));
        }
        if moved.iter().any(|(old, _)| *old == item.old) {
            let what = format!("“{}”已经转到别的信息", item.old);
            looked.faults.push(fault(item.nth, OLD, what, "已经导入过的，删掉这一行；不是的，空着"));
        }
    }
    looked.faults.sort_by_key(|fault| fault.row);
    Ok(())
}
