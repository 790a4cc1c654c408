//! 依申请公开: the request desk. What happened is written down as steps; where a request stands is folded from them.
//!
//! [`take`] is the one door through which every step passes; [`register`] is how a request comes in.

pub mod dossier;
pub mod record;
pub mod register;
pub mod take;
