//! What a citizen types, and what must come.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

mod county;
mod find;
mod keep;
mod mend;
mod rank;
mod words;
