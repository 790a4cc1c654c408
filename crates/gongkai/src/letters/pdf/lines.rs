//! 断行: where a paragraph breaks. Numbers and Latin words stay whole; no line begins with a sign that closes, none ends
//! with one that opens.

use super::face::Pen;

const CLOSING: &str = "，。、；：？！）》”’〕】…—,.;:!?)";
const OPENING: &str = "（《“‘〔【(";

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What stands on it.
    pub text: String,
    /// How wide, in units of the size.
    pub width: f32,
    /// Whether the paragraph ends with it.
    pub last: bool,
}

/// Breaks a paragraph into lines of this width, in units of the size.
///
/// # Errors
/// A character that the font lacks.
pub fn broken(pen: &Pen<'_>, text: &str, width: f32) -> Result<Vec<Line>, String> {
    let mut lines = Vec::new();
    let mut line = Line { text: String::new(), width: 0.0, last: false };
    for piece in pieces(text) {
        let wide = pen.measure(&piece)?;
        if line.width + wide > width + 0.01 && !line.text.is_empty() {
            lines.push(std::mem::replace(&mut line, Line { text: String::new(), width: 0.0, last: false }));
        }
        if wide > width {
            // a word longer than a line breaks where it must
            for c in piece.chars() {
                let one = pen.width(c)?;
                if line.width + one > width + 0.01 {
                    lines.push(std::mem::replace(&mut line, Line { text: String::new(), width: 0.0, last: false }));
                }
                line.text.push(c);
                line.width += one;
            }
            continue;
        }
        line.text += &piece;
        line.width += wide;
    }
    line.last = true;
    lines.push(line);
    Ok(lines)
}

/// A text in pieces between which a line may break.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut open = false;
    let mut last = ' ';
    for c in text.chars() {
        let joined = open || CLOSING.contains(c) || (is_word(c) && is_word(last));
        match pieces.last_mut() {
            Some(piece) if joined => piece.push(c),
            _ => pieces.push(c.to_string()),
        }
        open = OPENING.contains(c);
        last = c;
    }
    pieces
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '@' | '_' | '%' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_whole_and_signs_keep_to_what_they_close_or_open() {
        assert_eq!(pieces("电话0000-555，（编号"), ["电", "话", "0000-555，", "（编", "号"]);
        assert_eq!(pieces("《条例》。"), ["《条", "例》。"]);
        assert!(pieces("").is_empty());
    }
}
