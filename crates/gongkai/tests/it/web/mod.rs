//! The pages, through the same door as everybody: requests in, pages out, a real register behind.

mod desk;
pub mod house;
mod pages;
mod uploads;
