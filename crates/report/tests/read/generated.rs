//! Most cells of most reports are zero, so that zeros prove little: random reports with many figures, in every layout
//! and with every damage.

use crate::generator::{Damage, Layout, Specimen, specimen};
use gongkai_report::{
    Outcome, Reading,
    checks::{self, Case},
    read::{Limits, read},
};

fn reading(specimen: &Specimen) -> Reading {
    let mut outcomes = read(specimen.source.as_bytes(), specimen.name, &Limits::COMMAND_LINE);
    assert_eq!(outcomes.len(), 1, "{}", specimen.kind);
    match outcomes.remove(0) {
        Outcome::Report(reading) => *reading,
        Outcome::NoReport(reason) => panic!("{}: {reason}\n{}", specimen.kind, specimen.source),
    }
}

/// How the cells of a specimen were read.
#[derive(Default)]
struct Score {
    right: usize,
    unknown: Vec<String>,
    wrong: Vec<String>,
}

impl Score {
    fn add(&mut self, specimen: &Specimen) {
        let reading = reading(specimen);
        let figures = reading.report.figures.as_ref().unwrap();
        assert_eq!(figures.edition(), specimen.figures.edition(), "{}", specimen.kind);
        for (id, cell) in (0..).zip(figures.form().cells()) {
            let (read, told) = (figures.get(id), specimen.figures.get(id));
            let what = || format!("{} {}: read {read:?}, is {told:?}", specimen.kind, cell.address);
            match read {
                None if specimen.blank.contains(&id) => self.right += 1,
                None => self.unknown.push(what()),
                _ if read == told => self.right += 1,
                _ => self.wrong.push(what()),
            }
        }
        assert_eq!(reading.report.year, Some(specimen.year), "{}", specimen.kind);
        assert_eq!(reading.report.agency.as_ref(), Some(&specimen.agency), "{}", specimen.kind);
    }
}

/// Every layout in turn; those without separators, whose table two no sum can settle, half as often.
fn layout_of(seed: u64) -> Layout {
    let turn = seed as usize % 18;
    if turn < 16 { Layout::ALL[[0, 1, 2, 3, 4, 5, 8, 9][turn / 2]] } else { Layout::ALL[turn - 10] }
}

/// The damages that a layout can show, two or three of them together.
fn damages(seed: u64, layout: Layout) -> Vec<Damage> {
    let all = Damage::ALL;
    let first = all[(seed / 3) as usize % all.len()];
    let second = all[(seed as usize * 7 + 3) % all.len()];
    let shows = |damage: &Damage| match damage {
        Damage::BlankCells => layout.shows_blanks(),
        Damage::Strokes | Damage::Words => !layout.glues(),
        _ => true,
    };
    let mut out: Vec<Damage> = [first, second].into_iter().filter(shows).collect();
    if out.contains(&Damage::Traditional) && out.contains(&Damage::FullWidth) {
        out.pop();
    }
    out
}

#[test]
fn of_two_hundred_damaged_reports_nearly_every_cell_is_right_and_none_is_wrong() {
    let mut score = Score::default();
    for seed in 0..200 {
        let layout = layout_of(seed);
        score.add(&specimen(seed, layout, &damages(seed, layout)));
    }
    let all = score.right + score.unknown.len() + score.wrong.len();
    println!("{} cells, {} right, {} unknown, {} wrong", all, score.right, score.unknown.len(), score.wrong.len());
    if std::env::var_os("SHOW").is_some() {
        score.unknown.iter().for_each(|line| println!("{line}"));
    }
    assert!(score.wrong.is_empty(), "{} wrong: {:#?}", score.wrong.len(), &score.wrong[..score.wrong.len().min(20)]);
    assert!(score.right * 100 >= all * 99, "{} of {all} unknown: {:#?}", score.unknown.len(), &score.unknown[..20]);
}

#[test]
fn fifty_reports_without_damage_give_no_finding() {
    for seed in 1000..1050 {
        let layouts: Vec<Layout> = Layout::ALL.into_iter().filter(|layout| !layout.glues()).collect();
        let specimen = specimen(seed, layouts[seed as usize % layouts.len()], &[]);
        let reading = reading(&specimen);
        let findings = checks::run(&Case::new(&reading)).findings;
        let told: Vec<String> =
            findings.iter().map(|finding| format!("{} {}", finding.code, finding.message)).collect();
        assert_eq!(told, [] as [&str; 0], "{}", specimen.kind);
    }
}
