//! Annual reports (政府信息公开工作年度报告): read them, check them, write them, compare them.
//!
//! Pure: bytes in, bytes out. No paths, no clock, no database, no network. A bad report is never an `Err`: what
//! cannot be known is `None`, with a [`Finding`].

pub mod checks;
mod clean;
pub mod compare;
pub mod diagnose;
pub mod document;
pub mod finding;
pub mod json;
mod lexicon;
pub mod read;
pub mod reading;
pub mod sarif;
pub mod write;

pub use document::{Document, Place, Span};
pub use finding::{Finding, Severity, Verdict};
pub use reading::{Format, Outcome, Reading, Report, Section};
