//! What the library knows of an uploaded report: the organ of that name, and its report of the year before.

use gongkai_store::{Organ, Result};

use super::Source;
use crate::{library::kept, office::Office};

/// The one organ of this name; `None` where there is none or several.
///
/// # Errors
/// As the register has them.
pub async fn organ(office: &Office, agency: &str) -> Result<Option<Organ>> {
    let mut named = office.db.organs_named(agency).await?;
    Ok(if named.len() == 1 { named.pop() } else { None })
}

/// The file of its report of the year before.
///
/// # Errors
/// As the register has them.
pub async fn year_before(office: &Office, agency: &str, year: i16) -> Result<Option<Source>> {
    match organ(office, agency).await? {
        Some(organ) => kept::year_before(&office.db, &organ, year).await,
        None => Ok(None),
    }
}
