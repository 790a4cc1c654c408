//! 行内: what stands in a line of a body: words, strong ones, and addresses that lead somewhere.

/// Characters of the words of a link, and bytes of an address.
const LONGEST_WORDS: usize = 300;
const LONGEST_ADDRESS: usize = 2_000;

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// As they stand there.
    Words(String),
    /// From `**words**`.
    Strong(Vec<Self>),
    /// From `[words](address)`, or an address that stands there by itself: then both are the same.
    Link {
        /// What is read.
        words: String,
        /// Where it leads: of the web, or of this site.
        to: String,
    },
}

/// The parts of a line, in order. What is not whole stays as it was typed.
pub fn spans(line: &str) -> Vec<Span> {
    parted(line, true)
}

fn parted(line: &str, may_be_strong: bool) -> Vec<Span> {
    let (mut out, mut words, mut rest) = (Vec::new(), String::new(), line);
    while let Some(first) = rest.chars().next() {
        let strong = || if may_be_strong { strong(rest) } else { None };
        let (span, length) = match strong().or_else(|| named(rest)).or_else(|| bare(rest)) {
            Some((span, length)) => (Some(span), length),
            None => (None, first.len_utf8()),
        };
        match span {
            None => words.push(first),
            Some(span) => {
                out.extend(Some(std::mem::take(&mut words)).filter(|words| !words.is_empty()).map(Span::Words));
                out.push(span);
            }
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    out.extend(Some(words).filter(|words| !words.is_empty()).map(Span::Words));
    out
}

/// `**words**`, with its length.
fn strong(rest: &str) -> Option<(Span, usize)> {
    let (inner, after) = rest.strip_prefix("**")?.split_once("**")?;
    // the stars of a masked number are no marks, and neither are those of two of them in one line
    let touches =
        |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "“《（(".contains(c) || "”》）)".contains(c));
    let whole = touches(inner.chars().next()) && touches(inner.chars().last()) && !inner.contains('*');
    let whole = whole && !after.starts_with('*');
    whole.then(|| (Span::Strong(parted(inner, false)), inner.len() + 4))
}

/// `[words](address)`, with its length.
fn named(rest: &str) -> Option<(Span, usize)> {
    let inner = rest.strip_prefix('[')?;
    let mut ends = inner.char_indices().take(LONGEST_WORDS);
    // a bracket within is another beginning: nothing is read twice
    let (at, _) = ends.find(|(_, c)| matches!(c, '[' | ']'))?;
    let (words, after) = inner.split_at_checked(at)?;
    let goal = after.strip_prefix("](")?;
    let length: usize = goal
        .chars()
        .take(LONGEST_ADDRESS)
        .take_while(|c| !matches!(c, ')' | '[') && !c.is_whitespace())
        .map(char::len_utf8)
        .sum();
    let to = goal.get(..length).filter(|_| goal.get(length..).is_some_and(|end| end.starts_with(')')))?;
    let whole = !words.trim().is_empty() && is_address(to);
    let span = Span::Link { words: words.to_owned(), to: to.to_owned() };
    whole.then_some((span, words.len() + to.len() + 4))
}

/// An address of the web that stands there by itself, with its length.
fn bare(rest: &str) -> Option<(Span, usize)> {
    // no address is read to its end that has no host
    web(rest)?
        .chars()
        .take(LONGEST_WORDS)
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '.')
        .find(|c| *c == '.')?;
    let goes_on = |c: &char| {
        c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>' | '(' | ')' | '[' | ']' | '`' | '{' | '}' | '*')
    };
    let length = rest.chars().take(LONGEST_ADDRESS).take_while(goes_on).count();
    let to = rest.get(..length)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '|']);
    is_address(to).then(|| (Span::Link { words: to.to_owned(), to: to.to_owned() }, to.len()))
}

/// What follows the scheme of an address of the web.
fn web(address: &str) -> Option<&str> {
    let after = |scheme: &str| {
        let (front, rest) = address.split_at_checked(scheme.len())?;
        front.eq_ignore_ascii_case(scheme).then_some(rest)
    };
    after("https://").or_else(|| after("http://"))
}

/// The host that an address of the web leads to; `None` of this site's own.
pub fn host(address: &str) -> Option<&str> {
    web(address)?.split(['/', '?', '#']).next()
}

/// Whether it is one that a reader may follow: of the web, with a host that says what it is, or of this site.
fn is_address(to: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '<' | '>' | '\\' | '`');
    if to.len() > LONGEST_ADDRESS || to.contains(odd) {
        return false;
    }
    // a name before an @ only looks like the host
    let is_host = |host: &str| {
        let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
        host.contains('.') && !host.starts_with('.') && host.chars().all(known)
    };
    match host(to) {
        Some(host) => is_host(host),
        None => to.starts_with('/') && !to.starts_with("//"),
    }
}

/// A line as it is read where nothing can be followed: an address stands behind its words.
pub fn plain(line: &str) -> String {
    read(&spans(line))
}

fn read(spans: &[Span]) -> String {
    let one = |span: &Span| match span {
        Span::Words(words) => words.clone(),
        Span::Strong(inner) => read(inner),
        Span::Link { words, to } if words == to => to.clone(),
        Span::Link { words, to } => format!("{words}（{to}）"),
    };
    spans.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(line: &str) -> Vec<String> {
        let to = |span: Span| match span {
            Span::Link { to, .. } => vec![to],
            Span::Strong(inner) => inner.iter().flat_map(|span| links(&read(std::slice::from_ref(span)))).collect(),
            Span::Words(_) => Vec::new(),
        };
        spans(line).into_iter().flat_map(to).collect()
    }

    #[test]
    fn an_address_in_a_sentence_is_one_that_can_be_followed_and_the_sentence_goes_on() {
        assert_eq!(
            links("见https://www.qinghe.example/a?b=1&c=2，或者[目录](/catalogue)。"),
            ["https://www.qinghe.example/a?b=1&c=2", "/catalogue"]
        );
        assert_eq!(
            plain("**注意**：到[办事大厅](https://hall.example/)办"),
            "注意：到办事大厅（https://hall.example/）办"
        );
    }

    #[test]
    fn what_is_no_address_of_the_web_or_of_the_site_stays_as_it_was_typed() {
        for line in [
            "[看](javascript:alert(1))",
            "[看](data:text/html,x)",
            "[看](//other.example/a)",
            "[看](/\\other.example)",
            "[看](https://www.qinghe.example@other.example/)",
            "[看](ftp://a.example)",
            "青政发[2026]14号",
            "**没有写完",
            "http://",
        ] {
            assert_eq!((links(line), plain(line)), (Vec::new(), line.to_owned()));
        }
    }

    #[test]
    fn a_long_line_of_brackets_and_stars_is_read_at_once() {
        for beginning in ["[", "[看](", "[看](/a", "**[", "https://"] {
            let line = beginning.repeat(50_000);
            assert!(!plain(&line).is_empty(), "{beginning}");
        }
    }
}
