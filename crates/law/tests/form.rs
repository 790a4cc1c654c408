//! Both editions of the statutory form, counted and described in other words than the data that makes them.
#![allow(clippy::unwrap_used)] // outside of #[test] functions too: a helper that fails is a test that fails

use std::collections::{BTreeMap, BTreeSet};

use gongkai_law::annual_report::{
    CellId, Edition, Figures, Form,
    figures::{MILLIONTHS, parse, show},
    form::Kind,
    identities::Rule,
};
use proptest::prelude::*;

const COLUMNS: [&str; 7] = ["natural_person", "enterprise", "research", "social", "legal_service", "other", "total"];

const ROWS_OF_2021: [&str; 25] = [
    "new",
    "carried_in",
    "granted",
    "partial",
    "denied_state_secret",
    "denied_law",
    "denied_safety_stability",
    "denied_third_party",
    "denied_internal",
    "denied_process",
    "denied_enforcement_file",
    "denied_query",
    "unable_not_held",
    "unable_need_creation",
    "unable_unclear",
    "rejected_petition",
    "rejected_repeat",
    "rejected_publication",
    "rejected_excessive",
    "rejected_reconfirm",
    "other_no_correction",
    "other_unpaid",
    "other_other",
    "total",
    "carried_out",
];

fn rows(edition: Edition) -> Vec<&'static str> {
    match edition {
        Edition::Of2021 => ROWS_OF_2021.to_vec(),
        Edition::Of2019 => {
            let mut rows = ROWS_OF_2021.to_vec();
            rows.splice(20..23, ["other"]);
            rows
        }
    }
}

fn addresses(form: &Form) -> Vec<&str> {
    form.cells().iter().map(|cell| cell.address.as_str()).collect()
}

fn proactive(edition: Edition) -> Vec<String> {
    let under =
        |row: &str, columns: &[&str]| columns.iter().map(|c| format!("proactive.{row}.{c}")).collect::<Vec<_>>();
    match edition {
        Edition::Of2021 => [
            under("regulations", &["issued", "repealed", "in_force"]),
            under("normative_documents", &["issued", "repealed", "in_force"]),
            ["licences", "penalties", "coercive_measures", "fees_wan"].map(|row| format!("proactive.{row}")).to_vec(),
        ]
        .concat(),
        Edition::Of2019 => [
            under("regulations", &["made", "published", "total_published"]),
            under("normative_documents", &["made", "published", "total_published"]),
            under("licences", &["previous_items", "change", "decisions"]),
            under("other_services", &["previous_items", "change", "decisions"]),
            under("penalties", &["previous_items", "change", "decisions"]),
            under("coercive_measures", &["previous_items", "change", "decisions"]),
            under("fees", &["previous_items", "change"]),
            under("procurement", &["projects", "amount_yuan"]),
        ]
        .concat(),
    }
}

#[test]
fn each_edition_has_the_cells_of_its_three_tables_under_the_promised_addresses() {
    for (edition, counts) in [(Edition::Of2021, [10, 175, 15]), (Edition::Of2019, [22, 161, 15])] {
        let form = Form::of(edition);
        let requests =
            rows(edition).into_iter().flat_map(|row| COLUMNS.map(|column| format!("requests.{row}.{column}")));
        let redress = ["review", "litigation_direct", "litigation_after_review"].into_iter().flat_map(|route| {
            ["upheld", "corrected", "other", "pending", "total"].map(|result| format!("redress.{route}.{result}"))
        });
        let promised: Vec<String> = proactive(edition).into_iter().chain(requests).chain(redress).collect();
        assert_eq!(addresses(form), promised);
        assert_eq!(["proactive", "requests", "redress"].map(|table| form.cells_under(table).count()), counts);
    }
}

#[test]
fn an_address_leads_to_one_cell_and_its_place_leads_back() {
    for edition in Edition::ALL {
        let form = Form::of(edition);
        assert_eq!(addresses(form).into_iter().collect::<BTreeSet<_>>().len(), form.cells().len());
        for (id, cell) in (0..).zip(form.cells()) {
            assert_eq!(form.cell(&cell.address), Some(id));
            assert_eq!(form.at(cell.table, cell.block, cell.row, cell.column), Some(id));
            assert!(!cell.name.is_empty(), "{}", cell.address);
        }
        assert_eq!(form.cell("requests.new"), None, "a row is no cell");
        assert_eq!(form.cells_under("requests.other").count(), if edition == Edition::Of2019 { 7 } else { 0 });
    }
}

/// The sums as the notices and the statute book tell them, by address.
fn sums_told(edition: Edition) -> BTreeSet<(String, BTreeSet<String>, BTreeSet<String>)> {
    let mut told = BTreeSet::new();
    let mut add = |rule: Rule, left: Vec<String>, right: Vec<String>| {
        told.insert((format!("{rule:?}"), left.into_iter().collect(), right.into_iter().collect()));
    };
    let cell = |row: &str, column: &str| format!("requests.{row}.{column}");
    let all = rows(edition);
    let outcomes = &all[2..all.len() - 2];
    for column in COLUMNS {
        let (came, went) = (["new", "carried_in"], ["total", "carried_out"]);
        add(Rule::Intake, came.map(|r| cell(r, column)).to_vec(), went.map(|r| cell(r, column)).to_vec());
        add(Rule::Outcomes, outcomes.iter().map(|r| cell(r, column)).collect(), vec![cell("total", column)]);
    }
    for row in &all {
        add(Rule::Applicants, COLUMNS[..6].iter().map(|c| cell(row, c)).collect(), vec![cell(row, "total")]);
    }
    for route in ["review", "litigation_direct", "litigation_after_review"] {
        let of = |result: &str| format!("redress.{route}.{result}");
        add(Rule::Redress, ["upheld", "corrected", "other", "pending"].map(of).to_vec(), vec![of("total")]);
    }
    told
}

