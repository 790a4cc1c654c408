//! 实时统计: tables 3 and 4 counted from the register at any moment, and the requests and cases behind each of its figures.

mod cell;
mod count;
pub mod desk;
mod export;
mod freeze;
mod published;
mod shares;
mod shown;
mod times;
mod view;
