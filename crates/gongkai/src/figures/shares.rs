//! 占比: what part each result has in the requests that ended.

use gongkai_law::annual_report::{Figures, form::Node};

use crate::requests::desk::wording::brief;

/// One result of table 3, as 占办理结果总计.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// 予以公开, 不予公开 …
    pub name: &'static str,
    /// How many ended so.
    pub count: i64,
    /// In per cent with one decimal: `52.4`.
    pub percent: String,
}

/// The shares of the results that the form numbers （一） to （六）, in its order; none where nothing ended.
pub fn shares(figures: &Figures) -> Vec<Share> {
    let at = |row: &Node| figures.at(&format!("requests.{}.total", row.key)).unwrap_or(0);
    let Some(whole) = figures.at("requests.total.total").filter(|whole| *whole > 0) else { return Vec::new() };
    let results = figures.form().tables.iter().filter(|table| table.key == "requests").flat_map(|table| table.blocks);
    let results = results.flat_map(|block| block.rows).filter(|row| !row.is_leaf()).flat_map(|row| row.children);
    let share = |row: &Node| {
        let count: i64 = row.leaves().into_iter().map(at).sum();
        let tenths = (count * 2000 + whole).div_euclid(whole * 2);
        Share { name: brief(row.label), count, percent: format!("{}.{}", tenths.div_euclid(10), tenths.rem_euclid(10)) }
    };
    results.filter(|row| row.key != "total").map(share).collect()
}
