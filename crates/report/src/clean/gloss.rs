//! 拼音注音: `關(guān)`, left behind by pages for learners and by mirrors that spread spam.

/// The length in bytes of a gloss in parentheses at the start of `text`; `None` where what stands there is none.
/// Without a tone mark a word is a gloss only where `toneless` allows it: `(men)` is one, `(app)` never.
pub(crate) fn length(text: &str, toneless: bool) -> Option<usize> {
    let (open, close) = if text.starts_with('(') { (1, ')') } else { ("（".len(), '）') };
    let (mut plain, mut toned, mut end) = (String::new(), false, open);
    for c in text.get(open..)?.chars().take(7) {
        end += c.len_utf8();
        if c == close {
            return (is_syllable(&plain) && (toned || toneless)).then_some(end);
        }
        let base = base(c)?;
        toned |= !c.is_ascii();
        plain.push(base);
    }
    None
}

/// The letter without its tone; `None` for what no syllable is written with.
fn base(c: char) -> Option<char> {
    Some(match c {
        'a'..='z' => c,
        'ā' | 'á' | 'ǎ' | 'à' => 'a',
        'ē' | 'é' | 'ě' | 'è' => 'e',
        'ī' | 'í' | 'ǐ' | 'ì' => 'i',
        'ō' | 'ó' | 'ǒ' | 'ò' => 'o',
        'ū' | 'ú' | 'ǔ' | 'ù' => 'u',
        'ü' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => 'v',
        'ń' | 'ň' | 'ǹ' => 'n',
        _ => return None,
    })
}

const INITIALS: &[&str] = &[
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s", "y",
    "w",
];

const FINALS: &[&str] = &[
    "a", "o", "e", "i", "u", "v", "ai", "ei", "ui", "ao", "ou", "iu", "ie", "ve", "ue", "er", "an", "en", "in", "un",
    "vn", "ang", "eng", "ing", "ong", "ia", "ua", "uo", "iao", "ian", "uan", "iang", "uang", "iong", "uai", "van",
];

fn is_syllable(word: &str) -> bool {
    let rest = INITIALS.iter().find_map(|initial| word.strip_prefix(initial)).unwrap_or(word);
    FINALS.contains(&rest)
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn a_syllable_with_its_tone_in_parentheses_is_a_gloss() {
        assert_eq!(length("(guān)懷", false), Some("(guān)".len()));
        assert_eq!(length("（jiǎn）", false), Some("（jiǎn）".len()));
    }

    #[test]
    fn a_toneless_syllable_is_one_only_among_glosses() {
        assert_eq!(length("(men)", false), None);
        assert_eq!(length("(men)", true), Some(5));
        assert_eq!(length("(app)", true), None);
    }

    #[test]
    fn what_is_no_syllable_is_left_alone() {
        for text in ["(一)", "(guān", "(guānzhong)", "()", "(2022)"] {
            assert_eq!(length(text, true), None, "{text}");
        }
    }
}
