//! The inside of a tag.

use memchr::{memchr, memchr3};

use super::{
    entities,
    near::{near, near2},
};

/// Where the tag that starts before `from` ends: one past its `>`, or the end of the page.
///
/// A `>` inside of a quoted value does not count; a quote that does not follow `=` is a slip of the pen.
pub(super) fn end(page: &[u8], from: usize) -> usize {
    let rest = page.get(from..).unwrap_or_default();
    let Some(length) = near2(b'>', b'\'', rest) else { return page.len() };
    let is_plain = rest.get(length) == Some(&b'>') && is_closed(rest.get(..length).unwrap_or_default());
    if is_plain { from + length + 1 } else { behind_quotes(page, from) }
}

/// Whether one look at words without `'` shows that no quoted value is open after them: there is no quote in them, or
/// the last of them can only be a closing one.
fn is_closed(words: &[u8]) -> bool {
    match words {
        [.., before, b'"'] if *before != b'=' && !before.is_ascii_whitespace() => true,
        _ => memchr(b'"', words).is_none(),
    }
}

/// Where a tag ends, from quote to quote.
fn behind_quotes(page: &[u8], from: usize) -> usize {
    let mut at = from;
    loop {
        let Some(found) = memchr3(b'>', b'"', b'\'', page.get(at..).unwrap_or_default()) else { return page.len() };
        at += found;
        let mark = page.get(at).copied().unwrap_or(b'>');
        if mark == b'>' {
            return at + 1;
        }
        let before = page.get(from..at).unwrap_or_default().trim_ascii_end();
        at += 1;
        if before.ends_with(b"=") {
            match memchr(mark, page.get(at..).unwrap_or_default()) {
                Some(close) => at += close + 1,
                // an open quote would swallow the rest of the page: take the tag's end without it
                None => {
                    let close = memchr(b'>', page.get(at..).unwrap_or_default());
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
    let value = value.trim_ascii_start();
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    match value.get(..digits)? {
        "" => None,
        digits => Some(digits.parse().unwrap_or(u32::MAX)),
    }
}

/// Names and raw values of the attributes that have one, in order.
pub(super) fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let tag = tag.strip_suffix('>').unwrap_or(tag);
    let tag = tag.strip_suffix('/').unwrap_or(tag);
    let bytes = tag.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let equals = at + near(b'=', bytes.get(at..)?)?;
        let name = last_word(tag.get(at..equals)?);
        let blanks = bytes.get(equals + 1..)?.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let from = equals + 1 + blanks;
        let value = match bytes.get(from) {
            Some(&quote @ (b'"' | b'\'')) => {
                let close = near(quote, bytes.get(from + 1..).unwrap_or_default());
                let close = close.map_or(bytes.len(), |length| from + 1 + length);
                at = close + 1;
                from + 1..close
            }
            _ => {
                let rest = bytes.get(from..)?;
                at = from + rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
                from..at
            }
        };
        Some((name, tag.get(value).unwrap_or_default()))
    })
}

/// The last of some words, without what a slip of the pen left before it.
fn last_word(words: &str) -> &str {
    let words = words.trim_ascii_end();
    let start = words.bytes().rposition(|b| b.is_ascii_whitespace()).map_or(0, |blank| blank + 1);
    words.get(start..).unwrap_or_default().trim_start_matches(['/', '"', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_however_they_are_quoted() {
        let tag = r#" class=a colspan = '2' style="a>b" checked href=/x?a=1&amp;b=2>"#;
        let found: Vec<_> = attributes(tag).collect();
        assert_eq!(found, [("class", "a"), ("colspan", "2"), ("style", "a>b"), ("href", "/x?a=1&amp;b=2")]);
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
