use std::{fs, process::Command};

use gongkai_law::annual_report::{Edition, Figures};
use gongkai_report::{
    Format, Outcome, Report, Section, json,
    read::{Limits, read},
    write::Target,
};

use super::{folder, gongkai_in};

/// A report of ours as the JSON that `report read` prints.
fn kept(edition: Edition) -> Vec<u8> {
    let mut figures = Figures::zero(edition);
    for (id, cell) in (0..).zip(figures.form().cells()) {
        figures.set(id, Some(if cell.kind.is_amount() { 12_345_000 } else { i64::from(id) }));
    }
    let report = Report {
        agency: Some("青禾县水务局".to_owned()),
        year: Some(if edition == Edition::Of2019 { 2020 } else { 2025 }),
        format: Some(Format::Form(edition)),
        figures: Some(figures),
        sections: vec![Section {
            number: 1, title: "总体情况".to_owned(), text: "全年公开信息三百条。".to_owned()
        }],
    };
    Target::Json.write("a.txt", &report).unwrap()
}

#[test]
fn a_kept_report_is_written_in_every_format_and_json_gives_it_back() {
    let kept = kept(Edition::Of2021);
    let folder = folder(&[("a.json", &kept)]);
    for (to, start) in [("html", &b"<!DOCTYPE html>"[..]), ("docx", b"PK"), ("xlsx", b"PK"), ("md", b"# ")] {
        let answer = gongkai_in(folder.path(), &["report", "convert", "a.json", "--to", to, "-o", "out"], b"");
        assert_eq!((answer.code, answer.out.as_str(), answer.err.as_str()), (Some(0), "", ""));
        assert!(fs::read(folder.path().join("out")).unwrap().starts_with(start), "{to}");
    }
    let answer = gongkai_in(folder.path(), &["report", "convert", "a.json", "--to", "json", "-o", "-"], b"");
    let (ours, theirs) = (String::from_utf8(kept).unwrap(), answer.out);
    assert_eq!(ours.replacen("a.txt", "a.json", 1), theirs);
}

