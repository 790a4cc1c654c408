//! 依申请公开: the request desk. What happened is written down as steps; where a request stands is folded from them.
//!
//! [`take`] is the one door through which every step passes; [`register`] is how a request comes in.

pub mod alike;
pub mod amend;
pub mod assign;
pub mod by_applicant;
pub mod code;
pub mod desk;
pub mod dossier;
pub mod draft;
pub mod find;
pub mod mask;
pub mod night;
pub mod old;
pub mod once;
pub mod papers;
pub mod portal;
pub mod pressing;
pub mod rebuild;
pub mod record;
pub mod register;
pub mod retention;
pub mod reveal;
pub mod shown;
pub mod take;
pub mod ways;
