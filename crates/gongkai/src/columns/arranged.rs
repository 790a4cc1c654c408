//! 单位主页的栏目: which kinds an organ shows on its own home, and in which order.

use gongkai_law::proactive::kind::PublicationKind;
use gongkai_store::{Act, Error, Organ};

use crate::{
    office::Office,
    publish::portal::lines::{Line, link},
};

/// Lines of one column.
const EACH: i64 = 5;

/// 栏目: the latest of one kind.
pub struct Column {
    /// In Chinese.
    pub label: &'static str,
    /// Where all of the kind are.
    pub href: String,
    /// The latest.
    pub lines: Vec<Line>,
}

fn key(organ: &Organ) -> String {
    format!("columns.{}", organ.slug)
}

/// The kinds that an organ's home shows, in their order; none where nobody arranged it.
///
/// # Errors
/// The register.
pub async fn kinds(office: &Office, organ: &Organ) -> Result<Vec<PublicationKind>, Error> {
    let kept = office.db.setting(&key(organ)).await?.unwrap_or_default();
    Ok(kept.split_whitespace().filter_map(PublicationKind::of_key).collect())
}

/// Keeps them.
///
/// # Errors
/// The register.
pub async fn keep(act: &mut Act, organ: &Organ, kinds: &[PublicationKind]) -> Result<(), Error> {
    let words: Vec<_> = kinds.iter().map(|kind| kind.key()).collect();
    act.set(&key(organ), &words.join(" ")).await
}

/// The columns of an organ's home; those of which nothing is public are left out.
///
/// # Errors
/// The register.
pub async fn columns(office: &Office, organ: &Organ) -> Result<Vec<Column>, Error> {
    let kinds = kinds(office, organ).await?;
    let keys: Vec<&str> = kinds.iter().map(|kind| kind.key()).collect();
    let mut lines = Line::of(office, office.db.latest_of_kinds(organ.id, &keys, EACH).await?).await?;
    let column = |kind: PublicationKind| {
        let (own, others) = std::mem::take(&mut lines).into_iter().partition(|line| line.kind == kind.label());
        lines = others;
        let href = link("/search", &[("o", &organ.slug), ("k", kind.key()), ("s", "date")]);
        Column { label: kind.label(), href, lines: own }
    };
    Ok(kinds.into_iter().map(column).filter(|column| !column.lines.is_empty()).collect())
}
