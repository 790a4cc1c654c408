//! 一格背后: what all lists behind a figure share, whatever stands in their columns.

use super::{MOST, ROWS};
use crate::{
    figures::view::{Asked, View},
    page::{self, Error},
};

/// Whose figure it is.
pub struct Cell {
    /// What it is called.
    pub name: String,
    /// In which table of the form: 表三.
    pub table: &'static str,
    /// What it counts: 申请.
    pub what: &'static str,
    /// The last part of the list's address.
    pub path: &'static str,
    /// Where it stands on the page of figures.
    pub anchor: String,
}

/// 一格背后: a page of a list.
pub struct Behind {
    pub(super) name: String,
    pub(super) table: &'static str,
    pub(super) what: &'static str,
    pub(super) year: i16,
    /// Whose are counted beside the own.
    pub(super) and_whose: &'static str,
    pub(super) back: String,
    /// This list, without its page.
    pub(super) here: String,
    pub(super) file: String,
    pub(super) found: i64,
    pub(super) page: i64,
    pub(super) last: i64,
}

impl Behind {
    /// The page that is asked for, of so many.
    pub fn of(cell: Cell, (view, asked): (&View, &Asked), found: i64) -> Self {
        let Cell { name, table, what, path, anchor } = cell;
        let (page, last) = page::turned(found, ROWS, &asked.p);
        let here = format!("{}&row={}&column={}", view.query(), asked.row, asked.column);
        Self {
            name,
            table,
            what,
            year: view.year,
            and_whose: view.and_whose(),
            back: format!("/desk/figures?{}#{anchor}", view.query()),
            file: format!("/desk/figures/{path}.csv?{here}"),
            here: format!("/desk/figures/{path}?{here}"),
            found,
            page,
            last,
        }
    }

    /// How many come before its rows.
    pub fn skipped(&self) -> i64 {
        (self.page - 1) * ROWS
    }
}

/// A file has all of its cell or is not made: nothing is left out without a word.
///
/// # Errors
/// [`Error::Unreadable`] with what to do instead.
pub fn one_file(found: i64, instead: &str) -> Result<(), Error> {
    match found > MOST {
        true => Err(Error::Unreadable(format!("这一格有{found}件，一次最多导出{MOST}件，{instead}。"))),
        false => Ok(()),
    }
}
