//! 核查: one file a check, with its tests inside and its page (`.md`) beside; one list, [`ALL`].

use crate::finding::{Finding, Severity};

mod a001_intake;
mod a002_applicants;
mod a003_outcomes;
mod a004_redress;
mod a005_counts;
mod a006_in_force;
mod absence;
mod case;
mod claims;
mod clues;
mod count;
mod dates;
mod f001_sections;
mod f002_order;
mod f003_titles;
mod f004_labels;
mod f005_edition;
mod f006_overview;
mod f007_citation;
mod f008_enumeration;
mod f009_blanks;
mod f010_unit;
mod f011_processing_fee;
#[cfg(test)]
mod five;
mod group;
mod h001_children;
mod linking;
mod meaning;
mod n001_new;
mod n002_carried;
mod n003_answered;
mod n004_documents;
mod n005_review;
mod n006_litigation;
mod n007_denied;
mod n008_parts;
mod n009_outcomes;
#[cfg(test)]
mod narrated;
mod narrative;
mod p001_late;
mod p002_period;
mod p003_title;
mod p004_other_year;
mod r001_mangled;
mod r002_digits_run_together;
mod r003_blank_cells;
mod r004_lost_characters;
mod r005_lost_headings;
mod r006_broken_off;
mod r007_variants_restored;
mod r008_digits_split;
mod r009_worded_numbers;
mod r010_missing_table;
mod r011_foreign_matter;
mod r012_cut_labels;
mod r013_unreadable_cells;
mod s001_spam;
mod s002_personal;
mod s003_hijacked;
mod s004_outside;
#[cfg(test)]
mod sample;
mod scope;
mod shape;
mod sums;
mod told;
mod traces;
mod words;
mod y001_carried_over;
mod y002_in_force;
mod y003_copied;
mod years;

pub use case::Case;
pub(crate) use sums::redress_group;
pub use told::{Told, told};

/// The registry, in the order in which the checks run.
#[rustfmt::skip]
pub static ALL: &[&Check] = &[
    &a001_intake::CHECK,
    &a002_applicants::CHECK,
    &a003_outcomes::CHECK,
    &a004_redress::CHECK,
    &a005_counts::CHECK,
    &a006_in_force::CHECK,
    &f001_sections::CHECK,
    &f002_order::CHECK,
    &f003_titles::CHECK,
    &f004_labels::CHECK,
    &f005_edition::CHECK,
    &f006_overview::CHECK,
    &f007_citation::CHECK,
    &f008_enumeration::CHECK,
    &f009_blanks::CHECK,
    &f010_unit::CHECK,
    &f011_processing_fee::CHECK,
    &h001_children::CHECK,
    &n001_new::CHECK,
    &n002_carried::CHECK,
    &n003_answered::CHECK,
    &n004_documents::CHECK,
    &n005_review::CHECK,
    &n006_litigation::CHECK,
    &n007_denied::CHECK,
    &n008_parts::CHECK,
    &n009_outcomes::CHECK,
    &p001_late::CHECK,
    &p002_period::CHECK,
    &p003_title::CHECK,
    &p004_other_year::CHECK,
    &r001_mangled::CHECK,
    &r002_digits_run_together::CHECK,
    &r003_blank_cells::CHECK,
    &r004_lost_characters::CHECK,
    &r005_lost_headings::CHECK,
    &r006_broken_off::CHECK,
    &r007_variants_restored::CHECK,
    &r008_digits_split::CHECK,
    &r009_worded_numbers::CHECK,
    &r010_missing_table::CHECK,
    &r011_foreign_matter::CHECK,
    &r012_cut_labels::CHECK,
    &r013_unreadable_cells::CHECK,
    &s001_spam::CHECK,
    &s002_personal::CHECK,
    &s003_hijacked::CHECK,
    &s004_outside::CHECK,
    &y001_carried_over::CHECK,
    &y002_in_force::CHECK,
    &y003_copied::CHECK,
];

