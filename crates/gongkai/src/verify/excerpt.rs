//! 原文摘录: the lines of the source around some places, with the places marked.

use gongkai_report::{Document, Span};

/// At most so many lines of one finding.
const LINES: usize = 6;
/// At most so many characters before and after a mark in a long line.
const AROUND: usize = 48;

/// One line of an excerpt.
pub struct Line {
    /// Line or page number, or nothing.
    pub number: String,
    /// Its words in turn, the marked ones flagged.
    pub parts: Vec<(bool, String)>,
}

/// The lines that hold these spans, in the order of the source.
pub fn lines(document: &Document, spans: &[Span]) -> Vec<Line> {
    let mut spans: Vec<Span> = spans.iter().copied().filter(|span| document.text.get(span.range()).is_some()).collect();
    spans.sort_unstable();
    spans.dedup();
    let mut rows: Vec<(usize, usize, Vec<Span>)> = Vec::new();
    for span in spans {
        let (start, end) = line_around(&document.text, span);
        match rows.last_mut() {
            Some((_, last, marks)) if start < *last => {
                *last = end.max(*last);
                marks.push(span);
            }
            _ => rows.push((start, end, vec![span])),
        }
    }
    rows.truncate(LINES);
    let firsts = rows.iter().filter_map(|(_, _, marks)| marks.first().copied());
    let places = document.places(firsts);
    rows.iter()
        .zip(places)
        .map(|((start, end, marks), place)| Line {
            number: match (place.line, place.page) {
                (Some(line), _) => line.to_string(),
                (None, Some(page)) => format!("{page}页"),
                (None, None) => String::new(),
            },
            parts: parts(&document.text, *start, *end, marks),
        })
        .collect()
}

/// Where one span stands, for a person: `第61行`.
pub fn whereabouts(document: &Document, span: Option<&Span>) -> String {
    let Some(span) = span else { return String::new() };
    let place = document.place(*span);
    match (place.line, place.page) {
        (Some(line), _) => format!("第{line}行"),
        (None, Some(page)) => format!("第{page}页"),
        (None, None) => String::new(),
    }
}

fn line_around(text: &str, span: Span) -> (usize, usize) {
    let range = span.range();
    let start = text.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(range.end..).and_then(|after| after.find('\n')).map_or(text.len(), |at| range.end + at);
    (start, end)
}

fn parts(text: &str, start: usize, end: usize, marks: &[Span]) -> Vec<(bool, String)> {
    let mut out = Vec::new();
    let mut at = start;
    for (i, mark) in marks.iter().enumerate() {
        let range = mark.range();
        let between = text.get(at..range.start.max(at)).unwrap_or_default();
        out.push((false, if i == 0 { tail(between) } else { middle(between) }));
        out.push((true, middle(text.get(range.start.max(at)..range.end).unwrap_or_default())));
        at = range.end.max(at);
    }
    out.push((false, head(text.get(at..end).unwrap_or_default())));
    out.retain(|(marked, words)| *marked || !words.is_empty());
    for (marked, words) in &mut out {
        if *marked && words.trim().is_empty() {
            // a blank cell needs something to underline
            *words = "　".to_owned();
        }
    }
    out
}

/// Cells stand apart by bars, as in the layouts people know.
fn plain(words: &str) -> String {
    words.replace('\t', " | ").replace(['\n', '\r'], " ")
}

fn tail(words: &str) -> String {
    match words.char_indices().rev().nth(AROUND) {
        Some((at, _)) => format!("…{}", plain(words.get(at..).unwrap_or_default())),
        None => plain(words),
    }
}

fn head(words: &str) -> String {
    match words.char_indices().nth(AROUND) {
        Some((at, _)) => format!("{}…", plain(words.get(..at).unwrap_or_default())),
        None => plain(words),
    }
}

fn middle(words: &str) -> String {
    if words.chars().nth(2 * AROUND).is_some() { format!("{}{}", head(words), tail(words)) } else { plain(words) }
}
