//! 单个文件网页 (MHTML): a page as a browser saves it together with its pictures, written like a letter of several parts
//! (RFC 2557). The first page among them is read; nothing of it can become larger than the file.

use memchr::{memchr, memmem};

use super::{budget::Budget, decode, html, refusal};
use crate::document::Document;

/// Bytes in front of what a part says, at most.
const HEAD: usize = 16_384;
/// Parts inside of parts, at most.
const DEPTH: u8 = 3;
/// Parts of one file, at most: a page has some dozens of pictures.
const PARTS: usize = 2_000;

/// Fields in front of a part, their names in small letters.
type Fields = Vec<(String, String)>;

/// Whether bytes begin as a letter with a page in it does.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    let Some((fields, _)) = split(bytes.trim_ascii_start()) else { return false };
    let kind = value(&fields, "content-type");
    is(value(&fields, "mime-version"), "1.0") && (is(kind, "multipart/") || is(kind, "text/html"))
}

/// The page as a document.
///
/// # Errors
/// A Chinese sentence where there is none in it, or as a page alone.
pub(super) fn document(bytes: &[u8], budget: &Budget) -> Result<Document, String> {
    let page = page(bytes.trim_ascii_start(), DEPTH).ok_or_else(|| refusal::NO_PAGE.to_owned())?;
    budget.in_time()?;
    html::document(decode::decode(&page), budget)
}

/// The first page in a part.
fn page(part: &[u8], depth: u8) -> Option<Vec<u8>> {
    let (fields, body) = split(part)?;
    let kind = value(&fields, "content-type");
    if is(kind, "text/html") || is(kind, "application/xhtml+xml") {
        return Some(plain(body, value(&fields, "content-transfer-encoding")));
    }
    let depth = depth.checked_sub(1).filter(|_| is(kind, "multipart/"))?;
    parts(body, boundary(kind)?).into_iter().find_map(|part| page(part, depth))
}

/// The fields of a part, and what it says.
fn split(bytes: &[u8]) -> Option<(Fields, &[u8])> {
    let (mut fields, mut rest) = (Fields::new(), bytes);
    loop {
        let (line, behind) = line(rest)?;
        rest = behind;
        if line.is_empty() {
            return Some((fields, rest));
        }
        if bytes.len() - rest.len() > HEAD {
            return None;
        }
        let words = String::from_utf8_lossy(line);
        // a line that begins with a blank goes on with the one before
        if words.starts_with([' ', '\t']) {
            fields.last_mut()?.1.push_str(&words);
            continue;
        }
        let (name, value) = words.split_once(':')?;
        let sound = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        fields.push((sound.then(|| name.to_ascii_lowercase())?, value.trim().to_owned()));
    }
}

/// The first line without its end, and what follows it.
fn line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let head = bytes.get(..bytes.len().min(HEAD))?;
    let (line, rest) = bytes.split_at_checked(memchr(b'\n', head)?)?;
    Some((line.trim_ascii_end(), rest.get(1..)?))
}

/// What a field says; empty where there is none.
fn value<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
}

/// Whether some words begin with others, whatever their case.
fn is(words: &str, start: &str) -> bool {
    words.get(..start.len()).is_some_and(|words| words.eq_ignore_ascii_case(start))
}

/// What parts the parts.
fn boundary(kind: &str) -> Option<&str> {
    let mut pairs = kind.split(';').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"))?;
    Some(value.trim().trim_matches('"')).filter(|value| !value.is_empty())
}

/// What stands between the lines that part the parts.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mark = format!("--{boundary}");
    let begins_line = |at: &usize| at.checked_sub(1).is_none_or(|before| body.get(before) == Some(&b'\n'));
    let marks: Vec<usize> = memmem::find_iter(body, mark.as_bytes()).filter(begins_line).take(PARTS).collect();
    let ends = marks.iter().skip(1).copied().chain([body.len()]);
    let between = |(start, end): (&usize, usize)| {
        let part = body.get(start + mark.len()..end)?;
        part.get(memchr(b'\n', part)? + 1..)
    };
    marks.iter().zip(ends).filter_map(between).collect()
}

/// What a part says as it was before it was sent.
fn plain(body: &[u8], encoding: &str) -> Vec<u8> {
    match encoding.to_ascii_lowercase().as_str() {
        "quoted-printable" => unquoted(body),
        "base64" => from_base64(body),
        _ => body.to_owned(),
    }
}