/// Everything there is to know about one check. Run, `explain`, the web catalogue and the docs read this one value.
pub struct Check {
    /// Family letter and three digits; never reused, never renumbered.
    pub code: &'static str,
    /// What is wrong when it fires, a short phrase in Chinese.
    pub title: &'static str,
    /// What its findings weigh at most.
    pub severity: Severity,
    /// The article or notice it rests on, as cited: `《年度报告格式》表三` or `《条例》第四十九条`.
    pub basis: &'static str,
    /// Markdown, in Chinese, for the person who must mend the report: 查什么, 为什么, 怎样改, an example.
    pub page: &'static str,
    /// Looks at the case and adds what it finds; a reason in Chinese where it cannot run.
    pub run: fn(&Case<'_>, &mut Vec<Finding>) -> Result<(), NotAssessable>,
}

impl Check {
    /// The family: the letter its code begins with.
    pub fn family(&self) -> char {
        self.code.chars().next().unwrap_or('?')
    }
}

/// Why a check could not run: a Chinese sentence. Never a pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAssessable(pub String);

impl NotAssessable {
    fn because<T>(reason: impl Into<String>) -> Result<T, Self> {
        Err(Self(reason.into()))
    }
}

/// What all checks together say of one report.
#[derive(Debug, Default)]
pub struct Verdicts {
    /// In the order of the registry.
    pub findings: Vec<Finding>,
    /// Code and reason of each check that could not run.
    pub not_assessable: Vec<(&'static str, String)>,
}

/// The check with this code.
pub fn find(code: &str) -> Option<&'static Check> {
    ALL.iter().copied().find(|check| check.code.eq_ignore_ascii_case(code))
}

/// 雷同: how much of a text stands in an earlier one, in percent, numbers left out, as Y003 measures it; `None` for fewer than
/// some twenty characters, which say nothing.
pub fn sameness(now: &str, before: &str) -> Option<usize> {
    y003_copied::percent(now, before, 12)
}

/// 雷同: from this percentage on a text is copied, as Y003 has it.
pub const COPIED: usize = y003_copied::PERCENT;

/// Runs every check, then groups the findings that follow from the same wrong cell.
pub fn run(case: &Case<'_>) -> Verdicts {
    let mut verdicts = run_all(case, ALL.iter().copied());
    group::by_cell(case.reading, &mut verdicts.findings);
    verdicts
}

/// Runs the checks of one family (`'A'`), without grouping.
pub fn run_family(case: &Case<'_>, family: char) -> Verdicts {
    run_all(case, ALL.iter().copied().filter(|check| check.family() == family))
}

fn run_all(case: &Case<'_>, checks: impl Iterator<Item = &'static Check>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for check in checks {
        if let Err(NotAssessable(reason)) = (check.run)(case, &mut verdicts.findings) {
            verdicts.not_assessable.push((check.code, reason));
        }
    }
    verdicts
}

#[cfg(test)]
mod tests {
    use super::{sample::sample, *};
    use gongkai_law::annual_report::Edition;

    #[test]
    fn every_code_is_one_letter_and_three_digits_and_stands_once_in_order() {
        let codes: Vec<&str> = ALL.iter().map(|check| check.code).collect();
        assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
        for code in codes {
            let (family, digits) = code.split_at(1);
            assert!("AFNPYRSH".contains(family) && digits.len() == 3, "{code}");
            assert!(digits.bytes().all(|b| b.is_ascii_digit()), "{code}");
        }
    }

    #[test]
    fn every_page_says_what_is_looked_at_why_how_to_mend_it_and_shows_an_example() {
        for check in ALL {
            for heading in ["## 查什么\n", "## 为什么\n", "## 怎样改\n", "## 例\n"] {
                assert!(check.page.contains(heading), "{} lacks {heading}", check.code);
            }
            assert!(!check.title.is_empty() && !check.basis.is_empty(), "{}", check.code);
        }
    }

    #[test]
    fn a_report_without_fault_has_no_finding_in_either_edition() {
        for (year, edition) in [(2020, Edition::Of2019), (2023, Edition::Of2021)] {
            let reading = sample(year, edition).reading();
            assert_eq!(run(&Case::new(&reading)).findings, [], "{year}");
        }
    }

    #[test]
    fn a_code_is_found_in_any_case() {
        assert_eq!(find("a001").map(|check| check.code), Some("A001"));
        assert!(find("A999").is_none());
    }
}
