//! What an OFD says about its makers goes. GB/T 33190.

use gongkai_report::read::formats::budget::Budget;

use super::{edits::Fate, package::Parts};

/// What names somebody, or what a program kept for itself.
const DROPPED: [&str; 2] = ["Author", "CustomDatas"];

/// The file without it; `None` where nothing of it is there.
pub(super) fn without_facts(bytes: &[u8], budget: &Budget) -> Result<Option<Vec<u8>>, String> {
    // a seal signs the part that says so, with the others
    let mut parts = Parts::opened(bytes, budget, crate::ofd::ROOT, crate::ofd::is_signature)?;
    let any = parts.sift(crate::ofd::ROOT, |name| if DROPPED.contains(&name) { Fate::Drop } else { Fate::Keep })?;
    if any { parts.packed().map(Some) } else { Ok(None) }
}
