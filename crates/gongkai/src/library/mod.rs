//! 公开年报: the reports that were kept, by organ and year, with what became of them over the years.

pub mod desk;
pub mod kept;
pub mod overview;
pub mod pictures;
pub mod portal;
pub mod region;
