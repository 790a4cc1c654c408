//! 字面: a font file opened, with the width of each of its characters.

use std::{path::Path, sync::Arc};

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::{
    FontRef, MetadataProvider,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
    raw::FileRef,
    string::StringId,
};

/// A font file larger than this is none for letters.
const LARGEST: u64 = 80 << 20;

/// 字面
pub struct Face {
    data: Arc<Vec<u8>>,
    index: u32,
    font: Font,
}

impl Face {
    /// Opens a file; of a collection the face for simplified Chinese, or else the first.
    ///
    /// # Errors
    /// A Chinese sentence where it is no font.
    pub fn open(path: &Path) -> Result<Self, String> {
        let broken = |why: &str| format!("字体文件“{}”{why}", path.display());
        let size = std::fs::metadata(path).map_err(|_| broken("打不开"))?.len();
        if size > LARGEST {
            return Err(broken("太大"));
        }
        let data = Arc::new(std::fs::read(path).map_err(|_| broken("读不了"))?);
        let index = simplified(&data).ok_or_else(|| broken("不是字体"))?;
        let font = Font::new(data.clone().into(), index).ok_or_else(|| broken("不是能用的字体"))?;
        Ok(Self { data, index, font })
    }

    /// What sets text in it.
    ///
    /// # Errors
    /// A Chinese sentence where the font has no table of characters.
    pub fn pen(&self) -> Result<Pen<'_>, String> {
        let font = FontRef::from_index(&self.data, self.index).map_err(|error| format!("字体用不了：{error}"))?;
        let widths = font.glyph_metrics(Size::new(1.0), LocationRef::default());
        Ok(Pen { font: self.font.clone(), map: font.charmap(), widths })
    }
}

/// The place of the face for simplified Chinese.
fn simplified(data: &[u8]) -> Option<u32> {
    let is = |font: &FontRef<'_>| {
        let mut names = font.localized_strings(StringId::FAMILY_NAME);
        names.any(|name| name.chars().collect::<String>().ends_with(" SC"))
    };
    match FileRef::new(data).ok()? {
        FileRef::Font(_) => Some(0),
        FileRef::Collection(all) => {
            let found = all.iter().position(|font| font.is_ok_and(|font| is(&font)));
            u32::try_from(found.unwrap_or(0)).ok()
        }
    }
}

/// Sets text in one face.
pub struct Pen<'f> {
    /// As the PDF embeds it.
    pub font: Font,
    map: Charmap<'f>,
    widths: GlyphMetrics<'f>,
}

impl Pen<'_> {
    /// The width of a character in units of its size; a Chinese sentence where the font lacks it: never a box.
    pub fn width(&self, c: char) -> Result<f32, String> {
        self.glyph(c).map(|(_, width)| width)
    }

    fn glyph(&self, c: char) -> Result<(GlyphId, f32), String> {
        let id = self.map.map(c).ok_or_else(|| {
            let code = u32::from(c);
            format!("字体里没有“{c}”（U+{code:04X}），请在配置里换一种字更全的字体，或者用DOCX")
        })?;
        Ok((GlyphId::new(id.to_u32()), self.widths.advance_width(id).unwrap_or(1.0)))
    }

    /// The glyphs of a line, each with this much room after it, in units of the size.
    pub fn glyphs(&self, text: &str, room: f32) -> Result<Vec<KrillaGlyph>, String> {
        let mut glyphs = Vec::with_capacity(text.len() / 3);
        for (at, c) in text.char_indices() {
            let (id, width) = self.glyph(c)?;
            glyphs.push(KrillaGlyph::new(id, width + room, 0.0, 0.0, 0.0, at..at + c.len_utf8(), None));
        }
        Ok(glyphs)
    }

    /// How wide a text is in units of its size.
    pub fn measure(&self, text: &str) -> Result<f32, String> {
        text.chars().map(|c| self.width(c)).sum()
    }
}
