//! The pages, through the same door as everybody: requests in, pages out, a real register behind.

pub mod desk;
pub mod house;
mod library;
mod pages;
mod sockets;
pub mod uploads;
