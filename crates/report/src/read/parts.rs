//! Section headings: 一、总体情况 and the five after it, whatever number is printed before them, or none.

use super::{rows::Ground, words::Sense};

/// A heading where it was met.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// The section of the form.
    pub(crate) section: u8,
    /// The number printed.
    pub(crate) number: Option<u8>,
    /// The piece it stands in.
    pub(crate) piece: usize,
    /// Where the title starts in the folded text, after the number.
    pub(crate) title: usize,
    /// Where the heading ends in the folded text.
    pub(crate) end: usize,
    weight: u32,
}

/// What a heading weighs that nothing but its title, or its number and title, begins.
const PLAIN: u32 = 3;

/// Longest heading, in characters.
const LONGEST: usize = 42;

/// The headings between two pieces, in the order of the form; one a section.
pub(crate) fn headings(ground: Ground<'_>, pieces: std::ops::Range<usize>) -> Vec<Part> {
    let starts = &ground.folded.starts;
    let at = |piece: usize| starts.get(piece).map_or(usize::MAX, |&start| start as usize);
    let (from, to) = (at(pieces.start), at(pieces.end));
    let first = ground.mentions.partition_point(|mention| mention.start < from);
    let mut found: Vec<Part> = Vec::new();
    for mention in ground.mentions.iter().skip(first).take_while(|mention| mention.start < to) {
        let Sense::Section(section) = mention.sense else { continue };
        let piece = ground.folded.piece_at(mention.start);
        if found.last().is_some_and(|last| last.piece == piece) {
            continue;
        }
        found.extend(part(ground, section, piece, mention.start));
    }
    in_order(found)
}

/// The heading that a word of a section's title stands in, where it is a heading at its first look: with its number
/// before it, or nothing.
pub(crate) fn plain_heading(ground: Ground<'_>, section: u8, mention: usize) -> Option<Part> {
    part(ground, section, ground.folded.piece_at(mention), mention).filter(|part| part.weight >= PLAIN)
}

fn part(ground: Ground<'_>, section: u8, piece: usize, mention: usize) -> Option<Part> {
    let (start, end) = (*ground.folded.starts.get(piece)? as usize, *ground.folded.starts.get(piece + 1)? as usize);
    let whole = ground.folded.words.text.get(start..end)?;
    if whole.chars().nth(LONGEST).is_some() || whole.contains(['。', ';']) {
        return None;
    }
    let (number, bracketed, title) = number(whole);
    let lead = whole.get(title..mention - start)?;
    let asks_more = section == 5 && !["改进", "措施", "整改", "建议"].iter().any(|word| whole.contains(word));
    if lead.chars().nth(14).is_some() || asks_more && (bracketed || number != Some(5)) {
        return None;
    }
    let weight = match (number, bracketed) {
        (Some(_), false) => 5,
        (None, _) if title == 0 => PLAIN,
        _ => 1,
    };
    Some(Part { section, number, piece, title: start + title, end, weight })
}

/// The number before a heading, whether it stands in brackets, and where the title starts.
fn number(heading: &str) -> (Option<u8>, bool, usize) {
    const NUMERALS: &str = "一二三四五六七八九";
    let bracketed = heading.starts_with('(');
    let rest = heading.trim_start_matches(['(', '第']);
    let before = heading.len() - rest.len();
    let Some(c) = rest.chars().next() else { return (None, bracketed, 0) };
    let value = NUMERALS.chars().position(|n| n == c).map(|at| at + 1).or(c.to_digit(10).map(|d| d as usize));
    let after = rest.get(c.len_utf8()..).unwrap_or_default();
    let close = ["部分:", "部分、", "部分", "、", ".", ")", ":", ","].iter().find(|close| after.starts_with(**close));
    match (value, close) {
        (Some(value), Some(close)) => {
            let title = before + c.len_utf8() + close.len();
            let more = heading.get(title..).map_or(0, |t| t.len() - t.trim_start_matches(['.', '、', ',']).len());
            (u8::try_from(value).ok(), bracketed, title + more)
        }
        _ => (None, bracketed, 0),
    }
}

/// The weightiest run of headings in the order of the form; the later where two are alike, since a table of contents
/// comes before the report.
fn in_order(found: Vec<Part>) -> Vec<Part> {
    const LOOK_BACK: usize = 64;
    let mut best: Vec<(u32, Option<usize>)> = Vec::with_capacity(found.len());
    for (i, part) in found.iter().enumerate() {
        let before = (i.saturating_sub(LOOK_BACK)..i)
            .filter(|&j| found.get(j).is_some_and(|b| b.section < part.section))
            .max_by_key(|&j| (best.get(j).map_or(0, |b| b.0), j));
        best.push((part.weight + before.and_then(|j| best.get(j)).map_or(0, |b| b.0), before));
    }
    let mut order = Vec::new();
    let mut at = best.iter().enumerate().max_by_key(|(i, (score, _))| (*score, *i)).map(|(i, _)| i);
    while let Some(i) = at {
        order.push(i);
        at = best.get(i).and_then(|b| b.1);
    }
    order.reverse();
    order.into_iter().filter_map(|i| found.get(i).cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_of_headings_are_read_in_every_manner() {
        assert_eq!(number("三、收到"), (Some(3), false, "三、".len()));
        assert_eq!(number("(二)主动"), (Some(2), true, "(二)".len()));
        assert_eq!(number("第六部分其他"), (Some(6), false, "第六部分".len()));
        assert_eq!(number("5.存在"), (Some(5), false, 2));
        assert_eq!(number("总体情况"), (None, false, 0));
    }
}
