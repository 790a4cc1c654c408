//! The gate by its doors: files that LibreOffice wrote, pictures and PDFs made here, and what is left after mending.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says so")]

mod damage;
mod files;
mod made;
mod mended;
mod ofd;
mod office;
mod texts;
