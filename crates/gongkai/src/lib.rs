//! 政府信息公开平台: the office and its doors. The command line is in the binary; here is what `serve` shows.

pub mod assets;
pub mod calendar_view;
pub mod charts;
pub mod checks;
pub mod deadline;
pub mod demo;
pub mod door;
pub mod fee;
pub mod figures;
pub mod guard;
pub mod home;
pub mod letters;
pub mod library;
pub mod matters;
pub mod office;
pub mod page;
pub mod password;
pub mod people;
pub mod post;
pub mod redress;
pub mod rekey;
pub mod requests;
mod rounds;
pub mod router;
mod serve;
pub mod sessions;
pub mod sheet;
pub mod signin;
pub mod site;
pub mod site_map;
pub mod trouble;
pub mod typed;
pub mod vault;
pub mod verify;

pub use office::Office;
pub use serve::{Config, ServeError, calendar, hold, purge, serve, within};
