//! What the reader repairs or cannot read, it says, under the code that the catalogue explains.

use std::collections::BTreeSet;

use crate::generator::{Damage, Layout, specimen};
use gongkai_report::{
    Outcome,
    read::{Limits, read},
};

/// The codes of the findings in a source.
fn codes(source: &str, name: &str) -> BTreeSet<&'static str> {
    let outcomes = read(source.as_bytes(), name, &Limits::COMMAND_LINE);
    let findings = outcomes.into_iter().flat_map(|outcome| match outcome {
        Outcome::Report(reading) => reading.findings,
        Outcome::NoReport(reason) => panic!("{reason}\n{source}"),
    });
    findings.map(|finding| finding.code).collect()
}

/// In how many of ten reports, damaged alike, a code is found.
fn times(code: &str, layout: Layout, damage: Damage) -> usize {
    let found = |seed: &u64| {
        let specimen = specimen(*seed, layout, &[damage]);
        codes(&specimen.source, specimen.name).contains(code)
    };
    (0..10).filter(found).count()
}

#[test]
fn each_damage_is_reported_by_its_own_code() {
    for (code, layout, damage) in [
        ("R003", Layout::Bars, Damage::BlankCells),
        ("R004", Layout::Bars, Damage::LostYearSign),
        ("R005", Layout::Bars, Damage::LostHeadings),
        ("R007", Layout::Bars, Damage::Traditional),
        ("R007", Layout::Bars, Damage::Glosses),
        ("R009", Layout::Bars, Damage::Words),
        ("R011", Layout::Spaces, Damage::PageNumbers),
        ("R011", Layout::Bars, Damage::Spam),
        ("R012", Layout::Bars, Damage::LabelsCutShort),
    ] {
        assert!(times(code, layout, damage) > 0, "{code} is silent about {damage:?} in {layout:?}");
    }
}

#[test]
fn digits_run_together_are_said_to_be_split_or_to_be_beyond_splitting() {
    let specimens = (0..10).map(|seed| specimen(seed, Layout::GluedTable, &[]));
    let found: BTreeSet<_> = specimens.flat_map(|specimen| codes(&specimen.source, specimen.name)).collect();
    assert!(found.contains("R002") && found.contains("R008"), "{found:?}");
}

#[test]
fn a_table_and_a_row_that_are_not_there_are_reported() {
    let specimen = specimen(5, Layout::Bars, &[]);
    let fourth = specimen.source.find("四、政府信息公开行政复议").unwrap();
    let fifth = specimen.source.find("五、").unwrap();
    let without = format!("{}{}", &specimen.source[..fourth], &specimen.source[fifth..]);
    assert!(codes(&without, specimen.name).contains("R010"));
    let kept = specimen.source.lines().filter(|line| !line.starts_with("2.重复申请"));
    let lacking = kept.collect::<Vec<_>>().join("\n");
    assert!(codes(&lacking, specimen.name).contains("R013"), "{:?}", codes(&lacking, specimen.name));
}

#[test]
fn mangled_words_and_a_sentence_that_breaks_off_are_reported() {
    let specimen = specimen(5, Layout::Bars, &[]);
    let heading = specimen.source.find("二、").unwrap();
    let with = |words: &str| {
        let source = format!("{}{words}\n{}", &specimen.source[..heading], &specimen.source[heading..]);
        codes(&source, specimen.name)
    };
    assert!(with("全年公开锟斤拷信息三百条。").contains("R001"));
    assert!(with("县政府办公室把答复群众来信的经验写成短文，一年里在自己的网站和政务微博上发出4500").contains("R006"));
}
