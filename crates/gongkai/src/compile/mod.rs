//! 编制: an organ's report of a year, from its first draft to everybody.

pub mod across;
pub mod against;
pub mod assemble;
pub mod begin;
pub mod bound;
pub mod compare;
pub mod content;
pub mod desk;
pub mod draft;
pub mod due;
pub mod examine;
pub mod fees;
pub mod figures;
pub mod last;
pub mod names;
pub mod out;
pub mod parts;
pub mod pressing;
pub mod range;
pub mod record;
pub mod save;
pub mod submit;
pub mod take;
pub mod work;
