//! 正文: the sections of a report, with or without their headings, and its edges.

use std::ops::Range;

use gongkai_law::annual_report::Form;

use super::{edges, lex, meta, parts::Part, rows::Ground, tables::Tables};
use crate::{
    clean::prose,
    document::Span,
    reading::{Heading, Prose, Section},
};

/// The pieces of one section, tables, headings and page numbers left out.
#[derive(Debug)]
pub(crate) struct Stretch {
    /// The section of the form.
    pub(crate) section: u8,
    /// The piece where it starts: its heading, its table, or its first words.
    pub(crate) start: usize,
    /// Its pieces; maybe none.
    pub(crate) pieces: Vec<usize>,
}

/// The body of a report.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub(crate) span: Span,
    /// The piece after the words before section one.
    pub(crate) cover_end: usize,
    /// The pieces of the words before section one.
    pub(crate) cover: Vec<usize>,
    pub(crate) parts: Vec<Stretch>,
    /// Sections that are there without their headings.
    pub(crate) lost: Vec<u8>,
    /// The piece after its last, and the one after the last of what surrounds it.
    pub(crate) end: usize,
    pub(crate) limit: usize,
    /// Bytes of running text.
    pub(crate) prose: usize,
    /// The first line of some length: the title, or what stands in its place.
    pub(crate) first_line: String,
}

/// Finds the body among some pieces.
pub(crate) fn of(ground: Ground<'_>, pieces: Range<usize>, headings: &[Part], tables: &Tables) -> Body {
    let extents = table_pieces(ground, tables);
    let line = |piece: usize| ground.folded.piece(piece);
    let first_part = headings.first().map(|part| part.piece);
    let first_table = extents.iter().flatten().map(|table| table.start).min();
    let has_first = headings.first().is_some_and(|part| part.section == 1);
    let cover_end = match (has_first, first_part) {
        (true, Some(piece)) => piece,
        _ => cover_end(ground, pieces.start..first_part.into_iter().chain(first_table).min().unwrap_or(pieces.end)),
    };
    let last_known = headings.last().map_or(cover_end, |part| part.piece);
    let last_known = extents.iter().flatten().map(|table| table.end).chain([last_known]).max().unwrap_or(pieces.start);
    let end = (last_known + 1..pieces.end).find(|&piece| ends(line(piece))).unwrap_or(pieces.end).max(last_known);
    let starts = starts(ground, headings, &extents, cover_end, end);
    let mut body = Body { cover_end, end, limit: pieces.end, ..Body::default() };
    body.lost = (1..=6).filter(|n| !headings.iter().any(|part| part.section == *n)).collect();
    body.lost.retain(|n| starts.iter().any(|(section, _)| section == n));
    let inside = |piece: usize| extents.iter().flatten().any(|table| table.contains(&piece));
    let is_text = |piece: &usize| !line(*piece).is_empty() && !inside(*piece) && !lex::is_page_number(line(*piece));
    let is_heading = |piece: &usize| headings.iter().any(|part| part.piece == *piece);
    for (i, &(section, start)) in starts.iter().enumerate() {
        let to = starts.get(i + 1).map_or(end, |next| next.1);
        let pieces = (start..to).filter(is_text).filter(|piece| !is_heading(piece)).collect();
        body.parts.push(Stretch { section, start, pieces });
    }
    let first = (pieces.start..cover_end).find(|&piece| begins(line(piece))).unwrap_or(cover_end);
    body.cover = (first..cover_end).filter(is_text).collect();
    body.first_line = (pieces.start..cover_end).map(line).find(|line| line.len() >= 18).unwrap_or_default().to_owned();
    body.prose = body.parts.iter().flat_map(|part| &part.pieces).map(|&piece| line(piece).len()).sum();
    body.prose += body.cover.iter().map(|&piece| line(piece).len()).sum::<usize>();
    let span = |piece: usize| ground.document.pieces.get(piece).map(|piece| piece.span).unwrap_or_default();
    body.span = Span { start: span(first).start, end: span(end.saturating_sub(1)).end.max(span(first).start) };
    body
}

/// The pieces of each table, its head included.
fn table_pieces(ground: Ground<'_>, tables: &Tables) -> Vec<Option<Range<usize>>> {
    let at = |place: usize| ground.folded.piece_at(place);
    let listed = tables.listed.iter().zip(&tables.heads);
    let mut out: Vec<Option<Range<usize>>> = listed
        .map(|(table, &head)| {
            table.as_ref().map(|table| at(head.min(table.extent.0))..at(table.extent.1.saturating_sub(1)) + 1)
        })
        .collect();
    out.push(tables.redress.as_ref().map(|table| at(table.extent.0)..at(table.extent.1.saturating_sub(1)) + 1));
    out
}

