//! Hidden sheets go, with everything that only they have.

use std::collections::{BTreeSet, HashSet};

use gongkai_report::read::formats::xml::attribute;

use super::{
    edits::{Edit, Element, elements, with_attribute},
    package::Parts,
};

const WORKBOOK: &str = "xl/workbook.xml";
const STRINGS: &str = "xl/sharedStrings.xml";

/// Takes the hidden sheets away; whether there were any.
pub(super) fn remove(parts: &mut Parts<'_, '_>) -> Result<bool, String> {
    let workbook = parts.text(WORKBOOK)?;
    let listed = elements(&workbook, &["sheet"], parts.budget)?;
    let hidden: Vec<bool> =
        listed.iter().map(|sheet| attribute(&sheet.tag, "state").is_some_and(|state| state != "visible")).collect();
    if !hidden.contains(&true) {
        return Ok(false);
    }
    if !hidden.contains(&false) {
        return Err("所有工作表都是隐藏的，没有处理".to_owned());
    }
    let names: Vec<String> = chosen(&listed, &hidden).filter_map(|sheet| attribute(&sheet.tag, "name")).collect();
    let ids: HashSet<String> = chosen(&listed, &hidden).filter_map(|sheet| attribute(&sheet.tag, "id")).collect();
    let relations = parts.relations(WORKBOOK)?;
    for relation in relations.iter().filter(|relation| ids.contains(&relation.id)) {
        parts.remove(&relation.target);
    }
    // the order of reckoning names cells of all sheets; Excel makes it anew
    parts.remove("xl/calcChain.xml");
    let edits = list(&workbook, &listed, &hidden, &names, parts)?;
    parts.edit(WORKBOOK, &workbook, edits);
    let mut used = BTreeSet::new();
    let left = relations.iter().filter(|relation| relation.kind == "worksheet" && !ids.contains(&relation.id));
    for sheet in left {
        forget(&sheet.target, &names, &mut used, parts)?;
    }
    strings(&used, parts)?;
    Ok(true)
}

fn chosen<'l, 'x>(listed: &'l [Element<'x>], hidden: &'l [bool]) -> impl Iterator<Item = &'l Element<'x>> {
    listed.iter().zip(hidden).filter(|(_, hidden)| **hidden).map(|(sheet, _)| sheet)
}

/// The workbook without the sheets, and with its names counted anew.
fn list(
    text: &str,
    listed: &[Element<'_>],
    hidden: &[bool],
    names: &[String],
    parts: &Parts<'_, '_>,
) -> Result<Vec<Edit>, String> {
    let mut edits: Vec<Edit> = chosen(listed, hidden).map(|sheet| (sheet.range.clone(), String::new())).collect();
    let head = |element: &Element<'_>| text.get(element.head.clone()).unwrap_or_default().to_owned();
    let defined = elements(text, &["definedName"], parts.budget)?;
    let mut kept = 0;
    for name in &defined {
        let local = attribute(&name.tag, "localSheetId").and_then(|at| at.parse::<usize>().ok());
        let gone = local.is_some_and(|at| hidden.get(at).copied().unwrap_or(true)) || mentions(&name.words, names);
        if gone {
            edits.push((name.range.clone(), String::new()));
            continue;
        }
        kept += 1;
        if let Some(at) = local {
            let before = hidden.iter().take(at).filter(|hidden| **hidden).count();
            edits.push((name.head.clone(), with_attribute(&head(name), "localSheetId", &(at - before).to_string())));
        }
    }
    if kept == 0 {
        // a list without an entry is none that Excel opens
        let whole = elements(text, &["definedNames"], parts.budget)?;
        edits.extend(whole.into_iter().map(|list| (list.range, String::new())));
    }
    for view in elements(text, &["workbookView"], parts.budget)? {
        let tag = with_attribute(&with_attribute(&head(&view), "activeTab", "0"), "firstSheet", "0");
        edits.push((view.head, tag));
    }
    Ok(edits)
}

/// A sheet that stays keeps its values where they came from a sheet that goes. Notes the shared strings it has.
fn forget(sheet: &str, names: &[String], used: &mut BTreeSet<usize>, parts: &mut Parts<'_, '_>) -> Result<(), String> {
    used_in(sheet, used, parts)?;
    let text = parts.text(sheet)?;
    let formulas = elements(&text, &["f", "formula", "formula1", "formula2"], parts.budget)?;
    let lost = |formula: &&Element<'_>| mentions(&formula.words, names);
    let groups: HashSet<String> = formulas.iter().filter(lost).filter_map(|it| attribute(&it.tag, "si")).collect();
    let edits = formulas.iter().filter_map(|formula| {
        let in_group = attribute(&formula.tag, "si").is_some_and(|group| groups.contains(&group));
        let own = formula.tag.name().as_ref() == "f";
        match (lost(&formula) || in_group, own) {
            (false, _) => None,
            (true, true) => Some((formula.range.clone(), String::new())),
            (true, false) => {
                let (name, head) = (formula.tag.name(), text.get(formula.head.clone())?);
                Some((formula.range.clone(), format!("{head}#REF!</{}>", name.as_ref())))
            }
        }
    });
    let edits = edits.collect();
    parts.edit(sheet, &text, edits);
    Ok(())
}

/// Notes the shared strings that a sheet has.
pub(super) fn used_in(sheet: &str, used: &mut BTreeSet<usize>, parts: &mut Parts<'_, '_>) -> Result<(), String> {
    let text = parts.text(sheet)?;
    let cells = elements(&text, &["c"], parts.budget)?;
    let shared = cells.iter().filter(|cell| attribute(&cell.tag, "t").as_deref() == Some("s"));
    let numbers = shared.filter_map(|cell| {
        // a formula's words would stand before the number
        let cell = text.get(cell.range.clone())?;
        let (_, value) = cell.rsplit_once("</")?.0.rsplit_once("</")?.0.rsplit_once('>')?;
        value.trim().parse::<usize>().ok()
    });
    used.extend(numbers);
    Ok(())
}

/// Blanks the shared strings that no sheet has any more; their numbers stay.
pub(super) fn strings(used: &BTreeSet<usize>, parts: &mut Parts<'_, '_>) -> Result<(), String> {
    let text = parts.text(STRINGS)?;
    let found = elements(&text, &["si"], parts.budget)?;
    let unused = found.into_iter().enumerate().filter(|(at, _)| !used.contains(at));
    let edits = unused.map(|(_, string)| {
        let prefix = string.tag.name().as_ref().strip_suffix("si").unwrap_or_default().to_owned();
        (string.range, format!("<{prefix}si><{prefix}t></{prefix}t></{prefix}si>"))
    });
    let edits = edits.collect();
    parts.edit(STRINGS, &text, edits);
    Ok(())
}

/// Whether a formula speaks of a sheet: `名称!A1` or `'名 称'!A1`.
fn mentions(formula: &str, names: &[String]) -> bool {
    names.iter().any(|name| {
        let quoted = format!("'{}'!", name.replace('\'', "''"));
        let ranged = format!("'{}:", name.replace('\'', "''"));
        formula.contains(&quoted) || formula.contains(&ranged) || formula.contains(&format!("{name}!"))
    })
}
