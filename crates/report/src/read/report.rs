//! From a document to what it holds: the reports in it, or why there is none.

use std::{
    ops::Range,
    sync::Arc,
    time::{Duration, Instant},
};

use gongkai_law::annual_report::Form;

use super::{
    body::{self, Body},
    cover::{self, Cover},
    damage, edges,
    fill::{Filling, State},
    labels, parts,
    plan::Plan,
    remarks,
    rows::Ground,
    tables::{self, Tables},
    text::MOST_PIECES,
    windows, words,
};
use crate::{
    clean::fold,
    document::{Document, Span},
    finding::Finding,
    reading::{Format, Outcome, Reading, Report},
};

/// More words of the form than any document of an office holds; each costs memory.
const MOST_MENTIONS: usize = 1_000_000;

/// Every report in a document; one reason where there is none.
pub(crate) fn outcomes(document: Document, started: Instant, time: Duration) -> Vec<Outcome> {
    let refuse = |reason: &str| vec![Outcome::NoReport(reason.to_owned())];
    let late = || started.elapsed() > time;
    if document.pieces.len() >= MOST_PIECES {
        return refuse("文件的行和单元格过多，不是一份年度报告");
    }
    let Some(folded) = fold::document(&document) else {
        return refuse("文件中空白过多，不是一份年度报告");
    };
    if late() {
        return refuse("读取超时，文件过大或过于复杂");
    }
    let mut mentions = Vec::with_capacity(512);
    for mention in words::mentions(&folded.words.text) {
        if mentions.len() % 4096 == 4095 && late() {
            return refuse("读取超时，文件过大或过于复杂");
        }
        if mentions.len() >= MOST_MENTIONS {
            return refuse("文件中表格词语过多，不是一份年度报告");
        }
        mentions.push(mention);
    }
    let document = Arc::new(document);
    let ground = Ground { document: &document, folded: &folded, mentions: &mentions };
    let mut out = Vec::new();
    for window in windows::of(ground) {
        if late() {
            return refuse("读取超时，文件过大或过于复杂");
        }
        out.push(one(&document, ground, window));
    }
    drop_copies(&mut out);
    if out.iter().any(|outcome| matches!(outcome, Outcome::Report(_))) {
        out.retain(|outcome| matches!(outcome, Outcome::Report(_)));
    } else {
        out.truncate(1);
    }
    out
}

/// A page that shows one report twice, for screens and for phones, holds one.
fn drop_copies(outcomes: &mut Vec<Outcome>) {
    outcomes.dedup_by(|later, earlier| match (later, earlier) {
        (Outcome::Report(later), Outcome::Report(earlier)) => {
            let (later, earlier) = (&later.report, &earlier.report);
            let name = |report: &Report| (report.agency.clone(), report.year);
            later.figures.is_some() && later.figures == earlier.figures && name(later) == name(earlier)
        }
        _ => false,
    });
}

/// One report, or why these pieces are none.
fn one(document: &Arc<Document>, ground: Ground<'_>, pieces: Range<usize>) -> Outcome {
    let at = |piece: usize| ground.folded.starts.get(piece).map_or(0, |&start| start as usize);
    let stretch = at(pieces.start)..at(pieces.end);
    let from = ground.mentions.partition_point(|mention| mention.start < stretch.start);
    let to = ground.mentions.partition_point(|mention| mention.start < stretch.end);
    let ground = Ground { mentions: ground.mentions.get(from..to).unwrap_or_default(), ..ground };
    let headings = parts::headings(ground, pieces.clone());
    let mut sections = [None; 6];
    for part in &headings {
        if let Some(place) = sections.get_mut(usize::from(part.section).saturating_sub(1)) {
            *place = Some(at(part.piece));
        }
    }
    let voted = tables::edition(ground);
    let plan = Plan::of(voted.unwrap_or(cover::edition_of(None)));
    let tables = tables::find(ground, plan, stretch.clone(), sections);
    let body = body::of(ground, pieces.clone(), &headings, &tables);
    let cover = cover::read(ground, pieces.clone(), body.cover_end, body.end);
    let mut filling = Filling::new(plan, ground.document, ground.folded);
    tables::fill(&mut filling, &tables);
    let preamble = ground.folded.words.text.get(stretch.start..at(body.cover_end)).unwrap_or_default();
    let format = match format(&filling, &tables, &cover, &body, headings.len(), preamble) {
        Ok(format) => format,
        Err(reason) => return Outcome::NoReport(reason.to_owned()),
    };
    Outcome::Report(Box::new(reading(document, ground, Found { format, tables, body, cover, headings }, filling)))
}

