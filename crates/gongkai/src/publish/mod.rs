//! 主动公开: publications from the draft to everybody's eyes, and back.

pub mod archive;
pub mod body;
pub mod bulk;
pub mod changes;
pub mod clock;
pub mod content;
pub mod desk;
pub mod effects;
pub mod gate;
pub mod impossible;
pub mod lateness;
pub mod manuscript;
pub mod out;
pub mod past;
pub mod points;
pub mod portal;
pub mod pressing;
pub mod record;
pub mod running;
pub mod secret;
pub mod settings;
pub mod settle;
pub mod standard;
pub mod take;
pub mod word_list;
pub mod write;
