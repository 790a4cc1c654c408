//! 检查目录: what is checked, by which article, and how to mend it.

pub mod portal;
