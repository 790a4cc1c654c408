//! 实时统计: tables 3 and 4 counted from the register at any moment, and the requests and cases behind each of its figures.

pub(crate) mod cell;
pub(crate) mod count;
pub mod desk;
mod export;
pub(crate) mod freeze;
mod published;
mod shares;
mod shown;
mod times;
pub(crate) mod view;
