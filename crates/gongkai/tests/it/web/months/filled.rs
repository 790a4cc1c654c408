//! The downloadable template filled in as a spreadsheet does it, and what is kept behind the months of a file.

use std::io::{Cursor, Read, Write};

use axum::http::StatusCode;
use gongkai_store::{MonthlyFigure, OrganId};
use zip::{
    ZipArchive,
    write::{SimpleFileOptions, ZipWriter},
};

use super::{
    super::{cases::signed_in, house::on_both},
    both, counts, had,
    import::{HEAD, confirms, tries},
    values,
};

/// A workbook with other values in cells of its first sheet; digits are a number, as a spreadsheet writes them.
fn filled(book: &[u8], cells: &[(&str, &str)]) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(book)).unwrap();
    let names: Vec<String> = from.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for name in names {
        let mut bytes = Vec::new();
        from.by_name(&name).unwrap().read_to_end(&mut bytes).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            let sheet = String::from_utf8(bytes).unwrap();
            bytes = cells.iter().fold(sheet, |sheet, cell| with(&sheet, *cell)).into_bytes();
        }
        to.start_file(name, SimpleFileOptions::default()).unwrap();
        to.write_all(&bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// A sheet with another value in one cell, which stands there, blank or not.
fn with(sheet: &str, (place, value): (&str, &str)) -> String {
    let (before, rest) = sheet.split_once(&format!("<c r=\"{place}\"")).unwrap_or_else(|| panic!("{place}: {sheet}"));
    let tag = rest.find('>').unwrap();
    let after = if rest[..tag].ends_with('/') { &rest[tag + 1..] } else { rest.split_once("</c>").unwrap().1 };
    let cell = match value.parse::<i64>() {
        Ok(number) => format!("<c r=\"{place}\"><v>{number}</v></c>"),
        Err(_) => format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{value}</t></is></c>"),
    };
    format!("{before}{cell}{after}")
}

#[tokio::test]
async fn the_template_filled_in_cell_by_cell_is_taken_in_and_a_wrong_cell_is_told_by_its_row_and_column() {
    on_both(async |office| {
        let (county, mut shen, _) = both(&office).await;
        let hall = county.hall.id;
        counts(&office, hall, &["licences"]).await;
        had(&office, hall, "licences", &(1..=7).map(|month| (month, 4)).collect::<Vec<_>>()).await;
        let template = shen.get("/desk/months/template.xlsx?year=2026").await;
        assert_eq!(template.status, StatusCode::OK);

        let wrong = filled(&template.bytes, &[("D2", "12"), ("D3", "七件")]);
        let looked = tries(&mut shen, &wrong).await;
        assert_eq!(looked.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", looked.body);
        let start = looked.body.find("class=\"num\">第3行</th>").unwrap_or_else(|| panic!("{}", looked.body));
        let line = looked.body[start..].split("</tr>").next().unwrap();
        assert!(line.contains("数") && line.contains("行政许可要填整数"), "{line}");
        assert!(!looked.has("class=\"num\">第2行</th>"), "the row beside it is sound");
        assert_eq!(values(&office, hall, "licences").await.len(), 7, "nothing of it was entered");

        let right = filled(&template.bytes, &[("D2", "12"), ("D3", "7"), ("E3", "许可台账9月表")]);
        let looked = tries(&mut shen, &right).await;
        assert!(looked.status == StatusCode::OK && looked.has("写入这2个月"), "{}", looked.body);
        assert_eq!(confirms(&mut shen, &looked).await.status, StatusCode::SEE_OTHER);
        assert_eq!(values(&office, hall, "licences").await[7..], [(8, 12), (9, 7)]);
        let months = office.db.monthly_figures(hall, 2026).await.unwrap();
        let september = months.iter().find(|one| one.month == 9).unwrap();
        assert_eq!((september.source.as_str(), september.file_name.as_str()), ("许可台账9月表", "导入的月报.xlsx"));
        assert_eq!(office.db.file_bytes(september.file_sm3().unwrap().unwrap()).await.unwrap(), right);
    })
    .await;
}

#[tokio::test]
async fn each_organ_of_a_file_has_its_own_rows_behind_its_months_and_nobody_elses() {
    on_both(async |office| {
        let (county, ..) = both(&office).await;
        let (hall, water) = (county.hall.id, county.water.id);
        for organ in [hall, water] {
            counts(&office, organ, &["licences"]).await;
        }
        super::super::people::person(&office, Some(hall), "ju", &["officer", "supervisor"]).await;
        let mut ju = signed_in(&office, "ju").await;
        let table = format!(
            "{HEAD},行政许可,2026-08,31,政府办许可台账,\r\n青禾县水利局,行政许可,2026-08,17,取水许可台账,\r\n\
             青禾县水利局,行政许可,2026-09,19,取水许可台账,\r\n"
        );
        let looked = tries(&mut ju, table.as_bytes()).await;
        assert_eq!(confirms(&mut ju, &looked).await.status, StatusCode::SEE_OTHER, "{}", looked.body);
        let of = async |organ: OrganId| -> (Vec<MonthlyFigure>, String) {
            let months = office.db.monthly_figures(organ, 2026).await.unwrap();
            let sm3 = months[0].file_sm3().unwrap().unwrap();
            assert!(months.iter().all(|one| one.file_sm3().unwrap() == Some(sm3)), "one file is behind all of them");
            (months, String::from_utf8(office.db.file_bytes(sm3).await.unwrap()).unwrap())
        };
        let (months, kept) = of(water).await;
        assert_eq!((months.len(), months[0].file_name.as_str()), (2, "导入的月报（摘录）.csv"));
        assert!(kept.contains("\"17\"") && kept.contains("\"19\"") && kept.contains("取水许可台账"), "{kept}");
        assert!(!kept.contains("\"31\"") && !kept.contains("政府办"), "{kept}");
        // the row of the file and the file's own fingerprint
        assert!(
            kept.contains("\"4\"") && kept.contains(&gongkai_store::Digest::of(table.as_bytes()).to_string()),
            "{kept}"
        );
        let (_, kept) = of(hall).await;
        assert!(kept.contains("政府办许可台账") && !kept.contains("取水"), "{kept}");
        let mut gu = signed_in(&office, "gu").await;
        assert!(gu.get("/desk/months/licences?year=2026").await.has("导入的月报（摘录）.csv"));
        let file = gu.get("/desk/months/licences/2026-08/0?year=2026").await;
        assert!(file.status == StatusCode::OK && file.has("取水许可台账"), "{}", file.body);
    })
    .await;
}
