//! 主动公开: publications from the draft to everybody's eyes, and back.

pub mod archive;
pub mod body;
pub mod bulk;
pub mod clock;
pub mod content;
pub mod desk;
pub mod effects;
pub mod gate;
pub mod manuscript;
pub mod out;
pub mod past;
pub mod portal;
pub mod record;
pub mod settings;
pub mod standard;
pub mod take;
pub mod word_list;
pub mod write;
