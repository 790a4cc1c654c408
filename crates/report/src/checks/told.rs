//! 正文里的数: which numbers of a text stand for which cells, for whoever writes next year's text after it.

use gongkai_law::annual_report::{CellId, Edition, Figures};

use super::{
    claims::{self, Claim},
    clues::Clues,
    meaning::Meaning,
};
use crate::{
    compare::counterparts,
    reading::{Prose, Report},
};

/// 正文里的数: a number of a text that its own tables bear out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// Where it begins, in bytes of the text.
    pub number: usize,
    /// The cells that add up to it, of the edition that was asked for.
    pub cells: &'static [CellId],
}

/// The numbers of a text out of a section of a report that its tables bear out, with the cells of an edition that stand for
/// the same: how many requests, outcomes, documents, reviews and cases in court there were. What may mean something else is
/// left out, as is what the two editions count otherwise, and so is all of section five.
pub fn told(text: &str, section: u8, report: &Report, edition: Edition) -> Vec<Told> {
    let Some(figures) = &report.figures else { return Vec::new() };
    let prose = Prose { text: text.to_owned(), map: Vec::new() };
    let claims = claims::of(&Clues::of_text(section, &prose), report);
    let sure = claims.iter().filter(|claim| is_sure(claim, figures) && !has_carried_in(text, claim, &claims));
    let told = sure.map(|claim| Told { number: claim.number, cells: claim.meaning.cells(edition) });
    told.filter(|told| !told.cells.is_empty() && are_alike(told.cells, figures.edition(), edition)).collect()
}

/// Whether a claim is that of the whole, and of one thing only that the tables have: by chance they may have the other too.
fn is_sure(claim: &Claim, figures: &Figures) -> bool {
    let sum = |meanings: &[Meaning]| meanings.iter().try_fold(0_i64, |sum, m| sum.checked_add(m.value(figures)?));
    let whole = !claim.denied && !claim.doubtful && claim.part.is_none();
    let other = || claim.also.iter().any(|meanings| sum(meanings).is_none_or(|sum| sum == claim.says));
    whole && claim.meaning.value(figures) == Some(claim.says) && !other()
}

/// 收到7件（其中上年结转0件）: whether what was carried in is said to be among what came in.
fn has_carried_in(text: &str, claim: &Claim, claims: &[Claim]) -> bool {
    let mut carried = claims.iter().filter(|other| other.meaning == Meaning::CarriedIn && other.number > claim.end);
    let between = carried.next().and_then(|carried| text.get(claim.end..carried.number)).unwrap_or_default();
    let same = !between.contains(['。', '\n']);
    claim.meaning == Meaning::New && same && ["其中", "含", "包括"].iter().any(|word| between.contains(word))
}

/// 口径相同: whether cells of one edition hold what those of the other do.
fn are_alike(cells: &[CellId], left: Edition, right: Edition) -> bool {
    let approximate = || counterparts(left, right).into_iter().filter(|pair| pair.approximate);
    left == right || !approximate().any(|pair| pair.right.iter().any(|cell| cells.contains(cell)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::sample_2021;

    #[test]
    fn a_number_is_told_only_where_its_own_table_has_it() {
        let reading = sample_2021().reading();
        let figures = reading.report.figures.as_ref().unwrap();
        let new = figures.at("requests.new.total").unwrap();
        let text = format!("（二）依申请公开情况。全年收到政府信息公开申请{new}件。");
        let found = told(&text, 1, &reading.report, Edition::Of2021);
        let cell = figures.form().cell("requests.new.total").unwrap();
        let at = text.find(&format!("{new}件")).unwrap();
        assert_eq!(found.iter().map(|one| (one.number, one.cells)).collect::<Vec<_>>(), [(at, &[cell][..])]);
        let other = format!("（二）依申请公开情况。全年收到政府信息公开申请{}件。", new + 1);
        assert_eq!(told(&other, 1, &reading.report, Edition::Of2021), []);
        assert_eq!(told(&text, 5, &reading.report, Edition::Of2021), [], "plans and problems are no figures");
    }
    /// What is told of a text about requests in a report whose table has these totals; every other is zero.
    fn told_of(cells: &[(&str, i64)], edition: Edition, text: &str) -> Vec<&'static [CellId]> {
        let mut figures = Figures::zero(edition);
        for (address, value) in cells {
            let cell = figures.form().cell(address).unwrap();
            figures.set(cell, Some(*value));
        }
        let report = Report { year: Some(2024), figures: Some(figures), ..Report::default() };
        let found = told(&format!("（二）依申请公开情况。{text}"), 1, &report, Edition::Of2021);
        found.into_iter().map(|one| one.cells).collect()
    }

    #[test]
    fn what_last_year_agreed_with_two_of_its_numbers_by_chance_is_told_of_neither() {
        let seven = [("requests.new.total", 7), ("requests.granted.total", 7), ("requests.total.total", 7)];
        let carried_in = Meaning::CarriedIn.cells(Edition::Of2021);
        for (text, cells) in [
            ("收到政府信息公开申请7件（含上年结转0件）。", vec![carried_in]),
            ("收到政府信息公开申请7件，其中上年结转0件。", vec![carried_in]),
            ("受理政府信息公开申请7件。", vec![]),
            ("办结政府信息公开申请，予以公开7件。", vec![]),
            ("全县共收到政府信息公开申请7件。", vec![]),
            ("县财政局收到政府信息公开申请7件。", vec![]),
            ("新收政府信息公开申请7件。", vec![Meaning::New.cells(Edition::Of2021)]),
        ] {
            assert_eq!(told_of(&seven, Edition::Of2021, text), cells, "{text}");
        }
    }

    #[test]
    fn what_the_older_form_counted_otherwise_is_not_told_for_the_new_one() {
        let cells = [("proactive.normative_documents.made", 3), ("requests.new.total", 7)];
        let text = "制发规范性文件3件。新收政府信息公开申请7件。";
        assert_eq!(told_of(&cells, Edition::Of2019, text), [Meaning::New.cells(Edition::Of2021)]);
    }
}
