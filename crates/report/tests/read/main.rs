//! Reading, from outside: real reports, random reports, and what is no report.
#![allow(clippy::unwrap_used, reason = "a specimen that cannot be made is a fault of the test")]

mod cells;
mod changes;
mod converted;
mod five;
mod fixtures;
mod generated;
mod generator;
mod hostile;
mod odd;
mod outcomes;
mod redress;
mod remarks;
mod several;
mod twice;
