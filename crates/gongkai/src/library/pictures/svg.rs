//! 画布: what cards are drawn with. Colours and families stand in attributes, since a card is looked at without a style sheet.

use std::fmt::Write as _;

/// In units of a card, three for a pixel of its PNG in each direction.
pub const WIDTH: i32 = 360;
/// As [`WIDTH`].
pub const HEIGHT: i32 = 480;

/// The families that a card asks for, one after the other.
pub const FAMILIES: [&str; 7] = [
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "HarmonyOS Sans SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "SimHei",
];

/// 颜色: those of the site.
pub mod ink {
    /// Text.
    pub const TEXT: &str = "#172127";
    /// What explains.
    pub const QUIET: &str = "#43525a";
    /// Paper.
    pub const PAPER: &str = "#ffffff";
    /// Behind what stands back.
    pub const WASH: &str = "#e4ebee";
    /// 石青
    pub const ACCENT: &str = "#0b5872";
    /// Its dark.
    pub const DEEP: &str = "#063b4e";
    /// Parts of a whole, the weightiest first; neighbours part by their light alone.
    pub const PARTS: [&str; 6] = ["#063b4e", "#0b5872", "#4f90a6", "#9cc3d0", "#8a6d3b", "#b9c4c9"];
}

/// 字号 and how it stands.
#[derive(Clone, Copy)]
pub struct Type {
    /// In units.
    pub size: i32,
    /// Its colour.
    pub fill: &'static str,
    /// Whether it is bold.
    pub bold: bool,
    /// `start`, `middle` or `end`.
    pub anchor: &'static str,
}

impl Type {
    /// Plain text from the left.
    pub const fn plain(size: i32) -> Self {
        Self { size, fill: ink::TEXT, bold: false, anchor: "start" }
    }

    /// The same, bold.
    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// The same in another colour.
    pub const fn fill(self, fill: &'static str) -> Self {
        Self { fill, ..self }
    }

    /// The same, ending where it is put.
    pub const fn end(self) -> Self {
        Self { anchor: "end", ..self }
    }

    /// The same, in the middle of where it is put.
    pub const fn middle(self) -> Self {
        Self { anchor: "middle", ..self }
    }
}

/// 画布
pub struct Sheet {
    body: String,
}

impl Sheet {
    /// An empty one.
    pub fn new(ground: &str) -> Self {
        let mut sheet = Self { body: String::new() };
        sheet.rect((0, 0), (WIDTH, HEIGHT), ground);
        sheet
    }

    /// Words with their foot at a place.
    pub fn text(&mut self, (x, y): (i32, i32), face: Type, words: &str) {
        let weight = if face.bold { " font-weight=\"700\"" } else { "" };
        let Type { size, fill, anchor, .. } = face;
        // writing to a string does not fail
        let _ = write!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{fill}\" text-anchor=\"{anchor}\"{weight}>{}</text>",
            escaped(words)
        );
    }

    /// Words over as many lines as they need, at most `most`; gives the foot of the line after the last.
    pub fn lines(&mut self, (x, y): (i32, i32), face: Type, words: &str, (width, most): (i32, usize)) -> i32 {
        let step = face.size * 3 / 2;
        let mut y = y;
        for line in broken(words, width / face.size.max(1), most) {
            self.text((x, y), face, &line);
            y += step;
        }
        y
    }

    /// A block.
    pub fn rect(&mut self, (x, y): (i32, i32), (width, height): (i32, i32), fill: &str) {
        let (width, height) = (width.max(0), height.max(0));
        let _ = write!(self.body, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>");
    }

    /// The whole as a file; `said` is what somebody hears who does not see it.
    pub fn file(self, said: &str) -> String {
        let families = FAMILIES.map(|name| format!("'{name}'")).join(", ");
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{}\" height=\"{}\" \
             role=\"img\" font-family=\"{families}, sans-serif\" lang=\"zh-CN\"><title>{}</title>{}</svg>\n",
            WIDTH * 3,
            HEIGHT * 3,
            escaped(said),
            self.body
        )
    }
}

/// Lines of at most so many full-width characters; two narrow ones count as one.
fn broken(words: &str, wide: i32, most: usize) -> Vec<String> {
    let wide = usize::try_from(wide).unwrap_or(1).max(1) * 2;
    let mut lines = vec![String::new()];
    let mut used = 0;
    for letter in words.chars() {
        let takes = if letter.is_ascii() { 1 } else { 2 };
        if used + takes > wide {
            if lines.len() == most {
                lines.last_mut().into_iter().for_each(|line| line.push('…'));
                break;
            }
            lines.push(String::new());
            used = 0;
        }
        lines.last_mut().into_iter().for_each(|line| line.push(letter));
        used += takes;
    }
    lines
}

/// Text as XML takes it; what XML cannot have is left out.
pub fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_broken_into_lines_and_never_into_markup() {
        assert_eq!(broken("青禾县人民政府办公室", 4, 3), ["青禾县人", "民政府办", "公室"]);
        assert_eq!(broken("青禾县人民政府办公室", 4, 2), ["青禾县人", "民政府办…"]);
        assert_eq!(broken("2025年", 3, 1), ["2025年"]);
        let mut sheet = Sheet::new(ink::PAPER);
        sheet.text((0, 0), Type::plain(12), "<script>&\u{1}");
        let file = sheet.file("\"甲\"");
        assert!(file.contains("&lt;script&gt;&amp;</text>") && file.contains("&quot;甲&quot;"), "{file}");
    }
}
