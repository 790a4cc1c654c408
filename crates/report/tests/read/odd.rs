//! One cell that is no number costs itself alone: every other cell of its row and of its table is read.

use std::{
    fs,
    io::{Cursor, Read as _, Write as _},
    path::Path,
    time::{Duration, Instant},
};

use gongkai_law::annual_report::{CellId, Edition, Figures};
use gongkai_report::{
    Outcome, Reading,
    document::Span,
    read::{Limits, read},
    write::Target,
};

use crate::generator::{Damage, Layout, specimen, specimen_with};

/// What offices write where the form wants a number and there is none to be read.
const WORDS: [&str; 7] = ["见附件", "O", "暂未统计", "约12", "12x", "详见说明。", "不详"];
/// What they draw instead of nothing.
const STROKES: [&str; 4] = ["无", "—", "/", "-"];
/// Cells at the start, in the middle and at the end of the rows of all tables.
const CELLS: [&str; 12] = [
    "proactive.normative_documents.issued",
    "proactive.normative_documents.repealed",
    "proactive.normative_documents.in_force",
    "requests.new.natural_person",
    "requests.denied_state_secret.research",
    "requests.granted.social",
    "requests.total.total",
    "requests.carried_out.legal_service",
    "redress.review.upheld",
    "redress.review.total",
    "redress.litigation_direct.other",
    "redress.litigation_after_review.total",
];
/// Layouts that keep cells apart, if only by lines or blanks.
const LAYOUTS: [Layout; 8] = [
    Layout::Bars,
    Layout::BarLines,
    Layout::Lines,
    Layout::Indented,
    Layout::Spaces,
    Layout::Tabs,
    Layout::Markdown,
    Layout::Html,
];

fn reading(bytes: &[u8], name: &str) -> Reading {
    match read(bytes, name, &Limits::COMMAND_LINE).remove(0) {
        Outcome::Report(reading) => *reading,
        Outcome::NoReport(reason) => panic!("{name}: {reason}"),
    }
}

/// What is wrong with a reading in which only this cell is unknown; nothing where all is well.
fn faults(reading: &Reading, truth: &Figures, odd: CellId, words: &str, code: &str) -> Vec<String> {
    let form = truth.form();
    let figures = reading.report.figures.as_ref().unwrap();
    let address = |cell: CellId| form.cells()[usize::from(cell)].address.as_str();
    let differs = |cell: &CellId| figures.get(*cell) != if *cell == odd { None } else { truth.get(*cell) };
    let cells = (0..).zip(form.cells()).map(|(cell, _)| cell);
    let mut out: Vec<String> =
        cells.filter(differs).map(|cell| format!("{} is {:?}", address(cell), figures.get(cell))).collect();
    if reading.printed(odd) != Some(words) {
        out.push(format!("{} says {:?}", address(odd), reading.printed(odd)));
    }
    let mut said = reading.findings.iter().filter(|f| ["R003", "R010", "R013"].contains(&f.code));
    let told = said.next().filter(|finding| {
        let raw = finding.spans.first().map(|&span| reading.document.words(span));
        let names = code == "R003" || finding.message.contains(&format!("“{words}”"));
        finding.code == code && finding.cell.as_deref() == Some(address(odd)) && names && raw == Some(words)
    });
    if told.is_none() || said.next().is_some() {
        let all = reading.findings.iter().map(|f| (f.code, f.cell.as_deref(), f.message.as_str()));
        out.push(format!("said {:?}", all.collect::<Vec<_>>()));
    }
    out
}

/// The seed of a report on the form in force.
fn seed(layout: Layout) -> u64 {
    (5..).find(|&seed| specimen(seed, layout, &[]).figures.edition() == Edition::Of2021).unwrap()
}