/// Where each section starts: at the piece after its heading, or, where that was lost, where its content begins.
fn starts(
    ground: Ground<'_>,
    headings: &[Part],
    extents: &[Option<Range<usize>>],
    cover_end: usize,
    end: usize,
) -> Vec<(u8, usize)> {
    let mut out: Vec<(u8, usize)> = headings.iter().map(|part| (part.section, part.piece)).collect();
    let has = |out: &[(u8, usize)], section: u8| out.iter().any(|(s, _)| *s == section);
    for (section, table) in (2_u8..).zip(extents) {
        if let (false, Some(table)) = (has(&out, section), table) {
            out.push((section, table.start));
        }
    }
    let next = out.iter().map(|(_, piece)| *piece).min().unwrap_or(end);
    if !has(&out, 1) && next > cover_end {
        out.push((1, cover_end));
    }
    let after = extents.iter().flatten().map(|table| table.end).max().unwrap_or(end);
    if !has(&out, 6) && extents.iter().any(Option::is_some) {
        let about_fees = |piece: &usize| {
            let line = ground.folded.piece(*piece);
            line.contains("其他需要报告") || line.contains("信息处理费") || line.contains("需要报告的其他")
        };
        out.extend((after..end).find(about_fees).map(|piece| (6, piece)));
    }
    let sixth = out.iter().find(|(section, _)| *section == 6).map_or(end, |(_, piece)| *piece);
    if !has(&out, 5) && sixth > after && extents.iter().any(Option::is_some) {
        out.push((5, after));
    }
    out.sort_by_key(|&(section, piece)| (piece, section));
    out
}

/// Without a heading of section one: the words before it end with the statement of the period or the report's name.
fn cover_end(ground: Ground<'_>, pieces: Range<usize>) -> usize {
    let tells = |piece: &usize| {
        let line = ground.folded.piece(*piece);
        line.contains("统计期限") || line.contains("年度报告") || meta::name(line).is_some()
    };
    pieces.clone().take(60).rfind(tells).map_or(pieces.start, |last| last + 1)
}

/// Whether a line can begin a report: its name, or running text.
fn begins(line: &str) -> bool {
    !edges::is_chrome(line) && (line.len() >= 90 || line.len() >= 18 && meta::name(line).is_some())
}

/// Whether a line ends a report: the site begins, or the next document does.
fn ends(line: &str) -> bool {
    edges::is_chrome(line) || (18..=150).contains(&line.len()) && !line.contains('。') && meta::name(line).is_some()
}

/// The words before section one, the sections, and their running text.
pub(crate) fn prose(
    ground: Ground<'_>,
    body: &Body,
    headings: &[Part],
    form: &'static Form,
) -> (Prose, Vec<Section>, Vec<Prose>) {
    let text = |pieces: &[usize]| {
        let pieces = pieces.iter().filter_map(|&piece| ground.document.pieces.get(piece));
        prose::of(ground.document, pieces, &ground.folded.repairs)
    };
    let prose: Vec<Prose> = body.parts.iter().map(|part| text(&part.pieces)).collect();
    let sections = body.parts.iter().zip(&prose).map(|(part, prose)| {
        let heading = headings.iter().find(|heading| heading.section == part.section);
        let title = heading.and_then(|heading| ground.folded.words.text.get(heading.title..heading.end));
        let own = form.sections.get(usize::from(part.section).saturating_sub(1)).copied().unwrap_or_default();
        let title = title.map_or_else(|| own.to_owned(), |title| title.trim_end_matches([':', '。']).to_owned());
        Section { number: part.section, title, text: prose.text.clone() }
    });
    (text(&body.cover), sections.collect(), prose)
}

/// The headings that were met.
pub(crate) fn headings(ground: Ground<'_>, parts: &[Part]) -> Vec<Heading> {
    let heading = |part: &Part| {
        let start = ground.folded.starts.get(part.piece).map_or(0, |&start| start as usize);
        Heading {
            section: part.section,
            number: part.number,
            span: ground.folded.words.source(start, part.end),
            title: ground.folded.words.text.get(part.title..part.end).unwrap_or_default().to_owned(),
        }
    };
    parts.iter().map(heading).collect()
}
