//! 电子表格: rows for a spreadsheet, and the rows of one that somebody sends.

pub mod csv;
pub mod days;
pub mod kept;
pub mod rows;
pub mod table;
pub mod xlsx;
