//! 实时统计: table 3 counted from the register at any moment, and the requests behind each of its figures.

mod cell;
mod count;
pub mod desk;
mod export;
mod view;
