//! What a page holds but does not show, or shows above the line.

use memchr::memmem;

use super::tag;

/// How a tag shows what is inside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// Like the text around it, as far as one can tell.
    Plain,
    /// Not at all, or struck out.
    Gone,
    /// Above the line.
    Raised,
}

/// Values of styles, and names of attributes, that may change what is seen.
const CLUES: [&str; 9] =
    ["none", "NONE", "hidden", "HIDDEN", "collapse", "line-through", "LINE-THROUGH", "super", "SUPER"];
/// The longest property that matters, with its colon and some blanks.
const PROPERTY: usize = 24;

/// Where such words stand, from the page's end to its start: a tag without one needs no second look.
pub(super) fn clues(page: &str) -> Vec<usize> {
    let bytes = page.as_bytes();
    let matters = |at: &usize| may_matter(bytes, *at);
    let mut clues: Vec<usize> =
        CLUES.iter().flat_map(|clue| memmem::find_iter(bytes, clue.as_bytes()).filter(matters)).collect();
    clues.sort_unstable_by(|a, b| b.cmp(a));
    clues
}

/// Whether a word behind some others may be a value that hides, or the attribute `hidden`.
fn may_matter(page: &[u8], at: usize) -> bool {
    let before = page.get(at.saturating_sub(PROPERTY)..at).unwrap_or_default();
    let word = before.trim_ascii_end();
    let ends = |property: &[u8]| {
        let end = word.strip_suffix(b":").map(<[u8]>::trim_ascii_end).unwrap_or_default();
        end.len() >= property.len()
            && end.get(end.len() - property.len()..).unwrap_or_default().eq_ignore_ascii_case(property)
    };
    match page.get(at).map(u8::to_ascii_lowercase) {
        Some(b'n') => ends(b"display"),
        Some(b'h') => word.len() < before.len() || ends(b"visibility"),
        Some(b'c') => ends(b"visibility"),
        Some(b's') => ends(b"vertical-align"),
        _ => !before.ends_with(b"-"),
    }
}

/// What the attributes of a tag say.
pub(super) fn sight(attributes: &str) -> Sight {
    if has_hidden(attributes) {
        return Sight::Gone;
    }
    let style = tag::value(attributes, "style").unwrap_or_default();
    let (mut display, mut visibility, mut decoration, mut raised) = (false, false, false, false);
    for (property, value) in style.split(';').filter_map(|declaration| declaration.split_once(':')) {
        let says = |word: &str| value.split_ascii_whitespace().any(|said| said.eq_ignore_ascii_case(word));
        // the last word on a property counts
        match property.trim().to_ascii_lowercase().as_str() {
            "display" => display = starts(value, "none"),
            "visibility" => visibility = starts(value, "hidden") || starts(value, "collapse"),
            "text-decoration" | "text-decoration-line" => decoration = says("line-through"),
            "vertical-align" => raised = starts(value, "super"),
            _ => {}
        }
    }
    match display || visibility || decoration {
        true => Sight::Gone,
        false if raised => Sight::Raised,
        false => Sight::Plain,
    }
}

/// Whether a value is a word, whatever `!important` follows it.
fn starts(value: &str, word: &str) -> bool {
    value.split('!').next().is_some_and(|value| value.trim().eq_ignore_ascii_case(word))
}

/// Whether the attribute `hidden` stands among others, outside of their values.
fn has_hidden(attributes: &str) -> bool {
    let (mut rest, mut is_value) = (attributes, false);
    loop {
        let quote = rest.find(['"', '\'']);
        let bare = rest.get(..quote.unwrap_or(rest.len())).unwrap_or_default();
        for word in bare.split(|c: char| c.is_ascii_whitespace() || c == '>').filter(|word| !word.is_empty()) {
            let name = word.split(['=', '/']).next().unwrap_or_default();
            if !is_value && name.eq_ignore_ascii_case("hidden") {
                return true;
            }
            is_value = word.ends_with('=');
        }
        let Some(open) = quote else { return false };
        let mark = rest.as_bytes().get(open).copied().map_or('"', char::from);
        let Some((_, behind)) = rest.get(open + 1..).and_then(|value| value.split_once(mark)) else { return false };
        (rest, is_value) = (behind, false);
    }
}
