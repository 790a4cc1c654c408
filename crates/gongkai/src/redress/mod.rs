//! 行政复议、行政诉讼: the cases against us, most of them about a request. What happened is written down as steps; where a
//! case stands, its clocks and its column of table 4 are folded from them.
//!
//! [`take`] is the one door through which every step passes; [`register`] is how a case comes in.

pub mod amend;
pub mod case;
pub mod desk;
pub mod duties;
pub mod letter;
pub mod rebuild;
pub mod record;
pub mod register;
pub mod take;
