//! Mended files open in a real office program, and say there what they said before.

use std::{fs, path::Path, process::Command};

use gongkai_gate::{Mend, Rules, examine, mend, strip};
use gongkai_report::read::Limits;

use crate::made::{BRIEFING, NOTICE, REDACTED, SUBSIDIES, with};

/// The words that LibreOffice reads in a file; `None` where there is no LibreOffice.
fn opened(name: &str, bytes: &[u8], into: &str) -> Option<String> {
    converted(name, bytes, into).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// What LibreOffice makes of a file.
fn converted(name: &str, bytes: &[u8], into: &str) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let home = format!("-env:UserInstallation=file://{}", folder.path().join("home").display());
    let run = Command::new("soffice")
        .args([&home, "--headless", "--convert-to", into, "--outdir"])
        .arg(folder.path().join("out"))
        .arg(folder.path().join(name))
        .output();
    let Ok(run) = run else {
        eprintln!("skipped: there is no soffice to open {name} with");
        return None;
    };
    let ending = into.split(':').next().unwrap_or(into);
    let out = folder.path().join("out").join(Path::new(name).with_extension(ending));
    Some(
        fs::read(out)
            .unwrap_or_else(|why| panic!("{name} does not open: {why}\n{}", String::from_utf8_lossy(&run.stderr))),
    )
}

#[test]
fn a_stripped_word_file_opens_and_reads_the_same() {
    let text = "txt:Text (encoded):UTF8";
    let Some(before) = opened("before.docx", NOTICE, text) else { return };
    let after = opened("after.docx", &strip(NOTICE, &Limits::WEB).unwrap().bytes, text).unwrap();
    assert!(before.contains("每月5吨") && before.contains("本办法自印发之日起施行"), "{before}");
    assert_eq!(after, before.replace("每月4吨", ""));
}

#[test]
fn a_masked_word_file_opens() {
    let mended = mend(NOTICE, &[Mend::Numbers, Mend::Changes], &Limits::WEB).unwrap();
    let Some(after) = opened("masked.docx", &mended.bytes, "txt:Text (encoded):UTF8") else { return };
    assert!(after.contains("139****0058") && after.contains("340***********001X"), "{after}");
}

#[test]
fn a_workbook_without_its_hidden_sheet_opens_and_keeps_its_values() {
    let csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,0";
    let Some(before) = opened("before.xlsx", SUBSIDIES, csv) else { return };
    let mends = [Mend::Facts, Mend::Changes, Mend::HiddenSheets];
    let after = opened("after.xlsx", &mend(SUBSIDIES, &mends, &Limits::WEB).unwrap().bytes, csv).unwrap();
    assert!(before.contains("户数,,2"), "{before}");
    assert_eq!(after, before);
    let shown = mend(SUBSIDIES, &[Mend::HiddenCells, Mend::HiddenSheets], &Limits::WEB).unwrap();
    let shown = opened("shown.xlsx", &shown.bytes, csv).unwrap();
    assert!(shown.contains("桥头村") && !shown.contains("试点村") && !shown.contains("经办电话"), "{shown}");
    let masked = mend(SUBSIDIES, &[Mend::Numbers], &Limits::WEB).unwrap();
    let masked = opened("masked.xlsx", &masked.bytes, csv).unwrap();
    assert_eq!(masked, before.replace("13900000058", "139****0058"));
}

#[test]
fn a_mended_presentation_opens() {
    let mended = mend(BRIEFING, &[Mend::Facts, Mend::Changes, Mend::Numbers], &Limits::WEB).unwrap();
    let Some(after) = opened("after.pptx", &mended.bytes, "pdf") else { return };
    assert!(after.starts_with("%PDF"), "it is laid out");
}

#[test]
fn a_stripped_pdf_reads_the_same_in_another_reader() {
    let read = |name: &str, bytes: &[u8]| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(name);
        fs::write(&file, bytes).unwrap();
        let run = Command::new("pdftotext").arg(&file).arg("-").output();
        let Ok(run) = run else {
            eprintln!("skipped: there is no pdftotext to open {name} with");
            return None;
        };
        assert!(run.status.success() && run.stderr.is_empty(), "{}", String::from_utf8_lossy(&run.stderr));
        Some(String::from_utf8(run.stdout).unwrap())
    };
    let Some(before) = read("before.pdf", REDACTED) else { return };
    assert!(before.contains("行政处罚决定书"), "{before}");
    assert_eq!(read("after.pdf", &strip(REDACTED, &Limits::WEB).unwrap().bytes), Some(before));
}

/// Of a draft: its title and subject.
const CORE: &str = "<?xml version='1.0' encoding='UTF-8'?>
<cp:coreProperties xmlns:cp='http://schemas.openxmlformats.org/package/2006/metadata/core-properties'
    xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>送审稿（三改）</dc:title><dc:subject>供水科内部传阅</dc:subject>
</cp:coreProperties>";

#[test]
fn a_pdf_of_an_office_program_loses_the_title_of_its_draft_and_nothing_else() {
    let Some(before) = converted("draft.docx", &with(NOTICE, &[("docProps/core.xml", CORE.as_bytes())]), "pdf") else {
        return;
    };
    let told = |bytes: &[u8]| -> Vec<String> {
        let examined = examine("公告.pdf", bytes, &Rules::default());
        let facts = examined.findings.into_iter().filter(|finding| finding.check.code == "G213");
        facts.flat_map(|finding| finding.hits.into_iter().map(|hit| hit.excerpt.words)).collect()
    };
    let listed = told(&before);
    assert!(listed.contains(&"标题：送审稿（三改）".to_owned()), "{listed:?}");
    assert!(listed.contains(&"主题：供水科内部传阅".to_owned()), "{listed:?}");
    let after = strip(&before, &Limits::WEB).unwrap().bytes;
    assert_eq!(told(&after), Vec::<String>::new());
    assert_eq!(after.len(), before.len(), "nothing moves, so the tables stay right");
    let words = |bytes: &[u8]| examine("a.pdf", bytes, &Rules::default()).text;
    assert!(words(&after).contains("本办法自印发之日起施行"));
    assert_eq!(words(&after), words(&before));
    // a program that draws pages still takes it
    let drawn = converted("after.pdf", &after, "png").unwrap();
    assert!(drawn.starts_with(b"\x89PNG"));
}
