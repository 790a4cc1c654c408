//! 二维码: an address as a picture to be scanned.

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
    // hundreds of runs of few numbers: each is written once and copied
    let numbers: Vec<String> = (0..=size).map(|n| n.to_string()).collect();
    let number = |n: i32| usize::try_from(n).ok().and_then(|n| numbers.get(n)).map_or("", String::as_str);
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let run = (x..size).take_while(|x| code.get_module(*x, y)).count();
            let run = i32::try_from(run).unwrap_or(0);
            if run > 0 {
                path.extend(["M", number(x), " ", number(y), "h", number(run), "v1h-", number(run), "z"]);
            }
            x += run.max(1);
        }
    }
    Some(Qr { size, path })
}
