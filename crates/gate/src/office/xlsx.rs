//! Excel's XLSX: all sheets, shown or hidden, and what the workbook carries.

use gongkai_report::read::formats::{budget::Budget, xlsx::strings, xml};
use quick_xml::events::Event;

use super::{
    cells::Sheet,
    notes_of,
    package::{Package, target},
    pptx::paragraphs,
};
use crate::{
    checks,
    finding::At,
    notes::Notes,
    text::{Line, look},
    walk::{said, walk},
};

const WORKBOOK: &str = "xl/workbook.xml";
/// Names that Excel itself hides.
const OWN_NAMES: [&str; 2] = ["_xlnm.", "_xlfn."];

/// A sheet as the workbook names it.
struct Listed {
    name: String,
    id: String,
    hidden: bool,
}

/// Looks at a workbook.
pub(crate) fn xlsx(bytes: &[u8], budget: &Budget, notes: &mut Notes<'_>) -> Result<(), String> {
    let mut package = Package::open(bytes, budget)?;
    let workbook = package.text(WORKBOOK)?;
    let sheets = listed(&workbook, budget, notes)?;
    let strings = strings::read(&mut package.archive, budget)?;
    let relations = package.relations(WORKBOOK)?;
    for Listed { name, id, hidden } in sheets {
        let Some(relation) = relations.iter().find(|relation| relation.id == id) else { continue };
        let part = target(WORKBOOK, &relation.target);
        let text = package.text(&part)?;
        look(&Line { part: "工作表名称", at: At::Whole, words: &name, head: false }, notes);
        let called = if hidden { format!("{name}（隐藏）") } else { name };
        let mut sheet = Sheet::new(called.clone(), hidden, &strings);
        sheet.read(&text, budget, notes)?;
        if hidden && sheet.filled > 0 {
            let words = format!("共{}个格有内容，{}", sheet.filled, sheet.first);
            notes.tell(&checks::HIDDEN_SHEET, &called, At::Whole, &words);
        }
        beside(&mut package, &part, &called, notes)?;
    }
    for name in package.parts("xl/pivotCache/pivotCacheDefinition") {
        let text = package.text(&name)?;
        pivot(&text, budget, notes)?;
    }
    if package.archive.has("xl/connections.xml") {
        notes.tell(&checks::DATA_ELSEWHERE, "", At::Whole, "数据库或者网页的连接");
    }
    package.luggage(notes)
}

fn listed(workbook: &str, budget: &Budget, notes: &mut Notes<'_>) -> Result<Vec<Listed>, String> {
    let mut sheets = Vec::new();
    let mut name: Option<(String, String)> = None;
    walk(workbook, budget, |event, _| {
        match event {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "sheet" => {
                let hidden = xml::attribute(tag, "state").is_some_and(|state| state != "visible");
                let name = xml::attribute(tag, "name").unwrap_or_default();
                sheets.push(Listed { name, id: xml::attribute(tag, "id").unwrap_or_default(), hidden });
            }
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "absPath" => {
                let folder = xml::attribute(tag, "url").unwrap_or_default();
                notes.tell(&checks::AUTHOR, "", At::Whole, &format!("保存的位置：{folder}"));
            }
            Event::Start(tag) if tag.local_name().as_ref() == "definedName" => {
                let hidden = xml::attribute(tag, "hidden").is_some_and(|hidden| hidden == "1" || hidden == "true");
                let called = xml::attribute(tag, "name").unwrap_or_default();
                let own = OWN_NAMES.iter().any(|own| called.starts_with(own));
                name = (hidden && !own).then_some((called, String::new()));
            }
            Event::End(tag) if tag.local_name().as_ref() == "definedName" => {
                if let Some((called, goal)) = name.take() {
                    notes.tell(&checks::HIDDEN_NAME, "", At::Whole, &format!("{called}：{goal}"));
                }
            }
            other => {
                if let (Some((_, goal)), Some(words)) = (&mut name, said(other)) {
                    goal.push_str(&words);
                }
            }
        }
        Ok(())
    })?;
    Ok(sheets)
}

/// What belongs to a sheet and stands in parts of its own: comments, drawings.
fn beside(package: &mut Package<'_, '_>, sheet: &str, called: &str, notes: &mut Notes<'_>) -> Result<(), String> {
    for relation in package.relations(sheet)?.into_iter().filter(|relation| !relation.outside) {
        let part = target(sheet, &relation.target);
        match relation.kind.as_str() {
            "comments" | "threadedComment" => {
                let text = package.text(&part)?;
                notes_of::look_at(&text, &format!("{called}批注"), package.budget, notes)?;
            }
            "drawing" => {
                let text = package.text(&part)?;
                for line in paragraphs(&text, package.budget)? {
                    look(&Line { part: called, at: At::Whole, words: &line, head: true }, notes);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The data behind a pivot table, as far as the file has it.
fn pivot(text: &str, budget: &Budget, notes: &mut Notes<'_>) -> Result<(), String> {
    let (mut kept, mut source, mut values) = (true, String::new(), 0_usize);
    walk(text, budget, |event, _| {
        if let Event::Start(tag) | Event::Empty(tag) = event {
            match tag.local_name().as_ref() {
                "pivotCacheDefinition" => {
                    kept = xml::attribute(tag, "saveData").is_none_or(|save| save != "0" && save != "false");
                }
                "worksheetSource" => source = xml::attribute(tag, "sheet").unwrap_or_default(),
                "s" | "n" | "d" => {
                    values += 1;
                    if let Some(value) = xml::attribute(tag, "v") {
                        look(&Line { part: "透视表缓存", at: At::Whole, words: &value, head: false }, notes);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    })?;
    if kept || values > 0 {
        notes.tell(&checks::PIVOT, "", At::Whole, &format!("源数据“{source}”，缓存里有{values}个值"));
    }
    Ok(())
}
