//! The law as code: 《中华人民共和国政府信息公开条例》(国务院令第711号) and what hangs on it.
//!
//! Pure: no clock, no files, no async, no logging. The same question has the same answer for ever.

pub mod annual_report;
pub mod article;
pub mod calendar;
pub mod exempt;
pub mod matter;
mod mended;
pub mod numeral;
pub mod organ;
pub mod personal;
pub mod proactive;
pub mod redress;
pub mod request;
