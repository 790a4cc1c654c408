//! 政府信息公开工作年度报告: the annual report of arts 49 and 50, its form and its figures.

pub mod compilation;
pub mod due;
pub mod figures;
pub mod form;
mod form_2019;
mod form_2021;
pub mod identities;
pub mod indicator;
pub mod tally;

pub use figures::Figures;
pub use form::{CellId, Edition, Form};
