//! 与已发布的年报比对: tables 3 and 4 as the register counts them beside the report that the library keeps, cell by cell.

use gongkai_law::annual_report::Figures;
use gongkai_report::{Format, Report, compare};
use gongkai_store::Sight;

use super::view::View;
use crate::{library::kept, office::Office};

/// A figure in which the two part.
pub struct Difference {
    /// The labels of its row and column.
    pub name: String,
    /// Its address.
    pub address: String,
    /// As the report prints it; `None` where it could not be read.
    pub published: Option<i64>,
    /// As the register counts it.
    pub counted: Option<i64>,
    /// The two editions of the form do not ask quite the same.
    pub approximate: bool,
}

/// What was compared.
pub struct PublishedView {
    /// Where the report is.
    pub href: String,
    /// Figures that are equal.
    pub same: usize,
    /// The others.
    pub differences: Vec<Difference>,
}

/// The figures as a report that has nothing else.
pub fn as_report(agency: &str, year: i16, figures: &Figures) -> Report {
    Report {
        agency: Some(agency.to_owned()),
        year: Some(year),
        format: Some(Format::Form(figures.edition())),
        figures: Some(figures.clone()),
        sections: Vec::new(),
    }
}

/// The last kept report of the viewer's organ beside these figures; `None` where the library has none, or it has no
/// tables.
///
/// # Errors
/// The register.
pub async fn published(
    office: &Office,
    view: &View,
    figures: &Figures,
) -> Result<Option<PublishedView>, gongkai_store::Error> {
    if view.is_wide() {
        return Ok(None);
    }
    let Some(report) = office.db.report_of(view.organ, view.year, Sight::Staff).await? else { return Ok(None) };
    let organ = office.db.organ(view.organ).await?;
    let (_, read) = kept::read(office, &organ, &report.line).await?;
    let found = read.found.get(kept::position(&read, &report.line)).and_then(|checked| checked.reading());
    let Some(reading) = found.filter(|reading| reading.report.figures.is_some()) else { return Ok(None) };
    let compared = compare::compare(&reading.report, &as_report(&organ.name, view.year, figures));
    // the other tables count what is not in this register
    let counted_here = |address: &str| ["requests.", "redress."].iter().any(|table| address.starts_with(table));
    let all = figures.form().cells().iter().filter(|cell| counted_here(&cell.address)).count();
    let differences: Vec<_> = compared
        .figures
        .into_iter()
        .filter(|figure| counted_here(&figure.address))
        .map(|figure| Difference {
            name: figure.name,
            address: figure.address,
            published: figure.left,
            counted: figure.right,
            approximate: figure.approximate,
        })
        .collect();
    let href = format!("/reports/{}/{}", organ.slug, view.year);
    Ok(Some(PublishedView { href, same: all.saturating_sub(differences.len()), differences }))
}