struct Found {
    format: Format,
    tables: Tables,
    body: Body,
    cover: Cover,
    headings: Vec<parts::Part>,
}

/// What kind of report it is; the reason where it is none.
fn format(
    filling: &Filling<'_>,
    tables: &Tables,
    cover: &Cover,
    body: &Body,
    headings: usize,
    preamble: &str,
) -> Result<Format, &'static str> {
    let values = filling.figures.values();
    let read = values.iter().flatten().count();
    let labelled = tables.listed.iter().any(Option::is_some);
    let form = Format::Form(filling.plan.form.edition);
    let template = cover::is_template(preamble);
    let explains = ["解读", "图解", "一图读懂", "问答"].iter().any(|word| body.first_line.contains(word));
    if explains && headings < 3 {
        return Err("这是对年度报告的解读，不是报告本身");
    }
    if read > 0 && !(template && values.iter().flatten().all(|&value| value == 0)) {
        return Ok(form);
    }
    if template {
        return Err("这是年度报告的样表，年份或单位没有填写");
    }
    if filling.states.iter().any(|state| matches!(state, State::Unclear | State::Odd | State::About | State::Lacking)) {
        return Ok(form);
    }
    if labelled {
        return Err("这是空白的年度报告表格，没有填写任何数据");
    }
    if cover.names >= 4 && headings < 3 {
        return Err("这是年度报告的目录页，不是报告本身");
    }
    if explains {
        return Err("这是对年度报告的解读，不是报告本身");
    }
    match (cover.year, cover.title) {
        (Some(year), Some(_)) if year < 2019 && body.prose >= 600 => Ok(Format::Older),
        _ if headings >= 3 && body.prose >= 600 => Ok(Format::Form(cover::edition_of(cover.year))),
        _ => Err("没有找到年度报告的法定表格和章节，不是年度报告"),
    }
}

fn reading(document: &Arc<Document>, ground: Ground<'_>, found: Found, mut filling: Filling<'_>) -> Reading {
    let Found { format, tables, body, cover, headings } = found;
    let mut findings = Vec::new();
    let repairs = &ground.folded.repairs;
    remarks::variants(repairs, &mut findings);
    let (labels, cuts) = labels::of(ground, filling.plan, &tables);
    if let Format::Form(_) = format {
        remarks::cells(&filling, &mut findings);
        remarks::cut_labels(&filling, &tables, &labels, &cuts, &mut findings);
        remarks::reordered(&filling, &labels, &mut findings);
        findings.extend(tables.twice.iter().filter_map(|twice| remarks::twice(&filling, twice)));
    }
    let form = Form::of(filling.plan.form.edition);
    for lost in &body.lost {
        let title = form.sections.get(usize::from(*lost).saturating_sub(1)).copied().unwrap_or_default();
        let part = body.parts.iter().find(|part| part.section == *lost);
        let span = part.and_then(|part| document.pieces.get(part.start)).map(|piece| piece.span);
        findings.push(remarks::lost_heading(*lost, title, span));
    }
    let (preamble, sections, prose) = body::prose(ground, &body, &headings, form);
    for text in [&preamble].into_iter().chain(&prose) {
        damage::of(text, &mut findings);
        damage::broken_off(text, &mut findings);
    }
    extras(ground, &tables, &body, &mut findings);
    let title = cover.title.and_then(|piece| document.pieces.get(piece)).map(|piece| piece.span);
    let cells = std::mem::take(&mut filling.spans);
    let with_tables = matches!(format, Format::Form(_));
    Reading {
        report: Report {
            agency: cover.agency,
            year: cover.year,
            format: Some(format),
            figures: with_tables.then_some(filling.figures),
            sections,
        },
        document: Arc::clone(document),
        body: body.span,
        cells: if with_tables { cells } else { Vec::new() },
        labels,
        headings: body::headings(ground, &headings),
        prose,
        preamble,
        title,
        published: cover.published,
        findings,
    }
}

/// Page numbers inside the tables, and what comes after the end.
fn extras(ground: Ground<'_>, tables: &Tables, body: &Body, findings: &mut Vec<Finding>) {
    let listed = tables.listed.iter().flatten().flat_map(|table| &table.pages);
    let pages: Vec<usize> = listed.chain(tables.redress.iter().flat_map(|table| &table.pages)).copied().collect();
    if let Some(&first) = pages.first() {
        let span: Option<Span> = ground.document.pieces.get(first).map(|piece| piece.span);
        findings.push(remarks::pages(pages.len(), span));
    }
    if let Some(span) = edges::spam(ground.document, body.end..body.limit) {
        findings.push(remarks::spam(span));
    }
}
