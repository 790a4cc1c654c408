use std::{fs, process::Command};

use gongkai_law::annual_report::{Edition, Figures};
use gongkai_report::{Format, Report, Section, write::Target};

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
    let pdf = gongkai_in(folder.path(), &["report", "convert", "a.json", "--to", "pdf", "-o", "a.pdf"], b"");
    assert_eq!(
        (pdf.code, pdf.err.as_str()),
        (Some(2), "gongkai：还不能直接输出PDF，请先输出DOCX或HTML，再打印或另存为PDF\n")
    );
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