/// `=E5=85=AC`, and an equals sign at the end of a line that goes on.
fn unquoted(body: &[u8]) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::with_capacity(body.len()), body);
    while let Some((before, after)) = memchr(b'=', rest).and_then(|at| rest.split_at_checked(at)) {
        out.extend_from_slice(before);
        rest = match after {
            [b'=', b'\r', b'\n', rest @ ..] | [b'=', b'\n', rest @ ..] => rest,
            [b'=', high, low, rest @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                out.push((sixteens(*high) << 4) | sixteens(*low));
                rest
            }
            [sign, rest @ ..] => {
                out.push(*sign);
                rest
            }
            [] => break,
        };
    }
    out.extend_from_slice(rest);
    out
}

/// The value of a digit to the base of sixteen.
fn sixteens(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        b'A'..=b'F' => digit - b'A' + 10,
        _ => 0,
    }
}

/// Six bits a sign; what is no sign, such as the end of a line, says nothing.
fn from_base64(body: &[u8]) -> Vec<u8> {
    let (mut out, mut held, mut bits) = (Vec::with_capacity(body.len() / 4 * 3), 0_u16, 0_u32);
    for sign in body {
        let six = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        // at most six bits are left from the signs before
        (held, bits) = ((held << 6) | u16::from(six), bits + 6);
        if bits >= 8 {
            bits -= 8;
            let [_, byte] = (held >> bits).to_be_bytes();
            out.push(byte);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::open, *};
    use crate::read::Limits;

    const HEAD: &str = "From: <Saved by Blink>\r\nSubject: =?utf-8?Q?=E5=B9=B4=E6=8A=A5?=\r\nMIME-Version: 1.0\r\n";

    fn words(bytes: &[u8]) -> String {
        open(bytes, "", &Limits::WEB).expect("a page").text
    }

    #[test]
    fn the_page_of_a_saved_site_is_read_and_what_came_with_it_is_not() {
        let file = format!(
            "{HEAD}Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--Saved--7=\"\r\n\r\n\
             a word in front\r\n----Saved--7=\r\nContent-Type: text/css\r\n\r\np {{ margin: 0 }}\r\n\
             ----Saved--7=\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
             <html><p class=3D\"a\">=E5=B9=B4=\r\n=e6=8a=a5 1 =3D 1</p></html>\r\n\
             ----Saved--7=\r\nContent-Type: text/html\r\n\r\n<p>another frame</p>\r\n----Saved--7=--\r\n"
        );
        assert_eq!(words(file.as_bytes()), "年报 1 = 1\n");
    }

    #[test]
    fn a_page_in_sixty_four_signs_and_in_the_bytes_of_its_country_is_read() {
        let page = encoding_rs::GB18030.encode("<html><body><p>青禾县水利局年报</p></body></html>").0;
        let mut file =
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: TEXT/HTML\n\
            Content-Transfer-Encoding: binary\n\n"
                .to_vec();
        file.extend_from_slice(&page);
        assert_eq!(words(&file), "青禾县水利局年报\n", "cut off before its end");
        let file = format!(
            "{HEAD}Content-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: base64\r\n\r\n\
             PGh0bWw+PHA+5\r\nbm05oqlPC9wPjwvaHRtbD4=\r\n"
        );
        assert_eq!(words(file.as_bytes()), "年报\n");
    }

    #[test]
    fn a_file_without_a_page_says_what_to_do_and_a_text_that_speaks_of_letters_is_a_text() {
        let none =
            format!("{HEAD}Content-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: image/png\r\n\r\n-");
        assert_eq!(open(none.as_bytes(), "", &Limits::WEB).unwrap_err(), refusal::NO_PAGE);
        assert!(!is_one("总体情况: 好\n\n一、总体情况".as_bytes()));
        assert!(!is_one(b"Content-Type: text/html\n\n<p>x</p>"));
    }

    proptest! {
        #[test]
        fn any_parts_are_taken_apart(middle in prop::collection::vec(any::<u8>(), 0..300), depth in 0_usize..6) {
            let nested = "--x\nContent-Type: multipart/mixed; boundary=x\n\n".repeat(depth);
            let head = format!("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n{nested}--x\n");
            let _ = page(&[head.as_bytes(), &middle].concat(), DEPTH);
            prop_assert!(unquoted(&middle).len() <= middle.len() && from_base64(&middle).len() <= middle.len());
        }
    }
}
