//! 主动公开: what organs publish without being asked. Arts 12 to 26.

pub mod attribute;
pub mod catalogue;
pub mod kind;
pub mod mistake;
pub mod overturn;
pub mod own_rules;
pub mod reading;
pub mod relation;
pub mod release;
pub mod running;
mod shapes;
pub mod standard;
pub mod term;
pub mod validity;
