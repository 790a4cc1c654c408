//! Character references.

/// The longest reference that is looked at, without `&` and `;`.
const LONGEST: usize = 12;

/// The names that Chinese pages use. Blanks of all widths are one blank; what has no width is nothing.
const NAMED: &[(&str, &str)] = &[
    ("nbsp", " "),
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("ensp", " "),
    ("emsp", " "),
    ("thinsp", " "),
    ("shy", ""),
    ("zwj", ""),
    ("zwnj", ""),
    ("middot", "·"),
    ("bull", "•"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("minus", "−"),
    ("hellip", "…"),
    ("times", "×"),
    ("divide", "÷"),
    ("plusmn", "±"),
    ("deg", "°"),
    ("permil", "‰"),
    ("yen", "¥"),
    ("copy", "©"),
    ("reg", "®"),
    ("sect", "§"),
    ("le", "≤"),
    ("ge", "≥"),
    ("larr", "←"),
    ("rarr", "→"),
];

/// What numbers 128 to 159 mean in the pages that use them: Windows-1252, as in browsers.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// What a reference stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Words(&'static str),
    Letter(char),
}

/// The reference at the start of `rest` (which follows the `&`), and how many bytes it takes.
pub(super) fn reference(rest: &str) -> Option<(Meaning, usize)> {
    if let Some(number) = rest.strip_prefix('#') {
        return numeric(number).map(|(letter, length)| (Meaning::Letter(letter), length + 1));
    }
    let length = rest.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    let word = rest.get(..length)?;
    let closed = usize::from(rest.as_bytes().get(length) == Some(&b';'));
    if let Some(&(_, words)) = NAMED.iter().find(|(name, _)| *name == word) {
        return Some((Meaning::Words(words), length + closed));
    }
    // `&nbsp` runs into what follows it on pages whose editor dropped the semicolon
    word.starts_with("nbsp").then_some((Meaning::Words(" "), 4))
}

fn numeric(rest: &str) -> Option<(char, usize)> {
    let (digits, radix, skipped) = match rest.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16, 1),
        None => (rest, 10, 0),
    };
    let length = digits.bytes().take(LONGEST).take_while(|b| char::from(*b).is_digit(radix)).count();
    let number = u32::from_str_radix(digits.get(..length)?, radix).ok()?;
    let letter = match number {
        128..=159 => *WINDOWS.get(number as usize - 128)?,
        0 => char::REPLACEMENT_CHARACTER,
        _ => char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    let closed = usize::from(digits.as_bytes().get(length) == Some(&b';'));
    Some((letter, skipped + length + closed))
}

/// Text with its references resolved.
pub(super) fn resolved(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        rest = after;
        match reference(after) {
            Some((meaning, length)) => {
                match meaning {
                    Meaning::Words(words) => out.push_str(words),
                    Meaning::Letter(letter) => out.push(letter),
                }
                rest = after.get(length..).unwrap_or_default();
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_by_name_and_number_become_their_characters() {
        assert_eq!(resolved("&lt;5&nbsp;&#8220;十&#x4E00;&rdquo;&#150;&amp"), "<5 “十一”–&");
    }

    #[test]
    fn what_is_no_reference_stays_as_it_is() {
        assert_eq!(resolved("A&B &#; &unknown; &#x; &"), "A&B &#; &unknown; &#x; &");
    }
}
