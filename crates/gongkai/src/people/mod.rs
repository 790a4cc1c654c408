//! 工作人员: who works here, and who may do what.

pub mod frame;
pub mod roles;
