//! 繁體: a page in traditional characters, word by word, for whoever asked for it. What somebody typed, addresses and the
//! values of forms stay as they are: the register is written in one script.

use std::sync::LazyLock;

use axum::{
    body::{Body, HttpBody as _, to_bytes},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use ferrous_opencc::{OpenCC, config::BuiltinConfig};

use crate::page::Error;

/// Longer pages stay as they are, in bytes.
const LONGEST: u64 = 8 << 20;
/// Longer ones are not converted on a thread that answers.
const LONG: usize = 32 << 10;
/// Attributes that are read or read out.
const READ: [&str; 4] = ["alt", "title", "aria-label", "placeholder"];
/// Elements whose content is not the page's words: what was typed, and what is no text.
const KEPT: [&str; 3] = ["script", "style", "textarea"];

/// The same page in traditional characters; anything that is no page, as it is.
pub async fn page(response: Response) -> Response {
    let is_page = |kind: &HeaderValue| kind.to_str().is_ok_and(|kind| kind.starts_with("text/html"));
    let known = response.body().size_hint().exact().filter(|size| *size <= LONGEST);
    if known.is_none() || !response.headers().get(header::CONTENT_TYPE).is_some_and(is_page) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let done = match to_bytes(body, LONGEST as usize).await {
        Ok(bytes) if bytes.len() > LONG => {
            let work = tokio::task::spawn_blocking(move || converted(&String::from_utf8_lossy(&bytes)));
            work.await.map_err(|fault| Error::broken(&fault))
        }
        Ok(bytes) => Ok(converted(&String::from_utf8_lossy(&bytes))),
        Err(fault) => Err(Error::broken(&fault)),
    };
    let done = match done {
        Ok(done) => done,
        Err(error) => return error.into_response(),
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(done))
}

/// HTML of ours in traditional characters.
///
/// ```
/// use gongkai::guard::traditional::converted;
///
/// let page = converted("<p title=\"头发\"><a href=\"/干\">干部</a>的头发<input value=\"发\"></p>");
/// assert_eq!(page, "<p title=\"頭髮\"><a href=\"/干\">幹部</a>的頭髮<input value=\"发\"></p>");
/// ```
pub fn converted(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, markup) = rest.split_at(at);
        words(&mut out, text);
        let (tag, behind) = markup.split_at(tag_end(markup));
        dress(&mut out, tag);
        // the content of these ends at their closing tag and nowhere else
        let kept = KEPT.iter().find(|name| named(tag, name)).and_then(|name| behind.find(&format!("</{name}")));
        let (kept, behind) = behind.split_at(kept.unwrap_or(0));
        out.push_str(kept);
        rest = behind;
    }
    words(&mut out, rest);
    out
}

fn named(tag: &str, name: &str) -> bool {
    let behind = tag.strip_prefix('<').and_then(|tag| tag.strip_prefix(name));
    behind.is_some_and(|behind| behind.starts_with(['>', ' ', '\n']))
}

/// Where the tag at the beginning ends; a `>` inside of quotes does not end it.
fn tag_end(markup: &str) -> usize {
    let mut quoted = false;
    let end = markup.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == '>' && !quoted
    });
    end.map_or(markup.len(), |(at, _)| at + 1)
}

/// A tag with its readable attributes converted.
fn dress(out: &mut String, tag: &str) {
    let mut rest = tag;
    while let Some(at) = rest.find("=\"") {
        let (before, behind) = rest.split_at(at + 2);
        let value = behind.split('"').next().unwrap_or_default();
        out.push_str(before);
        let name = before.trim_end_matches("=\"").rsplit([' ', '\n']).next().unwrap_or_default();
        match name {
            "lang" if value == "zh-Hans" => out.push_str("zh-Hant"),
            name if READ.contains(&name) => words(out, value),
            _ => out.push_str(value),
        }
        rest = behind.get(value.len()..).unwrap_or_default();
    }
    out.push_str(rest);
}

fn words(out: &mut String, text: &str) {
    static CONVERTER: LazyLock<Option<OpenCC>> = LazyLock::new(|| OpenCC::from_config(BuiltinConfig::S2tw).ok());
    match CONVERTER.as_ref().filter(|_| !text.is_ascii()) {
        Some(converter) => out.push_str(&converter.convert(text)),
        None => out.push_str(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_with_two_traditional_forms_takes_that_of_its_word() {
        for (simplified, traditional) in [
            ("发展与理发", "發展與理髮"),
            ("皇后之后", "皇后之後"),
            ("里程在这里", "里程在這裡"),
            ("人才刚才", "人才剛才"),
            ("面粉与当面", "麵粉與當面"),
        ] {
            assert_eq!(converted(simplified), traditional);
        }
    }

    #[test]
    fn what_was_typed_what_leads_somewhere_and_what_is_no_text_stays() {
        let kept =
            "<style>/* 国 */</style><script>\"<国>\"</script><textarea name=\"说\">国</textarea><a href=\"/国?a=b\">";
        assert_eq!(converted(kept), kept);
        assert_eq!(converted("<html lang=\"zh-Hans\" data-care>"), "<html lang=\"zh-Hant\" data-care>");
        assert_eq!(converted("<b title=\"1 > 国\">国</b>国 <"), "<b title=\"1 > 國\">國</b>國 <");
    }
}
