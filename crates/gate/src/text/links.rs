//! 链接: addresses that are broken, or lead outside.

use super::Line;
use crate::{checks, finding::At, notes::Notes};

/// Bytes of an address.
const LONGEST: usize = 2_000;

/// What is to say of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// Within the site, or none of the web.
    Fine,
    /// Leads to a host.
    Host(String),
    /// Leads nowhere, and why.
    Broken(&'static str),
}

/// The addresses that stand in a line as words.
pub(super) fn look(line: &Line<'_>, notes: &mut Notes<'_>) {
    for (at, _) in starts(line.words) {
        let written = written(line.words.get(at..).unwrap_or_default());
        if !written.is_empty() {
            report(written, line.part, &line.at, notes);
        }
    }
}

/// An address that a link carries.
pub(crate) fn address(address: &str, part: &str, at: &At, notes: &mut Notes<'_>) {
    report(address.trim(), part, at, notes);
}

fn report(address: &str, part: &str, at: &At, notes: &mut Notes<'_>) {
    match goal(address) {
        Goal::Fine => {}
        Goal::Broken(why) => notes.tell(&checks::BROKEN_LINK, part, at.clone(), &format!("{address}（{why}）")),
        Goal::Host(host) if notes.rules.is_own(&host) => {}
        Goal::Host(_) => notes.tell(&checks::OUTSIDE_LINK, part, at.clone(), address),
    }
}

/// Where addresses may start: `http` and `www.` that do not stand inside of a word.
fn starts(words: &str) -> impl Iterator<Item = (usize, u8)> {
    let bytes = words.as_bytes();
    let is = move |at: usize, word: &[u8]| {
        bytes.get(at..at + word.len()).is_some_and(|there| there.eq_ignore_ascii_case(word))
    };
    let alone = move |at: usize| !at.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    memchr::memchr2_iter(b'h', b'w', bytes).chain(memchr::memchr2_iter(b'H', b'W', bytes)).filter_map(move |at| {
        let http = is(at, b"http") && alone(at);
        let www = is(at, b"www.") && alone(at) && at.checked_sub(1).and_then(|at| bytes.get(at)) != Some(&b'/');
        (http || www).then_some((at, b'h'))
    })
}

/// The address that some words begin with; empty where `http` is only spoken of.
fn written(rest: &str) -> &str {
    let letters = rest.bytes().take(8).take_while(u8::is_ascii_alphabetic).count();
    let (scheme, after) = rest.split_at(letters);
    let joint: usize = after
        .chars()
        .take(8)
        .take_while(|c| matches!(c, ':' | '：' | ';' | '；' | '/' | '／' | '\\'))
        .map(char::len_utf8)
        .sum();
    let signs = after.get(..joint).unwrap_or_default();
    let slashes = signs.chars().filter(|c| matches!(c, '/' | '／' | '\\')).count();
    let colons = signs.chars().count() - slashes;
    let is_www = scheme.eq_ignore_ascii_case("www");
    if !is_www && (slashes == 0 || slashes + colons < 2) {
        return "";
    }
    let path = after.get(joint..).unwrap_or_default();
    let goes_on = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>' | '(' | ')' | '`' | '{' | '}');
    let length: usize = path.chars().take(LONGEST).take_while(|c| goes_on(*c)).map(char::len_utf8).sum();
    let whole = rest.get(..(letters + joint + length).min(LONGEST)).unwrap_or_default();
    whole.trim_end_matches(['.', ',', ';', ':', '!', '?', ']'])
}

/// Where an address leads.
pub(super) fn goal(address: &str) -> Goal {
    let lower = address.to_ascii_lowercase();
    if lower.starts_with("file:") || lower.starts_with("\\\\") || is_drive(&lower) {
        return Goal::Broken("是本机或者内网的文件");
    }
    if lower.starts_with("javascript:") {
        return Goal::Broken("不是网址");
    }
    let rest = match lower.strip_prefix("https").or_else(|| lower.strip_prefix("http")) {
        Some(after) => match after.strip_prefix("://") {
            Some(rest) => rest,
            // httpd-manual.html and the like are names of files
            None if after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_')) => {
                return Goal::Fine;
            }
            None => return Goal::Broken("“://”写错了"),
        },
        None if lower.starts_with("www.") => &lower,
        None => match lower.strip_prefix("//") {
            Some(rest) => rest,
            None => return Goal::Fine,
        },
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    judged(host)
}

fn judged(host: &str) -> Goal {
    let parts: Vec<&str> = host.split('.').collect();
    if host.is_empty() || parts.len() < 2 && host != "localhost" {
        return Goal::Broken("没有写全网站的域名");
    }
    if parts.iter().any(|part| part.is_empty()) || host.contains(char::is_whitespace) {
        return Goal::Broken("域名写错了");
    }
    let numbers: Vec<u8> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    match (parts.len() == 4 && numbers.len() == 4).then_some(numbers.as_slice()) {
        Some([127 | 10, ..] | [192, 168, ..] | [172, 16..=31, ..]) => Goal::Broken("是内网地址，外面打不开"),
        _ if host == "localhost" => Goal::Broken("是内网地址，外面打不开"),
        _ => Goal::Host(host.to_owned()),
    }
}

fn is_drive(lower: &str) -> bool {
    matches!(lower.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goals(words: &str) -> Vec<Goal> {
        starts(words).map(|(at, _)| written(&words[at..])).filter(|it| !it.is_empty()).map(goal).collect()
    }

    #[test]
    fn an_address_in_a_sentence_ends_where_the_sentence_goes_on() {
        let host = |name: &str| Goal::Host(name.to_owned());
        assert_eq!(
            goals("请登录https://www.qinghe.gov.cn/a?b=1，或者见www.other.example。"),
            [host("www.qinghe.gov.cn"), host("www.other.example")]
        );
    }

    #[test]
    fn a_broken_address_says_why() {
        for (words, why) in [
            ("http：//www.qinghe.gov.cn", "“://”写错了"),
            ("见http:/www.qinghe.gov.cn", "“://”写错了"),
            ("https//www.qinghe.gov.cn", "“://”写错了"),
            ("http://qinghe/index", "没有写全网站的域名"),
            ("http://www..gov.cn", "域名写错了"),
            ("http://192.168.1.5/a", "是内网地址，外面打不开"),
        ] {
            assert_eq!(goals(words), [Goal::Broken(why)], "{words}");
        }
        assert_eq!(goal("file:///C:/附件.docx"), Goal::Broken("是本机或者内网的文件"));
        assert_eq!(goal("D:\\附件\\a.docx"), Goal::Broken("是本机或者内网的文件"));
    }

    #[test]
    fn words_about_the_web_and_links_within_the_site_are_fine() {
        assert_eq!(goals("采用HTTP/1.1协议和https加密"), []);
        for address in ["/zwgk/a.html", "#附件", "mailto:office@qinghe.gov.cn", "附件.docx"] {
            assert_eq!(goal(address), Goal::Fine, "{address}");
        }
    }
}
