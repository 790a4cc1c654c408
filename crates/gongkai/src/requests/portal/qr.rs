//! 二维码: an address as a picture to be scanned.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

/// A square of modules.
pub struct Qr {
    /// Modules on a side.
    pub size: i32,
    /// The dark ones, as the data of an SVG path.
    pub path: String,
}

/// The picture of a text; `None` for one that no picture holds.
pub fn draw(text: &str) -> Option<Qr> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
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
