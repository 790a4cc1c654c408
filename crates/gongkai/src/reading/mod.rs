//! 政府信息查阅场所: where those who come in person read what is public. Each organ keeps the entries that are its own.
//! Art. 25.

pub mod desk;
pub mod portal;

use gongkai_law::proactive::reading::ReadingPlaceKind;
use gongkai_store::ReadingPlace;

/// Places that the site has at most.
pub const MOST: i64 = 500;

/// 种类 as it is printed.
pub fn kind(place: &ReadingPlace) -> ReadingPlaceKind {
    ReadingPlaceKind::of_key(&place.kind).unwrap_or(ReadingPlaceKind::Own)
}
