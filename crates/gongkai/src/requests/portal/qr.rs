//! 二维码: an address as a picture to be scanned.

use std::fmt::Write as _;

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// A square of modules.
pub struct Qr {
    /// Modules on a side.
    pub size: i32,
    /// The dark ones, as the data of an SVG path.
    pub path: String,
}

/// Whichever of the eight is taken can be read. To try all of them on a page that is made takes longer than the page.
const MASK: u8 = 3;

/// The picture of a text; `None` for one that no picture holds.
pub fn draw(text: &str) -> Option<Qr> {
    let (segments, sizes) = (QrSegment::make_segments(text), (Version::MIN, Version::MAX));
    let mask = Some(Mask::new(MASK));
    let code = QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, sizes.0, sizes.1, mask, true).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let run = (x..size).take_while(|x| code.get_module(*x, y)).count();
            let run = i32::try_from(run).unwrap_or(0);
            if run > 0 {
                // into a string: nothing can fail
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
            }
            x += run.max(1);
        }
    }
    Some(Qr { size, path })
}
