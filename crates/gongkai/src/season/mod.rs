//! 年报季: an organ collects the reports of a year from those below it: who has handed in, who is asked for, what is sent
//! back, who has no platform, and what all of them come to together.

pub mod acts;
pub mod against;
pub mod balance;
pub mod board;
pub mod carried;
pub mod confirm;
pub mod days;
pub mod desk;
pub mod lock;
pub mod order;
pub mod pressing;
pub mod remind;
pub mod roll_up;
pub mod state;
mod told;
pub mod twice;
pub mod upload;
pub mod who;
