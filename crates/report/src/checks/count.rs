//! Numbers in running text: 十二件, 1,234件, 300余条.

/// A number before its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Count {
    /// Its value.
    pub value: i64,
    /// Whether it is said to be exact: not 余, 近, 约, 多, 万.
    pub exact: bool,
    /// First byte of the number.
    pub start: usize,
    /// One past the last byte of its unit.
    pub end: usize,
    /// The unit: `件`.
    pub unit: Unit,
}

/// What is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// 件, 宗, 起
    Item,
    /// Anything else, told from others by its first character.
    Other(char),
}

/// The number that ends at a unit which stands at `start..end` of `text`; `None` where there is none, and for an ordinal
/// (第3件) or a part of a date.
pub(super) fn before(text: &str, start: usize, end: usize, unit: Unit) -> Option<Count> {
    let rest = text.get(..start)?.trim_end_matches(' ');
    let plain = rest.trim_end_matches(['余', '多', '来', '几']).trim_end_matches(' ');
    let digits = plain.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '０'..='９'));
    let (number, head) = if digits.len() < plain.len() {
        (arabic(&plain[digits.len()..])?, digits)
    } else if unit == Unit::Item {
        let head = plain.trim_end_matches(is_numeral);
        (chinese(&plain[head.len()..])?, head)
    } else {
        return None;
    };
    let before = head.trim_end_matches(' ').chars().next_back();
    if before == Some('第') || before == Some('每') {
        return None;
    }
    let rough =
        ["近", "约", "逾", "超", "超过", "超出", "不少于", "至少", "大约", "将近", "达到了", "-", "—", "~", "～", "至"];
    let exact = plain.len() == rest.len() && !rough.iter().any(|word| head.trim_end().ends_with(word));
    let after = text.get(end..)?;
    let exact = exact && !after.starts_with("以上") && !after.starts_with("左右");
    Some(Count { value: number, exact, start: head.len(), end, unit })
}

fn arabic(digits: &str) -> Option<i64> {
    let plain: String = digits
        .chars()
        .filter(|&c| c != ',')
        .map(|c| match c {
            '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
            other => other,
        })
        .collect();
    if plain.is_empty() || plain.len() > 12 { None } else { plain.parse().ok() }
}

fn is_numeral(c: char) -> bool {
    "零〇一二两三四五六七八九十百千万".contains(c)
}

/// 十二, 一百零五, 二〇, 两: up to 99 999 999.
pub(super) fn chinese(numeral: &str) -> Option<i64> {
    if numeral.is_empty() || numeral.chars().count() > 12 {
        return None;
    }
    let digit = |c: char| {
        "零一二三四五六七八九".chars().position(|d| d == c).or(match c {
            '〇' => Some(0),
            '两' => Some(2),
            _ => None,
        })
    };
    if numeral.chars().count() > 1 && numeral.chars().all(|c| digit(c).is_some()) {
        return numeral.chars().try_fold(0_i64, |sum, c| Some(sum * 10 + i64::try_from(digit(c)?).ok()?));
    }
    let (mut total, mut part, mut last) = (0_i64, 0_i64, None);
    for c in numeral.chars() {
        match (digit(c), c) {
            (Some(value), _) => last = Some(i64::try_from(value).ok()?),
            (None, '万') => {
                total = total.checked_add((part + last.take().unwrap_or(0)).checked_mul(10_000)?)?;
                part = 0;
            }
            (None, unit) => {
                let scale = match unit {
                    '十' => 10,
                    '百' => 100,
                    _ => 1000,
                };
                part += last.take().unwrap_or(1) * scale;
            }
        }
    }
    Some(total + part + last.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(i64, bool)> {
        let at = text.find('件').unwrap();
        before(text, at, at + '件'.len_utf8(), Unit::Item).map(|count| (count.value, count.exact))
    }

    #[test]
    fn numbers_are_read_in_digits_and_in_words() {
        for (text, value) in [
            ("收到15件", 15),
            ("收到 15 件", 15),
            ("共1,234件", 1234),
            ("收到十二件", 12),
            ("收到两件", 2),
            ("一百零五件", 105),
            ("二十件", 20),
            ("三千零一十件", 3010),
            ("０件", 0),
            ("零件", 0),
            ("一万二千件", 12_000),
        ] {
            assert_eq!(read(text), Some((value, true)), "{text}");
        }
    }

    #[test]
    fn a_rough_number_is_never_taken_for_exact() {
        for text in ["300余件", "近100件", "约20件", "十多件", "超过50件", "20件以上", "3-5件", "不少于4件"]
        {
            assert_eq!(read(text).map(|(_, exact)| exact), Some(false), "{text}");
        }
    }

    #[test]
    fn an_ordinal_a_decimal_and_a_bare_unit_are_no_counts() {
        for text in ["第3件", "每件", "3.5件", "信访件", "每一件"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
