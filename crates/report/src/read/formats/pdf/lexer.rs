//! PDF's notation: objects in files, operators in pages, and character maps are all written in it.

/// Deeper nesting than this is an attack on the stack.
const DEEPEST: usize = 32;
/// More objects inside of one object than any table of a report's fonts has.
const MOST_INSIDE: usize = 500_000;

/// One object, or a word that is none (an operator, `obj`, `stream`).
#[derive(Clone, Debug, PartialEq)]
pub enum Object<'a> {
    /// `null`, or nothing at all.
    Null,
    /// `true` and `false`.
    Bool(bool),
    /// Whole or not.
    Number(f64),
    /// `/Name`, its escapes resolved.
    Name(Vec<u8>),
    /// A string's bytes, its escapes resolved.
    Text(Vec<u8>),
    /// `[…]`
    Array(Vec<Object<'a>>),
    /// `<<…>>`
    Dictionary(Dictionary<'a>),
    /// An object somewhere else, by its number.
    Reference(u32),
    /// Anything else: an operator.
    Word(&'a [u8]),
}

/// Names and objects; the few that real dictionaries have are found fastest by looking at all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dictionary<'a>(pub Vec<(Vec<u8>, Object<'a>)>);

impl<'a> Dictionary<'a> {
    /// What stands under a name.
    pub fn get(&self, name: &str) -> Option<&Object<'a>> {
        self.0.iter().find(|(key, _)| key == name.as_bytes()).map(|(_, object)| object)
    }
}

impl<'a> Object<'a> {
    /// A number.
    pub fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// A number that counts or points: whole and not negative.
    pub fn count(&self) -> Option<usize> {
        let number = self.number().filter(|n| (0.0..4_294_967_296.0).contains(n))?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be in range")]
        Some(number as usize)
    }

    /// A name's bytes.
    pub fn name(&self) -> Option<&[u8]> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    /// What stands in an array.
    pub fn array(&self) -> Option<&[Object<'a>]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }
}

/// Reads objects one after the other.
pub struct Lexer<'a> {
    bytes: &'a [u8],
    /// Where it reads.
    pub at: usize,
    inside: usize,
}

/// What cannot be understood is passed over.
impl<'a> Iterator for Lexer<'a> {
    type Item = Object<'a>;

    fn next(&mut self) -> Option<Object<'a>> {
        self.inside = 0;
        self.object(0)
    }
}

