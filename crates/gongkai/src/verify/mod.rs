//! 年报核验: drop a report, see what it says, what is wrong with it, where, and by which article.

pub mod archive;
mod children;
pub mod desk;
pub mod drop;
mod excerpt;
mod files;
mod finding;
pub mod form;
pub mod keep;
mod library;
pub mod opened;
pub mod portal;
mod reader;
pub(crate) mod verdict;

pub use children::Children;
pub use files::FileKind;
pub use finding::{FindingView, Grade, Ruled};
pub use form::{SlotView, TableView, grouped};
pub use reader::{Checked, Read, Reader, Source, counted, read_now};
pub use verdict::{Verdict, bytes, facts};
