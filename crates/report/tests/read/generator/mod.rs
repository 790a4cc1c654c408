//! Random reports with known figures, in every layout and with every damage: for tests, benches and fuzz seeds.
//!
//! Everything follows from a seed; nothing in it is real.

mod damage;
mod figures;
mod layouts;
mod markup;
mod prose;
mod random;
mod sheet;
mod variants;

use gongkai_law::annual_report::{CellId, Edition, Figures, Form};

pub use damage::Damage;
pub use layouts::Layout;
use random::Random;

/// A report whose figures are known.
pub struct Specimen {
    /// The source.
    pub source: String,
    /// A file name with the right ending.
    pub name: &'static str,
    /// What its cells hold.
    pub figures: Figures,
    /// Cells that the source leaves blank or marks with a stroke; their value is zero.
    pub blank: Vec<CellId>,
    /// Its layout and damages, to tell it from others.
    pub kind: String,
    /// Whose report.
    pub agency: String,
    /// Of which year.
    pub year: i16,
}

/// A report in one layout with some damages.
pub fn specimen(seed: u64, layout: Layout, damages: &[Damage]) -> Specimen {
    specimen_with(seed, layout, damages, &[])
}

/// The same with other words in some cells, by their addresses.
pub fn specimen_with(seed: u64, layout: Layout, damages: &[Damage], words: &[(&str, &str)]) -> Specimen {
    let mut random = Random::new(seed);
    let edition = if random.one_in(4) { Edition::Of2019 } else { Edition::Of2021 };
    let year = match edition {
        Edition::Of2019 => 2019 + random.below(2) as i16,
        Edition::Of2021 => 2021 + random.below(5) as i16,
    };
    let figures = figures::random(Form::of(edition), &mut random);
    let agency = prose::agency(&mut random);
    let mut sheets = sheet::sheets(&figures, damages, &mut random);
    let blank = damage::cells(&mut sheets, damages, &mut random);
    damage::labels(&mut sheets, layout, damages, &mut random);
    for (address, words) in words {
        let cell = figures.form().cell(address);
        let mut cells = sheets.iter_mut().flat_map(|sheet| &mut sheet.rows).flatten();
        cells.find(|own| own.id.is_some() && own.id == cell).unwrap().words = (*words).to_owned();
    }
    let mut parts = prose::parts(&agency, year, &figures, damages);
    damage::words(&mut parts, damages, &mut random);
    let tables: Vec<String> = sheets.iter().map(|sheet| layout.table(sheet, damages, &mut random)).collect();
    let mut source = layout.page(&parts, &tables, damages);
    if damages.contains(&Damage::Glosses) || damages.contains(&Damage::Traditional) {
        source = variants::traditional(&source, damages.contains(&Damage::Glosses));
    }
    if damages.contains(&Damage::FullWidth) {
        source = damage::full_width(&source, layout);
    }
    Specimen {
        source,
        name: layout.name(),
        figures,
        blank,
        kind: format!("{seed} {layout:?} {damages:?}"),
        agency,
        year,
    }
}