impl<'a> Lexer<'a> {
    /// Begins at a place.
    pub fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, inside: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn object(&mut self, depth: usize) -> Option<Object<'a>> {
        self.skip_blanks();
        let first = self.peek()?;
        self.inside += 1;
        if depth > DEEPEST || self.inside > MOST_INSIDE {
            self.at = self.bytes.len();
            return None;
        }
        match first {
            b'/' => Some(self.name()),
            b'(' => Some(self.text()),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => Some(self.dictionary(depth)),
            b'<' => Some(self.hexadecimal()),
            b'[' => Some(self.array(depth)),
            b'+' | b'-' | b'.' | b'0'..=b'9' => Some(self.number_or_reference()),
            b']' | b')' | b'{' | b'}' => Some(self.mark(1)),
            b'>' => Some(self.mark(if self.bytes.get(self.at + 1) == Some(&b'>') { 2 } else { 1 })),
            _ => Some(self.word()),
        }
    }

    fn skip_blanks(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                let rest = self.bytes.get(self.at..).unwrap_or_default();
                self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            } else if is_blank(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn mark(&mut self, length: usize) -> Object<'a> {
        let mark = self.bytes.get(self.at..self.at + length).unwrap_or_default();
        self.at += length;
        Object::Word(mark)
    }

    fn word(&mut self) -> Object<'a> {
        match self.regular() {
            b"null" => Object::Null,
            b"true" => Object::Bool(true),
            b"false" => Object::Bool(false),
            word => Object::Word(word),
        }
    }

    /// The bytes up to the next blank or delimiter, at least one.
    fn regular(&mut self) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|&b| is_blank(b) || is_delimiter(b)).unwrap_or(rest.len());
        let length = length.max(1).min(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn name(&mut self) -> Object<'a> {
        self.at += 1;
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|&b| is_blank(b) || is_delimiter(b)).unwrap_or(rest.len());
        self.at += length;
        let raw = rest.get(..length).unwrap_or_default();
        let mut name = Vec::with_capacity(length);
        let mut i = 0;
        while let Some(&byte) = raw.get(i) {
            let escaped =
                (byte == b'#').then(|| Some(digit(*raw.get(i + 1)?)? << 4 | digit(*raw.get(i + 2)?)?)).flatten();
            name.push(escaped.unwrap_or(byte));
            i += if escaped.is_some() { 3 } else { 1 };
        }
        Object::Name(name)
    }

    fn number_or_reference(&mut self) -> Object<'a> {
        let start = self.at;
        let first = number(self.regular());
        if !self.bytes.get(start).is_some_and(u8::is_ascii_digit) {
            return Object::Number(first);
        }
        let after = self.at;
        if let Some(reference) = self.reference(first) {
            return reference;
        }
        self.at = after;
        Object::Number(first)
    }

    /// `12 0 R`, of which `12` was read.
    fn reference(&mut self, first: f64) -> Option<Object<'a>> {
        self.skip_blanks();
        if !self.peek()?.is_ascii_digit() {
            return None;
        }
        let generation = self.regular();
        if !(generation.len() <= 5 && generation.iter().all(u8::is_ascii_digit)) {
            return None;
        }
        self.skip_blanks();
        let number = Object::Number(first).count().and_then(|n| u32::try_from(n).ok())?;
        (self.regular() == b"R").then_some(Object::Reference(number))
    }

    fn text(&mut self) -> Object<'a> {
        self.at += 1;
        let mut text = Vec::new();
        let mut open = 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => open -= 1,
                b'\\' => {
                    self.escape(&mut text);
                    continue;
                }
                _ => {}
            }
            if open == 0 {
                break;
            }
            text.push(byte);
        }
        Object::Text(text)
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\r' => self.at += usize::from(self.peek() == Some(b'\n')),
            b'\n' => {}
            b'0'..=b'7' => {
                let mut code = byte - b'0';
                for _ in 0..2 {
                    let Some(next @ b'0'..=b'7') = self.peek() else { break };
                    code = code.wrapping_mul(8).wrapping_add(next - b'0');
                    self.at += 1;
                }
                text.push(code);
            }
            other => text.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Object<'a> {
        self.at += 1;
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        self.at += length + 1;
        let digits: Vec<u8> = rest.get(..length).unwrap_or_default().iter().copied().filter_map(digit).collect();
        let byte = |pair: &[u8]| pair.first().copied().unwrap_or(0) << 4 | pair.get(1).copied().unwrap_or(0);
        Object::Text(digits.chunks(2).map(byte).collect())
    }

    fn array(&mut self, depth: usize) -> Object<'a> {
        self.at += 1;
        let mut items = Vec::new();
        while let Some(item) = self.object(depth + 1) {
            match item {
                Object::Word(b"]") => break,
                // the array was never closed
                Object::Word(b"endobj" | b"endstream") => break,
                item => items.push(item),
            }
        }
        Object::Array(items)
    }

    fn dictionary(&mut self, depth: usize) -> Object<'a> {
        self.at += 2;
        let mut entries = Vec::new();
        while let Some(key) = self.object(depth + 1) {
            match key {
                Object::Name(key) => match self.object(depth + 1) {
                    Some(Object::Word(b">>")) | None => break,
                    Some(value) => entries.push((key, value)),
                },
                Object::Word(b">>" | b"endobj" | b"stream") => break,
                _ => {}
            }
        }
        Object::Dictionary(Dictionary(entries))
    }
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b'\x0c' | 0)
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// A number as writers in the wild write it (`--5`, `1.2.3`, `5-`): as far as it makes sense, 0 otherwise.
fn number(bytes: &[u8]) -> f64 {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    if let Ok(number) = text.parse::<f64>()
        && number.is_finite()
    {
        return number;
    }
    let digits = text.trim_start_matches(['+', '-']);
    let length = digits.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let number = digits.get(..length).and_then(|digits| digits.parse::<f64>().ok()).unwrap_or(0.0);
    if text.starts_with('-') { -number } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(notation: &str) -> Vec<Object<'_>> {
        let mut lexer = Lexer::new(notation.as_bytes(), 0);
        std::iter::from_fn(|| lexer.next()).collect()
    }

    #[test]
    fn every_kind_of_object_is_read() {
        let text = |words: &[u8]| Object::Text(words.to_vec());
        assert_eq!(
            all("% note\n[1 -2.5 .5 3 0 R] (a\\(b\\)\\101(c)) <4e 0> /A#20B Tj null"),
            [
                Object::Array(vec![
                    Object::Number(1.0),
                    Object::Number(-2.5),
                    Object::Number(0.5),
                    Object::Reference(3)
                ]),
                text(b"a(b)A(c)"),
                text(b"N\0"),
                Object::Name(b"A B".to_vec()),
                Object::Word(b"Tj"),
                Object::Null,
            ]
        );
    }

    #[test]
    fn a_dictionary_is_asked_by_name() {
        let objects = all("<</Type/Page/Kids[1 0 R]/Box <</W 2>> >>");
        let [Object::Dictionary(page)] = objects.as_slice() else { panic!("{objects:?}") };
        assert_eq!(page.get("Type").and_then(Object::name), Some(b"Page".as_slice()));
        assert_eq!(page.get("Kids"), Some(&Object::Array(vec![Object::Reference(1)])));
        assert_eq!(page.get("None"), None);
    }

    #[test]
    fn endless_nesting_ends() {
        assert!(all(&"[".repeat(100_000)).len() <= 1);
        assert!(all(&"<<".repeat(100_000)).len() <= 1);
    }
}
