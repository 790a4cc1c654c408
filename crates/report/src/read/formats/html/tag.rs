//! The inside of a tag.

use super::entities;

/// Where the tag that starts before `from` ends: one past its `>`, or the end of the page.
///
/// A `>` inside of a quoted value does not count; a quote that does not follow `=` is a slip of the pen.
pub(super) fn end(page: &[u8], from: usize) -> usize {
    let mut at = from;
    loop {
        let Some(found) = memchr::memchr3(b'>', b'"', b'\'', page.get(at..).unwrap_or_default()) else {
            return page.len();
        };
        at += found;
        let mark = page.get(at).copied().unwrap_or(b'>');
        if mark == b'>' {
            return at + 1;
        }
        let before = page.get(from..at).unwrap_or_default().trim_ascii_end();
        at += 1;
        if before.ends_with(b"=") {
            match memchr::memchr(mark, page.get(at..).unwrap_or_default()) {
                Some(close) => at += close + 1,
                // an open quote would swallow the rest of the page: take the tag's end without it
                None => {
                    let close = memchr::memchr(b'>', page.get(at..).unwrap_or_default());
                    return close.map_or(page.len(), |close| at + close + 1);
                }
            }
        }
    }
}

/// The value of an attribute, its references resolved; `None` where the tag does not have it.
pub(super) fn value(tag: &str, wanted: &str) -> Option<String> {
    attributes(tag).find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| entities::resolved(value))
}

/// A whole number as an attribute's value, as browsers take it: the leading digits.
pub(super) fn number(value: &str) -> Option<u32> {
    let value = value.trim_start();
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    match value.get(..digits)? {
        "" => None,
        digits => Some(digits.parse().unwrap_or(u32::MAX)),
    }
}

/// Names and raw values, in order.
pub(super) fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = tag.trim_end_matches('>').trim_end_matches('/');
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '"' | '\'' | '='));
        let length = rest.find(|c: char| c.is_ascii_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(length)?;
        if name.is_empty() {
            return None;
        }
        let Some(after) = after.trim_start().strip_prefix('=') else {
            rest = after;
            return Some((name, ""));
        };
        let after = after.trim_start();
        let (value, left) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inside = after.get(1..).unwrap_or_default();
                inside.split_once(quote).unwrap_or((inside, ""))
            }
            _ => after.split_at(after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len())),
        };
        rest = left;
        Some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_however_they_are_quoted() {
        let tag = r#" class=a colspan = '2' style="a>b" checked href=/x?a=1&amp;b=2>"#;
        let found: Vec<_> = attributes(tag).collect();
        assert_eq!(
            found,
            [("class", "a"), ("colspan", "2"), ("style", "a>b"), ("checked", ""), ("href", "/x?a=1&amp;b=2")]
        );
        assert_eq!(value(tag, "HREF").as_deref(), Some("/x?a=1&b=2"));
    }

    #[test]
    fn a_sign_inside_of_quotes_does_not_end_the_tag() {
        let page = br#"<td title="a > b" x='>'>5"#;
        assert_eq!(end(page, 3), page.len() - 1);
    }

    #[test]
    fn a_quote_that_nobody_closed_ends_with_its_tag() {
        let page = b"<td title=\"a>5</td>";
        assert_eq!(end(page, 3), b"<td title=\"a>".len());
    }

    #[test]
    fn spans_are_read_as_browsers_read_them() {
        assert_eq!(
            [number("3px"), number(" 2"), number("x"), number("99999999999")],
            [Some(3), Some(2), None, Some(u32::MAX)]
        );
    }
}
