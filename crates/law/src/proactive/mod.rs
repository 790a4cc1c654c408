//! 主动公开: what organs publish without being asked. Arts 19 to 26.

pub mod catalogue;
pub mod term;
