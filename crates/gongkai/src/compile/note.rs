//! 更正说明 in the editions: below the title, before section one, where our reader takes it for no section of the form. JSON has
//! no place for it.

use gongkai_law::annual_report::compilation::CompileStep;
use gongkai_report::{
    Outcome, Report,
    read::{self, Limits},
    write::Target,
};
use gongkai_store::{CompilationCopy, Error, OrganId, Scope};

use super::{basis, submit::Proof, work::Work};
use crate::office::Office;

/// The version that the first correction makes.
const FIRST: u32 = 2;
/// Said instead of an explanation that would be taken for something else: another year's name, a heading.
const ELSEWHERE: &str = "见本报告的公布页面";

/// What the editions of the version that is in work have below their title: a line for each correction that led to it; the first
/// version nothing. Said once, when it is handed in, and kept with its proof: a later reader of ours may read it otherwise.
///
/// # Errors
/// What broke off while it was held against the report.
pub async fn note(office: &Office, work: &Work, report: &Report) -> Result<String, Error> {
    let whys = work.entries.iter().filter(|entry| entry.step == CompileStep::Corrected);
    let corrections: Vec<_> = (FIRST..=work.standing.revision).zip(whys.map(|entry| bare(&entry.words.why))).collect();
    let said = lines(corrections.iter().map(|(revision, why)| (*revision, why.as_str())));
    if said.is_empty() {
        return Ok(said);
    }
    let (report, words) = (report.clone(), said.clone());
    let left_alone = office.reader.apart(move || is_left_alone(&report, &words)).await;
    Ok(match left_alone.ok_or_else(|| Error::Corrupt("更正说明".to_owned()))? {
        true => said,
        false => lines(corrections.iter().map(|(revision, _)| (*revision, ELSEWHERE))),
    })
}

/// The same as it was kept with a version.
pub fn kept(copy: &CompilationCopy) -> String {
    serde_json::from_str::<Proof>(&copy.proof).map(|proof| proof.note).unwrap_or_default()
}

/// The same of the version of an organ's report of a year that is out.
///
/// # Errors
/// The register.
pub async fn note_out(office: &Office, organ: OrganId, year: i16) -> Result<String, Error> {
    let Some(work) = Work::of(office, organ, year, Scope::Organ(organ)).await? else { return Ok(String::new()) };
    let Some(out) = basis::published(&work.standing) else { return Ok(String::new()) };
    let copy = office.db.compilation_copy(work.compilation.id, i32::try_from(out).unwrap_or(i32::MAX)).await?;
    Ok(copy.as_ref().map(kept).unwrap_or_default())
}

fn lines<'a>(corrections: impl Iterator<Item = (u32, &'a str)>) -> String {
    corrections.map(|(revision, why)| format!("更正说明（第{revision}版）：{why}")).collect::<Vec<_>>().join("\n")
}

/// An explanation in one line without a full stop: of what stands before section one, the report's page has sentences for its
/// own words, and it says the explanation by itself.
fn bare(why: &str) -> String {
    let parts = why.split(['\n', '。']).map(str::trim).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("；")
}

/// Whether a report with these words is read as the one without them.
fn is_left_alone(report: &Report, words: &str) -> bool {
    let [with, without] = [words, ""].map(|words| read_back(report, words));
    with.is_some() && with == without
}

fn read_back(report: &Report, words: &str) -> Option<Report> {
    let html = Target::Html.write_below("", report, words).ok()?;
    read::read(&html, "年报.html", &Limits::WEB).into_iter().find_map(|outcome| match outcome {
        Outcome::Report(reading) => Some(reading.report),
        Outcome::NoReport(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use gongkai_law::annual_report::{Edition, Figures, Form};
    use gongkai_report::{Format, Section};

    use super::*;

    fn report() -> Report {
        let section = |(number, title): (u8, &&str)| Section {
            number,
            title: (*title).to_owned(),
            text: "修订目录，清理失效文件。".to_owned(),
        };
        Report {
            agency: Some("青禾县水利局".to_owned()),
            year: Some(2025),
            format: Some(Format::Form(Edition::Of2021)),
            figures: Some(Figures::zero(Edition::Of2021)),
            sections: (1..).zip(&Form::of(Edition::Of2021).sections).map(section).collect(),
        }
    }

    #[test]
    fn an_explanation_that_names_cells_and_sections_leaves_the_report_as_it_was() {
        let why = "表三“本年新收政府信息公开申请数量”由2改为3；“（一）予以公开”由1改为2；第五部分补写整改";
        let words = lines([(2, why)].into_iter());
        assert!(is_left_alone(&report(), &words));
        for target in Target::ALL.into_iter().filter(|target| *target != Target::Json) {
            let bytes = target.write_below("", &report(), &words).unwrap();
            let found = read::read(&bytes, &format!("年报.{}", target.ending()), &Limits::WEB).remove(0);
            let Outcome::Report(reading) = found else { panic!("{target:?} is no report") };
            let plain: String = reading.preamble.text.chars().filter(|c| !c.is_whitespace()).collect();
            assert!(plain.contains("更正说明") && plain.contains("由2改为3"), "{target:?}: {plain}");
            assert_eq!(reading.report.figures, report().figures, "{target:?}");
            assert_eq!(reading.report.sections.len(), 6, "{target:?}");
            let told = reading.report.sections.iter().find(|section| section.text.contains("更正说明"));
            assert_eq!(told, None, "{target:?}");
        }
    }

    #[test]
    fn an_explanation_that_would_make_another_report_of_it_is_told_from_one_that_does_not() {
        let wrong = lines([(2, "统计期限误写为2023年1月1日至2023年12月31日")].into_iter());
        assert_eq!(read_back(&report(), &wrong).unwrap().year, Some(2023), "our reader believes what stands there");
        assert!(!is_left_alone(&report(), &wrong));
        assert!(is_left_alone(&report(), &lines([(2, ELSEWHERE), (3, ELSEWHERE)].into_iter())));
    }

    #[test]
    fn an_explanation_is_one_line_without_a_full_stop() {
        assert_eq!(bare("漏登一件。\n 已经补上。\n"), "漏登一件；已经补上");
    }
}
