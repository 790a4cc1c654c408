//! 统计指标: what is counted over a year besides requests and redress, with what is missing of it said before it hurts.

pub mod year;
