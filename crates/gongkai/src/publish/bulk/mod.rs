//! 批量导入: many publications at once, out of a spreadsheet with its files or out of the saved pages of an old site; and what
//! becomes of the addresses that they had there.

pub mod bundle;
pub mod columns;
pub mod desk;
pub mod look;
pub mod migrate;
pub mod moved;
pub mod one;
pub mod pages;
pub mod portal;
pub mod progress;
pub mod take_in;
pub mod template;
pub mod words;
