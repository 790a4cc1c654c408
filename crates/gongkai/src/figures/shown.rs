//! 看哪一套数: of a frozen year the figures that were reported, unless those counted now are asked for.

use gongkai_law::annual_report::Figures;

use super::{
    count,
    freeze::{Kept, kept_year},
    view::View,
};
use crate::office::Office;

/// The figures of a view.
pub struct Shown {
    /// Tables 3 and 4.
    pub figures: Figures,
    /// Whether they are those that were reported, and not what is counted now.
    pub reported: bool,
    /// The year as it was reported, if it was frozen.
    pub kept: Option<Kept>,
}

impl Shown {
    /// What a view shows. A year is frozen by an organ, on the edition that was prescribed: several organs together and
    /// another edition are always counted now.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, view: &View) -> Result<Self, gongkai_store::Error> {
        let kept = if view.is_wide() { None } else { kept_year(office, view.organ, view.year).await? };
        let reported = kept.as_ref().map(|kept| &kept.figures);
        match reported.filter(|figures| !view.live && figures.edition() == view.edition) {
            Some(figures) => Ok(Self { figures: figures.clone(), reported: true, kept }),
            None => {
                let figures = count::tables(&office.db, view.scope, view.year, view.edition).await?;
                Ok(Self { figures, reported: false, kept })
            }
        }
    }
}