#[test]
fn the_sums_of_the_form_are_those_that_the_notice_tells() {
    for (edition, outcomes) in [(Edition::Of2021, 25), (Edition::Of2019, 23)] {
        let form = Form::of(edition);
        let named = |cells: &[CellId]| {
            cells.iter().map(|id| form.cells()[usize::from(*id)].address.clone()).collect::<BTreeSet<_>>()
        };
        let found: BTreeSet<_> = form
            .identities()
            .iter()
            .map(|sum| (format!("{:?}", sum.rule), named(&sum.left), named(&sum.right)))
            .collect();
        assert_eq!(found, sums_told(edition));
        assert_eq!(form.identities().len(), found.len(), "no sum is told twice");

        let mut by_rule: BTreeMap<String, usize> = BTreeMap::new();
        for sum in form.identities() {
            *by_rule.entry(format!("{:?}", sum.rule)).or_default() += 1;
        }
        let counts: Vec<_> = by_rule.iter().map(|(rule, count)| (rule.as_str(), *count)).collect();
        assert_eq!(counts, [("Applicants", outcomes), ("Intake", 7), ("Outcomes", 7), ("Redress", 3)]);
    }
}

#[test]
fn the_balance_is_written_in_the_keys_of_its_rows() {
    let form = Form::of(Edition::Of2021);
    let balance = form.identities().iter().find(|sum| sum.rule == Rule::Intake).unwrap();
    assert_eq!(balance.expression, "new + carried_in = total + carried_out");
}

#[test]
fn only_amounts_have_decimals_and_only_changes_have_signs() {
    let kinds = |edition| {
        let special = Form::of(edition).cells().iter().filter(|cell| cell.kind != Kind::Count);
        special.map(|cell| (cell.address.as_str(), cell.kind)).collect::<Vec<_>>()
    };
    assert_eq!(kinds(Edition::Of2021), [("proactive.fees_wan", Kind::Wan)]);
    let mut of_2019: Vec<_> = ["licences", "other_services", "penalties", "coercive_measures", "fees"]
        .map(|row| (format!("proactive.{row}.change"), Kind::Change))
        .to_vec();
    of_2019.push(("proactive.procurement.amount_yuan".to_owned(), Kind::Yuan));
    assert_eq!(kinds(Edition::Of2019).into_iter().map(|(a, k)| (a.to_owned(), k)).collect::<Vec<_>>(), of_2019);
}

#[test]
fn the_edition_follows_from_the_report_year() {
    let editions = [2018, 2019, 2020, 2021, 2025].map(|year| Edition::for_year(year).map(Edition::key));
    assert_eq!(editions, [None, Some("2019"), Some("2019"), Some("2021"), Some("2021")]);
}

#[test]
fn a_sum_with_an_unknown_part_is_unknown() {
    let mut figures = Figures::zero(Edition::Of2021);
    let row: Vec<CellId> = figures.form().cells_under("requests.new").collect();
    assert_eq!(figures.sum(&row), Some(0));
    figures.set(row[0], Some(i64::MAX));
    figures.set(row[1], Some(1));
    assert_eq!(figures.sum(&row), None, "past what can be held");
    figures.set(row[0], None);
    assert_eq!(figures.sum(&row), None);
}

#[test]
fn a_count_has_no_fraction_and_an_amount_no_more_than_six_decimals() {
    assert_eq!(["7", "7.0", "-7", "7.5"].map(|text| parse(text, Kind::Count)), [Some(7), Some(7), Some(-7), None]);
    assert_eq!(["0.000001", "0.0000001"].map(|text| parse(text, Kind::Wan)), [Some(1), None]);
    assert_eq!(
        ["", "-", ".5", "5.", "1,000", " 7", "7 ", "+7", "７", "1000000000000"].map(|t| parse(t, Kind::Wan)),
        [None; 10]
    );
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![Just(Kind::Count), Just(Kind::Change), Just(Kind::Wan), Just(Kind::Yuan)]
}

proptest! {
    #[test]
    fn what_is_shown_can_be_read_again(kind in kind(), value in -999_999_999_999_i64..=999_999_999_999, part in 0..MILLIONTHS) {
        let value = if kind.is_amount() { value * MILLIONTHS + part } else { value };
        prop_assert_eq!(parse(&show(value, kind), kind), Some(value));
    }

    #[test]
    fn an_amount_is_worth_what_its_digits_say(whole in 0_i64..1_000_000_000, part in "[0-9]{1,6}") {
        let read = parse(&format!("{whole}.{part}"), Kind::Wan).unwrap();
        let millionths: i64 = part.chars().chain(std::iter::repeat('0')).take(6).collect::<String>().parse().unwrap();
        prop_assert_eq!((read / MILLIONTHS, read % MILLIONTHS), (whole, millionths));
        prop_assert_eq!(parse(&format!("-{whole}.{part}"), Kind::Yuan), Some(-read));
    }

    #[test]
    fn no_text_is_read_as_a_number_that_it_is_not(text in "[-+0-9., ]{0,20}|.{0,8}", kind in kind()) {
        if let Some(value) = parse(&text, kind) {
            let number: f64 = text.parse().unwrap();
            let (unit, rounding) = if kind.is_amount() { (1e6, 0.5) } else { (1.0, 0.0) };
            prop_assert!((value as f64 - number * unit).abs() <= 1e-9 * number.abs() * unit + rounding);
        }
    }
}
