//! 繁體: a page in traditional characters, word by word, for whoever asked for it. What somebody typed, addresses and the
//! values of forms stay as they are: the register is written in one script.
//!
//! Names are not words: 范, 余, 于, 郁 are surnames in both scripts, and only as words 範, 餘, 於, 鬱. Names that the register
//! knows keep them, and so does what looks like a name: two or three characters between marks that begin with such a
//! surname and are no word of the dictionary. 梁 is a beam (樑) only in 桥梁, 栋梁, 脊梁, 横梁. Of 钟, which is 鐘 (a bell) and 鍾
//! (the surname, and most places), names that the register knows take 鍾.

use std::{
    ops::Range,
    sync::{Arc, LazyLock},
};

use axum::{
    body::{Body, HttpBody as _, to_bytes},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use gongkai_search::is_word;

use crate::page::Error;

/// Longer pages stay as they are, in bytes.
const LONGEST: u64 = 8 << 20;
/// Longer ones are not converted on a thread that answers.
const LONG: usize = 32 << 10;
/// Attributes that are read or read out.
const READ: [&str; 5] = ["alt", "title", "aria-label", "placeholder", "content"];
/// Elements whose content is not the page's words: what was typed, and what is no text.
const KEPT: [&str; 3] = ["script", "style", "textarea"];

/// Characters that names have alike in both scripts.
const ALIKE: &str = "范余于郁梁姜岳谷曲里志升";
/// Surnames by which a name is known that nobody wrote into the register.
const SURNAMES: &str = "范余于郁";
/// What follows 于 where it begins no name.
const AFTER: &str = "本该此其各每同上下年月日一二三四五六七八九十今当前后内外";
/// What stands before a 梁 that is a beam.
const BEAMS: &str = "桥栋脊横";

/// The same page in traditional characters; anything that is no page, as it is.
pub async fn page(response: Response, names: Arc<Vec<String>>) -> Response {
    let is_page = |kind: &HeaderValue| kind.to_str().is_ok_and(|kind| kind.starts_with("text/html"));
    let known = response.body().size_hint().exact().filter(|size| *size <= LONGEST);
    if known.is_none() || !response.headers().get(header::CONTENT_TYPE).is_some_and(is_page) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let done = match to_bytes(body, LONGEST as usize).await {
        Ok(bytes) if bytes.len() > LONG => {
            let work = tokio::task::spawn_blocking(move || converted(&String::from_utf8_lossy(&bytes), &names));
            work.await.map_err(|fault| Error::broken(&fault))
        }
        Ok(bytes) => Ok(converted(&String::from_utf8_lossy(&bytes), &names)),
        Err(fault) => Err(Error::broken(&fault)),
    };
    let done = match done {
        Ok(done) => done,
        Err(error) => return error.into_response(),
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(done))
}

/// HTML of ours in traditional characters, these names as names.
///
/// ```
/// use gongkai::guard::traditional::converted;
///
/// let page = converted("<p title=\"头发\"><a href=\"/干\">干部</a>的头发<input value=\"发\"></p>", &[]);
/// assert_eq!(page, "<p title=\"頭髮\"><a href=\"/干\">幹部</a>的頭髮<input value=\"发\"></p>");
/// assert_eq!(converted("<b>其余由范志明负责</b>", &["范志明".to_owned()]), "<b>其餘由范志明負責</b>");
/// ```
pub fn converted(html: &str, names: &[String]) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, markup) = rest.split_at(at);
        words(&mut out, text, names);
        let (tag, behind) = markup.split_at(tag_end(markup));
        dress(&mut out, tag, names);
        // the content of these ends at their closing tag and nowhere else
        let kept = KEPT.iter().find(|name| named(tag, name)).and_then(|name| behind.find(&format!("</{name}")));
        let (kept, behind) = behind.split_at(kept.unwrap_or(0));
        out.push_str(kept);
        rest = behind;
    }
    words(&mut out, rest, names);
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
fn dress(out: &mut String, tag: &str, names: &[String]) {
    let mut rest = tag;
    while let Some(at) = rest.find("=\"") {
        let (before, behind) = rest.split_at(at + 2);
        let value = behind.split('"').next().unwrap_or_default();
        out.push_str(before);
        let name = before.trim_end_matches("=\"").rsplit([' ', '\n']).next().unwrap_or_default();
        match name {
            "lang" if value == "zh-Hans" => out.push_str("zh-Hant"),
            name if READ.contains(&name) => words(out, value, names),
            _ => out.push_str(value),
        }
        rest = behind.get(value.len()..).unwrap_or_default();
    }
    out.push_str(rest);
}

