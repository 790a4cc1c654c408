//! 依申请公开: what happens to a request. Arts 27 to 45.

pub mod application;
pub mod clarify;
pub mod deadline;
pub mod decision;
pub mod evidence;
pub mod fee;
pub mod letter;
pub mod mend;
pub mod received;
pub mod refusal;
pub mod remedy;
pub mod standing;
pub mod step;
pub mod third_party;
