//! 专题专栏: what belongs together for a time, with its first and its last day; and how an organ arranges its own home.

pub mod arranged;
pub mod desk;
pub mod gather;
pub mod portal;
