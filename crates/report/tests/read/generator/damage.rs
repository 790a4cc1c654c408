//! What sites, converters and hands do to reports.

use gongkai_law::annual_report::CellId;
use gongkai_report::write::layout::SlotKind;

use super::{Layout, prose::Parts, random::Random, sheet::Sheet};

/// One kind of damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    LostHeadings,
    RestartedHeadings,
    LabelsWithBlanks,
    LabelsOnTwoLines,
    LabelsCutShort,
    HeadsTruncated,
    GroupsMerged,
    OtherNumbers,
    Heji,
    Traditional,
    Glosses,
    LostYearSign,
    BlankCells,
    Strokes,
    Words,
    FullWidth,
    PageNumbers,
    Chrome,
    Spam,
    NumbersGlued,
}

impl Damage {
    pub const ALL: [Self; 20] = [
        Self::LostHeadings,
        Self::RestartedHeadings,
        Self::LabelsWithBlanks,
        Self::LabelsOnTwoLines,
        Self::LabelsCutShort,
        Self::HeadsTruncated,
        Self::GroupsMerged,
        Self::OtherNumbers,
        Self::Heji,
        Self::Traditional,
        Self::Glosses,
        Self::LostYearSign,
        Self::BlankCells,
        Self::Strokes,
        Self::Words,
        Self::FullWidth,
        Self::PageNumbers,
        Self::Chrome,
        Self::Spam,
        Self::NumbersGlued,
    ];
}

/// Blanks or strokes in place of some zeros.
pub fn cells(sheets: &mut [Sheet], damages: &[Damage], random: &mut Random) -> Vec<CellId> {
    let mut blank = Vec::new();
    for cell in sheets.iter_mut().flat_map(|sheet| &mut sheet.rows).flatten().filter(|cell| cell.words == "0") {
        let Some(id) = cell.id else { continue };
        if damages.contains(&Damage::BlankCells) && random.one_in(12) {
            cell.words.clear();
            blank.push(id);
        } else if damages.contains(&Damage::Strokes) && random.one_in(8) {
            cell.words = (*random.pick(&["-", "/", "—", "－", "无"])).to_owned();
            blank.push(id);
        }
    }
    blank
}

/// Labels broken, cut short, numbered otherwise.
pub fn labels(sheets: &mut [Sheet], layout: Layout, damages: &[Damage], random: &mut Random) {
    let has = |damage: Damage| damages.contains(&damage);
    let mut cut = 0;
    for sheet in sheets.iter_mut() {
        if has(Damage::GroupsMerged) && sheet.table == 1 {
            merge_groups(sheet);
        }
        for cell in sheet.rows.iter_mut().flatten().filter(|cell| cell.id.is_none() && !cell.words.is_empty()) {
            let is_row = cell.kind == SlotKind::RowHead;
            let length = cell.words.chars().count();
            if has(Damage::Heji) {
                cell.words = cell.words.replace("总计", "合计");
            }
            if has(Damage::OtherNumbers) && is_row && cell.words.as_bytes().get(1) == Some(&b'.') {
                let other = *random.pick(&["、", " .", ". ", "．"]);
                cell.words = cell.words.replacen('.', other, 1);
            }
            if has(Damage::LabelsCutShort) && is_row && sheet.table == 1 && length > 9 && cut < 4 && random.one_in(6) {
                cell.words = cell.words.chars().take(length - 2).collect();
                cut += 1;
            }
            if has(Damage::HeadsTruncated) && sheet.table == 2 && cell.kind == SlotKind::ColumnHead && length == 4 {
                cell.words = cell.words.chars().take(if random.one_in(2) { 2 } else { 4 }).collect();
            }
            if has(Damage::LabelsWithBlanks) && random.one_in(3) {
                cell.words = broken(&cell.words, ' ', random);
            }
            if has(Damage::LabelsOnTwoLines) && layout.keeps_lines() && random.one_in(4) {
                cell.words = broken(&cell.words, '\n', random);
            }
        }
    }
}

/// `（三）不予公开` and the first row under it in one cell.
fn merge_groups(sheet: &mut Sheet) {
    for row in &mut sheet.rows {
        let Some(group) = row.iter().position(|cell| cell.kind == SlotKind::RowGroup && cell.words.starts_with('（'))
        else {
            continue;
        };
        let Some(head) = row.iter().position(|cell| cell.kind == SlotKind::RowHead) else { continue };
        row[head].words = format!("{}{}", row[group].words, row[head].words);
        row[head].colspan += row[group].colspan;
        row.remove(group);
    }
}

fn broken(words: &str, with: char, random: &mut Random) -> String {
    let chars: Vec<char> = words.chars().collect();
    let at = 1 + random.below(chars.len().saturating_sub(1) as u64) as usize;
    chars[..at].iter().chain([&with]).chain(&chars[at..]).collect()
}

/// Headings and dates.
pub fn words(parts: &mut Parts, damages: &[Damage], random: &mut Random) {
    if damages.contains(&Damage::LostHeadings) {
        for heading in parts.headings.iter_mut().skip(1).filter(|_| random.one_in(2)) {
            heading.clear();
        }
    }
    if damages.contains(&Damage::RestartedHeadings) {
        for heading in &mut parts.headings {
            let title = heading.split_once('、').map_or("", |(_, title)| title).to_owned();
            if !title.is_empty() {
                *heading = format!("一、{title}");
            }
        }
    }
    if damages.contains(&Damage::LostYearSign) {
        parts.preamble = parts.preamble.replacen("年1月1日", "1月1日", 1);
    }
}

/// Digits of double width, where no markup would suffer.
pub fn full_width(source: &str, layout: Layout) -> String {
    if matches!(layout, Layout::Html | Layout::Markdown) {
        return source.to_owned();
    }
    source.chars().map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c }).collect()
}
