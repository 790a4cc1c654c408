//! 标题与编制说明: whose report it is, for which year, when it was published.

use std::ops::Range;

use gongkai_law::annual_report::Edition;
use jiff::civil::Date;

use super::{meta, rows::Ground};
use crate::{clean::fold::is_han, document::Span};

/// What the cover of a report says.
#[derive(Debug, Default)]
pub(crate) struct Cover {
    pub(crate) agency: Option<String>,
    pub(crate) year: Option<i16>,
    /// The piece of the title.
    pub(crate) title: Option<usize>,
    pub(crate) published: Option<(Date, Span)>,
    /// Names of reports met in lines of their own: many make a list page.
    pub(crate) names: usize,
}

/// Longest title, in bytes of folded text.
const LONGEST_TITLE: usize = 200;

/// Reads the cover: the words before `head_end` (a piece), and those after `tail` where they tell nothing.
pub(crate) fn read(ground: Ground<'_>, pieces: Range<usize>, head_end: usize, tail: usize) -> Cover {
    let mut cover = Cover::default();
    let mut names: Vec<(usize, String, Option<i16>)> = Vec::new();
    let mut period = None;
    for piece in pieces.start..head_end {
        let text = words(ground, piece);
        if period.is_none() {
            period = meta::period(text).map(|(year, _)| year);
        }
        name(ground, piece, text, &mut cover, &mut names);
        published(ground, piece, text, &mut cover);
    }
    for piece in tail.max(head_end)..pieces.end {
        let text = words(ground, piece);
        if text.len() <= LONGEST_TITLE && names.len() < 200 {
            name(ground, piece, text, &mut Cover::default(), &mut names);
        }
    }
    cover.names = names.len();
    let of_title = cover.title.and_then(|title| names.iter().find(|(piece, ..)| *piece == title));
    let named = of_title.filter(|name| !name.1.is_empty()).or(names.iter().find(|name| !name.1.is_empty()));
    cover.agency = named.map(|name| name.1.clone());
    if cover.agency.is_none() {
        cover.agency = properties(ground).or_else(|| publisher(ground, pieces.start..head_end));
    }
    let titled = of_title.and_then(|name| name.2).or(names.iter().find_map(|name| name.2));
    cover.year = period.or(titled).or(cover.published.map(|(date, _)| date.year() - 1));
    cover
}

fn words<'a>(ground: Ground<'a>, piece: usize) -> &'a str {
    ground.folded.piece(piece)
}

fn name(
    ground: Ground<'_>,
    piece: usize,
    text: &str,
    cover: &mut Cover,
    names: &mut Vec<(usize, String, Option<i16>)>,
) {
    let Some(name) = (text.len() >= 18).then(|| meta::name(text)).flatten() else { return };
    let mut agency = text.get(name.agency.0..name.agency.1).unwrap_or_default();
    let alone = text.len() <= LONGEST_TITLE && !text.contains(['。', ';']) && text.len() < name.end + 60;
    if alone && agency.is_empty() && piece > 0 {
        agency = words(ground, piece - 1);
        let is_name = agency.chars().all(is_han) && (6..=90).contains(&agency.len());
        agency = if is_name { agency } else { "" };
    }
    if ["本机关", "本单位", "本局", "本", "我市", "我县", "我局", "我区", "我镇"].contains(&agency) {
        agency = "";
    }
    if alone && cover.title.is_none() {
        cover.title = Some(piece);
    }
    names.push((piece, agency.to_owned(), name.year));
}

fn published(ground: Ground<'_>, piece: usize, text: &str, cover: &mut Cover) {
    const SHORTEST: usize = "发布日期2024.1.1".len();
    if cover.published.is_some() || !(SHORTEST..=600).contains(&text.len()) {
        return;
    }
    let Some(at) = meta::PUBLISHED.iter().find_map(|word| Some(meta::find(text, word)? + word.len())) else { return };
    let base = ground.folded.starts.get(piece).map_or(0, |&start| start as usize);
    let rest = text.get(at..).unwrap_or_default();
    let near = rest.char_indices().nth(24).map_or(rest, |(end, _)| rest.get(..end).unwrap_or(rest));
    cover.published =
        meta::date(near).map(|(date, from, to)| (date, ground.folded.words.source(base + at + from, base + at + to)));
}

/// What the page's own title says.
fn properties(ground: Ground<'_>) -> Option<String> {
    ground.document.properties.iter().find_map(|(_, value)| {
        let text = crate::clean::fold::plain(value);
        let name = meta::name(&text)?;
        text.get(name.agency.0..name.agency.1).filter(|agency| !agency.is_empty()).map(str::to_owned)
    })
}

fn publisher(ground: Ground<'_>, pieces: Range<usize>) -> Option<String> {
    for piece in pieces {
        let text = words(ground, piece);
        let Some(at) = meta::PUBLISHER.iter().find_map(|word| text.find(word).map(|at| at + word.len())) else {
            continue;
        };
        let base = ground.folded.starts.get(piece).map_or(0, |&start| start as usize);
        let value = text.get(at..).unwrap_or_default();
        let colon = value.len() - value.trim_start_matches(':').len();
        let gaps = &ground.folded.gaps;
        let gap = gaps.partition_point(|&gap| gap as usize <= base + at + colon);
        let end = gaps.get(gap).map_or(text.len(), |&gap| (gap as usize).saturating_sub(base)).min(text.len());
        if let Some(name) =
            text.get(at + colon..end).filter(|name| name.chars().count() >= 3 && name.chars().all(is_han))
        {
            return Some(name.to_owned());
        }
    }
    None
}

/// 样表: a year or a name that was never filled in.
pub(crate) fn is_template(text: &str) -> bool {
    ["XX年", "xx年", "××年", "XXXX年", "××××年", "**年", "○○年", "__年", "20XX", "20××", "20xx"]
        .iter()
        .any(|mark| text.contains(mark))
}

/// The form that a report of a year is written on, where its labels do not tell.
pub(crate) fn edition_of(year: Option<i16>) -> Edition {
    year.and_then(Edition::for_year).unwrap_or(Edition::Of2021)
}
