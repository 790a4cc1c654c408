//! 基层政务公开标准目录: an organ's catalogue row by row, out of a spreadsheet and back into one, and what is published for
//! each row. 国办发〔2019〕54号.

pub mod acts;
pub mod attach;
pub mod board;
pub mod book;
pub mod desk;
pub mod line;
pub mod look;
pub mod portal;
