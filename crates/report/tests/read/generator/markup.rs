//! A page as saved from a site.

use super::sheet::{Cell, Sheet};

pub fn table(sheet: &Sheet) -> String {
    let mut out = String::from("<table border=\"1\" cellspacing=\"0\"><tbody>\n");
    for row in &sheet.rows {
        out.push_str("<tr style=\"height:20px\">");
        row.iter().for_each(|cell| cell_of(cell, &mut out));
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n");
    out
}

fn cell_of(cell: &Cell, out: &mut String) {
    let span = |name: &str, n: usize| if n > 1 { format!(" {name}=\"{n}\"") } else { String::new() };
    out.push_str(&format!(
        "<td{}{} valign=\"center\"><p class=\"MsoNormal\"><span style=\"font-family:宋体\"><span>{}</span></span>",
        span("rowspan", cell.rowspan),
        span("colspan", cell.colspan),
        if cell.words.is_empty() { "&nbsp;" } else { &cell.words },
    ));
    out.push_str("<o:p></o:p></p></td>");
}

pub fn page(lines: &[(bool, &str)], title: &str) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{title}</title>\
         <style>td {{ padding: 0 }}</style><script>var a = '<td>1</td>';</script></head><body><div class=\"main\">\n"
    );
    for (raw, line) in lines {
        if *raw {
            out.push_str(line);
        } else if !line.is_empty() {
            out.push_str(&format!("<p style=\"text-indent:2em\"><span>{line}</span></p>\n"));
        }
    }
    out.push_str("</div></body></html>\n");
    out
}
