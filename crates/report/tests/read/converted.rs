//! A report that is written anew and read again is the report it was.

use std::collections::BTreeSet;

use gongkai_report::{
    Outcome, Reading,
    checks::{self, Case},
    read::{Limits, read},
    write::Target,
};

use crate::generator::{Layout, specimen};

fn reading(bytes: &[u8], name: &str) -> Reading {
    match read(bytes, name, &Limits::COMMAND_LINE).remove(0) {
        Outcome::Report(reading) => *reading,
        Outcome::NoReport(reason) => panic!("{name}: {reason}"),
    }
}

fn codes(reading: &Reading) -> BTreeSet<&'static str> {
    let verdicts = checks::run(&Case::new(reading));
    verdicts.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn a_converted_report_keeps_its_words_and_draws_no_finding_that_it_did_not_draw_before() {
    for (seed, layout) in (20..).zip(Layout::ALL) {
        let specimen = specimen(seed, layout, &[]);
        let original = reading(specimen.source.as_bytes(), specimen.name);
        if original.report.figures.as_ref().is_none_or(|figures| figures.values().contains(&None)) {
            // what could not be read is written as a blank cell, and that is a finding of its own
            continue;
        }
        let before = codes(&original);
        for target in [Target::Html, Target::Docx, Target::Xlsx, Target::Markdown] {
            let written = target.rewrite("", &original).unwrap();
            let again = reading(&written, &format!("a.{}", target.ending()));
            assert_eq!(again.report.agency, original.report.agency, "{target:?} {layout:?}");
            assert_eq!(again.report.year, original.report.year, "{target:?} {layout:?}");
            assert_eq!(again.report.figures, original.report.figures, "{target:?} {layout:?}");
            assert_eq!(again.report.sections, original.report.sections, "{target:?} {layout:?}");
            assert!(again.preamble.text.contains("统计期限"), "{target:?} {layout:?}: {}", again.preamble.text);
            let new: Vec<_> = codes(&again).difference(&before).copied().collect();
            assert!(new.is_empty(), "{target:?} {layout:?}: {new:?}");
        }
    }
}
