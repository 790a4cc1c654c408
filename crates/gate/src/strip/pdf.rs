//! A PDF's facts, blanked where they stand: nothing moves, so its tables stay right.

use gongkai_report::read::{
    Limits,
    formats::{
        budget::Budget,
        open,
        pdf::{
            file::File,
            lexer::{Dictionary, Lexer, Object},
            words,
        },
    },
};
use memchr::memmem;

use crate::pdf::{Shown, xmp};

const PACKED: &str = "PDF的文件信息压缩在一起，不能单独去除；请在原文件里清空属性后重新导出";

/// The file without its authors, and without a title that its pages do not show; `None` where it names none.
pub(super) fn without_facts(bytes: &[u8], limits: &Limits, budget: &Budget) -> Result<Option<Vec<u8>>, String> {
    let file = File::open(bytes, budget)?;
    let trailers = file.trailers();
    if trailers.iter().any(|trailer| trailer.get("Encrypt").is_some()) {
        return Err("PDF设有密码，没有处理".to_owned());
    }
    if trailers.is_empty() || trailers.iter().all(|trailer| file.inner(trailer, "Root").0.is_empty()) {
        return Err("PDF已损坏，没有处理".to_owned());
    }
    if memmem::find(bytes, b"/ByteRange").is_some() {
        return Err("PDF有数字签名，改动会使签名失效，没有处理".to_owned());
    }
    let shown = Shown::of(open(bytes, "a.pdf", limits).as_ref().ok());
    let mut out = bytes.to_vec();
    for trailer in &trailers {
        match trailer.get("Info") {
            Some(Object::Reference(number)) if tells(&file, &file.inner(trailer, "Info"), &shown) => {
                blank_facts(file.place(*number).ok_or(PACKED)?, bytes, &shown, &mut out);
            }
            _ => {}
        }
    }
    for number in file.numbers() {
        budget.in_time()?;
        let Object::Dictionary(object) = file.object(number) else { continue };
        let is = |name: &str, wanted: &[u8]| file.get(&object, name).name() == Some(wanted);
        if is("Type", b"Metadata")
            && is("Subtype", b"XML")
            && xmp(&file, number, budget)?.iter().any(|(name, value)| shown.lacks(name.as_bytes(), value))
        {
            let plain = matches!(file.get(&object, "Filter"), Object::Null);
            let place = file.place(number).filter(|_| plain).ok_or(PACKED)?;
            blank_stream(place, bytes, &mut out);
        }
    }
    if out == bytes {
        return Ok(None);
    }
    // a value that stands elsewhere than its name is still there
    let after = File::open(&out, budget)?;
    let left = after.trailers().iter().any(|trailer| tells(&after, &after.inner(trailer, "Info"), &shown));
    if left { Err(PACKED.to_owned()) } else { Ok(Some(out)) }
}

/// Whether it says more than its pages, programs and days.
fn tells<'a>(file: &File<'a>, facts: &Dictionary<'a>, shown: &Shown) -> bool {
    let tells =
        |name: &[u8], value| matches!(file.resolve(value), Object::Text(value) if shown.lacks(name, &words(&value)));
    facts.0.iter().any(|(name, value)| tells(name, value))
}

/// Blanks the strings of the dictionary that stands at a place.
fn blank_facts(place: usize, bytes: &[u8], shown: &Shown, out: &mut [u8]) {
    let Some(open) = memmem::find(bytes.get(place..).unwrap_or_default(), b"<<") else { return };
    let mut lexer = Lexer::new(bytes, place + open + 2);
    while let Some(Object::Name(name)) = lexer.next() {
        let start = lexer.at;
        let value = lexer.next();
        if !matches!(value, Some(Object::Text(value)) if shown.lacks(&name, &words(&value))) {
            continue;
        }
        let written = bytes.get(start..lexer.at).unwrap_or_default();
        // what encloses the string stays: (…) or <…>
        let from = start + written.iter().position(|b| matches!(b, b'(' | b'<')).map_or(written.len(), |at| at + 1);
        if let Some(inside) = out.get_mut(from..lexer.at.saturating_sub(1)) {
            inside.fill(b' ');
        }
    }
}

fn blank_stream(place: usize, bytes: &[u8], out: &mut [u8]) {
    let rest = bytes.get(place..).unwrap_or_default();
    let (Some(from), Some(to)) = (memmem::find(rest, b"stream"), memmem::find(rest, b"endstream")) else { return };
    let mut start = from + b"stream".len();
    while rest.get(start).is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
        start += 1;
    }
    if let Some(inside) = out.get_mut(place + start..place + to) {
        inside.iter_mut().filter(|byte| !byte.is_ascii_whitespace()).for_each(|byte| *byte = b' ');
    }
}