#[test]
fn a_word_among_numbers_costs_its_own_cell_in_every_layout() {
    let mut wrong = Vec::new();
    for layout in LAYOUTS {
        let seed = seed(layout);
        for address in CELLS {
            for words in WORDS {
                let specimen = specimen_with(seed, layout, &[], &[(address, words)]);
                let cell = specimen.figures.form().cell(address).unwrap();
                let found = reading(specimen.source.as_bytes(), specimen.name);
                let faults = faults(&found, &specimen.figures, cell, words, "R013");
                wrong.extend(faults.iter().map(|fault| format!("{layout:?} {address} {words}: {fault}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong: {:#?}", wrong.len(), &wrong[..wrong.len().min(14)]);
}

#[test]
fn a_stroke_or_no_at_all_is_unknown_and_never_a_zero() {
    for layout in LAYOUTS {
        let seed = seed(layout);
        for address in CELLS {
            for words in STROKES {
                let specimen = specimen_with(seed, layout, &[], &[(address, words)]);
                let cell = specimen.figures.form().cell(address).unwrap();
                let found = reading(specimen.source.as_bytes(), specimen.name);
                let figures = found.report.figures.as_ref().unwrap();
                for (at, (read, own)) in figures.values().iter().zip(specimen.figures.values()).enumerate() {
                    // a sum of the form may leave it no room: then it is proven, and said to be
                    let proven = *read == Some(0) && *own == Some(0);
                    let open = read.is_none() && at == usize::from(cell);
                    assert!(read == own || open || proven, "{layout:?} {address} {words}: {read:?} for {own:?}");
                }
                let told = |f: &gongkai_report::Finding| f.code == "R003" && f.cell.as_deref() == Some(address);
                assert!(found.findings.iter().any(told), "{layout:?} {address} {words}: {:?}", found.findings);
            }
        }
    }
}

#[test]
fn zero_in_characters_and_digits_of_double_width_are_numbers() {
    for layout in LAYOUTS {
        let seed = seed(layout);
        let plain = specimen(seed, layout, &[]);
        for address in CELLS {
            let value = plain.figures.at(address).unwrap();
            let wide: String = value.to_string().chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect();
            let counted = format!("{value}件");
            let spellings = [wide.as_str(), counted.as_str(), "〇", "零"];
            for words in spellings.into_iter().take(if value == 0 { 4 } else { 2 }) {
                let specimen = specimen_with(seed, layout, &[], &[(address, words)]);
                let found = reading(specimen.source.as_bytes(), specimen.name);
                let figures = found.report.figures.unwrap();
                assert_eq!(figures.values(), plain.figures.values(), "{layout:?} {address} {words}");
            }
        }
    }
}

#[test]
fn two_words_in_one_row_are_told_each_by_itself() {
    for layout in LAYOUTS {
        let words = [("requests.granted.enterprise", "见附件"), ("requests.granted.other", "保密")];
        let specimen = specimen_with(seed(layout), layout, &[], &words);
        let found = reading(specimen.source.as_bytes(), specimen.name);
        let figures = found.report.figures.as_ref().unwrap();
        assert_eq!(figures.values().iter().filter(|value| value.is_none()).count(), 2, "{layout:?}");
        for (address, words) in words {
            let told = |f: &&gongkai_report::Finding| f.code == "R013" && f.cell.as_deref() == Some(address);
            let own: Vec<_> = found.findings.iter().filter(told).collect();
            assert!(matches!(own.as_slice(), [one] if one.message.contains(words)), "{layout:?}: {own:?}");
        }
    }
}

/// One part of a package, other words in place of some of its words.
fn repacked(package: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut file = old.by_index(at).unwrap();
        let (name, mut bytes) = (file.name().unwrap().into_owned(), Vec::new());
        file.read_to_end(&mut bytes).unwrap();
        if name == part {
            let text = String::from_utf8(bytes).unwrap();
            assert_eq!(text.matches(from).count(), 1);
            bytes = text.replace(from, to).into_bytes();
        }
        new.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        new.write_all(&bytes).unwrap();
    }
    new.finish().unwrap().into_inner()
}

#[test]
fn in_office_documents_and_pages_as_we_write_them_it_is_the_same() {
    const SIGN: i64 = 987_654_321;
    let specimen = specimen(seed(Layout::Bars), Layout::Bars, &[]);
    for address in CELLS {
        let mut original = reading(specimen.source.as_bytes(), specimen.name);
        let cell = specimen.figures.form().cell(address).unwrap();
        original.report.figures.as_mut().unwrap().set(cell, Some(SIGN));
        for words in ["见附件", "O", "12x"] {
            let written = |target: Target| target.rewrite("", &original).unwrap();
            let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(&SIGN.to_string(), words);
            for (name, bytes) in [
                ("a.html", text(written(Target::Html)).into_bytes()),
                ("a.md", text(written(Target::Markdown)).into_bytes()),
                ("a.docx", repacked(&written(Target::Docx), "word/document.xml", &SIGN.to_string(), words)),
            ] {
                let faults = faults(&reading(&bytes, name), &specimen.figures, cell, words, "R013");
                assert!(faults.is_empty(), "{name} {address} {words}: {faults:#?}");
            }
        }
    }
}

#[test]
fn where_cells_may_have_been_lost_a_word_is_not_counted_as_one() {
    // lines show no blank cells: with a third of the zeros gone, no row tells which of its figures is which
    for layout in [Layout::Lines, Layout::Indented, Layout::Spaces] {
        for seed in 0..20 {
            let plain = specimen(seed, layout, &[]);
            let lost = specimen_with(seed, layout, &[Damage::BlankCells], &[("requests.granted.enterprise", "见附件")]);
            let found = reading(lost.source.as_bytes(), lost.name).report.figures.unwrap();
            for (at, (read, own)) in found.values().iter().zip(plain.figures.values()).enumerate() {
                assert!(read.is_none() || read == own, "{} {at}: {read:?} for {own:?}", lost.kind);
            }
        }
    }
}

#[test]
fn a_line_that_slipped_between_two_cells_is_none() {
    for layout in [Layout::Lines, Layout::Indented, Layout::BarLines] {
        let plain = specimen(seed(layout), layout, &[]);
        let value = plain.figures.at("requests.granted.enterprise").unwrap();
        let words = format!("{value}\n青溪县人民政府门户网站");
        let slipped = specimen_with(seed(layout), layout, &[], &[("requests.granted.enterprise", &words)]);
        let found = reading(slipped.source.as_bytes(), slipped.name).report.figures.unwrap();
        for (read, own) in found.values().iter().zip(plain.figures.values()) {
            assert!(read.is_none() || read == own, "{layout:?}: {read:?} for {own:?}");
        }
    }
}

#[test]
fn a_sea_of_blank_cells_below_table_four_costs_little_time() {
    let blank = format!("{}\n", "| ".repeat(15));
    let specimen = specimen_with(seed(Layout::Bars), Layout::Bars, &[], &[("redress.review.other", "见附件")]);
    let row = specimen.source.lines().find(|line| line.contains("见附件")).unwrap();
    let source = specimen.source.replacen(row, &format!("{}{row}", blank.repeat(60_000)), 1);
    let begun = Instant::now();
    let found = read(source.as_bytes(), specimen.name, &Limits::COMMAND_LINE).remove(0);
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    let Outcome::Report(found) = found else { panic!("a report") };
    let cell = found.report.figures.as_ref().unwrap().at("redress.review.upheld");
    assert!(cell.is_none() || cell == specimen.figures.at("redress.review.upheld"));
}

#[test]
fn heads_and_groups_of_rows_are_no_cells() {
    // the last cell of the row above 不予公开 is missing: the group's name does not take its place
    for layout in [Layout::Lines, Layout::Indented] {
        let plain = specimen(seed(layout), layout, &[]);
        for address in ["requests.partial.total", "proactive.normative_documents.in_force"] {
            let short = specimen_with(seed(layout), layout, &[], &[(address, "")]);
            let found = reading(short.source.as_bytes(), short.name);
            let cell = plain.figures.form().cell(address).unwrap();
            let figures = found.report.figures.as_ref().unwrap();
            for (own, read) in plain.figures.values().iter().zip(figures.values()) {
                assert!(read.is_none() || read == own, "{layout:?} {address}");
            }
            assert_eq!(figures.get(cell), None, "{layout:?} {address}");
            assert_eq!(figures.get(cell - 1), None, "{layout:?} {address}: nobody knows which cell is missing");
        }
    }
}

#[test]
fn however_many_words_there_are_no_number_is_taken_for_another() {
    let mut told = 0;
    for seed in 0..120 {
        let layout = LAYOUTS[seed as usize % LAYOUTS.len()];
        let damages: &[Damage] = match seed % 5 {
            0 => &[Damage::BlankCells],
            1 => &[Damage::LabelsOnTwoLines, Damage::LabelsCutShort],
            2 => &[Damage::PageNumbers, Damage::GroupsMerged],
            3 => &[Damage::Strokes, Damage::HeadsTruncated],
            _ => &[],
        };
        let plain = specimen(seed, layout, damages);
        let form = plain.figures.form();
        // every fifth, ninth, … cell, or the first of each of the rows of table three
        let odd = form.cells().iter().enumerate().filter(|(at, cell)| match seed % 3 {
            0 => cell.table == 1 && cell.column == 0,
            1 => (at + seed as usize).is_multiple_of(5),
            _ => (at + seed as usize).is_multiple_of(23),
        });
        let words: Vec<(&str, &str)> = odd.map(|(at, cell)| (cell.address.as_str(), WORDS[at % WORDS.len()])).collect();
        let specimen = specimen_with(seed, layout, damages, &words);
        let Some(Outcome::Report(found)) = read(specimen.source.as_bytes(), specimen.name, &Limits::COMMAND_LINE).pop()
        else {
            continue;
        };
        let figures = found.report.figures.as_ref().unwrap();
        for (cell, own) in (0..).zip(form.cells()) {
            let is_odd = words.iter().any(|(address, _)| *address == own.address);
            let (read, truth) = (figures.get(cell), plain.figures.get(cell));
            let right = read.is_none() || read == truth && !is_odd;
            assert!(right, "{} {} with {words:?}: {read:?} for {truth:?}", specimen.kind, own.address);
            told += usize::from(read.is_some());
        }
    }
    println!("{told} cells read");
}

/// The five real reports, with what is read of each.
fn real() -> Vec<(String, Reading)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reports");
    if !folder.is_dir() {
        println!("the five real reports are not beside the repository: skipped");
        return Vec::new();
    }
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "txt"));
    let texts = files.map(|path| fs::read_to_string(path).unwrap());
    texts.map(|text| (text.clone(), reading(text.as_bytes(), "report.txt"))).collect()
}

#[test]
fn whichever_cell_of_a_real_report_is_a_word_all_others_are_read() {
    let mut wrong = Vec::new();
    let mut cells = 0;
    for (text, original) in real() {
        assert_eq!(original.document.text, text, "spans are places of the file");
        let truth = original.report.figures.as_ref().unwrap();
        for (cell, own) in (0..).zip(truth.form().cells()) {
            let Some(Span { start, end }) = original.cell_span(cell) else { continue };
            for words in ["见附件", "O"] {
                let odd = [&text[..start as usize], words, &text[end as usize..]].concat();
                let faults = faults(&reading(odd.as_bytes(), "report.txt"), truth, cell, words, "R013");
                cells += 1;
                let year = original.report.year;
                wrong.extend(faults.iter().take(2).map(|fault| format!("{year:?} {} {words}: {fault}", own.address)));
            }
        }
    }
    println!("{cells} cells, {} faults", wrong.len());
    assert!(wrong.is_empty(), "{} wrong: {:#?}", wrong.len(), &wrong[..wrong.len().min(14)]);
}

#[test]
fn a_row_with_a_cell_too_few_or_too_many_is_not_filled_up_by_a_word_with_a_blank_in_it() {
    let rows = [
        ["requests.denied_state_secret.social", "requests.denied_state_secret.research"],
        ["redress.review.other", "redress.review.corrected"],
    ];
    // rows without blank cells that fill up merged ones: the second cell goes with what parts it from the next, or becomes two
    let too_few = |source: &str| {
        let (before, after) = source.split_once("去掉").unwrap();
        format!("{before}{}", after.split_once('|').unwrap().1)
    };
    let too_many = |source: &str| source.replacen("去掉", "9 | 9", 1);
    for layout in [Layout::Bars, Layout::Markdown] {
        let plain = specimen(seed(layout), layout, &[]);
        for [odd, gone] in rows {
            for words in ["见 附件", "12 x", "3 部", "见附件"] {
                let whole = specimen_with(seed(layout), layout, &[], &[(odd, words), (gone, "去掉")]);
                for source in [too_few(&whole.source), too_many(&whole.source)] {
                    let found = reading(source.as_bytes(), whole.name).report.figures.unwrap();
                    for (read, own) in found.values().iter().zip(plain.figures.values()) {
                        assert!(
                            read.is_none() || read == own,
                            "{layout:?} {odd} {words}: {read:?} for {own:?}\n{source}"
                        );
                    }
                }
            }
        }
    }
}
