//! 编制: an organ's report of a year, from its first draft to everybody.

pub mod begin;
pub mod content;
pub mod range;
pub mod record;
pub mod take;
pub mod work;
