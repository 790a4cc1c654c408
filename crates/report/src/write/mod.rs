//! 输出: a report in the statutory form, in the formats that people and machines want it in.

pub mod layout;
