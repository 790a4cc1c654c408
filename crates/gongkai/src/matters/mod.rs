//! 事项: what somebody brings that is no request for information: complaints about disclosure (投诉举报, arts 47 and 51)
//! and corrections of one's own record (更正申请, art. 41). Cases of their own, never counted in table 3.
//!
//! [`raise`] is how one comes in; [`take`] is the one door through which every further step passes.

pub mod case;
pub mod desk;
pub mod letter;
pub mod portal;
pub mod raise;
pub mod take;
