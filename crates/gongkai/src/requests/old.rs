//! 补录: the register that an office kept before this one, taken in from a spreadsheet. Each row becomes a request with the
//! steps that it took on their own days, so that clocks and table 3 count it like any other.

mod case;
pub mod columns;
mod course;
pub mod desk;
mod look;
pub mod take_in;
mod template;
