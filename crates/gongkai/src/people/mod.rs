//! 工作人员: who works here, and who may do what.

pub mod acts;
pub mod delegation;
pub mod desk;
pub mod frame;
pub mod organs;
pub mod provider;
pub mod roles;
pub mod rules;
pub mod staff;
pub mod totp;
pub mod upkeep;
