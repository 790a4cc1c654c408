//! 统计指标: what is counted over a year besides requests and redress, with what is missing of it said before it hurts.

pub mod columns;
pub mod counted;
pub mod desk;
pub mod duties;
pub mod entering;
pub mod look;
pub mod missing;
pub mod month;
pub mod number;
pub mod proof;
pub mod remind;
pub mod year;