#[test]
fn nothing_is_written_when_the_source_is_no_report() {
    let folder = folder(&[("a.txt", "值班安排".as_bytes()), ("b.json", b"{\"schema\":1}"), ("out.html", b"old")]);
    for source in ["a.txt", "b.json", "没有.txt"] {
        let answer = gongkai_in(folder.path(), &["report", "convert", source, "--to", "html", "-o", "out.html"], b"");
        assert_eq!((answer.code, answer.out.as_str()), (Some(2), ""));
        assert!(answer.err.starts_with(&format!("gongkai：{source}：")), "{}", answer.err);
    }
    assert_eq!(fs::read(folder.path().join("out.html")).unwrap(), b"old");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn a_place_that_cannot_be_written_is_named_and_nothing_is_left_beside_it() {
    let folder = folder(&[("a.json", &kept(Edition::Of2021)), ("d/x", b"")]);
    for out in ["没有/out.md", "d"] {
        let answer = gongkai_in(folder.path(), &["report", "convert", "a.json", "--to", "md", "-o", out], b"");
        assert_eq!(answer.code, Some(2), "{out}");
        assert!(answer.err.contains(&format!("写不了{out}")), "{}", answer.err);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

/// The report that stands in a PDF.
fn read_back(folder: &std::path::Path) -> Report {
    let bytes = fs::read(folder.join("a.pdf")).unwrap();
    match read(&bytes, "a.pdf", &Limits::COMMAND_LINE).remove(0) {
        Outcome::Report(reading) => reading.report,
        Outcome::NoReport(reason) => panic!("{reason}"),
    }
}

#[test]
fn a_report_printed_as_pdf_is_read_back_cell_for_cell_in_both_editions() {
    for edition in Edition::ALL {
        let folder = folder(&[("a.json", &kept(edition))]);
        let printed = gongkai_in(folder.path(), &["report", "convert", "a.json", "--to", "pdf", "-o", "a.pdf"], b"");
        if printed.err.contains("没有找到中文字体") {
            assert_eq!(printed.code, Some(2));
            println!("skipped: this machine has no Chinese font");
            return;
        }
        assert_eq!((printed.code, printed.err.as_str()), (Some(0), ""));
        let (back, ours) = (read_back(folder.path()), json::parse(&kept(edition)).unwrap().report);
        assert_eq!((&back.agency, back.year), (&ours.agency, ours.year));
        assert_eq!(back.figures, ours.figures, "{edition}");
        assert_eq!(back.sections[0].text, ours.sections[0].text);
    }
}

#[test]
fn figures_of_many_digits_stay_whole_and_what_no_column_holds_is_said() {
    let figures = |value: i64| {
        let mut figures = Figures::zero(Edition::Of2021);
        for (id, cell) in (0..).zip(figures.form().cells()) {
            figures.set(id, Some(if cell.kind.is_amount() { 12_345_000 } else { value }));
        }
        let report = json::parse(&kept(Edition::Of2021)).unwrap().report;
        Report { figures: Some(figures), ..report }
    };
    let large = figures(7_660_619);
    let folder = folder(&[("a.json", &Target::Json.write("a.json", &large).unwrap())]);
    let to_pdf = ["report", "convert", "a.json", "--to", "pdf", "-o", "a.pdf"];
    let printed = gongkai_in(folder.path(), &to_pdf, b"");
    if printed.err.contains("没有找到中文字体") {
        println!("skipped: this machine has no Chinese font");
        return;
    }
    assert_eq!((printed.code, printed.err.as_str()), (Some(0), ""));
    assert_eq!(read_back(folder.path()).figures, large.figures);
    fs::write(folder.path().join("a.json"), Target::Json.write("a.json", &figures(9_007_199_254_740)).unwrap())
        .unwrap();
    let printed = gongkai_in(folder.path(), &to_pdf, b"");
    assert_eq!(printed.code, Some(2));
    assert!(printed.err.contains("做不成PDF"), "{}", printed.err);
}

#[test]
fn a_printed_report_is_read_aloud_with_its_headings_and_the_heads_of_its_tables() {
    let folder = folder(&[("a.json", &kept(Edition::Of2021))]);
    let printed = gongkai_in(folder.path(), &["report", "convert", "a.json", "--to", "pdf", "-o", "a.pdf"], b"");
    let Ok(structure) = Command::new("pdfinfo").args(["-struct-text", "a.pdf"]).current_dir(folder.path()).output()
    else {
        println!("skipped: pdfinfo is not installed");
        return;
    };
    if printed.code != Some(0) {
        println!("skipped: {}", printed.err);
        return;
    }
    // poppler prints the titles of headings as they are kept, which is not UTF-8
    let told = String::from_utf8_lossy(&structure.stdout);
    let after = |tag: &str, words: &str| {
        let mut lines = told.lines().skip_while(|line| !line.trim_start().starts_with(tag));
        lines.any(|line| line.contains(words))
    };
    assert!(after("H1", "青禾县水务局") && after("H1", "2025年政府信息公开工作年度报告"), "{told}");
    assert!(after("H2", "一、总体情况") && after("Table", "自然人") && after("TH", "行政许可"), "{told}");
    assert!(!told.contains("— 1 —"), "a page's number is nothing to be read: {told}");
    let info = Command::new("pdfinfo").arg("a.pdf").current_dir(folder.path()).output().unwrap();
    let info = String::from_utf8(info.stdout).unwrap();
    assert!(info.contains("Tagged:          yes") && info.contains("青禾县水务局2025年"), "{info}");
    assert!(info.contains("(A4)"), "{info}");
    let outline = ["-xml", "-i", "-stdout", "a.pdf"];
    let outline = Command::new("pdftohtml").args(outline).current_dir(folder.path()).output().unwrap();
    let outline = String::from_utf8(outline.stdout).unwrap();
    let (_, marks) = outline.split_once("<outline>").unwrap_or_else(|| panic!("no bookmarks: {outline}"));
    for section in ["一、总体情况", "二、主动公开政府信息情况", "六、其他需要报告的事项"] {
        assert!(marks.contains(section), "{section}: {marks}");
    }
}

#[test]
fn two_reports_are_compared_whatever_their_editions() {
    let folder = folder(&[("旧.json", &kept(Edition::Of2019)), ("新.json", &kept(Edition::Of2021))]);
    let answer = gongkai_in(folder.path(), &["report", "compare", "旧.json", "新.json"], b"");
    assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""));
    assert!(
        answer.out.starts_with("甲：青禾县水务局　2020年　旧.json\n乙：青禾县水务局　2025年　新.json\n"),
        "{}",
        answer.out
    );
    assert!(answer.out.contains("1 总体情况：相同"));
    assert_eq!(gongkai_in(folder.path(), &["report", "compare", "旧.json", "无.json"], b"").code, Some(2));
}

#[test]
fn libreoffice_opens_what_we_write() {
    if Command::new("soffice").arg("--version").output().is_err() {
        println!("skipped: LibreOffice is not installed");
        return;
    }
    let folder = folder(&[("a.json", &kept(Edition::Of2021))]);
    for to in ["docx", "xlsx"] {
        let out = format!("{to}.{to}");
        gongkai_in(folder.path(), &["report", "convert", "a.json", "--to", to, "-o", &out], b"");
        let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
        let arguments = ["--headless", &profile, "--convert-to", "pdf", "--outdir", ".", &out];
        let office = Command::new("soffice").args(arguments).current_dir(folder.path()).output().unwrap();
        assert!(office.status.success(), "{office:?}");
        let pdf = fs::read(folder.path().join(format!("{to}.pdf"))).unwrap();
        assert!(pdf.starts_with(b"%PDF") && pdf.len() > 10_000, "{to}: {} bytes", pdf.len());
    }
}

#[test]
fn the_heading_of_a_table_stands_on_its_page() {
    // an introduction of any length pushes the tables down by a line at a time
    for lines in (0..24).step_by(3) {
        let mut report = json::parse(&kept(Edition::Of2021)).unwrap().report;
        report.sections[0].text = "青禾县公开政府信息。\n".repeat(lines + 1);
        let folder = folder(&[("a.json", &Target::Json.write("a.json", &report).unwrap())]);
        let printed = gongkai_in(folder.path(), &["report", "convert", "a.json", "--to", "pdf", "-o", "a.pdf"], b"");
        let text = Command::new("pdftotext").args(["-layout", "a.pdf", "-"]).current_dir(folder.path()).output();
        let (Some(0), Ok(text)) = (printed.code, text) else {
            println!("skipped: {}", printed.err);
            return;
        };
        let text = String::from_utf8(text.stdout).unwrap();
        let pages: Vec<String> = text.split('\u{c}').map(|page| page.split_whitespace().collect()).collect();
        for (heading, inside) in [
            ("二、主动公开政府信息情况", "规章"),
            ("三、收到和处理政府信息公开申请情况", "本年新收"),
            ("四、政府信息公开行政复议、行政诉讼情况", "复议后起诉"),
        ] {
            let page = pages.iter().find(|page| page.contains(heading)).unwrap_or_else(|| panic!("{heading}: {text}"));
            let (_, after) = page.split_once(heading).unwrap();
            assert!(after.contains(inside), "{heading} after {lines} lines: {page}");
        }
    }
}
