//! The program from outside: its command line and its pages.

// clippy takes only `#[test]` functions for tests; the rest of this program is one too
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod browser;
mod cli;
mod proof;
mod web;
