//! 地区年报: all reports of all years of a region: who has published which, what their figures say beside each other, and all of it
//! as open data. Figures are read from the register's lines of them, never from the reports.

pub mod compared;
pub mod figures;
pub mod fill;
pub mod matrix;
pub mod measures;
pub mod portal;
pub mod rows;
pub mod tree;
