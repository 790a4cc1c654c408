//! A page that stands alone: no address in it leads anywhere, and it prints on A4.

use super::{
    Paper, Printed, escaped,
    layout::{Slot, SlotKind},
};

const STYLE: &str = include_str!("report.css");

/// The report as an HTML page.
pub(super) fn page(paper: &Paper<'_>) -> String {
    let title = escaped(&paper.title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-Hans\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    );
    for paragraph in &paper.opening {
        out += &format!("<p>{}</p>\n", escaped(paragraph));
    }
    for (number, part) in (1..).zip(&paper.parts) {
        let heading = escaped(&part.heading);
        out += &format!("<section aria-labelledby=\"s{number}\">\n<h2 id=\"s{number}\">{heading}</h2>\n");
        for paragraph in &part.paragraphs {
            out += &format!("<p>{}</p>\n", escaped(paragraph));
        }
        if let Some(printed) = &part.table {
            out += &format!("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"s{number}\">\n");
            table(&mut out, printed);
            out += "</div>\n";
        }
        out += "</section>\n";
    }
    out + "</main>\n</body>\n</html>\n"
}

fn table(out: &mut String, printed: &Printed<'_>) {
    let layout = printed.layout;
    *out += if layout.head > 0 { "<table>\n<thead>\n" } else { "<table>\n<tbody>\n" };
    for (row, slots) in layout.rows.iter().enumerate() {
        if row == layout.head && row > 0 {
            *out += "</thead>\n<tbody>\n";
        }
        *out += "<tr>";
        for slot in slots {
            square(out, printed, slot);
        }
        *out += "</tr>\n";
    }
    *out += "</tbody>\n</table>\n";
}

fn square(out: &mut String, printed: &Printed<'_>, slot: &Slot) {
    let span = |name: &str, count: usize| if count > 1 { format!(" {name}=\"{count}\"") } else { String::new() };
    let spans = span("rowspan", slot.rowspan) + &span("colspan", slot.colspan);
    let scope = match slot.kind {
        SlotKind::Cell(cell) => {
            *out += &format!("<td{spans}>{}</td>", printed.shown(cell));
            return;
        }
        SlotKind::BlockHead | SlotKind::ColumnGroup => "colgroup",
        SlotKind::Corner | SlotKind::ColumnHead => "col",
        SlotKind::RowGroup => "rowgroup",
        SlotKind::RowHead => "row",
    };
    *out += &format!("<th scope=\"{scope}\"{spans}>{}</th>", escaped(slot.label));
}
