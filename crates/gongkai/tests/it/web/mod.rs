//! The pages, through the same door as everybody: requests in, pages out, a real register behind.

pub mod cases;
mod citizen;
mod conversion;
mod demo;
pub mod desk;
mod evidence;
mod figures;
pub mod house;
mod kept;
pub mod letters;
mod library;
mod list;
mod matters;
mod night;
pub mod oidc;
mod old;
mod pages;
mod people;
mod post;
mod redress;
mod redress_letters;
mod redress_mended;
pub mod requests;
mod signin;
mod sockets;
mod succession;
pub mod uploads;
