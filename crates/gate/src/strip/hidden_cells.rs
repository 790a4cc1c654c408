//! Hidden rows and columns go, with what stands in them. What was reckoned from them keeps its value: formulas become values,
//! or a program would reckon anew without the cells.

use std::collections::BTreeSet;

use gongkai_report::read::formats::{budget::Budget, xml::attribute};
use quick_xml::events::BytesStart;

use super::{
    edits::{Edit, elements},
    package::Parts,
    sheets,
};
use crate::office::column;

const WORKBOOK: &str = "xl/workbook.xml";

/// Takes the hidden rows and columns of all sheets away; whether there was anything in them.
pub(super) fn remove(parts: &mut Parts<'_, '_>) -> Result<bool, String> {
    let relations = parts.relations(WORKBOOK)?;
    let listed: Vec<String> =
        relations.into_iter().filter(|relation| relation.kind == "worksheet").map(|relation| relation.target).collect();
    let mut any = false;
    for sheet in &listed {
        let text = parts.text(sheet)?;
        let edits = hidden(&text, parts.budget)?;
        any |= parts.edit(sheet, &text, edits);
    }
    if !any {
        return Ok(false);
    }
    if !parts.under("xl/tables/").is_empty() {
        return Err("工作簿里有“表格”区域，删去隐藏的行列会损坏它，没有处理；请先转换为普通区域".to_owned());
    }
    parts.remove("xl/calcChain.xml");
    let mut used = BTreeSet::new();
    for sheet in &listed {
        let text = parts.text(sheet)?;
        let formulas = elements(&text, &["f"], parts.budget)?;
        let edits = formulas.into_iter().map(|formula| (formula.range, String::new())).collect();
        parts.edit(sheet, &text, edits);
        sheets::used_in(sheet, &mut used, parts)?;
    }
    sheets::strings(&used, parts)?;
    Ok(true)
}

/// The rows, cells and links of a sheet that nobody sees.
fn hidden(text: &str, budget: &Budget) -> Result<Vec<Edit>, String> {
    let number = |tag: &BytesStart<'_>, name| attribute(tag, name).and_then(|value| value.trim().parse::<u32>().ok());
    let flag = |tag: &BytesStart<'_>| attribute(tag, "hidden").is_some_and(|on| on == "1" || on == "true");
    let columns: Vec<(u32, u32)> = elements(text, &["col"], budget)?
        .iter()
        .filter(|column| flag(&column.tag))
        .filter_map(|column| Some((number(&column.tag, "min")?, number(&column.tag, "max")?)))
        .collect();
    let is_hidden = |at: u32| columns.iter().any(|(min, max)| (*min..=*max).contains(&at));
    let (mut edits, mut rows, mut row_at): (Vec<Edit>, BTreeSet<u32>, u32) = (Vec::new(), BTreeSet::new(), 0);
    for row in elements(text, &["row"], budget)? {
        row_at = number(&row.tag, "r").unwrap_or(row_at.saturating_add(1));
        let inside = text.get(row.range.clone()).unwrap_or_default();
        let cells = elements(inside, &["c"], budget)?;
        if flag(&row.tag) {
            rows.insert(row_at);
            if !cells.is_empty() {
                edits.push((row.range, String::new()));
            }
            continue;
        }
        let mut at = 0_u32;
        for cell in cells {
            let named = attribute(&cell.tag, "r").and_then(|reference| column(&reference));
            at = named.unwrap_or(at.saturating_add(1));
            if is_hidden(at) {
                let (from, to) = (row.range.start + cell.range.start, row.range.start + cell.range.end);
                edits.push((from..to, String::new()));
            }
        }
    }
    if edits.is_empty() {
        return Ok(edits);
    }
    // the address and the words of a link stand apart from its cell
    for link in elements(text, &["hyperlink"], budget)? {
        let reference = attribute(&link.tag, "ref").unwrap_or_default();
        let row = reference
            .trim_start_matches(|c: char| c.is_ascii_alphabetic())
            .parse()
            .is_ok_and(|row| rows.contains(&row));
        if row || column(&reference).is_some_and(is_hidden) {
            edits.push((link.range, String::new()));
        }
    }
    Ok(edits)
}
