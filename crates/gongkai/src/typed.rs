//! 表单里写的字: what people type where a number or a date is asked for.

/// Full-width digits, signs and blanks, as a Chinese keyboard gives them, become the plain ones; blanks and the commas
/// between thousands go.
pub fn number(typed: &str) -> String {
    typed.chars().map(narrow).filter(|c| !c.is_whitespace() && *c != ',').collect()
}

/// The narrow form of a full-width sign.
pub fn narrow(c: char) -> char {
    match c {
        // the full-width block is the ASCII one, moved
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn digits_of_a_chinese_keyboard_are_digits() {
        for (typed, meant) in [
            ("０１２", "012"),
            ("　３３ ", "33"),
            ("1，200", "1200"),
            ("２０２６－０９－１８", "2026-09-18"),
            ("－1", "-1"),
        ] {
            assert_eq!(number(typed), meant);
        }
    }

    #[test]
    fn what_is_no_number_is_left_for_the_form_to_refuse() {
        for (typed, left) in [("三十", "三十"), ("３½", "3½"), ("　", "")] {
            assert_eq!(number(typed), left);
        }
    }
}
