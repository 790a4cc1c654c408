//! 对应的目录事项: for which rows of its organ's catalogue a publication is, as it is typed and as it is shown.

use gongkai_store::{Error, OrganId, StandardRow, StandardRowId};

use super::line::field_title;
use crate::office::Office;

/// Rows that one publication is for at most.
pub const MOST: usize = 3;

/// A row as a form names it: `社会救助-12`.
pub fn named(row: &StandardRow) -> String {
    format!("{}-{}", field_title(&row.field), row.place)
}

/// What can be named, with what it is: for the list that a field offers while one types.
///
/// # Errors
/// The register.
pub async fn offered(office: &Office, organ: OrganId) -> Result<Vec<(String, String)>, Error> {
    let rows = office.db.standard_rows(organ, None).await?;
    Ok(rows.iter().map(|row| (named(row), format!("{}／{}", row.matter, row.item))).collect())
}

/// The rows of these identities as a form names them; what is gone is left out.
///
/// # Errors
/// The register.
pub async fn shown(office: &Office, organ: OrganId, ids: &[String]) -> Result<Vec<StandardRow>, Error> {
    let ids: Vec<StandardRowId> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    office.db.standard_rows_of(organ, &ids).await
}

/// The identities of what was typed; a sentence for the first that is no row of this catalogue.
///
/// # Errors
/// The register.
pub async fn resolved(
    office: &Office,
    organ: OrganId,
    typed: &[&str],
) -> Result<(Vec<String>, Vec<(usize, String)>), Error> {
    if typed.iter().all(|one| one.is_empty()) {
        return Ok((Vec::new(), Vec::new()));
    }
    let rows = office.db.standard_rows(organ, None).await?;
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    for (n, typed) in typed.iter().enumerate().filter(|(_, typed)| !typed.is_empty()) {
        match rows.iter().find(|row| named(row) == *typed || row.id.to_string() == *typed) {
            Some(row) if found.contains(&row.id.to_string()) => {}
            Some(row) => found.push(row.id.to_string()),
            None => unknown.push((n, format!("目录里没有“{typed}”：填领域和序号，如 社会救助-12"))),
        }
    }
    Ok((found, unknown))
}
