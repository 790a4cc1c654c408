//! Files of Word, Excel and PowerPoint: what they show, and all that they carry besides.

mod body;
mod cells;
mod docx;
mod notes_of;
mod package;
mod pptx;
mod styles;
mod xlsx;

pub(crate) use cells::column;
pub(crate) use docx::docx;
pub(crate) use package::target;
pub(crate) use pptx::pptx;
pub(crate) use xlsx::xlsx;