fn words(out: &mut String, text: &str, names: &[String]) {
    if text.is_ascii() {
        out.push_str(text);
        return;
    }
    let mut at = 0;
    for place in kept(text, names) {
        out.push_str(&turned(text.get(at..place.start).unwrap_or_default()));
        out.push_str(&as_name(text.get(place.clone()).unwrap_or_default()));
        at = place.end;
    }
    out.push_str(&turned(text.get(at..).unwrap_or_default()));
}

fn turned(text: &str) -> String {
    static CONVERTER: LazyLock<Option<OpenCC>> = LazyLock::new(|| OpenCC::from_config(BuiltinConfig::S2tw).ok());
    match CONVERTER.as_ref().filter(|_| !text.is_ascii()) {
        Some(converter) => converter.convert(text),
        None => text.to_owned(),
    }
}

/// A name in traditional characters, each for itself.
fn as_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '钟' => out.push('鍾'),
            _ if ALIKE.contains(c) => out.push(c),
            _ => out.push_str(&turned(c.encode_utf8(&mut [0; 4]))),
        }
    }
    out
}

/// Whether a name would be another if it were taken for words.
pub fn spoils(name: &str) -> bool {
    !name.is_empty() && as_name(name) != turned(name)
}

/// Where names stand, in their order and apart from each other.
fn kept(text: &str, names: &[String]) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = Vec::new();
    for name in names {
        places.extend(text.match_indices(name.as_str()).map(|(at, name)| at..at + name.len()));
    }
    if text.contains(|c: char| SURNAMES.contains(c)) {
        places.extend(stretches(text).filter(|place| text.get(place.clone()).is_some_and(is_name)));
    }
    let beam =
        |at: usize| text.get(..at).and_then(|before| before.chars().next_back()).is_some_and(|c| BEAMS.contains(c));
    places.extend(text.match_indices('梁').filter(|(at, _)| !beam(*at)).map(|(at, beam)| at..at + beam.len()));
    places.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
    let mut end = 0;
    places.retain(|place| {
        let apart = place.start >= end;
        end = end.max(place.end);
        apart
    });
    places
}

/// Stretches of Chinese between whatever is none.
fn stretches(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let mut from = 0;
    let pieces = text.split_inclusive(move |c| !is_han(c)).map(move |piece| {
        let start = from;
        from += piece.len();
        start..start + piece.trim_end_matches(move |c| !is_han(c)).len()
    });
    pieces.filter(|piece| !piece.is_empty())
}

/// Whether two or three characters are a name: with such a surname, and no word.
fn is_name(stretch: &str) -> bool {
    let mut chars = stretch.chars();
    let (surname, given) = (chars.next(), chars.next());
    let short = given.is_some() && chars.clone().count() < 2;
    short
        && surname.is_some_and(|c| SURNAMES.contains(c))
        && !(surname == Some('于') && given.is_some_and(|c| AFTER.contains(c)))
        && !is_word(stretch)
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
            assert_eq!(converted(simplified, &[]), traditional);
        }
    }

    #[test]
    fn what_was_typed_what_leads_somewhere_and_what_is_no_text_stays() {
        let kept =
            "<style>/* 国 */</style><script>\"<国>\"</script><textarea name=\"说\">国</textarea><a href=\"/国?a=b\">";
        assert_eq!(converted(kept, &[]), kept);
        assert_eq!(converted("<html lang=\"zh-Hans\" data-care>", &[]), "<html lang=\"zh-Hant\" data-care>");
        assert_eq!(converted("<b title=\"1 > 国\">国</b>国 <", &[]), "<b title=\"1 > 國\">國</b>國 <");
    }

    #[test]
    fn a_surname_that_both_scripts_have_stays_and_the_word_it_is_elsewhere_does_not() {
        let known = ["余帆", "石梁乡", "钟小云"].map(str::to_owned);
        for (simplified, traditional) in [
            ("<td>余帆</td><td>余额</td>", "<td>余帆</td><td>餘額</td>"),
            ("其余由余帆负责", "其餘由余帆負責"),
            ("范志明、于海、郁达，于是", "范志明、于海、郁達，於是"),
            ("规范的范围", "規範的範圍"),
            ("关于海水", "關於海水"),
            ("钟楼，钟小云", "鐘樓，鍾小雲"),
            ("青禾县石梁乡上梁村的桥梁", "青禾縣石梁鄉上梁村的橋樑"),
        ] {
            assert_eq!(converted(simplified, &known), traditional);
        }
    }
}
