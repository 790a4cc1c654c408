//! 清洗: repairs of what sites, converters and hands did to a report. Each leads back to the source.

pub(crate) mod fold;
mod gloss;
mod kept;
pub(crate) mod prose;
mod variants;
